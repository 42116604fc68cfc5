"""Every screen of every role: WCAG 2.2 A/AA, nothing in the console, nothing over the phone's side."""

import pytest
from playwright.sync_api import Page

from renda.core.models import Township, User
from tests.browser.looking import PHONE, Complaints, overflow, violations
from tests.browser.screens import ROLES, Screen, screens_by_role

DESK = {"width": 1366, "height": 900}
# one of each layout: again on the phone, and in large type
CHOSEN = [
    *[("clerk", path) for path in ("/", "/motions/", "/motions/new/", "/supervision/findings/")],
    *[
        ("clerk", path)
        for path in ("/deputies/", "/sessions/", "/reports/", "/activities/activities/new/")
    ],
    *[("deputy", path) for path in ("/", "/motions/submit/", "/motions/mine/", "/motions/todo/")],
    *[("handler", "/"), ("county", "/"), ("chair", "/")],
]


@pytest.fixture(scope="module")
def screens(demo_database, server, django_db_blocker) -> dict[str, list[Screen]]:
    with django_db_blocker.unblock():
        return screens_by_role(Township.objects.get(slug="lianxi"))


@pytest.mark.parametrize("role", ROLES)
def test_every_screen_is_accessible_quiet_and_narrow_enough(as_user, screens, role):
    page: Page = as_user(role)
    complaints, wrong = Complaints(page), []
    for screen in screens[role]:
        page.set_viewport_size(DESK)
        page.goto(screen.path)
        wrong += [f"{screen.path} {found}" for found in violations(page)]
        page.set_viewport_size(PHONE)
        if over := overflow(page):
            wrong.append(f"{screen.path} {over} px too wide at 390")
        wrong += [f"{screen.path} {said}" for said in complaints.taken()]

    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("large", [False, True], ids=["phone", "phone, large type"])
def test_chosen_screens_are_accessible_on_the_phone(site, as_user, large):
    User.objects.update(large_type=large)
    pages = {role: as_user(role, has_touch=True, viewport=PHONE) for role, _ in CHOSEN}
    wrong = []
    for role, path in CHOSEN:
        page = pages[role]
        answer = page.goto(path)
        wrong += [f"{role} {path} {found}" for found in violations(page)]
        if answer.status != 200 or overflow(page):
            wrong.append(f"{role} {path} {answer.status}, {overflow(page)} px too wide")

    assert "\n".join(wrong) == ""


def test_chosen_screens_are_accessible_in_large_type_at_the_desk(site, as_user):
    User.objects.update(large_type=True)
    pages = {role: as_user(role) for role, _ in CHOSEN}
    wrong = []
    for role, path in CHOSEN:
        pages[role].goto(path)
        wrong += [f"{role} {path} {found}" for found in violations(pages[role])]
        if over := overflow(pages[role]):
            wrong.append(f"{role} {path} {over} px too wide")

    assert "\n".join(wrong) == ""
