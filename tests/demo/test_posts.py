"""No post asks more than twenty questions of the database: every workflow step, every form of a case.

Every statement counts, those that begin and end the request's transaction too.
"""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deputies.models import Deputy
from motions.models import Assignment, Motion
from renda.core.models import Membership, Unit, User
from renda.core.workflow import Transition, Workflow, workflows
from sessions_app.models import BallotCount
from tests.demo.filling import DAY, form_of, page_at
from tests.demo.ready import READY
from tests.demo.urls import by_fullness

AT_MOST = 20
TRIED = 8  # records of each step
STEPS = [(w, t) for w in workflows() for t in w.transitions.values() if not t.automatic]


def posted(user: User, url: str, data: dict) -> tuple[int, int]:
    """(status, queries) of a post that is taken back, after a look at a page."""
    client = Client()
    client.force_login(user)
    client.get(reverse("core:search"))
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(url, data)
        transaction.set_rollback(True)
    return answer.status_code, len(captured)


def filled(user: User, url: str) -> dict | None:
    """What the page's form holds, with something in every empty field; None without a page."""
    page = page_at(user, url)
    return form_of(page)[1] if page.status_code == 200 else None


def people_of(world) -> list[User]:
    """One account for every role and unit of the township."""
    rows = Membership.objects.filter(township=world.full, user__is_active=True)
    found = {(m.role, m.unit_id): m.user for m in rows.select_related("user").order_by("-pk")}
    return list(found.values())


def waiting_for(workflow: Workflow, step: Transition) -> Iterator[models.Model]:
    """Records that the step may be taken of, the fullest first; where the demo has none, such as
    can be put into a state it starts from."""
    records = by_fullness(workflow.model)
    waiting = [record for record in records if workflow.state(record) in step.sources]
    yield from waiting
    for record in () if waiting else records:
        for state in sorted(step.sources):
            put = workflow.model.objects.filter(pk=record.pk)
            with suppress(IntegrityError), transaction.atomic():
                put.update(**{workflow.field: state})
                record.refresh_from_db()
                yield record
                break


def taken(workflow: Workflow, step: Transition, world) -> Iterator[int]:
    """The queries of taking the step of the fullest records, and of one that is ready for it, by whoever
    may first."""
    known = READY.get((workflow.model.__name__, step.name))
    fullest = [(record, {}) for record in islice(waiting_for(workflow, step), TRIED)]
    for record, given in [*fullest, *([known()] if known else [])]:
        may = (u for u in people_of(world) if u.has_perm(workflow.permission(step), record))
        user = None if step.blocked(record) else next(may, None)
        url = workflow.url(record, step)
        data = filled(user, url) if user else None
        status, queries = posted(user, url, data | given) if data is not None else (None, 0)
        if status == 302:
            yield queries


@pytest.mark.parametrize(
    ("workflow", "step"), STEPS, ids=lambda x: getattr(x, "name", None) or x.model.__name__
)
def test_a_step_keeps_its_query_limit(world, in_full, workflow, step):
    with transaction.atomic():
        queries = list(taken(workflow, step, world))
        transaction.set_rollback(True)

    assert queries, "no record is ready for this step: see ready.py"
    assert max(queries) <= AT_MOST


@pytest.fixture
def clerk(world) -> User:
    return world.user("clerk")


@pytest.fixture
def two(in_full) -> list[Deputy]:
    """Two deputies who may be asked to join the demo's deputy."""
    return list(Deputy.objects.exclude(user__username="deputy").exclude(user=None)[:2])


def case(status: str) -> Motion:
    return Motion.objects.filter(status=status).order_by("pk").first()


def text(**more) -> dict:
    return {
        "title": "关于修复机耕路的建议",
        "kind": "suggestion",
        "field": "traffic",
        "situation": "路面坍塌",
        "proposal": "尽快修复",
        "once": str(uuid.uuid4()),
        **more,
    }


def test_entering_a_motion(clerk, two):
    lead = Deputy.objects.get(user__username="deputy")
    data = text(
        lead=lead.pk,
        source="own",
        submitted_on=DAY,
        by_date="on",
        cosigners=[deputy.pk for deputy in two],
        no_scan_reason="代表口述，会后补签",
    )

    status, queries = posted(clerk, reverse("motions:motion_create"), data)

    assert (status, queries <= AT_MOST) == (302, True), queries


def test_a_deputy_submits_with_two_co_signers(world, two):
    data = text(cosigners=[deputy.pk for deputy in two])

    status, queries = posted(world.user("deputy"), reverse("motions:submit"), data)

    assert (status, queries <= AT_MOST) == (302, True), queries


def accepted(number: int, start: int) -> list[Motion]:
    """As many accepted cases, copied from one of the demo's, numbered from ``start``."""
    first = case("accepted")
    copies = [
        Motion(
            **{
                f.attname: getattr(first, f.attname)
                for f in Motion._meta.concrete_fields
                if f.attname not in {"id", "code", "number"}
            },
            number=start + each,
            code=f"闭-{start + each}",
        )
        for each in range(number)
    ]
    return Motion.objects.bulk_create(copies)


