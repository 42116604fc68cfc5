"""A second press of 交办所选 finds that it was done already."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Motion
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from tests.core.meanwhile import before_the_lock

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


def test_what_was_chosen_for_the_others_is_kept_where_somebody_handed_one_on_first(
    enter, township, people, case
):
    taken, waiting = case("accepted"), case("accepted")
    form = {"pk": [taken.pk, waiting.pk], "assigned_on": str(timezone.localdate())}
    for motion in (taken, waiting):
        form |= {f"unit-{motion.pk}": people.unit.pk, f"instruction-{motion.pk}": "请现场办理"}

    def elsewhere():
        Motion.objects.filter(pk=taken.pk).update(status="assigned")

    browser = enter("clerk")
    with before_the_lock(elsewhere):
        page = browser.post(reverse("motions:assign"), form)

    told = [str(message) for message in page.context["messages"]]
    assert told == [f"{taken}：已被他人交办，请刷新后再看。其余各件还没有交办，所选内容都在下面。"]
    (row,) = page.context["rows"]
    assert (row.motion, row.unit, row.instruction) == (waiting, people.unit, "请现场办理")
    with township_scope(township.pk):
        assert not Assignment.objects.exists()
