"""Sessions with their sittings, roll, agenda and papers."""

from datetime import date

from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest

from renda.core import law
from renda.core.columns import Column
from renda.core.more import TABLE, table_piece
from renda.core.views.detail import DetailPage
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from sessions_app import services
from sessions_app.filters import SessionFilter
from sessions_app.forms import SessionForm
from sessions_app.models import AgendaItem, Session
from sessions_app.views.agenda import agenda_of
from sessions_app.views.attendance import Attendance, sign_form_for, sitting_shown
from sessions_app.views.base import SESSIONS

AGENDA = ((AgendaItem, ("order", "kind", "title", "reporter")),)


class SessionList(ListPage):
    model = Session
    permission_required = "sessions_app.list_session"
    filterset_class = SessionFilter
    ordering = ("-opens_on", "-pk")
    title = "人民代表大会会议"
    columns = (
        Column("会议", "name", link=True),
        Column("开幕", "opens_on", sort="opens_on", css="date"),
        Column("会期（天）", "days", sort="days", css="num"),
        Column("地点", "place"),
        Column("全体代表", "total_deputies", css="num"),
        Column("议程", "item_count", css="num"),
        Column("决议", "resolution_count", css="num"),
        Column("状态", "get_status_display", sort="status", css="nowrap", pill=True),
    )
    actions = (Action("登记会议", "sessions_app:session_create", "sessions_app.change_session"),)
    empty_icon = "calendar3"
    empty_title = "还没有登记会议"
    empty_text = "先登记会议的届次、日期和议程，再发通知、安排日程、组织签到。"


class SessionCreate(CreatePage):
    model = Session
    permission_required = "sessions_app.change_session"
    form_class = SessionForm
    inlines = AGENDA
    inline_extra = 4
    crumbs = SESSIONS

    def save(self, form) -> Session:
        self.object = services.plan_session(session=form.save(commit=False))
        return self.object


class SessionUpdate(EditPage):
    model = Session
    permission_required = "sessions_app.change_session"
    form_class = SessionForm
    inlines = AGENDA
    inline_extra = 1
    crumbs = SESSIONS

    def save(self, form) -> Session:
        services.count_deputies(session=form.instance)
        return super().save(form)


class SessionDetail(DetailPage):
    model = Session
    template_name = "sessions_app/session_detail.html"
    permission_required = "sessions_app.view_session"
    edit_url = "sessions_app:session_update"
    edit_perm = "sessions_app.change_session"
    void_perm = "sessions_app.change_session"
    has_attachments = False
    crumbs = SESSIONS
    history_title = "会议经过"
    actions = (
        Action("登记表决", "sessions_app:vote_create", "sessions_app.change_vote", "check2-square"),
        Action("登记选举", "sessions_app:election_create", "sessions_app.change_election", "person-check", False),
        Action("登记决议", "sessions_app:resolution_create", "sessions_app.change_resolution", "file-earmark-check", False),
        Action("登记质询案", "sessions_app:interpellation_create", "sessions_app.change_interpellation", "question-circle", False),
        Action("安排日程", "sessions_app:sitting_create", "sessions_app.change_sitting", "calendar-plus", False),
        Action("登记文件", "sessions_app:sessiondocument_create", "sessions_app.change_sessiondocument", "folder-plus", False),
    )  # fmt: skip

    def get_lead(self) -> str:
        session = self.object
        return f"{chinese(session.opens_on)}　{session.place}　会期 {session.days} 天"

    def get_steps(self) -> list[dict]:
        session = self.object
        ahead = ""
        if session.notice_on:
            ahead = (
                f"{session.notice_on:%m-%d}，提前 {(session.opens_on - session.notice_on).days} 天"
            )
        prepared = [
            ("公布日期", day_text(session.published_on, full=True), bool(session.published_on)),
            ("发会议通知", ahead, bool(session.notice_on)),
            ("文件发代表", day_text(session.papers_on), bool(session.papers_on)),
        ]
        status = session.status
        held = [
            ("召开", day_text(session.opens_on), session.was_held),
            ("闭幕", day_text(session.closes_on) if status in CLOSED else "", status in CLOSED),
            ("归档", "", status == Session.Status.ARCHIVED),
        ]
        steps = [
            {"label": label, "date": text, "state": "done" if done else ""}
            for label, text, done in (*prepared, *held)
        ]
        current = next((step for step in steps if not step["state"]), None)
        if status == Session.Status.CONVENED:
            current = steps[3]
        if current:
            current["state"] = "now"
        return steps

    def get_context_data(self, **kwargs) -> dict:
        session = self.object
        user = self.request.user
        reads_all = user.has_perm("sessions_app.view_sitting", session)
        sittings = list(session.sittings.select_related("roll")) if reads_all else []
        sitting = sitting_shown(sittings, self.request.GET.get("sitting", ""))
        attendance = Attendance(sitting, session.total_deputies) if sitting else None
        agenda, is_whole = agenda_of(session), "all" in self.request.GET
        return super().get_context_data(**kwargs) | {
            "crumb": session.short_name,
            "sittings": sittings,
            "attendance": attendance,
            "sign_form": sign_form_for(attendance, user),
            "agenda": agenda if is_whole else agenda[:TABLE],
            "agenda_rest": 0 if is_whole else max(len(agenda) - TABLE, 0),
            "documents": table_piece(documents_of(session), self.request, name="documents"),
            "checks": checks_of(session, self.request),
            "can_screen": user.has_perm("sessions_app.view_screen", session),
            "is_live": session.status == Session.Status.CONVENED,
        }


CLOSED = {Session.Status.CLOSED, Session.Status.ARCHIVED}


def chinese(day: date) -> str:
    """2025年1月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_text(day: date | None, *, full: bool = False) -> str:
    """01-21, or 2025-01-21."""
    if not day:
        return ""
    return day.isoformat() if full else f"{day:%m-%d}"


def checks_of(session: Session, request: HttpRequest) -> list[law.Check]:
    """What the law asks of a session's preparation, as far as it was done, until it is over."""
    if session.status in CLOSED or not request.user.has_perm("sessions_app.view_sitting", session):
        return []
    called = services.calling_checks(session)
    sent = (session.notice_on, session.papers_on)
    if not any(sent):
        return called
    found = services.preparation_checks(session)
    return called + [check for check, day in zip(found, sent, strict=True) if day]


def documents_of(session: Session) -> models.QuerySet:
    """The pack with how many have read each paper."""
    return session.documents.annotate(
        read_count=Count("receipts", filter=Q(receipts__voided_at=None))
    )
