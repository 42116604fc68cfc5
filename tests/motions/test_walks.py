"""Five hundred random walks over both workflows: whatever people do, some things hold."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from motions import services
from motions.models import Assignment, Motion, Reply
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.models import AuditEntry, Notification, User
from renda.core.workflow import IllegalTransition, Workflow
from tests.factories.motions import ContactFactory, CoSignerFactory, MotionFactory, ReplyFactory
from tests.factories.sessions import SessionFactory

pytestmark = pytest.mark.django_db

WALKS = 500
PARTS = 5
STEPS = 25
COMMON_STEPS = {
    "submit", "accept", "merge", "assign", "sign", "send", "issue", "answer", "close", "redo",
}  # fmt: skip
BY_PRESIDIUM = {"convert", "put_on_agenda", "leave_off"}
REFUSED = (IllegalTransition, PermissionDenied, ValidationError)
TURNS = st.integers(0, 10_000)
VERDICTS = st.sampled_from(["satisfied", "basically", "dissatisfied"])
S, A = Motion.Status, Assignment.Status
ON_THE_WAY = (S.DRAFT, S.RETURNED, S.SUBMITTED, S.PRESIDIUM, S.ACCEPTED, S.ASSIGNED)
MODELS = ("motions.motion", "motions.assignment")
LEAST = {
    "a letter issued": 100,
    "a joint deputy answered": 100,
    "a case merged": 50,
    "a second round": 25,
    "a second round answered": 75,
    "ten numbers": 200,
    "a bill decided by the presidium": 50,
    "somebody refused": 150,
}
"""In how many of the walks each of these must have happened, or the walks show nothing about it."""


def steps_in_order() -> list[tuple[str, int, dict]]:
    """The steps that the history holds: which model's, of which row, from where to where."""
    lines = AuditEntry.objects.filter(model__in=MODELS).order_by("seq")
    rows = lines.values_list("model", "object_id", "detail")
    return [row for row in rows if "after" in row[2]]


