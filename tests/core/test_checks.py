"""Checks of a row are asked together, and each that fails is named."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Stop, VoterContact
from renda.core.scoping import township_scope
from tests.factories.activities import ActivityFactory, StopFactory

pytestmark = pytest.mark.usefixtures("in_township")
FITTING = {"way": "visit", "voters": 3, "outcome": "solved", "met_on": date(2026, 3, 2)}


def asked(township, *, exclude: frozenset = frozenset(), **values) -> tuple[list[str], int]:
    """(what fails, how many questions it took) of validating the constraints of a contact."""
    row = VoterContact(township=township, **FITTING | values)
    said = []
    with CaptureQueriesContext(connection) as captured:
        try:
            row.validate_constraints(exclude=set(exclude))
        except ValidationError as error:
            said = error.messages
    return said, sum("_check" in query["sql"] for query in captured)


def test_four_checks_that_hold_take_one_question(township):
    assert asked(township) == ([], 1)


def test_each_check_that_fails_is_named(township):
    said, _ = asked(township, voters=0, way="reception", outcome="passed")

    assert said == ["选民人数至少为 1", "接待选民须选联络站", "转交承办的须填承办单位和转交日期"]


def test_a_check_over_a_field_that_is_left_out_is_not_asked(township):
    said, _ = asked(township, voters=0, way="reception", exclude=frozenset({"voters"}))

    assert said == ["接待选民须选联络站"]


def saved(client, clerk, activity: Activity) -> tuple[int, int]:
    """(status, queries) of saving the activity's page with its stops as they are."""
    client.force_login(clerk)
    url = reverse("activities:activity_update", args=[activity.pk])
    page = client.get(url)
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value not in (None, "", [])}
    for rows in page.context["formsets"]:
        old = rows.initial_forms
        data |= {f"{rows.prefix}-TOTAL_FORMS": len(old), f"{rows.prefix}-INITIAL_FORMS": len(old)}
        for row in old:
            data |= {row.add_prefix(name): row[name].value() or "" for name in row.fields}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(url, data | {"title": "视察河道"})
    return answer.status_code, len(captured)


def test_saving_a_page_of_a_hundred_rows_asks_no_more_than_one_of_two(client, clerk, township):
    few, many = ActivityFactory(township=township), ActivityFactory(township=township)
    for activity, number in ((few, 2), (many, 100)):
        for _ in range(number):
            StopFactory(township=township, activity=activity)

    two, hundred = saved(client, clerk, few), saved(client, clerk, many)

    assert two == hundred
    assert two[0] == 302
    assert many.stops.count() == 100
    assert Activity.objects.filter(title="视察河道").count() == 2


def test_a_row_of_another_page_stays_as_it_is(client, clerk, township):
    mine, other = ActivityFactory(township=township), StopFactory(township=township)
    client.force_login(clerk)
    url = reverse("activities:activity_update", args=[mine.pk])
    form = client.get(url).context["form"]
    data = {n: form[n].value() for n in form.fields if form[n].value() not in (None, "", [])}
    data |= {"rows0-TOTAL_FORMS": 1, "rows0-INITIAL_FORMS": 1, "rows0-0-id": other.pk}
    data |= {
        "rows0-0-name": "改了",
        "rows0-0-kind": "other",
        "rows1-TOTAL_FORMS": 0,
        "rows1-INITIAL_FORMS": 0,
    }

    answer = client.post(url, data)

    shown = answer.context["formsets"][0]
    assert (shown.vanished, shown.initial_form_count()) == (["改了"], 0)
    with township_scope(township.pk):
        kept = Stop.objects.get()
    assert (kept.pk, kept.name) == (other.pk, other.name)
    assert kept.name != "改了"
