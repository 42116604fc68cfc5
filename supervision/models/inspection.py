"""督查、视察、执法检查、调研: where deputies went, whom they heard, what they advised."""

from datetime import date

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.functional import cached_property

from deputies.models import Roll
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from supervision.models.plan import InspectionKind, PlanItem
from supervision.models.project import LivelihoodProject
from supervision.querysets import InspectionOpinionQuerySet, InspectionQuerySet


class Inspection(Record):
    """One act of supervision, from its scheme to the unit's answer."""

    Kind = InspectionKind

    class Status(models.TextChoices):
        PLANNED = "planned", "方案"
        HELD = "held", "已实施"
        REPORTED = "reported", "已报告"
        HANDED = "handed", "已交办"
        CLOSED = "closed", "已办结"

    TONES = {
        "planned": "draft",
        "held": "doing",
        "reported": "doing",
        "handed": "doing",
        "closed": "done",
    }

    kind = models.CharField(
        "类别",
        max_length=10,
        choices=[c for c in InspectionKind.choices if c[0] != InspectionKind.APPRAISAL],
    )
    title = models.CharField("名称", max_length=120)
    topic = models.CharField("监督议题", max_length=60, help_text="例如：民生实事、三改一拆")
    held_on = models.DateField("日期")
    until_on = models.DateField("至", null=True, blank=True)
    leader = models.CharField("带队人", max_length=50, blank=True)
    heard_whom = models.CharField(
        "听取汇报", max_length=120, blank=True, help_text="汇报单位和汇报人，没有听取汇报的不填"
    )
    is_report_heard = models.BooleanField(
        "听取专项工作报告", default=False, help_text="政府就这项工作作了专题汇报的，打勾"
    )
    plan_item = OwnedKey(
        PlanItem, null=True, blank=True, related_name="inspections", verbose_name="列入计划"
    )
    scheme = models.TextField("方案", blank=True, help_text="目的、内容、组成、步骤、要求")
    summary = models.TextField("基本情况", blank=True)
    results = models.TextField("主要成效", blank=True)
    problems = models.TextField("存在问题", blank=True)
    roll = OwnedKey(Roll, null=True, editable=False, related_name="inspections")
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.PLANNED, editable=False
    )
    reported_on = models.DateField("报告日期", null=True, editable=False)
    handed_on = models.DateField("交办日期", null=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, editable=False)

    objects = RecordManager.from_queryset(InspectionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "督查视察"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="inspection_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("held_on")),
                violation_error_code="until_on",
                violation_error_message="结束日期不能早于开始日期",
            )
        ]
        indexes = [
            models.Index(fields=["township", "held_on"], name="inspection_held_on"),
            models.Index(fields=["township", "plan_item"], name="inspection_of_plan"),
            models.Index(fields=["township", "roll"], name="inspection_of_roll"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:inspection_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll, its places and the projects it covered."""
        return [Roll.objects.filter(pk=self.roll_id), self.stops.all(), self.covered.all()]

    @cached_property
    def open_opinions(self) -> list[tuple[int | None, date | None]]:
        """The unit and the day of 交办 of each opinion without an answer; read once."""
        rows = self.opinions.filter(voided_at=None, answered_on=None)
        return list(rows.values_list("unit", "handed_on"))

    @property
    def status_tone(self) -> str:
        """The colour of the status."""
        return self.TONES[self.status]

    @property
    def has_findings(self) -> bool:
        """Whether it found a problem; ``for_list`` and ``for_detail`` know without asking again."""
        known = self.__dict__.get("finding_count")
        return self.findings.filter(voided_at=None).exists() if known is None else known > 0

    @property
    def in_official_words(self) -> str:
        """As a report names it: 7月15日至16日半年督查民生实事项目."""
        start, end = self.held_on, self.until_on
        day = f"{start.month}月{start.day}日"
        if end and end != start:
            month = f"{end.month}月" if end.month != start.month else ""
            day += f"至{month}{end.day}日"
        return f"{day}{self.title}"


class InspectionStop(Record):
    """A place seen on the way."""

    inspection = OwnedKey(Inspection, related_name="stops", verbose_name="督查视察")
    order = models.PositiveSmallIntegerField("顺序", default=1)
    name = models.CharField("点位", max_length=80)
    seen = models.CharField("查看情况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "点位"
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["township", "inspection", "order"], name="stop_of_inspection")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.inspection.get_absolute_url()


class InspectionProject(Record):
    """A 民生实事 project covered by an inspection, and how it stood then."""

    inspection = OwnedKey(Inspection, related_name="covered", verbose_name="督查视察")
    project = OwnedKey(LivelihoodProject, related_name="inspected", verbose_name="民生实事项目")
    percent = models.PositiveSmallIntegerField("当时进度（%）", default=0)
    note = models.CharField("督查情况", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "覆盖项目"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "inspection", "project"],
                condition=Q(voided_at=None),
                name="project_once_an_inspection",
                violation_error_message="这个项目已在本次督查中",
            ),
            models.CheckConstraint(
                name="inspected_percent_fits",
                condition=Q(percent__lte=100),
                violation_error_code="percent",
                violation_error_message="进度不能超过 100",
            ),
        ]
        indexes = [models.Index(fields=["township", "project"], name="inspected_project")]

    def __str__(self) -> str:
        return f"{self.project}：{self.percent}%"

    def get_absolute_url(self) -> str:
        return self.inspection.get_absolute_url()


class InspectionOpinion(Record):
    """An opinion given to a unit, which must answer it (《浙江省实施〈代表法〉办法》第二十四条).

    Its status follows from the days of handing over and answering.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "待交办"
        HANDED = "handed", "办理中"
        ANSWERED = "answered", "已反馈"

    TONES = {"waiting": "draft", "handed": "doing", "answered": "done"}

    inspection = OwnedKey(Inspection, related_name="opinions", verbose_name="督查视察")
    text = models.TextField("意见建议")
    unit = OwnedKey(
        Unit, null=True, blank=True, related_name="inspection_opinions", verbose_name="承办单位"
    )
    handed_on = models.DateField("交办日期", null=True, blank=True)
    due_on = models.DateField("反馈期限", null=True, blank=True)
    answered_on = models.DateField("反馈日期", null=True, blank=True)
    answer = models.TextField("办理情况", blank=True)
    status = models.GeneratedField(
        verbose_name="状态",
        expression=Case(
            When(answered_on__isnull=False, then=Value(Status.ANSWERED.value)),
            When(handed_on__isnull=False, then=Value(Status.HANDED.value)),
            default=Value(Status.WAITING.value),
        ),
        output_field=models.CharField(max_length=8),
        choices=Status,
        db_persist=True,
    )

    objects = RecordManager.from_queryset(InspectionOpinionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "审议意见"
        ordering = ["-inspection__held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="handed_opinion_has_a_unit",
                condition=Q(handed_on=None) | Q(unit__isnull=False, due_on__isnull=False),
                violation_error_message="交办的意见应有承办单位和反馈期限",
            ),
            models.CheckConstraint(
                name="opinion_answered_after_handing",
                condition=Q(answered_on=None) | Q(answered_on__gte=F("handed_on")),
                violation_error_code="answered_on",
                violation_error_message="反馈日期不能早于交办日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "inspection"], name="opinion_of_inspection"),
            models.Index(fields=["township", "unit", "due_on"], name="opinion_of_unit"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    def get_absolute_url(self) -> str:
        return reverse("supervision:opinion_detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        """The colour of the state."""
        return self.TONES[self.status]
