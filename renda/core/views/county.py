"""乡镇比较: the county reads its townships side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from renda.core.excel import workbook_response
from renda.core.figures import Period, by_township, figures
from renda.core.models import Role
from renda.core.scoping import reading_scope
from renda.core.views.figures import asked_year
from renda.core.views.permission import PagePermission

DEPUTIES = ("deputies.in_office", "代表")
SESSIONS = ("sessions.held", "大会")
RECEIVED = ("motions.received", "建议")
REPLY_RATE = ("motions.reply_rate", "答复率 %")
ON_TIME_RATE = ("motions.on_time_rate", "按期 %")
SATISFACTION = ("motions.satisfaction_rate", "满意 %")
FINDINGS = ("supervision.findings", "问题")
CLOSED = ("supervision.findings_closed", "销号")
CLOSED_RATE = ("supervision.closed_rate", "销号率 %")
ACTIVITIES = ("activities.held", "活动")
LATE = ("motions.overdue", "逾期")

# what each tab compares: figures and the short words at the head of their column
TABS = {
    "": (
        "综合",
        (
            DEPUTIES,
            SESSIONS,
            RECEIVED,
            REPLY_RATE,
            ON_TIME_RATE,
            SATISFACTION,
            FINDINGS,
            CLOSED,
            ACTIVITIES,
            LATE,
        ),
    ),
    "sessions": (
        "会议",
        (
            SESSIONS,
            ("sessions.attendance_rate", "出席率 %"),
            ("sessions.reports_heard", "听取报告"),
            ("sessions.resolutions", "决议决定"),
            ("sessions.elected", "选举"),
            ("sessions.presidium_meetings", "主席团会议"),
            ("sessions.presidium_topics", "议题"),
            ("sessions.notices", "公告"),
        ),
    ),
    "motions": (
        "建议办理",
        (
            RECEIVED,
            ("motions.bills", "议案"),
            ("motions.assigned", "已交办"),
            REPLY_RATE,
            ON_TIME_RATE,
            ("motions.contact_rate", "面商率 %"),
            ("motions.class_a_rate", "解决率 %"),
            ("motions.solved_rate", "办成率 %"),
            SATISFACTION,
            ("motions.published_rate", "公开率 %"),
            LATE,
        ),
    ),
    "supervision": (
        "监督整改",
        (
            ("supervision.inspections", "督查视察"),
            ("supervision.opinions", "意见建议"),
            ("supervision.opinions_rate", "反馈率 %"),
            FINDINGS,
            ("supervision.findings_handed", "已交办"),
            CLOSED,
            CLOSED_RATE,
            ("supervision.appraisals", "工作评议"),
            ("supervision.projects", "民生实事"),
            ("supervision.projects_rate", "完成率 %"),
            ("supervision.findings_overdue", "逾期未整改"),
        ),
    ),
    "duty": (
        "代表履职",
        (
            DEPUTIES,
            ("deputies.women", "妇女"),
            ACTIVITIES,
            ("activities.person_times", "参加人次"),
            ("activities.attendance_rate", "参加率 %"),
            ("activities.voter_contacts", "走访接待"),
            ("deputies.trainings", "学习培训"),
            ("deputies.duty_reports", "述职"),
            ("activities.deed_deputies", "有事例"),
        ),
    ),
}
CARDS = (
    ("代表", DEPUTIES[0]),
    ("议案建议", RECEIVED[0]),
    ("答复率", REPLY_RATE[0]),
    ("按期答复率", ON_TIME_RATE[0]),
    ("问题销号率", CLOSED_RATE[0]),
    ("逾期", LATE[0]),
)
OVERDUE = (LATE[0], "supervision.findings_overdue")


@dataclass(frozen=True)
class Shown:
    """A township's number, or the county's: as it is read, what it was made of, what it opens."""

    head: str
    text: str
    formula: str
    url: str
    is_late: bool


class Compared:
    """Counts by figure, of one township or added up, and the rates that are made of them."""

    def __init__(self, name: str, counts: Mapping[str, int]) -> None:
        self.name, self.counts = name, counts

    def shown(self, key: str, head: str, year: int) -> Shown:
        """A count, or a rate of the same two figures as everywhere else."""
        url = f"{reverse('core:figure', args=[key])}?year={year}"
        if figures[key].kind != "rate":
            number = self.counts[key]
            return Shown(head, str(number), "", url, key in OVERDUE and number > 0)
        part, base = (self.counts[each] for each in parts_of(key))
        return Shown(head, tenths(part, base), f"{part} ÷ {base}" if base else "", url, False)


class County(PagePermission, TemplateView):
    """One tab of the comparison, its numbers read in one query for all townships."""

    template_name = "core/county.html"
    permission_required = "core.view_county"

    def get(self, request, *args, **kwargs) -> HttpResponse:
        self.year = asked_year(request)
        self.tab = request.GET.get("tab", "")
        self.tab = self.tab if self.tab in TABS else ""
        self.townships = {
            m.township_id: m.township
            for group in request.user.memberships_by_township.values()
            for m in group
            if m.role == Role.COUNTY
        }
        self.read()
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def read(self) -> None:
        """Every township's counts, and their sum."""
        self.columns = TABS[self.tab][1]
        asked = [key for key, _ in self.columns] + [key for _, key in CARDS]
        keys = list(dict.fromkeys(part for key in asked for part in parts_of(key)))
        with reading_scope(self.townships):
            found = by_township(keys, Period.year(self.year))
        nothing = dict.fromkeys(keys, 0)
        self.compared = {
            pk: Compared(t.name, found.get(pk, nothing)) for pk, t in self.townships.items()
        }
        added = {key: sum(each.counts[key] for each in self.compared.values()) for key in keys}
        self.total = Compared("全县", added)

    def line(self, compared: Compared) -> list[Shown]:
        return [compared.shown(key, head, self.year) for key, head in self.columns]

    def export(self) -> HttpResponse:
        """The tab as a workbook, the county's line last."""
        return workbook_response(
            f"乡镇比较{TABS[self.tab][0]}{self.year}",
            ["乡镇", *(head for _, head in self.columns)],
            (
                [each.name, *(cell.text for cell in self.line(each))]
                for each in [*self.compared.values(), self.total]
            ),
        )

    def bars(self) -> dict[str, Iterable[dict]]:
        """The two charts: the rate of replies, and findings by whether they are closed."""
        year = self.year
        answered = [
            {"name": each.name, "rate": each.shown(*REPLY_RATE, year).text}
            for each in self.compared.values()
        ]
        mended = [
            {"label": each.name, "parts": (done, all_of_them - done)}
            for each in self.compared.values()
            for done, all_of_them in [(each.counts[key] for key in parts_of(CLOSED_RATE[0]))]
        ]
        return {
            "answered": answered,
            "mended_labels": ("已销号", "未销号"),
            "mended": sorted(mended, key=lambda bar: sum(bar["parts"]), reverse=True),
        }

    def get_context_data(self, **kwargs) -> dict:
        return (
            super().get_context_data(**kwargs)
            | self.bars()
            | {
                "title": "乡镇比较",
                "county": next(iter(self.townships.values())).county,
                "year": self.year,
                "heads": [head for _, head in self.columns],
                "rows": [
                    {"township": pk, "name": each.name, "cells": self.line(each)}
                    for pk, each in self.compared.items()
                ],
                "total": self.line(self.total),
                "cards": [
                    (self.total.shown(key, label, self.year), figures[key].unit)
                    for label, key in CARDS
                ],
                "tabs": [
                    {
                        "label": label,
                        "url": f"?year={self.year}&tab={tab}",
                        "current": tab == self.tab,
                    }
                    for tab, (label, _) in TABS.items()
                ],
                "explained": [
                    f"{figures[key].label} = {' ÷ '.join(figures[part].label for part in parts_of(key))}"
                    for key, _ in self.columns
                    if figures[key].kind == "rate"
                ],
                "export_url": f"?year={self.year}&tab={self.tab}&export=xlsx",
            }
        )


def parts_of(key: str) -> tuple[str, ...]:
    """The counts that a figure is made of: a rate's two, else itself."""
    figure = figures[key]
    return (figure.numerator, figure.denominator) if figure.kind == "rate" else (key,)


def tenths(part: int, base: int) -> str:
    """``part`` of ``base`` in percent with one decimal, rounded half up with integers; — for no base."""
    if not base:
        return "—"
    rounded = (part * 2000 + base) // (2 * base)
    return f"{rounded // 10}.{rounded % 10}"
