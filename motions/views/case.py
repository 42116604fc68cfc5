"""What the page of one case shows: steps, handlers, deadlines, form, history."""

from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from motions import timeline
from motions.models import Assignment, Motion, Reply, Review
from motions.permissions import is_joined, is_lead
from motions.workflow import assignment_workflow, motion_workflow
from renda.core import law
from renda.core.calendar import remaining, settled
from renda.core.models import Attachment
from renda.core.workflow import Workflow

HUNG_ON = {
    "motions.contactlog": "contact",
    "motions.reply": "reply",
    "motions.commitment": "commitment",
}


def step_links(workflow: Workflow, record, user) -> list[dict]:
    """The steps open to this user as buttons; why one is blocked is said on its own page."""
    return [
        {"label": t.label, "url": workflow.url(record, t), "style": t.style, "icon": t.icon}
        for t in workflow.available(record, user)
    ]


def clock_of(assignment: Assignment, today: date) -> dict:
    """How much of its time an assignment has used, in days and words."""
    end = assignment.finished_on or today
    whole = (assignment.due_on - assignment.assigned_on).days
    used = min(max((end - assignment.assigned_on).days, 0), whole)
    if assignment.finished_on:
        left = settled(assignment.due_on, assignment.finished_on)
    elif assignment.is_open:
        left = remaining(assignment.due_on, today)
    else:
        left = None
    late = left is not None and left.state == "late"
    done = not late and assignment.finished_on
    return {
        "whole": whole,
        "used": used,
        "left": left,
        "css": "late" if late else "done" if done else "",
    }


def words_of(assignment: Assignment, today: date) -> tuple[str, str]:
    """(tone, words) of an assignment: overdue and re-handling are finer than its status."""
    if assignment.is_open and assignment.due_on < today:
        return "late", "答复逾期" if assignment.answers else "会办意见逾期"
    if assignment.status == Assignment.Status.HANDLING and assignment.round > 1:
        return "doing", "重办中"
    return assignment.status_tone, assignment.get_status_display()


def steps_of(motion: Motion, today: date) -> list[dict]:
    """The step bar with dates: 提交 → 受理 → 交办 → 答复 → 评价 → (重办 → 再次答复) → 办结."""
    S = Motion.Status
    reached = [
        ("提交", motion.submitted_on),
        ("受理", motion.accepted_on),
        ("交办", motion.assigned_on),
        ("首次答复", motion.replied_on),
    ]
    steps = [
        {"label": label, "date": str(on) if on else "—", "state": "done" if on else ""}
        for label, on in reached
    ]
    if motion.status in {S.REJECTED, S.RETURNED, S.REFERENCE, S.WITHDRAWN, S.MERGED, S.ON_AGENDA}:
        kept = [s for s in steps if s["state"] == "done"]
        return [*kept, {"label": motion.get_status_display(), "date": "", "state": "now"}]
    rated = {"label": "代表评价", "date": motion.get_verdict_display() or "—", "state": ""}
    rated["state"] = "done" if motion.verdict else ""
    steps.append(rated)
    if motion.round > 1:
        answered = motion.status in {S.REPLIED, S.CLOSED}
        again = [a.assigned_on for a in motion.assignments.all() if a.round == motion.round]
        steps.append({"label": "重办", "date": str(min(again, default="")), "state": "done"})
        steps.append(
            {
                "label": "再次答复",
                "date": "已答复" if answered else f"{motion.due_on} 前",
                "state": "done" if answered else "",
            }
        )
    closed = motion.status == S.CLOSED
    steps.append(
        {
            "label": "办结",
            "date": str(motion.closed_on) if closed else "—",
            "state": "done" if closed else "",
        }
    )
    following = next((s for s in steps if not s["state"]), None)
    if following:
        following["state"] = "now"
        if motion.is_open and motion.due_on:
            following["date"] = remaining(motion.due_on, today).label
    return steps


