"""Whom deputies met at stations and on visits, and what the public wrote to them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from activities.querysets import PublicMessageQuerySet, VoterContactQuerySet
from deputies.models import Deputy, LiaisonStation
from motions.models import Motion
from renda.core.models import OwnedKey, Record, Unit
from renda.core.scoping import RecordManager


class VoterContact(Record):
    """走访接待: a deputy heard voters; what they raised and what became of it."""

    class Way(models.TextChoices):
        RECEPTION = "reception", "接待"
        VISIT = "visit", "走访"

    class Outcome(models.TextChoices):
        SOLVED = "solved", "当场解决"
        EXPLAINED = "explained", "当场解释"
        PASSED = "passed", "转交承办"
        MOTION = "motion", "转为建议"
        REPORTED = "reported", "上报县级"

    way = models.CharField("方式", max_length=10, choices=Way, default=Way.RECEPTION)
    station = OwnedKey(
        LiaisonStation,
        null=True,
        blank=True,
        related_name="voter_contacts",
        verbose_name="联络站",
    )
    deputy = OwnedKey(Deputy, related_name="voter_contacts", verbose_name="代表")
    met_on = models.DateField("日期")
    place = models.CharField("走访地点", max_length=80, blank=True)
    voters = models.PositiveSmallIntegerField("选民人数", default=1)
    visitor = models.CharField("来访人", max_length=30, blank=True)
    visitor_village = models.CharField("村（组）", max_length=40, blank=True)
    visitor_phone = models.CharField("联系电话", max_length=20, blank=True)
    issue = models.TextField("反映问题")
    outcome = models.CharField("处理方式", max_length=10, choices=Outcome)
    unit = OwnedKey(Unit, null=True, blank=True, related_name="+", verbose_name="承办单位")
    passed_on = models.DateField("转交日期", null=True, blank=True)
    motion = OwnedKey(
        Motion,
        null=True,
        blank=True,
        related_name="voter_contacts",
        verbose_name="转为建议",
        help_text="已据此提出代表建议的，选该建议",
    )
    result = models.TextField("处理结果", blank=True)
    answered_on = models.DateField("反馈日期", null=True, blank=True)

    objects = RecordManager.from_queryset(VoterContactQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "走访接待"
        ordering = ["-met_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_met_somebody",
                condition=Q(voters__gte=1),
                violation_error_code="voters",
                violation_error_message="选民人数至少为 1",
            ),
            models.CheckConstraint(
                name="reception_names_station",
                condition=~Q(way="reception") | Q(station__isnull=False),
                violation_error_code="station",
                violation_error_message="接待选民须选联络站",
            ),
            models.CheckConstraint(
                name="motion_contact_says_so",
                condition=Q(motion=None) | Q(outcome="motion"),
                violation_error_code="outcome",
                violation_error_message="选了代表建议的，处理方式应为“转为建议”",
            ),
            models.CheckConstraint(
                name="passed_contact_says_where",
                condition=~Q(outcome="passed") | Q(unit__isnull=False, passed_on__isnull=False),
                violation_error_message="转交承办的须填承办单位和转交日期",
            ),
        ]
        indexes = [
            models.Index(fields=["township", "met_on"], name="voter_contact_met_on"),
            models.Index(fields=["township", "deputy", "met_on"], name="voter_contact_of_deputy"),
            models.Index(fields=["township", "station", "met_on"], name="voter_contact_of_station"),
            models.Index(fields=["township", "motion"], name="voter_contact_of_motion"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}{self.get_way_display()}选民（{self.met_on:%Y-%m-%d}）"

    def get_absolute_url(self) -> str:
        return reverse("activities:votercontact_detail", args=[self.pk])

    @property
    def number(self) -> str:
        """Its number in the register: 2025-0042."""
        return f"{self.met_on.year}-{self.pk:04d}"

    @property
    def is_open(self) -> bool:
        """Passed on, and not yet answered."""
        return self.outcome == self.Outcome.PASSED and self.answered_on is None

    @property
    def status_tone(self) -> str:
        if self.is_open:
            return "due"
        return "doing" if self.outcome in {"motion", "reported"} else "done"


class PublicMessage(Record):
    """留言: what somebody wants a deputy to hear, taken down by the office."""

    deputy = OwnedKey(Deputy, related_name="messages", verbose_name="代表")
    name = models.CharField("姓名", max_length=30)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    text = models.TextField("留言")
    sent_at = models.DateTimeField("留言时间")
    answer = models.TextField("回复", blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True)

    objects = RecordManager.from_queryset(PublicMessageQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "群众留言"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="answered_message_says_what",
                condition=Q(answered_on=None) | ~Q(answer=""),
                violation_error_code="answer",
                violation_error_message="填了回复日期须写明回复内容",
            )
        ]
        indexes = [
            models.Index(fields=["township", "sent_at"], name="message_sent_at"),
            models.Index(fields=["township", "deputy", "sent_at"], name="message_of_deputy"),
        ]

    def __str__(self) -> str:
        return f"{self.name}给{self.deputy}的留言"

    def get_absolute_url(self) -> str:
        return reverse("activities:publicmessage_detail", args=[self.pk])
