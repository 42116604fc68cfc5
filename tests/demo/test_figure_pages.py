"""Every registered figure has a page that opens, with its rows in order, within the limits, and as a file."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renda.core.figures import Period, figures, measure_all
from renda.core.scoping import township_scope
from sessions_app.models import Session
from tests.demo.conftest import TODAY

QUERIES, SIZE = 12, 40 * 1024
GROUPS = sorted({figure.group for figure in figures})


@pytest.fixture
def desk(world) -> Client:
    client = Client()
    client.force_login(world.user("clerk"))
    client.get(reverse("core:account"))
    return client


@pytest.mark.parametrize("group", GROUPS)
def test_every_figure_opens_and_exports(world, desk, group):
    with township_scope(world.full.pk):
        keys = [k for k, n in measure_all(Period.year(2025)).items() if n.figure.group == group]
    assert {key.partition("@")[0] for key in keys} == {f.key for f in figures if f.group == group}

    wrong = []
    for key in keys:
        url = f"{reverse('core:figure', args=[key])}?year=2025"
        with CaptureQueriesContext(connection) as captured:
            answer = desk.get(url)
        file = desk.get(f"{url}&export=xlsx")
        found = (answer.status_code, file.status_code, file.content[:2])
        if found != (200, 200, b"PK") or len(captured) > QUERIES or len(answer.content) > SIZE:
            wrong.append((key, *found, len(captured), len(answer.content)))

    assert wrong == []


def test_the_rows_of_every_figure_are_in_order(world):
    with township_scope(world.full.pk):
        every = measure_all(Period.year(2025))
        loose = [
            key
            for key, number in every.items()
            if number.figure.kind != "rate" and not number.queryset.ordered
        ]

    assert loose == []


def test_a_rate_says_what_it_is_made_of_and_what_it_leaves_out(world, desk):
    url = reverse("core:figure", args=["motions.reply_rate"])
    year = Period.year(TODAY.year)
    with township_scope(world.full.pk):
        counted = set(figures["motions.replied"].rows(year).values_list("pk", flat=True))
        asked = set(figures["motions.assigned"].rows(year).values_list("pk", flat=True))

    page = desk.get(url, {"year": TODAY.year, "set": "gap"})
    html = page.content.decode()

    assert counted < asked
    assert [tab["count"] for tab in page.context["sets"]] == [
        len(counted),
        len(asked),
        len(asked - counted),
    ]
    assert {row["pk"] for row in page.context["rows"]} == asked - counted
    for key in ("motions.replied", "motions.assigned"):
        assert figures[key].definition in html
    assert f'已答复 <a class="number-link" href="?year={TODAY.year}&amp;set=up#rows">' in html


def test_a_session_is_not_compared_with_a_year_before_it_was_held(world, desk):
    with township_scope(world.full.pk):
        session = Session.objects.get(opens_on__year=2025, session_no=2)
    one = reverse("core:figure", args=[f"sessions.session_present@{session.pk}"])
    all_of_them = reverse("core:figure", args=["sessions.held"])

    assert "上年同期" not in desk.get(f"{one}?year=2025").content.decode()
    assert "上年同期" in desk.get(f"{all_of_them}?year=2025").content.decode()


def test_the_list_of_figures_goes_by_group_and_by_word(world, desk):
    url = reverse("core:figures")
    every = [figure for figure in figures if figure.per is None]

    seen = {}
    for tab in desk.get(url).context["tabs"]:
        page = desk.get(url + tab["url"])
        assert [t["label"] for t in page.context["tabs"] if t["current"]] == [tab["label"]]
        assert len(page.context["found"]) == tab["count"]
        assert len(page.content) <= SIZE
        seen |= {figure.key: figure.group for figure in page.context["found"]}
    named = desk.get(url, {"q": "答复率"})

    assert seen == {figure.key: figure.group for figure in every}
    assert "motions.reply_rate" in [figure.key for figure in named.context["found"]]
    assert not any(tab["current"] for tab in named.context["tabs"])
    assert "没有这样的指标" in desk.get(url, {"q": "无此词"}).content.decode()
    assert len(desk.get(url, {"q": "的"}).content) <= SIZE
