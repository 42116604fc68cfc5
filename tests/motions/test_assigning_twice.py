"""A second press of 交办所选 finds that it was done already."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope

pytestmark = pytest.mark.django_db


def test_a_second_press_hands_nothing_on_and_says_that_it_was_done(enter, township, people, case):
    motion, today = case("accepted"), timezone.localdate()
    form = {"pk": motion.pk, f"unit-{motion.pk}": people.unit.pk, "assigned_on": str(today)}
    browser = enter("clerk")
    first = browser.post(reverse("motions:assign"), form)
    with township_scope(township.pk):
        lines = AuditEntry.objects.count()

    second = browser.post(reverse("motions:assign"), form)

    told = [str(message) for message in second.context["messages"]]
    assert (first.status_code, second.status_code) == (302, 200)
    assert "所选各件已交办，可能已被他人办理" in told
    with township_scope(township.pk):
        assert list(Assignment.objects.values_list("motion", "unit")) == [
            (motion.pk, people.unit.pk)
        ]
        assert AuditEntry.objects.count() == lines
