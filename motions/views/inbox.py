"""收件箱 of a unit, and the office's list of what nobody signed for."""

from datetime import date, timedelta
from functools import cached_property

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from motions.filters import InboxFilter
from motions.models import (
    Assignment,
    Commitment,
)
from motions.views.case import clock_of, words_of
from motions.views.promises import drawn
from motions.workflow import assignment_workflow
from renda.core import law
from renda.core.columns import Column
from renda.core.permissions import is_unit_head
from renda.core.registry import count_together
from renda.core.scoping import current_township_id
from renda.core.views.lists import ListPage, Tab


class Inbox(ListPage):
    """收件箱 of a unit: what to sign for, what is open, what was promised."""

    model = Assignment
    permission_required = "motions.view_inbox"
    filterset_class = InboxFilter
    template_name = "motions/inbox.html"
    rows_template = "motions/partials/inbox_rows.html"
    title = "收件箱"
    ordering = ("due_on", "pk")
    foot_note = "收件后只有五个动作：签收、申请退办、联系代表、答复、申请延期"
    empty_title = "没有待办的件"
    empty_text = "人大办交办后，这里马上能看到，同时会收到消息。"
    tabs = (
        Tab("", "待办", "in_hand"),
        Tab("soon", "即将到期", "due_soon", ("today",)),
        Tab("overdue", "已逾期", "overdue", ("today",)),
        Tab("answered", "已答复", "answered"),
        Tab("all", "全部"),
    )
    columns = (
        Column("身份", "get_role_display", sort="role"),
        Column("编号", "motion.code", sort="motion__code", css="nowrap"),
        Column("标题", "motion.official_title"),
        Column("状态", "get_status_display", sort="status"),
        Column("期限", "due_on", sort="due_on", css="date"),
        Column("剩余", lambda a: "", css="num", export=False),
    )

    @cached_property
    def unit_ids(self) -> set[int]:
        return self.request.user.unit_ids(current_township_id())

    def get_queryset(self) -> QuerySet[Assignment]:
        return Assignment.objects.of_units(self.unit_ids).for_inbox()

    def get_lead(self) -> str:
        names = [
            f"{m.unit.name}　负责人 {m.unit.head}"
            for m in self.request.memberships
            if m.unit_id in self.unit_ids
        ]
        return "；".join(dict.fromkeys(names))

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        self.lead = self.get_lead()
        context = super().get_context_data(**kwargs)
        counts, user = self.counts, self.request.user
        here = reverse("motions:inbox")
        first = self.first_things()
        waiting = [a for a in first if a.status == Assignment.Status.WAITING]
        return context | {
            "rows": [self.shown(a, today) for a in context["object_list"]],
            "waiting": [{"assignment": a, "buttons": self.buttons(a, today)} for a in waiting],
            "promised": drawn(self.promised(today), user, today, photos={}),
            "letters": [
                {"assignment": a, "url": reverse("motions:supplement_update", args=[a.draft])}
                for a in first
                if a.draft
            ],
            "stats": [
                ("待签收", counts["waiting"], "", here),
                ("办理中", counts["led"] + counts["assisted"], self.shares(), here),
                ("即将到期", counts["soon"], "10 天以内", f"{here}?tab=soon"),
                ("今年已答复", counts["this_year"], "", f"{here}?tab=answered"),
                ("承诺事项", counts["promised"], "到期须再次答复", reverse(PROMISES)),
            ],
        }

    @cached_property
    def counts(self) -> dict[str, int]:
        """The tabs' numbers and the cards', all in one query."""
        mine = Assignment.objects.of_units(self.unit_ids)
        today = timezone.localdate()
        promised = Commitment.objects.issued().open().of_units(self.unit_ids)
        return count_together(
            {
                "": mine.in_hand(),
                "soon": mine.due_soon(today),
                "overdue": mine.overdue(today),
                "answered": mine.answered(),
                "all": mine,
                "waiting": mine.waiting(),
                "led": mine.handling().answering(),
                "assisted": mine.handling().filter(role="assist"),
                "this_year": mine.answered().filter(finished_on__year=self.request.year),
                "promised": promised,
            }
        )

    def tab_links(self) -> list[dict]:
        """The tabs, with counts that the cards share, and the way to what was promised."""
        links = [
            {
                "label": t.label,
                "count": self.counts[t.key],
                "url": f"?tab={t.key}" if t.key else self.request.path,
                "current": t.key == self.current_tab.key,
            }
            for t in self.tabs
        ]
        promises = {
            "label": "承诺事项",
            "count": self.counts["promised"],
            "url": reverse(PROMISES),
            "current": False,
        }
        return [*links[:-1], promises, links[-1]]

    def promised(self, today: date) -> list[Commitment]:
        """What the unit has to finish next: promised for the coming month, or for a day gone by."""
        rows = Commitment.objects.issued().of_units(self.unit_ids).for_list()
        soon = rows.due_by(today + timedelta(days=PROMISED_WITHIN))
        return list(soon.order_by("due_on", "pk")[:SHOWN])

    def first_things(self) -> list[Assignment]:
        """What to sign for, and what has a 补充答复 draft that waits for the head."""
        rows = self.get_queryset().with_draft().order_by("due_on", "pk")
        return list(rows.filter(Q(status="waiting") | Q(draft__isnull=False)))

    def shares(self) -> str:
        """主办 2，协办 1."""
        led, assisted = self.counts["led"], self.counts["assisted"]
        return f"主办 {led}，协办 {assisted}" if led or assisted else ""

    def shown(self, assignment: Assignment, today: date) -> dict:
        """What a row draws: the state, the clock, and the buttons that are possible now."""
        tone, words = words_of(assignment, today)
        if assignment.is_asking:
            words = f"{words}，已申请延期"
        return {
            "assignment": assignment,
            "tone": tone,
            "words": words,
            "clock": clock_of(assignment, today),
            "buttons": self.buttons(assignment, today),
        }

    def buttons(self, assignment: Assignment, today: date) -> list[dict]:
        """签收、申请退办、联系代表、答复、申请延期: those that are possible now, the next one first."""
        A = Assignment.Status
        state, names = assignment.status, []
        in_hand = state in {A.WAITING, A.HANDLING}
        if state == A.WAITING:
            names.append("sign")
        if state == A.SIGNING and self.is_head:
            names += ["issue", "call_back"]
        if state == A.HANDLING and not assignment.answers:
            names.append("give_opinion")
        steps = [step_button(assignment, name) for name in names]
        links = []
        if state == A.HANDLING and assignment.answers:
            reply = reverse("motions:reply_create", args=[assignment.pk])
            links.append({"label": "答复", "url": reply, "icon": "envelope-paper"})
        if state in {A.WAITING, A.HANDLING, A.SIGNING}:
            contact = reverse("motions:contact_create", args=[assignment.motion_id])
            links.append({"label": "联系代表", "url": contact, "icon": "telephone"})
        if state == A.REPLIED:
            more = reverse("motions:supplement_create", args=[assignment.pk])
            links.append({"label": "补充答复", "url": more, "icon": "envelope-plus"})
        further = []
        if in_hand:
            further.append(step_button(assignment, "object"))
        if self.may_extend(assignment, today):
            further.append(step_button(assignment, "ask_extension"))
        found = [*steps, *links, *further]
        if found:
            found[0]["primary"] = True
        return found

    @cached_property
    def is_head(self) -> bool:
        return is_unit_head(self.request.user)

    def may_extend(self, assignment: Assignment, today: date) -> bool:
        """Whether asking for more time is worth a button: the step's page says why, if it is not."""
        return (
            assignment.status == Assignment.Status.HANDLING
            and assignment.answers
            and assignment.round == 1
            and assignment.due_on >= today
            and not assignment.is_asking
            and assignment.months < law.default("suggestion.reply_months_extended")
        )


