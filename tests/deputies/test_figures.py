"""Figures are their rows."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from deputies.models import Deputy, Training
from renda.core.figures import Period, figures, measure
from renda.core.health import examine
from tests.deputies.test_composition_figures import COMPOSITION
from tests.factories.core import TermFactory
from tests.factories.deputies import (
    ConstituencyFactory,
    DeputyFactory,
    DutyReportFactory,
    FundFactory,
    GroupFactory,
    HonourFactory,
    MandateFactory,
    MaterialFactory,
    ReceiptFactory,
    RollEntryFactory,
    StationFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


@pytest.fixture
def year(in_township):
    """A small year with rows on both sides of every border."""
    town = in_township
    term = TermFactory(township=town, number=14)
    woman = DeputyFactory(township=town, gender="female", party="cpc")
    MandateFactory(township=town, term=term, deputy=woman)
    MandateFactory(township=town, term=None, deputy=woman, level="county")
    man = MandateFactory(township=town, term=term, from_on=date(2025, 7, 18), is_by_election=True)
    MandateFactory(township=town, term=term, until_on=date(2025, 1, 21), end_reason="resigned")
    MandateFactory(township=town, term=None, level="county", until_on=None)
    GroupFactory(township=town)
    StationFactory(township=town)
    for kind, on, present in [
        ("political", date(2025, 1, 1), 2),
        ("special", date(2025, 12, 31), 1),
        ("law", date(2026, 1, 1), 1),
        ("briefing", date(2025, 8, 1), 0),
    ]:
        training = TrainingFactory(
            township=town, kind=kind, held_on=on, roll__on=on, title=f"{kind}学习"
        )
        for deputy in [woman, man.deputy][:present]:
            RollEntryFactory(township=town, roll=training.roll, deputy=deputy, state="present")
    RollEntryFactory(
        township=town, roll=Training.objects.get(kind="special").roll, deputy=None, guest="列席", state="present"
    )  # fmt: skip
    paper = MaterialFactory(township=town, issued_on=date(2025, 3, 1))
    MaterialFactory(township=town, issued_on=date(2025, 4, 1), kind="study")
    ReceiptFactory(township=town, material=paper, deputy=woman, read_at=timezone.make_aware(datetime(2025, 3, 2)))  # fmt: skip
    ReceiptFactory(township=town, material=paper, deputy=man.deputy)
    DutyReportFactory(township=town, deputy=woman, voters_present=50)
    DutyReportFactory(township=town, deputy=woman, voters_present=60)
    HonourFactory(township=town, deputy=woman)
    FundFactory.create_batch(2, township=town, budget=15000, spent=7500)
    FundFactory(township=town, year=2024)
    return town


VALUES = {
    "in_office": 2,
    "seats": 0,
    "vacancies": 0,
    "roll_expected": 3,
    "roll_present": 3,
    "roll_on_leave": 0,
    "roll_absent": 0,
    "women": 1,
    "party_members": 1,
    "county_level": 2,
    "two_levels": 1,
    "by_elected": 1,
    "ended": 1,
    "groups": 1,
    "stations": 1,
    "trainings": 2,
    "trainings_political": 1,
    "trainings_special": 1,
    "trainings_law": 0,
    "trainings_list": 2,
    "training_person_times": 3,
    "materials": 2,
    "materials_superior": 1,
    "materials_superior_list": 1,
    "materials_to_all": 1,
    "materials_given": 2,
    "materials_read": 1,
    "duty_reports": 1,
    "duty_report_voters": 110,
    "duty_reports_announced": 2,
    "honours": 1,
    "funds_budget": 30000,
    "funds_spent": 15000,
}


RATES = ("material_read_rate", "attendance_rate", "funds_rate")


def test_every_figure_is_its_rows(year):
    measured = {key: measure(f"deputies.{key}", YEAR) for key in VALUES}

    assert {key: m.value for key, m in measured.items()} == VALUES
    assert {key: len(m.evidence) for key, m in measured.items()} == VALUES | {
        "duty_report_voters": 2,
        "funds_budget": 2,
        "funds_spent": 2,
    }


def test_a_paper_is_everybodys_when_nobody_in_office_that_day_was_left_out(year):
    [paper] = measure("deputies.materials_superior", YEAR).queryset
    seated = Deputy.objects.in_office(paper.issued_on)
    assert seated.count() == 1
    assert measure("deputies.materials_to_all", YEAR).evidence == [paper.pk]

    late = MandateFactory(township=year, from_on=date(2025, 2, 28))
    assert measure("deputies.materials_to_all", YEAR).evidence == []

    ReceiptFactory(township=year, material=paper, deputy=late.deputy)
    assert measure("deputies.materials_to_all", YEAR).evidence == [paper.pk]


def test_no_figure_of_the_app_is_untested():
    keys = {key for key, _ in figures.items() if key.startswith("deputies.")}

    assert keys == {f"deputies.{key}" for key in (*VALUES, *COMPOSITION, *RATES)}


def test_the_rate_and_the_listing_in_words(year):
    Training.objects.filter(kind="special").update(discussion="分组修改文本。当场点评。")
    assert measure("deputies.material_read_rate", YEAR).text == "50%"
    assert measure("deputies.trainings_list", YEAR).items == [
        "1月1日political学习，怎样写好建议",
        "12月31日special学习，怎样写好建议，分组修改文本，当场点评",
    ]


def test_by_month(year):
    assert measure("deputies.training_person_times", YEAR).by_month() == [2] + [0] * 10 + [1]
    assert measure("deputies.trainings", YEAR).by_month() == [1] + [0] * 10 + [1]


def test_health_names_what_is_wrong(in_township):
    term = TermFactory(township=in_township, number=14)
    place = ConstituencyFactory(township=in_township, number=3, name="五雷村", seats=2)
    MandateFactory(township=in_township, term=term, constituency=place, deputy__name="陈根法")
    DeputyFactory(township=in_township, name="林美凤")
    for kind, spent in (("activity", 80_000), ("other", 90_000)):
        FundFactory(township=in_township, year=2025, kind=kind, budget=80_000, spent=spent)

    found = {
        check.label: [p.title for p in problems]
        for check, problems in examine(YEAR)
        if check.key.startswith("deputies.")
    }

    assert found == {
        "选区缺额": ["第3选区（五雷村）名额 2 名，实有 1 名"],
        "未编入代表小组": ["陈根法没有代表小组"],
        "没有代表资格": ["林美凤没有登记代表资格"],
        "没有代表证号": ["陈根法没有代表证号"],
        "闭会期间履职天数不足": ["陈根法签到册上闭会期间履职 0 天，应不少于 7 天"],
        "履职经费支出超过预算": ["2025年其他履职经费预算 80000 元，支出 90000 元，超出 10000 元"],
    }


def test_a_seat_nobody_holds_on_the_last_day_is_vacant(in_township):
    """Of three seats one is held, one was left in June and one never filled; a county seat fills none."""
    town, term = in_township, TermFactory(township=in_township, number=14)
    two = ConstituencyFactory(township=town, number=1, seats=2)
    one = ConstituencyFactory(township=town, number=2, seats=1)
    full = ConstituencyFactory(township=town, number=3, seats=1)
    MandateFactory(
        township=town, term=term, constituency=two, until_on=date(2025, 6, 1), end_reason="moved"
    )
    paused = {"suspended_from": date(2025, 9, 1)}
    MandateFactory(township=town, term=term, constituency=full, **paused)
    MandateFactory(township=town, term=None, level="county", constituency=one)

    before, after = (
        measure("deputies.vacancies", Period(date(2025, 1, 1), date(2025, month, 1)))
        for month in (5, 7)
    )

    assert measure("deputies.seats", YEAR).value == 4
    assert measure("deputies.vacancies", YEAR.previous.previous).value == 0  # nobody was known then
    assert list(examine(YEAR.previous.previous, only="deputies.vacancies")) == []
    assert before.amounts == [(two.pk, 1), (one.pk, 1)]
    assert (after.value, after.amounts) == (3, [(two.pk, 2), (one.pk, 1)])


def test_who_stayed_away_is_told_apart_by_leave(in_township):
    training = TrainingFactory(township=in_township, roll__on=date(2025, 3, 1))
    lines = {"township": in_township, "roll": training.roll}
    RollEntryFactory.create_batch(2, **lines, state="present")
    leave = RollEntryFactory(**lines, state="on_leave", reason="住院")
    absent = RollEntryFactory(**lines, state="absent")
    RollEntryFactory(**lines, state="expected")
    RollEntryFactory(**lines, deputy=None, guest="列席", state="absent")
    other = TrainingFactory(township=in_township, roll__on=date(2024, 3, 1))
    RollEntryFactory(township=in_township, roll=other.roll, state="absent")

    assert measure("deputies.roll_expected", YEAR).value == 4
    assert measure("deputies.roll_on_leave", YEAR).evidence == [leave.pk]
    assert measure("deputies.roll_absent", YEAR).evidence == [absent.pk]
    assert measure("deputies.attendance_rate", YEAR).text == "50%"