class Walk(RuleBasedStateMachine):
    """One township with fourteen cases at every stage; every rule is something one of its people does."""

    world = None  # township, term, session, people, cases: made once, outside the walks

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.refused = 0

    def teardown(self) -> None:
        try:
            self.assert_records_hold()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @initialize(is_bill=st.booleans(), in_session=st.booleans())
    def begin(self, is_bill: bool, in_session: bool) -> None:
        """The case that five deputies stand behind is a 议案 or a 建议, in a session or not."""
        w = self.world
        w.walks += 1
        first = Motion.objects.filter(pk=w.joint_case.pk)
        first.update(
            kind="bill" if is_bill else "suggestion", session=w.session if in_session else None
        )

    # --- what people do ----------------------------------------------------------------
    @rule(turn=TURNS)
    def go_on(self, turn: int) -> None:
        """The one whose turn it is takes a case on by a step; a letter that is owed is written first."""
        motion = self.pick(Motion.objects.filter(status__in=ON_THE_WAY), turn)
        if motion is None:
            return
        if motion.status in {S.DRAFT, S.RETURNED}:
            self.act(motion_workflow, "submit", motion, motion.lead.user)
        elif motion.status == S.SUBMITTED and turn % 3 == 0:
            self.act(motion_workflow, "merge", motion, self.user("clerk"))
        elif motion.status == S.SUBMITTED:
            self.act(motion_workflow, "accept", motion, self.user("clerk"))
        elif motion.status == S.PRESIDIUM:
            decision = ("convert", "put_on_agenda", "leave_off")[turn % 3]
            self.act(motion_workflow, decision, motion, self.user("chair"))
        elif motion.status == S.ACCEPTED:
            self.hand_on(motion, turn)
        elif motion.status == S.ASSIGNED:
            self.handle(motion, turn)

    @rule(turn=TURNS)
    def issue(self, turn: int) -> None:
        """A head signs one of the letters that wait."""
        row = self.pick(Assignment.objects.signing(), turn)
        if row is not None:
            self.act(assignment_workflow, "issue", row, self.of_unit(row, "head"))

    @rule(turn=TURNS, verdict=VERDICTS)
    def rate(self, turn: int, verdict: str) -> None:
        """A lead deputy rates an answered case, in time or not; now and then the days for it go by."""
        if turn % 5 == 0:
            services.lapse_unrated(timezone.localdate() + timedelta(days=60))
        rows = Motion.objects.filter(Q(status=S.REPLIED) | Q(lapsed_on__isnull=False, verdict=""))
        motion = self.pick(rows, turn)
        if motion is None:
            return
        services.rate(
            motion=motion, deputy=motion.lead, work="satisfied", result=verdict,
            words="没有办" if verdict == "dissatisfied" else "", on=timezone.localdate(),
            by=motion.lead.user,
        )  # fmt: skip
        self.assert_case_holds(motion.pk)

    @rule(turn=TURNS, who=TURNS)
    def take_any_step(self, turn: int, who: int) -> None:
        """Anybody tries any step that is open somewhere; every other time somebody who may."""
        rows = [
            *((motion_workflow, m) for m in Motion.objects.select_related("lead").order_by("pk")),
            *((assignment_workflow, a) for a in Assignment.objects.order_by("pk")),
        ]
        steps = {}
        for workflow, row in rows:
            for name, step in workflow.transitions.items():
                if row.status in step.sources and not step.automatic:
                    steps.setdefault((workflow, name), []).append(row)
        workflow, name = list(steps)[turn % len(steps)]
        row = steps[workflow, name][who % len(steps[workflow, name])]
        users = list(self.world.people.users.values())
        users = users[who % len(users) :] + users[: who % len(users)]
        if turn % 2:
            may = workflow.permission(workflow.transitions[name])
            users = [user for user in users if user.has_perm(may, row)] or users
        self.act(workflow, name, row, users[0])

    @rule(turn=TURNS, talks=st.booleans(), waits=st.booleans())
    def draft(self, turn: int, talks: bool, waits: bool) -> None:
        """A unit writes a letter and sends it: without a talk, a reason or the opinions it is stopped."""
        row = self.pick(Assignment.objects.filter(status=A.HANDLING, replies=None), turn)
        if row is None or not row.answers:
            return
        if talks:
            self.talk(row)
        ReplyFactory(
            township=self.world.township,
            assignment=row,
            no_contact_reason="代表在外地，已发信息" if turn % 3 == 0 else "",
            waiver="" if waits else "时间紧，先行答复",
        )
        self.act(assignment_workflow, "send", row, self.of_unit(row, "handler"))

    # --- how ----------------------------------------------------------------------------
    def hand_on(self, motion: Motion, turn: int) -> None:
        """The office hands an accepted case to one unit or two."""
        first, second = self.world.people.unit, self.world.people.other_unit
        ways = [
            [(first, "lead")],
            [(first, "lead"), (second, "assist")],
            [(first, "separate"), (second, "separate")],
        ]
        services.assign(
            motion=motion, units=ways[turn % 3], on=timezone.localdate(), by=self.user("clerk")
        )
        self.assert_case_holds(motion.pk)

    def handle(self, motion: Motion, turn: int) -> None:
        """One of the units takes its next step."""
        row = self.pick(motion.assignments.unfinished(), turn)
        if row.status == A.WAITING:
            self.act(assignment_workflow, "sign", row, self.of_unit(row, "handler"))
        elif row.status == A.OBJECTED:
            decision = ("agree", "deny")[turn % 2]
            self.act(assignment_workflow, decision, row, self.user("clerk"))
        elif row.status == A.SIGNING:
            self.act(assignment_workflow, "issue", row, self.of_unit(row, "head"))
        elif not row.answers:
            self.act(assignment_workflow, "give_opinion", row, self.of_unit(row, "handler"))
        else:
            if not services.replies.contacts_of(row).exists():
                self.talk(row)
            if not row.replies.exists():
                ReplyFactory(township=self.world.township, assignment=row)
            self.act(assignment_workflow, "send", row, self.of_unit(row, "handler"))

    def act(self, workflow: Workflow, name: str, row: Motion | Assignment, by: User) -> None:
        """Take a step; what is refused or blocked just now changes nothing."""
        data = {
            "note": "说明", "reason": "private", "person": "何敏", "text": "同意", "signer": "钱小凤",
            "to_months": 6,
        }  # fmt: skip
        if name in {"agree", "pass_on"}:
            people = self.world.people
            data["to_unit"] = next(
                u for u in (people.unit, people.other_unit) if u.pk != row.unit_id
            )
        if name == "merge":
            data["merged_into"] = Motion.objects.mergeable_with(row).last()
        try:
            workflow.perform(name, row, by=by, data=data)
        except REFUSED:
            self.refused += 1
            assert workflow.model.objects.get(pk=row.pk).status == row.status
        else:
            self.assert_case_holds(row.motion_id if workflow is assignment_workflow else row.pk)

    def talk(self, row: Assignment) -> None:
        """The unit has talked with the lead deputy."""
        ContactFactory(
            township=self.world.township, motion=row.motion, assignment=row, on=row.assigned_on
        )

    def user(self, name: str) -> User:
        return self.world.people.users[name]

    def of_unit(self, row: Assignment, role: str) -> User:
        """The handler or the head of the unit that has the case."""
        return self.user(role if row.unit_id == self.world.people.unit.pk else f"other_{role}")

    @staticmethod
    def pick(rows, turn: int):
        rows = list(rows.order_by("pk"))
        return rows[turn % len(rows)] if rows else None

    # --- what holds after each step -----------------------------------------------------
    def assert_case_holds(self, pk: int) -> None:
        """What must be true of the case that was touched, read afresh."""
        motion = Motion.objects.get(pk=pk)
        if motion.status == S.ASSIGNED:
            self.assert_last_day_is_the_earliest(motion)
        if motion.status == S.REPLIED:
            self.assert_everybody_was_answered(motion)

    @staticmethod
    def assert_last_day_is_the_earliest(motion: Motion) -> None:
        rows = list(motion.assignments.present(motion.round).answering())
        open_rows = [a for a in rows if a.status != A.REPLIED]
        assert open_rows, "a case in handling has a unit that owes its answer"
        assert motion.due_on == min(a.due_on for a in open_rows)
        assert motion.main_unit_id in {a.unit_id for a in rows}

    @staticmethod
    def assert_everybody_was_answered(motion: Motion) -> None:
        """The lead, who joined, and those of the cases merged into it, have the notice of the answer."""
        authors = set()
        for each in (motion, *motion.merged.select_related("lead")):
            joined = each.cosigners.filter(state="accepted").select_related("deputy")
            authors |= {d.user_id for d in (each.lead, *(c.deputy for c in joined))}
        told = Notification.objects.filter(
            text__startswith="已答复，请评价", url=motion.get_absolute_url()
        )
        assert authors <= set(told.values_list("to_id", flat=True))

    # --- what holds of the records at the end -------------------------------------------
    def assert_records_hold(self) -> None:
        """What is kept is kept for good, so that it is enough to look at it once a walk."""
        steps = steps_in_order()
        motions = list(Motion.objects.all())
        self.assert_status_agrees_with_history(steps, motions)
        most = self.assert_numbers_have_no_gap(motions)
        self.assert_letters_are_complete()
        self.remember(steps[self.world.lines :], motions, most)

    @staticmethod
    def assert_status_agrees_with_history(steps: list, motions: list[Motion]) -> None:
        """Each step begins where the one before it ended, and the record stands where the last one did."""
        last = {}
        for model, pk, detail in steps:
            assert last.get((model, pk), detail["before"]) == detail["before"], detail
            last[model, pk] = detail["after"]
        now = {("motions.motion", m.pk): m.status for m in motions}
        now |= {("motions.assignment", a.pk): a.status for a in Assignment.objects.all()}
        assert last == {key: now[key] for key in last}

    @staticmethod
    def assert_numbers_have_no_gap(motions: list[Motion]) -> int:
        """In each session and between them: 1, 2, 3 …; how many the longest row has."""
        rows = {m.session_id: [] for m in motions}
        for motion in motions:
            if motion.number:
                rows[motion.session_id].append(motion.number)
        for numbers in rows.values():
            assert sorted(numbers) == list(range(1, len(numbers) + 1))
        return max(len(numbers) for numbers in rows.values())

    @staticmethod
    def assert_letters_are_complete() -> None:
        for reply in Reply.objects.filter(issued_on__isnull=False).select_related("assignment"):
            assert reply.number
            assert reply.issued_by
            talked = services.replies.contacts_of(reply.assignment).exists()
            assert talked or reply.no_contact_reason
            assert reply.waiver or not services.replies.missing_opinions(reply.assignment).exists()

    def remember(self, steps: list, motions: list[Motion], most: int) -> None:
        """Which of ``LEAST`` this walk has met."""
        taken = {detail["step"] for _, _, detail in steps}
        answered = {pk for _, pk, detail in steps if detail["step"] == "answer"}
        met = {
            "a letter issued": "issue" in taken,
            "a joint deputy answered": bool(answered & self.world.joint),
            "a case merged": "merge" in taken,
            "a second round": "redo" in taken,
            "a second round answered": self.world.again.pk in answered,
            "ten numbers": most >= 10,
            "a bill decided by the presidium": bool(taken & BY_PRESIDIUM),
            "somebody refused": self.refused > 0,
        }
        self.world.met.update(what for what, is_so in met.items() if is_so)
        self.world.taken |= taken


