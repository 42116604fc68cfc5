"""Five hundred random walks over both workflows: whatever people do, some things hold."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from motions import services
from motions.models import Assignment, Motion, Reply
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry, Notification
from renda.core.workflow import IllegalTransition, Workflow
from tests.factories.motions import ContactFactory, CoSignerFactory, MotionFactory, ReplyFactory
from tests.factories.sessions import SessionFactory

pytestmark = pytest.mark.django_db

WALKS = 500
MOST_STEPS = 5
COMMON_STEPS = {"accept", "send_back", "reject", "withdraw", "sign", "object", "give_opinion"}
REFUSED = (IllegalTransition, PermissionDenied, ValidationError)
TURNS = st.integers(0, 10_000)
S, A = Motion.Status, Assignment.Status


class Walk(RuleBasedStateMachine):
    """One township with two cases; every rule is something one of its people does."""

    world = None  # township, term, session, people: made once, outside the walks

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(is_bill=st.booleans(), is_signed=st.booleans(), in_session=st.booleans())
    def begin(self, is_bill: bool, is_signed: bool, in_session: bool) -> None:
        """One case is handed in, the other with two units: 主办 and 协办, who have signed or not."""
        w = self.world
        w.walks += 1
        self.units = [w.people.unit, w.people.other_unit]
        self.cases = w.cases
        first = Motion.objects.filter(pk=w.cases[0].pk)
        first.update(kind="bill" if is_bill else "suggestion")
        if in_session:
            first.update(session=w.session)
        if is_signed:
            for row in Assignment.objects.all():
                handler = "handler" if row.unit_id == w.people.unit.pk else "other_handler"
                self.act(assignment_workflow, "sign", row, handler)

    # --- what people do ----------------------------------------------------------------
    @rule(turn=TURNS)
    def take_a_step(self, turn: int) -> None:
        """Somebody who may takes one of the steps that are open."""
        rows = [(motion_workflow, m) for m in Motion.objects.select_related("lead")]
        parts = Assignment.objects.select_related("unit", "motion__lead").order_by("pk")
        rows += [(assignment_workflow, a) for a in parts]
        steps = [
            (workflow, step, row)
            for workflow, row in rows
            for step in workflow.transitions.values()
            if not step.automatic and workflow.state(row) in step.sources
        ]
        users = list(self.world.people.users.items())
        for n in range(len(steps)):
            workflow, step, row = steps[(turn + n) % len(steps)]
            for m in range(len(users)):
                name, user = users[(turn + m) % len(users)]
                if user.has_perm(workflow.permission(step), row):
                    self.act(workflow, step.name, row, name)
                    return

    @rule(turn=TURNS)
    def hand_on(self, turn: int) -> None:
        """The office hands an accepted case to one unit or two."""
        motion = self.pick(Motion.objects.filter(status=S.ACCEPTED), turn)
        if motion is None:
            return
        first, second = self.units
        ways = [
            [(first, "lead")],
            [(first, "lead"), (second, "assist")],
            [(first, "separate"), (second, "separate")],
        ]
        services.assign(
            motion=motion, units=ways[turn % 3], on=timezone.localdate(), by=self.user("clerk")
        )
        self.assert_invariants()

    @rule(turn=TURNS, talks=st.booleans(), waits=st.booleans())
    def draft(self, turn: int, talks: bool, waits: bool) -> None:
        """A unit writes its letter, sometimes without a talk or without waiting for opinions."""
        rows = Assignment.objects.filter(status=A.HANDLING, replies=None).answering()
        row = self.pick(rows, turn)
        if row is None:
            return
        if talks:
            ContactFactory(
                township=self.world.township, motion=row.motion, assignment=row, on=row.assigned_on
            )
        ReplyFactory(
            township=self.world.township,
            assignment=row,
            no_contact_reason="代表在外地，已发信息" if turn % 3 == 0 else "",
            waiver="" if waits else "时间紧，先行答复",
        )

    @rule(turn=TURNS, verdict=st.sampled_from(["satisfied", "basically", "dissatisfied"]))
    def rate(self, turn: int, verdict: str) -> None:
        """The lead deputy rates an answered case."""
        motion = self.pick(Motion.objects.filter(status=S.REPLIED), turn)
        if motion is None:
            return
        words = "没有办" if verdict == "dissatisfied" else ""
        services.rate(
            motion=motion, deputy=motion.lead, work="satisfied", result=verdict, words=words,
            on=timezone.localdate(), by=motion.lead.user,
        )  # fmt: skip
        self.assert_invariants()

    # --- how ----------------------------------------------------------------------------
    def act(self, workflow: Workflow, name: str, row, who: str) -> None:
        """Take a step; what is blocked just now changes nothing."""
        data = {
            "note": "说明", "reason": "private", "person": "何敏", "text": "同意", "signer": "钱小凤",
            "to_months": 6,
        }  # fmt: skip
        if name in {"agree", "pass_on"}:
            data["to_unit"] = next(u for u in self.units if u.pk != row.unit_id)
        if name == "merge":
            data["merged_into"] = next(m for m in self.cases if m.pk != row.pk)
        try:
            with transaction.atomic():
                workflow.perform(name, row, by=self.user(who), data=data)
            self.world.taken[name] += 1
        except REFUSED:
            pass
        self.assert_invariants()

    def user(self, name: str):
        return self.world.people.users[name]

    @staticmethod
    def pick(rows, turn: int):
        rows = list(rows.order_by("pk"))
        return rows[turn % len(rows)] if rows else None

    # --- what holds ---------------------------------------------------------------------
    def assert_invariants(self) -> None:
        """The invariants; every one reads the rows afresh."""
        motions = list(
            Motion.objects.prefetch_related("assignments", "cosigners__deputy", "merged")
        )
        self.assert_status_agrees_with_history(motions)
        self.assert_numbers_have_no_gap(motions)
        for motion in motions:
            self.assert_last_day_is_the_earliest(motion)
        self.assert_letters_are_complete()
        for motion in motions:
            if motion.status == S.REPLIED:
                self.assert_everybody_was_answered(motion, motions)

    @staticmethod
    def assert_status_agrees_with_history(motions: list[Motion]) -> None:
        last = {}
        lines = AuditEntry.objects.filter(model__in=["motions.motion", "motions.assignment"])
        for model, pk, detail in lines.order_by("seq").values_list("model", "object_id", "detail"):
            if "after" in detail:
                last[model, pk] = detail["after"]
        rows = [("motions.motion", m.pk, m.status) for m in motions]
        rows += [
            ("motions.assignment", a.pk, a.status) for m in motions for a in m.assignments.all()
        ]
        for model, pk, status in rows:
            assert (model, pk) not in last or status == last[model, pk]

    @staticmethod
    def assert_numbers_have_no_gap(motions: list[Motion]) -> None:
        for session in {m.session_id for m in motions}:
            numbers = sorted(m.number for m in motions if m.number and m.session_id == session)
            assert numbers == list(range(1, len(numbers) + 1))

    @staticmethod
    def assert_last_day_is_the_earliest(motion: Motion) -> None:
        if motion.status != S.ASSIGNED:
            return
        rows = [
            a
            for a in motion.assignments.all()
            if a.answers and a.round == motion.round and a.status not in {A.REASSIGNED, A.ENDED}
        ]
        open_rows = [a for a in rows if a.status != A.REPLIED]
        assert open_rows, "a case in handling has a unit that owes its answer"
        assert motion.due_on == min(a.due_on for a in open_rows)
        assert motion.main_unit_id in {a.unit_id for a in rows}

    @staticmethod
    def assert_letters_are_complete() -> None:
        for reply in Reply.objects.filter(issued_on__isnull=False).select_related("assignment"):
            assert reply.number
            assert reply.issued_by
            talked = services.replies.contacts_of(reply.assignment).exists()
            assert talked or reply.no_contact_reason
            assert reply.waiver or not services.replies.missing_opinions(reply.assignment).exists()

    @staticmethod
    def assert_everybody_was_answered(motion: Motion, motions: list[Motion]) -> None:
        authors = set()
        for each in motions:
            if each.pk == motion.pk or each.merged_into_id == motion.pk:
                joined = [c.deputy for c in each.cosigners.all() if c.state == "accepted"]
                authors |= {d.user_id for d in (each.lead, *joined) if d.user_id}
        told = Notification.objects.filter(
            text__startswith="已答复，请评价", url=motion.get_absolute_url()
        )
        assert authors <= set(told.values_list("to_id", flat=True))


class World:
    """What the walks have in common; each is taken back to it at its end."""

    def __init__(self, township, term, people, further) -> None:
        self.township, self.term, self.people = township, term, people
        self.walks = 0
        self.taken: Counter[str] = Counter()
        self.session = SessionFactory(township=township, term=term)
        self.cases = [
            MotionFactory(
                township=township, term=term, lead=lead, analysis="案据", status="submitted",
                submitted_on=timezone.localdate(),
            )
            for lead in (people.lead, people.stranger)
        ]  # fmt: skip
        for deputy in (people.joint, *further):
            CoSignerFactory(township=township, motion=self.cases[0], deputy=deputy)
        motion_workflow.perform(
            "accept", self.cases[1], by=people.users["clerk"], data={"note": "受理"}
        )
        services.assign(
            motion=self.cases[1],
            units=[(people.unit, "lead"), (people.other_unit, "assist")],
            on=timezone.localdate(),
            by=people.users["clerk"],
        )


def test_five_hundred_walks_keep_the_invariants(in_township, term, people, seated):
    Walk.world = World(in_township, term, people, [seated() for _ in range(3)])
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=MOST_STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert Walk.world.walks >= WALKS
    assert set(Walk.world.taken) >= COMMON_STEPS
