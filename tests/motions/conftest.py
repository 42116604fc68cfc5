"""People around one motion: its deputy, a stranger deputy, its unit and another one."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from motions.models import Assignment
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import TermFactory, UnitFactory
from tests.factories.deputies import MandateFactory
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    CoSignerFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.motions.helpers.verdict import ANSWERED


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


@pytest.fixture
def replied(township, people, case):
    """``replied()``: a case that the unit has answered with a promise for the end of August."""

    def make(result_class="B", **reply):
        motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20))
        motion.reply = ReplyFactory(
            township=township,
            assignment=motion.row,
            result_class=result_class,
            number="练函〔2025〕1号",
            issued_on=date(2025, 5, 20),
            issued_by="蒋文斌",
            **reply,
        )
        motion.promise = CommitmentFactory(township=township, reply=motion.reply)
        return motion

    return make


@pytest.fixture
def answered(in_township, people, case):
    """A case of two deputies, answered with what was done, what is promised and what was not taken up."""
    motion = case(
        "replied",
        assignment="replied",
        assigned_on=date(2025, 3, 25),
        replied_on=ANSWERED,
        feedback_due=date(2025, 6, 4),
        result_class="B",
        main_unit=people.unit,
    )
    Assignment.objects.filter(pk=motion.row.pk).update(finished_on=ANSWERED)
    motion.letter = ReplyFactory(
        township=in_township,
        assignment=motion.row,
        result_class="B",
        body="您提出的建议已收悉，现答复如下。",
        done_items="设了六个封闭式垃圾箱\n落实两名保洁员",
        declined="下湾段暂不设箱，路面太窄",
        number="练村函〔2025〕1号",
        issued_by="钱小凤",
        issued_on=ANSWERED,
    )
    CommitmentFactory(township=in_township, reply=motion.letter, text="秋季前补设两个点")
    return motion
