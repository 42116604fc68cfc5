"""How values are written on the pages: dates, nothing, telephone numbers."""

import re
from datetime import date, datetime

from django import template
from django.urls import reverse
from django.utils import timezone

from renda.core.calendar import chinese_date, chinese_numeral, weekday
from renda.core.marks import NOTHING

register = template.Library()


@register.filter
def address(url: str) -> str:
    """A path as it is; a URL name such as ``motions:list`` as its path."""
    return reverse(url) if re.fullmatch(r"\w+:\w+", url) else url


@register.filter
def dash(value: object) -> object:
    """— for nothing; zero is something."""
    return NOTHING if value is None or value == "" else value


@register.filter
def cn_date(value: date | None) -> str:
    """2026年1月5日."""
    day = _day(value)
    return chinese_date(day) if day else NOTHING


@register.filter
def cn_day(value: date | None) -> str:
    """6月25日."""
    day = _day(value)
    return f"{day.month}月{day.day}日" if day else NOTHING


@register.filter
def iso(value: date | None) -> str:
    """2026-01-05, with the time if it has one: 2026-01-05 09:30."""
    if not value:
        return NOTHING
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}"


@register.filter
def cn_weekday(value: date | None) -> str:
    """星期一."""
    day = _day(value)
    return weekday(day) if day else ""


@register.filter
def mask_phone(value: str) -> str:
    """A phone number without its middle: 138****5508."""
    return re.sub(r"(\d{3})\d{4}(?=\d{4}(?!\d))", r"\1****", str(value or "")) or NOTHING


@register.filter
def seq(number: int) -> str:
    """一、二、三 for 1, 2, 3."""
    return chinese_numeral(int(number))


def _day(value: date | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    return value or None
