"""The demo's replies: the letter in its parts, what it promised, and what became of that."""

from datetime import date

from motions.demo.cases import Answer
from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    Feedback,
    Motion,
    Reply,
    Supplement,
)
from motions.services import reply_mark
from motions.services.letters import items_of
from renda.core.numbers import next_number

SHOWN_ON_SITE = "领衔代表参加现场核实，承办单位当面说明了办理结果。"


class LetterRows:
    """The part of the builder that writes replies, promises, supplements and verdicts."""

    def answer(self, motion: Motion, row: Assignment, answer: Answer) -> None:
        """The reply with its promises and what became of them, and the verdict."""
        issued = {}
        if row.finished_on:
            issued = {
                "number": self.number_of(row, answer.on),
                "issued_by": row.unit.head,
                "issued_on": answer.on,
            }
        body, done, declined = self.parts(motion, row, answer)
        reply = Reply(
            **self.own,
            **issued,
            assignment=row,
            result_class=answer.letter,
            body=body,
            done_items=done,
            declined=declined,
            contact=f"{row.person}　{row.unit.phone}",
            drafted_on=answer.on,
        )
        self.rows[Reply].append(reply)
        letters = {
            what: self.supplement(motion, row, on, words)
            for on, what, words in answer.further
            if row.finished_on
        }
        if answer.unsent and row.finished_on:
            self.supplement(motion, row, *answer.unsent, sent=False)
        for text, due, done_on, how in answer.promises:
            self.promise(reply, answer, text, due, done_on, how, letters.get(text))
        if self.happened(answer.verdict_on) and row.finished_on:
            self.verdict(motion, row, answer)

    def promise(
        self,
        reply: Reply,
        answer: Answer,
        text: str,
        due: date,
        done_on: date | None,
        how: str,
        letter: Supplement | None,
    ) -> None:
        """One promise: open, reported or struck off, with the days it was moved to."""
        moved = [m for m in answer.moved if m[0] == text and self.happened(m[1])]
        agreed = [m for m in moved if self.happened(m[4])]
        reports = [r for r in answer.reported if r[0] == text and self.happened(r[1])]
        state = {}
        if reports:
            state = {
                "status": "reported",
                "reported_on": reports[0][1],
                "reported_note": reports[0][2],
            }
        if self.happened(done_on):
            state = {
                "status": "struck",
                "reported_on": reports[0][1] if reports else done_on,
                "reported_note": reports[0][2] if reports else how,
                "done_on": done_on,
                "done_note": how,
                "confirmed_by": self.demo.users["clerk"].name,
                "no_letter_reason": "" if letter else SHOWN_ON_SITE,
            }
        row = Commitment(
            **self.own,
            **state,
            reply=reply,
            text=text,
            due_on=agreed[-1][2] if agreed else due,
            supplement=letter,
            is_at_head=any(asked[0] == text for asked in answer.asks),
        )
        self.rows[Commitment].append(row)
        before = due
        for _, sent_on, new_due, reason in (a for a in answer.asks if a[0] == text):
            own = {"commitment": row, "new_due": new_due}
            self.submittal(reply.assignment, "date", reason, sent_on, **own)
        for _, asked_on, new_due, reason, agreed_on in moved:
            own = {"commitment": row, "new_due": new_due}
            self.signed(reply.assignment, "date", reason, asked_on, **own)
            self.rows[CommitmentChange].append(
                CommitmentChange(
                    **self.own,
                    commitment=row,
                    old_due=before,
                    new_due=new_due,
                    reason=reason,
                    signer=reply.assignment.unit.head,
                    on=asked_on,
                    **self.decided(agreed_on, True, "情况属实，同意改期，请按新日期完成。"),
                )
            )
            before = new_due

    def supplement(
        self, motion: Motion, row: Assignment, on: date, words: str, *, sent: bool = True
    ) -> Supplement | None:
        """A 补充答复, issued or waiting for the head; None before its day."""
        if not self.happened(on):
            return None
        state = {"status": "signing"}
        if sent:
            state = {
                "number": self.number_of(row, on),
                "issued_by": row.unit.head,
                "issued_on": on,
                "status": "issued",
            }
        letter = Supplement(
            **self.own,
            **state,
            assignment=row,
            body=(
                f"关于您提出的《{motion.official_title}》（{motion.printed_number}），"
                f"现将后续办理情况补充答复如下：\n{words}\n感谢您对我们工作的关心和支持。"
            ),
            contact=f"{row.person}　{row.unit.phone}",
            drafted_on=on,
        )
        self.rows[Supplement].append(letter)
        return letter

    def verdict(self, motion: Motion, row: Assignment, answer: Answer) -> None:
        """What the lead deputy said."""
        self.rows[Feedback].append(
            Feedback(
                **self.own,
                motion=motion,
                round=row.round,
                deputy=motion.lead,
                work_rating=answer.work,
                result_rating=answer.result,
                words=answer.words,
                on=answer.verdict_on,
                by=motion.lead.user or self.demo.users["clerk"],
                is_by_office=motion.lead.user_id is None,
            )
        )

    @staticmethod
    def parts(motion: Motion, row: Assignment, answer: Answer) -> tuple[str, str, str]:
        """(the office's words, what was done, what was not and why): A tells what was done, the last
        line of C why the rest was not; B tells it in its own words before the promises."""
        again = "重新" if row.round > 1 else ""
        opening = (
            f"您提出的《{motion.official_title}》（{motion.printed_number}）已收悉。"
            f"经研究，现{again}答复如下："
        )
        lines = answer.text.splitlines()
        plain = items_of(answer.text)
        thanks = "感谢您对我们工作的关心和支持。"
        if answer.letter == "A":
            return f"{opening}\n{thanks}", "\n".join(plain), ""
        if answer.letter == "C":
            return f"{opening}\n{thanks}", "\n".join(plain[:-1]), plain[-1]
        return "\n".join([opening, *lines, thanks]), "", ""

    def number_of(self, row: Assignment, on: date) -> str:
        """The next number of the unit's letters."""
        mark = reply_mark(row.unit, self.demo.township.name)
        return f"{mark}〔{on.year}〕{next_number(f'reply:{mark}:{on.year}')}号"
