"""The morning's checks: one that fails spoils neither the others nor the next run."""

from datetime import date

import pytest

from renda.core import daily
from renda.core.models import LocalRule
from renda.core.registry import Registry
from renda.core.tasks import daily_township

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 25)


@pytest.fixture
def checks(monkeypatch):
    """A morning without the apps' own checks."""
    own = Registry("daily check")
    monkeypatch.setattr(daily, "checks", own)
    return own


def half(today):
    """Writes something and fails."""
    LocalRule.objects.create(key="suggestion.remind_days", value=20)
    raise ValueError("half")


def kept():
    return list(LocalRule.objects.order_by("key").values_list("key", flat=True))


def test_a_check_that_fails_keeps_no_later_one_from_running_and_leaves_nothing_half_done(
    in_township, checks
):
    checks.add("a.half", half)
    checks.add(
        "b.whole", lambda today: LocalRule.objects.create(key="suggestion.accept_days", value=9)
    )
    checks.add("c.zero", lambda today: 1 // 0)

    with pytest.raises(ExceptionGroup) as raised:
        daily.run_all(TODAY)

    assert kept() == ["suggestion.accept_days"]
    assert [(type(error), error.__notes__) for error in raised.value.exceptions] == [
        (ValueError, ["daily check a.half"]),
        (ZeroDivisionError, ["daily check c.zero"]),
    ]


def test_the_task_of_a_morning_fails_with_its_check_and_the_next_run_does_what_was_left(
    township, in_township, checks
):
    broken = []

    def mended_later(today):
        if broken:
            raise ValueError(broken.pop())
        LocalRule.objects.get_or_create(key="suggestion.accept_days", defaults={"value": 9})

    checks.add("a.mended_later", mended_later)
    broken.append("once")

    with pytest.raises(ExceptionGroup):
        daily_township(township_id=township.pk)
    assert kept() == []

    daily_township(township_id=township.pk)
    daily_township(township_id=township.pk)
    assert kept() == ["suggestion.accept_days"]
