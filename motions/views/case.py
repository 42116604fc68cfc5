"""What the page of one case shows: steps, handlers, deadlines, form, history."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from deputies.models import Constituency
from deputies.permissions import deputy_of
from motions import timeline
from motions.models import (
    Assignment,
    ContactLog,
    Extension,
    Motion,
    Objection,
    OwedLetter,
    Review,
)
from motions.models.classes import local_scheme, scheme_of
from motions.permissions import has_joined, is_joined, is_lead, works_on
from motions.querysets import GONE, SIGNED_IN, UNFINISHED
from motions.views.actions import groups_of, link
from motions.views.days import days_of, owed_days
from motions.views.deadlines import explained
from motions.views.letters import drafts_of, letters_of
from motions.views.promises import promises_of, urging_of
from motions.views.review import review_of
from motions.views.standing import clock_of, steps_of, words_of
from motions.views.voted import steps_with, vote_on
from renda.core.models import Attachment, User
from renda.core.permissions import is_clerk, is_office
from renda.core.together import hang

HUNG_ON = {
    "motions.contactlog": "contact",
    "motions.reply": "reply",
    "motions.commitment": "commitment",
    "motions.commitmentchange": "change",
    "motions.feedback": "feedback",
    "motions.reminder": "reminder",
    "motions.review": "review",
    "motions.supplement": "supplement",
}
A = Assignment.Status


def has_unconfirmed(rows: list[timeline.Row]) -> bool:
    """Some 面商记录 of the case waits for its deputy's confirmation."""
    return any(row.kind == "contact" and not row.five for row in rows)


def _constituency(motion: Motion) -> str:
    """第3选区（上坞村）, as the page read it with the case; empty without one."""
    number, name = motion.constituency_number, motion.constituency_name
    return str(Constituency(number=number, name=name)) if number else ""


def who_answers(present: Iterable[Assignment]) -> str:
    """What units that handle a case together wait for; nothing for a single one, or once that is over."""
    rows = [a for a in present if a.status not in GONE]
    owing = {a.answers for a in rows if a.status in UNFINISHED}
    if owing == {True, False}:
        return "主办单位等会办意见齐了再答复"
    answering = [a for a in rows if a.answers]
    return "各单位分别答复代表" if len(answering) > 1 and True in owing else ""


def may_write(user: User, assignment: Assignment | None) -> bool:
    """The user's unit may write a further letter of this assignment."""
    return assignment is not None and user.has_perm("motions.write_supplement", assignment)


