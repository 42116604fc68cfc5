"""What a township sets for itself: terms of the congress, local rules, working days."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from renda.core import law
from renda.core.models.base import Record, TownshipModel
from renda.core.prepared import prepared
from renda.core.scoping import TownshipManager
from renda.core.text import chinese_numeral


class Term(Record):
    """One term (届) of the congress, from its first session to the first session of the next (组织法 9, 代表法 2).

    The day on which one term hands over to the next ends the one and begins the other; its deputies are the next's.
    """

    number = models.PositiveSmallIntegerField("届")
    elected_on = models.DateField(
        "代表选举完成日期",
        null=True,
        blank=True,
        help_text="全部选区选出代表的日期；第一次会议的期限从这一天起算",
    )
    starts_on = models.DateField("起", help_text="第一次会议开幕的日期，代表任期从这一天起算")
    ends_on = models.DateField(
        "止", null=True, blank=True, help_text="下一届第一次会议开幕的日期；没有换届的不填"
    )
    population = models.PositiveIntegerField(
        "人口数", null=True, blank=True, help_text="确定代表名额时的人口数"
    )
    seats = models.PositiveSmallIntegerField("代表名额")

    class Meta:
        verbose_name = verbose_name_plural = "届"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["township", "number"],
                condition=Q(voided_at=None),
                name="term_number_once",
                violation_error_code="number",
                violation_error_message="已有这一届",
            ),
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_code="ends_on",
                violation_error_message="届满日期应晚于起始日期",
            ),
            models.CheckConstraint(
                name="term_starts_once_elected",
                condition=Q(elected_on=None) | Q(elected_on__lte=F("starts_on")),
                violation_error_code="starts_on",
                violation_error_message="第一次会议不能早于代表选举完成日期",
            ),
        ]

    def __str__(self) -> str:
        return f"第{chinese_numeral(self.number)}届"

    def get_absolute_url(self) -> str:
        return reverse("core:terms")


class LocalRuleManager(TownshipManager):
    def overrides(self) -> dict[str, object]:
        """Every local value of the township, by rule key."""
        return dict(_overrides())


@prepared
def _overrides() -> models.QuerySet:
    return LocalRule.objects.order_by().values_list("key", "value")


class LocalRule(TownshipModel):
    """A township's own value of a rule in ``renda.core.law``."""

    key = models.CharField("规则", max_length=80)
    value = models.JSONField("本地值")
    reason = models.CharField("依据", max_length=200, blank=True)

    objects = LocalRuleManager()

    class Meta:
        verbose_name = verbose_name_plural = "本地规则"
        constraints = [
            models.UniqueConstraint(fields=["township", "key"], name="local_rule_once"),
        ]

    def __str__(self) -> str:
        """The rule's title; the key alone of a rule that is no longer known."""
        try:
            return law.rule(self.key).title
        except KeyError:
            return self.key


class CalendarDay(TownshipModel):
    """A day whose kind differs from what the holiday package knows, as the township entered it."""

    date = models.DateField("日期")
    is_workday = models.BooleanField("上班")
    note = models.CharField("名称", max_length=50, blank=True)
    source = models.CharField("依据", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日调整"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["township", "date"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"

    @property
    def kind(self) -> str:
        return "上班" if self.is_workday else "放假"
