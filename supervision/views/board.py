"""问题清单 as a board: four lanes, each card with the step that matters now."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from renda.core.models import User
from renda.core.rates import percent
from renda.core.views import Action, ListPage
from supervision import services
from supervision.columns import FINDING, FINDING_SHEET
from supervision.filters import BoardFilter
from supervision.models import Finding
from supervision.permissions import visible
from supervision.views.shared import SUPERVISION
from supervision.workflow import finding_workflow

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
    exported = FINDING_SHEET
    ordering = ("-year", "campaign", "number")
    actions = (CREATE,)
    empty_text = "代表在视察、督查和主题活动中发现的问题，在这里登记、交办、复查、销号。"

    def get_queryset(self) -> QuerySet:
        return visible(self.request.user, Finding.objects.for_list())

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
    card_template = "supervision/partials/board.html"
    filterset_class = BoardFilter
    crumbs = (SUPERVISION,)
    paginate_by = 30
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

    @property
    def table_query(self) -> str:
        """What narrows the table to the findings on this board."""
        query = self.request.GET.copy()
        query.pop("page", None)
        query["board"] = str(self.request.year)
        return query.urlencode()

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
            "stats": board_stats(self.numbers, self.table_query),
            "lanes": lanes(list(context["object_list"]), self.request.user, today, self.numbers),
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


def board_stats(n: dict[str, int], query: str) -> list[dict]:
    """The five cards above the board, each with the list that shows its rows."""
    table = reverse("supervision:finding_table")
    rate = f"销号率 {percent(n['closed'], n['handed'])}，{n['closed']} ÷ {n['handed']}"
    cards = (
        ("发现问题", "found", "", f"待交办 {n['found'] - n['handed']} 个"),
        ("已交办", "handed", "handed", f"{n['units']} 个单位"),
        ("已整改", "rectified", "rectified", f"含待复查 {n['reported']} 个"),
        ("已销号", "closed", "closed", rate if n["handed"] else "还没有交办"),
        ("逾期", "overdue", "overdue", f"{n['late_units']} 个单位" if n["overdue"] else "没有逾期"),
    )
    return [
        {"label": label, "value": n[key], "note": note, "url": f"{table}?tab={tab}&{query}"}
        for label, key, tab, note in cards
    ]


def lanes(findings: list[Finding], user: User, today: date, n: dict[str, int]) -> list[dict]:
    """The four lanes with this page's cards and how many each has on all pages; the pictures of all
    of them in one query."""
    photos = services.photos_of(findings)
    counts = (
        n["found"] - n["handed"],
        n["handed"] - n["reported"] - n["closed"],
        n["reported"],
        n["closed"],
    )
    built = []
    for (title, states), count in zip(LANES, counts, strict=True):
        cards = [card(f, user, today, photos.get(f.pk, {})) for f in findings if f.status in states]
        built.append({"title": title, "cards": cards, "count": count})
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
