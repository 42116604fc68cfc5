"""Campaigns and the activities in them: when, where, who came."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from activities.querysets import ActivityQuerySet, CampaignQuerySet
from deputies.models import DeputyGroup, Roll
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager


class Campaign(Record):
    """主题活动: several activities under one topic, with what came of them."""

    name = models.CharField("活动名称", max_length=60)
    topic = models.CharField("活动主题", max_length=120, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    aim = models.TextField("目的要求")
    result = models.TextField("活动成效", blank=True)
    task = models.CharField(
        "承担的上级任务",
        max_length=120,
        blank=True,
        help_text="例如：县下达的三年任务；没有就不填",
    )
    is_task_done = models.BooleanField("上级任务按期完成", default=False)
    task_note = models.CharField("完成情况", max_length=200, blank=True)

    objects = RecordManager.from_queryset(CampaignQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "主题活动"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name", "starts_on"],
                condition=Q(voided_at=None),
                name="campaign_once",
                violation_error_code="name",
                violation_error_message="同一天开始的同名主题活动已经登记过",
            ),
            models.CheckConstraint(
                name="campaign_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_code="ends_on",
                violation_error_message="结束日期不能早于开始日期",
            ),
            models.CheckConstraint(
                name="done_task_is_named",
                condition=Q(is_task_done=False) | ~Q(task=""),
                violation_error_code="task",
                violation_error_message="勾选“按期完成”须写明承担的上级任务",
            ),
        ]
        indexes = [models.Index(fields=["township", "starts_on"], name="campaign_starts_on")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:campaign_detail", args=[self.pk])

    def is_running(self, day: date) -> bool:
        """Begun and not ended on that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Activity(Record):
    """代表活动: one event of deputies between sessions; who came is on its roll."""

    class Kind(models.TextChoices):
        SITE_VISIT = "site_visit", "视察"
        RESEARCH = "research", "调研"
        GROUP = "group", "小组活动"
        VOTER_VISIT = "voter_visit", "走访选民"
        PRE_SESSION = "pre_session", "会前视察"
        COLLECTING = "collecting", "征求意见"
        REVIEW = "review", "审议修改报告"
        FORUM = "forum", "座谈会"
        PUBLICITY = "publicity", "宣传"
        CLEANUP = "cleanup", "清理整治"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        """Derived, never stored: what is still to do with an activity."""

        PLANNED = "planned", "已安排"
        WAITING = "waiting", "待登记"
        REGISTERED = "registered", "已登记"

    title = models.CharField("活动主题", max_length=120)
    kind = models.CharField("类型", max_length=12, choices=Kind)
    campaign = OwnedKey(
        Campaign, null=True, blank=True, related_name="activities", verbose_name="所属主题活动"
    )
    group = OwnedKey(
        DeputyGroup,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="代表小组",
        help_text="以小组开展的活动，只列小组成员；不选为全体代表",
    )
    held_on = models.DateField("活动日期")
    until_on = models.DateField("至", null=True, blank=True, help_text="一天结束的不填")
    place = models.CharField("集合地点", max_length=100, blank=True)
    organiser = models.CharField("组织者", max_length=60)
    attending = models.CharField("列席部门", max_length=120, blank=True)
    heard_whom = models.CharField(
        "听取介绍", max_length=200, blank=True, help_text="听取哪些负责人的情况介绍"
    )
    content = models.TextField("活动内容", blank=True)
    is_pre_session = models.BooleanField("会前活动", default=False)
    leaflets = models.PositiveIntegerField("发放宣传资料（份）", default=0)
    rubbish_kg = models.PositiveIntegerField("清理垃圾（公斤）", default=0)
    recorder = models.CharField("记录人", max_length=30, blank=True)
    roll = OwnedKey(
        Roll, null=True, editable=False, related_name="activities", verbose_name="签到册"
    )

    objects = RecordManager.from_queryset(ActivityQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表活动"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("held_on")),
                violation_error_code="until_on",
                violation_error_message="结束日期不能早于活动日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "held_on"], name="activity_held_on"),
            models.Index(fields=["township", "campaign", "held_on"], name="activity_of_campaign"),
            models.Index(fields=["township", "group", "held_on"], name="activity_of_group"),
            models.Index(fields=["township", "roll"], name="activity_of_roll"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activities:activity_detail", args=[self.pk])

    def parts(self) -> list[models.QuerySet]:
        """Its roll, its places and the others who came."""
        return [Roll.objects.filter(pk=self.roll_id), self.stops.all(), self.head_counts.all()]

    @property
    def last_day(self) -> date:
        """The day on which it ends."""
        return self.until_on or self.held_on

    @property
    def is_registered(self) -> bool:
        """Its attendance is closed: it took place and is on record."""
        return self.roll_id is not None and self.roll.is_closed

    def state(self, today: date) -> str:
        """已安排 until the day comes, 待登记 until its roll is closed, then 已登记."""
        if self.held_on > today:
            return self.State.PLANNED
        return self.State.REGISTERED if self.is_registered else self.State.WAITING

    def state_tone(self, today: date) -> str:
        """The colour of the state."""
        tones = {"planned": "doing", "waiting": "due", "registered": "done"}
        return tones[self.state(today)]


class Stop(Record):
    """A place that an activity visited, and what was found there."""

    class Project(models.TextChoices):
        PROVINCE = "province", "省重点工程"
        CITY = "city", "市重点工程"
        COUNTY = "county", "县重点工程"
        TOWNSHIP = "township", "乡镇重点工程"

    class Kind(models.TextChoices):
        WATER = "water", "河道水源"
        SITE = "site", "工程工地"
        FARM = "farm", "养殖种植"
        PARK = "park", "企业园区"
        VILLAGE = "village", "村（社区）"
        PUBLIC = "public", "公共设施"
        OTHER = "other", "其他"

    activity = OwnedKey(Activity, related_name="stops", verbose_name="活动")
    order = models.PositiveSmallIntegerField("顺序", default=1)
    name = models.CharField("点位", max_length=60)
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.OTHER)
    project = models.CharField("重点工程级别", max_length=10, choices=Project, blank=True)
    found = models.CharField("现场情况", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "视察点位"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "activity", "name"],
                condition=Q(voided_at=None),
                name="stop_once",
                violation_error_code="name",
                violation_error_message="同一活动的点位不能重复",
            )
        ]
        indexes = [models.Index(fields=["township", "project"], name="stop_project")]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_project_display()}）" if self.project else self.name

    def get_absolute_url(self) -> str:
        return self.activity.get_absolute_url()


class HeadCount(Record):
    """How many others took part, by role; deputies are on the roll by name."""

    class Who(models.TextChoices):
        CADRE = "cadre", "机关干部"
        VILLAGE_CADRE = "village_cadre", "村干部"
        RESIDENT = "resident", "群众"
        OTHER = "other", "其他"

    activity = OwnedKey(Activity, related_name="head_counts", verbose_name="活动")
    role = models.CharField("人员", max_length=14, choices=Who)
    number = models.PositiveSmallIntegerField("人数")

    class Meta:
        verbose_name = verbose_name_plural = "代表以外的参加人员"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "activity", "role"],
                condition=Q(voided_at=None),
                name="head_count_once",
                violation_error_code="role",
                violation_error_message="同一类人员合并填一行",
            ),
            models.CheckConstraint(
                name="head_count_counts_somebody",
                condition=Q(number__gte=1),
                violation_error_code="number",
                violation_error_message="人数至少为 1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.number} 人"

    def get_absolute_url(self) -> str:
        return self.activity.get_absolute_url()
