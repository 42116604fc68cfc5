"""What people do with the cases of one township, at random; after each act the case holds together."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from motions import services
from motions.models import Assignment, Commitment, Motion, Supplement
from motions.workflow import (
    assignment_workflow,
    commitment_workflow,
    motion_workflow,
    supplement_workflow,
)
from renda.core.models import User
from renda.core.trail import with_owners
from renda.core.workflow import IllegalTransition, Workflow
from tests.factories.motions import (
    CommitmentFactory,
    ContactFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers import holding
from tests.motions.helpers.world import World

S, A = Motion.Status, Assignment.Status
REFUSED = (IllegalTransition, PermissionDenied, ValidationError)
ON_THE_WAY = (S.DRAFT, S.RETURNED, S.SUBMITTED, S.PRESIDIUM, S.ACCEPTED, S.ASSIGNED)
WORKFLOWS = (motion_workflow, assignment_workflow, commitment_workflow, supplement_workflow)
SIGNED_BY = {
    "reply": "issue",
    "opinion": "sign_opinion",
    "objection": "sign_objection",
    "extension": "sign_extension",
}
CAME_BACK_BY = {
    "reply": (("call_back", "head"), ("unsend", "handler")),
    "draft": (("give_back", "head"), ("take_back", "handler")),
}
ASKED = ("object", "draft_objection", "ask_extension", "draft_extension")
VERDICTS = ("satisfied", "basically", "dissatisfied")
GIVEN = {
    motion_workflow: {"note": "说明", "reason": "private"},
    assignment_workflow: {
        "note": "说明", "reason": "不属本单位", "person": "何敏", "text": "同意", "to_months": 6,
        "decision": "uphold",
    },
    commitment_workflow: {
        "note": "说明", "reason": "雨季无法施工", "signer": "钱小凤", "reported_note": "修完了",
        "done_note": "到现场看过", "no_letter_reason": "已当面说明",
    },
    supplement_workflow: {"note": "说明"},
}  # fmt: skip


class Walker:
    """One walk through the world; every act takes two numbers, which say where and how."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.refused = 0
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def end(self) -> None:
        """What is kept for good is looked at once; then the world is as it was."""
        try:
            self.answer_without_waiting()
            holding.assert_records_hold(self.world)
            self.world.remember(self.refused)
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def begin(self, way: int) -> None:
        """The case that five deputies stand behind is a 议案 or a 建议, in a session or not."""
        self.world.walks += 1
        Motion.objects.filter(pk=self.world.joint_case.pk).update(
            kind="bill" if way % 2 else "suggestion",
            session=self.world.session if way // 2 % 2 else None,
        )

    # --- what people do ----------------------------------------------------------------
    def go_on(self, where: int, how: int) -> None:
        """The one whose turn it is takes a case on by a step; a letter that is owed is written first."""
        motion = pick(Motion.objects.filter(status__in=ON_THE_WAY), where)
        if motion is None:
            return
        if how % 12 == 0 and motion.merged.exists():
            self.act(motion_workflow, "withdraw", motion, self.user("clerk"))
        elif motion.status in {S.DRAFT, S.RETURNED}:
            self.act(motion_workflow, "submit", motion, motion.lead.user)
        elif motion.status == S.SUBMITTED:
            self.act(motion_workflow, ("merge", "accept")[how % 2], motion, self.user("clerk"))
        elif motion.status == S.PRESIDIUM:
            decision = ("convert", "put_on_agenda", "leave_off")[how % 3]
            self.act(motion_workflow, decision, motion, self.user("chair"))
        elif motion.status == S.ACCEPTED and how % 5 == 0:
            self.act(motion_workflow, "merge", motion, self.user("clerk"))
        elif motion.status == S.ACCEPTED:
            self.hand_on(motion, how)
        else:
            self.handle(motion, how)

    def hand_on(self, motion: Motion, how: int) -> None:
        """The office hands an accepted case to one unit or two."""
        first, second = self.world.people.unit, self.world.people.other_unit
        ways = [
            [(first, "lead")],
            [(first, "lead"), (second, "assist")],
            [(first, "separate"), (second, "separate")],
        ]
        services.assign(
            motion=motion, units=ways[how % 3], on=timezone.localdate(), by=self.user("clerk")
        )
        holding.assert_case_holds(motion.pk)

    def handle(self, motion: Motion, how: int) -> None:
        """One of the units takes its next step, or the office answers what it asked."""
        row = pick(motion.assignments.unfinished(), how // 4)
        if row.status == A.WAITING:
            self.act(assignment_workflow, "sign", row, self.world.of_unit(row, "handler"))
        elif row.status == A.OBJECTED:
            self.act(assignment_workflow, ("agree", "deny")[how % 2], row, self.user("clerk"))
        elif row.status == A.SIGNING:
            self.sign(row, how)
        elif not row.answers and how % 5 == 0:
            self.act(assignment_workflow, "relieve", row, self.user("clerk"))
        elif not row.answers:
            self.act(assignment_workflow, "draft_opinion", row, self.world.of_unit(row, "handler"))
        else:
            if not services.replies.contacts_of(row).exists():
                self.talk(row)
            self.write(row, how)
            self.act(assignment_workflow, "send", row, self.world.of_unit(row, "handler"))

    def answer_without_waiting(self) -> None:
        """A letter that says why it doesn't wait for an opinion goes out, if one is still missing."""
        row = Assignment.objects.filter(status=A.HANDLING, role="lead", replies=None).first()
        if row is None or not services.replies.missing_opinions(row).exists():
            return
        self.talk(row)
        self.write(row, 0, waiver="时间紧，先行答复")
        if self.act(assignment_workflow, "send", row, self.world.of_unit(row, "handler")):
            self.act(assignment_workflow, "issue", row, self.world.of_unit(row, "head"))

    def issue(self, where: int, how: int) -> None:
        """A head signs one of the letters, opinions and requests that wait, or gives it back."""
        row = pick(Assignment.objects.signing(), where)
        if row is not None:
            self.sign(row, how)

    def sign(self, row: Assignment, how: int) -> None:
        """What waits for the head is signed, or every fourth letter and every other request given back;
        at times it is taken back."""
        kind = "reply" if row.awaits == "reply" else "draft"
        head, clerk = CAME_BACK_BY[kind]
        step, role = (
            (SIGNED_BY[row.awaits], "head") if how % (4 if kind == "reply" else 2) else head
        )
        if how % 8 == 3:
            step, role = clerk
        self.act(assignment_workflow, step, row, self.world.of_unit(row, role))

    def ask(self, where: int, how: int) -> None:
        """A unit asks to be relieved or for more time: its clerk drafts it, or its head makes it at once."""
        row = pick(Assignment.objects.filter(status__in=(A.WAITING, A.HANDLING)), where)
        if row is not None:
            step = ASKED[how % 4]
            role = "handler" if step.startswith("draft") else "head"
            self.act(assignment_workflow, step, row, self.world.of_unit(row, role))

    def draft(self, where: int, how: int) -> None:
        """A unit writes a letter and sends it: without a talk, a reason or the opinions it is stopped."""
        row = pick(Assignment.objects.filter(status=A.HANDLING, replies=None), where)
        if row is None or not row.answers:
            return
        if how % 2:
            self.talk(row)
        self.write(
            row, how, no_contact_reason="" if where % 3 else "代表在外地，已发信息",
            waiver="" if how // 2 % 2 else "时间紧，先行答复",
        )  # fmt: skip
        self.act(assignment_workflow, "send", row, self.world.of_unit(row, "handler"))

    def rate(self, where: int, how: int) -> None:
        """A deputy rates an answered case, in time or not, or changes the rating; the days may go by."""
        today = timezone.localdate()
        if how % 5 == 0:
            late = pick(Motion.objects.filter(status=S.REPLIED), where)
            if late is not None:
                past = today - timedelta(days=60)
                Motion.objects.filter(pk=late.pk).update(feedback_due=past)
            if how % 2:
                services.lapse_unrated(today)
        motion = pick(Motion.objects.filter(Q(status=S.REPLIED) | Q(status=S.CLOSED)), where)
        if motion is None:
            return
        joined = [c.deputy for c in motion.cosigners.filter(state="accepted")]
        deputy = ([motion.lead] * 3 + joined)[how // 3 % (3 + len(joined))]
        verdict = VERDICTS[how % 3]
        try:
            with transaction.atomic():
                services.rate(
                    motion=motion, deputy=deputy, work="satisfied", result=verdict,
                    words="没有办" if verdict == "dissatisfied" else "", on=today,
                    by=deputy.user or self.user("clerk"), by_office=deputy.user is None,
                )  # fmt: skip
        except REFUSED:
            self.refused += 1
        holding.assert_case_holds(motion.pk)

    def follow_up(self, where: int, how: int) -> None:
        """A unit writes to the deputies again, mostly about what it promised; its head signs it, or it
        comes back."""
        row = pick(Assignment.objects.filter(status=A.REPLIED), where)
        if row is None or self.move_a_day(row, how):
            return
        letter = row.supplements.exclude(status="issued").first()
        if letter is None:
            letter = SupplementFactory(township=self.world.township, assignment=row, status="draft")
            if how % 3:
                Commitment.objects.filter(reply__assignment=row).exclude(status="struck").update(
                    supplement=letter
                )
        if letter.status == "draft":
            self.act(supplement_workflow, "send", letter, self.world.of_unit(row, "handler"))
        step, role = ("issue", "head") if how % 4 else CAME_BACK_BY["reply"][how // 4 % 2]
        self.act(supplement_workflow, step, letter, self.world.of_unit(row, role))

    def move_a_day(self, row: Assignment, how: int) -> bool:
        """Every third time, if a unit has promised something: its clerk asks for another day, then its
        head signs that, gives it back, or the clerk takes it back."""
        promise = pick(Commitment.objects.filter(reply__assignment=row, status="open"), how)
        if promise is None or how % 3:
            return False
        if not promise.is_at_head:
            return self.act(
                commitment_workflow, "draft_date", promise, self.world.of_unit(row, "handler")
            )
        step, role = (
            ("sign_date", "head"), ("give_back_date", "head"), ("take_back_date", "handler"),
        )[how // 3 % 3]  # fmt: skip
        return self.act(commitment_workflow, step, promise, self.world.of_unit(row, role))

    def take_any_step(self, where: int, how: int) -> None:
        """Anybody tries any step that is open somewhere; every other time somebody who may."""
        steps = self.open_steps()
        workflow, name = list(steps)[where % len(steps)]
        row = steps[workflow, name][how % len(steps[workflow, name])]
        users = list(self.world.people.users.values())
        users = users[how % len(users) :] + users[: how % len(users)]
        if where % 2:
            users = self.who_may(workflow, name, row, users) or users
        self.act(workflow, name, row, users[0])

    def take_the_rarest(self, where: int, how: int) -> None:
        """Of the steps that somebody may take now, the one that the walks have met least is taken."""
        steps = self.open_steps()
        users = list(self.world.people.users.values())
        for workflow, name in sorted(steps, key=lambda key: self.world.taken[step_key(*key)])[:3]:
            rows = steps[workflow, name]
            for row in (rows[where % len(rows)], rows[how % len(rows)]):
                for user in self.who_may(workflow, name, row, users)[:1]:
                    if self.act(workflow, name, row, user):
                        return

    # --- how ----------------------------------------------------------------------------
    def open_steps(self) -> dict[tuple[Workflow, str], list[models.Model]]:
        """The rows from which each step that people take could start."""
        steps = {}
        for workflow in WORKFLOWS:
            for row in with_owners(workflow.model.objects.order_by("pk")):
                for name, step in workflow.transitions.items():
                    if row.status in step.sources and not step.automatic:
                        steps.setdefault((workflow, name), []).append(row)
        return steps

    @staticmethod
    def who_may(workflow: Workflow, name: str, row: models.Model, users: list[User]) -> list[User]:
        may = workflow.permission(workflow.transitions[name])
        return [user for user in users if user.has_perm(may, row)]

    def act(self, workflow: Workflow, name: str, row: models.Model, by: User) -> bool:
        """Take a step; what is refused or blocked just now changes nothing."""
        data = dict(GIVEN[workflow])
        people = self.world.people
        if name in {"agree", "pass_on"}:
            units = (people.unit, people.other_unit)
            data["to_unit"] = next(unit for unit in units if unit.pk != row.unit_id)
        if workflow is commitment_workflow:
            later = max(row.due_on, timezone.localdate())  # it may have been moved before
            data["to_due"] = later + timedelta(days=400)
        if name == "refer":
            data["units"] = [people.unit]
        if name == "record_vote":
            data["vote"] = self.world.vote
        if name == "withdraw":
            data["carried_on"] = getattr(row.merged.last(), "pk", None)
        if name == "merge":
            data["merged_into"] = Motion.objects.mergeable_with(row).last()
            if data["merged_into"] is None:
                return False
        try:
            workflow.perform(name, row, by=by, data=data)
        except REFUSED:
            self.refused += 1
            assert workflow.model.objects.get(pk=row.pk).status == row.status
            return False
        holding.assert_case_holds(case_of(row))
        return True

    def talk(self, row: Assignment) -> None:
        """The unit has talked with the lead deputy."""
        ContactFactory(
            township=self.world.township, motion=row.motion, assignment=row, on=row.assigned_on
        )

    def write(self, row: Assignment, how: int, **fields: str) -> None:
        """The unit writes its letter, every other one with a promise."""
        if row.replies.exists():
            return
        reply = ReplyFactory(
            township=self.world.township, assignment=row, result_class="AB"[how % 2], **fields
        )
        if how % 2:
            day = timezone.localdate() + timedelta(days=30)
            CommitmentFactory(township=self.world.township, reply=reply, due_on=day)

    def user(self, name: str) -> User:
        return self.world.people.users[name]


ACTS = (
    Walker.go_on, Walker.go_on, Walker.issue, Walker.ask, Walker.draft, Walker.rate, Walker.follow_up,
    Walker.take_any_step,
)  # fmt: skip


def step_key(workflow: Workflow, name: str) -> str:
    return f"{workflow.model._meta.model_name}.{name}"


def pick(rows: models.QuerySet, number: int) -> models.Model | None:
    rows = list(rows.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def case_of(row: models.Model) -> int:
    """The key of the case that a record of one of the workflows belongs to."""
    if isinstance(row, Motion):
        return row.pk
    if isinstance(row, Assignment):
        return row.motion_id
    return (row if isinstance(row, Supplement) else row.reply).assignment.motion_id
