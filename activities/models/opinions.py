"""What was asked of the deputies, what they said, and where it went."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from activities.models.activity import Activity
from activities.querysets import ConsultationQuerySet, OpinionQuerySet
from deputies.models import Deputy, Roll
from renda.core.calendar import Due, due_by_months
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager


class Consultation(Record):
    """征求意见会: deputies are heard on a major matter before it is decided."""

    matter = models.CharField("征求意见事项", max_length=120)
    held_on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    presented_by = models.CharField(
        "介绍人", max_length=80, help_text="姓名、职务，例如：分管负责人 张明"
    )
    presentation = models.TextField("情况介绍")
    summary = models.TextField("代表发言综述", blank=True)
    result = models.TextField("采纳情况", blank=True)
    roll = OwnedKey(
        Roll, null=True, editable=False, related_name="consultations", verbose_name="签到册"
    )

    objects = RecordManager.from_queryset(ConsultationQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见会"
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["township", "held_on"], name="consultation_held_on"),
            models.Index(fields=["township", "roll"], name="consultation_of_roll"),
        ]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return reverse("activities:consultation_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll."""
        return [Roll.objects.filter(pk=self.roll_id)]


class Opinion(Record):
    """意见建议 given during an activity or a consultation, followed until it is answered."""

    class Status(models.TextChoices):
        RECORDED = "recorded", "已记录"
        PASSED = "passed", "已转交"
        ADOPTED = "adopted", "已采纳"
        PLANNED = "planned", "列入计划"
        EXPLAINED = "explained", "解释说明"

    activity = OwnedKey(
        Activity, null=True, blank=True, related_name="opinions", verbose_name="活动"
    )
    consultation = OwnedKey(
        Consultation, null=True, blank=True, related_name="opinions", verbose_name="征求意见会"
    )
    text = models.TextField("意见建议")
    deputy = OwnedKey(
        Deputy,
        null=True,
        blank=True,
        related_name="opinions",
        verbose_name="提出代表",
        help_text="集体意见不选",
    )
    unit = OwnedKey(Unit, null=True, blank=True, related_name="+", verbose_name="转交单位")
    passed_on = models.DateField("转交日期", null=True, blank=True)
    answered_on = models.DateField("反馈日期", null=True, blank=True)
    answer = models.TextField("反馈情况", blank=True)
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.RECORDED, editable=False
    )

    objects = RecordManager.from_queryset(OpinionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "意见建议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="opinion_has_one_source",
                condition=Q(activity__isnull=False, consultation__isnull=True)
                | Q(activity__isnull=True, consultation__isnull=False),
                violation_error_message="意见建议须出自一次活动或一次征求意见会",
            ),
            models.CheckConstraint(
                name="passed_opinion_says_where",
                condition=Q(status="recorded") | Q(unit__isnull=False, passed_on__isnull=False),
                violation_error_message="转交须填单位和日期",
            ),
            models.CheckConstraint(
                name="answered_opinion_says_what",
                condition=Q(status__in=["recorded", "passed"])
                | (Q(answered_on__isnull=False) & ~Q(answer="")),
                violation_error_message="反馈须填日期和反馈情况",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "status", "passed_on"], name="opinion_status"),
            models.Index(fields=["township", "activity"], name="opinion_of_activity"),
            models.Index(fields=["township", "consultation"], name="opinion_of_consultation"),
            models.Index(fields=["township", "deputy"], name="opinion_of_deputy"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 30 else f"{self.text[:29]}…"

    def get_absolute_url(self) -> str:
        return reverse("activities:opinion_detail", args=[self.pk])

    @property
    def source(self) -> Activity | Consultation:
        """The event it was given at."""
        return self.activity if self.activity_id else self.consultation

    @property
    def status_tone(self) -> str:
        tones = {"recorded": "draft", "passed": "doing", "explained": "done"}
        return tones.get(self.status, "done")

    def due(self, months: int, overrides: dict[date, bool] | None = None) -> Due | None:
        """The last day for the unit's answer, ``months`` after it was passed on."""
        return due_by_months(self.passed_on, months, overrides) if self.passed_on else None
