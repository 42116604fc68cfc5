"""What the steps of the demo's cases left in the history: who took them, on which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model, Prefetch
from django.utils import timezone

from deputies.models import Deputy
from motions.models import (
    Assignment,
    Commitment,
    ContactLog,
    CoSigner,
    Feedback,
    Motion,
    Rating,
    Reply,
    Review,
    Submittal,
    Supplement,
)
from renda.core.demo import Demo
from renda.core.models import User
from renda.core.workflow import workflow_of

OFFICE_OPENS, EVENING = time(9), time(19, 40)
PAUSE = timedelta(minutes=10)
REVIEWED = {"accept": "accept", "return": "send_back", "reject": "reject", "reference": "refer"}
"""The step behind a decision of the office."""
IN_PERSON = {"opinion": "give_opinion", "objection": "object", "extension": "ask_extension"}
"""The step by which a head makes it without a clerk's draft."""
Who = User | str


@dataclass(frozen=True)
class Deed:
    """One line to be written."""

    on: date
    by: Who
    verb: str
    row: Model
    detail: dict
    hour: time = OFFICE_OPENS


def tell(demo: Demo, motions: Iterable[Motion]) -> None:
    """Write the history of these cases: on a day in the order in which they went on."""
    replies = Reply.objects.order_by("pk").prefetch_related(
        Prefetch(
            "commitments",
            Commitment.objects.order_by("pk").prefetch_related("changes", "submittals"),
        )
    )
    parts = (
        Assignment.objects.order_by("round", "pk")
        .select_related("unit")
        .prefetch_related(
            Prefetch("replies", replies),
            "supplements", "objections", "extensions", "opinions", "submittals",
        )
    )  # fmt: skip
    rows = (
        Motion.objects.filter(pk__in=[motion.pk for motion in motions])
        .select_related("lead__user", "drafted_by")
        .prefetch_related(
            Prefetch("assignments", parts),
            Prefetch("cosigners", CoSigner.objects.select_related("deputy__user")),
            Prefetch("reviews", Review.objects.order_by("pk")),
            Prefetch("contacts", ContactLog.objects.select_related("deputy__user")),
            Prefetch("feedbacks", Feedback.objects.order_by("round").select_related("by")),
            "notes",
        )
        .order_by("pk")
    )  # fmt: skip
    for motion in rows:
        Tale(demo, motion).write()


