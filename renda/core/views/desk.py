"""The pages everybody has: 工作台, search, messages, jobs, history."""

from calendar import Calendar
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView

from renda.core import agenda, health, jobs, reads, searching
from renda.core.columns import Column
from renda.core.figures import Period
from renda.core.filters import DoneFilter, MessageFilter
from renda.core.models import AuditEntry, Job, Notification, User
from renda.core.text import without_control_signs
from renda.core.todos import tiles_for
from renda.core.trail import SETTINGS, Line, lines_for, lines_of_settings, page_of
from renda.core.views.lists import ListPage
from renda.core.views.permission import PagePermission, signed_in
from renda.core.workbench import actions_for, cards_for, charts_for, home_of
from renda.core.years import YEARS

RECENT = 6
SPARE = 6  # read as well, in case some are about records this user may not see
SOON = timedelta(days=45)
PER_PAGE = 40
UNFOLDED = 6


class Workbench(PagePermission, TemplateView):
    """What waits for me, what is due by law, this month, the year's numbers."""

    permission_required = "core.use"

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated and (other := home_of(request.user)):
            return redirect(other)
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self) -> list[str]:
        return ["core/workbench.html"]

    def get_context_data(self, **kwargs) -> dict:
        today, user = timezone.localdate(), self.request.user
        tiles = tiles_for(user, today)
        first = month_asked(self.request.GET.get("month", ""), today)
        last = next_month(first) - timedelta(days=1)
        events = agenda.events_between(min(first, today), max(last, today + SOON), user)
        return super().get_context_data(**kwargs) | {
            "title": "工作台",
            "today": today,
            "tiles": tiles,
            "todo_total": sum(t.count for t in tiles),
            "cards": cards_for(user, Period.year(self.request.year), today),
            "charts": charts_for(user, Period.year(self.request.year)),
            "page_actions": actions_for(user),
            "deadlines": [
                d for d in agenda.first_deadlines(today, user, RECENT) if d.on <= today + SOON * 2
            ],
            "month": first,
            "month_before": (first - timedelta(days=1)).strftime("%Y-%m"),
            "month_after": next_month(first).strftime("%Y-%m"),
            "weeks": weeks(first, today, events),
            "upcoming": [e for e in events if e.on >= today][:5],
            "recent": recent(user),
            "can_audit": user.has_perm("core.view_audit"),
        }


def month_asked(text: str, today: date) -> date:
    """The first day of the month named ``YYYY-MM``; of this month for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01").replace(day=1)
    except ValueError:
        first = today.replace(day=1)
    return first if first.year in YEARS else today.replace(day=1)


def next_month(first: date) -> date:
    """The first day of the following month."""
    return (first + timedelta(days=32)).replace(day=1)


def weeks(first: date, today: date, events: list[agenda.Event]) -> list[list[dict]]:
    """The month as weeks of days, each with its events."""
    by_day: dict[date, list[agenda.Event]] = {}
    for event in events:
        by_day.setdefault(event.on, []).append(event)
    return [
        [
            {
                "day": day.day if day.month == first.month else "",
                "is_today": day == today,
                "is_off": day.weekday() >= 5,
                "events": by_day.get(day, []) if day.month == first.month else [],
            }
            for day in week
        ]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def recent(user: User) -> list[Line]:
    """The last things that happened in the office to records that this user may see.

    Whoever keeps the accounts and reads no records sees what was changed in accounts and settings.
    """
    entries = AuditEntry.objects.order_by("-seq")
    if user.has_perm("core.view_figures"):
        found = entries.exclude(model__startswith="core.")
        return lines_for(user, found[: RECENT + SPARE])[:RECENT]
    if user.has_perm("core.manage_accounts"):
        changed = entries.filter(model__in=SETTINGS).exclude(verb__in=reads.verbs())
        return lines_of_settings(changed[:RECENT])
    return []


class Search(PagePermission, TemplateView):
    """One box over everything the user may list."""

    template_name = "core/search.html"
    permission_required = "core.use"

    def get_context_data(self, **kwargs) -> dict:
        text = without_control_signs(self.request.GET.get("q", "")).strip()[:50]
        found = searching.search(text, self.request.user) if text else []
        return super().get_context_data(**kwargs) | {
            "title": "全站搜索",
            "q": text,
            "groups": [{"label": source.label, "rows": rows} for source, rows in found],
        }


class Inbox(ListPage):
    """My messages."""

    model = Notification
    permission_required = "core.use"
    title = "消息"
    template_name = "core/inbox.html"
    card_template = "core/partials/inbox_card.html"
    filterset_class = MessageFilter
    columns = (
        Column("时间", "created_at", css="date"),
        Column("内容", "text"),
        Column("已读", "read_at", css="date"),
    )
    empty_icon = "bell"
    empty_title = "没有消息"
    empty_text = "有人交办、答复、评价时，这里会有提醒。"

    def get_queryset(self) -> QuerySet[Notification]:
        return Notification.objects.filter(to=self.request.user)


class Done(ListPage):
    """已办: what I did myself, latest first, each line leading to its record."""

    model = AuditEntry
    permission_required = "core.use"
    title = "已办"
    template_name = "core/done.html"
    card_template = "core/partials/done_card.html"
    filterset_class = DoneFilter
    columns = (
        Column("时间", "at", css="date"),
        Column("动作", "verb"),
        Column("类别", "kind_label"),
        Column("对象", "label", link=True),
        Column("意见", "note"),
    )
    empty_icon = "check2-circle"
    empty_title = "还没有已办"
    empty_text = "您登记、提交、办理过的事，都会列在这里。"

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.filter(actor=self.request.user).order_by("-seq")


@signed_in
def open_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the record of a line of history: one's own, or any for those who read the history."""
    lines = AuditEntry.objects.all()
    if not request.user.has_perm("core.view_audit"):
        lines = lines.filter(actor=request.user)
    entry = get_object_or_404(lines, pk=pk)
    if url := page_of(entry, request.user):
        return redirect(url)
    messages.info(request, f"{entry.label}：没有可打开的页面，可能已作废，或者已不归您查看")
    return redirect("core:done")


