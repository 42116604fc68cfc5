"""A key into one's own township is checked once, not twice."""

import pytest
from django.core.exceptions import ValidationError

from renda.core.models import Membership, Role
from tests.factories.core import UnitFactory


def membership(clerk, township, **unit) -> Membership:
    return Membership(user=clerk, township=township, role=Role.HANDLER, **unit)


def test_a_row_set_as_an_object_is_not_looked_up(
    in_township, clerk, unit, django_assert_num_queries
):
    field = Membership._meta.get_field("unit")

    with django_assert_num_queries(0):
        field.clean(unit.pk, membership(clerk, in_township, unit=unit))


def test_a_row_set_by_its_number_is_looked_up(in_township, clerk):
    foreign = UnitFactory()
    field = Membership._meta.get_field("unit")

    with pytest.raises(ValidationError):
        field.clean(foreign.pk, membership(clerk, in_township, unit_id=foreign.pk))
