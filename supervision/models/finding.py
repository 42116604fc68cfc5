"""问题: what was found wrong, who must put it right, and whether it was."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from activities.models import Activity, Campaign
from deputies.models import Deputy
from motions.models import Motion
from renda.core.calendar import remaining
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager
from supervision.models.inspection import Inspection
from supervision.querysets import FindingQuerySet


class Finding(Record):
    """A problem found by an inspection, an activity or a campaign, tracked until it is struck off.

    Numbered without gaps within its campaign, else within its year. ``rectified_on`` stands only
    while the unit's report of having put it right holds: a failed recheck clears it.
    """

    class Status(models.TextChoices):
        FOUND = "found", "已发现"
        HANDED = "handed", "已交办"
        WORKING = "working", "整改中"
        REPORTED = "reported", "待复查"
        CLOSED = "closed", "已销号"

    class Field(models.TextChoices):
        WATER = "water", "水环境"
        SANITATION = "sanitation", "环境卫生"
        BUILDING = "building", "违法建筑"
        PROJECT = "project", "项目建设"
        SAFETY = "safety", "安全生产"
        SERVICE = "service", "公共服务"
        OTHER = "other", "其他"

    TONES = {
        "found": "draft",
        "handed": "doing",
        "working": "doing",
        "reported": "due",
        "closed": "done",
    }

    year = models.PositiveSmallIntegerField("年度", editable=False)
    number = models.PositiveSmallIntegerField("编号", editable=False)
    title = models.CharField("问题", max_length=100)
    detail = models.TextField("具体情况", blank=True)
    field = models.CharField("类别", max_length=12, choices=Field, default=Field.OTHER)
    place = models.CharField("地点", max_length=80, blank=True)
    found_on = models.DateField("发现日期")
    found_by = OwnedKey(
        Deputy, null=True, blank=True, related_name="findings", verbose_name="发现人"
    )
    campaign = OwnedKey(
        Campaign, null=True, blank=True, related_name="findings", verbose_name="主题活动"
    )
    activity = OwnedKey(
        Activity, null=True, blank=True, related_name="findings", verbose_name="代表活动"
    )
    inspection = OwnedKey(
        Inspection, null=True, blank=True, related_name="findings", verbose_name="督查视察"
    )
    motion = OwnedKey(
        Motion, null=True, blank=True, related_name="findings", verbose_name="代表建议"
    )
    unit = OwnedKey(Unit, null=True, blank=True, related_name="findings", verbose_name="责任单位")
    leader = models.CharField("责任领导", max_length=30, blank=True)
    person = models.CharField("责任人", max_length=30, blank=True)
    demand = models.TextField("整改要求", blank=True)
    measures = models.TextField("整改措施", blank=True)
    handed_on = models.DateField("交办日期", null=True, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)
    result = models.TextField("整改结果", blank=True)
    rechecked_by = models.CharField("复查人", max_length=80, blank=True)
    rechecked_on = models.DateField("复查日期", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    round = models.PositiveSmallIntegerField("整改轮次", default=1, editable=False)
    status = models.CharField(
        "状态", max_length=10, choices=Status, default=Status.FOUND, editable=False
    )

    objects = RecordManager.from_queryset(FindingQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ["-year", "campaign", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "campaign", "number"],
                condition=Q(campaign__isnull=False),
                name="finding_number_in_campaign",
            ),
            models.UniqueConstraint(
                fields=["township", "year", "number"],
                condition=Q(campaign=None),
                name="finding_number_in_year",
            ),
            models.CheckConstraint(
                name="finding_has_one_source",
                condition=Q(inspection=None, activity=None)
                | Q(inspection=None, motion=None)
                | Q(activity=None, motion=None),
                violation_error_message="督查视察、代表活动、代表建议三种来源只选一项",
            ),
            models.CheckConstraint(
                name="handed_finding_has_a_unit",
                condition=Q(status="found")
                | Q(unit__isnull=False, handed_on__isnull=False, due_on__isnull=False),
                violation_error_message="交办的问题应有责任单位、交办日期和整改期限",
            ),
            models.CheckConstraint(
                name="finding_due_after_handing",
                condition=Q(due_on=None) | Q(due_on__gte=F("handed_on")),
                violation_error_code="due_on",
                violation_error_message="整改期限不能早于交办日期",
            ),
            models.CheckConstraint(
                name="finding_rectified_after_handing",
                condition=Q(rectified_on=None) | Q(rectified_on__gte=F("handed_on")),
                violation_error_code="rectified_on",
                violation_error_message="整改完成日期不能早于交办日期",
            ),
            models.CheckConstraint(
                name="reported_finding_has_a_day",
                condition=~Q(status__in=["reported", "closed"]) | Q(rectified_on__isnull=False),
                violation_error_message="报整改应填整改完成日期",
            ),
            models.CheckConstraint(
                name="closed_finding_has_a_day",
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on=None)),
                violation_error_message="销号应填销号日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "found_on"], name="finding_found_on"),
            models.Index(fields=["township", "status", "due_on"], name="finding_status"),
            models.Index(fields=["township", "unit", "status"], name="finding_of_unit"),
            models.Index(fields=["township", "campaign"], name="finding_of_campaign"),
            models.Index(fields=["township", "activity"], name="finding_of_activity"),
            models.Index(fields=["township", "inspection"], name="finding_of_inspection"),
            models.Index(fields=["township", "motion"], name="finding_of_motion"),
            models.Index(fields=["township", "found_by"], name="finding_of_deputy"),
        ]

    def __str__(self) -> str:
        return f"第{self.number:02d}号问题：{self.title}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:finding_detail", args=[self.pk])

    @property
    def status_tone(self) -> str:
        """The colour of the status."""
        return self.TONES[self.status]

    @property
    def number_label(self) -> str:
        """第 05 号."""
        return f"第 {self.number:02d} 号"

    @property
    def source(self) -> models.Model | None:
        """The record it came from: the nearest one."""
        return self.activity or self.inspection or self.motion or self.campaign

    @property
    def source_kind(self) -> str:
        """What kind of record it came from, in words."""
        source = self.source
        return str(source._meta.verbose_name) if source else "其他"

    @property
    def is_units_turn(self) -> bool:
        """Handed over and not reported as put right."""
        return self.status in {self.Status.HANDED, self.Status.WORKING}

    def standing(self, today: date) -> tuple[str, str]:
        """(words, tone) of how it stands on a day: 逾期 6 天, 待复查 5 天, 09-02 销号."""
        if self.status == self.Status.CLOSED:
            return f"{self.closed_on:%m-%d} 销号", "done"
        if self.status == self.Status.REPORTED:
            days = (today - self.rectified_on).days
            return (f"待复查 {days} 天" if days > 0 else "今天报送"), "due" if days > 7 else ""
        if self.status == self.Status.FOUND:
            return "待交办", ""
        left = remaining(self.due_on, today)
        return left.label, "" if left.state == "ok" else left.state
