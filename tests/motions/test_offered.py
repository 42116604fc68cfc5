"""What a case's page offers: whoever reads it in whatever state, each button and link opens its page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Motion
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    ContactFactory,
    ExtensionFactory,
    ObjectionFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers.browser import client_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|hx-get|data-dialog-url)="(/[^"#?]*)')
PARTS = (
    "waiting", "handling", "written", "reply at head", "objection", "extension", "one answered",
)  # fmt: skip
STATES = [status for status in Motion.Status.values if status != "assigned"]
ELSEWHERE = ("/static/", "/paper/", "/exports/")
EXPLAINED = {
    ("submit", "draft"), ("submit", "returned"), ("accept", "submitted"), ("close", "replied"),
    ("record_vote", "on_agenda"),
}  # fmt: skip
"""Steps whose page says what has to be done first, and by whom."""


@pytest.fixture
def standing(in_township, people, case):
    """``standing("objection")``: a case whose lead unit has come so far, or one in another state."""
    today = timezone.localdate()

    def with_letter(row, **more):
        ContactFactory(township=in_township, motion=row.motion, assignment=row, on=today)
        reply = ReplyFactory(township=in_township, assignment=row, result_class="B", **more)
        return CommitmentFactory(township=in_township, reply=reply)

    def make(state, **fields):
        if state in STATES:
            motion = case(state, assignment="replied", **fields)
        else:
            motion = case("assigned", **fields)
        if not hasattr(motion, "row"):
            return motion
        row, part = motion.row, {"assigned_on": today, "due_on": today + timedelta(days=60)}
        helper = AssignmentFactory(
            township=in_township, motion=motion, unit=people.other_unit, role="separate", **part
        )
        part["signed_on"] = None if state == "waiting" else today
        status, waits = {
            "waiting": ("waiting", ""), "reply at head": ("signing", "reply"),
            "objection": ("objected", ""),
        }.get(state, ("handling", ""))  # fmt: skip
        if state in {*STATES, "one answered"}:
            status = "replied"
        Assignment.objects.filter(pk=row.pk).update(status=status, to_sign=waits, **part)
        row.refresh_from_db()
        if state in {"written", "reply at head"}:
            with_letter(row)
        if status == "replied":
            with_letter(row, number="练函〔2025〕1号", issued_on=today, issued_by="蒋文斌")
            SupplementFactory(township=in_township, assignment=row, status="draft")
        if state in STATES:
            Assignment.objects.filter(pk=helper.pk).update(status="replied")
            Motion.objects.filter(pk=motion.pk).update(
                replied_on=today, feedback_due=today + timedelta(days=15)
            )
        if state == "objection":
            ObjectionFactory(township=in_township, assignment=row)
        if state == "extension":
            ExtensionFactory(township=in_township, assignment=row)
        return motion

    return make


def offered(browser, motion) -> set[str]:
    """Where the case's page leads, besides what stands on every page; papers have their own tests."""
    page = browser.get(motion.get_absolute_url())
    if page.status_code != 200:
        return set()
    found = set(LINK.findall(page.content.decode()))
    found -= set(LINK.findall(browser.get(reverse("core:account")).content.decode()))
    return {url for url in found if not url.startswith(ELSEWHERE)}


def closed_doors(browser, motion, state) -> dict[str, str]:
    """The offered pages that don't open, or open on a step that can't be taken now."""
    found = {}
    for url in sorted(offered(browser, motion)):
        page = browser.get(url, follow=True)
        came_back = page.redirect_chain and page.redirect_chain[-1][0] == motion.get_absolute_url()
        if page.status_code != 200 or came_back:
            found[url] = str(page.redirect_chain or page.status_code)
        elif (blocked := (page.context or {}).get("blocked")) and (
            (page.context["step"].name, state) not in EXPLAINED
        ):
            found[url] = blocked
    return found


WHO = ("clerk", "chair", "lead", "joint", "handler", "head", "gov_office", "county")
KINDS = [("suggestion", state) for state in (*STATES, *PARTS)]
KINDS += [("bill", state) for state in ("submitted", "presidium", "on_agenda")]


@pytest.mark.parametrize(("kind", "state"), KINDS)
def test_what_is_offered_opens(standing, people, kind, state):
    motion = standing(state, kind=kind)

    closed = {who: closed_doors(client_of(people.users[who]), motion, state) for who in WHO}

    assert {who: doors for who, doors in closed.items() if doors} == {}
