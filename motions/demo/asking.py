"""What units of the demo asked of the office: to be relieved of a case, or for more time."""

from datetime import date

from motions.demo.cases import Asked, Case
from motions.models import Assignment, AssignmentMeeting, Extension, Motion, Objection
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
        if case.more_time and role == "lead" and number == 1 and self.happened(case.more_time[2]):
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
        if case.more_time and self.happened(case.more_time[0]):
            self.more_time(case, lead)

    def objection(self, row: Assignment, asked: Asked) -> None:
        """One 退办申请."""
        self.rows[Objection].append(
            Objection(
                **self.own,
                assignment=row,
                reason=asked.reason,
                suggested_unit=self.units[asked.instead] if asked.instead else None,
                signer=row.unit.head,
                on=asked.on,
                **self.decided(asked.decided_on, asked.agreed, asked.note),
            )
        )

    def more_time(self, case: Case, lead: Assignment) -> None:
        """One 延期申请, to the longest period."""
        asked_on, reason, agreed_on = case.more_time
        most = law.value("suggestion.reply_months_extended")
        self.rows[Extension].append(
            Extension(
                **self.own,
                assignment=lead,
                months=most,
                reason=reason,
                signer=lead.unit.head,
                on=asked_on,
                old_due=self.clocks(lead.assigned_on).reply.on,
                new_due=due_by_months(lead.assigned_on, most, load_overrides()).on,
                **self.decided(agreed_on, True, "情况属实，同意延期，请按月报告进度。"),
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
