"""What a unit asks of the office: to be relieved of a case, or for more time.

The rules that every such request keeps are named here once, for each model's own constraints.
"""

from django.db import models
from django.db.models import F, Q

from motions.models.handling import Assignment
from motions.models.intake import Review
from motions.querysets import AskingQuerySet
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager


class Asking(Record):
    """What both have in common: a reason, and the office's decision.

    What nobody decided before the case moved on is 不再需要, said by the system.
    """

    class Decision(models.TextChoices):
        PENDING = "pending", "待审核"
        GRANTED = "granted", "同意"
        DENIED = "denied", "不同意"
        MOOT = "moot", "不再需要"

    TONES = {"pending": "due", "granted": "done", "denied": "draft", "moot": "draft"}

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

    @property
    def is_granted(self) -> bool:
        return self.decision == self.Decision.GRANTED


def one_pending(name: str, of: str, what: str) -> models.UniqueConstraint:
    """A second request waits until the first is decided."""
    return models.UniqueConstraint(
        fields=["township", of],
        condition=Q(decision="pending"),
        name=name,
        violation_error_message=f"已有一份{what}在审核",
    )


def decided_by_someone(name: str) -> models.CheckConstraint:
    """A decision names who decided, and when."""
    return models.CheckConstraint(
        name=name,
        condition=(Q(decision="pending") & Q(decided_on=None))
        | (~Q(decision="pending") & Q(decided_on__isnull=False) & ~Q(decided_by="")),
        violation_error_message="审核意见、审核人、日期应同时产生",
    )


def later_day(name: str, message: str) -> models.CheckConstraint:
    """What is asked for is a later day than the one that stands."""
    return models.CheckConstraint(
        name=name, condition=Q(new_due__gt=F("old_due")), violation_error_message=message
    )


class Objection(Asking):
    """申请退办: not this unit's duty; only the office may agree and hand it to another (办理规定 14).

    One that comes after the last day says why it is late, for the office to weigh. ``ruling`` is what
    the presidium decided where this was the second refusal of a unit, or a later one.
    """

    assignment = OwnedKey(Assignment, related_name="objections", verbose_name="承办")
    suggested_unit = OwnedKey(
        Unit, null=True, blank=True, related_name="+", verbose_name="建议改交单位"
    )
    late_reason = models.CharField(
        "逾期申请的理由",
        max_length=200,
        blank=True,
        editable=False,
        help_text="期限过后申请的须写明",
    )

    ruling = OwnedKey(
        Review, null=True, editable=False, related_name="rulings", verbose_name="主席团处理"
    )

    class Meta:
        verbose_name = verbose_name_plural = "退办申请"
        ordering = ["on", "pk"]
        constraints = [
            one_pending("one_pending_objection", of="assignment", what="退办申请"),
            decided_by_someone("objection_decided_by_someone"),
        ]
        indexes = [
            models.Index(fields=["township", "assignment"], name="objection_of_assignment"),
            models.Index(fields=["township", "ruling"], name="objection_ruling"),
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
            one_pending("one_pending_extension", of="assignment", what="延期申请"),
            later_day("extension_is_later", "延长后的期限应晚于原期限"),
            decided_by_someone("extension_decided_by_someone"),
        ]
        indexes = [
            models.Index(fields=["township", "assignment"], name="extension_of_assignment"),
            models.Index(fields=["township", "decision", "on"], name="extension_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment.unit}申请延期至 {self.new_due}（{self.get_decision_display()}）"
