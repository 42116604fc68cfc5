"""收件箱 of a unit, and the office's list of what nobody signed for."""

from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from motions.filters import InboxFilter
from motions.models import (
    Assignment,
    Commitment,
)
from motions.views.case import clock_of, words_of
from motions.workflow import assignment_workflow
from renda.core.columns import Column
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
        Tab("", "待办", "open"),
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
        Column("下一步", lambda a: "", css="num", export=False),
    )

    @cached_property
    def unit_ids(self) -> set[int]:
        return self.request.user.unit_ids(current_township_id())

    def get_queryset(self) -> QuerySet[Assignment]:
        return Assignment.objects.of_units(self.unit_ids).for_list()

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
        counts = self.counts
        waiting = list(self.get_queryset().waiting().order_by("due_on", "pk"))
        here = reverse("motions:inbox")
        return context | {
            "rows": [self.shown(a, today) for a in context["object_list"]],
            "waiting": [
                {"assignment": a, "sign_url": assignment_workflow.url(a, SIGN)} for a in waiting
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
        promised = Commitment.objects.open().filter(reply__issued_on__isnull=False)
        return count_together(
            {
                "": mine.open(),
                "soon": mine.due_soon(today),
                "overdue": mine.overdue(today),
                "answered": mine.answered(),
                "all": mine,
                "waiting": mine.waiting(),
                "led": mine.handling().answering(),
                "assisted": mine.handling().filter(role="assist"),
                "this_year": mine.answered().filter(finished_on__year=self.request.year),
                "promised": promised.filter(reply__assignment__unit__in=self.unit_ids),
            }
        )

    def tab_links(self) -> list[dict]:
        """The tabs, with counts that the cards share."""
        return [
            {
                "label": t.label,
                "count": self.counts[t.key],
                "url": f"?tab={t.key}" if t.key else self.request.path,
                "current": t.key == self.current_tab.key,
            }
            for t in self.tabs
        ]

    def shares(self) -> str:
        """主办 2，协办 1."""
        led, assisted = self.counts["led"], self.counts["assisted"]
        return f"主办 {led}，协办 {assisted}" if led or assisted else ""

    def shown(self, assignment: Assignment, today) -> dict:
        """What a row draws, with the one thing to do next."""
        tone, words = words_of(assignment, today)
        url, label = assignment.motion.get_absolute_url(), "查看"
        if assignment.status == Assignment.Status.WAITING:
            url, label = assignment_workflow.url(assignment, SIGN), "签收"
        elif assignment.status == Assignment.Status.HANDLING and assignment.answers:
            url, label = reverse("motions:reply_create", args=[assignment.pk]), "答复"
        elif assignment.status == Assignment.Status.HANDLING:
            step = assignment_workflow.transitions["give_opinion"]
            url, label = assignment_workflow.url(assignment, step), "回会办意见"
        elif assignment.status == Assignment.Status.SIGNING:
            label = "签发"
        return {
            "assignment": assignment,
            "tone": tone,
            "words": words,
            "clock": clock_of(assignment, today),
            "url": url,
            "label": label,
        }


PROMISES = "motions:commitment_list"
SIGN = assignment_workflow.transitions["sign"]


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
        Column("签收期限", "sign_due", sort="sign_due", css="date"),
        Column("办理期限", "due_on", sort="due_on", css="date"),
    )

    def get_queryset(self) -> QuerySet[Assignment]:
        return Assignment.objects.waiting().for_list()
