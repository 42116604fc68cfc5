"""The annual report: its chapters, the figures frozen into it when issued, and its files."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from renda.core.models import Job, OwnedKey, Record, TownshipModel

FIRST_YEAR = 1954
"""The first people's congresses sat in it."""


def report_year(year: int) -> None:
    """Refuse a year that no report can be about: before the first congress, or after the next year."""
    last = timezone.localdate().year + 1
    if not FIRST_YEAR <= year <= last:
        raise ValidationError(f"年度应在 {FIRST_YEAR} 至 {last} 之间")


class AnnualReport(Record):
    """One year's work summary (年度工作总结), from drafting to issue.

    ``status`` changes only through ``reports.workflow``. ``office`` and ``title`` are empty until the
    report is issued, which keeps them, and the preamble, as they were printed.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEW = "review", "审核"
        ISSUING = "issuing", "印发中"
        ISSUED = "issued", "已印发"

    year = models.PositiveSmallIntegerField("年度", validators=[report_year])
    addressee = models.CharField("主送", max_length=60, default="县人大常委会")
    preamble = models.TextField("引言", blank=True, help_text="留空则用系统拟写的引言")
    closing = models.TextField("结语", blank=True)
    office = models.CharField("发文机关", max_length=100, blank=True, editable=False)
    title = models.CharField("标题", max_length=100, blank=True, editable=False)
    status = models.CharField(
        "状态", max_length=8, choices=Status, default=Status.DRAFT, editable=False
    )
    issued_on = models.DateField("印发日期", null=True, blank=True, editable=False)
    issued_by = models.CharField("签发人", max_length=50, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "年度报告"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year"],
                condition=models.Q(voided_at=None),
                name="one_report_a_year",
                violation_error_code="year",
                violation_error_message="这一年度的报告已经有了",
            ),
            models.CheckConstraint(
                name="issued_report_has_a_day",
                condition=~models.Q(status="issued") | models.Q(issued_on__isnull=False),
                violation_error_message="印发须有日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} 年度工作总结"

    def get_absolute_url(self) -> str:
        return reverse("reports:report_detail", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.status == self.Status.ISSUED

    @property
    def is_issuing(self) -> bool:
        return self.status == self.Status.ISSUING

    @property
    def status_tone(self) -> str:
        return {"draft": "draft", "issued": "done"}.get(self.status, "doing")


class Chapter(Record):
    """One chapter. *Automatic* ones are written afresh from the data; the first edit makes them *edited*.

    ``text`` holds words with tokens (``reports.tokens``). For an automatic chapter it is empty until
    the report is issued, which keeps the words as they were printed.
    """

    report = OwnedKey(AnnualReport, related_name="chapters", verbose_name="报告")
    key = models.CharField("模板", max_length=30, blank=True, editable=False)
    title = models.CharField("标题", max_length=60)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_edited = models.BooleanField("已改写", default=False, editable=False)
    text = models.TextField("正文", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "章节"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "report", "key"],
                condition=~models.Q(key=""),
                name="chapter_key_once",
            )
        ]
        indexes = [models.Index(fields=["township", "report", "order"], name="chapter_of_report")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.report.get_absolute_url()}?chapter={self.pk}"

    @property
    def is_automatic(self) -> bool:
        return bool(self.key) and not self.is_edited


class ConfirmedZero(TownshipModel):
    """The office says: there really was none. The figure leaves the 缺数清单 of this report."""

    report = OwnedKey(AnnualReport, related_name="confirmed", verbose_name="报告")
    figure = models.CharField("指标", max_length=120)
    by = models.CharField("确认人", max_length=50)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["township", "report", "figure"], name="zero_once")
        ]

    def __str__(self) -> str:
        return self.figure


class FrozenFigure(TownshipModel):
    """A figure as printed: its value, its definition then, and the rows it counted.

    ``series`` holds what its charts and tables show, by token, and what ``months`` answers.
    """

    report = OwnedKey(AnnualReport, related_name="figures", verbose_name="报告")
    key = models.CharField("指标", max_length=120)
    label = models.CharField("名称", max_length=200)
    kind = models.CharField(max_length=10)
    unit = models.CharField("单位", max_length=10)
    group = models.CharField("类别", max_length=30)
    definition = models.TextField("统计口径")
    law = models.CharField("依据", max_length=120, blank=True)
    text = models.CharField("印发时的值", max_length=30)
    value = models.DecimalField(max_digits=14, decimal_places=1, null=True)
    previous = models.CharField("上年", max_length=30)
    formula = models.CharField("算式", max_length=300)
    source = models.CharField("数据来源", max_length=80)
    amounts = models.JSONField("依据的记录", default=list)
    items = models.JSONField(default=list)
    series = models.JSONField(default=dict)
    numerator = models.CharField(max_length=120, blank=True)
    denominator = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "印发的数字"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "report", "key"], name="figure_once_per_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.text}"

    def get_absolute_url(self) -> str:
        """The page with the definition and the rows as they were printed."""
        return reverse("reports:report_figure", args=[self.report_id, self.key])

    @property
    def months(self) -> dict[int, int]:
        """The month that each row was counted in; kept of what a chart by month shows."""
        return {pk: month for pk, month in self.series.get("months", ())}

    def parts(self) -> "list[FrozenFigure]":
        """The figures whose rows make up this one: itself, or a rate's numerator and denominator."""
        if self.kind != "rate":
            return [self]
        keys = [self.numerator, self.denominator]
        parts = list(FrozenFigure.objects.filter(report=self.report_id, key__in=keys))
        for part in parts:
            part.report = self.report
        return sorted(parts, key=lambda part: keys.index(part.key))


def build_folder(township_id: int, job_id: int | None) -> str:
    """Where every attempt at a job writes."""
    return f"reports/{township_id}/{job_id or 0}"


def build_path(build: "Build", filename: str) -> str:
    """A path that says nothing of its content, in a folder of the job's own."""
    return f"{build_folder(build.township_id, build.job_id)}/{uuid.uuid4().hex}.{filename.rsplit('.', 1)[-1]}"


class Build(TownshipModel):
    """A finished file of the report."""

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word"

    report = OwnedKey(AnnualReport, related_name="builds", verbose_name="报告")
    job = OwnedKey(Job, null=True, related_name="+")
    form = models.CharField("格式", max_length=5, choices=Form)
    file = models.FileField("文件", upload_to=build_path)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("大小")
    is_issued = models.BooleanField("印发稿", default=False)
    created_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告文件"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["township", "job"], name="one_file_per_job")]
        indexes = [models.Index(fields=["township", "report", "form"], name="build_of_report")]

    def __str__(self) -> str:
        return f"{self.report} {self.get_form_display()}"

    @property
    def name(self) -> str:
        """The name the file is downloaded under."""
        return f"{self.report.year}年度工作总结.{self.form}"