def step_button(assignment: Assignment, name: str) -> dict:
    """A step of the workflow as a button that opens its dialog."""
    step = assignment_workflow.transitions[name]
    return {
        "label": step.label,
        "url": assignment_workflow.url(assignment, step),
        "icon": step.icon,
        "dialog": True,
    }


PROMISED_WITHIN = 30
SHOWN = 5
PROMISES = "motions:commitment_list"


class Unsigned(ListPage):
    """待签收: what units have not signed for, for the office and the government's office."""

    model = Assignment
    permission_required = "motions.todo_watch"
    filterset_class = InboxFilter
    title = "待签收"
    crumbs = (("议案建议", ""),)
    ordering = ("sign_due", "pk")
    empty_title = "没有待签收的件"
    columns = (
        Column("编号", "motion.code", sort="motion__code", css="nowrap"),
        Column("标题", "motion.official_title", link=True),
        Column("单位", "unit", css="nowrap"),
        Column("身份", "get_role_display", css="nowrap"),
        Column("交办日期", "assigned_on", sort="assigned_on", css="date"),
        Column("签收期限", "sign_due", sort="sign_due", css="date", why=lambda a: a.sign_words),
        Column("办理期限", "due_on", sort="due_on", css="date", why=lambda a: a.due_words),
    )

    def get_queryset(self) -> QuerySet[Assignment]:
        return Assignment.objects.waiting().for_list()
