"""Read the State Council's holiday notice: which days are off, which weekends are worked.

The notice says, one paragraph a holiday: 二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、
周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from renda.core.calendar import STATUTORY_DAYS, chinese_date, weekday

_PARAGRAPH = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、)?\s*([\u4e00-\u9fff、和与]{2,12}?)[:：]", re.M
)
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?"
_SPAN = re.compile(rf"{_DAY}(?:\s*(?:至|到|-|—|~|～)\s*{_DAY})?")
_TOTAL = re.compile(r"共(\d{1,2})天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_MOST_DAYS = 15


class NotUnderstood(ValueError):
    """What in the text can't be right, in Chinese."""


@dataclass(frozen=True)
class Announced:
    """One day of the notice."""

    on: date
    is_workday: bool
    name: str


def read_notice(text: str, year: int) -> list[Announced]:
    """Every day that the notice names, in order; ``NotUnderstood`` says what doesn't fit.

    The weekdays and the totals (共 9 天) that the notice itself states are checked, so that a notice
    of another year, or a slip of the pen, is refused instead of entered.
    """
    found: dict[date, Announced] = {}
    for name, words in _paragraphs(text):
        for day in _days_of(name, words, year):
            if day.on in found and found[day.on].is_workday != day.is_workday:
                raise NotUnderstood(f"{chinese_date(day.on)}既写了放假又写了上班，请核对")
            found[day.on] = day
    off = sum(not day.is_workday and day.on.year == year for day in found.values())
    if off < STATUTORY_DAYS:
        raise NotUnderstood(
            f"只读出 {year} 年的 {off} 天放假，全年法定节假日就有 {STATUTORY_DAYS} 天。"
            "请粘贴通知的全文，从“一、元旦”到“国庆节”，每个节日一段"
        )
    return sorted(found.values(), key=lambda day: day.on)


def _paragraphs(text: str) -> Iterator[tuple[str, str]]:
    heads = list(_PARAGRAPH.finditer(text))
    for number, head in enumerate(heads):
        end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        yield head[1].strip(), text[head.end() : end]


def _days_of(name: str, words: str, year: int) -> Iterator[Announced]:
    for sentence in re.split(r"[。；;\n]", words):
        works = "上班" in sentence
        if not works and "放假" not in sentence:
            continue
        days = [day for span in _SPAN.finditer(sentence) for day in _span(span, name, year)]
        total = _TOTAL.search(sentence)
        if total and not works and len(days) != int(total[1]):
            raise NotUnderstood(f"{name}写明共 {total[1]} 天，读出 {len(days)} 天，请核对")
        for on in days:
            yield Announced(on, works, name)


def _span(found: re.Match, name: str, year: int) -> list[date]:
    first_year, first_month, first_day, first_note = found.group(1, 2, 3, 4)
    last_year, last_month, last_day, last_note = found.group(5, 6, 7, 8)
    if not first_month:
        raise NotUnderstood(f"{name}的“{found[0]}”没有写月份")
    first = _date(int(first_year or year), int(first_month), int(first_day), first_note, name)
    if last_day is None:
        return [first]
    month = int(last_month or first_month)
    over_new_year = not last_year and month < first.month
    if over_new_year and not first_year:
        first = _date(year - 1, first.month, first.day, first_note, name)
    last = _date(
        int(last_year or first.year + over_new_year), month, int(last_day), last_note, name
    )
    length = (last - first).days + 1
    if not 1 <= length <= _MOST_DAYS:
        raise NotUnderstood(f"{name}的“{found[0]}”前后颠倒或者过长，请核对")
    return [first + timedelta(days=number) for number in range(length)]


def _date(year: int, month: int, day: int, note: str | None, name: str) -> date:
    try:
        on = date(year, month, day)
    except ValueError:
        raise NotUnderstood(f"{name}：{year} 年没有 {month} 月 {day} 日") from None
    stated = _WEEKDAY.search(note or "")
    if stated and weekday(on)[-1] != stated[1].replace("天", "日"):
        raise NotUnderstood(
            f"{name}：{chinese_date(on)}是{weekday(on)}，通知写的是“{stated[0]}”。请核对年份和日期"
        )
    return on
