"""People around one motion: its deputy, a stranger deputy, its unit and another one."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import TermFactory, UnitFactory
from tests.factories.deputies import MandateFactory


@pytest.fixture
def term(township):
    return TermFactory(township=township, number=14)


@pytest.fixture
def seated(township, term, person):
    """``seated()``: a deputy in office with an account of their own."""

    def make(with_account=True):
        deputy = MandateFactory(township=township, term=term).deputy
        if with_account:
            with township_scope(township.pk):
                deputy.user = person(Role.DEPUTY, name=deputy.name)
                deputy.save()
        return deputy

    return make


@pytest.fixture
def people(township, person, seated, unit, clerk, chair):
    """Everyone a motion meets, each with an account; ``unit`` is the one that handles it."""
    other_unit = UnitFactory(township=township)
    lead, joint, stranger = seated(), seated(), seated()
    return SimpleNamespace(
        lead=lead,
        joint=joint,
        stranger=stranger,
        unit=unit,
        other_unit=other_unit,
        users={
            "clerk": clerk,
            "chair": chair,
            "lead": lead.user,
            "joint": joint.user,
            "deputy": stranger.user,
            "handler": person(Role.HANDLER, unit),
            "head": person(Role.UNIT_HEAD, unit),
            "other_handler": person(Role.HANDLER, other_unit),
            "other_head": person(Role.UNIT_HEAD, other_unit),
            "gov_office": person(Role.GOV_OFFICE),
            "county": person(Role.COUNTY),
            "admin": person(Role.ADMIN),
        },
    )


@pytest.fixture
def case(township, term, people):
    """``case("assigned")``: a motion in that state, joined by one deputy, handled by the unit."""
    from tests.factories.motions import AssignmentFactory, CoSignerFactory, MotionFactory

    def make(status="assigned", *, assignment="handling", by_office=False, **fields):
        motion = MotionFactory(
            township=township,
            term=term,
            lead=people.lead,
            status=status,
            is_by_office=by_office,
            **fields,
        )
        CoSignerFactory(township=township, motion=motion, deputy=people.joint)
        if status in {"assigned", "replied", "closed"}:
            motion.row = AssignmentFactory(
                township=township, motion=motion, unit=people.unit, status=assignment
            )
        return motion

    return make


@pytest.fixture
def enter(client, people):
    """``enter("clerk")``: that person's browser, past the first page, which writes the clock."""

    def login(name):
        client.force_login(people.users[name])
        client.get(reverse("core:account"))
        return client

    return login
