"""Who stands behind a motion, what was raised before, and what was decided about it."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from deputies.models import Deputy
from motions.models.motion import Motion
from motions.querysets import SIGNED_IN, CoSignerQuerySet
from renda.core.calendar import chinese_date
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from sessions_app.models import PresidiumMeeting


class CoSigner(Record):
    """联名代表: counts once the deputy has confirmed (办理规定 9)."""

    class State(models.TextChoices):
        INVITED = "invited", "待确认"
        ACCEPTED = "accepted", "已确认"
        DECLINED = "declined", "未同意"

    motion = OwnedKey(Motion, related_name="cosigners", verbose_name="议案建议")
    deputy = OwnedKey(Deputy, related_name="cosigned", verbose_name="联名代表")
    state = models.CharField("状态", max_length=10, choices=State, default=State.INVITED)
    answered_on = models.DateField("确认日期", null=True, blank=True)
    is_on_paper = models.BooleanField("纸质签名", default=False)
    reminded_on = models.DateField("最近提醒", null=True, editable=False)

    objects = RecordManager.from_queryset(CoSignerQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "联名"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion", "deputy"],
                condition=Q(voided_at=None),
                name="cosigner_once",
                violation_error_message="这位代表已在联名名单上",
            )
        ]
        indexes = [models.Index(fields=["township", "deputy", "state"], name="cosigner_of_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy}（{self.get_state_display()}）"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()

    def words(self, motion: Motion, today: date) -> tuple[str, str]:
        """(tone, words) of the answer, or of its absence; of a ``motion`` read already."""
        if self.state == self.State.ACCEPTED:
            return "done", "纸质签名" if self.is_on_paper else "已确认"
        if self.state == self.State.DECLINED:
            return "draft", "未同意"
        if motion.status == Motion.Status.DRAFT:
            return "draft", "提交后邀请"
        if motion.status not in SIGNED_IN:
            return "draft", "未答复"
        return ("late", "逾期未答复") if motion.is_joining_over(today) else ("due", "待确认")


class RepeatLink(Record):
    """The same matter raised before: "以前提过"."""

    motion = OwnedKey(Motion, related_name="repeats", verbose_name="议案建议")
    earlier = OwnedKey(Motion, related_name="repeated_by", verbose_name="以前的议案建议")
    note = models.CharField("说明", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "重复提出"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion", "earlier"],
                condition=Q(voided_at=None),
                name="repeat_once",
                violation_error_message="已关联过这一件",
            ),
            models.CheckConstraint(
                name="motion_repeats_another",
                condition=~Q(motion=F("earlier")),
                violation_error_message="不能与自己关联",
            ),
        ]
        indexes = [models.Index(fields=["township", "earlier"], name="repeat_of_earlier")]

    def __str__(self) -> str:
        return f"{self.motion}：以前 {self.earlier}"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()


class Review(Record):
    """What the office or the presidium decided about a motion, and why."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", "予以受理"
        RETURN = "return", "退回补充"
        REJECT = "reject", "不予受理"
        MERGE = "merge", "并案"
        REFERENCE = "reference", "转工作参考"
        FORWARD = "forward", "转报上级"
        PRESIDIUM = "presidium", "主席团处理意见"
        AGENDA = "agenda", "列入会议议程"
        CONVERT = "convert", "转为建议"
        NOT_LISTED = "not_listed", "不列入会议议程"
        SETTLED = "settled", "主席团会议处理"
        REDO = "redo", "主席团决定重新办理"
        UPHOLD = "uphold", "主席团维持交办"
        TRANSFER = "transfer", "主席团决定改交"
        COORDINATE = "coordinate", "主席团协调办理"
        WITHDRAWN = "withdrawn", "书面撤回"
        WITHDRAWAL = "withdrawal", "主席团同意撤回"

    class Reason(models.TextChoices):
        PRIVATE = "private", "涉及本人或者亲属的私事"
        LETTER = "letter", "转递来信、申诉"
        PROMOTION = "promotion", "学术或者产品推介"
        EMPTY = "empty", "没有具体内容"
        CASE = "case", "涉及正在审理的案件"
        TENDER = "tender", "涉及正在进行的招标投标"
        BEYOND = "beyond", "超出本级职权"
        OTHER = "other", "其他"

    ON_THE_CASE = (
        Decision.PRESIDIUM, Decision.AGENDA, Decision.CONVERT, Decision.NOT_LISTED, Decision.SETTLED,
        Decision.REDO, Decision.WITHDRAWAL,
    )  # fmt: skip
    """What the presidium makes of a case; its other decisions say which unit goes on with it."""
    BY_PRESIDIUM = (*ON_THE_CASE, Decision.UPHOLD, Decision.TRANSFER, Decision.COORDINATE)

    motion = OwnedKey(Motion, related_name="reviews", verbose_name="议案建议")
    decision = models.CharField("处理", max_length=12, choices=Decision)
    reason = models.CharField("原因", max_length=10, choices=Reason, blank=True)
    note = models.TextField("意见", blank=True)
    by = models.CharField("审核人", max_length=50)
    on = models.DateField("日期")
    meeting = OwnedKey(
        PresidiumMeeting, null=True, blank=True, related_name="+", verbose_name="主席团会议"
    )

    class Meta:
        verbose_name = verbose_name_plural = "审核"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rejection_names_its_reason",
                condition=~Q(decision="reject") | ~Q(reason=""),
                violation_error_message="不予受理须选原因（办理规定第六条）",
            )
        ]
        indexes = [models.Index(fields=["township", "motion"], name="review_of_motion")]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}（{self.by}）"

    @classmethod
    def presidium_words(cls, decision: str, held_on: date | None, note: str) -> str:
        """列入会议议程（2026年11月3日主席团会议）。…: what was decided, where, and why."""
        decided = "" if decision == cls.Decision.PRESIDIUM else cls.Decision(decision).label
        head = decided + (f"（{chinese_date(held_on)}主席团会议）" if held_on else "")
        return f"{head}。{note}" if head else note

    @classmethod
    def office_words(
        cls,
        decision: str,
        note: str,
        *,
        reason: str = "",
        main: Motion | None = None,
        sent: str = "",
    ) -> str:
        """不予受理（…）。…: the office's decision and its words; of an acceptance the words alone.

        ``main`` is the case it was merged into, ``sent`` the units that got it for reference.
        """
        if decision == cls.Decision.ACCEPT:
            return note
        said = cls.Decision(decision).label
        if decision == cls.Decision.MERGE and main:
            said = f"并入{main.printed_number}办理"
        why = f"（{cls.Reason(reason).label}）" if reason else ""
        return f"{said}{why}{f'，送{sent}' if sent else ''}。{note}"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()


class Reference(Record):
    """参考件: a unit that a case of 转工作参考 was sent to, to make use of in its work."""

    motion = OwnedKey(Motion, related_name="references", verbose_name="议案建议")
    unit = OwnedKey(Unit, related_name="+", verbose_name="参考单位")
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "参考件"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "motion", "unit"],
                condition=Q(voided_at=None),
                name="reference_once",
                violation_error_message="已送过这个单位",
            )
        ]
        indexes = [models.Index(fields=["township", "unit", "on"], name="reference_of_unit")]

    def __str__(self) -> str:
        return f"{self.motion}（送{self.unit}参考）"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()


class KeyFollowUp(Record):
    """重点建议: led by a leader of the government, watched by a member of the presidium."""

    motion = OwnedKey(Motion, related_name="followups", verbose_name="议案建议")
    leader = models.CharField("领办领导", max_length=50)
    supervisor = models.CharField("督办领导", max_length=50)
    on = models.DateField("日期")
    requirement = models.TextField("督办要求", blank=True)
    result = models.TextField("督办情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "重点督办"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["township", "motion"], name="followup_of_motion")]

    def __str__(self) -> str:
        return f"{self.leader}领办，{self.supervisor}督办"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()
