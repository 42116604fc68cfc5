"""Registries refuse duplicates; many counts cost one query."""

import pytest

from renda.core.models import Notification, Term, Unit
from renda.core.registry import Registry, count_together
from renda.core.scoping import township_scope
from tests.factories.core import TermFactory, TownshipFactory, UnitFactory


def test_a_key_is_declared_once():
    registry = Registry("thing")
    registry.add("a", 1)

    with pytest.raises(ValueError, match="thing 'a' is declared twice"):
        registry.add("a", 2)
    assert registry.items() == [("a", 1)]


def test_counts_of_many_querysets_cost_one_query(in_township, django_assert_num_queries):
    for name in ("一办", "二办", "三办"):
        UnitFactory(township=in_township, name=name)
    TermFactory(township=in_township)
    with township_scope(TownshipFactory().pk):
        Unit.objects.create(name="别处")
    units = Unit.objects.order_by("name")

    with django_assert_num_queries(1):
        counts = count_together(
            {
                "units": units,
                "named": units.filter(name__startswith="二"),
                "joined": units.filter(name__in=["一办", "二办"]).select_related("township"),
                "none": Unit.objects.filter(pk__in=[]),
                "terms": Term.objects.all(),
                "unread": Notification.objects.filter(read_at=None),
            }
        )

    assert counts == {"units": 3, "named": 1, "joined": 2, "none": 0, "terms": 1, "unread": 0}


def test_a_row_that_joins_repeat_is_counted_once(in_township, clerk):
    for text in ("一", "二"):
        Notification.objects.create(to=clerk, text=text, url="/")
    told = type(clerk).objects.filter(notifications__township=in_township)

    assert count_together({"told": told}) == {"told": 1}


def test_nothing_to_count_costs_nothing(in_township, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count_together({}) == {}
        assert count_together({"none": Unit.objects.none()}) == {"none": 0}
