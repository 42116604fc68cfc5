"""A township with cases at every stage, from which each random walk begins and to which it goes back."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from motions import services
from motions.models import Assignment, Commitment, Motion
from motions.querysets import REFUSALS_FOR_PRESIDIUM
from motions.workflow import assignment_workflow, commitment_workflow, motion_workflow
from renda.core.models import AuditEntry, Notification, User
from tests.factories.motions import (
    CommitmentFactory,
    ContactFactory,
    CoSignerFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.factories.sessions import SessionFactory, VoteFactory

KINDS = ("motion", "assignment", "commitment", "supplement")


def steps_in_order() -> list[tuple[str, int, dict]]:
    """The steps that the history holds: which model's, of which row, from where to where."""
    lines = AuditEntry.objects.filter(model__in=[f"motions.{kind}" for kind in KINDS])
    rows = lines.order_by("seq").values_list("model", "object_id", "detail")
    return [row for row in rows if "after" in row[2]]


class World:
    """What the walks have in common, and what they have met."""

    def __init__(self, township, term, people, further) -> None:
        self.township, self.term, self.people = township, term, people
        self.walks = 0
        self.met: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.joint: set[int] = set()
        self.session = SessionFactory(township=township, term=term)
        self.vote = VoteFactory(
            township=township, session=self.session, held_on=timezone.localdate()
        )
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
        for _ in range(REFUSALS_FOR_PRESIDIUM):
            self.refuse(rows[2])
        self.take("draft_objection", rows[4], "handler")
        self.take("sign_objection", rows[4], "head")
        for row in rows[5:]:
            self.write(row)
        for row in rows[6:]:
            self.take("issue", row, "head")
        self.propose_another_day(rows[6])
        self.again = rows[7].motion
        services.rate(
            motion=self.again, deputy=self.again.lead, work="satisfied", result="dissatisfied",
            words="没有办", on=timezone.localdate(), by=self.again.lead.user,
        )  # fmt: skip
        second = self.again.assignments.get(round=2)
        self.take("sign", second, "handler")
        self.write(second)
        self.lines = len(steps_in_order())
        self.notices = (
            Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        )

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
        """The unit talks with the deputy and sends its letter, with a promise, to the head."""
        ContactFactory(
            township=self.township, motion=row.motion, assignment=row, on=row.assigned_on
        )
        reply = ReplyFactory(township=self.township, assignment=row, result_class="B")
        day = timezone.localdate() + timedelta(days=30)
        CommitmentFactory(township=self.township, reply=reply, due_on=day)
        self.take("send", row, "handler")

    def refuse(self, row: Assignment) -> None:
        """The unit asks to be relieved of the case, and the office refuses."""
        self.take("object", row, "head")
        clerk = self.people.users["clerk"]
        assignment_workflow.perform("deny", row, by=clerk, data={"note": "说明"})

    def propose_another_day(self, row: Assignment) -> None:
        """The head of the unit asks for another day for what its letter promised."""
        promise = Commitment.objects.get(reply__assignment=row)
        later = {"to_due": timezone.localdate() + timedelta(days=400), "reason": "雨季无法施工"}
        head = self.of_unit(row, "head")
        commitment_workflow.perform("propose_date", promise, by=head, data=later)

    def take(self, name: str, row: Assignment, role: str) -> None:
        data = {"person": "何敏", "reason": "不属本单位"}
        assignment_workflow.perform(name, row, by=self.of_unit(row, role), data=data)

    def of_unit(self, row: Assignment, role: str) -> User:
        """The handler or the head of the unit that has the case."""
        mine = row.unit_id == self.people.unit.pk
        return self.people.users[role if mine else f"other_{role}"]

    def remember(self, refused: int) -> None:
        """Which steps a walk has taken, and what it has met."""
        steps = steps_in_order()[self.lines :]
        taken = {f"{model.partition('.')[2]}.{detail['step']}" for model, _, detail in steps}
        answered = {pk for _, pk, detail in steps if detail["step"] == "answer"}
        numbers = Motion.objects.filter(session=None).exclude(number=None).count()
        met = {
            "a letter issued": "assignment.issue" in taken,
            "a joint deputy answered": bool(answered & self.joint),
            "a case merged": "motion.merge" in taken,
            "a second round": "motion.redo" in taken,
            "a second round answered": self.again.pk in answered,
            "ten numbers": numbers >= 10,
            "a bill decided by the presidium": bool(
                taken & {"motion.convert", "motion.put_on_agenda", "motion.leave_off"}
            ),
            "a request signed": bool(
                taken & {"assignment.sign_objection", "assignment.sign_extension"}
            ),
            "a request sent back": "assignment.give_back" in taken,
            "somebody refused": refused > 0,
        }
        self.met.update(what for what, is_so in met.items() if is_so)
        self.taken.update(taken)
