"""A motion or suggestion, who stands behind it, and what was decided about it."""

from collections.abc import Collection
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.models import Deputy
from motions.models.classes import Rating, ResultClass
from motions.querysets import HANDED_ON, SOON_DAYS, TEXT_OPEN, MotionQuerySet
from renda.core.calendar import remaining
from renda.core.models import OwnedKey, Record, Term, Unit
from renda.core.scoping import RecordManager
from renda.core.together import hang_together
from sessions_app.models import Session

AS_BILL = "的议案"


class Motion(Record):
    """议案 or 代表建议、批评和意见: one matter, raised by one deputy alone or with others.

    ``session`` is empty for one raised between sessions. A merged one has its number and its authors;
    it is handled, answered and rated as ``merged_into``. ``had_merged`` if one left it again: its authors
    were told of this one, which deputies may read even when it is withdrawn. ``lapsed_on`` is the day from which an
    unrated answer counts as 未反馈. ``plan`` is what the batch page of 交办 kept for after the meeting:
    the office's own note, of which no unit hears. ``due_on``, ``main_unit``, ``result_class``
    and ``verdict`` repeat what the latest round's assignments, replies and ratings say, so that
    lists filter on one row; only ``motions.services`` and the workflow write them. The verdict on one
    answer stands until the next answer goes out, which waits for its own.
    """

    class Kind(models.TextChoices):
        BILL = "bill", "议案"
        SUGGESTION = "suggestion", "建议"
        CRITICISM = "criticism", "批评"
        OPINION = "opinion", "意见"

    class Field(models.TextChoices):
        AGRICULTURE = "agriculture", "农业农村"
        TRAFFIC = "traffic", "交通建设"
        URBAN = "urban", "城建环保"
        ECONOMY = "economy", "财政经济"
        EDUCATION = "education", "教科文卫"
        WELFARE = "welfare", "民政社保"
        GOVERNANCE = "governance", "社会治理"
        OTHER = "other", "其他"

    class Source(models.TextChoices):
        OWN = "own", "代表提出"
        VISIT = "visit", "视察调研"
        STATION = "station", "联络站选民意见"
        BILL = "bill", "议案转建议"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待受理"
        RETURNED = "returned", "退回补充"
        REJECTED = "rejected", "不予受理"
        MERGED = "merged", "已并案"
        REFERENCE = "reference", "转工作参考"
        FORWARDED = "forwarded", "转报上级"
        PRESIDIUM = "presidium", "待主席团审议"
        ON_AGENDA = "on_agenda", "列入议程"
        NOT_LISTED = "not_listed", "不列入议程"
        ACCEPTED = "accepted", "待交办"
        ASSIGNED = "assigned", "办理中"
        REPLIED = "replied", "已答复"
        CLOSED = "closed", "已办结"
        WITHDRAWN = "withdrawn", "已撤回"

    TONES = {
        "submitted": "doing",
        "returned": "due",
        "presidium": "doing",
        "on_agenda": "done",
        "accepted": "doing",
        "assigned": "doing",
        "replied": "done",
        "closed": "done",
    }

    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.SUGGESTION)
    term = OwnedKey(Term, related_name="motions", verbose_name="届")
    session = OwnedKey(
        Session,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name="会议",
        help_text="闭会期间提出的不选",
    )
    number = models.PositiveSmallIntegerField("序号", null=True, editable=False)
    code = models.CharField("案号", max_length=20, blank=True, editable=False)
    lead = OwnedKey(Deputy, related_name="motions", verbose_name="领衔代表")
    title = models.CharField(
        "标题", max_length=100, help_text="一事一件，例如：关于修复某某村机耕路的建议"
    )
    field = models.CharField("领域", max_length=12, choices=Field, default=Field.OTHER)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.OWN)
    situation = models.TextField("情况（案由）", blank=True)
    analysis = models.TextField("分析（案据）", blank=True)
    proposal = models.TextField("具体建议（方案）", blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    is_public = models.BooleanField("同意向社会公开", default=True)
    wants_contact = models.BooleanField("希望承办单位当面沟通", default=True)
    suggested_unit = OwnedKey(
        Unit, null=True, blank=True, related_name="+", verbose_name="建议承办单位"
    )
    is_key = models.BooleanField("重点建议", default=False)
    is_adopted = models.BooleanField(
        "采纳落实的典型", default=False, help_text="年度总结会举例写到"
    )
    result_story = models.TextField(
        "落实情况", blank=True, help_text="办成了什么，一两句话，年度总结会引用"
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name="填写人",
    )
    is_by_office = models.BooleanField("人大办代录", default=False, editable=False)
    join_by = models.DateField(
        "联名截止日期", null=True, blank=True, help_text="受邀代表在这一天以前答复，不填为七日内"
    )
    no_scan_reason = models.CharField(
        "没有原件扫描的原因",
        max_length=100,
        blank=True,
        help_text="代录须附有代表亲笔签名的原件；确实没有的写明原因，例如：代表口述，会后补签",
    )
    merged_into = OwnedKey(
        "self", null=True, editable=False, related_name="merged", verbose_name="并入"
    )
    had_merged = models.BooleanField("曾有并入的件", default=False, editable=False)
    submitted_on = models.DateField("提出日期", null=True, blank=True)
    resubmitted_on = models.DateField("补充后再交日期", null=True, editable=False)
    accepted_on = models.DateField("受理日期", null=True, editable=False)
    assigned_on = models.DateField("交办日期", null=True, editable=False)
    replied_on = models.DateField("首次答复日期", null=True, editable=False)
    feedback_due = models.DateField("评价期限", null=True, editable=False)
    lapsed_on = models.DateField("未反馈", null=True, editable=False)
    closed_on = models.DateField("办结日期", null=True, editable=False)
    plan = models.JSONField("交办方案", null=True, editable=False)
    round = models.PositiveSmallIntegerField("办理轮次", default=1, editable=False)
    due_on = models.DateField("答复期限", null=True, editable=False)
    main_unit = OwnedKey(Unit, null=True, editable=False, related_name="+", verbose_name="主办单位")
    result_class = models.CharField(
        "结果类别", max_length=1, choices=ResultClass, blank=True, editable=False
    )
    verdict = models.CharField(
        "领衔代表评价", max_length=12, choices=Rating, blank=True, editable=False
    )
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )

    objects = RecordManager.from_queryset(MotionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "议案建议"
        ordering = ["-submitted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "term", "code"],
                condition=~Q(code=""),
                name="motion_code_once_a_term",
                violation_error_message="本届已有这个案号",
            ),
            models.CheckConstraint(
                name="accepted_motion_has_a_number",
                condition=(Q(number=None) & Q(code="") & Q(accepted_on=None))
                | (Q(number__gte=1) & ~Q(code="") & Q(accepted_on__isnull=False)),
                violation_error_message="案号与受理日期应同时产生",
            ),
            models.CheckConstraint(
                name="motion_assigned_after_accepted",
                condition=Q(assigned_on=None) | Q(assigned_on__gte=F("accepted_on")),
                violation_error_message="交办日期不能早于受理日期",
            ),
            models.CheckConstraint(
                name="merged_motion_names_the_other",
                condition=(Q(status="merged") & Q(merged_into__isnull=False))
                | (~Q(status="merged") & Q(merged_into=None)),
                violation_error_message="并案须写明并入哪一件",
            ),
            models.CheckConstraint(
                name="adopted_motion_tells_what",
                condition=Q(is_adopted=False) | ~Q(result_story=""),
                violation_error_message="标为典型的，请写明落实情况",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "-submitted_on", "-id"], name="motion_register"),
            models.Index(fields=["township", "status", "due_on"], name="motion_status_due"),
            models.Index(fields=["township", "accepted_on"], name="motion_accepted_on"),
            models.Index(fields=["township", "session", "number"], name="motion_of_session"),
            models.Index(fields=["township", "lead"], name="motion_of_lead"),
            models.Index(fields=["township", "merged_into"], name="motion_merged_into"),
        ]

    def __str__(self) -> str:
        return f"{self.code}　{self.official_title}" if self.code else self.official_title

    def get_absolute_url(self) -> str:
        return reverse("motions:motion_detail", args=[self.pk])

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """``adopted_motion_tells_what`` is asked here, without the database; the rest as usual."""
        left_out = set(exclude or ())
        if self.is_adopted and not self.result_story and "result_story" not in left_out:
            raise ValidationError("标为典型的，请写明落实情况")
        super().validate_constraints(left_out | {"result_story"})

    def parts(self) -> list[models.QuerySet]:
        """What a draft has of its own: whom it is to be sent to, and the earlier cases it names."""
        return [self.cosigners.all(), self.repeats.all()]

    def with_parts(self) -> "Motion":
        """This case with its co-signers and their deputies, its assignments and their units: one query."""
        hang_together(
            self,
            cosigners=self.cosigners.select_related("deputy"),
            assignments=self.assignments.with_head().select_related("unit"),
        )
        return self

    @property
    def official_title(self) -> str:
        """关于……的建议, also when a deputy typed only the matter, or it was a 议案 before."""
        title, own = self.title, f"的{self.get_kind_display()}"
        if not self.is_bill and title.endswith(AS_BILL):
            title = title.removesuffix(AS_BILL) + own
        if not title.startswith("关于"):
            return f"关于{title.removesuffix(own)}{own}"
        return title if title.endswith(tuple(self.Kind.labels)) else title + own

    @property
    def short_title(self) -> str:
        """The matter alone, for the phone."""
        ending = f"的{self.get_kind_display()}"
        matter = self.title if self.is_bill else self.title.removesuffix(AS_BILL)
        return matter.removeprefix("关于").removeprefix("对").removesuffix(ending)

    @property
    def number_text(self) -> str:
        """第 3 号 within its session or between sessions; 未编号 before acceptance."""
        if self.number is None:
            return "未编号"
        return f"第 {self.number} 号" if self.session_id else f"闭会第 {self.number} 号"

    @property
    def printed_number(self) -> str:
        """第3号, as letters write it, without spaces."""
        return self.number_text.replace(" ", "")

    @property
    def occasion(self) -> str:
        """Where it was raised: the session's full name, or 闭会期间."""
        return self.session.name if self.session_id else f"{self.term}人民代表大会闭会期间"

    @property
    def handed_in_on(self) -> date | None:
        """The day from which the office has its days for 受理: anew once it was sent back and completed."""
        return self.resubmitted_on or self.submitted_on

    @property
    def is_bill(self) -> bool:
        return self.kind == self.Kind.BILL

    @property
    def text_labels(self) -> tuple[str, str, str]:
        """What the paper form calls its three texts (代表法 15; 办理规定 7)."""
        return ("案由", "案据", "方案") if self.is_bill else ("情况", "分析", "具体建议")

    @property
    def is_text_final(self) -> bool:
        """Answered, or decided on for good: what was raised stays as it was answered or decided."""
        return self.status not in TEXT_OPEN or self.replied_on is not None

    def is_joining_over(self, today: date) -> bool:
        """The day by which invited deputies had to answer has passed."""
        return self.join_by is not None and self.join_by < today

    @property
    def handled_as(self) -> "Motion":
        """The case under which this one is handled and answered: itself, or what it was merged into."""
        return self.merged_into if self.merged_into_id else self

    @property
    def first_letter_on(self) -> date | None:
        """The day of the first letter to its deputies, also while another unit has not answered."""
        parts = [a for a in self.assignments.all() if a.answers and a.status == "replied"]
        return min((a.finished_on for a in parts if a.finished_on), default=self.replied_on)

    @property
    def is_open(self) -> bool:
        """With the units now."""
        return self.status == self.Status.ASSIGNED

    @property
    def was_handed_on(self) -> bool:
        return self.status in HANDED_ON

    @property
    def is_closed_unrated(self) -> bool:
        """Closed without the lead deputy's rating of the last answer, which is still taken."""
        return self.status == self.Status.CLOSED and (
            self.lapsed_on is not None or not self.verdict
        )

    def is_verdict_open(self, today: date) -> bool:
        """Closed by the lead deputy's rating, which may be changed until the days for rating end."""
        is_closed = self.status == self.Status.CLOSED and self.verdict in {"satisfied", "basically"}
        return is_closed and self.feedback_due is not None and today <= self.feedback_due

    @property
    def waits_for_presidium(self) -> bool:
        """Answered anew and again 不满意: what becomes of it the presidium decides."""
        is_bad = self.verdict == Rating.DISSATISFIED and self.round > 1
        return is_bad and self.status == self.Status.REPLIED

    def status_words(self, today: date) -> str:
        """The state as people say it: 重办中, 待评价 and 逾期 are finer than the stored one."""
        if self.is_open and self.due_on and self.due_on < today:
            return "逾期"
        if self.is_due_soon(today):
            return "即将到期"
        if self.is_open and self.round > 1:
            return "重办中"
        if self.status == self.Status.REPLIED:
            return "待主席团处理" if self.waits_for_presidium else "待评价"
        return self.get_status_display()

    def tone(self, today: date) -> str:
        """The colour that belongs to those words."""
        if self.is_open and self.due_on and self.due_on < today:
            return "late"
        if self.status == self.Status.REPLIED and self.verdict == Rating.DISSATISFIED:
            return "late"
        return "due" if self.is_due_soon(today) else self.status_tone

    def is_due_soon(self, today: date) -> bool:
        """With the units, and the last day is near."""
        if not self.is_open or self.due_on is None:
            return False
        return 0 <= (self.due_on - today).days <= SOON_DAYS

    def remaining_words(self, today: date) -> str:
        """剩 9 天, 逾期 4 天; empty once it was answered."""
        return remaining(self.due_on, today).label if self.is_open and self.due_on else ""

    @property
    def status_tone(self) -> str:
        return self.TONES.get(self.status, "draft")
