"""村级换届观察: which presidium member stood by which village, and what was seen at each step."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from deputies.models import Deputy
from renda.core.models import OwnedKey, Record
from renda.core.scoping import RecordManager
from supervision.models.plan import YEARS
from supervision.querysets import ElectionVillageQuerySet, VillageElectionWatchQuerySet


class ElectionVillage(Record):
    """A village that elects its committee this year, with the presidium member stationed there."""

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    name = models.CharField("村（社区）", max_length=40)
    team_leader = models.CharField("指导组组长", max_length=30, blank=True)
    observer = OwnedKey(Deputy, related_name="election_villages", verbose_name="驻村主席团成员")
    elected_on = models.DateField("投票日", null=True, blank=True)
    result = models.CharField("选举结果", max_length=200, blank=True)

    objects = RecordManager.from_queryset(ElectionVillageQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "换届观察"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "year", "name"],
                condition=Q(voided_at=None),
                name="election_village_once",
                violation_error_code="name",
                violation_error_message="本年度已登记这个村",
            )
        ]
        indexes = [
            models.Index(fields=["township", "year"], name="election_village_of_year"),
            models.Index(fields=["township", "observer"], name="election_village_observer"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("supervision:watch_detail", args=[self.pk])


class VillageElectionWatch(Record):
    """What an observer saw in one village at one step of its election."""

    class Step(models.TextChoices):
        COMMITTEE = "committee", "推选选委会"
        PUBLICITY = "publicity", "宣传发动"
        REGISTRATION = "registration", "选民登记"
        EXCHANGE = "exchange", "沟通酝酿"
        NOMINATION = "nomination", "候选人提名"
        VOTING = "voting", "投票选举"
        HANDOVER = "handover", "工作移交"

    class Verdict(models.TextChoices):
        GOOD = "good", "规范"
        MENDED = "mended", "已纠正"
        PROBLEM = "problem", "有问题"

    TONES = {"good": "done", "mended": "due", "problem": "late"}

    village = OwnedKey(ElectionVillage, related_name="watches", verbose_name="村（社区）")
    step = models.CharField("环节", max_length=14, choices=Step)
    observer = OwnedKey(Deputy, related_name="election_watches", verbose_name="观察人")
    on = models.DateField("日期")
    verdict = models.CharField("观察结论", max_length=8, choices=Verdict, default=Verdict.GOOD)
    finding = models.TextField("发现情况", blank=True)
    recommended = models.PositiveSmallIntegerField(
        "代表推荐人选（人）", default=0, help_text="代表向党委、选委会推荐的人数"
    )
    note = models.TextField("意见交换", blank=True, help_text="与党委、政府交换意见的情况")

    objects = RecordManager.from_queryset(VillageElectionWatchQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "换届观察记录"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "village", "step", "observer"],
                condition=Q(voided_at=None),
                name="election_watch_once",
                violation_error_code="step",
                violation_error_message="这位观察人已登记本环节",
            )
        ]
        indexes = [models.Index(fields=["township", "observer", "on"], name="watch_of_observer")]

    def __str__(self) -> str:
        return f"{self.village}：{self.get_step_display()}"

    def get_absolute_url(self) -> str:
        return self.village.get_absolute_url()

    @property
    def tone(self) -> str:
        """The colour of the verdict."""
        return self.TONES[self.verdict]
