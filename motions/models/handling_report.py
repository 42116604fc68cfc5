"""The yearly report to the congress on how motions and suggestions were handled (代表法 51)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from renda.core.models import OwnedKey, Record
from sessions_app.models import PresidiumMeeting, Session


class HandlingReport(Record):
    """办理情况报告: its numbers are counted live until it is issued, then they stay as printed.

    The office writes three of its parts. ``frozen`` holds the numbers and lists of the issued report
    (``motions.report_contents``); ``status`` changes only through its workflow.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEW = "review", "审议"
        ISSUED = "issued", "已印发"

    TONES = {"draft": "draft", "review": "doing", "issued": "done"}

    year = models.PositiveSmallIntegerField("年度", help_text="这一年受理的议案、建议")
    session = OwnedKey(
        Session,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="向哪次会议报告",
        help_text="提请审议前须选定",
    )
    practices = models.TextField(
        "主要做法", blank=True, help_text="一段一行；不填则按交办、面商、督办的记录拟写"
    )
    problems = models.TextField("存在问题", blank=True, help_text="一段一行，提请审议前须填写")
    plans = models.TextField("下一步打算", blank=True, help_text="一段一行，提请审议前须填写")
    is_public = models.BooleanField(
        "向社会公开", default=True, help_text="办理情况报告应当公开（代表法 51）"
    )
    meeting = OwnedKey(
        PresidiumMeeting,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="审议的主席团会议",
    )
    issued_on = models.DateField("印发日期", null=True, editable=False)
    issued_by = models.CharField("签发人", max_length=50, blank=True, editable=False)
    frozen = models.JSONField("印发的数字和名单", null=True, editable=False)
    status = models.CharField(
        "状态", max_length=8, choices=Status, default=Status.DRAFT, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理情况报告"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year"],
                condition=Q(voided_at=None),
                name="one_handling_report_a_year",
                violation_error_code="year",
                violation_error_message="这一年度的办理情况报告已经有了",
            ),
            models.CheckConstraint(
                name="issued_handling_report_is_frozen",
                condition=(
                    Q(status="issued")
                    & Q(issued_on__isnull=False)
                    & ~Q(issued_by="")
                    & Q(frozen__isnull=False)
                )
                | (~Q(status="issued") & Q(issued_on=None) & Q(frozen=None)),
                violation_error_message="印发须有日期和签发人，印发时数字固定",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("motions:handlingreport_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """关于2025年代表议案、建议办理情况的报告."""
        return f"关于{self.year}年代表议案、建议办理情况的报告"

    @property
    def is_issued(self) -> bool:
        return self.status == self.Status.ISSUED

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]
