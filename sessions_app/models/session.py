"""A session of the congress: its sittings, agenda and papers."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.models import Deputy, Roll
from renda.core.models import OwnedKey, Record, Term
from renda.core.scoping import RecordManager
from renda.core.text import chinese_numeral
from sessions_app.querysets import AgendaItemQuerySet, SessionQuerySet, SittingQuerySet


class Session(Record):
    """第×届人民代表大会第×次会议.

    ``total_deputies`` is 全体代表, the base of every majority: counted from the mandates in force
    when the session opens and kept, so that later changes of the roster alter no result.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", "例会"
        EXTRAORDINARY = "extraordinary", "临时会议"

    class CalledBy(models.TextChoices):
        PRESIDIUM = "presidium", "主席团认为必要"
        DEPUTIES = "deputies", "五分之一以上代表提议"

    class Status(models.TextChoices):
        PREPARING = "preparing", "筹备中"
        CONVENED = "convened", "召开中"
        CLOSED = "closed", "已闭幕"
        ARCHIVED = "archived", "已归档"

    TONES = {"preparing": "due", "convened": "doing", "closed": "done", "archived": "done"}

    term = OwnedKey(Term, related_name="sessions", verbose_name="届")
    session_no = models.PositiveSmallIntegerField("次")
    name = models.CharField("会议名称", max_length=60, editable=False)
    kind = models.CharField("类别", max_length=14, choices=Kind, default=Kind.REGULAR)
    called_by = models.CharField(
        "临时召集的依据", max_length=10, choices=CalledBy, blank=True, help_text="临时会议填"
    )
    proposers = models.PositiveSmallIntegerField(
        "提议代表人数", null=True, blank=True, help_text="由代表提议的填"
    )
    opens_on = models.DateField("开幕日期")
    closes_on = models.DateField("闭幕日期")
    days = models.PositiveSmallIntegerField("会期（天）", default=1, editable=False)
    place = models.CharField("地点", max_length=100)
    published_on = models.DateField("会期公布日期", null=True, blank=True)
    notice_on = models.DateField("会议通知日期", null=True, blank=True)
    papers_on = models.DateField("材料送达日期", null=True, blank=True)
    total_deputies = models.PositiveSmallIntegerField("全体代表", default=0, editable=False)
    guests = models.TextField(
        "列席人员", blank=True, help_text="政府领导人员列席；其他人员由主席团决定"
    )
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.PREPARING, editable=False
    )

    objects = RecordManager.from_queryset(SessionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "人民代表大会会议"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "term", "session_no"],
                condition=Q(voided_at=None),
                name="session_no_once_a_term",
                violation_error_code="session_no",
                violation_error_message="本届已登记过这一次会议",
            ),
            models.CheckConstraint(
                name="session_closes_after_opening",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_code="closes_on",
                violation_error_message="闭幕日期不能早于开幕日期",
            ),
            models.CheckConstraint(
                name="extraordinary_session_says_who_called_it",
                condition=Q(kind="extraordinary") & ~Q(called_by="")
                | ~Q(kind="extraordinary") & Q(called_by="", proposers=None),
                violation_error_message="临时会议应写明召集的依据；例会不填",
            ),
            models.CheckConstraint(
                name="session_no_from_one",
                condition=Q(session_no__gte=1),
                violation_error_code="session_no",
                violation_error_message="会议次数从一起",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "opens_on"], name="session_opens_on"),
            models.Index(fields=["township", "status", "opens_on"], name="session_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:session_detail", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        number = chinese_numeral(self.session_no)
        self.name = f"{self.term}人民代表大会第{number}次会议"
        self.days = (self.closes_on - self.opens_on).days + 1
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        """十四届二次会议."""
        return self.name[1:].replace("人民代表大会第", "")

    @property
    def status_tone(self) -> str:
        return self.TONES[self.status]

    @property
    def was_held(self) -> bool:
        """Whether the session opened."""
        return self.status != self.Status.PREPARING


class Sitting(Record):
    """One meeting within a session; deputies sign in on its roll."""

    class Kind(models.TextChoices):
        PREPARATORY = "preparatory", "预备会议"
        PLENARY = "plenary", "全体会议"
        GROUP = "group", "分团审议"
        PRESIDIUM = "presidium", "主席团会议"

    session = OwnedKey(Session, related_name="sittings", verbose_name="会议")
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.PLENARY)
    no = models.PositiveSmallIntegerField("第几次", default=1)
    starts_at = models.DateTimeField("开始时间")
    place = models.CharField("地点", max_length=100, blank=True)
    chaired_by = models.CharField("主持人", max_length=50, blank=True)
    content = models.CharField("内容", max_length=200, blank=True)
    roll = OwnedKey(Roll, null=True, editable=False, related_name="sittings", verbose_name="签到册")

    objects = RecordManager.from_queryset(SittingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "会议日程"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "session", "kind", "no"],
                condition=Q(voided_at=None),
                name="sitting_once_a_session",
                violation_error_code="no",
                violation_error_message="本次会议已有这一次会",
            )
        ]
        indexes = [
            models.Index(fields=["township", "starts_at"], name="sitting_starts_at"),
            models.Index(fields=["township", "roll"], name="sitting_roll"),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.PREPARATORY and self.no == 1:
            return self.get_kind_display()
        number = chinese_numeral(self.no)
        if self.kind == self.Kind.PRESIDIUM:
            return f"主席团第{number}次会议"
        return f"第{number}次{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:sitting_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll."""
        return [Roll.objects.filter(pk=self.roll_id)]


class AgendaItem(Record):
    """One subject that the session decides or hears."""

    class Kind(models.TextChoices):
        REPORT = "report", "听取和审议报告"
        VOTE = "vote", "审议表决"
        ELECTION = "election", "选举"
        OTHER = "other", "其他"

    session = OwnedKey(Session, related_name="agenda_items", verbose_name="会议")
    order = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    title = models.CharField(
        "事项", max_length=150, help_text="报告写报告名称，例如“人民政府工作报告”"
    )
    reporter = models.CharField("报告人", max_length=50, blank=True)

    objects = RecordManager.from_queryset(AgendaItemQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "议程"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "session", "order"],
                condition=Q(voided_at=None),
                name="agenda_order_once",
                violation_error_code="order",
                violation_error_message="本次会议的议程已有这个序号",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.session.get_absolute_url()

    @property
    def sentence(self) -> str:
        """As the agenda prints it: 听取和审议镇人民政府工作报告."""
        if self.kind == self.Kind.REPORT and not self.title.startswith(("听取", "审查", "审议")):
            return f"听取和审议{self.title}"
        return self.title


class SessionDocument(Record):
    """A paper of the document pack; its files are attachments."""

    session = OwnedKey(Session, related_name="documents", verbose_name="会议")
    agenda_item = OwnedKey(
        AgendaItem, null=True, blank=True, related_name="documents", verbose_name="议程"
    )
    order = models.PositiveSmallIntegerField("序号", default=1)
    title = models.CharField("文件名称", max_length=150)
    is_draft = models.BooleanField("草案", default=False)
    summary = models.TextField("摘要", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议文件"
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["township", "session"], name="document_of_session"),
            models.Index(fields=["township", "agenda_item"], name="document_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.title}（草案）" if self.is_draft else self.title

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:sessiondocument_detail", args=[self.pk])


class DocumentReceipt(Record):
    """A deputy has read a paper of the pack."""

    document = OwnedKey(SessionDocument, related_name="receipts", verbose_name="文件")
    deputy = OwnedKey(Deputy, related_name="document_receipts", verbose_name="代表")
    read_at = models.DateTimeField("阅读时间")

    class Meta:
        verbose_name = verbose_name_plural = "会议文件阅读"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "document", "deputy"], name="document_receipt_once"
            )
        ]
        indexes = [models.Index(fields=["township", "deputy"], name="document_receipt_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy}：{self.document}"

    def get_absolute_url(self) -> str:
        return self.document.get_absolute_url()
