"""What a unit's clerk puts before its head: until it is signed it is the unit's own affair."""

from django.db import models
from django.db.models import Q

from motions.models.handling import Assignment
from motions.models.promises import Commitment
from motions.querysets import SubmittalQuerySet
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager


class Submittal(Record):
    """送签稿 of a 会办意见, a 退办申请, a 延期申请 or a 改期申请; the head's signature makes that record of it.

    What a head makes in person has one too, signed at once: each such record was somebody's draft
    and a head's signature. A reply is its own draft. ``commitment`` is the promise whose day is to be
    moved to ``new_due``; what else goes to the head is about the assignment itself.
    """

    class Kind(models.TextChoices):
        OPINION = "opinion", "会办意见"
        OBJECTION = "objection", "退办申请"
        EXTENSION = "extension", "延期申请"
        DATE = "date", "改期申请"

    class Outcome(models.TextChoices):
        PENDING = "pending", "待负责人签发"
        SIGNED = "signed", "已签发"
        RETURNED = "returned", "负责人退回修改"
        TAKEN_BACK = "taken_back", "经办人撤回"
        LAPSED = "lapsed", "已作废"

    assignment = OwnedKey(Assignment, related_name="submittals", verbose_name="承办")
    commitment = OwnedKey(
        Commitment, null=True, blank=True, related_name="submittals", verbose_name="承诺事项"
    )
    kind = models.CharField("送签的", max_length=10, choices=Kind)
    text = models.TextField("内容、理由")
    suggested_unit = OwnedKey(
        Unit, null=True, blank=True, related_name="+", verbose_name="建议改交单位"
    )
    late_reason = models.CharField("逾期申请的理由", max_length=200, blank=True)
    months = models.PositiveSmallIntegerField("延至自交办起（月）", null=True, blank=True)
    new_due = models.DateField("新承诺日期", null=True, blank=True)
    drafted_by = models.CharField("拟稿人", max_length=50, editable=False)
    on = models.DateField("送签日期", editable=False)
    outcome = models.CharField(
        "结果", max_length=10, choices=Outcome, default=Outcome.PENDING, editable=False
    )
    note = models.TextField("退回理由", blank=True, editable=False)
    settled_by = models.CharField("签发、退回、撤回人", max_length=50, blank=True, editable=False)
    settled_on = models.DateField("签发、退回、撤回日期", null=True, editable=False)

    objects = RecordManager.from_queryset(SubmittalQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "送签稿"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "assignment"],
                condition=Q(outcome="pending", commitment=None),
                name="one_pending_submittal",
                violation_error_message="已有一份送签稿在等负责人签发",
            ),
            models.UniqueConstraint(
                fields=["township", "commitment"],
                condition=Q(outcome="pending"),
                name="one_pending_date_submittal",
                violation_error_message="已有一份改期申请在等负责人签发",
            ),
            models.CheckConstraint(
                name="date_submittal_names_promise",
                condition=(Q(kind="date") & Q(commitment__isnull=False) & Q(new_due__isnull=False))
                | (~Q(kind="date") & Q(commitment=None)),
                violation_error_message="改期申请须写明是哪一项承诺、改到哪一天",
            ),
            models.CheckConstraint(
                name="submittal_settled_by_someone",
                condition=(Q(outcome__in=("pending", "lapsed")) & Q(settled_on=None))
                | (
                    Q(outcome__in=("signed", "returned", "taken_back"))
                    & Q(settled_on__isnull=False)
                    & ~Q(settled_by="")
                ),
                violation_error_message="签发、退回、撤回须有姓名和日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "assignment", "kind"], name="submittal_of_assignment"),
            models.Index(fields=["township", "commitment"], name="submittal_of_commitment"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.unit}{self.get_kind_display()}稿（{self.get_outcome_display()}）"

    def get_absolute_url(self) -> str:
        return self.assignment.get_absolute_url()
