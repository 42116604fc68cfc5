"""Periods end where the Civil Code ends them, and say why."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renda.core import calendar
from renda.core.calendar import (
    Due,
    Remaining,
    add_months,
    chinese_date,
    chinese_numeral,
    due_by_days,
    due_by_months,
    due_by_working_days,
    holiday_name,
    is_published,
    is_workday,
    remaining,
    said_date,
    settled,
)

DAYS = st.dates(min_value=date(2005, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 3, 25), 3, date(2025, 6, 25)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 2, 28), 1, date(2025, 3, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 12, 31), 6, date(2026, 6, 30)),
        (date(2025, 10, 15), 3, date(2026, 1, 15)),
        (date(2025, 5, 31), 0, date(2025, 5, 31)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
    ],
)
def test_add_months_ends_on_the_corresponding_or_the_last_day(start, months, end):
    assert add_months(start, months) == end


@given(DAYS, st.integers(0, 60))
def test_add_months_keeps_the_day_unless_the_month_is_shorter(start, months):
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or (
        end.day < start.day and (end + timedelta(days=1)).month != end.month
    )


def test_a_period_that_ends_on_a_working_day_is_not_moved():
    assert due_by_months(date(2025, 6, 3), 1) == Due(
        on=date(2025, 7, 3), rule="一个月", start=date(2025, 6, 3), raw=date(2025, 7, 3)
    )


def test_due_explains_itself_like_the_card():
    due = due_by_months(date(2025, 6, 3), 1)
    assert due.start_text == "2025-06-03，当日不计"
    assert due.end_text == "2025-07-03（星期四），不是节假日，不顺延"
    assert due.explanation == "自 2025-06-03 起一个月，当日不计"
    assert due.is_moved is False


def test_a_sunday_gives_way_to_monday():
    due = due_by_months(date(2025, 3, 25), 2)
    assert (due.raw, due.on, due.rule) == (date(2025, 5, 25), date(2025, 5, 26), "二个月")
    assert due.moved_because == "5月25日为星期日，顺延一天"
    assert due.end_text == ("2025-05-26（星期一），原应 2025-05-25 届满，5月25日为星期日，顺延一天")
    assert due.explanation == "自 2025-03-25 起二个月，当日不计；5月25日为星期日，顺延一天"


def test_a_holiday_of_three_days_moves_the_end_by_three():
    due = due_by_days(date(2025, 3, 25), 10)
    assert (due.raw, due.on, due.rule) == (date(2025, 4, 4), date(2025, 4, 7), "十日")
    assert due.moved_because == "4月4日清明放假，顺延三天"


def test_spring_festival_moves_the_end_past_the_whole_holiday():
    due = due_by_months(date(2025, 10, 29), 3)
    assert (due.raw, due.on) == (date(2026, 1, 29), date(2026, 1, 29))
    due = due_by_months(date(2025, 11, 17), 3)
    assert (due.raw, due.on) == (date(2026, 2, 17), date(2026, 2, 24))
    assert due.moved_because == "2月17日春节放假，顺延七天"


def test_a_make_up_sunday_is_a_working_day():
    assert date(2025, 1, 26).weekday() == 6
    due = due_by_days(date(2025, 1, 16), 10)
    assert (due.on, due.moved_because) == (date(2025, 1, 26), "")


def test_the_end_of_a_holiday_may_run_into_a_make_up_saturday():
    due = due_by_days(date(2025, 9, 28), 10)
    assert (due.raw, due.on) == (date(2025, 10, 8), date(2025, 10, 9))
    assert due_by_working_days(date(2025, 10, 10), 1).on == date(2025, 10, 11)


def test_working_days_pass_over_rest_and_count_make_up_days():
    due = due_by_working_days(date(2025, 9, 26), 3)
    assert (due.on, due.raw) == (date(2025, 9, 30), date(2025, 9, 30))
    assert due_by_working_days(date(2025, 9, 26), 4).on == date(2025, 10, 9)
    assert due.rule == "三个工作日"
    assert due.end_text == "2025-09-30（星期二），休息日不计入"


def test_the_offices_table_is_stronger_than_the_published_one():
    closed = {date(2025, 6, 25): False}
    due = due_by_months(date(2025, 3, 25), 3, closed)
    assert (due.on, due.moved_because) == (
        date(2025, 6, 26),
        "6月25日按节假日调整放假，顺延一天",
    )
    open_sunday = {date(2025, 5, 25): True}
    assert due_by_months(date(2025, 3, 25), 2, open_sunday).on == date(2025, 5, 25)
    assert due_by_working_days(date(2025, 5, 23), 1, open_sunday).on == date(2025, 5, 25)


def test_an_unpublished_year_knows_weekends_and_fixed_holidays_and_says_so():
    assert [is_published(year) for year in (2003, 2004, 2025, 2026, 2040)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    due = due_by_months(date(2039, 8, 1), 2)
    assert (due.raw, due.on) == (date(2039, 10, 1), date(2039, 10, 4))
    assert due.moved_because == "10月1日国庆节放假，顺延三天"
    assert due.provisional is True
    assert due.end_text.endswith("（2039年放假安排尚未公布，暂按周末和固定节日推算）")
    assert due_by_months(date(2025, 3, 25), 3).provisional is False
    assert due_by_working_days(date(2039, 3, 1), 1).provisional is True


@pytest.mark.parametrize(
    ("day", "works", "name"),
    [
        (date(2025, 1, 1), False, "元旦"),
        (date(2025, 1, 26), True, ""),
        (date(2025, 1, 28), False, "春节"),
        (date(2025, 2, 8), True, ""),
        (date(2025, 5, 31), False, "端午"),
        (date(2025, 10, 2), False, "国庆节"),
        (date(2025, 10, 6), False, "中秋"),
        (date(2026, 9, 25), False, "中秋"),
        (date(2025, 6, 14), False, ""),
        (date(2025, 6, 16), True, ""),
        (date(2040, 5, 1), False, "劳动节"),
        (date(2040, 2, 13), True, ""),
    ],
)
def test_days_of_work_and_rest(day, works, name):
    assert (is_workday(day), holiday_name(day)) == (works, name)


def test_every_holiday_of_the_package_has_a_chinese_name():
    assert {calendar._HOLIDAYS[name] for name in calendar.holidays.values()} == set(
        calendar._HOLIDAYS.values()
    )


@pytest.mark.parametrize("function", [due_by_months, due_by_days, due_by_working_days])
def test_a_period_has_a_length(function):
    with pytest.raises(ValueError, match="at least one"):
        function(date(2025, 3, 25), 0)


@given(DAYS, st.integers(1, 200))
def test_a_period_ends_on_a_working_day_and_skips_only_rest(start, days):
    due = due_by_days(start, days)
    assert due.raw == start + timedelta(days=days)
    assert is_workday(due.on)
    skipped = [due.raw + timedelta(days=n) for n in range((due.on - due.raw).days)]
    assert not any(map(is_workday, skipped))
    assert bool(due.moved_because) is due.is_moved


@given(DAYS, st.integers(1, 40))
def test_working_days_are_exactly_as_many_as_asked(start, days):
    due = due_by_working_days(start, days)
    between = [start + timedelta(days=n + 1) for n in range((due.on - start).days)]
    assert sum(map(is_workday, between)) == days
    assert is_workday(due.on)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 6, 13), Remaining("剩 12 天", "ok", 12)),
        (date(2025, 6, 14), Remaining("剩 11 天", "ok", 11)),
        (date(2025, 6, 15), Remaining("剩 10 天", "due", 10)),
        (date(2025, 6, 24), Remaining("剩 1 天", "due", 1)),
        (date(2025, 6, 25), Remaining("今天到期", "due", 0)),
        (date(2025, 6, 26), Remaining("逾期 1 天", "late", -1)),
        (date(2025, 6, 28), Remaining("逾期 3 天", "late", -3)),
    ],
)
def test_remaining_names_what_is_left(today, expected):
    due = due_by_months(date(2025, 3, 25), 3)
    assert remaining(due, today) == expected
    assert remaining(due.on, today) == expected


def test_remaining_turns_due_when_the_caller_says():
    assert remaining(date(2025, 6, 25), date(2025, 6, 13), soon=15).state == "due"
    assert remaining(date(2025, 6, 25), date(2025, 6, 19), soon=5).state == "ok"


def test_settled_compares_the_day_it_was_done():
    due = date(2025, 6, 13)
    assert settled(due, date(2025, 6, 9)) == Remaining("提前 4 天", "done", 4)
    assert settled(due, due) == Remaining("按期", "done", 0)
    assert settled(due, date(2025, 6, 16)) == Remaining("逾期 3 天", "late", -3)


def test_dates_and_numerals_are_written_the_official_way():
    assert chinese_date(date(2026, 1, 5)) == "2026年1月5日"
    assert chinese_date(date(2025, 12, 31)) == "2025年12月31日"


def test_a_notice_says_the_year_where_it_is_another_one():
    today = date(2026, 11, 26)

    assert said_date(date(2026, 1, 5), today) == "1月5日"
    assert said_date(date(2027, 1, 5), today) == "2027年1月5日"
    numerals = [1, 10, 11, 14, 20, 58, 100, 101, 110, 115, 1000, 1001, 1010, 1100, 9999]
    assert [chinese_numeral(n) for n in numerals] == [
        "一",
        "十",
        "十一",
        "十四",
        "二十",
        "五十八",
        "一百",
        "一百零一",
        "一百一十",
        "一百一十五",
        "一千",
        "一千零一",
        "一千零一十",
        "一千一百",
        "九千九百九十九",
    ]


def _read_numeral(text):
    total, digit = 0, 0
    for char in text.replace("零", ""):
        if char in "一二三四五六七八九":
            digit = "一二三四五六七八九".index(char) + 1
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
    return total + digit


@given(st.integers(1, 9999))
def test_a_numeral_reads_back_as_its_number(number):
    assert _read_numeral(chinese_numeral(number)) == number
