"""Pages of the findings: the board, the table, one finding, and the list on paper."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from renda.core import audit
from renda.core.columns import Column
from renda.core.excel import file_response, workbook_response
from renda.core.models import User
from renda.core.paper import render_docx, render_html, render_pdf
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section, Tab
from renda.core.views.files import DOCX
from renda.core.views.lists import EXPORT_AT_MOST
from supervision import services
from supervision.columns import FINDING, FINDING_SHEET
from supervision.filters import BoardFilter, FindingFilter
from supervision.forms import FindingForm
from supervision.models import Finding
from supervision.papers import finding_list
from supervision.permissions import visible_findings
from supervision.views.shared import SUPERVISION
from supervision.workflow import finding_workflow

FINDINGS = ("问题清单", "supervision:finding_list")
S = Finding.Status
LANES = (
    ("已发现、待交办", (S.FOUND,)),
    ("整改中", (S.HANDED, S.WORKING)),
    ("待复查", (S.REPORTED,)),
    ("已销号", (S.CLOSED,)),
)
CREATE = Action("登记问题", "supervision:finding_create", "supervision.change_finding")


class FindingRows(ListPage):
    """What the board, the table and the paper share: the findings this user may see."""

    model = Finding
    permission_required = "supervision.list_finding"
    title = "问题清单"
    columns = FINDING
    ordering = ("-year", "campaign", "number")
    actions = (CREATE,)
    empty_text = "代表在视察、督查和主题活动中发现的问题，在这里登记、交办、复查、销号。"

    def get_queryset(self) -> QuerySet:
        return visible_findings(self.request.user, Finding.objects.for_list())

    def export(self) -> HttpResponse:
        """The columns of the 整改清单, all of them."""
        rows = self.filterset.qs[:EXPORT_AT_MOST]
        return workbook_response(
            self.get_title(),
            [c.label for c in FINDING_SHEET],
            ([c.of(row) for c in FINDING_SHEET] for row in rows),
        )

    @property
    def paper_url(self) -> str:
        """The same findings as a 整改清单."""
        query = self.request.GET.copy()
        query.pop("page", None)
        query.pop("export", None)
        query.setdefault("year", str(self.request.year))
        return f"{reverse('supervision:finding_paper', args=['html'])}?{query.urlencode()}"


class FindingBoard(FindingRows):
    """问题清单 as four lanes: this year's findings, and earlier ones still open."""

    template_name = "supervision/finding_board.html"
    filterset_class = BoardFilter
    crumbs = (SUPERVISION,)
    paginate_by = 60
    actions = (
        CREATE,
        Action(
            "审议意见",
            "supervision:opinion_list",
            "supervision.browse_own_finding",
            "chat-left-text",
            primary=False,
        ),
    )

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().on_board(self.request.year)

    def get_template_names(self) -> list[str]:
        return ["supervision/partials/board.html"] if self.is_fragment else [self.template_name]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The counts of the cards and of the page links, in one query."""
        return board_numbers(self.filterset.qs, timezone.localdate())

    def get_paginator(self, queryset: QuerySet, *args, **kwargs) -> Paginator:
        paginator = super().get_paginator(queryset, *args, **kwargs)
        paginator.count = self.numbers["found"]
        return paginator

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        form = self.filterset.form
        campaign = form.cleaned_data.get("campaign") if form.is_valid() else None
        return context | {
            "lead": board_lead(campaign, self.request.year),
            "stats": board_stats(self.numbers),
            "lanes": lanes(list(context["object_list"]), self.request.user, today),
            "table_url": reverse("supervision:finding_table") + f"?year={self.request.year}",
            "paper_url": self.paper_url,
        }


def board_lead(campaign, year: int) -> str:
    """What the board shows, under its heading."""
    if campaign is None:
        return f"{year} 年发现的问题，以及以前年度尚未销号的问题"
    end = f"{campaign.ends_on.year}年{campaign.ends_on.month}月" if campaign.ends_on else "今"
    start = f"{campaign.starts_on.year}年{campaign.starts_on.month}月"
    return f"主题活动　{campaign.topic or campaign.name}　{start}至{end}"


def board_numbers(rows: QuerySet, today: date) -> dict[str, int]:
    """How many were found, handed over, put right, struck off and are overdue; of how many units."""
    overdue = Q(status__in=[S.HANDED, S.WORKING], due_on__lt=today)
    return rows.order_by().aggregate(
        found=Count("pk"),
        handed=Count("pk", filter=~Q(status=S.FOUND)),
        units=Count("unit", filter=~Q(status=S.FOUND), distinct=True),
        rectified=Count("pk", filter=Q(rectified_on__isnull=False)),
        reported=Count("pk", filter=Q(status=S.REPORTED)),
        closed=Count("pk", filter=Q(status=S.CLOSED)),
        overdue=Count("pk", filter=overdue),
        late_units=Count("unit", filter=overdue, distinct=True),
    )


def board_stats(n: dict[str, int]) -> list[dict]:
    """The five cards above the board, each with the list that shows its rows."""
    table = reverse("supervision:finding_table")
    tenths = (n["closed"] * 2000 + n["handed"]) // (2 * n["handed"]) if n["handed"] else 0
    rate = f"销号率 {tenths // 10}.{tenths % 10}%，{n['closed']} ÷ {n['handed']}"
    cards = (
        ("发现问题", "found", "", f"待交办 {n['found'] - n['handed']} 个"),
        ("已交办", "handed", "handed", f"{n['units']} 个单位"),
        ("已整改", "rectified", "rectified", f"含待复查 {n['reported']} 个"),
        ("已销号", "closed", "closed", rate if n["handed"] else "还没有交办"),
        ("逾期", "overdue", "overdue", f"{n['late_units']} 个单位" if n["overdue"] else "没有逾期"),
    )
    return [
        {"label": label, "value": n[key], "note": note, "url": f"{table}?tab={tab}"}
        for label, key, tab, note in cards
    ]


def lanes(findings: list[Finding], user: User, today: date) -> list[dict]:
    """The four lanes with their cards; the pictures of all of them in one query."""
    photos = services.photos_of(findings)
    built = []
    for title, states in LANES:
        cards = [card(f, user, today, photos.get(f.pk, {})) for f in findings if f.status in states]
        built.append({"title": title, "cards": cards})
    return built


def card(finding: Finding, user: User, today: date, photos: dict) -> dict:
    """What a card shows, with the one button that matters now."""
    words, tone = finding.standing(today)
    if finding.round > 1 and finding.status != S.CLOSED:
        words, tone = f"第 {finding.round} 次整改，{words}", tone or "due"
    steps = {t.name: t for t in finding_workflow.available(finding, user)}
    wanted = next_step(finding, today)
    step = next((steps[name] for name in wanted if name in steps), None)
    return {
        "finding": finding,
        "standing": words,
        "tone": tone,
        "photos": photos,
        "shows_photos": bool(photos),
        "foot": foot(finding),
        "step": {"label": step.label, "url": finding_workflow.url(finding, step)} if step else None,
    }


def next_step(finding: Finding, today: date) -> tuple[str, ...]:
    """The steps worth a button on the card, the best first."""
    if finding.status == S.FOUND:
        return ("hand_over",)
    if finding.status == S.REPORTED:
        return ("close",)
    if finding.is_units_turn and finding.due_on < today:
        return ("remind", "report")
    return ("report",)


def foot(finding: Finding) -> str:
    """The line at the foot of a card: found where, due when, reported when, rechecked by whom."""
    if finding.status == S.FOUND:
        return f"{finding.found_on.month}月{finding.found_on.day}日 {came_from(finding)}"
    if finding.status == S.REPORTED:
        return f"报告整改 {finding.rectified_on:%m-%d}"
    if finding.status == S.CLOSED:
        return f"复查 {finding.rechecked_by}"
    return f"期限 {finding.due_on:%m-%d}"


def came_from(finding: Finding) -> str:
    """视察, 专项督查, 主题活动: what kind of event it was found at."""
    event = finding.activity or finding.inspection
    return event.get_kind_display() if event else finding.source_kind


class FindingTable(FindingRows):
    """All findings as a table, with tabs by state."""

    title = "问题台账"
    filterset_class = FindingFilter
    crumbs = (SUPERVISION, FINDINGS)
    tabs = (
        Tab("", "全部"),
        Tab("waiting", "待交办", "waiting"),
        Tab("handed", "已交办", "handed"),
        Tab("rectifying", "整改中", "rectifying"),
        Tab("overdue", "逾期", "overdue", ("today",)),
        Tab("reported", "待复查", "reported"),
        Tab("rectified", "已整改", "rectified"),
        Tab("closed", "已销号", "closed"),
    )
    columns = (
        *FINDING[:7],
        Column("剩余", lambda finding: finding.standing(timezone.localdate())[0], css="nowrap"),
        FINDING[7],
    )


class FindingPaper(FindingRows):
    """The filtered findings as a 问题整改清单: on screen, as PDF, as Word."""

    filterset_class = FindingFilter
    paginate_by = None

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        rows = list(self.filterset.qs[:500])
        document = finding_list(self.request.township, rows, self.subject(), timezone.localdate())
        form = self.kwargs["form"]
        if form == "html":
            query = self.request.GET.urlencode()
            return render(
                self.request,
                "supervision/finding_paper.html",
                {
                    "title": "问题整改清单",
                    "sheet": render_html(document),
                    "crumbs": (SUPERVISION, FINDINGS),
                    "links": [
                        (label, reverse("supervision:finding_paper", args=[kind]) + f"?{query}")
                        for label, kind in (("Word", "docx"), ("PDF", "pdf"))
                    ],
                },
            )
        audit.record(
            self.request.user, "打印", self.request.township, paper=document.title, form=form
        )
        if form == "docx":
            return file_response(render_docx(document), f"{document.title}.docx", DOCX)
        if form == "pdf":
            pdf = render_pdf(document)
            return file_response(pdf, f"{document.title}.pdf", "application/pdf", inline=True)
        raise Http404

    def subject(self) -> str:
        """What the list is about: the campaign or the year asked for."""
        form = self.filterset.form
        data = form.cleaned_data if form.is_valid() else {}
        if data.get("campaign"):
            return f"“{data['campaign']}”主题活动"
        return f"{int(data['year'])}年度" if data.get("year") else ""


FACTS = (
    ("编号", "number_label"),
    "title",
    "field",
    "place",
    "detail",
    ("来源", lambda f: f"{f.source_kind}：{f.source}" if f.source else "—"),
    "found_on",
    ("发现人", "found_by"),
    ("责任单位", "unit.name"),
    "leader",
    "person",
    "demand",
    "handed_on",
    "due_on",
    "measures",
    "rectified_on",
    "result",
    ("整改轮次", lambda f: f"第 {f.round} 次"),
    "rechecked_by",
    "rechecked_on",
    "closed_on",
)


class FindingDetail(DetailPage):
    model = Finding
    permission_required = "supervision.view_finding"
    template_name = "supervision/finding_detail.html"
    crumbs = (SUPERVISION, FINDINGS)
    as_form = True
    sheet_title = "问题整改登记表"
    sections = (Section("问题", FACTS),)
    edit_url = "supervision:finding_update"
    edit_perm = "supervision.change_finding"

    def get_title(self) -> str:
        return self.object.title

    def get_lead(self) -> str:
        return self.object.number_label

    def get_steps(self) -> list[dict]:
        """The five stages with their days."""
        finding = self.object
        days = (
            (S.FOUND, "发现", finding.found_on),
            (S.HANDED, "交办", finding.handed_on),
            (S.WORKING, "整改", None),
            (S.REPORTED, "报整改", finding.rectified_on),
            (S.CLOSED, "复查销号", finding.closed_on),
        )
        order = [state for state, _, _ in days]
        now = order.index(finding.status)
        steps = []
        for place, (_state, label, on) in enumerate(days):
            state = "done" if place < now or finding.status == S.CLOSED else ""
            if place == now and finding.status != S.CLOSED:
                state = "now"
            steps.append({"label": label, "state": state, "date": f"{on:%m-%d}" if on else ""})
        return steps

    def get_context_data(self, **kwargs) -> dict:
        words, tone = self.object.standing(timezone.localdate())
        return super().get_context_data(**kwargs) | {
            "photos": services.photos_of([self.object]).get(self.object.pk, {}),
            "standing": words,
            "standing_tone": tone,
        }


class FindingCreate(CreatePage):
    model = Finding
    permission_required = "supervision.change_finding"
    form_class = FindingForm
    crumbs = (SUPERVISION, FINDINGS)

    def get_initial(self) -> dict:
        """The event from whose page this one was opened."""
        asked = {name: self.request.GET.get(name, "") for name in ("activity", "inspection")}
        asked["campaign"] = self.request.GET.get("campaign", "")
        found = {name: value for name, value in asked.items() if value.isdecimal()}
        return found | {"found_on": timezone.localdate()}

    def save(self, form: FindingForm) -> Finding:
        self.object = services.register_finding(form.instance)
        return self.object


class FindingUpdate(EditPage):
    model = Finding
    permission_required = "supervision.change_finding"
    form_class = FindingForm
    crumbs = (SUPERVISION, FINDINGS)
