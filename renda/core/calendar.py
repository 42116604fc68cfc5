"""Periods and working days: when a limit ends, why, and how many days are left.

Counting follows articles 201 to 203 of the Civil Code by analogy: the first day does not
count, a month ends on its corresponding day or on its last day, and a last day that is a
day of rest gives way to the next working day. Every function is pure: what the office
entered in its day table comes in as ``overrides``.
"""

import calendar as months_table
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from chinese_calendar.constants import holidays, workdays

from renda.core.scoping import current_township_id
from renda.core.text import chinese_numeral

__all__ = [
    "Due",
    "Remaining",
    "add_months",
    "chinese_date",
    "chinese_numeral",
    "due_by_days",
    "due_by_months",
    "due_by_working_days",
    "holiday_name",
    "is_arranged",
    "is_published",
    "is_workday",
    "load_overrides",
    "remaining",
    "settled",
    "weekday",
]

Overrides = Mapping[date, bool]
"""Day → True (people work) or False (they rest); stronger than every other source."""

SOON_DAYS = 10
DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
_HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
# Holidays whose date does not depend on the moon (全国年节及纪念日放假办法, as of 2025).
_FIXED_HOLIDAYS = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}


STATUTORY_DAYS = 13
"""Days off in a year (全国年节及纪念日放假办法, as of 2025): a whole year's table has at least so many."""


# --- days --------------------------------------------------------------------
@lru_cache(maxsize=1)
def _published_years() -> frozenset[int]:
    return frozenset(day.year for day in holidays)


def is_published(year: int) -> bool:
    """Whether the State Council's holiday arrangement of that year is known here."""
    return year in _published_years()


def is_arranged(year: int, overrides: Overrides | None = None) -> bool:
    """Whether that year's arrangement is known: published with this product, or in the office's table."""
    if is_published(year):
        return True
    rest = sum(day.year == year and not works for day, works in (overrides or {}).items())
    return rest >= STATUTORY_DAYS


def is_workday(day: date, overrides: Overrides | None = None) -> bool:
    """Whether offices work on ``day``: the office's table, then the published arrangement.

    A year without a published arrangement has its weekends and fixed-date holidays only.
    """
    if overrides and day in overrides:
        return overrides[day]
    if is_published(day.year):
        return day in workdays or (day.weekday() < 5 and day not in holidays)
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED_HOLIDAYS


def holiday_name(day: date) -> str:
    """The holiday that ``day`` belongs to, e.g. 清明; empty for any other day."""
    if is_published(day.year):
        return _HOLIDAYS[holidays[day]] if day in holidays else ""
    return _FIXED_HOLIDAYS.get((day.month, day.day), "")


def weekday(day: date) -> str:
    """星期四."""
    return f"星期{_WEEKDAYS[day.weekday()]}"


def chinese_date(day: date) -> str:
    """The date as documents print it: 2026年1月5日, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def said_date(day: date, today: date) -> str:
    """The date as notices say it: 11月26日, with its year where that is not this one: 2025年11月26日."""
    return f"{day.month}月{day.day}日" if day.year == today.year else chinese_date(day)


def load_overrides() -> dict[date, bool]:
    """The township's day table in one query, ready to pass as ``overrides``."""
    from renda.core.models import CalendarDay

    current_township_id()  # a county reads several townships: no single table is in force
    return dict(CalendarDay.objects.values_list("date", "is_workday"))