class CaseContext:
    """Mixed into the case's page; makes at most four queries of its own."""

    @cached_property
    def is_mine(self) -> bool:
        """Whether the reader is a deputy of this case, who reads it on a phone."""
        user, motion = self.request.user, self.get_object()
        return is_lead(user, motion) or is_joined(user, motion)

    def get_title(self) -> str:
        return self.object.official_title

    def get_lead(self) -> str:
        return f"{self.object.occasion}　{self.object.number_text}"

    def get_steps(self) -> list[dict]:
        return steps_of(self.object, timezone.localdate())

    def get_context_data(self, **kwargs) -> dict:
        motion, user, today = self.object, self.request.user, timezone.localdate()
        assignments = list(motion.assignments.all())
        rows = timeline.fetch(motion)
        files = self.files(motion, rows)
        sees_notes = user.has_perm("motions.see_notes", motion)
        present = [a for a in assignments if a.round == motion.round]
        units = user.unit_ids(motion.township_id)
        mine = [a for a in present if a.unit_id in units]
        context = super().get_context_data(**kwargs)
        context["transitions"] = [
            *(link for a in mine for link in step_links(assignment_workflow, a, user)),
            *step_links(motion_workflow, motion, user),
        ]
        context["page_actions"] = [*self.links(motion, mine, rows), *context["page_actions"]]
        main = next((a for a in present if a.answers and a.is_open), None)
        return context | {
            "pills": self.pills(motion, present, today),
            "status_words": motion.status_words(today),
            "status_tone": motion.tone(today),
            "handlers": [self.handler(a, today) for a in (present or assignments)],
            "main": main,
            "main_law": law.cite(main.rule_key) if main else "",
            "main_details": self.details(main) if main else [],
            "sheet": self.sheet(motion, rows),
            "prints": user.has_perm("motions.print_assignment", motion),
            "repeats": [r for r in rows if r.kind == "repeat"],
            "attachments": files.get(("motion", motion.pk), []),
            "rounds": timeline.rounds_of(
                motion, rows, assignments, sees_notes=sees_notes, files=files
            ),
            "history_note": "",
            "sees_phones": user.has_perm("motions.see_phones", motion),
            "joined": [c for c in motion.cosigners.all() if c.state == "accepted"],
            "invited": [c for c in motion.cosigners.all() if c.state == "invited"],
            "replies": [r for r in rows if r.kind == "reply" and r.on],
            "promises": [r for r in rows if r.kind == "commitment"] if motion.replied_on else [],
            "can_answer": user.has_perm("motions.answer_invitation", motion)
            and any(
                c.state == "invited" and c.deputy.user_id == user.pk for c in motion.cosigners.all()
            ),
            "can_strike": user.has_perm("motions.change_commitment", motion),
        }

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
    def pills(motion: Motion, present: list[Assignment], today: date) -> list[dict]:
        """Marks beside the status: 重点, and whose part is overdue."""
        late = [a for a in present if a.is_open and a.due_on < today]
        marks = [{"tone": "key", "label": "重点"}] if motion.is_key else []
        marks.append({"tone": motion.tone(today), "label": motion.status_words(today)})
        return marks + [{"tone": "late", "label": f"{a.unit}逾期"} for a in late]

    @staticmethod
    def handler(assignment: Assignment, today: date) -> dict:
        """A line of the handlers' table."""
        tone, words = words_of(assignment, today)
        return {
            "assignment": assignment,
            "tone": tone,
            "words": words,
            "clock": clock_of(assignment, today),
            "period": f"{assignment.months} 个月",
        }

    @staticmethod
    def details(main: Assignment) -> list[tuple[str, str]]:
        """What the deadline's card adds: the other last days."""
        return [
            ("签收", f"{main.sign_due} 前" if not main.signed_on else f"{main.signed_on} 已签收"),
            ("退办", f"不属本单位职责的，{main.objection_due} 前说明理由申请"),
            ("延期", "未申请"),
        ]

    @staticmethod
    def sheet(motion: Motion, rows: list[timeline.Row]) -> dict:
        """What the official form shows beyond the motion's own columns."""
        reviews = [r for r in rows if r.kind == "review"]
        return {
            "card_no": motion.card_no,
            "texts": list(
                zip(
                    motion.text_labels,
                    (motion.situation, motion.analysis, motion.proposal),
                    strict=True,
                )
            ),
            "office": next(
                (r for r in reversed(reviews) if r.one not in Review.BY_PRESIDIUM), None
            ),
            "presidium": next((r for r in reversed(reviews) if r.one in Review.BY_PRESIDIUM), None),
        }

    def links(self, motion: Motion, mine: list[Assignment], rows: list[timeline.Row]) -> list[dict]:
        """What this person may do besides the workflow's steps."""
        user = self.request.user
        wanted = [
            ("motions.amend_motion", "motions:amend", "修改、补充", "pencil", True),
            ("motions.rate_motion", "motions:rate", "评价答复", "emoji-smile", True),
            ("motions.add_contact", "motions:contact_create", "登记面商", "chat-left-text", False),
            ("motions.add_reminder", "motions:reminder_create", "催办", "bell", False),
            ("motions.add_note", "motions:note_create", "添加内部批注", "lock", False),
        ]
        replies = [
            {
                "label": "写答复",
                "url": reverse("motions:reply_create", args=[a.pk]),
                "icon": "envelope-paper",
                "primary": True,
            }
            for a in mine
            if user.has_perm("motions.write_reply", a)
        ]
        links = [
            {
                "label": label,
                "url": reverse(url, args=[motion.pk]),
                "icon": icon,
                "primary": primary,
            }
            for perm, url, label, icon, primary in wanted
            if user.has_perm(perm, motion)
        ]
        office = []
        if user.has_perm("motions.add_assignment") and motion.status in {"accepted", "assigned"}:
            office.append(("motions:assign_one", "交办", "send", motion.status == "accepted"))
        if user.has_perm("motions.add_followup", motion) and motion.is_key:
            office.append(("motions:followup_create", "重点督办", "star", False))
        if user.has_perm("motions.change_motion", motion) and motion.submitted_on:
            office.append(("motions:repeat_create", "以前提过", "link-45deg", False))
        links += [
            {"label": label, "url": reverse(url, args=[motion.pk]), "icon": icon, "primary": main}
            for url, label, icon, main in office
        ]
        return replies + self.drafts(motion, rows) + links

    def drafts(self, motion: Motion, rows: list[timeline.Row]) -> list[dict]:
        """The letter that is not issued yet, for its own unit to read."""
        drafts = [r.pk for r in rows if r.kind == "reply" and r.on is None]
        if not drafts or not self.request.user.unit_ids(motion.township_id):
            return []
        wanted = Reply.objects.filter(pk__in=drafts).select_related("assignment")
        return [
            {
                "label": "看答复稿",
                "url": reverse("core:paper", args=["motions.reply", r.pk, "letter", "html"]),
                "icon": "file-earmark-text",
                "primary": False,
            }
            for r in wanted
            if self.request.user.has_perm("motions.view_letter", r)
        ]
