"""Names, states, numbers and days stay in one line where their column is narrow."""

import pytest
from playwright.sync_api import Page

from renda.core.scoping import township_scope
from reports.models import AnnualReport, Chapter
from sessions_app.models import Session
from tests.browser.conftest import Site
from tests.browser.looking import in_large_type

LINES = """cells => cells.map(cell => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return new Set([...words.getClientRects()].map(line => Math.round(line.top))).size;
})"""


def broken(page: Page, selector: str) -> list[str]:
    """What stands in more than one line."""
    cells = page.locator(selector)
    lines = cells.evaluate_all(LINES)
    assert lines, selector
    return [cells.nth(number).inner_text() for number, count in enumerate(lines) if count > 1]


@pytest.mark.parametrize("large", [False, True])
def test_a_roll_says_of_each_in_one_line_who_is_not_there_yet(as_user, site: Site, large):
    with township_scope(site.full.pk):
        session = Session.objects.get(status=Session.Status.PREPARING)
    page = as_user("clerk")
    page.goto(session.get_absolute_url())

    with in_large_type(page, large):
        assert broken(page, ".roll small") == []


def test_a_reports_table_keeps_numbers_and_days_in_one_line(as_user, site: Site):
    with township_scope(site.full.pk):
        report = AnnualReport.objects.get(year=2025)
        chapter = Chapter.objects.get(report=report, key="motions")
    page = as_user("clerk")
    page.goto(f"{report.get_absolute_url()}?chapter={chapter.pk}")

    assert broken(page, ".manuscript td.text-center") == []
