"""The morning's run: once, for every township, however many workers and cases there are."""

import threading
from datetime import date
from itertools import groupby

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motions.daily import lapse, warn
from motions.models import Motion, Reminder
from motions.services.ladders import LADDERS, RULES, rung_of
from renda.core import daily, law
from renda.core.models import Notification
from renda.core.registry import Registry
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory
from tests.factories.motions import (
    AssignmentFactory,
    MotionFactory,
    ObjectionFactory,
    ReminderFactory,
)
from tests.motions.helpers.warnings import DUE, days

pytestmark = pytest.mark.django_db


def test_the_morning_registers_both_checks_lapsing_first():
    keys = [key for key, _ in daily.checks.items() if key.startswith("motions.")]

    assert keys == ["motions.lapse", "motions.warn"]


def test_every_rung_is_reached_on_its_own_day(in_township):
    rules = law.values(*RULES)

    for kind, ladder in LADDERS.items():
        for rung in ladder.rungs:
            at = rung.left(rules)
            assert rung_of(kind, at, rules) == (rung, at), kind
        assert rung_of(kind, max(r.left(rules) for r in ladder.rungs) + 1, rules) is None


def test_a_neighbour_is_not_warned(in_township, people, case):
    other = TownshipFactory()
    with township_scope(other.pk):
        AssignmentFactory(township=other, status="handling")

    warn(DUE - days(7))

    with township_scope(other.pk):
        assert not Reminder.objects.exists()


def many(township, people, number):
    """Everything that can wait, ``number`` times."""
    for n in range(number):
        row = AssignmentFactory(township=township, unit=people.unit, status="handling")
        AssignmentFactory(
            township=township, unit=people.unit, status="waiting", sign_due=DUE - days(9)
        )
        ObjectionFactory(
            township=township, assignment__unit=people.unit, assignment__status="objected"
        )
        ReminderFactory(
            township=township, assignment=row, kind="order", number=f"练人督〔2025〕{n + 1}号",
            leader="沈国良", feedback_due=DUE,
        )  # fmt: skip
        MotionFactory(township=township, term=row.motion.term, lead=people.lead, status="submitted")
        MotionFactory(
            township=township, term=row.motion.term, lead=people.lead, status="replied",
            feedback_due=DUE - days(1),
        )  # fmt: skip
        MotionFactory(
            township=township, term=row.motion.term, lead=people.lead, status="replied",
            feedback_due=DUE - days(30),
        )  # fmt: skip


def queries(today):
    """How many; what SQLite cuts into several inserts of hundreds of rows counts as one."""
    with CaptureQueriesContext(connection) as captured:
        lapse(today)
        warn(today)
    return sum(1 for _ in groupby(captured.captured_queries, key=lambda q: q["sql"][:40]))


@pytest.mark.parametrize("number", [1, 40])
def test_a_morning_asks_the_same_for_few_and_for_many(in_township, people, number):
    many(in_township, people, number)

    first = queries(DUE + days(1))

    assert Reminder.objects.warnings().count() == number * 7
    assert first <= 40
    assert queries(DUE + days(1)) <= 20


def test_the_same_warning_cannot_be_kept_twice(in_township, people, case):
    motion = case("assigned")
    warn(DUE - days(7))
    again = Reminder.objects.get()
    again.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)

    assert Reminder.objects.filter(motion=motion).count() == 1


def test_a_check_that_fails_before_them_keeps_no_warning_back_and_doubles_none(
    in_township, people, case, monkeypatch
):
    case("assigned")
    checks = Registry("daily check")
    checks.add("broken", lambda today: 1 // 0)
    checks.add("motions.lapse", lapse)
    checks.add("motions.warn", warn)
    monkeypatch.setattr(daily, "checks", checks)

    for _ in range(2):
        with pytest.raises(ExceptionGroup):
            daily.run_all(DUE - days(7))

    assert Reminder.objects.warnings().count() == 1
    assert Notification.objects.exclude(key="").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_workers_at_once_send_once(township, people, case):
    with township_scope(township.pk):
        case("assigned")
        case("replied", assignment="replied", feedback_due=date(2025, 5, 1))
    failed, gate = [], threading.Barrier(4)

    def work():
        try:
            with township_scope(township.pk):
                gate.wait()
                lapse(DUE + days(1))
                warn(DUE + days(1))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with township_scope(township.pk):
        assert Reminder.objects.warnings().count() == 1
        assert Motion.objects.filter(status="closed").count() == 1
        keys = list(Notification.objects.exclude(key="").values_list("to_id", "key"))
        assert len(keys) == len(set(keys)) == 5
