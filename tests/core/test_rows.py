"""Tables of child rows: every change is in the history, nothing is deleted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from activities.models import HeadCount
from renda.core.models import AuditEntry
from renda.core.views.rows import OPEN_AT_MOST
from sessions_app.models import Post
from tests.factories.activities import ActivityFactory, HeadCountFactory, StopFactory
from tests.factories.sessions import CandidateFactory, PostFactory

KIND = "代表以外的参加人员"


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    client.get(reverse("core:search"))
    return client


def edit(desk, activity, *rows: dict):
    """Post the activity's edit page with these rows of heads."""
    page = desk.get(reverse("activities:activity_update", args=[activity.pk]))
    form = page.context["form"]
    data = {n: form[n].value() for n in form.fields if form[n].value() not in (None, [])}
    data |= {"rows0-TOTAL_FORMS": 0, "rows0-INITIAL_FORMS": 0}
    data |= {
        "rows1-TOTAL_FORMS": len(rows),
        "rows1-INITIAL_FORMS": sum("id" in row for row in rows),
    }
    for number, row in enumerate(rows):
        data |= {f"rows1-{number}-{name}": value for name, value in row.items()}
    return desk.post(reverse("activities:activity_update", args=[activity.pk]), data)


def test_the_history_says_what_became_of_every_row(desk, in_township):
    activity = ActivityFactory(township=in_township)
    cadres = HeadCountFactory(township=in_township, activity=activity, role="cadre", number=4)
    others = HeadCountFactory(township=in_township, activity=activity, role="resident", number=30)

    answer = edit(
        desk,
        activity,
        {"id": cadres.pk, "role": "cadre", "number": 999},
        {"id": others.pk, "role": "resident", "number": 30, "DELETE": "on"},
        {"role": "other", "number": 2},
    )

    assert answer.status_code == 302
    assert AuditEntry.objects.get(verb="修改").detail["changes"] == {
        f"{KIND}“群众 30 人”": ["人员 群众，人数 30", "删去"],
        f"{KIND}“机关干部 4 人”人数": ["4", "999"],
        f"{KIND}“其他 2 人”": ["", "人员 其他，人数 2"],
    }
    assert [str(row) for row in activity.head_counts.all()] == ["机关干部 999 人", "其他 2 人"]
    kept = HeadCount.with_voided.get(pk=others.pk)
    assert (kept.number, kept.voided_at is None, kept.revision) == (30, False, 2)


def test_a_removed_row_makes_room_for_its_like(desk, in_township):
    activity = ActivityFactory(township=in_township)
    cadres = HeadCountFactory(township=in_township, activity=activity, role="cadre", number=4)
    edit(desk, activity, {"id": cadres.pk, "role": "cadre", "number": 4, "DELETE": "on"})

    edit(desk, activity, {"role": "cadre", "number": 5})

    assert [str(row) for row in activity.head_counts.all()] == ["机关干部 5 人"]


def test_removing_rows_costs_the_same_for_one_and_for_three(desk, in_township):
    def cost(*roles: str) -> int:
        activity = ActivityFactory(township=in_township)
        rows = [HeadCountFactory(township=in_township, activity=activity, role=r) for r in roles]
        sent = [{"id": r.pk, "role": r.role, "number": r.number, "DELETE": "on"} for r in rows]
        with CaptureQueriesContext(connection) as captured:
            assert edit(desk, activity, *sent).status_code == 302
        return len(captured)

    assert cost("cadre") == cost("cadre", "resident", "other")


def test_a_row_that_others_hang_on_stays(desk, in_township):
    post = PostFactory(township=in_township)
    candidate = CandidateFactory(township=in_township, post=post)
    url = reverse("sessions_app:election_update", args=[post.election_id])
    form = desk.get(url).context["form"]
    data = {n: form[n].value() for n in form.fields if form[n].value() not in (None, [])}
    row = {"id": post.pk, "kind": post.kind, "seats": post.seats, "DELETE": "on"}
    data |= {"rows0-TOTAL_FORMS": 1, "rows0-INITIAL_FORMS": 1}

    answer = desk.post(url, data | {f"rows0-0-{name}": value for name, value in row.items()})

    said = answer.context["formsets"][0].non_form_errors()
    link = f'<a href="{post.get_absolute_url()}">{candidate}</a>'
    assert said == [
        f"不能删去“{post}”：还有1 条候选人（{link}）与之关联。请先打开这些记录，改到别处或者作废。"
    ]
    assert Post.objects.filter(pk=post.pk).exists()


def controls(html: str) -> dict[str, str]:
    """What the inputs and selects of the first table's rows would send."""
    typed = r'<input [^>]*name="(rows0-[\w-]+)"(?: value="([^"]*)")?'
    picked = r'<select name="(rows0-[\w-]+)"[^>]*>(?:(?!</select>).)*?value="(\w*)" selected'
    found = re.findall(typed, html) + re.findall(picked, html)
    return {name: value for name, value in found if not name.endswith("-DELETE")}


def test_a_long_table_is_lines_of_words_that_stay_as_they_are_until_one_is_opened(
    desk, in_township
):
    activity = ActivityFactory(township=in_township)
    stops = [
        StopFactory(township=in_township, activity=activity, order=n, name=f"第{n}站")
        for n in range(1, OPEN_AT_MOST + 2)
    ]
    url = reverse("activities:activity_update", args=[activity.pk])
    page = desk.get(url)
    form, html = page.context["form"], page.content.decode()
    sent = {n: form[n].value() for n in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, [])}
    sent |= {"rows1-TOTAL_FORMS": 0, "rows1-INITIAL_FORMS": 0}
    sent |= controls(html.split("<template")[0])
    assert html.count('<tr class="row-line">') == len(stops)
    assert "<td>第6站</td>" in html
    assert "rows0-5-name" not in sent

    key = f"rows0-5-{stops[5].pk}"
    row = desk.get(url, {"row": key}, headers={"HX-Request": "true"}).content.decode()
    opened = controls(row)
    assert (opened["rows0-5-id"], opened["rows0-5-name"]) == (str(stops[5].pk), "第6站")
    bound = desk.post(url, sent | opened | {"rows0-5-name": ""}).content.decode()
    assert bound.count('<tr class="row-line">') == len(stops) - 1
    assert 'href="#id_rows0-5-name"' in bound

    answer = desk.post(url, sent | opened | {"rows0-5-name": "集镇"})

    assert answer.status_code == 302
    changes = AuditEntry.objects.get(verb="修改").detail["changes"]
    assert list(changes.values()) == [["第6站", "集镇"]]
    names = [stop.name for stop in activity.stops.order_by("pk")]
    assert names == [s.name if s != stops[5] else "集镇" for s in stops]
    assert desk.get(url, {"row": key}).content.decode().count("row-line") == len(stops) - 1
    assert "row-line" not in desk.get(url, {"all": "1"}).content.decode()
    for unknown in (f"rows0-5-{stops[5].pk + 999}", f"rows1-5-{stops[5].pk}", "rows0-5"):
        answer = desk.get(url, {"row": unknown}, headers={"HX-Request": "true"})
        assert answer.status_code == 404
