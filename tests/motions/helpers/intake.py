"""What intake types and invites."""

from django.urls import reverse
from django.utils import timezone

from renda.core.models import Term
from renda.core.scoping import township_scope
from tests.factories.motions import CoSignerFactory, MotionFactory

TODAY = timezone.localdate


def typed(**more) -> dict:
    return {
        "title": "五雷小学放学时段交通疏导",
        "situation": "校门口拥堵。",
        "proposal": "校门段单行。",
        "field": "governance",
        "kind": "suggestion",
        **more,
    }


def on_paper(people, **more) -> dict:
    return typed(
        lead=people.lead.pk,
        source="own",
        submitted_on=str(TODAY()),
        no_scan_reason="代表口述，会后补签",
        **more,
    )


def invited(township, people, *, join_by=None, status="submitted"):
    """A case to which ``joint`` is invited."""
    motion = MotionFactory(
        township=township,
        lead=people.lead,
        status=status,
        join_by=join_by,
        term=people_term(people),
    )
    row = CoSignerFactory(township=township, motion=motion, deputy=people.joint, state="invited")
    return motion, row


def people_term(people):
    with township_scope(people.lead.township_id):
        return Term.objects.get()


def look(browser, **more):
    data = {"title": "五雷小学放学时段交通疏导", "situation": "校门口拥堵", **more}
    return browser.post(reverse("motions:similar"), data)