class Tale:
    """The lines of one case, gathered in the order of the work."""

    def __init__(self, demo: Demo, motion: Motion) -> None:
        self.demo = demo
        self.motion = motion
        self.clerk, self.chair = demo.users["clerk"], demo.users["chair"]
        self.accounts = {user.name: user for user in demo.users.values()}
        self.deeds: list[Deed] = []
        self.intake()
        for number in range(1, motion.round + 1):
            self.round([a for a in motion.assignments.all() if a.round == number])
        for note in motion.notes.all():
            self.say(self.chair, "批注", note, note.on)

    def write(self) -> None:
        """Write the lines; on one day each some minutes after the one before."""
        last = datetime.min
        for deed in sorted(self.deeds, key=lambda deed: deed.on):
            last = max(last + PAUSE, datetime.combine(deed.on, deed.hour))
            moment = timezone.make_aware(last)
            self.demo.record(deed.by, deed.verb, [deed.row], moment, **deed.detail)

    # --- the tools ---------------------------------------------------------------------
    def say(
        self, by: Who, verb: str, row: Model, on: date, hour: time = OFFICE_OPENS, **detail: object
    ) -> None:
        """A line about a row."""
        self.deeds.append(Deed(on, by, verb, row, detail, hour))

    def step(
        self, by: Who, name: str, row: Model, on: date, *, note: str = "", hour: time = OFFICE_OPENS
    ) -> None:
        """The line that a step of a workflow leaves."""
        label = workflow_of(type(row)).transitions[name].label
        self.say(by, label, row, on, hour, step=name, note=note)

    def person(self, name: str) -> Who:
        """Somebody at a unit by name: the account, if there is one."""
        return self.accounts.get(name, name)

    @staticmethod
    def deputy(deputy: Deputy) -> Who:
        """A deputy: the account, if there is one."""
        return deputy.user or deputy.name

    # --- up to the units -----------------------------------------------------------------
    def intake(self) -> None:
        """Written down, handed in, joined, looked at."""
        motion, by = self.motion, self.motion.drafted_by
        verb = "登记" if motion.is_by_office else "填写"
        if motion.submitted_on is None:
            self.say(by, verb, motion, self.demo.today - timedelta(days=1))
            return
        self.say(by, verb, motion, motion.submitted_on)
        joined = list(motion.cosigners.all())
        if joined:
            names = [row.deputy.name for row in joined]
            self.say(by, "联名名单", motion, motion.submitted_on, deputies=names)
        self.step(by, "submit", motion, motion.submitted_on)
        if not motion.is_by_office:
            for row in joined:
                if row.answered_on:
                    self.say(self.deputy(row.deputy), "同意联名", motion, row.answered_on)
        for review in motion.reviews.all():
            if review.decision in REVIEWED:
                step = REVIEWED[review.decision]
                self.step(self.clerk, step, motion, review.on, note=review.note)
        if motion.is_key and motion.assigned_on:
            self.say(self.clerk, "列为重点", motion, motion.assigned_on)

    # --- one round with the units --------------------------------------------------------
    def round(self, parts: list[Assignment]) -> None:
        """Handed to the units, handled, answered, rated."""
        for part in parts:
            self.handed(part)
        if self.motion.assigned_on and parts and parts[0].round == 1:
            self.step(self.clerk, "assign", self.motion, self.motion.assigned_on)
        for part in parts:
            self.handling(part)
        for part in parts:
            for reply in part.replies.all():
                self.reply(part, reply)
            for letter in part.supplements.all():
                self.supplement(part, letter)
        for said in self.motion.feedbacks.all():
            if parts and said.round == parts[0].round:
                self.verdict(said)

    def handed(self, part: Assignment) -> None:
        """交办; the second round is told by the verdict that opens it."""
        if part.round == 1:
            self.say(self.clerk, "交办", part, part.assigned_on, due=[str(part.due_on)])

    def handling(self, part: Assignment) -> None:
        """Signed for, talked over, and what the unit asked of the office."""
        person = self.person(part.person or part.unit.head)
        if part.signed_on:
            self.step(self.person(part.signed_by), "sign", part, part.signed_on)
        for asked in part.objections.all():
            self.signed(part, "objection", "申请退办", asked, reason=asked.reason)
            if asked.decided_on:
                granted = asked.decision == asked.Decision.GRANTED
                self.decided(asked, part, "agree" if granted else "deny")
        for asked in part.extensions.all():
            until = str(asked.new_due)
            self.signed(part, "extension", "申请延期", asked, reason=asked.reason, until=until)
            if asked.decided_on:
                granted = asked.decision == asked.Decision.GRANTED
                self.decided(asked, part, "grant_extension" if granted else "refuse_extension")
        for contact in self.motion.contacts.all():
            if contact.assignment_id == part.pk:
                self.say(person, "登记", contact, contact.on)
                if contact.confirmed_on:
                    self.confirmed(contact)
        for opinion in part.opinions.all():
            self.signed(part, "opinion", "会办意见", opinion)
        for draft in part.submittals.all():
            if draft.outcome == draft.Outcome.PENDING and draft.kind != draft.Kind.DATE:
                self.drafted(part, draft)

    def drafted(self, record: Assignment | Commitment, draft: Submittal) -> None:
        """A clerk of the unit put it before the head."""
        person = self.person(draft.drafted_by)
        self.say(person, "送负责人签", draft, draft.on)
        self.step(person, f"draft_{draft.kind}", record, draft.on)

    def signed(self, part: Assignment, kind: str, verb: str, row: Model, **detail: object) -> None:
        """The head signed what a clerk of the unit had drafted, or made it in person."""
        head = self.person(row.signer)
        drafts = [d for d in part.submittals.all() if (d.kind, d.on) == (kind, row.on)]
        by_clerk = [d for d in drafts if d.drafted_by != row.signer]
        for draft in by_clerk:
            self.drafted(part, draft)
        self.say(head, verb, row, row.on, **detail)
        self.step(head, f"sign_{kind}" if by_clerk else IN_PERSON[kind], part, row.on)

    def confirmed(self, contact: ContactLog) -> None:
        """The deputy called the record of a talk true or untrue."""
        paper = contact.is_on_paper
        by = self.clerk if paper else self.deputy(contact.deputy)
        verb = "代录面商确认" if paper else "确认面商"
        self.say(by, verb, contact, contact.confirmed_on, note=contact.confirmation_words)

    def decided(self, asked: Model, row: Model, step: str) -> None:
        """The office's answer to what a unit asked."""
        verb = f"{asked._meta.verbose_name}：{asked.get_decision_display()}"
        self.say(self.clerk, verb, asked, asked.decided_on, note=asked.note)
        self.step(self.clerk, step, row, asked.decided_on, note=asked.note)

    # --- letters, promises, verdicts -------------------------------------------------------
    def reply(self, part: Assignment, reply: Reply) -> None:
        """Drafted, sent to the head, issued; and what became of its promises."""
        person, head = self.person(part.person), self.person(part.unit.head)
        self.say(person, "拟稿", reply, reply.drafted_on)
        self.step(person, "send", part, reply.drafted_on)
        if reply.issued_on is None:
            return
        self.say(head, "签发", reply, reply.issued_on, number=reply.number)
        self.step(head, "issue", part, reply.issued_on)
        self.step(head, "answer", self.motion, reply.issued_on)
        for promise in reply.commitments.all():
            self.promise(person, head, promise)

    def promise(self, person: Who, head: Who, promise: Commitment) -> None:
        """Moved, reported, struck off."""
        for asked in promise.changes.all():
            until = str(asked.new_due)
            drafts = [d for d in promise.submittals.all() if d.on == asked.on]
            by_clerk = [d for d in drafts if d.drafted_by != asked.signer]
            for draft in by_clerk:
                self.drafted(promise, draft)
            self.say(head, "申请变更承诺日期", asked, asked.on, reason=asked.reason, until=until)
            self.step(head, "sign_date" if by_clerk else "propose_date", promise, asked.on)
            if asked.decided_on:
                self.say(
                    self.clerk, f"承诺日期变更：{asked.get_decision_display()}", asked,
                    asked.decided_on, note=asked.note,
                )  # fmt: skip
                self.step(self.clerk, "agree_date", promise, asked.decided_on, note=asked.note)
        for draft in promise.submittals.all():
            if draft.outcome == draft.Outcome.PENDING:
                self.drafted(promise, draft)
        if promise.reported_on:
            step = "report_by_letter" if promise.supplement_id else "report"
            by = head if promise.supplement_id else person
            self.step(by, step, promise, promise.reported_on, note=promise.reported_note)
        if promise.done_on:
            self.step(self.clerk, "strike", promise, promise.done_on, note=promise.done_note)

    def supplement(self, part: Assignment, letter: Supplement) -> None:
        """A 补充答复: drafted, issued."""
        self.say(self.person(part.person), "拟稿", letter, letter.drafted_on)
        if letter.issued_on:
            self.step(self.person(letter.issued_by), "issue", letter, letter.issued_on)

    def verdict(self, said: Feedback) -> None:
        """The lead deputy's rating, which closes the case or gives it back."""
        hour = OFFICE_OPENS if said.is_by_office else EVENING
        self.say(
            said.by, "代录评价" if said.is_by_office else "评价", self.motion, said.on, hour,
            deputy=said.deputy.name, round=said.round,
        )  # fmt: skip
        if said.result_rating != Rating.DISSATISFIED:
            self.step(said.by, "close", self.motion, said.on, hour=hour)
            return
        again = [a for a in self.motion.assignments.all() if a.round == said.round + 1]
        for part in again:
            self.say(said.by, "交回重办", part, said.on, hour)
        if again:
            self.step(said.by, "redo", self.motion, said.on, hour=hour)
