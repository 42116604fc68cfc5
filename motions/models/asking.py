"""What a unit asks of the office: to be relieved of a case, or for more time."""

from django.db import models
from django.db.models import F, Q

from motions.models.handling import Assignment
from motions.querysets import AskingQuerySet
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager


class Asking(Record):
    """What both have in common: a reason, and the office's decision."""

    class Decision(models.TextChoices):
        PENDING = "pending", "待审核"
        GRANTED = "granted", "同意"
        DENIED = "denied", "不同意"

    TONES = {"pending": "due", "granted": "done", "denied": "draft"}

    reason = models.TextField("理由")
    signer = models.CharField("负责人", max_length=50)
    on = models.DateField("申请日期")
    decision = models.CharField(
        "审核意见", max_length=8, choices=Decision, default=Decision.PENDING, editable=False
    )
    note = models.TextField("审核说明", blank=True, editable=False)
    decided_by = models.CharField("审核人", max_length=50, blank=True, editable=False)
    decided_on = models.DateField("审核日期", null=True, editable=False)

    objects = RecordManager.from_queryset(AskingQuerySet)()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.assignment.get_absolute_url()

    @property
    def tone(self) -> str:
        """The colour of the decision."""
        return self.TONES[self.decision]

    @property
    def is_pending(self) -> bool:
        return self.decision == self.Decision.PENDING


def _decided(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=(Q(decision="pending") & Q(decided_on=None))
        | (~Q(decision="pending") & Q(decided_on__isnull=False) & ~Q(decided_by="")),
        violation_error_message="审核意见、审核人、日期应同时产生",
    )


class Objection(Asking):
    """申请退办: not this unit's duty; only the office may agree and hand it to another (办理规定 14)."""

    assignment = OwnedKey(Assignment, related_name="objections", verbose_name="承办")
    suggested_unit = OwnedKey(
        Unit, null=True, blank=True, related_name="+", verbose_name="建议改交单位"
    )

    class Meta:
        verbose_name = verbose_name_plural = "退办申请"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "assignment"],
                condition=Q(decision="pending"),
                name="one_pending_objection",
                violation_error_message="已有一份退办申请在审核",
            ),
            _decided("objection_decided_by_someone"),
        ]
        indexes = [
            models.Index(fields=["township", "assignment"], name="objection_of_assignment"),
            models.Index(fields=["township", "decision", "on"], name="objection_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.unit}申请退办（{self.get_decision_display()}）"


class Extension(Asking):
    """申请延期: up to the months that the law allows at most, with the office's consent (代表法 51)."""

    assignment = OwnedKey(Assignment, related_name="extensions", verbose_name="承办")
    months = models.PositiveSmallIntegerField("延至自交办起（月）")
    old_due = models.DateField("原期限", editable=False)
    new_due = models.DateField("延长后的期限", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "延期申请"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "assignment"],
                condition=Q(decision="pending"),
                name="one_pending_extension",
                violation_error_message="已有一份延期申请在审核",
            ),
            models.CheckConstraint(
                name="extension_is_later",
                condition=Q(new_due__gt=F("old_due")),
                violation_error_message="延长后的期限应晚于原期限",
            ),
            _decided("extension_decided_by_someone"),
        ]
        indexes = [
            models.Index(fields=["township", "assignment"], name="extension_of_assignment"),
            models.Index(fields=["township", "decision", "on"], name="extension_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.unit}申请延期至 {self.new_due}（{self.get_decision_display()}）"
