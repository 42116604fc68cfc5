"""The deputies' verdict, and what the office says to move a case on."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.models import Deputy
from motions.models.classes import Rating
from motions.models.handling import Assignment
from motions.models.motion import Motion
from motions.models.owed import OwedLetter
from motions.models.promises import Commitment
from motions.querysets import ReminderQuerySet
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class Feedback(Record):
    """One deputy's rating of one round: work and result apart. The lead deputy's counts.

    A changed rating leaves the old row behind with ``is_current`` false.
    """

    motion = OwnedKey(Motion, related_name="feedbacks", verbose_name="议案建议")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    deputy = OwnedKey(Deputy, related_name="feedbacks", verbose_name="代表")
    work_rating = models.CharField("办理态度", max_length=12, choices=Rating)
    result_rating = models.CharField("办理结果", max_length=12, choices=Rating)
    words = models.TextField("意见", blank=True)
    on = models.DateField("日期")
    is_by_office = models.BooleanField("人大办按签名表代录", default=False)
    is_current = models.BooleanField("现行", default=True, editable=False)
    is_unread = models.BooleanField("打开答复以前评价", default=False, editable=False)
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
                condition=Q(is_current=True),
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
    """催办 by the office, a numbered 督办单, or a warning that the system sent of itself.

    ``step`` names a system's warning, such as ``reply:12:20250625:7``, the rung of seven days before
    the day of assignment 12: each is sent once a case. A 督办单 is answered by its unit
    (``response``) and closed by the office (``result``). With a ``commitment`` or an ``owed_letter``
    it is about what the unit of ``assignment`` still owes after its answer.
    """

    class Kind(models.TextChoices):
        URGE = "urge", "催办"
        ORDER = "order", "督办"
        WARNING = "warning", "到期提醒"

    motion = OwnedKey(Motion, related_name="reminders", verbose_name="议案建议")
    assignment = OwnedKey(
        Assignment, null=True, blank=True, related_name="reminders", verbose_name="承办"
    )
    commitment = OwnedKey(
        Commitment, null=True, editable=False, related_name="reminders", verbose_name="承诺事项"
    )
    owed_letter = OwnedKey(
        OwedLetter, null=True, editable=False, related_name="reminders", verbose_name="并案补充答复"
    )
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.URGE, editable=False)
    step = models.CharField(max_length=40, blank=True, editable=False)
    text = models.TextField("催办内容")
    by = models.CharField("催办人", max_length=50)
    is_by_government = models.BooleanField("镇政府办催办", default=False, editable=False)
    on = models.DateField("日期")
    told = models.CharField("发给", max_length=400, blank=True, editable=False)
    number = models.CharField("督办编号", max_length=40, blank=True, editable=False)
    leader = models.CharField("督办领导", max_length=50, blank=True)
    feedback_due = models.DateField("反馈期限", null=True, blank=True)
    response = models.TextField("反馈情况", blank=True)
    responded_on = models.DateField("反馈日期", null=True, blank=True, editable=False)
    result = models.TextField("督办结果", blank=True)
    closed_on = models.DateField("督办办结日期", null=True, editable=False)

    objects = RecordManager.from_queryset(ReminderQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion", "step"],
                condition=~Q(step=""),
                name="warning_once_a_case",
            ),
            models.UniqueConstraint(
                fields=["township", "number"],
                condition=~Q(number=""),
                name="order_number_once",
            ),
            models.CheckConstraint(
                name="order_is_numbered_and_led",
                condition=~Q(kind="order")
                | (~Q(number="") & ~Q(leader="") & Q(feedback_due__isnull=False)),
                violation_error_message="督办单须有编号、督办领导和反馈期限",
            ),
            models.CheckConstraint(
                name="closed_order_says_how",
                condition=Q(closed_on=None) | ~Q(result=""),
                violation_error_message="督办办结请写明督办结果",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "motion"], name="reminder_of_motion"),
            models.Index(fields=["township", "assignment"], name="reminder_of_assignment"),
            models.Index(fields=["township", "commitment"], name="reminder_of_commitment"),
            models.Index(fields=["township", "owed_letter"], name="reminder_of_owed_letter"),
            models.Index(fields=["township", "kind", "on"], name="reminder_kind_on"),
        ]

    TONES = {"urge": "due", "order": "late", "warning": "draft"}

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()}：{self.motion}"

    def get_absolute_url(self) -> str:
        if self.is_order:
            return reverse("motions:order_detail", args=[self.pk])
        return self.motion.get_absolute_url()

    @property
    def is_order(self) -> bool:
        """督办单, which the unit answers and the office closes."""
        return self.kind == self.Kind.ORDER

    @property
    def status_tone(self) -> str:
        return self.TONES[self.kind]

    @property
    def state_words(self) -> str:
        """How far a 督办单 is; nothing for what asks no answer."""
        if not self.is_order:
            return ""
        return "已办结" if self.closed_on else "已反馈" if self.responded_on else "待反馈"

    @property
    def owes(self) -> Assignment | Commitment | OwedLetter | None:
        """What the unit owes by a day: a promise, a further letter, or the case's own answer."""
        return self.commitment or self.owed_letter or self.assignment

    @property
    def owes_words(self) -> str:
        """承诺事项 or 补充答复 that it is about, in words; empty where it is the answer itself."""
        if self.commitment:
            return f"承诺事项：{self.commitment}"
        return f"向并入的{self.owed_letter.motion}的代表补充答复" if self.owed_letter else ""

    @property
    def due_on(self) -> date | None:
        """原期限: the last day of what the unit owes."""
        return self.owes.due_on if self.owes else self.motion.due_on

    @property
    def overdue_days(self) -> int:
        """逾期天数 of what the unit owes, on the day of this paper."""
        due = self.due_on
        return max((self.on - due).days, 0) if due else 0


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
