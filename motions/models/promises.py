"""What a reply promised, until it is struck off on site; and what became of its date."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from motions.models.asking import Asking, decided_by_someone, later_day, one_pending
from motions.models.replies import Reply, Supplement
from motions.querysets import CommitmentQuerySet
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class Commitment(Record):
    """承诺事项 of a reply: reported as done by the unit, confirmed on site by the office, then struck off.

    ``done_on`` is the day it was struck off; until then it stays with the unit and on the office's board.
    ``is_at_head`` says that a 改期申请 waits for the signature of the unit's head: the unit's own affair.
    Struck off without an issued 补充答复 that names it, it keeps why the deputies got none.
    """

    class Status(models.TextChoices):
        OPEN = "open", "履行中"
        REPORTED = "reported", "已报完成"
        STRUCK = "struck", "已销号"

    TONES = {"open": "doing", "reported": "due", "struck": "done"}

    reply = OwnedKey(Reply, related_name="commitments", verbose_name="答复")
    text = models.CharField("承诺事项", max_length=200)
    due_on = models.DateField("完成日期")
    reported_on = models.DateField("报完成日期", null=True, editable=False)
    reported_note = models.CharField("完成情况", max_length=200, blank=True, editable=False)
    supplement = OwnedKey(
        Supplement, null=True, editable=False, related_name="commitments", verbose_name="二次答复"
    )
    done_on = models.DateField("销号日期", null=True, editable=False)
    done_note = models.CharField("现场核实情况", max_length=200, blank=True, editable=False)
    confirmed_by = models.CharField("核实人", max_length=50, blank=True, editable=False)
    no_letter_reason = models.CharField(
        "没有二次答复的原因", max_length=200, blank=True, editable=False
    )
    status = models.CharField(
        "状态", max_length=8, choices=Status, default=Status.OPEN, editable=False
    )
    is_at_head = models.BooleanField("改期待负责人签发", default=False, editable=False)

    objects = RecordManager.from_queryset(CommitmentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "承诺事项"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="done_commitment_says_how",
                condition=(Q(status="struck") & Q(done_on__isnull=False) & ~Q(done_note=""))
                | (~Q(status="struck") & Q(done_on=None)),
                violation_error_message="销号请写明现场核实情况",
            ),
            models.CheckConstraint(
                name="struck_without_letter_says_why",
                condition=~Q(status="struck")
                | Q(supplement__isnull=False)
                | ~Q(no_letter_reason=""),
                violation_error_message="没有二次答复就销号的，请写明原因",
            ),
            models.CheckConstraint(
                name="only_open_promise_at_head",
                condition=Q(is_at_head=False) | Q(status="open"),
                violation_error_message="只有履行中的承诺可以申请改期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "reply"], name="commitment_of_reply"),
            models.Index(fields=["township", "supplement"], name="commitment_of_supplement"),
            models.Index(fields=["township", "status", "due_on"], name="commitment_status_due"),
            models.Index(fields=["township", "done_on", "due_on"], name="commitment_open"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.reply.get_absolute_url()

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def due_words(self) -> str:
        """Why ``due_on`` is the day, of a row read ``for_list``: promised when, and moved how often."""
        moved = f"；原定 {self.first_due}，经同意变更 {self.moved} 次" if self.moved else ""
        return f"{self.reply.issued_on} 签发的答复中承诺{moved}"

    @property
    def is_answered_again(self) -> bool:
        """A 补充答复 that reports on it was issued."""
        return self.supplement is not None and self.supplement.is_issued

    def is_late(self, today: date) -> bool:
        """Past the promised day and not even reported as done."""
        return self.status == self.Status.OPEN and self.due_on < today

    def words(self, today: date) -> str:
        """The state as people say it: 已过承诺日期 is finer than the stored one."""
        return "已过承诺日期" if self.is_late(today) else self.get_status_display()

    def tone(self, today: date) -> str:
        """The colour that belongs to those words."""
        return "late" if self.is_late(today) else self.status_tone

    @cached_property
    def asked_change(self) -> "CommitmentChange | None":
        """The request for another day that waits for the office; read once."""
        return next((change for change in self.changes.all() if change.is_pending), None)

    @property
    def promised_on(self) -> date:
        """The day that the letter named; ``due_on`` is where it was moved to since."""
        agreed = [change.old_due for change in self.changes.all() if change.is_granted]
        return min([self.due_on, *agreed])

    def carried_into(self, year: int) -> str:
        """2025年结转, if it was promised before ``year`` and still owed when that began; else empty."""
        issued = self.reply.issued_on
        owed = self.done_on is None or self.done_on.year >= year
        return f"{issued.year}年结转" if issued and issued.year < year and owed else ""


class CommitmentChange(Asking):
    """申请变更承诺日期: the unit explains why a date can't be kept; the office agrees or does not.

    The unit's head asks in person, or signs what a clerk of the unit drafted, and ``signer`` is the name
    of that account; ``is_by_office`` if the office entered what the unit sent on paper: then it is the name that is signed there.
    The old date stays here, so that it can be told how often and for how long a promise was moved.
    """

    commitment = OwnedKey(Commitment, related_name="changes", verbose_name="承诺事项")
    old_due = models.DateField("原承诺日期", editable=False)
    new_due = models.DateField("新承诺日期", editable=False)
    is_by_office = models.BooleanField("人大办按书面申请代录", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "承诺日期变更"
        ordering = ["on", "pk"]
        constraints = [
            one_pending("one_pending_change", of="commitment", what="变更承诺日期的申请"),
            later_day("changed_date_is_later", "新的承诺日期应晚于原日期"),
            decided_by_someone("change_decided_by_someone"),
        ]
        indexes = [
            models.Index(fields=["township", "commitment"], name="change_of_commitment"),
            models.Index(fields=["township", "decision", "on"], name="change_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}：{self.old_due} 改为 {self.new_due}（{self.get_decision_display()}）"

    def get_absolute_url(self) -> str:
        return self.commitment.get_absolute_url()

    @property
    def reply(self) -> Reply:
        """The reply whose promise it is: permissions ask by it."""
        return self.commitment.reply
