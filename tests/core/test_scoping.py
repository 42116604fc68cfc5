import pytest
from django.db import models

from renda.core.models import Notification, Term, Unit
from renda.core.scoping import NoTownship, everywhere, reading_scope, township_scope
from tests.factories.core import TermFactory, TownshipFactory, UnitFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        lambda rows: list(rows.all()),
        lambda rows: rows.exists(),
        lambda rows: rows.count(),
        lambda rows: rows.exclude(pk=0).first(),
        lambda rows: rows.update(name="x"),
        lambda rows: rows.all().delete(),
        lambda rows: rows.aggregate(models.Count("pk")),
        lambda rows: list(rows.values_list("pk")),
        lambda rows: rows.create(name="x"),
    ],
)
def test_nothing_runs_outside_a_scope(query):
    with pytest.raises(NoTownship):
        query(Unit.objects)


def test_a_scope_shows_its_own_rows_only(township):
    ours, theirs = UnitFactory(township=township), UnitFactory()

    with township_scope(township.pk):
        assert list(Unit.objects.all()) == [ours]
        assert not Unit.objects.filter(pk=theirs.pk).exists()
        assert Unit.objects.filter(pk=theirs.pk).update(name="x") == 0

    with township_scope(theirs.township_id):
        assert Unit.objects.get(pk=theirs.pk).name == theirs.name


def test_a_reading_scope_reads_several_and_writes_nothing(township):
    ours, theirs, third = UnitFactory(township=township), UnitFactory(), UnitFactory()

    with reading_scope([township.pk, theirs.township_id]):
        assert set(Unit.objects.all()) == {ours, theirs}
        with pytest.raises(NoTownship):
            Unit.objects.create(name="新单位")

    with everywhere():
        assert set(Unit.objects.all()) == {ours, theirs, third}


def test_a_row_cannot_move_to_another_township(in_township):
    unit = UnitFactory(township=in_township)
    unit.township = TownshipFactory()

    with pytest.raises(ValueError, match="another township"):
        unit.save()


def test_saving_a_row_loaded_elsewhere_is_refused(township):
    with township_scope(township.pk):
        unit = UnitFactory(township=township)
    with township_scope(TownshipFactory().pk), pytest.raises(ValueError, match="another township"):
        unit.save()


def test_voided_rows_leave_lists_but_not_history(in_township):
    term = TermFactory(township=in_township)
    Term.with_voided.filter(pk=term.pk).update(voided_at="2026-01-01T00:00Z")

    assert list(Term.objects.all()) == []
    assert list(Term.with_voided.all()) == [term]


def test_querysets_built_outside_a_scope_run_in_the_one_around_them(township):
    rows = Notification.objects.all()

    with township_scope(township.pk):
        assert rows.count() == 0
