"""A choice among many: the page lists a few, and the form's own page finds the others for who may open it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import Activity
from deputies.models import Deputy, DeputyGroup
from motions.models import Motion
from renda.core.models import Role
from renda.core.offering import FIRST, FOUND, MOST
from renda.core.scoping import township_scope
from supervision.models import Finding
from tests.factories.activities import CampaignFactory
from tests.factories.core import TownshipFactory
from tests.factories.deputies import DeputyFactory, MandateFactory
from tests.factories.motions import MotionFactory
from tests.factories.sessions import CandidateFactory, PostFactory
from tests.factories.supervision import FindingFactory

pytestmark = pytest.mark.django_db
MANY, PAGE = 3_000, 40 * 1024
NEW = "/supervision/findings/new/"


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    client.get(reverse("core:account"))
    return client


def motions(township, number: int) -> list[Motion]:
    """So many numbered cases with titles as an office writes them, the last one the newest."""
    one = MotionFactory(township=township, status="accepted")
    values = {f.attname: getattr(one, f.attname) for f in Motion._meta.concrete_fields}
    del values["id"]
    return Motion.objects.bulk_create(
        Motion(
            **values
            | {
                "number": one.number + n,
                "code": f"闭-{n:04d}",
                "title": f"关于修复第{n:04d}号机耕路并完善沿线排水沟渠和安全护栏的建议",
            }
        )
        for n in range(1, number)
    )


def options(html: str, name: str) -> list[tuple[str, str]]:
    """The values and words of a select's choices, the empty and the closing line left out."""
    [select] = re.findall(rf'<select name="{name}".*?</select>', html, re.S)
    return [(v, w) for v, w in re.findall(r'<option value="(\d+)"[^>]*>(.*?)</option>', select)]


def chosen(html: str, name: str) -> list[str]:
    [select] = re.findall(rf'<select name="{name}".*?</select>', html, re.S)
    return re.findall(r'<option value="(\d+)" selected', select)


def found(client: Client, url: str, field: str, typed: str) -> dict:
    answer = client.get(url, {"options": field, "typed": typed})
    assert answer.status_code == 200
    return answer.json()


def test_a_short_list_goes_along_whole(desk, in_township):
    deputies = [DeputyFactory(township=in_township) for _ in range(70)]

    html = desk.get(reverse("deputies:group_create")).content.decode()

    assert len(options(html, "leader")) == len(deputies)
    assert "data-options" not in html
    assert f'data-initials="{deputies[0].initials}"' in html


def test_of_thousands_a_page_lists_the_first_and_stays_small(desk, in_township):
    rows = motions(in_township, MANY)
    url = reverse("activities:votercontact_create")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            page = desk.get(url)
        costs.append(len(captured))
        Motion.objects.filter(pk__in=[row.pk for row in rows[5:]]).delete()

    few = page.content.decode()
    assert costs[0] == costs[1]
    assert "data-options" not in few
    assert len(options(few, "motion")) == 6


def test_the_first_of_thousands_are_listed_and_the_rest_is_found_by_title_and_number(
    desk, in_township
):
    rows = motions(in_township, MANY)
    url = reverse("activities:votercontact_create")

    page = desk.get(url)

    html = page.content.decode()
    newest = [str(row.pk) for row in reversed(rows)]
    assert [value for value, _ in options(html, "motion")] == newest[:FIRST]
    assert "还有更多，这里没有列完" in html
    assert len(page.content) < PAGE
    first = found(desk, url, "motion", "")
    assert [value for value, _ in first["options"]] == newest[:FOUND]
    assert first["more"] is True
    old = rows[6]
    for typed in ("第0007号机耕路", "闭-0007", "闭-0007　排水沟渠"):
        assert found(desk, url, "motion", typed) == {
            "options": [[str(old.pk), str(old)]],
            "more": False,
        }
    assert found(desk, url, "motion", "没有这一件") == {"options": [], "more": False}


def test_what_was_found_is_accepted_and_stays_chosen_when_the_form_comes_back(desk, in_township):
    rows = motions(in_township, 200)
    old = rows[3]
    data = {"title": "路基塌陷", "motion": old.pk, "year": 2026}

    html = desk.post(NEW, data).content.decode()

    assert chosen(html, "motion") == [str(old.pk)]
    assert len(options(html, "motion")) == FIRST + 1
    assert 'id="id_motion_error"' not in html
    finding = FindingFactory(township=in_township, motion=old)
    edit = reverse("supervision:finding_update", args=[finding.pk])
    assert chosen(desk.get(edit).content.decode(), "motion") == [str(old.pk)]


