"""What units do with their part: contacts, opinions, replies, promises."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from deputies.models import Deputy
from motions.models.classes import ResultClass
from motions.models.handling import Assignment
from motions.models.motion import Motion
from motions.querysets import FACE_TO_FACE, ContactQuerySet
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager

UNSIGNED = Q(issued_on=None) & Q(number="") & Q(issued_by="")
SIGNED = Q(issued_on__isnull=False) & ~Q(number="") & ~Q(issued_by="")


class ContactLog(Record):
    """面商: a talk with the deputy before, during or after the handling (代表法 51).

    A call or an e-mail is contact with the deputy too, and no 面商.
    The deputy says once whether the record is true; ``is_on_paper`` if the office keeps it from the
    form that the deputy signed.
    """

    class Stage(models.TextChoices):
        BEFORE = "before", "办前"
        DURING = "during", "办中"
        AFTER = "after", "办后"

    class Way(models.TextChoices):
        FACE = "face", "面谈"
        VISIT = "visit", "走访、现场"
        FORUM = "forum", "座谈"
        PHONE = "phone", "电话"
        EMAIL = "email", "电子邮件"

    class Confirmation(models.TextChoices):
        TRUE = "true", "属实"
        UNTRUE = "untrue", "不属实"

    motion = OwnedKey(Motion, related_name="contacts", verbose_name="议案建议")
    assignment = OwnedKey(
        Assignment, null=True, blank=True, related_name="contacts", verbose_name="承办"
    )
    deputy = OwnedKey(Deputy, related_name="motion_contacts", verbose_name="代表")
    stage = models.CharField("阶段", max_length=8, choices=Stage, default=Stage.DURING)
    way = models.CharField("方式", max_length=8, choices=Way, default=Way.FACE)
    on = models.DateField("日期")
    place = models.CharField("地点", max_length=100, blank=True)
    people = models.CharField("参加人", max_length=200)
    words = models.TextField("代表意见")
    response = models.TextField("承办单位回应", blank=True)
    confirmation = models.CharField(
        "代表确认", max_length=6, choices=Confirmation, blank=True, editable=False
    )
    confirmation_note = models.TextField("代表说明", blank=True, editable=False)
    confirmed_on = models.DateField("确认日期", null=True, editable=False)
    is_on_paper = models.BooleanField("纸质签名", default=False, editable=False)

    objects = RecordManager.from_queryset(ContactQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "面商记录"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_confirmed_on_a_day",
                condition=(Q(confirmation="") & Q(confirmed_on=None))
                | (Q(confirmation="true") & Q(confirmed_on__isnull=False))
                | (
                    Q(confirmation="untrue")
                    & Q(confirmed_on__isnull=False)
                    & ~Q(confirmation_note="")
                ),
                violation_error_message="代表确认须有日期；认为不属实的，须写明说明",
            )
        ]
        indexes = [
            models.Index(fields=["township", "motion", "on"], name="contact_of_motion"),
            models.Index(fields=["township", "assignment"], name="contact_of_assignment"),
            models.Index(fields=["township", "deputy"], name="contact_of_deputy"),
            models.Index(fields=["township", "on"], name="contact_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}{self.get_way_display()}：{self.deputy}"

    def get_absolute_url(self) -> str:
        return self.motion.get_absolute_url()

    @property
    def is_face_to_face(self) -> bool:
        return self.way in FACE_TO_FACE

    @property
    def confirmation_words(self) -> str:
        """代表确认属实, 代表认为不属实：没有到过现场, or that it waits to be confirmed."""
        if self.confirmation == self.Confirmation.TRUE:
            return "代表确认属实"
        if self.confirmation == self.Confirmation.UNTRUE:
            return f"代表认为不属实：{self.confirmation_note}"
        return "代表还没有确认"


class CoOpinion(Record):
    """会办意见 of a co-handling unit, given to the lead unit before it replies."""

    assignment = OwnedKey(Assignment, related_name="opinions", verbose_name="承办")
    text = models.TextField("会办意见")
    signer = models.CharField("负责人", max_length=50)
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "会办意见"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "assignment"],
                condition=Q(voided_at=None),
                name="one_opinion_an_assignment",
                violation_error_message="本单位已提出会办意见",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment.unit}会办意见"

    def get_absolute_url(self) -> str:
        return self.assignment.get_absolute_url()


class Letter(Record):
    """What every letter to the deputies has: who drafted it, who issued it under which number."""

    number = models.CharField("发文字号", max_length=40, blank=True, editable=False)
    contact = models.CharField("联系人、电话", max_length=60)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False,
        editable=False, verbose_name="拟稿人",
    )  # fmt: skip
    drafted_on = models.DateField("拟稿日期", editable=False)
    issued_by = models.CharField("签发人", max_length=50, blank=True, editable=False)
    issued_on = models.DateField("签发日期", null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or f"{self.assignment.unit}{self._meta.verbose_name}稿"

    def get_absolute_url(self) -> str:
        return self.assignment.get_absolute_url()

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None


class Reply(Letter):
    """答复函: drafted by the unit's clerk, issued by its head; numbered when it is issued."""

    assignment = OwnedKey(Assignment, related_name="replies", verbose_name="承办")
    result_class = models.CharField("结果类别", max_length=1, choices=ResultClass)
    body = models.TextField("答复正文")
    done_items = models.TextField("已经办的", blank=True, help_text="一行一项")
    declined = models.TextField("没有采纳的及原因", blank=True, help_text="一行一项")
    no_contact_reason = models.CharField("未面商的原因", max_length=200, blank=True)
    waiver = models.CharField(
        "不等会办意见的原因", max_length=200, blank=True, help_text="缺会办意见时填写"
    )

    class Meta:
        verbose_name = verbose_name_plural = "答复"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "assignment"],
                condition=Q(voided_at=None),
                name="one_reply_an_assignment",
                violation_error_message="本轮已有答复稿，请在原稿上修改",
            ),
            models.UniqueConstraint(
                fields=["township", "number"],
                condition=~Q(number=""),
                name="reply_number_once",
            ),
            models.CheckConstraint(
                name="issued_reply_is_signed",
                condition=UNSIGNED | SIGNED,
                violation_error_message="签发人、签发日期、文号应同时产生",
            ),
        ]
        indexes = [models.Index(fields=["township", "issued_on"], name="reply_issued_on")]

    @property
    def title(self) -> str:
        """关于镇十四届人大二次会议第1号建议的答复."""
        motion = self.assignment.motion
        kind = motion.get_kind_display()
        if motion.session_id:
            term = str(motion.term).removeprefix("第")
            where = motion.session.name.split("第")[-1]
            occasion = f"{motion.township.level}{term}人大{where}"
            return f"关于{occasion}第{motion.number}号{kind}的答复"
        return f"关于人大代表闭会期间第{motion.number}号{kind}的答复"