# --- periods -----------------------------------------------------------------
def add_months(start: date, months: int) -> date:
    """The corresponding day ``months`` later, or that month's last day if there is none."""
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, months_table.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Due:
    """The last day of a period, with everything needed to explain it."""

    on: date
    rule: str
    """The length in words: 三个月、十日、十个工作日."""
    start: date
    """The day it runs from, which itself does not count."""
    raw: date
    """The last day by counting alone."""
    moved_because: str = ""
    """Why ``on`` is later than ``raw``, e.g. 清明放假，顺延三天; empty if it is not."""
    provisional: bool = False
    """The holiday arrangement of the last day's year was not published yet."""

    @property
    def is_moved(self) -> bool:
        """Whether a day of rest pushed the end back."""
        return self.on != self.raw

    @property
    def start_text(self) -> str:
        """起算: 2025-06-03，当日不计."""
        return f"{self.start.isoformat()}，当日不计"

    @property
    def end_text(self) -> str:
        """届满: 2025-07-03（星期四），不是节假日，不顺延."""
        end = f"{self.on.isoformat()}（{weekday(self.on)}）"
        if self.is_moved:
            text = f"{end}，原应 {self.raw.isoformat()} 届满，{self.moved_because}"
        elif "工作日" in self.rule:
            text = f"{end}，休息日不计入"
        else:
            text = f"{end}，不是节假日，不顺延"
        return text + self._warning

    @property
    def explanation(self) -> str:
        """The whole computation in one sentence, for a note under a date."""
        reason = f"；{self.moved_because}" if self.is_moved else ""
        return f"自 {self.start.isoformat()} 起{self.rule}，当日不计{reason}{self._warning}"

    @property
    def _warning(self) -> str:
        if not self.provisional:
            return ""
        return f"（{self.raw.year}年放假安排尚未公布，暂按周末和固定节日推算）"


def due_by_months(start: date, months: int, overrides: Overrides | None = None) -> Due:
    """The end of a period of ``months`` months from ``start``."""
    _positive(months)
    return _due(start, add_months(start, months), f"{chinese_numeral(months)}个月", overrides)


def due_by_days(start: date, days: int, overrides: Overrides | None = None) -> Due:
    """The end of a period of ``days`` calendar days from ``start``."""
    _positive(days)
    return _due(start, start + days * DAY, f"{chinese_numeral(days)}日", overrides)


def due_by_working_days(start: date, days: int, overrides: Overrides | None = None) -> Due:
    """The ``days``-th working day after ``start``; days of rest are passed over."""
    _positive(days)
    day, left, provisional = start, days, False
    while left:
        day += DAY
        left -= is_workday(day, overrides)
        provisional = provisional or not is_arranged(day.year, overrides)
    rule = f"{chinese_numeral(days)}个工作日"
    return Due(on=day, rule=rule, start=start, raw=day, provisional=provisional)


def _positive(length: int) -> None:
    if length < 1:
        raise ValueError(f"a period lasts at least one day or month, not {length}")


def _due(start: date, raw: date, rule: str, overrides: Overrides | None) -> Due:
    on = raw
    while not is_workday(on, overrides):
        on += DAY
    return Due(
        on=on,
        rule=rule,
        start=start,
        raw=raw,
        moved_because=_why_moved(raw, on, overrides),
        provisional=not (is_arranged(raw.year, overrides) and is_arranged(on.year, overrides)),
    )


def _why_moved(raw: date, on: date, overrides: Overrides | None) -> str:
    if on == raw:
        return ""
    if overrides and raw in overrides:
        cause = "按节假日调整放假"
    elif name := holiday_name(raw):
        cause = f"{name}放假"
    else:
        cause = f"为{weekday(raw)}"
    return f"{raw.month}月{raw.day}日{cause}，顺延{chinese_numeral((on - raw).days)}天"


# --- what is left ------------------------------------------------------------
@dataclass(frozen=True)
class Remaining:
    """Time left in words and as a colour."""

    label: str
    state: str
    """``ok``, ``due`` (soon or today), ``late``; ``done`` only from ``settled``."""
    days: int
    """Days left; negative when overdue."""


def remaining(due: date | Due, today: date, *, soon: int = SOON_DAYS) -> Remaining:
    """剩 12 天、今天到期 or 逾期 3 天; ``due`` from ``soon`` days before the end."""
    days = (_last_day(due) - today).days
    if days < 0:
        return Remaining(f"逾期 {-days} 天", "late", days)
    if days == 0:
        return Remaining("今天到期", "due", 0)
    return Remaining(f"剩 {days} 天", "due" if days <= soon else "ok", days)


def settled(due: date | Due, done_on: date) -> Remaining:
    """提前 4 天、按期 or 逾期 3 天: how something finished stood to its limit."""
    days = (_last_day(due) - done_on).days
    if days < 0:
        return Remaining(f"逾期 {-days} 天", "late", days)
    return Remaining(f"提前 {days} 天" if days else "按期", "done", days)


def _last_day(due: date | Due) -> date:
    return due.on if isinstance(due, Due) else due
