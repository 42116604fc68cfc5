"""SQL that is built once answers as SQL that is built anew, whatever the values and the township."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from motions.models import Assignment, CoSigner, Motion
from renda.core.prepared import Unprepared, prepared
from renda.core.scoping import NoTownship, everywhere, reading_scope, township_scope
from renda.core.together import prepared_together
from tests.factories.core import TownshipFactory
from tests.factories.motions import CoSignerFactory, MotionFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 1)


@prepared
def raised(since: date, round_: int, keys: tuple[int, ...], *, kind: str):
    rows = Motion.objects.filter(submitted_on__gte=since, round=round_, pk__in=keys, kind=kind)
    return rows.select_related("lead", "session").annotate(who=F("lead__name")).order_by("pk")


@pytest.fixture
def cases(township):
    """Three cases of three days here, one elsewhere."""
    other = TownshipFactory()
    MotionFactory(township=other, submitted_on=DAY)
    return [
        MotionFactory(township=township, submitted_on=DAY + timedelta(days=n), kind=kind)
        for n, kind in enumerate(("suggestion", "suggestion", "bill"))
    ]


def test_each_call_finds_the_rows_of_its_own_values(township, cases):
    first, second, bill = cases
    every = tuple(case.pk for case in cases)

    with township_scope(township.pk):
        assert raised(DAY, 1, every, kind="suggestion") == [first, second]
        assert raised(DAY + timedelta(days=1), 1, every, kind="suggestion") == [second]
        assert raised(DAY, 2, every, kind="suggestion") == []
        assert raised(DAY, 1, every[:1], kind="suggestion") == [first]
        assert raised(DAY, 1, every, kind="bill") == [bill]
        with CaptureQueriesContext(connection) as asked:
            row = raised(DAY, 1, every[:1], kind="suggestion")[0]
            found = (row.lead.name, row.who, row.session, row.submitted_on)
        assert found == (first.lead.name, first.lead.name, first.session, DAY)
        assert len(asked) == 1


@prepared
def days(since: date):
    rows = Motion.objects.filter(submitted_on__gt=since).order_by("pk")
    return rows.values_list("submitted_on", "lead__name")


def test_tuples_of_values_are_found_as_records_are(township, cases):
    _, second, bill = cases

    with township_scope(township.pk):
        said = [(case.submitted_on, case.lead.name) for case in (second, bill)]
        assert days(DAY) == said
        assert days(DAY + timedelta(days=2)) == []
    with township_scope(TownshipFactory().pk):
        assert days(DAY - timedelta(days=9)) == []
    with everywhere():
        assert len(days(DAY - timedelta(days=9))) == 4


def test_a_township_finds_its_own_rows_alone(township, cases):
    everywhere = tuple(range(cases[0].pk - 5, cases[0].pk + 5))
    with township_scope(township.pk):
        here = {case.township_id for case in raised(DAY, 1, everywhere, kind="suggestion")}
    elsewhere = TownshipFactory()
    with township_scope(elsewhere.pk):
        there = raised(DAY, 1, everywhere, kind="suggestion")

    assert (here, there) == ({township.pk}, [])
    with pytest.raises(NoTownship):
        raised(DAY, 1, everywhere, kind="suggestion")


def test_the_county_reads_all_its_townships(township, cases):
    with everywhere():
        other = Motion.objects.exclude(township=township).get()
    with reading_scope([township.pk, other.township_id]):
        keys = tuple(sorted([cases[0].pk, other.pk]))
        assert [case.pk for case in raised(DAY, 1, keys, kind="suggestion")] == list(keys)


def test_several_kinds_of_rows_are_prepared_as_one_question(township, cases):
    first, second, _ = cases
    CoSignerFactory(township=township, motion=first, deputy=second.lead)

    @prepared_together
    def around(case: int, *, named: bool):
        joined = CoSigner.objects.filter(motion=case).select_related("deputy")
        return [Motion.objects.filter(pk=case), joined if named else joined.none()]

    with township_scope(township.pk):
        assert around(first.pk, named=True)[0] == [first]
        assert [row.deputy for row in around(first.pk, named=True)[1]] == [second.lead]
        assert around(first.pk, named=False) == [[first], []]
        assert around(second.pk, named=True) == [[second], []]


def a_day_later(day: date):
    return Motion.objects.filter(submitted_on=day + timedelta(days=1))


def other_sql(day: date):
    rows = Motion.objects.filter(submitted_on=day)
    return rows if day < DAY else rows.filter(kind="bill")


@pytest.mark.parametrize(
    ("build", "values"),
    [
        (a_day_later, (DAY,)),
        (other_sql, (DAY,)),
        (a_day_later, ("2025-03-01",)),
        (other_sql, (None,)),
    ],
)
def test_what_is_no_mere_value_is_refused(township, build, values):
    with township_scope(township.pk), pytest.raises(Unprepared):
        prepared(build)(*values)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite holds no rows")
def test_rows_are_held_in_a_transaction_only(township):
    @prepared
    def held(case: int):
        return Assignment.objects.select_for_update().filter(motion=case)

    with township_scope(township.pk):
        with transaction.atomic():
            assert held(1) == []
        with pytest.raises(transaction.TransactionManagementError):
            held(1)
