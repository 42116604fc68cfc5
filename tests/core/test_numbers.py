from django.db import transaction

from renda.core.numbers import next_number
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory


def test_numbers_run_per_series_and_township(in_township):
    assert [next_number("motion-14-2") for _ in range(3)] == [1, 2, 3]
    assert next_number("motion-14-3") == 1
    with township_scope(TownshipFactory().pk):
        assert next_number("motion-14-2") == 1


def test_a_rolled_back_number_is_given_again(in_township):
    next_number("notice")

    with transaction.atomic():
        assert next_number("notice") == 2
        transaction.set_rollback(True)

    assert next_number("notice") == 2
