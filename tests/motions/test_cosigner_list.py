"""The list of co-signers: who may be taken off it, and what happens to whom it grows by."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import CoSigner, Motion
from motions.workflow.day import in_words
from renda.core.scoping import township_scope
from tests.motions.helpers.handling import told
from tests.motions.helpers.intake import on_paper

pytestmark = pytest.mark.django_db


def edited(browser, people, motion, *cosigners):
    """The clerk saves the case with this list and everything else as it is."""
    same = {name: getattr(motion, name) for name in ("title", "situation", "analysis", "proposal")}
    data = on_paper(people, cosigners=[deputy.pk for deputy in cosigners], **same) | {
        "submitted_on": str(motion.submitted_on), "seen_revision": motion.revision,
    }  # fmt: skip
    return browser.post(reverse("motions:motion_update", args=[motion.pk]), data)


def listed(motion):
    return dict(motion.cosigners.order_by("pk").values_list("deputy", "state"))


def test_a_confirmed_co_signer_is_not_taken_off(enter, people, township, case):
    motion = case("submitted")

    page = edited(enter("clerk"), people, motion)

    assert page.context["form"].errors == {
        "cosigners": [f"{people.joint.name}：已经确认联名的不能去掉，请选回来"]
    }
    with township_scope(township.pk):
        assert listed(motion) == {people.joint.pk: "accepted"}


def test_a_silent_one_is_taken_off_until_the_case_is_accepted(enter, people, township, case):
    motion, numbered = case("submitted"), case("accepted")
    with township_scope(township.pk):
        CoSigner.objects.update(state="invited")
    browser = enter("clerk")

    assert edited(browser, people, motion).status_code == 302
    page = edited(browser, people, numbered)

    assert page.context["form"].errors == {
        "cosigners": [f"{people.joint.name}：受理以后联名名单不再减少，请选回来"]
    }
    with township_scope(township.pk):
        assert (listed(motion), listed(numbered)) == ({}, {people.joint.pk: "invited"})
        kept = CoSigner.with_voided.get(motion=motion)
        assert (kept.deputy, kept.voided_at is not None) == (people.joint, True)
        fresh = Motion.objects.get(pk=motion.pk)
    assert edited(browser, people, fresh, people.joint).status_code == 302  # and back again
    with township_scope(township.pk):
        assert listed(motion) == {people.joint.pk: "invited"}


@pytest.mark.parametrize("by_office", [True, False])
def test_whom_the_clerk_adds_later_is_asked_with_a_day(
    enter, people, township, case, by_office, django_assert_max_num_queries
):
    motion = case("accepted", by_office=by_office)
    browser = enter("clerk")

    with django_assert_max_num_queries(20):
        edited(browser, people, motion, people.joint, people.stranger)

    with township_scope(township.pk):
        fresh = Motion.objects.get()
        assert listed(fresh) == {people.joint.pk: "accepted", people.stranger.pk: "invited"}
        assert fresh.join_by > timezone.localdate()
        words = f"{people.lead}代表邀请您联名，请在{in_words(fresh.join_by)}以前答复：{fresh.official_title}"
        assert told(people.users["deputy"]) == [words]
        assert people.users["deputy"].has_perm("motions.answer_invitation", fresh)


def test_nobody_is_added_to_a_case_that_is_over(enter, people, township, case):
    motion = case("closed")

    page = edited(enter("clerk"), people, motion, people.joint, people.stranger)

    assert page.context["form"].errors["cosigners"] == ["这一件已办结，不再增加联名代表"]


def test_an_own_draft_of_the_office_is_corrected_freely(enter, people, township, case):
    motion = case("draft", by_office=True)
    data = {"draft": ""}
    same = on_paper(people, cosigners=[people.stranger.pk]) | {"seen_revision": motion.revision}

    enter("clerk").post(reverse("motions:motion_update", args=[motion.pk]), same | data)

    with township_scope(township.pk):
        assert listed(motion) == {people.stranger.pk: "accepted"}
