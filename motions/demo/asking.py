"""What units of the demo asked of the office: to be relieved of a case, or for more time."""

from datetime import date

from motions.demo.cases import Asked, Case
from motions.models import (
    Assignment,
    AssignmentMeeting,
    Extension,
    Motion,
    Objection,
    Submittal,
)
from renda.core import law
from renda.core.calendar import due_by_months, load_overrides


class AskingRows:
    """The part of the builder that writes 退办 and 延期."""

    def got(self, case: Case) -> date:
        """When the unit that has the case now got it: later than 交办, if it was handed over."""
        handed = [o.decided_on for o in case.objections if o.unit and self.happened(o.decided_on)]
        return max([case.assigned, *handed])

    def last_day(self, case: Case, start: date, role: str, number: int) -> tuple[date, int]:
        """A unit's last day and the months it was counted with, an agreed extension included."""
        clocks = self.clocks(start)
        asked = case.more_time
        agreed = asked and asked.agreed and self.happened(asked.decided_on)
        if agreed and role == "lead" and number == 1:
            most = law.value("suggestion.reply_months_extended")
            return due_by_months(start, most, load_overrides()).on, most
        return clocks.due(role, number).on, clocks.months_of(role, number)

    def is_asking_to_return(self, case: Case) -> bool:
        """Whether an 退办申请 of the unit waits for the office today."""
        return any(
            self.happened(o.on) and not self.happened(o.decided_on)
            for o in case.objections
            if not o.unit
        )

    def asked(
        self, motion: Motion, case: Case, lead: Assignment, meeting: AssignmentMeeting | None
    ) -> None:
        """The unit's requests with what the office decided."""
        for objection in case.objections:
            if self.happened(objection.on):
                row = lead
                if objection.unit:
                    row = self.assignment(
                        motion, case, objection.unit, "lead", 1, case.assigned, meeting,
                        status="reassigned",
                    )  # fmt: skip
                    self.handed_over.append((row, lead))
                self.objection(row, objection)
        if case.more_time and self.happened(case.more_time.on):
            self.more_time(case, lead)
        if lead.status == Assignment.Status.SIGNING and case.waits:
            self.waiting_at_head(case, lead)

    def waiting_at_head(self, case: Case, row: Assignment) -> None:
        """What the unit's clerk has sent to the head."""
        sent, own = case.waits, {}
        if sent.kind == "extension":
            own["months"] = law.value("suggestion.reply_months_extended")
        if sent.instead:
            own["suggested_unit"] = self.units[sent.instead]
        self.submittal(row, sent.kind, sent.text, sent.on, **own)

    def signed(
        self, row: Assignment, kind: str, text: str, on: date, **own: object
    ) -> dict[str, object]:
        """The draft that a head signed on the day it was sent; returns what the record has of it."""
        head = row.unit.head
        self.submittal(row, kind, text, on, outcome="signed", settled_by=head, settled_on=on, **own)
        return {"assignment": row, "signer": head, "on": on}

    def submittal(self, row: Assignment, kind: str, text: str, on: date, **own: object) -> None:
        """One 送签稿."""
        self.rows[Submittal].append(
            Submittal(
                **self.own,
                assignment=row,
                kind=kind,
                text=text,
                drafted_by=row.person or row.unit.head,
                on=on,
                **own,
            )
        )

    def objection(self, row: Assignment, asked: Asked) -> None:
        """One 退办申请."""
        unit = self.units[asked.instead] if asked.instead else None
        signed = self.signed(row, "objection", asked.reason, asked.on, suggested_unit=unit)
        self.rows[Objection].append(
            Objection(
                **self.own,
                **signed,
                reason=asked.reason,
                suggested_unit=unit,
                **self.decided(asked.decided_on, asked.agreed, asked.note),
            )
        )

    def more_time(self, case: Case, lead: Assignment) -> None:
        """One 延期申请, to the longest period."""
        asked = case.more_time
        most = law.value("suggestion.reply_months_extended")
        signed = self.signed(lead, "extension", asked.reason, asked.on, months=most)
        self.rows[Extension].append(
            Extension(
                **self.own,
                **signed,
                months=most,
                reason=asked.reason,
                old_due=self.clocks(lead.assigned_on).reply.on,
                new_due=due_by_months(lead.assigned_on, most, load_overrides()).on,
                **self.decided(asked.decided_on, asked.agreed, asked.note),
            )
        )

    def decided(self, on: date | None, agreed: bool, note: str) -> dict:
        """The office's decision, if its day has come."""
        if not self.happened(on):
            return {}
        return {
            "decision": "granted" if agreed else "denied",
            "note": note,
            "decided_by": self.demo.users["clerk"].name,
            "decided_on": on,
        }