@signed_in
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message read and go where it points."""
    note = get_object_or_404(Notification.objects.filter(to=request.user), pk=pk)
    Notification.objects.filter(pk=note.pk, read_at=None).update(read_at=timezone.now())
    return redirect(note.url)


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all my messages read."""
    Notification.objects.filter(to=request.user, read_at=None).update(read_at=timezone.now())
    return redirect("core:inbox")


class JobPage(PagePermission, DetailView):
    """How far a piece of background work is; polls itself until it is done."""

    model = Job
    permission_required = "core.use"
    template_name = "core/job.html"

    def get_queryset(self) -> QuerySet[Job]:
        return Job.objects.filter(by=self.request.user)

    def get_template_names(self) -> list[str]:
        part = self.request.headers.get("HX-Request")
        return ["core/partials/job_progress.html" if part else "core/job.html"]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(title=self.object.label, **kwargs)


@require_POST
@signed_in
def cancel_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop my job."""
    job = get_object_or_404(Job.objects.filter(by=request.user), pk=pk)
    if jobs.cancel(job.pk):
        messages.success(request, f"已取消：{job.label}")
    else:
        messages.info(request, f"{job.label}已经结束，不能取消")
    return redirect("core:job", pk)


class Health(PagePermission, TemplateView):
    """数据体检: records that look wrong, each with the page that mends it.

    The first of every kind; ``?only=`` names a kind, to be read in pages.
    """

    template_name = "core/health.html"
    permission_required = "core.view_health"

    @property
    def only(self) -> str:
        """The kind that is read by itself; empty for all."""
        asked = self.request.GET.get("only", "")
        return asked if asked in health.checks else ""

    def get_crumbs(self) -> list[tuple[str, str]]:
        whole = [("数据体检", reverse("core:health"))] if self.only else []
        return [("年度报告", ""), *whole]

    def get_context_data(self, **kwargs) -> dict:
        groups = health.examine(Period.year(self.request.year), self.only)
        pages = Paginator(groups[0][1] if self.only and groups else [], PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "title": health.checks[self.only].label if self.only else "数据体检",
            "year": self.request.year,
            "page_obj": page,
            "groups": [
                {
                    "key": check.key,
                    "label": check.label,
                    "weight": check.weight,
                    "records": sum(problem.records for problem in found),
                    "problems": page if self.only else found[:UNFOLDED],
                    "rest": 0 if self.only else max(len(found) - UNFOLDED, 0),
                }
                for check, found in groups
            ],
        }


class Deadlines(PagePermission, TemplateView):
    """Every open statutory date, most urgent first."""

    template_name = "core/deadlines.html"
    permission_required = "core.view_agenda"

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        pages = Paginator(agenda.open_deadlines(today, self.request.user), PER_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        return super().get_context_data(**kwargs) | {
            "title": "法定期限",
            "today": today,
            "page_obj": page,
            "deadlines": page.object_list,
        }


def healthz(request: HttpRequest) -> JsonResponse:
    """For the load balancer: the process answers and its database does too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