class CaseContext:
    """Mixed into the case's page; makes at most four queries of its own."""

    @cached_property
    def is_mine(self) -> bool:
        """Whether the reader is a deputy of this case, who reads it on a phone."""
        user, motion = self.request.user, self.get_object()
        return is_lead(user, motion) or is_joined(user, motion) or has_joined(user, motion)

    def get_queryset(self) -> QuerySet[Motion]:
        return super().get_queryset().annotate(local_scheme=local_scheme())

    def get_title(self) -> str:
        return self.object.official_title

    def get_lead(self) -> str:
        return f"{self.object.occasion}　{self.object.number_text}"

    def get_steps(self) -> list[dict]:
        return steps_of(self.object, timezone.localdate())

    def get_transitions(self) -> list[dict]:
        """None here: the case's buttons stand in groups; why one is blocked its own page says."""
        return []

    def get_context_data(self, **kwargs) -> dict:
        motion, user, today = self.object, self.request.user, timezone.localdate()
        assignments = list(motion.assignments.all())
        rows = timeline.fetch(motion)
        files = self.files(motion, rows)
        sees_notes = user.has_perm("motions.see_notes", motion)
        assigns = user.has_perm("motions.assign_motions")
        present = [a for a in assignments if a.round == motion.round]
        self.know_what_is_asked(present, rows)
        review = None if self.is_mine else review_of(motion, user, today)
        context = super().get_context_data(**kwargs)
        links = self.links(motion, present, rows)
        voted = vote_on(rows, user)
        groups = groups_of(
            motion,
            present,
            user,
            links,
            is_voted=voted is not None,
            drafted={r.of for r in rows if r.kind == "reply" and r.on is None},
            is_reviewed_apart=review is not None,
        )
        buttons = [b for group in groups for b in group["buttons"]]
        open_rows = [a for a in present if a.is_open or a.status == A.OBJECTED]
        dues = explained(open_rows, assignments, rows)
        main = next((d for d in dues if d["assignment"].answers), None)
        return context | {
            "transitions": [b for b in buttons if b["is_step"]],
            "page_actions": [b for b in buttons if not b["is_step"]],
            "action_groups": groups,
            "has_end": any(group.get("is_end") for group in groups),
            "note_url": reverse("motions:note_create", args=[motion.pk])
            if user.has_perm("motions.add_note", motion)
            else "",
            "review": review,
            "steps": steps_with(context["steps"], motion, voted),
            "voted": voted,
            "pills": self.pills(motion, present, today, voted),
            "status_words": motion.status_words(today),
            "status_tone": motion.tone(today),
            "handlers": [
                self.handler(a, assignments, today)
                for a in sorted(present or assignments, key=lambda a: not a.answers)
            ],
            "who_answers": who_answers(present),
            "headless": [a.unit for a in open_rows if assigns and not a.has_head],
            "dues": dues,
            "days": days_of(motion, present, assignments, rows, today),
            "main": main["assignment"] if main else None,
            "main_law": main["law"] if main else "",
            "main_details": main["details"] if main else [],
            "sheet": self.sheet(motion, rows),
            "prints": user.has_perm("motions.print_assignment", motion),
            "repeats": [r for r in rows if r.kind == "repeat"],
            "unlinks": user.has_perm("motions.unlink_earlier", motion),
            "merged": [r for r in rows if r.kind == "merged"],
            "owed": self.owed(motion, present, rows),
            "followups": [r for r in rows if r.kind == "followup"],
            "attachments": files.get(("motion", motion.pk), []),
            "rounds": timeline.rounds_of(
                motion,
                rows,
                assignments,
                sees_notes=sees_notes,
                files=files,
                own={a.pk for a in assignments if works_on(user, a)},
                among=scheme_of(motion.local_scheme),
            ),
            "history_note": "",
            "sees_phones": user.has_perm("motions.see_phones", motion),
            "unconfirmed": self.unconfirmed(rows, assignments),
            "joined": [c for c in motion.cosigners.all() if c.state == "accepted"],
            "invited": [c for c in motion.cosigners.all() if c.state == "invited"],
            "invited_words": "待确认" if motion.status in {"draft", *SIGNED_IN} else "未答复",
            **letters_of(rows, open_rows),
            **promises_of(
                motion, user, today, recorded=frozenset(r.kind for r in rows), files=files
            ),
            "can_answer": user.has_perm("motions.answer_invitation", motion)
            and any(
                c.state == "invited" and c.deputy.user_id == user.pk for c in motion.cosigners.all()
            ),
        }

    def owed(
        self, motion: Motion, present: list[Assignment], rows: list[timeline.Row]
    ) -> list[dict]:
        """Authors of merged cases whom an answer did not address, with what one may do about it."""
        user, by_pk = self.request.user, {a.pk: a for a in present}
        may_waive = is_office(user, motion)
        letters = {
            row.pk: OwedLetter(
                pk=row.pk,
                township_id=motion.township_id,
                merged_on=date.fromisoformat(row.seven),
                due_on=date.fromisoformat(row.six),
            )
            for row in rows
            if row.kind == "owed" and row.on is None
        }
        days = owed_days(letters.values())
        return [
            {
                "row": row,
                "day": days[row.pk],
                "urging": urging_of("letter", letters[row.pk], user),
                "write": by_pk.get(row.of) if may_write(user, by_pk.get(row.of)) else None,
                "may_waive": may_waive,
            }
            for row in rows
            if row.kind == "owed" and row.on is None
        ]

    def unconfirmed(
        self, rows: list[timeline.Row], assignments: list[Assignment]
    ) -> list[ContactLog]:
        """The talks that the deputy on the phone is asked to confirm, as far as the history tells."""
        deputy = deputy_of(self.request.user) if self.is_mine else None
        by_pk = {a.pk: a for a in assignments}
        return [
            ContactLog(
                pk=row.pk, on=row.on, people=row.who, way=row.one, words=row.two,
                response=row.three, stage=row.four, assignment=by_pk.get(row.of),
            )
            for row in rows
            if deputy and row.kind == "contact" and not row.five and row.eight == str(deputy.pk)
        ]  # fmt: skip

    @staticmethod
    def know_what_is_asked(present: list[Assignment], rows: list[timeline.Row]) -> None:
        """Let the assignments know, from the history, who asks for more time and was refused a 退办."""
        asking = {r.of for r in rows if r.kind == "extension" and r.one == "pending"}
        wanted = [a for a in present if a.pk in asking]
        for row in present:
            row.__dict__.setdefault("_prefetched_objects_cache", {})
            if row.pk not in asking:
                row._prefetched_objects_cache["extensions"] = Extension.objects.none()
        prefetch_related_objects(wanted, "extensions")
        refused = [
            Objection(pk=r.pk, assignment_id=r.of, decision=r.one, ruling_id=r.eight or None)
            for r in sorted(rows, key=lambda r: (r.on or date.max, r.pk))
            if r.kind == "objection"
        ]
        hang(refused, present, "objections")

    @staticmethod
    def files(motion: Motion, rows: list[timeline.Row]) -> dict:
        """Every file of the case by the row it hangs on: one query."""
        wanted = Q(model="motions.motion", object_id=motion.pk)
        for model, kind in HUNG_ON.items():
            if pks := [r.pk for r in rows if r.kind == kind]:
                wanted |= Q(model=model, object_id__in=pks)
        found: dict[tuple[str, int], list[Attachment]] = {}
        for file in Attachment.objects.filter(wanted):
            kind = HUNG_ON.get(file.model, "motion")
            found.setdefault((kind, file.object_id), []).append(file)
        return found

    @staticmethod
    def pills(
        motion: Motion, present: list[Assignment], today: date, voted: dict | None
    ) -> list[dict]:
        """Marks beside the status: 重点, what the congress decided, and whose part is overdue."""
        late = [a for a in present if a.is_open and a.due_on < today]
        marks = [{"tone": "key", "label": "重点"}] if motion.is_key else []
        marks.append({"tone": motion.tone(today), "label": motion.status_words(today)})
        if voted:
            marks.append({"tone": voted["tone"], "label": f"表决{voted['result']}"})
        return marks + [{"tone": "late", "label": f"{a.unit}逾期"} for a in late]

    @staticmethod
    def handler(assignment: Assignment, every: list[Assignment], today: date) -> dict:
        """A line of the handlers' table."""
        tone, words = words_of(assignment, today)
        before = next((a for a in every if a.pk == assignment.passed_from_id), None)
        return {
            "before": before.unit if before else None,
            "assignment": assignment,
            "tone": tone,
            "words": words,
            "clock": clock_of(assignment, today),
            "period": assignment.period_words,
        }

    @staticmethod
    def sheet(motion: Motion, rows: list[timeline.Row]) -> dict:
        """What the official form shows beyond the motion's own columns."""
        reviews = sorted((r for r in rows if r.kind == "review"), key=lambda r: (r.on, r.pk))
        presidium = next((r for r in reversed(reviews) if r.one in Review.ON_THE_CASE), None)
        office = next((r for r in reversed(reviews) if r.one not in Review.BY_PRESIDIUM), None)
        return {
            "card_no": motion.card_no,
            "constituency": _constituency(motion),
            "texts": list(
                zip(
                    motion.text_labels,
                    (motion.situation, motion.analysis, motion.proposal),
                    strict=True,
                )
            ),
            "office": office,
            "office_words": Review.office_words(
                office.one,
                office.two,
                reason=office.three,
                main=motion.merged_into,
                sent="、".join(r.who for r in rows if r.kind == "reference"),
            )
            if office
            else "",
            "presidium": presidium,
            "presidium_words": Review.presidium_words(
                presidium.one,
                date.fromisoformat(presidium.four) if presidium.four else None,
                presidium.two,
            )
            if presidium
            else "",
        }

    def links(
        self, motion: Motion, present: list[Assignment], rows: list[timeline.Row]
    ) -> dict[str, dict]:
        """The pages that this person may open besides the workflow's steps, by name."""
        user = self.request.user
        may, pk = user.has_perm, motion.pk
        units = user.unit_ids(motion.township_id)
        by_office = not self.is_mine and is_clerk(user, motion)
        found = {}
        for row in present:
            if row.unit_id in units and may("motions.write_reply", row):
                found[f"reply{row.pk}"] = link(
                    "答复", "motions:reply_create", row.pk, "envelope-paper", primary=True
                )
        found |= drafts_of(motion, rows, user)
        is_rated = motion.is_verdict_open(timezone.localdate()) and is_lead(user, motion)
        rate = "代录评价" if by_office else "修改评价" if is_rated else "评价答复"
        wanted = [
            ("amend", "motions.amend_motion", "motions:amend", "修改、补充", "pencil", True),
            (
                "rate",
                "motions.rate_motion",
                "motions:rate",
                rate,
                "emoji-smile",
                not by_office and not is_rated,
            ),
            ("remind", "motions.add_reminder", "motions:reminder_create", "催办", "bell", False),
            ("order", "motions.add_order", "motions:order_create", "督办单", "megaphone", False),
        ]
        for name, perm, url, label, icon, primary in wanted:
            if may(perm, motion):
                found[name] = link(label, url, pk, icon, primary=primary)
        if may("motions.add_contact", motion):
            name, label = ("unit_contact", "联系代表") if units else ("contact", "登记面商")
            found[name] = link(label, "motions:contact_create", pk, "chat-left-text")
        if by_office and has_unconfirmed(rows) and may("motions.record_confirmation", motion):
            found["signed_contact"] = link(
                "代录面商确认", "motions:signed_contact", pk, "chat-left-quote"
            )
        if may("motions.add_assignment") and motion.status in {"accepted", "assigned"}:
            is_first = motion.status == "accepted"
            label = "交办" if is_first else "增加承办单位"
            found["assign"] = link(label, "motions:assign_one", pk, "send", primary=is_first)
        if may("motions.add_followup", motion):
            label = "重点督办" if motion.is_key else "列为重点"
            found["followup"] = link(label, "motions:followup_create", pk, "star")
        if may("motions.change_motion", motion) and motion.submitted_on:
            found["repeat"] = link("以前提过", "motions:repeat_create", pk, "link-45deg")
        if self.edit_url and may(self.edit_perm, motion):
            found["edit"] = link("修改", self.edit_url, pk, "pencil")
        return found
