"""Who sits in the congress: by people, occupation, education and age; and how duty reports were rated."""

from datetime import date

import pytest

from deputies.models import Deputy
from renda.core.figures import Period, measure
from tests.factories.core import TermFactory
from tests.factories.deputies import DeputyFactory, DutyReportFactory, MandateFactory

YEAR = Period.year(2025)
WORK = [f"work_{each}" for each in Deputy.Occupation.values]
TAUGHT = [f"taught_{each}" for each in Deputy.Education.values]
AGES = ["aged_young", "aged_middle", "aged_senior"]
VOTES = [f"duty_report_{each}" for each in ("satisfied", "basically_satisfied", "dissatisfied")]
COMPOSITION = ["minorities", *WORK, *TAUGHT, *AGES, *VOTES]
"""What this module tests, for the test that nothing is left out."""


@pytest.fixture
def seat(in_township):
    """``seat(born_on=…)``: a deputy in office all year."""
    term = TermFactory(township=in_township, number=14)

    def make(**fields) -> Deputy:
        deputy = DeputyFactory(township=in_township, **fields)
        MandateFactory(township=in_township, term=term, deputy=deputy)
        return deputy

    return make


def value(key: str) -> int:
    return measure(f"deputies.{key}", YEAR).value


def rows(key: str) -> list:
    return list(measure(f"deputies.{key}", YEAR).queryset)


def test_deputies_by_people_occupation_and_education(seat, in_township):
    seat()
    she = seat(ethnicity="畲族", occupation="technical", education="bachelor")
    DeputyFactory(township=in_township, ethnicity="畲族", occupation="technical")

    assert rows("minorities") == rows("work_technical") == rows("taught_bachelor") == [she]
    assert sum(map(value, WORK)) == sum(map(value, TAUGHT)) == value("in_office") == 2


def test_deputies_by_age_on_the_last_day(seat):
    young = seat(born_on=date(1990, 1, 1))
    turned = seat(born_on=date(1989, 12, 31))
    middle = seat(born_on=date(1970, 1, 1))
    senior = seat(born_on=date(1969, 12, 31))

    assert rows("aged_young") == [young]
    assert rows("aged_middle") == [turned, middle]
    assert rows("aged_senior") == [senior]


def test_votes_on_duty_reports_are_added_up(in_township):
    DutyReportFactory(township=in_township)
    DutyReportFactory(township=in_township, satisfied=30, dissatisfied=0)
    DutyReportFactory(township=in_township, held_on=date(2024, 9, 1))

    assert [value(key) for key in VOTES] == [75, 8, 1]
