"""No township's rows may be reached by accident, and the schema stays fit to be distributed."""

import pytest
from django.db import models

from renda.core.models import Membership, Record
from renda.core.scoping import NoTownship
from tests.architecture.models import OURS, OWNED

ESCAPES = {
    "list": lambda rows: list(rows.all()),
    "exists": lambda rows: rows.exists(),
    "count": lambda rows: rows.count(),
    "first": lambda rows: rows.exclude(pk=0).first(),
    "update": lambda rows: rows.update(township=1),
    "delete": lambda rows: rows.all().delete(),
    "aggregate": lambda rows: rows.aggregate(models.Count("pk")),
    "values": lambda rows: list(rows.values_list("pk")),
    "get_or_create": lambda rows: rows.get_or_create(pk=0),
}

SHARED = {
    "core.County": "above the townships",
    "core.Township": "is the township",
    "core.User": "one person may work in several townships",
    "core.Membership": "read before the township is known; begins with township in its key",
}

UNSCOPED_KEYS = {
    "core.County.name": "county",
    "core.County.slug": "county",
    "core.Township.slug": "names the township",
    "core.User.username": "account, across townships",
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", OWNED, ids=lambda m: m._meta.label)
def test_no_query_runs_outside_a_township(model):
    for manager in [*model._meta.managers, model._base_manager]:
        for escape in ESCAPES.values():
            with pytest.raises(NoTownship):
                escape(manager)


def test_every_model_belongs_to_a_township_or_says_why_not():
    assert {m._meta.label for m in OURS} - {m._meta.label for m in OWNED} == set(SHARED)


@pytest.mark.parametrize("model", OWNED, ids=lambda m: m._meta.label)
def test_keys_and_indexes_begin_with_the_township(model):
    loose = [
        c.name
        for c in model._meta.constraints
        if isinstance(c, models.UniqueConstraint) and c.fields[:1] != ("township",)
    ]
    loose += [i.name for i in model._meta.indexes if i.fields[:1] != ["township"]]
    loose += [
        f.name for f in model._meta.local_fields if not f.primary_key and (f.unique or f.db_index)
    ]

    assert loose == []


def test_shared_tables_unique_keys_are_named_here():
    unique = {
        f"{m._meta.label}.{f.name}"
        for m in OURS
        if m not in OWNED
        for f in m._meta.local_fields
        if f.unique and not f.primary_key
    }

    assert unique == set(UNSCOPED_KEYS)


@pytest.mark.parametrize(
    "model", [m for m in OWNED if issubclass(m, Record)], ids=lambda m: m._meta.label
)
def test_reverse_lookups_have_an_index(model):
    """A key whose target reads its rows back (it has a related name) is the second column of an index."""
    indexed = {tuple(i.fields[:2]) for i in model._meta.indexes} | {
        c.fields[:2] for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)
    }
    bare = [
        f.name
        for f in model._meta.local_fields
        if isinstance(f, models.ForeignKey)
        and not f.remote_field.hidden
        and ("township", f.name) not in indexed
    ]

    assert bare == []


def test_history_is_never_cascaded_away():
    cascading = [
        f"{m._meta.label}.{f.name}"
        for m in (*OWNED, Membership)
        for f in m._meta.local_fields
        if isinstance(f, models.ForeignKey) and f.remote_field.on_delete is models.CASCADE
    ]

    assert cascading == []
