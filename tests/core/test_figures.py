from datetime import date
from decimal import Decimal

import pytest

from renda.core.figures import (
    Figure,
    Measured,
    Period,
    by_township,
    find,
    measure,
    prefetch,
    prefetch_values,
)
from renda.core.figures import figures as registry
from renda.core.figures.sharing import shared
from renda.core.models import Unit
from renda.core.scoping import reading_scope
from tests.factories.core import UnitFactory

YEAR = Period.year(2025)


def units(**wanted):
    return lambda period: Unit.objects.filter(**wanted)


def figure(key, kind="count", **attributes) -> Figure:
    return Figure(
        key=key, label=key, unit="个", kind=kind, group="单位", definition="口径", **attributes
    )


@pytest.fixture
def declared():
    """Three figures that live only for one test."""
    made = [
        figure("units.all", rows=units()),
        figure("units.stations", rows=units(kind=Unit.Kind.STATION)),
        figure("units.share", "rate", numerator="units.stations", denominator="units.all"),
        figure("units.revisions", "total", rows=units(), field="revision"),
        figure("units.names", "listing", rows=units(), item=lambda unit: unit.name),
    ]
    for one in made:
        registry.add(one.key, one)
    yield
    for one in made:
        del registry._items[one.key]


def test_a_count_is_its_rows(in_township, declared):
    ours = UnitFactory.create_batch(2, township=in_township)
    UnitFactory()

    number = measure("units.all", YEAR)

    assert (number.value, number.text, number.evidence) == (2, "2", [u.pk for u in ours])
    assert number.source == "core.unit"
    assert set(number.queryset) == set(ours)


def test_a_rate_is_computed_from_two_counts_with_one_decimal(in_township, declared):
    UnitFactory.create_batch(2, township=in_township, kind=Unit.Kind.STATION)
    UnitFactory(township=in_township)

    number = measure("units.share", YEAR)

    assert (number.value, number.text) == (Decimal("66.7"), "66.7%")
    assert number.formula == "units.stations 2 个 ÷ units.all 3 个 × 100%"


def test_a_whole_rate_has_no_decimal_and_no_base_no_value(in_township, declared):
    assert (measure("units.share", YEAR).value, measure("units.share", YEAR).text) == (None, "—")
    UnitFactory(township=in_township, kind=Unit.Kind.STATION)
    assert measure("units.share", YEAR).text == "100%"


def test_a_total_adds_its_rows_amounts(in_township, declared):
    one, two = UnitFactory.create_batch(2, township=in_township)
    two.save()

    number = measure("units.revisions", YEAR)

    assert number.amounts == [(one.pk, 1), (two.pk, 2)]
    assert number.value == 3


def test_a_listing_words_its_rows(in_township, declared):
    UnitFactory(township=in_township, name="水利站")

    assert measure("units.names", YEAR).items == ["水利站"]


def test_grouping_uses_the_words_of_choices(in_township, declared):
    UnitFactory.create_batch(2, township=in_township, kind=Unit.Kind.STATION)
    UnitFactory(township=in_township)

    assert measure("units.all", YEAR).grouped("kind") == [("驻乡镇站所", 2), ("乡镇内设机构", 1)]


@pytest.mark.parametrize("read", [prefetch, prefetch_values])
def test_prefetch_reads_everything_in_one_query(
    in_township, declared, django_assert_num_queries, read
):
    UnitFactory.create_batch(3, township=in_township)
    numbers = [measure(key, YEAR) for key in ("units.all", "units.share", "units.revisions")]

    with django_assert_num_queries(1):
        read(numbers)
        values = [number.value for number in numbers]

    assert values == [3, Decimal("0.0"), 3]


def test_by_township_counts_every_township_in_scope(township, declared):
    UnitFactory.create_batch(2, township=township)
    other = UnitFactory(kind=Unit.Kind.STATION)
    UnitFactory()

    with reading_scope([township.pk, other.township_id]):
        found = by_township(["units.all", "units.stations"], YEAR)

    assert found == {
        township.pk: {"units.all": 2, "units.stations": 0},
        other.township_id: {"units.all": 1, "units.stations": 1},
    }


def test_a_figure_per_subject_needs_a_subject(in_township):
    _, two = UnitFactory.create_batch(2, township=in_township)
    registry.add(
        "units.of_subject",
        figure(
            "units.of_subject",
            rows=lambda period, unit: Unit.objects.filter(pk=unit.pk),
            per=lambda period: Unit.objects.all(),
        ),
    )
    try:
        assert find("units.of_subject", YEAR) is None
        assert find(f"units.of_subject@{two.pk + 1}", YEAR) is None
        number = measure(f"units.of_subject@{two.pk}", YEAR)
        assert (number.figure.label, number.evidence) == (f"{two}：units.of_subject", [two.pk])
        assert number.figure.subject == two
    finally:
        del registry._items["units.of_subject"]


def test_a_figure_is_declared_once_and_defined():
    from renda.core.figures import count

    with pytest.raises(ValueError, match="needs a docstring"):
        count("units.undefined", label="x", unit="个", group="x")(lambda period: None)


def test_the_year_before_of_a_leap_day():
    assert Period(date(2024, 2, 29), date(2024, 12, 31)).previous == Period(
        date(2023, 2, 28), date(2023, 12, 31)
    )


def test_measured_is_not_computed_until_it_is_read(
    in_township, declared, django_assert_num_queries
):
    with django_assert_num_queries(0):
        assert isinstance(measure("units.all", YEAR), Measured)


def test_rows_that_several_figures_narrow_are_put_together_once_while_they_are_read(in_township):
    asked = []

    def rows(period):
        """口径"""
        asked.append(period)
        return Unit.objects.all()

    base = shared(rows)
    stations = figure("units.stations", rows=lambda p: base(p).filter(kind=Unit.Kind.STATION))
    numbers = [Measured(figure("units.all", rows=base), YEAR), Measured(stations, YEAR)]
    ours = UnitFactory(township=in_township, kind=Unit.Kind.STATION)

    prefetch(numbers)
    assert ([n.evidence for n in numbers], len(asked)) == ([[ours.pk], [ours.pk]], 1)

    later = UnitFactory(township=in_township)
    assert set(base(YEAR)) == {ours, later}
    assert len(asked) == 2
