"""Turns planned cases into rows, as far as they have happened."""

from collections import defaultdict
from datetime import date, timedelta
from functools import cache

from deputies.models import Deputy
from motions.demo.asking import AskingRows
from motions.demo.cases import Answer, Case, Talk, workday
from motions.demo.history import tell
from motions.demo.issued import IssuedRows
from motions.demo.letters import LetterRows
from motions.models import (
    Assignment,
    AssignmentMeeting,
    Commitment,
    CommitmentChange,
    ContactLog,
    CoOpinion,
    CoSigner,
    Extension,
    Feedback,
    InternalNote,
    Motion,
    Objection,
    Reference,
    Reply,
    Review,
    Submittal,
    Supplement,
)
from motions.services import clocks_from, number_motion
from renda.core import law
from renda.core.calendar import due_by_days
from renda.core.demo import Demo
from renda.core.models import Unit

CONFIRMED_WITHIN = timedelta(days=12)
DECIDED = {
    "return": Motion.Status.RETURNED,
    "reject": Motion.Status.REJECTED,
    "reference": Motion.Status.REFERENCE,
}
HEARD = "意见已记下，办理中逐项落实，结果在答复中写明。"
OFFICE_NOTE = "一事一件，内容具体，予以受理。"


class Builder(AskingRows, IssuedRows, LetterRows):
    """Collects the rows of one township's cases and writes them kind by kind."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.own = {"township": demo.township}
        self.people: list[Deputy] = demo.shared["deputies"]
        self.by_name: dict[str, Deputy] = demo.shared["by_name"]
        self.units: dict[str, Unit] = demo.shared["units"]
        self.rows: dict[type, list] = defaultdict(list)
        self.handed_over: list[tuple[Assignment, Assignment]] = []
        self.clocks = cache(clocks_from)

    def happened(self, day: date | None) -> bool:
        """Whether a planned day has come."""
        return day is not None and day <= self.demo.today

    def deputy(self, name: str, number: int = 0) -> Deputy:
        """The deputy of that name, or another one where the smaller township has none."""
        return self.by_name.get(name) or self.people[number % len(self.people)]

    # --- motions ------------------------------------------------------------------
    def load(self, cases: list[Case], meetings: dict[date, AssignmentMeeting]) -> dict[str, Motion]:
        """Write the cases; returns them by title."""
        motions = [self.motion(case, number) for number, case in enumerate(cases)]
        for motion, case in sorted(
            zip(motions, cases, strict=True),
            key=lambda pair: (pair[1].accepted or date.max, motions.index(pair[0])),
        ):
            if self.happened(case.accepted) and not case.refused:
                number_motion(motion, on=case.accepted)
        Motion.objects.bulk_create(motions)
        for motion, case in zip(motions, cases, strict=True):
            self.intake(motion, case)
            if motion.assigned_on:
                self.handling(motion, case, meetings.get(case.assigned))
        self.write()
        tell(self.demo, motions)
        return {m.title: m for m in motions}

    def motion(self, case: Case, number: int) -> Motion:
        """The motion's own row in the state that its plan has reached."""
        lead = self.deputy(case.lead, number)
        session = self.demo.shared["sessions"].get(case.session)
        answered = [a for a in case.answers if self.happened(a.on)]
        is_out = answered and not (case.drafted and len(answered) == len(case.answers))
        rated = [a for a in answered if self.happened(a.verdict_on)]
        last = rated[-1] if rated else None
        assigned = case.assigned if self.happened(case.assigned) else None
        clerk = self.demo.users["clerk"]
        status = self.status(case, answered, last)
        rounds = 1 + sum(a.result == "dissatisfied" for a in rated)
        motion = Motion(
            **self.own,
            kind=case.kind,
            term=self.demo.shared["term"],
            session=session,
            lead=lead,
            title=case.title,
            field=case.field,
            situation=case.situation,
            analysis=case.analysis,
            proposal=case.proposal,
            place=case.place,
            is_key=case.is_key,
            is_adopted=bool(case.story) and status == Motion.Status.CLOSED,
            result_story=case.story if status == Motion.Status.CLOSED else "",
            drafted_by=clerk if case.by_office else lead.user or clerk,
            is_by_office=case.by_office,
            submitted_on=case.submitted,
            join_by=self.last_day_to_join(case),
            assigned_on=assigned,
            replied_on=answered[0].on if is_out else None,
            closed_on=last.verdict_on if status == Motion.Status.CLOSED else None,
            round=min(rounds, 2),
            main_unit=self.units[case.unit] if assigned else None,
            result_class=answered[-1].letter if is_out else "",
            verdict=last.result if last and (last is answered[-1] or not is_out) else "",
            status=status,
        )
        if assigned:
            start = rated[0].verdict_on if motion.round > 1 else case.assigned
            motion.due_on, _ = self.last_day(case, start, "lead", motion.round)
        return motion

    def last_day_to_join(self, case: Case) -> date | None:
        """Until when those invited answer; nobody was asked before it was handed in."""
        if not case.invited or case.submitted is None:
            return None
        return due_by_days(case.submitted, law.value("suggestion.cosign_days")).on

    def status(self, case: Case, answered: list[Answer], last: Answer | None) -> str:
        """How far the plan has come today."""
        S = Motion.Status
        if case.submitted is None:
            return S.DRAFT
        if case.refused:
            return DECIDED[case.refused[0]]
        if not self.happened(case.accepted):
            return S.SUBMITTED
        if not self.happened(case.assigned):
            return S.ACCEPTED
        if not answered or (case.drafted and len(answered) == len(case.answers)):
            return S.ASSIGNED
        if last is None or answered[-1] is not last:
            return S.REPLIED
        return S.CLOSED if last.result != "dissatisfied" else S.ASSIGNED

    def intake(self, motion: Motion, case: Case) -> None:
        """Co-signers and reviews."""
        joint = [self.by_name[n] for n in case.joint if n in self.by_name]
        others = [d for d in self.people if d != motion.lead and d not in joint]
        start = motion.lead.order * 3
        for step in range(case.joint_number - len(joint)):
            joint.append(others[(start + step * 5) % len(others)])
        unique = {d.pk: d for d in joint if d.pk != motion.lead_id}
        self.rows[CoSigner] += [
            CoSigner(
                **self.own, motion=motion, deputy=d, state="accepted", answered_on=case.submitted
            )
            for d in unique.values()
        ]
        self.rows[CoSigner] += [
            CoSigner(**self.own, motion=motion, deputy=self.by_name[n])
            for n in case.invited
            if n in self.by_name and self.by_name[n].pk not in {*unique, motion.lead_id}
        ]
        clerk, chair = self.demo.users["clerk"].name, self.demo.users["chair"].name
        if case.refused:
            decision, on, reason, note = case.refused
            self.review(motion, decision, on, clerk, note, reason)
            self.rows[Reference] += [
                Reference(**self.own, motion=motion, unit=self.units[key], on=on)
                for key in case.sent_to
            ]
        elif motion.accepted_on:
            self.review(motion, "accept", motion.accepted_on, clerk, OFFICE_NOTE)
        if motion.assigned_on and motion.session_id:
            names = "、".join(str(self.units[key]) for key in case.assists)
            words = ("列为重点建议。" if case.is_key else "") + f"交{motion.main_unit}主办"
            words += f"，{names}协办。" if names else "。"
            self.review(motion, "presidium", motion.assigned_on, chair, words)
        self.rows[InternalNote] += [
            InternalNote(**self.own, motion=motion, text=text, by=chair, on=on)
            for on, text in case.notes
            if self.happened(on)
        ]

    def review(
        self, motion: Motion, decision: str, on: date, by: str, note: str, reason: str = ""
    ) -> None:
        self.rows[Review].append(
            Review(
                **self.own, motion=motion, decision=decision, reason=reason, note=note, by=by, on=on
            )
        )

    # --- handling -------------------------------------------------------------------
    def handling(self, motion: Motion, case: Case, meeting: AssignmentMeeting | None) -> None:
        """Assignments of each round with their contacts, opinions, replies and verdicts."""
        leads = []
        for number in range(1, motion.round + 1):
            start = case.assigned if number == 1 else case.answers[number - 2].verdict_on
            answer = next(
                (a for a in case.answers[number - 1 : number] if self.happened(a.on)), None
            )
            drafted = bool(answer) and case.drafted and number == len(case.answers)
            ended = {"status": "signing", "to_sign": "reply"} if drafted else {}
            if answer and not drafted:
                ended = {"status": "replied", "finished_on": answer.on}
            held = meeting if number == 1 else None
            if not ended and number == 1 and self.is_asking_to_return(case):
                ended = {"status": "objected"}
            if not ended and number == 1 and case.waits and self.happened(case.waits.on):
                ended = {"status": "signing", "to_sign": case.waits.kind}
            got = self.got(case) if number == 1 else start
            lead = self.assignment(
                motion, case, case.unit, "separate" if case.separate else "lead", number, start,
                held, got=got, **ended,
            )  # fmt: skip
            leads.append(lead)
            if number == 1:
                self.asked(motion, case, lead, meeting)
            if answer:
                self.answer(motion, lead, answer)
        for key in case.assists:
            self.assist(motion, case, key, meeting)
        for key, talk, answer in case.separate:
            ended = {"status": "replied", "finished_on": answer.on}
            row = self.assignment(motion, case, key, "separate", 1, case.assigned, meeting, **ended)
            self.talk(motion, row, talk)
            self.answer(motion, row, answer)
        for talk in case.talks:
            if self.happened(talk.on):
                later = len(leads) > 1 and talk.on >= leads[1].assigned_on
                self.talk(motion, leads[1] if later else leads[0], talk)

    def assist(
        self, motion: Motion, case: Case, key: str, meeting: AssignmentMeeting | None
    ) -> None:
        """A co-handler's part, with its opinion if it was given."""
        given = next((o for o in case.opinions if o[0] == key and self.happened(o[1])), None)
        ended = {"status": "opinion_given", "finished_on": given[1]} if given else {}
        row = self.assignment(motion, case, key, "assist", 1, case.assigned, meeting, **ended)
        if given:
            signed = self.signed(row, "opinion", given[2], given[1])
            self.rows[CoOpinion].append(CoOpinion(**self.own, **signed, text=given[2]))

    def talk(self, motion: Motion, row: Assignment, talk: Talk) -> None:
        """A contact of the lead unit with the deputy, who confirms it unless it was just now."""
        kind = ContactLog.Confirmation
        said = {
            "confirmation": kind.UNTRUE if talk.untrue else kind.TRUE,
            "confirmation_note": talk.untrue,
            "confirmed_on": workday(talk.on + timedelta(days=1)),
            "is_on_paper": motion.lead.user_id is None,
        }
        is_recent = talk.on + CONFIRMED_WITHIN > self.demo.today
        self.rows[ContactLog].append(
            ContactLog(
                **self.own,
                motion=motion,
                assignment=row,
                deputy=motion.lead,
                stage=talk.stage,
                way=talk.way,
                on=talk.on,
                place=talk.place,
                people=f"{row.unit}{row.person or row.unit.head}，{motion.lead}代表",
                words=talk.words,
                response=talk.response or HEARD,
                **({} if is_recent else said),
            )
        )

    def assignment(
        self,
        motion: Motion,
        case: Case,
        key: str,
        role: str,
        number: int,
        start: date,
        meeting: AssignmentMeeting | None,
        *,
        got: date | None = None,
        status: str = "",
        to_sign: str = "",
        finished_on: date | None = None,
    ) -> Assignment:
        """One unit's part of one round; without a status it waits or is being handled.

        ``got``: when it got the case, if that was after ``start``, the day of 交办.
        """
        got = got or start
        clocks = self.clocks(start)
        due_on, months = self.last_day(case, start, role, number)
        unit = self.units[key]
        signed = max(case.signed, got) if number == 1 and case.signed else None
        signed = signed if number == 1 else start
        is_signed = self.happened(signed)
        person = (case.person if key == case.unit else "") or unit.head
        row = Assignment(
            **self.own,
            motion=motion,
            unit=unit,
            role=role,
            round=number,
            meeting=meeting,
            assigned_on=start,
            sign_due=self.clocks(got).sign.on,
            objection_due=self.clocks(signed if is_signed else got).objection.on,
            due_on=due_on,
            months=months,
            days=clocks.days_of(role, number),
            is_extended=months > clocks.months_of(role, number),
            leader=case.leader or unit.leader,
            person=person if is_signed else "",
            signed_on=signed if is_signed else None,
            signed_by=person if is_signed else "",
            finished_on=finished_on,
            status=status or ("handling" if is_signed else "waiting"),
            to_sign=to_sign,
        )
        row.got_on = got  # for its 交办单
        self.rows[Assignment].append(row)
        return row

    def write(self) -> None:
        """Every collected row, in the order of the foreign keys."""
        order = (
            CoSigner, Review, Reference, InternalNote, Assignment, Objection, Extension, ContactLog, CoOpinion,
            Reply, Supplement, Commitment, CommitmentChange, Submittal, Feedback,
        )  # fmt: skip
        written = {model: model.objects.bulk_create(self.rows.pop(model, [])) for model in order}
        for before, after in self.handed_over:
            Assignment.objects.filter(pk=after.pk).update(passed_from=before)
        self.keep_papers(written)
