"""作废: only a draft that the office entered itself; what a deputy or a unit did is never taken away."""

import pytest
from django.urls import reverse

from motions.models import CoSigner, Motion
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from tests.factories.motions import FeedbackFactory

pytestmark = pytest.mark.django_db


def void_url(record):
    return reverse("core:void", args=[record._meta.label_lower, record.pk])


@pytest.mark.parametrize("by_office", [True, False])
def test_only_an_own_draft_is_voided(in_township, people, case, by_office):
    allowed = {
        (name, status)
        for status in Motion.Status.values
        for name, user in people.users.items()
        if user.has_perm("motions.void_motion", case(status, by_office=by_office))
    }

    assert allowed == ({("clerk", "draft")} if by_office else set())


def test_a_submitted_suggestion_does_not_vanish(enter, township, people, case):
    motion = case("submitted")
    browser = enter("clerk")

    assert void_url(motion) not in browser.get(motion.get_absolute_url()).content.decode()
    assert browser.post(void_url(motion), {"note": "登记错了"}).status_code == 403

    with township_scope(township.pk):
        assert Motion.objects.get().voided_at is None
        assert not AuditEntry.objects.filter(verb="作废").exists()


def test_a_draft_entered_by_mistake_is_voided_with_its_list(enter, township, people, case):
    motion = case("draft", by_office=True)
    browser = enter("clerk")
    assert void_url(motion) in browser.get(motion.get_absolute_url()).content.decode()

    browser.post(void_url(motion), {"note": "登记错了"})

    with township_scope(township.pk):
        assert (Motion.objects.count(), CoSigner.objects.count()) == (0, 0)
        assert AuditEntry.objects.get(verb="作废").detail["note"] == "登记错了"


@pytest.mark.parametrize("what", ["feedback", "cosigner"])
def test_what_a_deputy_did_is_not_voided(enter, township, people, case, what):
    motion = case("replied")
    with township_scope(township.pk):
        rating = FeedbackFactory(township=township, motion=motion, deputy=people.lead)
        record = {"feedback": rating, "cosigner": CoSigner.objects.get()}[what]

    answer = enter("clerk").post(void_url(record), {"note": "登记错了"})

    assert answer.status_code == 403
    with township_scope(township.pk):
        assert type(record).objects.get().voided_at is None