class Supplement(Letter):
    """补充答复（二次答复）: a further letter after the reply, when what was promised is done or can't be.

    Drafted by the unit's clerk, issued by its head, numbered in the same series as replies. Until the
    clerk has sent it to the head it is the clerk's own draft, which saves itself; with the head it is
    locked, until the head gives it back or the clerk takes it back.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        SIGNING = "signing", "待签发"
        ISSUED = "issued", "已签发"

    TONES = {"draft": "draft", "signing": "doing", "issued": "done"}

    assignment = OwnedKey(Assignment, related_name="supplements", verbose_name="承办")
    body = models.TextField("补充答复正文")
    status = models.CharField(
        "状态", max_length=8, choices=Status, default=Status.DRAFT, editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "补充答复"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "number"],
                condition=~Q(number=""),
                name="supplement_number_once",
            ),
            models.UniqueConstraint(
                fields=["township", "assignment"],
                condition=~Q(status="issued") & Q(voided_at=None),
                name="one_draft_supplement",
                violation_error_message="已有一份补充答复稿，请在原稿上修改",
            ),
            models.CheckConstraint(
                name="issued_supplement_is_signed",
                condition=(~Q(status="issued") & UNSIGNED) | (Q(status="issued") & SIGNED),
                violation_error_message="签发人、签发日期、文号应同时产生",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "assignment"], name="supplement_of_assignment"),
        ]

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def title(self) -> str:
        """关于镇十四届人大二次会议第1号建议的补充答复."""
        return Reply(assignment=self.assignment).title.removesuffix("答复") + "补充答复"


class Opening(Record):
    """When a deputy first opened a letter."""

    deputy = OwnedKey(Deputy, related_name="+", verbose_name="代表")
    at = models.DateTimeField("首次打开")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.deputy} {self.at:%Y-%m-%d %H:%M}"


class ReplyOpening(Opening):
    """First opening of a reply: a verdict given before that is flagged."""

    reply = OwnedKey(Reply, related_name="openings", verbose_name="答复")

    class Meta:
        verbose_name = verbose_name_plural = "答复阅读"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "reply", "deputy"], name="reply_opened_first_once"
            )
        ]

    def get_absolute_url(self) -> str:
        return self.reply.get_absolute_url()


class SupplementOpening(Opening):
    """First opening of a 补充答复."""

    supplement = OwnedKey(Supplement, related_name="openings", verbose_name="补充答复")

    class Meta:
        verbose_name = verbose_name_plural = "补充答复阅读"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "supplement", "deputy"], name="supplement_opened_first_once"
            )
        ]

    def get_absolute_url(self) -> str:
        return self.supplement.get_absolute_url()
