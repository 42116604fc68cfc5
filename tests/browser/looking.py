"""Look at an open page as somebody who can't see it well, or holds it in one hand."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import ConsoleMessage, Error, Page

PHONE = {"width": 390, "height": 844}
PICTURES = os.environ.get("PICTURES", "")
AXE = "axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations']})" % [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
]  # fmt: skip


@cache
def axe() -> str:
    """The source of axe-core, as the npm lock has it."""
    return (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What breaks WCAG 2.2 A or AA on the page, as it is now: rule and place."""
    page.evaluate(axe())  # evaluated by the debugger: the page's own policy stays in force
    found = page.evaluate(AXE)["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def overflow(page: Page) -> int:
    """How many pixels hang over the side of the screen."""
    return page.evaluate(
        "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    )


@contextmanager
def in_large_type(page: Page, large: bool = True) -> Iterator[None]:
    """The page as those see it who chose 大字版: the same elements under another class."""
    if large:
        page.evaluate("document.documentElement.classList.add('large-type')")
    yield
    if large:
        page.evaluate("document.documentElement.classList.remove('large-type')")


def look(page: Page, name: str) -> None:
    """A station of a journey: nothing hangs over the side, in either size of type.

    Where ``PICTURES`` names a folder, it is photographed into it: as it is, in large type, and what was
    open at the desk on the phone too.
    """
    page.wait_for_load_state()  # a click on a link is over before the page that it leads to has a body
    for large in (False, True):
        with in_large_type(page, large):
            assert overflow(page) <= 0, f"{name}, in large type: {large}"
            if PICTURES:
                _photograph(page, f"{name}-large" if large else name)
    if PICTURES and page.viewport_size["width"] > PHONE["width"]:
        desk = page.viewport_size
        page.set_viewport_size(PHONE)
        _photograph(page, f"{name}-390")
        page.set_viewport_size(desk)


def _photograph(page: Page, name: str) -> None:
    page.evaluate("window.scrollTo(0, 0)")  # else the fixed bars stand in the middle
    page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@dataclass
class Complaints:
    """What the browser has to say of a page's scripts, policy and files."""

    page: Page
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", self._raised)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.type}: {message.text[:200]}")

    def _raised(self, error: Error) -> None:
        self.said.append(f"script: {error.message[:200]}")

    def taken(self) -> list[str]:
        """What was said since the last time."""
        said, self.said = self.said, []
        return said