def batch(motions: list[Motion]) -> dict:
    units = list(Unit.objects.filter(is_active=True)[:2])
    data = {"assigned_on": str(timezone.localdate()), "pk": [motion.pk for motion in motions]}
    for motion in motions:
        data |= {f"unit-{motion.pk}": units[0].pk, f"assist-{motion.pk}": [units[1].pk]}
    return data


def test_assigning_forty_cases_asks_no_more_than_one(clerk, in_full):
    url = reverse("motions:assign")

    one = posted(clerk, url, batch(accepted(1, 800)))
    forty = posted(clerk, url, batch(accepted(40, 900)))

    assert one == forty
    assert (one[0], one[1] <= AT_MOST) == (302, True), one


def test_reminding_of_every_open_case_asks_no_more_than_one(clerk, in_full):
    url = reverse("motions:motion_list")
    pks = list(Motion.objects.filter(status="assigned").values_list("pk", flat=True))

    one = posted(clerk, url, {"action": "remind", "pk": pks[:1]})
    every = posted(clerk, url, {"action": "remind", "pk": pks})

    assert one == every
    assert (one[0], one[1] <= AT_MOST) == (302, True), one


def test_assigning_one_case(clerk, in_full):
    unit = Unit.objects.filter(is_active=True).first()
    data = {
        "unit": unit.pk,
        "role": "lead",
        "assigned_on": str(timezone.localdate()),
        "instruction": "抓紧",
    }

    url = reverse("motions:assign_one", args=[case("accepted").pk])
    status, queries = posted(clerk, url, data)

    assert (status, queries <= AT_MOST) == (302, True), queries


@pytest.mark.parametrize(
    "page", ["contact_create", "reminder_create", "order_create", "note_create"]
)
def test_what_is_added_to_a_case(clerk, in_full, page):
    url = reverse(f"motions:{page}", args=[case("assigned").pk])

    status, queries = posted(clerk, url, filled(clerk, url))

    assert (status, queries <= AT_MOST) == (302, True), queries


def test_correcting_a_case(clerk, in_full):
    url = reverse("motions:motion_update", args=[case("assigned").pk])

    status, queries = posted(clerk, url, filled(clerk, url) | {"title": "关于别的事的建议"})

    assert (status, queries <= AT_MOST) == (302, True), queries


def test_writing_a_reply_with_two_promises(world, in_full):
    mine = world.user("handler").unit_ids(world.full.pk)
    row = Assignment.objects.filter(
        status="handling", unit__in=mine, role="lead", replies=None
    ).first()
    url = reverse("motions:reply_create", args=[row.pk])
    data = filled(world.user("handler"), url) | {
        "result_class": "B",
        "no_contact_reason": "代表在外地住院",
        "waiver": "与本件无关",
        "rows0-TOTAL_FORMS": 2,
        "rows0-0-text": "修好路面",
        "rows0-0-due_on": "2099-12-20",
        "rows0-1-text": "装好护栏",
        "rows0-1-due_on": "2099-12-20",
    }

    status, queries = posted(world.user("handler"), url, data)

    assert (status, queries <= AT_MOST) == (302, True), queries


@pytest.mark.parametrize("rating", ["satisfied", "dissatisfied"])
@pytest.mark.parametrize("by_office", [False, True])
def test_rating_a_reply(world, clerk, in_full, rating, by_office):
    motion = Motion.objects.awaiting_verdict().exclude(lead__user=None).filter(round=1).first()
    data = {
        "work_rating": rating,
        "result_rating": rating,
        "words": "路面又坏了",
        "once": str(uuid.uuid4()),
    }
    if by_office:
        data["scan"] = SimpleUploadedFile("征询意见表.pdf", b"%PDF-1.7 signed")
        data |= {"deputy": motion.lead_id, "on": timezone.localdate()}

    user = clerk if by_office else motion.lead.user
    status, queries = posted(user, reverse("motions:rate", args=[motion.pk]), data)

    assert (status, queries <= AT_MOST) == (302, True), queries


@pytest.mark.parametrize("action", ["check", "draft"])
def test_counting_ballots(clerk, in_full, action):
    ballot = BallotCount.objects.filter(post__seats=1).order_by("-pk").first()
    with transaction.atomic():
        workflow = BallotCount.objects.filter(pk=ballot.pk)
        workflow.update(**{"status": BallotCount.Status.ENTERING, "released_at": None})
        url = ballot.post.get_absolute_url()
        client = Client()
        client.force_login(clerk)
        form = client.get(url).context["form"]
        data = {n: form[n].value() for n in form.fields if form[n].value() is not None}
        data |= {"writein-TOTAL_FORMS": 0, "writein-INITIAL_FORMS": 0, "action": action}
        status, queries = posted(clerk, url, data)
        transaction.set_rollback(True)

    assert (status, queries <= AT_MOST) == (302, True), queries
