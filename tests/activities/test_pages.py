"""Every page of the app: query counts, the other township, roles, and who sees what."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import PublicMessage, VoterContact
from deputies.models import RollEntry
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.activities import (
    ActivityFactory,
    AdoptionFactory,
    ArticleFactory,
    CampaignFactory,
    ConsultationFactory,
    DeedFactory,
    DutyCaseFactory,
    HeadCountFactory,
    OpinionFactory,
    PassedOpinionFactory,
    PublicMessageFactory,
    StopFactory,
    VoterContactFactory,
)
from tests.factories.deputies import DeputyFactory, GroupFactory, MandateFactory, RollEntryFactory

pytestmark = pytest.mark.django_db

NAMES = (
    "campaign",
    "activity",
    "consultation",
    "opinion",
    "votercontact",
    "publicmessage",
    "deed",
    "article",
    "dutycase",
)


def fill(township):
    """One row for every list, with everything a page may show of it."""
    campaign = CampaignFactory(township=township)
    deputy = MandateFactory(township=township).deputy
    activity = ActivityFactory(
        township=township, campaign=campaign, group=GroupFactory(township=township)
    )
    RollEntryFactory(township=township, roll=activity.roll, deputy=deputy, state="present")
    StopFactory(township=township, activity=activity)
    HeadCountFactory(township=township, activity=activity)
    article = ArticleFactory(township=township)
    AdoptionFactory(township=township, article=article)
    opinion = PassedOpinionFactory(township=township, activity=activity, deputy=deputy)
    return {
        "campaign": campaign,
        "activity": activity,
        "consultation": ConsultationFactory(township=township),
        "opinion": opinion,
        "votercontact": VoterContactFactory(
            township=township,
            deputy=deputy,
            outcome="passed",
            unit=opinion.unit,
            passed_on="2025-04-14",
        ),
        "publicmessage": PublicMessageFactory(township=township, deputy=deputy),
        "deed": DeedFactory(township=township, deputy=deputy, campaign=campaign),
        "article": article,
        "dutycase": DutyCaseFactory(township=township, deputy=deputy),
        "deputy": deputy,
    }


def log_in(client, user):
    """As somebody who has been here a while: the session's own row is written already."""
    client.force_login(user)
    client.get(reverse("activities:campaign_create"))


LISTS = {
    "campaign": 6,
    "activity": 8,
    "consultation": 6,
    "opinion": 7,
    "votercontact": 7,
    "publicmessage": 6,
    "deed": 7,
    "article": 7,
    "dutycase": 6,
}


