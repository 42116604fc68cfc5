"""Handing motions to units, and what the units do: contacts, opinions, replies, promises."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property

from deputies.models import Roll
from motions.models.motion import Motion
from motions.querysets import (
    ANSWERING,
    REFUSALS_FOR_PRESIDIUM,
    TAKEN,
    WORKING,
    AssignmentQuerySet,
)
from renda.core import law
from renda.core.calendar import Due, Overrides, due_by_days, due_by_months, load_overrides
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from sessions_app.models import Session


class AssignmentMeeting(Record):
    """交办会: where the office hands motions to the units."""

    held_on = models.DateField("日期")
    starts_at = models.TimeField("时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100)
    host = models.CharField("主持人", max_length=50)
    session = OwnedKey(
        Session,
        null=True,
        blank=True,
        related_name="assignment_meetings",
        verbose_name="交办哪次会议的件",
        help_text="闭会期间的件不选",
    )
    minutes = models.TextField("会议情况", blank=True)
    roll = OwnedKey(Roll, null=True, editable=False, related_name="assignment_meetings")

    class Meta:
        verbose_name = verbose_name_plural = "交办会"
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["township", "held_on"], name="assignment_meeting_on"),
            models.Index(fields=["township", "session"], name="assignment_meeting_session"),
            models.Index(fields=["township", "roll"], name="assignment_meeting_roll"),
        ]

    def __str__(self) -> str:
        day = self.held_on
        return f"{day.year}年{day.month}月{day.day}日代表建议交办会"

    def get_absolute_url(self) -> str:
        return reverse("motions:meeting_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll."""
        return [Roll.objects.filter(pk=self.roll_id)]