def test_another_townships_rows_are_neither_found_nor_accepted(desk, in_township):
    motions(in_township, 200)
    other = TownshipFactory()
    with township_scope(other.pk):
        strange = MotionFactory(township=other, status="accepted", title="邻乡的路灯")

    answer = found(desk, NEW, "motion", "邻乡的路灯")
    html = desk.post(NEW, {"title": "路基塌陷", "motion": strange.pk}).content.decode()

    assert answer == {"options": [], "more": False}
    assert "邻乡" not in html
    assert chosen(html, "motion") == []
    assert 'id="id_motion_error"' in html
    assert not Finding.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.ADMIN, 403), (Role.DEPUTY, 403)])
def test_who_may_not_open_the_form_finds_nothing(person, in_township, role, status):
    MotionFactory(township=in_township, status="accepted")
    client = Client()
    client.force_login(person(role))

    assert client.get(NEW, {"options": "motion", "typed": "路"}).status_code == status
    client.logout()
    answer = client.get(NEW, {"options": "motion", "typed": "路"})
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, reverse("core:login"))


@pytest.mark.parametrize("field", ["title", "nothing", "once", "motion__lead"])
def test_only_the_selects_of_the_form_can_be_asked(desk, in_township, field):
    assert desk.get(NEW, {"options": field, "typed": "x"}).status_code == 404


def test_only_who_the_field_offers_is_found(desk, in_township):
    """Of an assignment's step: the units that may take it; of a roll: those who have not signed."""
    sitting = MandateFactory(township=in_township, until_on=None).deputy
    left = DeputyFactory(township=in_township, name="已离任")
    url = reverse("activities:publicmessage_create")

    assert found(desk, url, "deputy", sitting.name)["options"] == [[str(sitting.pk), str(sitting)]]
    assert found(desk, url, "deputy", sitting.initials[:1])["options"]
    assert found(desk, url, "deputy", left.name)["options"] == []


def test_a_table_of_rows_reads_its_choices_once_and_lists_them_in_the_room_of_one(
    desk, in_township
):
    people = [DeputyFactory(township=in_township) for _ in range(100)]
    post = PostFactory(township=in_township)
    url = reverse("sessions_app:post_update", args=[post.pk])
    costs, sizes = [], []
    for start, number in ((0, 1), (1, 29)):
        for n in range(start, start + number):
            CandidateFactory(township=in_township, post=post, deputy=people[-1 - n], order=n + 1)
        with CaptureQueriesContext(connection) as captured:
            html = desk.get(url, {"all": 1}).content.decode()
        costs.append(len(captured))
        sizes.append(html.count("<option"))

    assert costs[0] == costs[1]
    assert sizes[1] < 2 * MOST
    assert chosen(html, "rows0-0-deputy") == [str(people[-1].pk)]
    assert chosen(html, "rows0-29-deputy") == [str(people[-30].pk)]
    [one] = found(desk, url, "rows0-__prefix__-deputy", people[40].name)["options"][:1]
    assert found(desk, url, "rows0-77-deputy", people[40].name)["options"][:1] == [one]
    assert one[0] in {str(person.pk) for person in Deputy.objects.filter(name=people[40].name)}


def test_the_filter_of_a_list_lists_a_part_and_finds_the_rest(desk, in_township):
    rows = [CampaignFactory(township=in_township, name=f"第{n:03d}次主题活动") for n in range(140)]
    url = reverse("activities:activity_list")
    seen = {value for value, _ in options(desk.get(url).content.decode(), "campaign")}
    hidden = next(row for row in rows if str(row.pk) not in seen)

    assert len(seen) == FIRST
    assert found(desk, url, "campaign", hidden.name) == {
        "options": [[str(hidden.pk), hidden.name]],
        "more": False,
    }
    html = desk.get(url, {"campaign": hidden.pk}).content.decode()
    assert chosen(html, "campaign") == [str(hidden.pk)]
    assert not Activity.objects.exists()


def test_a_key_that_is_none_is_refused_as_ever(desk, in_township):
    for _ in range(130):
        DeputyFactory(township=in_township)

    for value in ("abc", "9" * 30, "-1"):
        html = desk.post(
            reverse("deputies:group_create"), {"name": "第一组", "leader": value}
        ).content.decode()
        assert 'id="id_leader_error"' in html
        assert chosen(html, "leader") == []
    assert not DeputyGroup.objects.exists()
