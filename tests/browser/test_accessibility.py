"""Every screen of every role: WCAG 2.2 A/AA, nothing in the console, nothing over the side of the screen."""

import pytest
from playwright.sync_api import Page

from renda.core.models import Township, User
from renda.core.scoping import township_scope
from tests.browser.looking import PHONE, Complaints, in_large_type, overflow, violations
from tests.browser.screens import (
    NOBODY,
    ROLES,
    WITH_PAGES_OF_THEIR_OWN,
    Screen,
    Screens,
    screens_of,
)
from tests.demo.lacking import add_what_the_demo_lacks

DESK = {"width": 1366, "height": 900}
PARTS = 4
# the clerk has most of the pages: in parts that processes can share
SHARES = [("clerk", part) for part in range(PARTS)]
SHARES += [(role, None) for role in ROLES if role != "clerk"]
# one of each layout: axe on the phone too, in large type
CHOSEN = [
    *[("clerk", path) for path in ("/", "/motions/", "/motions/new/", "/supervision/findings/")],
    *[("clerk", path) for path in ("/sessions/", "/reports/", "/activities/activities/new/")],
    *[("deputy", path) for path in ("/", "/motions/submit/", "/motions/mine/", "/done/")],
    *[("handler", "/"), ("county", "/"), ("chair", "/")],
]


def complete(town: Township) -> Township:
    """The township with the records that the demo lacks."""
    with township_scope(town.pk):
        add_what_the_demo_lacks(User.objects.get(username="clerk"))
    return town


@pytest.fixture(scope="module")
def screens(demo_database, server, django_db_blocker) -> Screens:
    with django_db_blocker.unblock():
        return screens_of(complete(Township.objects.get(slug="lianxi")))


def wrong_with(page: Page, screen: Screen) -> list[str]:
    """What is wrong with a screen at the desk, on the phone, and in large type on both."""
    page.set_viewport_size(DESK)
    answer = page.goto(screen.path)
    if answer.status != 200:
        return [f"answered {answer.status}"]
    found = violations(page)
    # only the width changes, or the root's type size: the same elements, laid out anew
    for words, size, large in (
        ("at 390", PHONE, False),
        ("at 390 in large type", PHONE, True),
        ("at 1366 in large type", DESK, True),
    ):
        page.set_viewport_size(size)
        with in_large_type(page, large):
            if over := overflow(page):
                found.append(f"{over} px too wide {words}")
    return found


def test_every_pattern_is_a_screen_an_action_or_a_file(screens):
    assert screens.unseen == set(), (
        "no role could open these pages: give the demo a record for them"
    )


@pytest.mark.parametrize(("role", "part"), SHARES)
def test_every_screen_is_accessible_quiet_and_narrow_enough(
    site, as_user, new_context, screens, role, part
):
    complete(site.full)
    page: Page = as_user(role) if role != NOBODY else new_context(base_url=site.url).new_page()
    shown = screens.by_role[role]
    complaints, wrong = Complaints(page), []
    assert shown or role not in WITH_PAGES_OF_THEIR_OWN
    for screen in shown if part is None else shown[part::PARTS]:
        said = [*wrong_with(page, screen), *complaints.taken()]
        wrong += [f"{screen.path} {found}" for found in said]

    assert "\n".join(wrong) == ""


def test_chosen_screens_are_accessible_on_the_phone_in_large_type(site, as_user):
    User.objects.update(large_type=True)
    pages = {role: as_user(role, has_touch=True, viewport=PHONE) for role, _ in CHOSEN}
    wrong = []
    for role, path in CHOSEN:
        page = pages[role]
        answer = page.goto(path)
        wrong += [f"{role} {path} {found}" for found in violations(page)]
        if answer.status != 200 or overflow(page):
            wrong.append(f"{role} {path} {answer.status}, {overflow(page)} px too wide")

    assert "\n".join(wrong) == ""