class World:
    """What the walks have in common; each is taken back to it at its end."""

    def __init__(self, township, term, people, further) -> None:
        self.township, self.term, self.people = township, term, people
        self.walks = 0
        self.met: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.joint: set[int] = set()
        self.session = SessionFactory(township=township, term=term)
        clerk = people.users["clerk"]
        one, two = people.unit, people.other_unit
        leads = (people.lead, people.joint, people.stranger)
        self.joint_case = self.case("submitted", people.lead, [people.joint, *further])
        self.case("submitted", people.stranger, [people.joint])
        self.case("submitted", people.joint)
        self.case("draft", people.lead, [people.stranger])
        cases = [self.case("submitted", leads[n % 3], further[: n % 3]) for n in range(9)]
        bill = self.case("submitted", people.lead, [people.joint, *further], kind="bill")
        for motion in (*cases, bill):
            motion_workflow.perform("accept", motion, by=clerk, data={"note": "受理"})
        ways = [
            [(one, "lead"), (two, "assist")],
            [(one, "separate"), (two, "separate")],
            *([(one, "lead")] for _ in range(4)),
        ]
        for motion, units in zip(cases[3:], ways, strict=True):
            services.assign(motion=motion, units=units, on=timezone.localdate(), by=clerk)
        rows = list(Assignment.objects.order_by("pk"))
        for row in rows[1:]:
            self.take("sign", row, "handler")
        self.take("object", rows[4], "handler")
        for row in rows[5:]:
            self.write(row)
        for row in rows[6:]:
            self.take("issue", row, "head")
        self.again = rows[7].motion
        services.rate(
            motion=self.again, deputy=self.again.lead, work="satisfied", result="dissatisfied",
            words="没有办", on=timezone.localdate(), by=self.again.lead.user,
        )  # fmt: skip
        second = self.again.assignments.get(round=2)
        self.take("sign", second, "handler")
        self.write(second)
        self.lines = len(steps_in_order())

    def case(self, status: str, lead, joined=(), **fields) -> Motion:
        motion = MotionFactory(
            township=self.township, term=self.term, lead=lead, analysis="案据", status=status,
            **fields,
        )  # fmt: skip
        for deputy in joined:
            CoSignerFactory(township=self.township, motion=motion, deputy=deputy)
            self.joint.add(motion.pk)
        return motion

    def write(self, row: Assignment) -> None:
        """The unit talks with the deputy and sends its letter to the head."""
        ContactFactory(
            township=self.township, motion=row.motion, assignment=row, on=row.assigned_on
        )
        ReplyFactory(township=self.township, assignment=row)
        self.take("send", row, "handler")

    def take(self, name: str, row: Assignment, role: str) -> None:
        who = role if row.unit_id == self.people.unit.pk else f"other_{role}"
        data = {"person": "何敏", "reason": "不属本单位", "signer": "钱小凤"}
        assignment_workflow.perform(name, row, by=self.people.users[who], data=data)


@pytest.mark.parametrize("part", range(PARTS))
def test_five_hundred_walks_keep_the_invariants(in_township, term, people, seated, part):
    """In parts, so that several workers share them; each part has its own seed."""
    world = Walk.world = World(in_township, term, people, [seated() for _ in range(3)])

    run_state_machine_as_test(
        seed(part)(Walk),
        settings=settings(
            max_examples=WALKS // PARTS,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert world.walks >= WALKS // PARTS
    assert COMMON_STEPS - world.taken == set()
    least = {what: number // PARTS for what, number in LEAST.items()}
    assert {what: world.met[what] for what in least if world.met[what] < least[what]} == {}
