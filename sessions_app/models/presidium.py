"""The presidium: who sits on it, and its meetings between sessions."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.models import Deputy, Roll
from renda.core import law
from renda.core.models import OwnedKey, Record, Term
from renda.core.scoping import RecordManager
from renda.core.text import chinese_numeral
from sessions_app.models.session import Session
from sessions_app.querysets import PresidiumMeetingQuerySet, PresidiumMemberQuerySet


class PresidiumMember(Record):
    """A deputy on the presidium, from one day until another."""

    class Role(models.TextChoices):
        CHAIR = "chair", "主席"
        VICE_CHAIR = "vice_chair", "副主席"
        MEMBER = "member", "成员"

    term = OwnedKey(Term, related_name="presidium", verbose_name="届")
    deputy = OwnedKey(Deputy, related_name="presidium_seats", verbose_name="代表")
    role = models.CharField("职务", max_length=10, choices=Role, default=Role.MEMBER)
    session = OwnedKey(
        Session, null=True, blank=True, related_name="presidium", verbose_name="选出的会议"
    )
    from_on = models.DateField("起")
    until_on = models.DateField("止", null=True, blank=True)

    objects = RecordManager.from_queryset(PresidiumMemberQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "主席团成员"
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "term", "deputy"],
                condition=Q(until_on=None, voided_at=None),
                name="presidium_member_once",
                violation_error_code="deputy",
                violation_error_message="这位代表已是主席团成员",
            ),
            models.UniqueConstraint(
                fields=["township", "term"],
                condition=Q(role="chair", until_on=None, voided_at=None),
                name="presidium_one_chair",
                violation_error_code="role",
                violation_error_message="本届已有在任主席，请先填前任的止日",
            ),
            models.CheckConstraint(
                name="presidium_member_until_after_from",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                violation_error_code="until_on",
                violation_error_message="止日不能早于起日",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "deputy"], name="presidium_deputy"),
            models.Index(fields=["township", "session"], name="presidium_session"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.deputy}"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:presidiummember_list")

    def clean(self) -> None:
        """Nobody sits twice at a time; never more than one chair and two vice chairs (组织法 18)."""
        if not (self.term_id and self.deputy_id and self.from_on):
            return
        others = list(PresidiumMember.objects.filter(term=self.term_id).exclude(pk=self.pk))
        own = [o for o in others if o.deputy_id == self.deputy_id]
        if found := next(
            (o for o in own if o.sits_on(self.from_on) or self.sits_on(o.from_on)), None
        ):
            words = f"这位代表自 {found.from_on} 起已是主席团{found.get_role_display()}，请先填那一条的止日"
            raise ValidationError({"deputy": words})
        if self.role == self.Role.MEMBER:
            return
        check = law.chairs_number(self.role, self.at_most(o for o in others if o.role == self.role))
        if check.stops:
            words = (
                f"{check.title} {check.computed}。{check.advice}已离任的请先填止日。{check.article}"
            )
            raise ValidationError({"role": words})

    def at_most(self, others: "Iterable[PresidiumMember]") -> int:
        """How many sit on the fullest day of this member's time, this one included."""
        others = list(others)
        later = [o.from_on for o in others if o.from_on > self.from_on and self.sits_on(o.from_on)]
        return 1 + max(sum(o.sits_on(day) for o in others) for day in [self.from_on, *later])

    def sits_on(self, day: date) -> bool:
        """Whether this is a member on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class PresidiumMeeting(Record):
    """主席团会议 between sessions, at least one every three months; its minutes are the 纪要."""

    term = OwnedKey(Term, related_name="presidium_meetings", verbose_name="届")
    no = models.PositiveSmallIntegerField("第几次")
    title = models.CharField("会议名称", max_length=60, editable=False)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=100)
    chaired_by = models.CharField("主持人", max_length=50)
    guests = models.CharField("列席人员", max_length=200, blank=True)
    recorder = models.CharField("记录人", max_length=50, blank=True)
    summary = models.TextField("会议概况", blank=True)
    roll = OwnedKey(
        Roll, null=True, editable=False, related_name="presidium_meetings", verbose_name="签到册"
    )

    objects = RecordManager.from_queryset(PresidiumMeetingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "主席团会议"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "term", "no"],
                condition=Q(voided_at=None),
                name="presidium_meeting_no_once",
                violation_error_code="no",
                violation_error_message="本届已登记过这一次主席团会议",
            ),
            models.CheckConstraint(
                name="presidium_meeting_no_from_one",
                condition=Q(no__gte=1),
                violation_error_code="no",
                violation_error_message="会议次数从一起",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "held_on"], name="presidium_meeting_held_on"),
            models.Index(fields=["township", "roll"], name="presidium_meeting_roll"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:presidiummeeting_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll and its topics."""
        return [Roll.objects.filter(pk=self.roll_id), self.topics.all()]

    def save(self, *args, **kwargs) -> None:
        number = chinese_numeral(self.no)
        self.title = f"{self.term}人民代表大会主席团第{number}次会议"
        super().save(*args, **kwargs)


class PresidiumTopic(Record):
    """One subject of a presidium meeting and what was decided."""

    meeting = OwnedKey(PresidiumMeeting, related_name="topics", verbose_name="主席团会议")
    order = models.PositiveSmallIntegerField("序号")
    title = models.CharField("议题", max_length=150)
    reporter = models.CharField("汇报人", max_length=50, blank=True)
    discussion = models.TextField("讨论情况", blank=True)
    decision = models.TextField("决定事项", blank=True)
    votes_for = models.PositiveSmallIntegerField("赞成", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "meeting", "order"],
                condition=Q(voided_at=None),
                name="topic_order_once",
                violation_error_code="order",
                violation_error_message="已有这个序号的议题",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()

    @property
    def majority(self) -> law.Check | None:
        """Whether more than half of all members agreed (浙江条例 24); None before there was a vote.

        Needs the meeting's ``expected``: its roll holds all members of that day.
        """
        if self.votes_for is None or not self.meeting.expected:
            return None
        return law.presidium_majority(self.votes_for, self.meeting.expected)

    @property
    def result(self) -> str:
        """通过 or 未过半数; empty before there was a vote."""
        if self.majority is None:
            return ""
        return "通过" if self.majority.passed else "未过半数"

    @property
    def result_tone(self) -> str:
        return "done" if self.result == "通过" else "due"
