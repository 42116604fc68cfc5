"""Persons, their mandates, and where they belong."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from deputies.querysets import DeputyQuerySet, MandateQuerySet, PlaceQuerySet, begins_on
from renda.core.models import OwnedKey, Record, Term
from renda.core.scoping import RecordManager
from renda.core.text import initials


class Constituency(Record):
    """选区: elects one to three deputies (选举法)."""

    number = models.PositiveSmallIntegerField("选区号")
    name = models.CharField("选区", max_length=60)
    seats = models.PositiveSmallIntegerField("名额", default=1)
    villages = models.CharField("所含村（社区）、单位", max_length=200, blank=True)

    objects = RecordManager.from_queryset(PlaceQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "选区"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "number"],
                condition=Q(voided_at=None),
                name="constituency_number_once",
                violation_error_code="number",
                violation_error_message="已有这个选区号",
            ),
            models.CheckConstraint(
                name="constituency_one_to_three_seats",
                condition=Q(seats__gte=1, seats__lte=3),
                violation_error_code="seats",
                violation_error_message="每个选区应选代表一至三名（《选举法》第二十五条）",
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.number}选区（{self.name}）"

    def get_absolute_url(self) -> str:
        return reverse("deputies:constituency_detail", args=[self.pk])


class DeputyGroup(Record):
    """代表小组: the basic form of deputies' activities."""

    name = models.CharField("小组名称", max_length=40)
    leader = OwnedKey("Deputy", null=True, blank=True, related_name="+", verbose_name="组长")
    area = models.CharField("片区", max_length=100, blank=True)

    objects = RecordManager.from_queryset(PlaceQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表小组"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(voided_at=None),
                name="group_name_once",
                violation_error_code="name",
                violation_error_message="已有同名代表小组",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("deputies:group_detail", args=[self.pk])


class LiaisonStation(Record):
    """代表联络站: where deputies meet voters."""

    name = models.CharField("联络站", max_length=60)
    address = models.CharField("地址", max_length=120, blank=True)
    keeper = models.CharField("站长", max_length=30, blank=True)
    reception_day = models.CharField("接待日", max_length=60, blank=True)

    objects = RecordManager.from_queryset(PlaceQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表联络站"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "name"],
                condition=Q(voided_at=None),
                name="station_name_once",
                violation_error_code="name",
                violation_error_message="已有同名联络站",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("deputies:station_detail", args=[self.pk])


class Deputy(Record):
    """A person who is or was a deputy; when and of which congress is said by the mandates."""

    class Gender(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    class Occupation(models.TextChoices):
        WORKER = "worker", "工人"
        FARMER = "farmer", "农民"
        CADRE = "cadre", "干部"
        TECHNICAL = "technical", "专业技术人员"
        BUSINESS = "business", "企业负责人"
        OTHER = "other", "其他"

    class Party(models.TextChoices):
        CPC = "cpc", "中共党员"
        OTHER_PARTY = "other_party", "民主党派"
        NONE = "none", "群众"

    class Education(models.TextChoices):
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初中"
        SENIOR = "senior", "高中（中专）"
        COLLEGE = "college", "大专"
        BACHELOR = "bachelor", "本科及以上"

    name = models.CharField("姓名", max_length=50)
    initials = models.CharField("拼音首字母", max_length=20, blank=True, editable=False)
    user = OwnedKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name="账号",
    )
    gender = models.CharField("性别", max_length=6, choices=Gender)
    born_on = models.DateField("出生年月")
    ethnicity = models.CharField("民族", max_length=20, default="汉族")
    party = models.CharField("政治面貌", max_length=12, choices=Party, default=Party.NONE)
    education = models.CharField("文化程度", max_length=12, choices=Education)
    occupation = models.CharField("职业类别", max_length=12, choices=Occupation)
    workplace = models.CharField("工作单位及职务", max_length=100, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    group = OwnedKey(
        DeputyGroup, null=True, blank=True, related_name="members", verbose_name="代表小组"
    )
    station = OwnedKey(
        LiaisonStation, null=True, blank=True, related_name="deputies", verbose_name="联络站"
    )
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = RecordManager.from_queryset(DeputyQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "user"],
                condition=Q(user__isnull=False, voided_at=None),
                name="deputy_account_once",
                violation_error_code="user",
                violation_error_message="这个账号已属于另一位代表",
            )
        ]
        indexes = [
            models.Index(fields=["township", "order"], name="deputy_order"),
            models.Index(fields=["township", "group"], name="deputy_group"),
            models.Index(fields=["township", "station"], name="deputy_station"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("deputies:deputy_detail", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        self.initials = initials(self.name)[:20]
        super().save(*args, **kwargs)

    def seats_on(self, day: date) -> list["Mandate"]:
        """The mandates running on a day, the town's own first; prefetched ones cost no query."""
        running = [m for m in self.mandates.all() if m.is_running(day)]
        return sorted(running, key=lambda m: m.level != Mandate.Level.TOWNSHIP)

    def seat(self, day: date) -> "Mandate | None":
        """The mandate this person is known by on a day, else the last one."""
        return next(iter(self.seats_on(day) or self.mandates.all()), None)

    def standing(self, day: date) -> tuple[str, str]:
        """Tone and words: 在任, 暂停执行职务, 任期未开始, 已离任 or 未任职."""
        seats = self.seats_on(day)
        if not seats:
            mandates = self.mandates.all()
            if any(day < mandate.span[0] for mandate in mandates):
                return "draft", "任期未开始"
            return ("draft", "已离任") if mandates else ("draft", "未任职")
        if any(m.is_in_force(day) for m in seats):
            return "done", "在任"
        return "due", "暂停执行职务"


class Mandate(Record):
    """One term of one person in one congress; a person may hold a township and a county mandate."""

    class Level(models.TextChoices):
        TOWNSHIP = "township", "乡镇"
        COUNTY = "county", "县"
        CITY = "city", "市"
        PROVINCE = "province", "省"

    class EndReason(models.TextChoices):
        TERM = "term", "届满"
        MOVED = "moved", "迁出或者调离"
        RESIGNED = "resigned", "辞职被接受"
        ORDERED = "ordered", "责令辞职"
        ABSENT = "absent", "未经批准两次不出席会议"
        RECALLED = "recalled", "被罢免"
        NATIONALITY = "nationality", "丧失国籍"
        RIGHTS = "rights", "被剥夺政治权利"
        CAPACITY = "capacity", "丧失行为能力"
        DEATH = "death", "去世"

    deputy = OwnedKey(Deputy, related_name="mandates", verbose_name="代表")
    level = models.CharField("级别", max_length=10, choices=Level, default=Level.TOWNSHIP)
    term = OwnedKey(Term, null=True, blank=True, related_name="mandates", verbose_name="届次")
    constituency = OwnedKey(
        Constituency, null=True, blank=True, related_name="mandates", verbose_name="选区"
    )
    card_no = models.CharField("代表证号", max_length=20, blank=True)
    from_on = models.DateField("当选日期")  # counts from the term's first session on: ``span``
    until_on = models.DateField("终止日期", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=12, choices=EndReason, blank=True)
    is_by_election = models.BooleanField("补选产生", default=False)
    is_reelected = models.BooleanField("连任", default=False)
    suspended_from = models.DateField("暂停执行职务自", null=True, blank=True)
    suspended_until = models.DateField("暂停执行职务至", null=True, blank=True)

    objects = RecordManager.from_queryset(MandateQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "代表资格"
        ordering = ["-from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                violation_error_code="until_on",
                violation_error_message="终止日期不能早于当选日期",
            ),
            models.CheckConstraint(
                name="ended_mandate_says_why",
                condition=(Q(until_on=None) & Q(end_reason=""))
                | (Q(until_on__isnull=False) & ~Q(end_reason="")),
                violation_error_code="end_reason",
                violation_error_message="终止日期与终止原因应同时填写",
            ),
            models.UniqueConstraint(
                fields=["township", "term", "card_no"],
                condition=Q(level="township", voided_at=None) & ~Q(card_no=""),
                name="card_no_once_a_term",
                violation_error_code="card_no",
                violation_error_message="本届已有这个代表证号",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "deputy", "level"], name="mandate_of_deputy"),
            models.Index(fields=["township", "level", "from_on"], name="mandate_level"),
            models.Index(fields=["township", "constituency"], name="mandate_constituency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}人大代表 {self.deputy}"

    def get_absolute_url(self) -> str:
        return self.deputy.get_absolute_url()

    def is_in_force(self, day: date) -> bool:
        """Begun, not ended and not suspended on that day."""
        paused = (
            self.suspended_from is not None
            and self.suspended_from <= day
            and (self.suspended_until is None or day <= self.suspended_until)
        )
        return self.is_running(day) and not paused

    def is_running(self, day: date) -> bool:
        """Begun and not ended on that day, suspended or not, as ``MandateQuerySet.running`` says.

        One query where it is asked of the day that a term hands over on; reads the term.
        """
        first, last = self.span
        if not first <= day <= last:
            return False
        hands_over = self.until_on == day and self.end_reason == self.EndReason.TERM
        hands_over = hands_over or (self.in_term is not None and self.in_term.ends_on == day)
        return not (hands_over and self.following(day).exists())

    @property
    def in_term(self) -> Term | None:
        """The term of the town's congress that bounds the mandate; None for one of a higher congress."""
        return self.term if self.level == self.Level.TOWNSHIP else None

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day on which it counts: within its term, which its election precedes."""
        term = self.in_term
        ends = [day for day in (self.until_on, term and term.ends_on) if day]
        first = max(self.from_on, term.starts_on) if term else self.from_on
        return first, min(ends, default=date.max)

    def following(self, day: date) -> models.QuerySet:
        """Mandates of the next term that count from a day on."""
        rows = Mandate.objects.filter(begins_on(day), level=self.level)
        return rows.filter(term__number__gt=self.in_term.number) if self.in_term else rows


class Honour(Record):
    """表彰奖励 of a deputy."""

    deputy = OwnedKey(Deputy, related_name="honours", verbose_name="代表")
    name = models.CharField("荣誉名称", max_length=100)
    by = models.CharField("授予单位", max_length=60)
    on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "表彰奖励"
        ordering = ["-on", "pk"]
        indexes = [models.Index(fields=["township", "deputy", "on"], name="honour_of_deputy")]

    def __str__(self) -> str:
        return f"{self.name}（{self.deputy}）"

    def get_absolute_url(self) -> str:
        return self.deputy.get_absolute_url()
