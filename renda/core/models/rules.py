"""What a township sets for itself: terms of the congress, local rules, working days."""

from django.db import models
from django.db.models import F, Q

from renda.core.models.base import Record, TownshipModel
from renda.core.scoping import TownshipManager
from renda.core.text import chinese_numeral


class Term(Record):
    """One term (届) of the congress."""

    number = models.PositiveSmallIntegerField("届")
    starts_on = models.DateField("起")
    ends_on = models.DateField("止", null=True, blank=True)
    seats = models.PositiveSmallIntegerField("代表名额")

    class Meta:
        verbose_name = verbose_name_plural = "届"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["township", "number"], name="term_number_once"),
            models.CheckConstraint(
                name="term_ends_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message="届满日期应晚于起始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"第{chinese_numeral(self.number)}届"


class LocalRuleManager(TownshipManager):
    def overrides(self) -> dict[str, object]:
        """Every local value of the township, by rule key."""
        return dict(self.values_list("key", "value"))


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
        return self.key


class CalendarDay(models.Model):
    """A day whose kind differs from what the holiday package knows; the same for everyone."""

    date = models.DateField("日期", unique=True)
    is_workday = models.BooleanField("上班")
    note = models.CharField("说明", max_length=50, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日调整"
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {'上班' if self.is_workday else '放假'}"
