"""Rows of a form that somebody else took away meanwhile: told, none mistaken for another, nothing typed lost."""

import pytest
from django.urls import reverse
from django.utils import timezone

from renda.core.scoping import township_scope
from supervision.models import InspectionStop
from tests.factories.supervision import InspectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(township):
    return InspectionFactory(township=township)


@pytest.fixture
def stops(inspection, township):
    with township_scope(township.pk):
        return [
            InspectionStop.objects.create(inspection=inspection, order=n, name=name)
            for n, name in enumerate(("五雷街", "水库", "学校"), 1)
        ]


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def sent(page, stops, **changed) -> dict:
    """What the page's form sends; ``changed`` by the row's key."""
    data = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    data |= {"rows0-TOTAL_FORMS": len(stops) + 1, "rows0-INITIAL_FORMS": len(stops)}
    for number, stop in enumerate(stops):
        data |= {f"rows0-{number}-id": stop.pk, f"rows0-{number}-order": stop.order}
        data |= {f"rows0-{number}-name": changed.get(f"n{stop.pk}", stop.name)}
        data |= {f"rows0-{number}-seen": ""}
    data |= {f"rows0-{len(stops)}-order": 4, f"rows0-{len(stops)}-name": "新增的点"}
    return {name: "" if value is None else value for name, value in data.items()}


def names(inspection) -> list[str]:
    with township_scope(inspection.township_id):
        rows = InspectionStop.objects.filter(inspection=inspection).order_by("order", "pk")
        return list(rows.values_list("name", flat=True))


def test_a_row_taken_away_meanwhile_is_told_and_nothing_typed_is_lost(desk, inspection, stops):
    url = reverse("supervision:inspection_update", args=[inspection.pk])
    page = desk.get(url)
    data = sent(page, stops, **{f"n{stops[1].pk}": "水库大坝", f"n{stops[2].pk}": "中学"})
    with township_scope(inspection.township_id):
        InspectionStop.objects.filter(pk=stops[1].pk).update(voided_at=timezone.now())

    refused = desk.post(url, data)

    html = refused.content.decode()
    assert refused.status_code == 200
    assert names(inspection) == ["五雷街", "学校"]
    assert "“水库大坝”" in html
    assert "别人" in html
    for words in ("水库大坝", "中学", "新增的点"):
        assert f'value="{words}"' in html

    [rows] = refused.context["formsets"]
    again = data | {name: rows.data[name] for name in rows.data if name.startswith("rows0-")}
    again = {n: again[n] for n in again if not n.startswith("rows0-") or n in rows.data}
    again["once"] = refused.context["form"]["once"].value()
    again["seen_revision"] = refused.context["form"]["seen_revision"].value()
    saved = desk.post(url, again)

    assert saved.status_code == 302
    assert names(inspection) == ["五雷街", "水库大坝", "中学", "新增的点"]
    with township_scope(inspection.township_id):
        assert InspectionStop.objects.get(pk=stops[2].pk).name == "中学"
        assert InspectionStop.objects.get(pk=stops[0].pk).name == "五雷街"


def test_a_row_that_was_to_go_anyway_or_was_not_opened_is_let_go(desk, inspection, stops):
    url = reverse("supervision:inspection_update", args=[inspection.pk])
    data = sent(desk.get(url), stops) | {"rows0-0-DELETE": "on"}
    for name in ("order", "name", "seen"):
        del data[f"rows0-1-{name}"]
    with township_scope(inspection.township_id):
        gone = InspectionStop.objects.filter(pk__in=[stops[0].pk, stops[1].pk])
        gone.update(voided_at=timezone.now())

    assert desk.post(url, data).status_code == 302
    assert names(inspection) == ["学校", "新增的点"]


def test_new_rows_propose_the_next_numbers_and_a_number_alone_is_no_row(desk, inspection, stops):
    url = reverse("supervision:inspection_update", args=[inspection.pk])

    page = desk.get(url)

    [rows] = page.context["formsets"]
    assert [form["order"].value() for form in rows] == [1, 2, 3, 4]
    assert rows.empty_form["order"].value() == 5
    create = desk.get(reverse("supervision:inspection_create")).context["formsets"][0]
    assert [form["order"].value() for form in create] == [*range(1, len(create) + 1)]

    data = sent(page, stops)
    data |= {"rows0-TOTAL_FORMS": 5, "rows0-4-order": 9, "rows0-4-name": "", "rows0-4-seen": ""}
    assert desk.post(url, data).status_code == 302
    assert names(inspection) == ["五雷街", "水库", "学校", "新增的点"]
