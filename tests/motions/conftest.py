"""People around one motion: its deputy, a stranger deputy, its unit and another one."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Assignment, Motion
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, TermFactory, TownshipFactory, UnitFactory
from tests.factories.deputies import MandateFactory
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    CoSignerFactory,
    ExtensionFactory,
    MotionFactory,
    ObjectionFactory,
    ReplyFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.promises import STATES
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
def crowd(people, person):
    """``people.users`` and, as ``far clerk`` and so on, each role of another township of the county."""
    far = TownshipFactory()
    unit = UnitFactory(township=far)
    users = dict(people.users)
    for role in Role.values:
        where = unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None
        users[f"far {role}"] = MembershipFactory(township=far, role=role, unit=where).user
    with township_scope(far.pk):
        deputy = MandateFactory(township=far).deputy
        deputy.user = users["far deputy"]
        deputy.save()
    return users


@pytest.fixture
def browsers(crowd, settings, tmp_path):
    """A browser of each of the ``crowd``, and one that nobody has logged in; refusals are one word long."""
    for name in ("403", "404"):
        (tmp_path / f"{name}.html").write_text(name)
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]
    found = {name: client_of(user) for name, user in crowd.items()}
    for browser in found.values():
        browser.get(reverse("core:healthz"))  # whatever is asked first writes the clock
    return found | {"anonymous": Client()}


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


@pytest.fixture
def finished(township, case):
    """``finished(...)``: an answered case of 2025, its unit finished."""

    def make(on=date(2025, 6, 20), **fields):
        motion = case("replied", assignment="replied", replied_on=on, **fields)
        with township_scope(township.pk):
            Assignment.objects.filter(pk=motion.row.pk).update(finished_on=on)
        return motion

    return make


@pytest.fixture
def year(township, people, case, finished):
    """Seven cases of 2025 with something in every column, and one of 2024."""

    def letter(assignment, **fields):
        return ReplyFactory(
            township=township,
            assignment=assignment,
            number=f"练函〔2025〕{assignment.pk}号",
            issued_on=date(2025, 6, 20),
            issued_by="蒋文斌",
            **fields,
        )

    def struck(reply):
        CommitmentFactory(
            township=township, reply=reply, status="struck",
            done_on=date(2025, 9, 1), done_note="到现场看过", no_letter_reason="已当面向代表说明",
        )  # fmt: skip

    with township_scope(township.pk):
        finished(verdict="satisfied", result_class="A", field="traffic")
        basically = finished(
            on=date(2025, 7, 1), verdict="basically", result_class="B", field="traffic"
        )
        struck(letter(basically.row, result_class="B"))
        redone = finished(verdict="dissatisfied", result_class="B", round=2, field="urban")
        CommitmentFactory(township=township, reply=letter(redone.row, result_class="B"))
        again = AssignmentFactory(
            township=township, motion=redone, unit=people.unit, round=2, status="handling"
        )
        silent = finished(result_class="C", field="urban")
        Motion.objects.filter(pk=silent.pk).update(
            status="closed", closed_on=date(2025, 9, 1), lapsed_on=date(2025, 9, 1)
        )
        AssignmentFactory(
            township=township, motion=silent, unit=people.other_unit,
            role="separate", status="replied", finished_on=date(2025, 6, 20),
        )  # fmt: skip
        waiting = case("assigned", due_on=date(2025, 6, 25), field="welfare")
        AssignmentFactory(township=township, motion=waiting, unit=people.other_unit, role="assist")
        ExtensionFactory(
            township=township, assignment=waiting.row, decision="granted",
            decided_by="周玉兰", decided_on=date(2025, 5, 22),
        )  # fmt: skip
        refused = case("assigned", due_on=date(2025, 6, 25), field="welfare")
        Assignment.objects.filter(pk=refused.row.pk).update(status="reassigned")
        ObjectionFactory(
            township=township, assignment=refused.row, decision="granted",
            decided_by="周玉兰", decided_on=date(2025, 3, 30),
        )  # fmt: skip
        AssignmentFactory(township=township, motion=refused, unit=people.other_unit)
        case("accepted")
        finished(accepted_on=date(2024, 3, 4), verdict="satisfied", result_class="A")
    return again


@pytest.fixture
def promise(township, people, case):
    """``promise("open")``: what the unit's issued B reply promised for the end of August."""

    def make(state="open", *, issued_on=date(2025, 5, 20), result_class="B", **fields):
        motion = case(
            "replied", assignment="replied", replied_on=issued_on, result_class=result_class,
            assigned_on=date(2025, 3, 25),
        )  # fmt: skip
        reply = ReplyFactory(
            township=township,
            assignment=motion.row,
            result_class=result_class,
            number=f"练函〔2025〕{motion.pk}号",
            issued_on=issued_on,
            issued_by="蒋文斌",
        )
        row = CommitmentFactory(township=township, reply=reply, **(STATES[state] | fields))
        row.motion = motion
        return row

    return make
