"""分办: each unit's letter reaches the deputies on its day; they rate after the last."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Motion, ReplyOpening
from motions.papers.letters import case_letter
from renda.core.paper import render_html
from tests.factories.motions import ContactFactory, ReplyFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import step, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(in_township, people, case):
    """A case that two units answer on their own, both letters waiting for their heads."""
    motion = case("accepted")
    units = [(people.unit, "separate"), (people.other_unit, "separate")]
    rows = services.assign(
        motion=motion, units=units, on=timezone.localdate(), by=people.users["clerk"]
    )
    for row, role in zip(rows, ("handler", "other_handler"), strict=True):
        step("sign", row, people.users[role])
        ContactFactory(township=in_township, motion=motion, assignment=row, on=row.assigned_on)
        ReplyFactory(
            township=in_township, assignment=row, result_class="A", done_items=f"{row.unit}已办"
        )
        step("send", row, people.users[role])
    return rows


def issued(row, people):
    role = "head" if row.unit_id == people.unit.pk else "other_head"
    step("issue", row, people.users[role])
    return row.replies.get()


def paper_url(reply, form):
    return reverse("core:paper", args=["motions.reply", reply.pk, "letter", form])


def test_the_case_s_other_unit_reads_a_letter_once_it_is_issued(parts, people):
    """Its page offers it; a draft is the writing unit's own."""
    other = client_of(people.users["other_handler"])
    url = paper_url(parts[0].replies.get(), "html")
    assert other.get(url).status_code == 403

    issued(parts[0], people)

    assert url in other.get(parts[0].motion.get_absolute_url()).content.decode()
    assert other.get(url).status_code == 200
    assert client_of(people.users["admin"]).get(url).status_code == 403


def test_the_authors_hear_of_each_letter_and_rate_after_the_last(parts, people):
    motion, who = parts[0].motion, [people.users[name] for name in ("lead", "joint", "clerk")]
    known = [len(told(user)) for user in who]

    issued(parts[0], people)

    words = f"{people.unit}已答复：{motion}。其他单位还在办理，全部答复后请评价"
    assert [told(user)[n:] for user, n in zip(who, known, strict=True)] == [[words]] * 3
    assert not people.users["lead"].has_perm("motions.rate_motion", Motion.objects.get())

    issued(parts[1], people)

    assert [told(user)[n + 1 :] for user, n in zip(who, known, strict=True)] == [
        [f"已答复，请评价：{motion}"]
    ] * 3
    assert people.users["lead"].has_perm("motions.rate_motion", Motion.objects.get())


@pytest.mark.parametrize("name", ["lead", "clerk"])
def test_the_page_lists_every_letter_that_went_out(
    parts, people, enter, name, django_assert_max_num_queries
):
    url, forms = parts[0].motion.get_absolute_url(), ("html", "pdf", "docx")
    browser = enter(name)
    first = issued(parts[0], people)

    page = browser.get(url)
    assert [row.pk for row in page.context["letters"]] == [first.pk]
    assert page.context["unanswered"] == [people.other_unit]
    assert f"{people.other_unit}还没有答复" in page.content.decode()

    second = issued(parts[1], people)
    with django_assert_max_num_queries(12):
        page = browser.get(url)
    assert [row.pk for row in page.context["letters"]] == [first.pk, second.pk]
    html = page.content.decode()
    assert [paper_url(r, f) in html for r in (first, second) for f in forms] == [True] * 6
    assert "还没有答复" not in html


def test_the_cases_letter_is_there_from_the_first_on_and_holds_all(parts, people, enter):
    url = reverse("core:paper", args=["motions.motion", parts[0].motion_id, "letter", "html"])
    browser = enter("lead")
    assert browser.get(url).status_code == 404
    first = issued(parts[0], people)
    assert first.number in browser.get(url).content.decode()

    second = issued(parts[1], people)

    page = browser.get(url).content.decode()
    assert (first.number in page, second.number in page) == (True, True)
    sheet = render_html(case_letter(Motion.objects.get()))
    assert sheet.index(first.number) < sheet.index(second.number)
    opened = ReplyOpening.objects.filter(deputy=people.lead).values_list("reply", flat=True)
    assert sorted(opened) == [first.pk, second.pk]


def test_issuing_the_first_letter_stays_below_twenty_queries(
    parts, people, enter, django_assert_max_num_queries
):
    url = reverse("core:step", args=["motions.assignment", parts[0].pk, "issue"])
    browser = enter("head")

    with django_assert_max_num_queries(20):
        browser.post(url, {"revision": parts[0].revision})

    parts[0].refresh_from_db()
    assert parts[0].status == "replied"
