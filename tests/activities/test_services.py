"""Whom an activity expects, a deed's level, and when an answer is overdue."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity, Consultation, Deed, Opinion, Stop
from activities.services import last_overdue, record_activity, record_deed
from deputies.models import Roll, RollEntry
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from tests.factories.activities import ActivityFactory, OpinionFactory
from tests.factories.deputies import DeputyFactory, GroupFactory, MandateFactory

pytestmark = pytest.mark.django_db


def post_activity(client, **more):
    return client.post(
        reverse("activities:activity_create"),
        {
            "title": "视察水库",
            "kind": "site_visit",
            "held_on": "2025-04-11",
            "organiser": "镇人大主席团",
            "leaflets": 0,
            "rubbish_kg": 0,
            "levels": ["township"],
            "rows0-TOTAL_FORMS": 1,
            "rows0-INITIAL_FORMS": 0,
            "rows0-0-order": 1,
            "rows0-0-name": "石坑坪水库",
            "rows0-0-kind": "site",
            "rows0-0-project": "province",
            "rows1-TOTAL_FORMS": 1,
            "rows1-INITIAL_FORMS": 0,
            "rows1-0-role": "cadre",
            "rows1-0-number": 6,
            **more,
        },
    )


def expected_on(activity):
    entries = RollEntry.objects.filter(roll=activity.roll_id)
    return set(entries.values_list("deputy_id", flat=True))


def test_registering_an_activity_opens_a_roll_of_those_in_office(client, clerk, township):
    sitting = MandateFactory(township=township).deputy
    MandateFactory(township=township, until_on="2025-01-21", end_reason="resigned")
    MandateFactory(township=township, level="county", term=None)
    client.force_login(clerk)

    answer = post_activity(client)

    with township_scope(township.pk):
        activity = Activity.objects.get()
        roll = Roll.objects.get()
        assert answer["Location"] == activity.get_absolute_url()
        assert expected_on(activity) == {sitting.pk}
        assert (roll.url, roll.kind, roll.on) == (
            activity.get_absolute_url(),
            "activity",
            date(2025, 4, 11),
        )
        stop = Stop.objects.get()
        assert (stop.name, stop.project, str(stop)) == (
            "石坑坪水库",
            "province",
            "石坑坪水库（省重点工程）",
        )
        assert [str(h) for h in activity.head_counts.all()] == ["机关干部 6 人"]
        assert AuditEntry.objects.filter(verb="登记", object_id=activity.pk).count() == 1


def test_the_form_proposes_the_presidium_of_this_township(client, clerk, township):
    client.force_login(clerk)

    page = client.get(reverse("activities:activity_create"))

    assert page.context["form"]["organiser"].value() == f"{township.name}人大主席团"


def test_registering_an_activity_is_cheap(client, clerk, township):
    MandateFactory(township=township)
    client.force_login(clerk)
    client.get(reverse("activities:campaign_create"))

    with CaptureQueriesContext(connection) as queries:
        answer = post_activity(client)

    asked = [q for q in queries if "SAVEPOINT" not in q["sql"]]
    assert answer.status_code == 302
    assert len(asked) <= 20


def test_both_levels_expect_a_person_with_two_mandates_once(in_township):
    both = MandateFactory(township=in_township)
    MandateFactory(township=in_township, deputy=both.deputy, level="county", term=None)
    county = MandateFactory(township=in_township, level="county", term=None).deputy

    activity = record_activity(
        Activity(title="部署会", kind="other", held_on=date(2025, 7, 10)),
        levels=["township", "county"],
    )

    entries = RollEntry.objects.filter(roll=activity.roll_id)
    assert sorted(e.deputy_id for e in entries) == sorted([both.deputy_id, county.pk])


def test_a_groups_activity_expects_its_members_only(in_township):
    group = GroupFactory(township=in_township)
    member = MandateFactory(township=in_township, deputy__group=group).deputy
    MandateFactory(township=in_township)

    activity = record_activity(
        Activity(title="走访", kind="group", held_on=date(2025, 1, 8), group=group),
        levels=["township"],
    )

    assert expected_on(activity) == {member.pk}


def test_invited_deputies_alone_are_expected(client, clerk, township):
    invited = MandateFactory(township=township).deputy
    MandateFactory(township=township)
    client.force_login(clerk)

    post_activity(client, invited=[invited.pk])

    with township_scope(township.pk):
        assert expected_on(Activity.objects.get()) == {invited.pk}


def test_an_invited_deputy_of_another_group_is_refused(client, clerk, township):
    invited = MandateFactory(township=township).deputy
    group = GroupFactory(township=township)
    client.force_login(clerk)

    answer = post_activity(client, invited=[invited.pk], group=group.pk)

    assert list(answer.context["form"].errors) == ["invited"]
    with township_scope(township.pk):
        assert (Activity.objects.count(), Roll.objects.count()) == (0, 0)


def test_who_has_left_since_is_invited_to_an_earlier_activity(client, clerk, township):
    gone = MandateFactory(
        township=township, until_on=date(2025, 6, 30), end_reason="resigned"
    ).deputy
    later = MandateFactory(township=township, from_on=date(2025, 7, 1)).deputy
    client.force_login(clerk)

    answer = post_activity(client, invited=[gone.pk, later.pk])
    post_activity(client, invited=[gone.pk])

    assert answer.context["form"].errors == {
        "invited": [f"{later.name}当天（2025-04-11）不是代表，请改选或者核对日期"]
    }
    with township_scope(township.pk):
        assert expected_on(Activity.objects.get()) == {gone.pk}


def test_changing_an_activitys_day_moves_its_roll(client, clerk, township):
    activity = ActivityFactory(township=township, roll__is_closed=False)
    client.force_login(clerk)

    client.post(
        reverse("activities:activity_update", args=[activity.pk]),
        {
            "title": "视察两座水库",
            "kind": "site_visit",
            "held_on": "2025-04-18",
            "organiser": "镇人大主席团",
            "leaflets": 0,
            "rubbish_kg": 0,
            "seen_revision": activity.revision,
            "rows0-TOTAL_FORMS": 0,
            "rows0-INITIAL_FORMS": 0,
            "rows1-TOTAL_FORMS": 0,
            "rows1-INITIAL_FORMS": 0,
        },
    )

    with township_scope(township.pk):
        roll = Roll.objects.get(pk=activity.roll_id)
    assert (roll.title, roll.on) == ("视察两座水库", date(2025, 4, 18))


def test_a_consultation_expects_every_deputy_of_the_township(client, clerk, township):
    sitting = MandateFactory(township=township).deputy
    MandateFactory(township=township, level="county", term=None)
    client.force_login(clerk)

    client.post(
        reverse("activities:consultation_create"),
        {
            "matter": "镇区控制性详细规划",
            "held_on": "2025-03-18",
            "presented_by": "镇长",
            "presentation": "介绍规划",
        },
    )

    with township_scope(township.pk):
        meeting = Consultation.objects.get()
        assert expected_on(meeting) == {sitting.pk}
        assert meeting.roll.title == "征求意见会：镇区控制性详细规划"


@pytest.mark.parametrize(
    ("mandates", "level"),
    [
        ([("township", None)], "township"),
        ([("county", None)], "county"),
        ([("township", None), ("county", None)], "county"),
        ([("township", None), ("county", "2025-04-14")], "township"),
    ],
)
def test_a_deeds_level_is_the_mandate_of_its_day(in_township, mandates, level):
    deputy = DeputyFactory(township=in_township)
    for of, until in mandates:
        MandateFactory(
            township=in_township,
            deputy=deputy,
            level=of,
            until_on=until,
            end_reason="resigned" if until else "",
        )

    deed = record_deed(Deed(deputy=deputy, kind="demolition", on=date(2025, 4, 15), text="拆雨棚"))

    assert Deed.objects.get(pk=deed.pk).level == level


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        # three months end on 2025-07-14, a Monday: overdue from the next day
        (date(2025, 7, 14), date(2025, 4, 11)),
        (date(2025, 7, 15), date(2025, 4, 14)),
        # 2025-07-12 and 13 are a weekend: both limits move to the 14th
        (date(2025, 7, 13), date(2025, 4, 11)),
    ],
)
def test_an_answer_is_overdue_after_three_months_and_days_of_rest(today, latest):
    assert last_overdue(today, 3, {}) == latest


def test_opinions_are_written_down_at_their_event(client, clerk, township):
    activity = ActivityFactory(township=township)
    client.force_login(clerk)

    answer = client.post(
        reverse("activities:activity_opinion", args=[activity.pk]), {"text": "加固大坝"}
    )

    with township_scope(township.pk):
        opinion = Opinion.objects.get()
    assert answer["Location"] == activity.get_absolute_url()
    assert (opinion.activity_id, opinion.consultation_id, opinion.status) == (
        activity.pk,
        None,
        "recorded",
    )


def test_the_overdue_filter_and_the_todo_name_the_same_opinions(client, clerk, township):
    from activities.todos import overdue
    from tests.factories.activities import PassedOpinionFactory

    late = PassedOpinionFactory(township=township)
    OpinionFactory(township=township)
    client.force_login(clerk)

    page = client.get(reverse("activities:opinion_list"), {"overdue": "yes"})

    with township_scope(township.pk):
        assert list(overdue(clerk, date(2026, 6, 1))) == [late]
    assert list(page.context["object_list"]) == [late]
