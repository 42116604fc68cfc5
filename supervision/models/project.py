"""民生实事: projects for the people, collected, decided by the congress, carried out and rated."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from renda.core import rates
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from supervision.models.plan import YEARS
from supervision.querysets import LivelihoodProjectQuerySet


class LivelihoodProject(Record):
    """A 民生实事 project of one year; its status is written by the workflow alone."""

    class Status(models.TextChoices):
        COLLECTED = "collected", "征集"
        SHORTLISTED = "shortlisted", "初定"
        CHOSEN = "chosen", "票决通过"
        UNDERWAY = "underway", "实施中"
        DONE = "done", "已完成"
        RATED = "rated", "已测评"
        DROPPED = "dropped", "未入选"

    TONES = {
        "collected": "draft",
        "shortlisted": "draft",
        "chosen": "doing",
        "underway": "doing",
        "done": "done",
        "rated": "done",
        "dropped": "draft",
    }

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    no = models.PositiveSmallIntegerField("序号")
    name = models.CharField("项目名称", max_length=100)
    content = models.TextField("建设内容")
    proposed_by = models.CharField("征集来源", max_length=60, blank=True)
    investment = models.PositiveIntegerField("总投资（万元）", default=0)
    funds = models.CharField("资金来源", max_length=60, blank=True)
    unit = OwnedKey(
        Unit, null=True, blank=True, related_name="livelihood_projects", verbose_name="责任单位"
    )
    leader = models.CharField("责任领导", max_length=30, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    status = models.CharField(
        "阶段", max_length=12, choices=Status, default=Status.COLLECTED, editable=False
    )
    votes_for = models.PositiveSmallIntegerField("票决赞成票", null=True, editable=False)
    chosen_on = models.DateField("票决日期", null=True, editable=False)
    started_on = models.DateField("开工日期", null=True, editable=False)
    done_on = models.DateField("完成日期", null=True, editable=False)
    rated_on = models.DateField("测评日期", null=True, editable=False)
    satisfied = models.PositiveSmallIntegerField("满意", null=True, editable=False)
    basically_satisfied = models.PositiveSmallIntegerField("基本满意", null=True, editable=False)
    dissatisfied = models.PositiveSmallIntegerField("不满意", null=True, editable=False)

    objects = RecordManager.from_queryset(LivelihoodProjectQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "民生实事"
        ordering = ["-year", "no"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year", "no"],
                condition=Q(voided_at=None),
                name="livelihood_project_no_once",
                violation_error_code="no",
                violation_error_message="本年度已有这个序号的项目",
            ),
            models.CheckConstraint(
                name="finished_project_has_a_day",
                condition=~Q(status__in=["done", "rated"]) | Q(done_on__isnull=False),
                violation_error_message="已完成的项目应有完成日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "year", "status"], name="project_of_year"),
            models.Index(fields=["township", "unit"], name="project_of_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("supervision:project_detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        """The colour of the stage."""
        return self.TONES[self.status]

    @property
    def percent(self) -> int:
        """Progress: 100 when completed, else what the latest report said (``with_progress``)."""
        if self.status in {self.Status.DONE, self.Status.RATED}:
            return 100
        return self.reported_percent or 0

    @property
    def ratings(self) -> int:
        """How many rated the project."""
        return (self.satisfied or 0) + (self.basically_satisfied or 0) + (self.dissatisfied or 0)

    @property
    def rating_line(self) -> str:
        """The three counts and the share of satisfied raters with its formula; empty if not rated."""
        if not self.ratings:
            return ""
        good = (self.satisfied or 0) + (self.basically_satisfied or 0)
        return (
            f"满意 {self.satisfied}，基本满意 {self.basically_satisfied}，"
            f"不满意 {self.dissatisfied}；满意率（{self.satisfied} + {self.basically_satisfied}）"
            f" ÷ {self.ratings} = {rates.percent(good, self.ratings)}"
        )


class ProjectProgress(Record):
    """How far a project was on a day, as reported."""

    project = OwnedKey(LivelihoodProject, related_name="progress", verbose_name="项目")
    on = models.DateField("日期")
    percent = models.PositiveSmallIntegerField("形象进度（%）")
    note = models.TextField("进展情况")
    spent = models.PositiveIntegerField("已完成投资（万元）", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "项目进展"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="project_progress_fits",
                condition=Q(percent__lte=100),
                violation_error_code="percent",
                violation_error_message="进度不能超过 100",
            )
        ]
        indexes = [models.Index(fields=["township", "project", "on"], name="progress_of_project")]

    def __str__(self) -> str:
        return f"{self.project}：{self.percent}%"

    def get_absolute_url(self) -> str:
        return self.project.get_absolute_url()
