"""The rules (制度) that the congress and its presidium adopt, with every version kept."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager
from sessions_app.models.presidium import PresidiumMeeting
from sessions_app.models.session import Session
from sessions_app.querysets import RuleDocumentQuerySet, RuleVersionQuerySet


class RuleDocument(Record):
    """A rule by its name; what it says, and since when, stands in its versions."""

    class Category(models.TextChoices):
        PROCEDURE = "procedure", "议事规则"
        DUTY = "duty", "工作职责"
        CONTACT = "contact", "联系制度"
        SUGGESTION = "suggestion", "议案建议办理"
        SUPERVISION = "supervision", "监督工作"
        DEPUTY = "deputy", "代表履职"
        OTHER = "other", "其他"

    name = models.CharField("制度名称", max_length=100)
    category = models.CharField("类别", max_length=12, choices=Category)

    objects = RecordManager.from_queryset(RuleDocumentQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "制度"
        ordering = ["category", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(voided_at=None),
                name="rule_name_once",
                violation_error_code="name",
                violation_error_message="已有同名制度",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:ruledocument_detail", args=[self.pk])

    @property
    def kept(self) -> "list[RuleVersion]":
        """Its versions, latest first."""
        found = [v for v in self.versions.all() if v.voided_at is None]
        return sorted(found, key=lambda v: v.number, reverse=True)

    @property
    def latest(self) -> "RuleVersion | None":
        """The version made last."""
        return next(iter(self.kept), None)


class RuleVersion(Record):
    """One version: made, revised or repealed by a meeting, in force from a day."""

    class Kind(models.TextChoices):
        NEW = "new", "制定"
        REVISED = "revised", "修订"
        REPEALED = "repealed", "废止"

    document = OwnedKey(RuleDocument, related_name="versions", verbose_name="制度")
    number = models.PositiveSmallIntegerField("版本", editable=False)
    kind = models.CharField("方式", max_length=10, choices=Kind)
    adopted_on = models.DateField("通过日期")
    meeting = OwnedKey(
        PresidiumMeeting,
        null=True,
        blank=True,
        related_name="rule_versions",
        verbose_name="通过的主席团会议",
    )
    session = OwnedKey(
        Session,
        null=True,
        blank=True,
        related_name="rule_versions",
        verbose_name="通过的人代会会议",
    )
    doc_number = models.CharField("文号", max_length=40, blank=True)
    in_force_from = models.DateField("施行日期")
    in_force_until = models.DateField("失效日期", null=True, blank=True, editable=False)
    replaces = OwnedKey(
        "self", null=True, editable=False, related_name="replaced_by", verbose_name="替代"
    )
    text = models.TextField("正文")

    objects = RecordManager.from_queryset(RuleVersionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "制度版本"
        ordering = ["-adopted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "document", "number"],
                condition=Q(voided_at=None),
                name="rule_version_once",
                violation_error_message="已有这个版本",
            ),
            models.CheckConstraint(
                name="rule_in_force_after_adoption",
                condition=Q(in_force_from__gte=F("adopted_on")),
                violation_error_code="in_force_from",
                violation_error_message="施行日期不能早于通过日期",
            ),
            models.CheckConstraint(
                name="rule_adopted_by_one_meeting",
                condition=Q(meeting=None) | Q(session=None),
                violation_error_code="session",
                violation_error_message="由主席团会议或者人代会会议通过，只选一项",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "adopted_on"], name="rule_version_adopted_on"),
            models.Index(fields=["township", "meeting"], name="rule_version_meeting"),
            models.Index(fields=["township", "session"], name="rule_version_session"),
            models.Index(fields=["township", "replaces"], name="rule_version_replaces"),
        ]

    def __str__(self) -> str:
        return f"{self.document}（{self.adopted_on.year}年{self.get_kind_display()}）"

    def get_absolute_url(self) -> str:
        return self.document.get_absolute_url()

    @property
    def adopted_by(self) -> str:
        """The meeting that adopted it."""
        return str(self.meeting or self.session or "")

    def status_on(self, day: date) -> str:
        """尚未施行, 现行有效, 已失效 (another version followed) or, of the repeal itself, 已废止."""
        if self.in_force_from > day:
            return "尚未施行"
        if self.kind == self.Kind.REPEALED:
            return "已废止"
        if self.in_force_until and self.in_force_until < day:
            return "已失效"
        return "现行有效"
