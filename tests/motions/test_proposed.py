"""What a form begins with stands on its page: today, the usual role, the unit that was suggested."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Commitment
from tests.factories.motions import ContactFactory, CoSignerFactory, ObjectionFactory
from tests.motions.helpers.browser import client_of

pytestmark = pytest.mark.django_db


def step_page(row, step):
    return reverse("core:step", args=[row._meta.label_lower, row.pk, step])


@pytest.fixture
def pages(in_township, people, case, replied):
    """Pages by what they are about: whose they are, where, what they begin with."""
    today = str(timezone.localdate())
    accepted = case("accepted", suggested_unit=people.other_unit)
    assigned = case("assigned", assignment="waiting")
    asking = case("assigned", assignment="objected")
    ObjectionFactory(township=in_township, assignment=asking.row, suggested_unit=people.other_unit)
    promise = replied().promise
    Commitment.objects.filter(pk=promise.pk).update(status="reported")
    invited = case("submitted")
    CoSignerFactory(township=in_township, motion=invited, deputy=people.stranger, state="invited")
    talk = ContactFactory(township=in_township, motion=assigned, assignment=assigned.row)
    bill = case("presidium", kind="bill")
    handler = people.users["handler"]
    assign = {"assigned_on": today, "unit": str(people.other_unit.pk)}
    return {
        "assign": ("clerk", reverse("motions:assign_one", args=[accepted.pk]), assign),
        "further": ("clerk", reverse("motions:assign_one", args=[assigned.pk]), {"role": "assist"}),
        "sign": ("handler", step_page(assigned.row, "sign"), {"person": handler.name}),
        "agree": ("clerk", step_page(asking.row, "agree"), {"to_unit": str(people.other_unit.pk)}),
        "strike": ("clerk", step_page(promise, "strike"), {"on": today}),
        "presidium": ("chair", step_page(bill, "put_on_agenda"), {"on": today}),
        "signatures": ("clerk", reverse("motions:signatures", args=[invited.pk]), {"on": today}),
        "signed talk": (
            "clerk", reverse("motions:signed_contact", args=[assigned.pk]),
            {"on": today, "contact": str(talk.pk)},
        ),
        "followup": ("clerk", reverse("motions:followup_create", args=[assigned.pk]), {"on": today}),
        "extension": (
            "head", step_page(case("assigned", assignment="handling").row, "ask_extension"),
            {"to_months": "6"},
        ),
    }  # fmt: skip


def test_what_is_proposed_stands_on_the_page(pages, people):
    Assignment.objects.filter(status="handling").update(due_on=timezone.localdate())
    stands = {}

    for what, (who, url, values) in pages.items():
        form = client_of(people.users[who]).get(url).context["form"]
        stands[what] = {name: str(form[name].value()) for name in values}
        assert all(value in str(form[name]) for name, value in values.items()), what

    assert stands == {what: values for what, (_, _, values) in pages.items()}