class Assignment(Record):
    """One unit's part of one motion in one round; its clock starts on the day it is handed over.

    ``due_on`` is the last day for the reply, or for a co-handler the last day for its opinion;
    ``objection_due`` counts from 签收, and from 交办 as long as nobody has signed (办理规定 14).
    ``to_sign`` is what went to the unit's head last: it waits there while the status is 待签发.
    The period is of ``months``, or of ``days`` where these are given: a co-handler's of a 重办.
    ``is_extended`` says that the office has granted an ``Extension``, to this unit or to the one before.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "主办"
        ASSIST = "assist", "协办"
        SEPARATE = "separate", "分办"

    class Status(models.TextChoices):
        WAITING = "waiting", "待签收"
        HANDLING = "handling", "办理中"
        SIGNING = "signing", "待签发"
        REPLIED = "replied", "已答复"
        OPINION_GIVEN = "opinion_given", "已回会办意见"
        OBJECTED = "objected", "申请退办"
        REASSIGNED = "reassigned", "已改交"
        RELIEVED = "relieved", "不再会办"
        ENDED = "ended", "已终止"

    class ToSign(models.TextChoices):
        REPLY = "reply", "答复"
        OPINION = "opinion", "会办意见"
        OBJECTION = "objection", "退办申请"
        EXTENSION = "extension", "延期申请"

    TONES = {
        "waiting": "doing",
        "handling": "doing",
        "signing": "doing",
        "objected": "due",
        "replied": "done",
        "opinion_given": "done",
    }

    motion = OwnedKey(Motion, related_name="assignments", verbose_name="议案建议")
    unit = OwnedKey(Unit, related_name="assignments", verbose_name="承办单位")
    role = models.CharField("身份", max_length=10, choices=Role, default=Role.LEAD)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    meeting = OwnedKey(
        AssignmentMeeting, null=True, blank=True, related_name="assignments", verbose_name="交办会"
    )
    assigned_on = models.DateField("交办日期")
    sign_due = models.DateField("签收期限")
    objection_due = models.DateField("申请退办期限")
    due_on = models.DateField("办理期限")
    months = models.PositiveSmallIntegerField("期限（月）")
    days = models.PositiveSmallIntegerField("期限（日）", null=True, blank=True)
    is_extended = models.BooleanField("已同意延期", default=False, editable=False)
    passed_from = OwnedKey(
        "self", null=True, editable=False, related_name="passed_to", verbose_name="由谁转来"
    )
    leader = models.CharField("责任领导", max_length=50, blank=True)
    person = models.CharField("经办人", max_length=50, blank=True)
    instruction = models.TextField("办理要求", blank=True)
    signed_on = models.DateField("签收日期", null=True, editable=False)
    signed_by = models.CharField("签收人", max_length=50, blank=True, editable=False)
    finished_on = models.DateField("办结日期", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=14, choices=Status, default=Status.WAITING, editable=False
    )
    to_sign = models.CharField("送签的", max_length=10, choices=ToSign, blank=True, editable=False)

    objects = RecordManager.from_queryset(AssignmentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "承办"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion", "unit", "round"],
                condition=~Q(status__in=TAKEN),
                name="unit_once_a_round",
                violation_error_message="这个单位本轮已承办这一件",
            ),
            models.CheckConstraint(
                name="assignment_due_after_start",
                condition=Q(due_on__gt=F("assigned_on")),
                violation_error_message="办理期限应晚于交办日期",
            ),
            models.CheckConstraint(
                name="assignment_signing_something",
                condition=~Q(status="signing") | ~Q(to_sign=""),
                violation_error_message="送签的须写明是什么",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "motion", "round"], name="assignment_of_motion"),
            models.Index(fields=["township", "unit", "status", "due_on"], name="assignment_inbox"),
            models.Index(fields=["township", "status", "due_on"], name="assignment_due"),
            models.Index(fields=["township", "meeting"], name="assignment_of_meeting"),
            models.Index(fields=["township", "passed_from"], name="assignment_passed_from"),
        ]

    def __str__(self) -> str:
        return f"{self.motion}（{self.unit}{self.get_role_display()}）"

    def get_absolute_url(self) -> str:
        """The case's page."""
        return reverse("motions:motion_detail", args=[self.motion_id])

    @property
    def status_tone(self) -> str:
        return self.TONES.get(self.status, "draft")

    @property
    def is_open(self) -> bool:
        """The unit still owes its reply or opinion."""
        return self.status in WORKING

    @property
    def awaits(self) -> str:
        """What waits for the signature of the unit's head (``ToSign``); empty if nothing does."""
        return self.to_sign if self.status == self.Status.SIGNING else ""

    @property
    def is_signed_for(self) -> bool:
        """The unit has signed for it; a 退办申请 at the head may come before that."""
        asks = self.awaits == self.ToSign.OBJECTION
        return self.status != self.Status.WAITING and not (asks and self.signed_on is None)

    @property
    def takes_draft(self) -> bool:
        """Its letter may be written: signed for and not finished. While a 退办申请 waits, or what is to be
        asked for is with the head, it may be drafted, though not sent."""
        if self.status == self.Status.HANDLING:
            return True
        asks = self.awaits in {self.ToSign.OBJECTION, self.ToSign.EXTENSION}
        return self.signed_on is not None and (asks or self.status == self.Status.OBJECTED)

    @property
    def answers(self) -> bool:
        """主办 and 分办 reply to the deputy; 协办 gives the lead unit its opinion."""
        return self.role in ANSWERING

    @cached_property
    def asked_extension(self) -> "models.Model | None":
        """The 延期申请 that waits for the office; read once."""
        return next((asked for asked in self.extensions.all() if asked.is_pending), None)

    @cached_property
    def refusal(self) -> "models.Model | None":
        """The last of several refused 退办申请, if the presidium has not decided about it; read once."""
        denied = [asked for asked in self.objections.all() if asked.decision == "denied"]
        several = len(denied) >= REFUSALS_FOR_PRESIDIUM
        return denied[-1] if several and denied[-1].ruling_id is None else None

    @property
    def objection_words(self) -> str:
        """2025-04-07（自签收之日 2025-03-27 起算）: the last day for 申请退办 and what it counts from."""
        if self.signed_on:
            return f"{self.objection_due}（自签收之日 {self.signed_on} 起算）"
        return f"{self.objection_due}（自交办之日起算，签收后自签收之日起算）"

    @property
    def rule_key(self) -> str:
        """The rule in ``renda.core.law`` that sets its last day."""
        if self.is_extended:
            return "suggestion.reply_months_extended"
        if self.round > 1:
            return "suggestion.redo_months" if self.answers else "suggestion.redo_assist_days"
        return "suggestion.reply_months" if self.answers else "suggestion.assist_months"

    def counted(self, overrides: Overrides | None = None) -> Due:
        """The end of its period by the township's day table, or by the published one alone."""
        if self.days:
            return due_by_days(self.assigned_on, self.days, overrides)
        return due_by_months(self.assigned_on, self.months, overrides)

    @property
    def period_words(self) -> str:
        """3 个月, or 15 日."""
        return f"{self.days} 日" if self.days else f"{self.months} 个月"

    @property
    def due_words(self) -> str:
        """Why ``due_on`` is the last day, in one sentence; asks the database nothing."""
        due = self.counted()
        words = due.explanation
        if due.on != self.due_on:
            words = f"自 {self.assigned_on} 起{due.rule}，当日不计；按确定期限时的放假安排为 {self.due_on}"
        return f"{law.cite(self.rule_key)}：{words}"

    @property
    def sign_words(self) -> str:
        """Why ``sign_due`` is the last day to sign for it; reckoned from when this unit got it."""
        return f"{law.cite('suggestion.sign_days')}：自交办到本单位之日起算，工作日计"

    @property
    def due(self) -> Due:
        """The last day with its explanation; the day table is read only if it moved the day."""
        due = self.counted()
        return due if due.on == self.due_on else self.counted(load_overrides())
