"""The one attendance roll, used by sittings, meetings, trainings, activities and inspections."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.models.deputy import Deputy
from deputies.querysets import RollEntryQuerySet, RollQuerySet
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class Roll(Record):
    """Who was expected at one event and who came. The event owns it: ``sitting.roll``, ``activity.roll``…

    Made by ``deputies.services.open_roll``: everyone in office that day is expected, so a
    by-elected deputy has no false absences; ``expects`` keeps whom it named (``deputies.expecting``). 应到 = 实到 + 请假 + 缺席 holds by construction.
    """

    title = models.CharField("事项", max_length=200)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    url = models.CharField(max_length=200, blank=True, editable=False)
    kind = models.CharField("类别", max_length=20, editable=False)
    expects = models.JSONField("应到范围", default=dict, blank=True, editable=False)
    is_closed = models.BooleanField("已截止", default=False, editable=False)

    objects = RecordManager.from_queryset(RollQuerySet)()

    QUORATE = {"sitting", "presidium"}
    """Kinds of events that need a quorum: only whom the rule names is counted, others attend (列席)."""
    KINDS = {
        "sitting": "大会会议",
        "presidium": "主席团会议",
        "training": "学习培训",
        "activity": "代表活动",
        "consultation": "征求意见会",
        "inspection": "监督检查",
        "meeting": "其他会议",
    }

    class Meta:
        verbose_name = verbose_name_plural = "签到册"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["township", "on"], name="roll_on")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("deputies:roll_detail", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """What kind of event it belongs to, in words."""
        return self.KINDS.get(self.kind, "其他")

    @property
    def status_tone(self) -> str:
        """Closed rolls are done, the others still open."""
        return "done" if self.is_closed else "doing"

    @property
    def status_label(self) -> str:
        """已截止 or 签到中."""
        return "已截止" if self.is_closed else "签到中"


class RollEntry(Record):
    """One person on a roll: a deputy, or a guest by name (列席人员、机关干部)."""

    class State(models.TextChoices):
        EXPECTED = "expected", "未签到"
        ON_LEAVE = "on_leave", "请假"
        ABSENT = "absent", "缺席"
        PRESENT = "present", "出席"

    class Way(models.TextChoices):
        SCAN = "scan", "扫码"
        CLERK = "clerk", "现场登记"
        PAPER = "paper", "纸质"

    roll = OwnedKey(Roll, related_name="entries", verbose_name="签到册")
    deputy = OwnedKey(
        Deputy, null=True, blank=True, related_name="roll_entries", verbose_name="代表"
    )
    guest = models.CharField("其他人员", max_length=50, blank=True)
    guest_post = models.CharField("单位职务", max_length=80, blank=True)
    state = models.CharField("到会情况", max_length=10, choices=State, default=State.EXPECTED)
    reason = models.CharField("请假事由", max_length=100, blank=True)
    approved_by = models.CharField("批准人", max_length=50, blank=True)
    at = models.DateTimeField("签到时间", null=True, blank=True)
    way = models.CharField("方式", max_length=8, choices=Way, blank=True)

    objects = RecordManager.from_queryset(RollEntryQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "签到"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "roll", "deputy"],
                condition=Q(deputy__isnull=False, voided_at=None),
                name="deputy_once_on_a_roll",
                violation_error_code="deputy",
                violation_error_message="这位代表已在签到册上",
            ),
            models.CheckConstraint(
                name="entry_is_deputy_or_guest",
                condition=(Q(deputy__isnull=False) & Q(guest=""))
                | (Q(deputy__isnull=True) & ~Q(guest="")),
                violation_error_message="代表与其他人员只能填一项",
            ),
            models.CheckConstraint(
                name="leave_has_a_reason",
                condition=~Q(state="on_leave") | ~Q(reason=""),
                violation_error_message="请假须填事由（《代表法》第十三条）",
            ),
        ]
        indexes = [models.Index(fields=["township", "deputy", "state"], name="entry_of_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy or self.guest} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return self.roll.get_absolute_url()

    @property
    def status_tone(self) -> str:
        """The tone of the state."""
        tones = {"present": "done", "on_leave": "draft", "absent": "late", "expected": "due"}
        return tones[self.state]

    @property
    def in_words(self) -> str:
        """出席, 缺席 or 请假 with its reason."""
        if self.state == self.State.ON_LEAVE:
            return f"请假（{self.reason}）"
        return self.get_state_display()
