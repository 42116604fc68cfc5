"""What people do on pages in several journeys: confirm a step, pick from a list, take a photo along."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from deputies.models import Deputy
from motions.models import Motion
from renda.core.accounts import open_account
from renda.core.demo_pictures import picture
from renda.core.models import Role, User
from renda.core.scoping import township_scope
from tests.browser.looking import PHONE


def phone(as_user: Callable[..., Page], name: str = "") -> Page:
    """That user's own phone; without a name one on which nobody has logged in."""
    return as_user(name, has_touch=True, viewport=PHONE)


def account(site, name: str, username: str) -> None:
    """An account for a deputy of the demo who has none."""
    with township_scope(site.full.pk):
        user = open_account(by=None, username=username, name=name, role=Role.DEPUTY).membership.user
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        Deputy.objects.filter(name=name).update(user=user)


def photo(name: str, kind: str = "before") -> dict:
    """A picture of a place as a file to choose."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture(kind, 0)}


def address_of(site, title: str) -> str:
    """Where the demo's case of that title stands."""
    with township_scope(site.full.pk):
        return Motion.objects.get(title=title).get_absolute_url()


def box(page: Page, step: str) -> Locator:
    """Press a step's button on the page, whose unit may stand behind it; the box that asks about it."""
    name = re.compile(rf"^{re.escape(step)}(（.+）)?$")
    page.get_by_role("link", name=name).first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("form")).to_be_visible()
    return dialog


def confirm(dialog: Locator, step: str) -> None:
    """Press the step's button in its box, and wait until it was taken."""
    dialog.get_by_role("button", name=step, exact=True).click()
    expect(dialog).to_be_hidden()


def take(page: Page, step: str, **typed: str) -> None:
    """Take a step through its box with what is typed into it by label."""
    dialog = box(page, step)
    for label, words in typed.items():
        dialog.get_by_label(label).fill(words)
    confirm(dialog, step)


def pick(area: Page | Locator, label: str, typed: str, name: str) -> None:
    """Choose by typing a name or its initials."""
    area.get_by_label(label).fill(typed)
    area.get_by_role("option", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    """The page says so, as done."""
    expect(page.locator("[data-message=success]").filter(has_text=words)).to_be_visible()


def until(page: Page, holds: Callable[[], object], seconds: int = 15) -> None:
    """Wait for what no page shows, such as a row that a page left behind is still writing."""
    for _ in range(20 * seconds):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came")
