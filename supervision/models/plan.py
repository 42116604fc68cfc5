"""What the presidium means to check this year, and the goals that the government set itself."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from supervision.querysets import PlanItemQuerySet, WorkTargetQuerySet

YEARS = (MinValueValidator(2000), MaxValueValidator(2100))


class InspectionKind(models.TextChoices):
    """The ways in which a township supervises (监督方式)."""

    HALF_YEAR = "half_year", "半年督查"
    SPECIAL = "special", "专项督查"
    CHECK = "check", "督查"
    VISIT = "visit", "视察"
    LAW = "law", "执法检查"
    RESEARCH = "research", "专题调研"
    REPORT = "report", "听取专项工作报告"
    INQUIRY = "inquiry", "专题询问"
    APPRAISAL = "appraisal", "工作评议"


class PlanItem(Record):
    """One item of the year's supervision plan (年度监督计划)."""

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    title = models.CharField("监督议题", max_length=120)
    kind = models.CharField("监督方式", max_length=10, choices=InspectionKind)
    month = models.PositiveSmallIntegerField("计划月份")
    lead = models.CharField(
        "牵头人", max_length=50, blank=True, help_text="例如：主席、第一代表小组"
    )
    unit = OwnedKey(Unit, null=True, blank=True, related_name="+", verbose_name="监督对象")
    note = models.TextField("重点内容", blank=True)

    objects = RecordManager.from_queryset(PlanItemQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "监督计划"
        ordering = ["-year", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year", "title"],
                condition=Q(voided_at=None),
                name="plan_item_once_a_year",
                violation_error_code="title",
                violation_error_message="本年度计划里已有这个议题",
            ),
            models.CheckConstraint(
                name="plan_item_month_exists",
                condition=Q(month__gte=1, month__lte=12),
                violation_error_code="month",
                violation_error_message="月份应在 1 至 12 之间",
            ),
        ]
        indexes = [models.Index(fields=["township", "year", "month"], name="plan_item_of_year")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:plan_detail", args=[self.pk])


class WorkTarget(Record):
    """A goal of the government's work report, split to a unit, a leader and a person."""

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    source = models.CharField("来源", max_length=60, default="政府工作报告")
    content = models.CharField("目标任务", max_length=200)
    unit = OwnedKey(Unit, related_name="work_targets", verbose_name="责任单位")
    leader = models.CharField("责任领导", max_length=30)
    person = models.CharField("责任人", max_length=30)
    due_on = models.DateField("完成期限")
    percent = models.PositiveSmallIntegerField("完成进度（%）", default=0)
    progress_note = models.TextField("进展情况", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    objects = RecordManager.from_queryset(WorkTargetQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "目标任务"
        ordering = ["-year", "unit", "pk"]
        constraints = [
            models.CheckConstraint(
                name="work_target_percent_fits",
                condition=Q(percent__lte=100),
                violation_error_code="percent",
                violation_error_message="完成进度不能超过 100",
            ),
            models.CheckConstraint(
                name="done_work_target_is_complete",
                condition=Q(done_on=None) | Q(percent=100),
                violation_error_code="percent",
                violation_error_message="填了完成日期，完成进度应为 100",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "year", "unit"], name="work_target_of_year"),
            models.Index(fields=["township", "unit"], name="work_target_of_unit"),
        ]

    def __str__(self) -> str:
        return self.content

    def get_absolute_url(self) -> str:
        return reverse("supervision:target_detail", args=[self.pk])

    def clean(self) -> None:
        """A goal that was reached was reached on a day."""
        if self.percent == 100 and not self.done_on:
            raise ValidationError({"done_on": "完成进度 100 的，请填完成日期"})

    @property
    def state_label(self) -> str:
        """Reached, begun or not begun, in words."""
        if self.done_on:
            return "已完成"
        return "推进中" if self.percent else "未启动"

    @property
    def state_tone(self) -> str:
        """The colour of ``state_label``."""
        if self.done_on:
            return "done"
        return "doing" if self.percent else "draft"
