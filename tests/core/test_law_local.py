"""A township's own numbers, and the office's own day table, as the database holds them."""

from datetime import date

import pytest
from django.urls import reverse

from renda.core import law
from renda.core.calendar import due_by_months, load_overrides
from renda.core.models import AuditEntry, CalendarDay, LocalRule, Role
from renda.core.scoping import NoTownship, reading_scope, township_scope
from tests.core.meanwhile import before_the_lock
from tests.factories.core import TownshipFactory


def test_value_is_the_default_until_the_township_sets_its_own(
    in_township, django_assert_num_queries
):
    assert law.value("suggestion.redo_months") == 1
    LocalRule.objects.create(key="suggestion.redo_months", value=2, reason="本镇办理办法")
    with django_assert_num_queries(1):
        assert law.value("suggestion.redo_months") == 2
    assert law.value("suggestion.assist_months") == 2
    assert law.rule("suggestion.redo_months").default == 1


def test_value_is_one_townships_only(in_township):
    LocalRule.objects.create(key="session.notice", value=10)
    with township_scope(TownshipFactory().pk):
        assert law.value("session.notice") == 7
    assert law.value("session.notice") == 10


def test_values_reads_several_numbers_in_one_query(in_township, django_assert_num_queries):
    LocalRule.objects.create(key="suggestion.reply_months", value=2)
    LocalRule.objects.create(key="session.notice", value=10)
    keys = ("suggestion.reply_months", "suggestion.reply_months_extended", "motion.sponsors")
    with django_assert_num_queries(1):
        found = law.values(*keys)
    assert found == {
        "suggestion.reply_months": 2,
        "suggestion.reply_months_extended": 6,
        "motion.sponsors": 5,
    }


def test_a_number_of_the_law_stands_whatever_the_table_says(in_township):
    LocalRule.objects.create(key="motion.sponsors", value=1)
    assert law.value("motion.sponsors") == 5
    assert law.values("motion.sponsors") == {"motion.sponsors": 5}


@pytest.mark.parametrize("stored", [4, 0, "2", True, 1.5])
def test_a_local_number_against_the_law_is_an_error_and_not_used(in_township, stored):
    LocalRule.objects.create(key="suggestion.reply_months", value=stored)
    with pytest.raises(ValueError, match=r"suggestion\.reply_months"):
        law.value("suggestion.reply_months")
    with pytest.raises(ValueError, match=r"suggestion\.reply_months"):
        law.values("suggestion.reply_months")


def test_several_townships_have_no_single_number(in_township):
    with reading_scope([in_township.pk, TownshipFactory().pk]):
        with pytest.raises(NoTownship):
            law.value("session.notice")
        with pytest.raises(NoTownship):
            law.values("session.notice")
        with pytest.raises(NoTownship):
            load_overrides()


def test_value_needs_a_township_and_a_number(db):
    with pytest.raises(NoTownship):
        law.value("suggestion.redo_months")
    with pytest.raises(ValueError, match="sets no number"):
        law.value("session.quorum")
    with pytest.raises(KeyError):
        law.value("suggestion.nothing")


def test_the_day_table_is_one_query_and_moves_a_deadline(in_township, django_assert_num_queries):
    CalendarDay.objects.create(date=date(2025, 6, 25), is_workday=False, note="全镇停电")
    CalendarDay.objects.create(date=date(2025, 6, 28), is_workday=True)
    with django_assert_num_queries(1):
        overrides = load_overrides()
    assert overrides == {date(2025, 6, 25): False, date(2025, 6, 28): True}
    assert due_by_months(date(2025, 3, 25), 3, overrides).on == date(2025, 6, 26)
    assert due_by_months(date(2025, 3, 25), 3).on == date(2025, 6, 25)


def test_numbers_and_the_day_table_are_read_by_one_query(in_township, django_assert_num_queries):
    LocalRule.objects.create(key="suggestion.redo_months", value=2)
    CalendarDay.objects.create(date=date(2025, 6, 25), is_workday=False)
    CalendarDay.objects.create(date=date(2025, 6, 28), is_workday=True)
    keys = ("suggestion.redo_months", "suggestion.assist_months", "suggestion.reply_months")

    with django_assert_num_queries(1):
        numbers, days = law.values_and_days(*keys)

    assert numbers == law.values(*keys) == dict(zip(keys, (2, 2, 3), strict=True))
    assert days == load_overrides() == {date(2025, 6, 25): False, date(2025, 6, 28): True}
    with township_scope(TownshipFactory().pk):
        assert law.values_and_days(*keys) == (law.values(*keys), {})
        assert load_overrides() == {}
        assert law.value("suggestion.redo_months") == 1


def test_history_names_the_number_that_was_replaced(client, person, in_township):
    client.force_login(person(Role.ADMIN))
    own = LocalRule.objects.create(key="session.notice", value=8)

    with before_the_lock(lambda: LocalRule.objects.filter(pk=own.pk).update(value=9)):
        client.post(
            reverse("core:rule", args=["session.notice"]), {"value": 10, "reason": "本镇办法"}
        )

    assert AuditEntry.objects.get(verb="修改参数").changes == [("会议通知", "9 日", "10 日")]


def test_the_rules_are_listed_in_two_parts(client, person, township):
    client.force_login(person(Role.ADMIN))

    local, fixed = (client.get(reverse("core:rules"), {"part": p}) for p in ("", "fixed"))
    pages = [
        client.get(reverse("core:rules"), {"part": "fixed", "page": number})
        for number in fixed.context["page_obj"].paginator.page_range
    ]
    whole = client.get(reverse("core:rules"), {"part": "fixed", "all": 1})
    told = [[row["rule"].key for row in page.context["rows"]] for page in (local, *pages, whole)]
    assert [key for keys in told[1:-1] for key in keys] == told[-1]
    keys = [set(told[0]), set(told[-1])]

    assert keys[0] | keys[1] == {rule.key for rule in law.rules()}
    assert keys[0] == {rule.key for rule in law.rules() if rule.is_adjustable}
    assert all(len(page.content) <= 40 * 1024 for page in (local, *pages))
    assert [tab["count"] for tab in fixed.context["tabs"]] == [len(keys[0]), len(keys[1])]