@pytest.mark.parametrize(("name", "queries"), LISTS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_three(
    client, clerk, township, django_assert_num_queries, name, queries, rows
):
    for _ in range(rows):
        fill(township)
    log_in(client, clerk)

    with django_assert_num_queries(queries):
        page = client.get(reverse(f"activities:{name}_list"))

    assert len(page.context["object_list"]) == rows
    assert len(page.content) < 40_000


@pytest.mark.parametrize("name", NAMES)
def test_a_record_costs_little(client, clerk, township, django_assert_max_num_queries, name):
    row = fill(township)[name]
    log_in(client, clerk)

    with django_assert_max_num_queries(12):
        page = client.get(row.get_absolute_url())

    assert page.status_code == 200


CREATED = [name for name in NAMES if name != "opinion"]


@pytest.mark.parametrize(
    "page",
    [
        *(f"{name}_detail" for name in NAMES),
        *(f"{name}_update" for name in NAMES),
        "activity_opinion",
        "consultation_opinion",
    ],
)
def test_another_townships_rows_do_not_exist(client, outsider, township, page):
    row = fill(township)[page.split("_")[0]]
    client.force_login(outsider)

    answer = client.get(reverse(f"activities:{page}", args=[row.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_another_townships_rows_are_in_no_list(client, outsider, township, name):
    fill(township)
    client.force_login(outsider)

    page = client.get(reverse(f"activities:{name}_list"))

    assert list(page.context["object_list"]) == []


MEANT_FOR_ALL = {"campaign", "activity", "consultation", "article", "votercontact"}
MAY_LIST = {
    Role.CLERK: set(NAMES),
    Role.CHAIR: set(NAMES),
    Role.COUNTY: set(NAMES) - {"publicmessage"},
    Role.DEPUTY: MEANT_FOR_ALL,
    Role.HANDLER: set(),
    Role.UNIT_HEAD: set(),
    Role.GOV_OFFICE: set(),
    Role.ADMIN: set(),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", MAY_LIST)
def test_a_list_opens_for_its_roles_only(client, person, unit, role, name):
    of_unit = unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None
    client.force_login(person(role, unit=of_unit))

    answer = client.get(reverse(f"activities:{name}_list"))

    assert answer.status_code == (200 if name in MAY_LIST[role] else 403)


@pytest.mark.parametrize("name", CREATED)
@pytest.mark.parametrize("role", MAY_LIST)
def test_only_the_office_writes_and_deputies_their_own_contacts(client, person, unit, role, name):
    of_unit = unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None
    client.force_login(person(role, unit=of_unit))
    may = role in {Role.CLERK, Role.CHAIR} or (role == Role.DEPUTY and name == "votercontact")

    answer = client.get(reverse(f"activities:{name}_create"))

    assert answer.status_code == (200 if may else 403)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_anonymous_sees_anything(client, township, name):
    row = fill(township)[name]

    answer = client.get(row.get_absolute_url())

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


@pytest.mark.parametrize("name", ["opinion", "votercontact", "publicmessage", "deed", "dutycase"])
def test_a_deputy_sees_own_rows_and_nobody_elses(client, person, township, name):
    own, other = fill(township), fill(township)
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        own["deputy"].user = user
        own["deputy"].save()
    client.force_login(user)

    answers = [client.get(rows[name].get_absolute_url()).status_code for rows in (own, other)]

    assert answers == [200, 403]


def test_a_deputy_lists_own_contacts_only(client, person, township):
    own, _ = fill(township), fill(township)
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        own["deputy"].user = user
        own["deputy"].save()
    client.force_login(user)

    page = client.get(reverse("activities:votercontact_list"))

    assert list(page.context["object_list"]) == [own["votercontact"]]


def test_a_deputy_writes_a_contact_down_for_oneself(client, person, township):
    rows = fill(township)
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        rows["deputy"].user = user
        rows["deputy"].save()
    client.force_login(user)

    answer = client.post(
        reverse("activities:votercontact_create"),
        {
            "way": "visit",
            "deputy": DeputyFactory(township=township).pk,
            "met_on": "2025-05-06",
            "place": "上练村",
            "voters": 3,
            "issue": "水压不足",
            "outcome": "solved",
        },
    )

    with township_scope(township.pk):
        made = VoterContact.objects.select_related("deputy").get(issue="水压不足")
    assert answer["Location"] == made.get_absolute_url()
    assert (made.deputy, made.voters, made.way) == (rows["deputy"], 3, "visit")


def test_the_office_takes_down_a_message_for_a_deputy(client, clerk, township):
    deputy = DeputyFactory(township=township)
    MandateFactory(township=township, deputy=deputy, from_on="2024-01-10")
    log_in(client, clerk)
    data = {
        "deputy": deputy.pk,
        "name": "王大爷",
        "phone": "13800001234",
        "sent_at": "2025-05-06T09:30",
        "text": "村口路灯不亮",
    }

    empty = client.get(reverse("activities:publicmessage_create")).content.decode()
    late = client.post(
        reverse("activities:publicmessage_create"), data | {"sent_at": "2099-01-01T00:00"}
    ).content.decode()
    answer = client.post(reverse("activities:publicmessage_create"), data)

    assert f'value="{timezone.localdate()}T' in empty
    assert "留言时间不能晚于现在" in late
    assert "村口路灯不亮" in late
    with township_scope(township.pk):
        made = PublicMessage.objects.select_related("deputy").get()
        assert [m.pk for m in PublicMessage.objects.waiting()] == [made.pk]
    assert answer["Location"] == made.get_absolute_url()
    assert (made.deputy, made.text) == (deputy, "村口路灯不亮")


def test_a_units_clerk_sees_an_opinion_once_it_is_passed_to_the_unit(client, person, township):
    passed = PassedOpinionFactory(township=township)
    elsewhere = PassedOpinionFactory(township=township)
    only_recorded = OpinionFactory(township=township)
    client.force_login(person(Role.HANDLER, unit=passed.unit))

    answers = [
        client.get(opinion.get_absolute_url()).status_code
        for opinion in (passed, elsewhere, only_recorded)
    ]

    assert answers == [200, 403, 403]


def test_the_activitys_page_counts_who_came(client, clerk, township):
    activity = ActivityFactory(township=township)
    for state, reason in (("present", ""), ("present", ""), ("on_leave", "公出"), ("absent", "")):
        RollEntryFactory(township=township, roll=activity.roll, state=state, reason=reason)
    HeadCountFactory(township=township, activity=activity, number=7)
    client.force_login(clerk)

    page = client.get(activity.get_absolute_url())

    facts = dict(page.context["sections"][0]["facts"])
    assert facts["参加代表"] == "应到 4 人，实到 2 人，请假 1 人，缺席 1 人"
    assert facts["其他人员"] == "机关干部 7 人"
    with township_scope(township.pk):
        assert RollEntry.objects.filter(roll=activity.roll).count() == 4


def test_the_campaigns_page_counts_activities_and_each_exemplar_once(client, clerk, township):
    campaign = CampaignFactory(township=township)
    activity = ActivityFactory(township=township, campaign=campaign, leaflets=30)
    RollEntryFactory(township=township, roll=activity.roll, state="present")
    HeadCountFactory(township=township, activity=activity, number=4)
    HeadCountFactory(township=township, activity=activity, role="resident", number=50)
    ActivityFactory(township=township, campaign=campaign, roll__is_closed=False, leaflets=999)
    deputy = DeputyFactory(township=township)
    DeedFactory(township=township, campaign=campaign, deputy=deputy)
    DeedFactory(township=township, campaign=campaign, deputy=deputy)
    DeedFactory(township=township, campaign=campaign, level="county")
    client.force_login(clerk)

    page = client.get(campaign.get_absolute_url())

    assert page.context["stats_year"] == 2025
    shown = {card["label"]: (card["value"], card["note"]) for card in page.context["stats"]}
    assert shown == {
        "开展活动": (1, ""),
        "参加活动": (5, "代表 1，干部 4"),
        "带头的代表": (2, "县代表 1，乡镇代表 1"),
        "发放宣传资料": (30, ""),
    }
    for card in page.context["stats"]:
        figure = client.get(card["url"])
        assert figure.context["number"].value == card["value"], card["label"]


def test_a_search_in_the_list_finds_a_stop(client, clerk, township):
    found = ActivityFactory(township=township)
    StopFactory(township=township, activity=found, name="石坑坪水库")
    ActivityFactory(township=township)
    client.force_login(clerk)

    page = client.get(reverse("activities:activity_list"), {"q": "石坑坪"})

    assert list(page.context["object_list"]) == [found]


def test_the_articles_list_narrows_to_a_level(client, clerk, township):
    county = AdoptionFactory(township=township).article
    AdoptionFactory(township=township, level="city")
    client.force_login(clerk)

    page = client.get(reverse("activities:article_list"), {"adopted": "county"})

    assert list(page.context["object_list"]) == [county]


def test_papers_print_what_is_on_record(client, clerk, township):
    rows = fill(township)
    client.force_login(clerk)

    record = client.get(
        reverse("core:paper", args=["activities.activity", rows["activity"].pk, "record", "html"])
    ).content.decode()
    register = client.get(
        reverse(
            "core:paper",
            args=["activities.votercontact", rows["votercontact"].pk, "register", "html"],
        )
    ).content.decode()

    assert "应到1人，实到1人" in record
    assert rows["opinion"].text in record
    assert "转交承办" in register
