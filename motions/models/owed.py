"""What a merger leaves owing: a letter to deputies whose case came after the answer."""

from datetime import date

from django.db import models
from django.db.models import Q

from motions.models.handling import Assignment
from motions.models.motion import Motion
from motions.models.replies import Supplement
from motions.querysets import OwedLetterQuerySet
from renda.core import law
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class OwedLetter(Record):
    """并案待补答: ``motion`` was merged into a case that the unit of ``assignment`` had answered already.

    Its deputies may read that answer, which was not addressed to them. The row stays open until the
    unit has issued a further letter, or the office has said why none is needed. ``due_on`` counts
    from 并案.
    """

    assignment = OwnedKey(Assignment, related_name="owed_letters", verbose_name="承办")
    motion = OwnedKey(Motion, related_name="owed_letters", verbose_name="并入的件")
    merged_on = models.DateField("并案日期", editable=False)
    due_on = models.DateField("补充答复期限", editable=False)
    supplement = OwnedKey(
        Supplement, null=True, editable=False, related_name="owed_letters", verbose_name="补充答复"
    )
    no_letter_reason = models.CharField("不再补充答复的原因", max_length=200, blank=True)
    settled_by = models.CharField("处理人", max_length=50, blank=True, editable=False)
    settled_on = models.DateField("处理日期", null=True, editable=False)

    objects = RecordManager.from_queryset(OwedLetterQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "并案待补充答复"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "assignment", "motion"],
                condition=Q(voided_at=None),
                name="owed_letter_once",
            ),
            models.CheckConstraint(
                name="settled_owed_letter_says_how",
                condition=(Q(settled_on=None) & Q(supplement=None) & Q(no_letter_reason=""))
                | (
                    Q(settled_on__isnull=False)
                    & (Q(supplement__isnull=False) | ~Q(no_letter_reason=""))
                ),
                violation_error_message="请写明不再补充答复的原因",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "settled_on", "due_on"], name="owed_letter_open"),
            models.Index(fields=["township", "motion"], name="owed_letter_of_motion"),
            models.Index(fields=["township", "supplement"], name="owed_letter_supplement"),
        ]

    def __str__(self) -> str:
        return f"{self.motion}：待{self.assignment.unit}补充答复"

    def get_absolute_url(self) -> str:
        """The page of the case that goes on, where both the answer and what is owed are shown."""
        return self.assignment.get_absolute_url()

    @property
    def is_open(self) -> bool:
        return self.settled_on is None

    @property
    def due_words(self) -> str:
        """Why ``due_on`` is the last day, in one sentence; asks the database nothing."""
        return (
            f"{law.cite('suggestion.owed_letter_days')}：自并案之日 {self.merged_on} 起算，当日不计"
        )

    def is_late(self, today: date) -> bool:
        """Past the last day and neither sent nor explained away."""
        return self.is_open and self.due_on < today
