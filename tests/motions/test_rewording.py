"""What the office may still change of a case: less with every step, and never in silence."""

import pytest
from django.urls import reverse

from motions.models import Motion
from renda.core.scoping import township_scope
from tests.motions.helpers.handling import told
from tests.motions.helpers.intake import on_paper

pytestmark = pytest.mark.django_db


def edited(browser, people, motion, **more):
    """The clerk saves the case as it is but for ``more``."""
    same = {name: getattr(motion, name) for name in ("title", "situation", "analysis", "proposal")}
    data = on_paper(people, cosigners=[people.joint.pk]) | same | {
        "submitted_on": str(motion.submitted_on), "seen_revision": motion.revision,
    }  # fmt: skip
    return browser.post(reverse("motions:motion_update", args=[motion.pk]), data | more)


def test_with_the_number_kind_lead_and_day_are_fixed(enter, people, township, case):
    motion = case("accepted")
    page = enter("clerk").get(reverse("motions:motion_update", args=[motion.pk]))
    fixed = {name for name, field in page.context["form"].fields.items() if field.disabled}
    assert fixed == {"session", "kind", "lead", "submitted_on"}

    edited(
        enter("clerk"), people, motion,
        kind="criticism", lead=people.stranger.pk, submitted_on="2024-01-01", field="other",
    )  # fmt: skip

    with township_scope(township.pk):
        fresh = Motion.objects.get()
    assert (fresh.kind, fresh.lead_id, fresh.submitted_on) == (
        motion.kind, people.lead.pk, motion.submitted_on,
    )  # fmt: skip
    assert fresh.field == "other"


def test_a_new_text_of_an_accepted_case_needs_a_reason(enter, people, township, case):
    motion = case("accepted")

    page = edited(enter("clerk"), people, motion, proposal="改修到村口。")

    assert page.context["form"].errors == {"rewording": ["受理以后改动内容的，请写明原因"]}
    with township_scope(township.pk):
        assert Motion.objects.get().proposal == motion.proposal
        assert told(people.users["lead"]) == []


@pytest.mark.parametrize("status", ["submitted", "returned"])
def test_before_the_number_too_what_a_deputy_wrote_is_changed_with_a_reason(
    enter, people, township, case, status
):
    motion = case(status)

    page = edited(enter("clerk"), people, motion, proposal="改修到村口。")
    assert page.context["form"].errors == {"rewording": ["改动代表自己写的内容的，请写明原因"]}
    answer = edited(
        enter("clerk"), people, motion, proposal="改修到村口。", rewording="代表来电更正"
    )

    assert answer.status_code == 302
    with township_scope(township.pk):
        assert Motion.objects.get().proposal == "改修到村口。"
        words = f"人大办改动了具体建议（方案）：代表来电更正（{motion}）"
        assert told(people.users["lead"])[-1] == words


def test_what_the_office_wrote_down_itself_it_mends_freely_before_the_number(
    enter, people, township, case
):
    motion = case("submitted", by_office=True, no_scan_reason="代表口述")

    answer = edited(
        enter("clerk"), people, motion, proposal="改修到村口。", no_scan_reason="代表口述"
    )

    assert answer.status_code == 302
    with township_scope(township.pk):
        assert Motion.objects.get().proposal == "改修到村口。"


def test_the_authors_are_told_of_it_and_the_history_shows_it(
    enter, people, township, case, django_assert_max_num_queries
):
    motion = case("assigned")
    browser = enter("clerk")

    with django_assert_max_num_queries(20):
        edited(browser, people, motion, proposal="改修到村口。", rewording="代表来电更正")

    with township_scope(township.pk):
        words = f"人大办改动了具体建议（方案）：代表来电更正（{motion}）"
        assert [told(people.users[name]) for name in ("lead", "joint")] == [[words]] * 2
        assert Motion.objects.get().proposal == "改修到村口。"
    rounds = enter("lead").get(motion.get_absolute_url()).context["rounds"]
    (event,) = [e for r in rounds for e in r.events if e.title == "改动内容"]
    assert event.text == "具体建议（方案）：代表来电更正"


def test_what_browsers_do_to_line_ends_is_no_change(enter, people, township, case):
    motion = case("accepted", situation="一\n二")

    assert edited(enter("clerk"), people, motion, situation="一\r\n二\r\n").status_code == 302


@pytest.mark.parametrize("status", ["replied", "closed", "rejected", "withdrawn", "on_agenda"])
def test_after_the_answer_or_the_decision_no_text_is_changed(enter, people, township, case, status):
    motion = case(status)

    answer = edited(
        enter("clerk"), people, motion, title="别的事", proposal="改。", rewording="代表来电"
    )

    assert answer.status_code == 302
    with township_scope(township.pk):
        fresh = Motion.objects.get()
    assert (fresh.title, fresh.proposal) == (motion.title, motion.proposal)
