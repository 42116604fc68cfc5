"""No post of a report's pages asks more than twenty questions, though the report reads a whole year."""

import pytest
from django.urls import reverse

from reports.models import AnnualReport, Chapter
from tests.demo.test_posts import AT_MOST, posted


@pytest.fixture
def chapter(in_full) -> Chapter:
    """A chapter with many figures in a report that is being written."""
    return AnnualReport.objects.get(year=2025).chapters.get(key="motions")


def of_chapter(page: str, chapter: Chapter) -> str:
    return reverse(f"reports:{page}", args=[chapter.report_id, chapter.pk])


def test_saving_a_chapter(world, chapter):
    data = {
        "title": chapter.title,
        "text": "全年收到⟦motions.received⟧件，小组⟦deputies.groups⟧个。",
        "seen_revision": chapter.revision,
    }
    status, queries = posted(world.user("clerk"), of_chapter("chapter_update", chapter), data)

    assert (status, queries <= AT_MOST) == (302, True), queries


@pytest.mark.parametrize("page", ["chapter_restore", "chapter_move"])
def test_restoring_and_moving_a_chapter(world, chapter, page):
    status, queries = posted(world.user("clerk"), of_chapter(page, chapter), {"to": "up"})

    assert (status, queries <= AT_MOST) == (302, True), queries


@pytest.mark.parametrize(
    ("page", "more", "data"),
    [
        ("chapter_create", [], {"title": "代表风采"}),
        ("confirm_zero", [], {"figure": "activities.consultations"}),
        ("request_file", ["pdf"], {}),
        ("request_file", ["docx"], {}),
    ],
)
def test_what_is_asked_of_a_report(world, chapter, page, more, data):
    url = reverse(f"reports:{page}", args=[chapter.report_id, *more])

    status, queries = posted(world.user("clerk"), url, data)

    assert (status, queries <= AT_MOST) == (302, True), queries
