"""收件箱 of a unit, and the office's list of what nobody signed for."""

from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.filters import InboxFilter, ReferenceFilter
from motions.models import (
    Assignment,
    Commitment,
    Reference,
    Supplement,
)
from motions.views.promises import drawn
from motions.views.standing import clock_of, words_of
from motions.workflow.signing import may_not_extend, most_months
from renda.core.columns import Column
from renda.core.models import Unit
from renda.core.permissions import is_office
from renda.core.registry import count_together
from renda.core.scoping import current_township_id
from renda.core.views.lists import ListPage, Tab
from renda.core.workflow import workflow_of


def sent_to(unit_ids: set[int] | None) -> QuerySet[Reference]:
    """参考件 of some units, or of all, the latest first."""
    rows = Reference.objects.order_by("-on", "-pk")
    if unit_ids is not None:
        rows = rows.filter(unit__in=unit_ids)
    return rows.select_related("motion__lead", "motion__session", "motion__term", "unit")


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
            "rows": [self.line(a, today) for a in context["object_list"]],
            "waiting": [{"assignment": a, "buttons": self.buttons(a)} for a in waiting],
            "headless": counts["headless"],
            "references": list(sent_to(self.unit_ids)[:SHOWN]),
            "promised": drawn(self.promised(today), user, today, photos={}),
            "letters": [
                {"assignment": a, "buttons": self.letter_buttons(a)} for a in first if a.draft
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
                "headless": services.without_head(Unit.objects.filter(pk__in=self.unit_ids)),
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
        """What the unit has to see to next: where another day is to be asked for and waits in the unit,
        then what is promised for the coming month, or for a day gone by."""
        rows = Commitment.objects.issued().unreported().of_units(self.unit_ids).for_list()
        back = Commitment.objects.sent_back_by_head().of_units(self.unit_ids)
        soon = Q(due_on__lte=today + timedelta(days=PROMISED_WITHIN))
        rows = rows.annotate(is_back=Exists(back.filter(pk=OuterRef("pk"))))
        wanted = rows.filter(soon | Q(is_at_head=True) | Q(is_back=True))
        return list(wanted.order_by("-is_at_head", "-is_back", "due_on", "pk")[:SHOWN])

    def first_things(self) -> list[Assignment]:
        """What to sign for, and what has a 补充答复 draft that waits for the head."""
        rows = self.get_queryset().with_draft().order_by("due_on", "pk")
        return list(rows.filter(Q(status="waiting") | Q(draft__isnull=False)))

    def shares(self) -> str:
        """主办 2，协办 1."""
        led, assisted = self.counts["led"], self.counts["assisted"]
        return f"主办 {led}，协办 {assisted}" if led or assisted else ""

    def line(self, assignment: Assignment, today: date) -> dict:
        """What a row draws: the state, the clock, and the buttons that are possible now."""
        tone, words = words_of(assignment, today)
        if assignment.awaits:
            words = f"{assignment.get_to_sign_display()}待签发"
        if assignment.is_asking:
            words = f"{words}，已申请延期"
        return {
            "assignment": assignment,
            "tone": tone,
            "words": words,
            "clock": clock_of(assignment, today),
            "buttons": self.buttons(assignment),
        }

    def buttons(self, assignment: Assignment) -> list[dict]:
        """签收、申请退办、联系代表、答复、申请延期: those that are possible now, the next one first."""
        A = Assignment.Status
        state, names = assignment.status, []
        in_hand = state in {A.WAITING, A.HANDLING}
        if state == A.WAITING:
            names.append("sign")
        is_head = assignment.unit_id in self.headed
        if state == A.SIGNING and is_head:
            names += TO_SIGN[assignment.to_sign]
        if state == A.HANDLING and not assignment.answers:
            names.append("give_opinion" if is_head else "draft_opinion")
        steps = [step_button(assignment, name) for name in names]
        links = []
        if assignment.answers and assignment.takes_draft:
            reply = reverse("motions:reply_create", args=[assignment.pk])
            links.append({"label": "答复", "url": reply, "icon": "envelope-paper"})
        if state in {A.WAITING, A.HANDLING, A.SIGNING}:
            contact = reverse("motions:contact_create", args=[assignment.motion_id])
            links.append({"label": "联系代表", "url": contact, "icon": "telephone"})
        if state == A.REPLIED:
            more = reverse("motions:supplement_create", args=[assignment.pk])
            links.append({"label": "补充答复", "url": more, "icon": "envelope-plus"})
        further = []
        if state == A.SIGNING and not is_head:
            is_reply = assignment.to_sign == Assignment.ToSign.REPLY
            further.append(step_button(assignment, "unsend" if is_reply else "take_back"))
        if in_hand:
            further.append(step_button(assignment, "object" if is_head else "draft_objection"))
        if self.may_extend(assignment):
            further.append(
                step_button(assignment, "ask_extension" if is_head else "draft_extension")
            )
        found = [*steps, *links, *further]
        if found:
            found[0]["primary"] = True
        return found

    def letter_buttons(self, assignment: Assignment) -> list[dict]:
        """What to do with the 补充答复 that waits for the head, the paper itself first."""
        letter = Supplement(pk=assignment.draft)
        names = ("issue", "call_back") if assignment.unit_id in self.headed else ("unsend",)
        paper = reverse("core:paper", args=["motions.supplement", letter.pk, "letter", "html"])
        read = {"label": "看补充答复稿", "url": paper, "icon": "file-earmark-text"}
        return [read, *(step_button(letter, name) for name in names)]

    @cached_property
    def headed(self) -> set[int]:
        """The units whose head reads the page."""
        return self.request.user.headed_unit_ids(current_township_id())

    def may_extend(self, assignment: Assignment) -> bool:
        """Whether more time can be asked for: the step's page says why, if it can't."""
        if assignment.status != Assignment.Status.HANDLING or not assignment.answers:
            return False
        asks = assignment.is_asking
        return not may_not_extend(assignment, longest=lambda: self.most_months, is_asking=asks)

    @cached_property
    def most_months(self) -> int:
        """How long an answer may take here at most, by the township's own rule."""
        return most_months()


TO_SIGN = {
    "reply": ("issue", "call_back"),
    "opinion": ("sign_opinion", "give_back"),
    "objection": ("sign_objection", "give_back"),
    "extension": ("sign_extension", "give_back"),
}


def step_button(record: Assignment | Supplement, name: str) -> dict:
    """A step of the record's workflow as a button that opens its dialog."""
    workflow = workflow_of(type(record))
    step = workflow.transitions[name]
    return {
        "label": step.label,
        "url": workflow.url(record, step),
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
    empty_text = "交办以后承办单位还没有签收的，会列在这里，可以打开案件催办。"
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
        return Assignment.objects.unsigned().for_list()


class References(ListPage):
    """参考件: what was sent to units to make use of; a unit sees its own, the office all of them."""

    model = Reference
    permission_required = "motions.list_reference"
    filterset_class = ReferenceFilter
    title = "参考件"
    crumbs = (("议案建议", ""),)
    ordering = ("-on", "-pk")
    empty_title = "没有参考件"
    empty_text = "人大办“转工作参考”时送到单位的件，在这里看。"
    foot_note = "参考件不交办，不用答复"
    columns = (
        Column("日期", "on", sort="on", css="date"),
        Column("标题", "motion.official_title", link=True),
        Column("领衔代表", "motion.lead.name", css="nowrap"),
        Column("参考单位", "unit", css="nowrap"),
    )

    def get_queryset(self) -> QuerySet[Reference]:
        user = self.request.user
        return sent_to(None if is_office(user, None) else user.unit_ids(current_township_id()))
