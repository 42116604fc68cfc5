"""办理看板: every open case by where it stands, the most urgent on top, each lane opening in the register."""

from collections.abc import Callable
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from motions.filters import BoardFilter
from motions.lanes import LANES, Filled, Lane, fill
from motions.models import Motion
from motions.permissions import roles_of, visible_motions
from motions.views.deadlines import why_due
from renda.core import law
from renda.core.calendar import Due, due_by_days, remaining
from renda.core.models import Role
from renda.core.views.permission import PagePermission

Limit = Callable[[date], Due]
"""When a period that begins on a day ends."""


class Board(PagePermission, TemplateView):
    """The lanes of this reader: 镇政府办 has no part in what was not handed on."""

    template_name = "motions/board.html"
    permission_required = "motions.view_board"

    def get_template_names(self) -> list[str]:
        headers = self.request.headers
        if headers.get("HX-Request") and not headers.get("HX-History-Restore-Request"):
            return ["motions/partials/board.html"]
        return [self.template_name]

    def get_lanes(self) -> list[Lane]:
        """Those whose cases this reader may see."""
        roles = roles_of(self.request.user)
        sees_all = bool(roles & {Role.CLERK, Role.CHAIR, Role.COUNTY})
        return [lane for lane in LANES if lane.is_handed or sees_all]

    def get_rows(self) -> QuerySet[Motion]:
        """What this reader may see, narrowed by the filters."""
        self.filter = BoardFilter(
            self.request.GET, queryset=visible_motions(self.request.user), request=self.request
        )
        return self.filter.qs

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        lanes = fill(self.get_rows(), self.get_lanes())
        rules, days = law.values_and_days("suggestion.accept_days")
        accept_by = partial(due_by_days, days=rules["suggestion.accept_days"], overrides=days)
        kept = {k: v for k, v in self.request.GET.items() if v and k in self.filter.filters}
        drawn = [
            drawn_lane(lane, kept, today, accept_by)
            for lane in lanes
            if lane.size or not lane.lane.if_any
        ]
        return super().get_context_data(**kwargs) | {
            "title": "办理看板",
            "lead": "按办理状态排列，每栏最急的在上面；已办结而承诺没有销号的，留在最后一栏。",
            "filter": self.filter,
            "lanes": drawn,
            "is_filtered": bool(kept),
            "total": sum(lane.size for lane in lanes),
        }


def drawn_lane(filled: Filled, kept: dict[str, str], today: date, accept_by: Limit) -> dict:
    """A lane as the template draws it; its address opens exactly its rows in the register."""
    lane = filled.lane
    return {
        "key": lane.key,
        "label": lane.label,
        "size": filled.size,
        "rest": filled.size - len(filled.cases),
        "url": f"{reverse('motions:motion_list')}?{urlencode(kept | {'lane': lane.key})}",
        "cards": [card(case, lane, today, accept_by) for case in filled.cases],
    }


def card(case: Motion, lane: Lane, today: date, accept_by: Limit) -> dict:
    """A case on its lane: the days left or waited, with the colour they deserve."""
    words, tone = clock(getattr(case, lane.day), lane, today, accept_by)
    return {
        "number": case.code or "未编号",
        "title": case.official_title,
        "url": case.get_absolute_url(),
        "unit": case.main_unit or "",
        "lead": case.lead.name,
        "is_key": case.is_key,
        "words": words,
        "tone": tone,
        "why": why_of(case, lane),
    }


def why_of(case: Motion, lane: Lane) -> str:
    """答复期限 2025-06-25，《代表法》第五十一条：自…起三个月: the lane's day of a case, and why it is that."""
    day = getattr(case, lane.day)
    rule = {"sign_due": "suggestion.sign_days", "feedback_due": "suggestion.feedback_days"}
    why = (
        why_due(case)
        if lane.day == "due_on"
        else law.cite(rule[lane.day])
        if lane.day in rule
        else ""
    )
    return "，".join(filter(None, [f"{lane.what} {day}", why])) if day else ""


def clock(day: date | None, lane: Lane, today: date, accept_by: Limit) -> tuple[str, str]:
    """剩 9 天, 逾期 4 天, 已等 3 天; a case that waits for 受理 is late by the township's own rule."""
    if day is None:
        return ("已报完成，待核实", "due") if lane.key == "promises" else ("", "")
    if lane.waits:
        days = (today - day).days
        is_late = lane.key == "submitted" and today > accept_by(day).on
        return f"已等 {days} 天", "late" if is_late else ""
    left = remaining(day, today)
    return left.label, "" if left.state == "ok" else left.state
