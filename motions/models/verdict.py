"""The deputies' verdict, and what the office says to move a case on."""

from collections.abc import Collection

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from deputies.models import Deputy
from motions.models.handling import Assignment
from motions.models.motion import Motion
from renda.core.models import OwnedKey, Record


class Rating(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class Feedback(Record):
    """One deputy's rating of one round: work and result apart. The lead deputy's counts."""

    motion = OwnedKey(Motion, related_name="feedbacks", verbose_name="议案建议")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    deputy = OwnedKey(Deputy, related_name="feedbacks", verbose_name="代表")
    work_rating = models.CharField("办理态度", max_length=12, choices=Rating)
    result_rating = models.CharField("办理结果", max_length=12, choices=Rating)
    words = models.TextField("意见", blank=True)
    on = models.DateField("日期")
    is_by_office = models.BooleanField("人大办按签名表代录", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False,
        editable=False, verbose_name="录入人",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "代表评价"
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion", "round", "deputy"],
                name="feedback_once_a_round",
                violation_error_message="这位代表本轮已评价",
            ),
            models.CheckConstraint(
                name="dissatisfied_says_why",
                condition=~(Q(work_rating="dissatisfied") | Q(result_rating="dissatisfied"))
                | ~Q(words=""),
                violation_error_message="不满意请写明哪里不满意",
            ),
        ]
        indexes = [models.Index(fields=["township", "deputy"], name="feedback_of_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy}：{self.get_result_rating_display()}"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """``dissatisfied_says_why`` is asked here, without the database; the rest as usual."""
        left_out = set(exclude or ())
        is_bad = Rating.DISSATISFIED in {self.work_rating, self.result_rating}
        if is_bad and not self.words and "words" not in left_out:
            raise ValidationError("不满意请写明哪里不满意")
        super().validate_constraints(left_out | {"words"})


class Reminder(Record):
    """催办: the office urges a unit."""

    motion = OwnedKey(Motion, related_name="reminders", verbose_name="议案建议")
    assignment = OwnedKey(
        Assignment, null=True, blank=True, related_name="reminders", verbose_name="承办"
    )
    text = models.TextField("催办内容")
    by = models.CharField("催办人", max_length=50)
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["township", "motion"], name="reminder_of_motion"),
            models.Index(fields=["township", "assignment"], name="reminder_of_assignment"),
        ]

    def __str__(self) -> str:
        return f"催办：{self.motion}"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()


class InternalNote(Record):
    """内部批注: for the office and the units, never shown to deputies."""

    motion = OwnedKey(Motion, related_name="notes", verbose_name="议案建议")
    text = models.TextField("批注")
    by = models.CharField("批注人", max_length=50)
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "内部批注"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["township", "motion"], name="internal_note_of_motion")]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()
