"""What the chapter editor's insert list offers."""

import pytest
from django.urls import reverse

from reports.models import Chapter
from tests.factories.reports import make_report

DATA = "⟦years:motions.received,activities.held 两年对比⟧"


@pytest.fixture
def report(in_township):
    return make_report(in_township)


@pytest.fixture
def offered(client, clerk, report):
    """The list, fetched anew."""
    client.force_login(clerk)
    return lambda: client.get(reverse("reports:report_figures", args=[report.pk])).json()


def charts_of(chapter: Chapter, offered: dict) -> list[tuple[str, str]]:
    return [(c["token"], c["label"]) for c in offered["charts"] if c["chapter"] == str(chapter.pk)]


def test_charts_of_the_template_are_offered_though_an_edit_removed_them(report, offered):
    chapter = report.chapters.get(key="activities")
    Chapter.objects.filter(pk=chapter.pk).update(text="没有图了", is_edited=True)

    [(token, label)] = charts_of(chapter, offered())

    assert token == "⟦activities.held:month⟧"
    assert label.startswith("图：每月")


def test_charts_of_the_offices_own_text_are_offered_once(report, offered):
    chapter = report.chapters.get(key="plans")
    text = f"{DATA}\n{DATA}\n数⟦motions.received⟧\n⟦supervision.inspections:by kind⟧"
    Chapter.objects.filter(pk=chapter.pk).update(text=text, is_edited=True)

    first, (token, label) = charts_of(chapter, offered())

    assert first == (DATA, "表：两年对比")
    assert token == "⟦supervision.inspections:by kind⟧"
    assert label.startswith("图：")
    assert label.endswith("分布")


def test_every_chart_is_named_with_its_chapter(report, offered):
    charts = offered()["charts"]

    titles = dict(report.chapters.values_list("pk", "title"))
    assert [c["group"] for c in charts] == [titles[int(c["chapter"])] for c in charts]
    assert {c["label"][:2] for c in charts} == {"图：", "表："}


def test_a_chart_within_a_sentence_is_saved_on_its_own_line(client, report, offered):
    chapter = report.chapters.get(key="plans")
    data = {"title": "打算", "text": f"前{DATA}后", "seen_revision": chapter.revision}
    client.post(reverse("reports:chapter_update", args=[report.pk, chapter.pk]), data)

    assert report.chapters.get(key="plans").text == f"前\n{DATA}\n后"
