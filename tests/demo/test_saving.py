"""Every page that writes a record down, posted by somebody who may: it saves, by at most twenty queries.

Every statement counts, those that begin and end the request's transaction too.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from deputies.models import Deputy
from renda.core.scoping import township_scope
from sessions_app.models import PresidiumMember
from supervision.models import VillageElectionWatch
from tests.demo.filling import page_at
from tests.demo.lacking import add_what_the_demo_lacks
from tests.demo.saving import Post, fillings, people_of, posted, saving_pages
from tests.demo.urls import Address, full_addresses, more_addresses

AT_MOST = 20
TRIED = 2  # addresses of each page at which it saves
TESTS = Path(__file__).parent.parent
PAGES = saving_pages()


def newcomer() -> Deputy:
    """A deputy who has watched no village's election yet."""
    return Deputy.objects.exclude(pk__in=VillageElectionWatch.objects.values("observer")).first()


def without_a_seat() -> Deputy:
    """A deputy who never sat on the presidium."""
    return Deputy.objects.exclude(pk__in=PresidiumMember.objects.values("deputy")).first()


# what a page needs that neither its record nor another one tells
FITTING: dict[str, dict] = {
    "deputies:constituency_create": {"number": 99},
    "deputies:guest_create": {"deputy": "", "guest": "陆海峰", "guest_post": "镇长"},
    "deputies:mandate_create": {"level": "city", "term": "", "constituency": ""},
    "motions:handlingreport_create": {"year": 2030},
    "sessions_app:nomination_create": {"names": "陈根法", "signers": []},
    "sessions_app:post_update": {"seats": 1},
    "sessions_app:presidiummeeting_create": {"no": 99},
    "sessions_app:presidiummember_create": {"deputy": lambda: without_a_seat().pk},
    "sessions_app:session_create": {"session_no": 99},
    "sessions_app:sitting_create": {"no": 99},
    "supervision:project_create": {"no": 99},
    "supervision:watch_step_create": {"observer": lambda: newcomer().pk},
}

# pages that want more than one record's values, and the test that posts each
ELSEWHERE: dict[str, str] = {
    "motions:motion_create": "demo/test_posts.py::test_entering_a_motion",
    "motions:order_answer": "motions/test_orders.py::test_an_order_is_numbered_sent_answered_and_closed",
    "motions:order_create": "demo/test_posts.py::test_what_is_added_to_a_case",
    "motions:rate": "demo/test_posts.py::test_rating_a_reply",
    "motions:reminder_create": "demo/test_posts.py::test_what_is_added_to_a_case",
    "motions:reply_create": "demo/test_posts.py::test_writing_a_reply_with_two_promises",
    "sessions_app:interpellation_create": "sessions_app/test_interpellations.py::"
    "test_ten_deputies_ask_during_a_session",
    "sessions_app:interpellation_update": "sessions_app/test_interpellations.py::"
    "test_who_signed_is_corrected_and_goes_with_a_voided_one",
    "sessions_app:nomination_update": "sessions_app/test_correcting.py::"
    "test_a_nomination_is_corrected_with_its_nominees_and_signers",
    "motions:waive_letter": "motions/test_merging_answered.py::"
    "test_the_office_may_say_why_no_letter_is_needed",
}


@pytest.fixture(scope="module")
def where(loaded, django_db_blocker) -> Iterator[dict[str, list[Address]]]:
    """The addresses of each page, with a record of every kind."""
    found: dict[str, list[Address]] = {}
    with django_db_blocker.unblock(), township_scope(loaded.full.pk), transaction.atomic():
        add_what_the_demo_lacks(loaded.user("clerk"))
        for address in dict.fromkeys([*full_addresses(), *more_addresses()]):
            if address.name in PAGES:
                found.setdefault(address.name, []).append(address)
        yield found
        transaction.set_rollback(True)


def fitting(name: str) -> dict:
    """What is said of the page in ``FITTING``."""
    more = FITTING.get(name, {})
    return {field: value() if callable(value) else value for field, value in more.items()}


def tries(township, name: str, addresses: list[Address]) -> Iterator[list[Post]]:
    """The page posted at one address after the other, by whoever may open it first, filled in several ways."""
    for address in addresses:
        for user in people_of(township):
            page = page_at(user, address.path)
            if page.status_code == 200 and page.context and page.context.get("form"):
                more = fitting(name)
                ways = (data | more for data in fillings(PAGES[name], page))
                yield [posted(user, address.path, data, PAGES[name].model) for data in ways]
                break


@pytest.mark.parametrize("name", sorted(PAGES.keys() - ELSEWHERE.keys()))
def test_a_page_saves_by_at_most_twenty_queries(world, in_full, where, name):
    saved, refused = [], []
    for posts in tries(in_full, name, where.get(name, [])):
        queries = [post.queries for post in posts if post.saved]
        saved += [max(queries)] if queries else []
        refused += [post.told for post in posts if not post.saved]
        if len(saved) == TRIED:
            break

    assert saved, f"nobody could save {name}: {refused}"
    assert max(saved) <= AT_MOST


@pytest.mark.parametrize(("name", "test"), ELSEWHERE.items())
def test_what_is_posted_elsewhere_is(name, test):
    module, function = test.split("::")
    blocks = (TESTS / module).read_text().split("\n\n\n")
    (found,) = (block for block in blocks if f"def {function}(" in block)

    assert name in PAGES
    assert name.split(":")[1] in found
