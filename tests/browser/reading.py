"""Reading the annual report on screen, as the tests of several journeys do."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.doing import until

TO_THE_END = """
    window.scrollTo(0, document.body.scrollHeight);
    document.querySelectorAll('[data-more]').length
"""
"""Goes to the end of what has been read so far; how many portions wait to be read from there."""


def begin_report(page: Page) -> None:
    """Begin the running year's report."""
    page.goto("/reports/new/")
    page.get_by_role("button", name="起草").click()
    expect(page.locator("[data-message=success]")).to_be_visible()


def preview(page: Page, year: int) -> None:
    """Open a year's report and read to its end."""
    page.goto("/reports/")
    page.get_by_role("link", name=f"{year} 年度工作总结").click()
    page.get_by_role("link", name="预览全文").click()
    expect(page.get_by_text("每个数字都能点开")).to_be_visible()
    until(page, lambda: page.evaluate(TO_THE_END) == 0, seconds=120)


def number(page: Page, key: str) -> Locator:
    """The first place in the open preview where a figure stands."""
    return page.locator(f"main a[data-figure='{key}']").first
