"""消息 and 已办: narrowed by kind, day, word and whether they were read; the address holds it all."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from renda.core import audit
from renda.core.models import Notification, Role
from renda.core.notifications import notify
from renda.core.scoping import township_scope
from tests.factories.motions import MotionFactory
from tests.factories.supervision import FindingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(clerk, in_township):
    """A message of a case, one of a finding read the day before yesterday, one of a finished job."""
    motion = MotionFactory(township=in_township, status="submitted")
    notify([clerk], "有代表提交了建议：修路", motion)
    notify([clerk], "问题已报整改：垃圾池溢出", FindingFactory(township=in_township))
    notify([clerk], "报告已经生成", "/jobs/1/")
    before = timezone.now() - timedelta(days=2)
    Notification.objects.filter(text__startswith="问题").update(created_at=before, read_at=before)


@pytest.fixture
def doings(clerk, in_township):
    """A case registered, a finding handed over, a unit renamed."""
    audit.record(clerk, "登记", MotionFactory(township=in_township, title="修路的建议"))
    audit.record(clerk, "交办", FindingFactory(township=in_township, title="垃圾池溢出"))


def rows_at(client, user, name: str, query: dict) -> list:
    """The rows of a page; a number in the query is a day, counted from today."""
    today = timezone.localdate()
    asked = {k: today + timedelta(days=v) if isinstance(v, int) else v for k, v in query.items()}
    client.force_login(user)
    return list(client.get(reverse(name), asked).context["object_list"])


@pytest.mark.parametrize(
    ("query", "starts"),
    [
        ({}, ["报告", "问题", "有代"]),
        ({"kind": "motions"}, ["有代"]),
        ({"kind": "supervision"}, ["问题"]),
        ({"kind": "core"}, ["报告"]),
        ({"read": "no"}, ["报告", "有代"]),
        ({"read": "yes"}, ["问题"]),
        ({"since": 0}, ["报告", "有代"]),
        ({"until": -1}, ["问题"]),
        ({"q": "整改"}, ["问题"]),
        ({"q": "整改", "read": "no"}, []),
    ],
)
def test_messages_are_narrowed(client, clerk, told, query, starts):
    found = rows_at(client, clerk, "core:inbox", query)

    assert [str(note)[:2] for note in found] == starts


@pytest.mark.parametrize(
    ("query", "verbs"),
    [
        ({}, ["交办", "登记"]),
        ({"kind": "motions"}, ["登记"]),
        ({"kind": "supervision"}, ["交办"]),
        ({"kind": "core"}, []),
        ({"q": "登记"}, ["登记"]),
        ({"q": "垃圾"}, ["交办"]),
        ({"since": 1}, []),
        ({"until": 0}, ["交办", "登记"]),
    ],
)
def test_what_was_done_is_narrowed(client, clerk, doings, query, verbs):
    found = rows_at(client, clerk, "core:done", query)

    assert [entry.verb for entry in found] == verbs


@pytest.mark.parametrize("name", ["core:inbox", "core:done"])
def test_an_empty_page_says_what_to_do(client, clerk, told, doings, name):
    client.force_login(clerk)
    narrowed = client.get(reverse(name), {"q": "没有的词"}).content.decode()

    assert "没有符合条件的记录" in narrowed
    assert f'href="{reverse(name)}">清除条件</a>' in narrowed


@pytest.mark.parametrize("name", ["core:inbox", "core:done"])
def test_htmx_gets_the_rows_and_the_link_to_their_file(client, clerk, told, doings, name):
    client.force_login(clerk)
    part = client.get(reverse(name), {"kind": "motions"}, headers={"HX-Request": "true"})

    assert part.content.decode().lstrip().startswith('<div id="list"')
    assert 'href="?kind=motions&amp;export=xlsx" hx-swap-oob="true"' in part.content.decode()


def test_nobody_narrows_to_anothers_messages(client, person, clerk, told, township):
    chair = person(Role.CHAIR)
    with township_scope(township.pk):
        notify([chair], "只给主席的消息", "/jobs/2/")

    assert rows_at(client, clerk, "core:inbox", {"q": "主席"}) == []
    (own,) = rows_at(client, chair, "core:inbox", {"kind": "core"})
    assert str(own) == "只给主席的消息"
