import pytest

from renda.core.rates import percent, tenths


@pytest.mark.parametrize(
    ("part", "base", "words"),
    [
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (6, 7, "85.7%"),
        (1, 16, "6.3%"),
        (57, 200, "28.5%"),
        (3, 5, "60.0%"),
        (1, 2000, "0.1%"),
        (0, 5, "0.0%"),
        (5, 5, "100.0%"),
        (0, 0, "—"),
    ],
)
def test_a_rate_is_rounded_half_up_by_integers(part, base, words):
    assert percent(part, base) == words


@pytest.mark.parametrize(
    ("part", "base", "words"), [(5, 5, "100"), (0, 5, "0"), (20, 21, "95.2"), (0, 0, "—")]
)
def test_a_whole_rate_may_go_without_its_decimal_and_its_sign(part, base, words):
    assert percent(part, base, sign="", whole=True) == words


def test_no_size_of_the_numbers_makes_a_rate_inexact():
    base = 2 * 10**30

    assert [tenths(base // 2000 + off, base) for off in (-1, 0)] == [0, 1]
