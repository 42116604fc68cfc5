"""质询案: interpellations of a session, with those who signed and what was answered."""

from django.db.models import Count, Q

from renda.core.columns import Column
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import ListPage
from sessions_app.filters import InterpellationFilter
from sessions_app.forms import InterpellationForm
from sessions_app.models import Interpellation, Session
from sessions_app.views.base import InSession
from sessions_app.views.voting import DECIDING

NOTE = (
    "会议期间代表十人以上联名书面提出，由主席团决定口头或者书面答复；"
    "提案代表半数以上不满意的，可以要求再作答复（《地方组织法》第二十四条）"
)


class InterpellationList(ListPage):
    model = Interpellation
    template_name = "sessions_app/deciding_list.html"
    permission_required = "sessions_app.list_interpellation"
    filterset_class = InterpellationFilter
    ordering = ("-submitted_on", "-pk")
    title = "质询案"
    crumbs = DECIDING
    columns = (
        Column("质询的问题", "subject", link=True),
        Column("受质询机关", "unit", css="nowrap"),
        Column("提出日期", "submitted_on", sort="submitted_on", css="date"),
        Column("会议", "session.short_name", css="nowrap"),
        Column("联名代表", "signers", css="num"),
        Column("答复方式", "get_way_display", css="nowrap"),
        Column("答复日期", "answered_on", sort="answered_on", css="date"),
        Column("状态", "state_label", css="nowrap", pill=True, tone=lambda i: i.state_tone),
    )
    empty_icon = "question-circle"
    empty_text = "质询案在会议页面登记：打开一次会议，按“登记质询案”。"

    def get_queryset(self):
        live = Q(sponsors__voided_at=None)
        rows = Interpellation.objects.select_related("session", "unit")
        return rows.annotate(signers=Count("sponsors", filter=live))


class InterpellationDetail(InSession, DetailPage):
    model = Interpellation
    template_name = "sessions_app/interpellation_detail.html"
    permission_required = "sessions_app.view_interpellation"
    edit_url = "sessions_app:interpellation_update"
    edit_perm = "sessions_app.change_interpellation"
    void_perm = "sessions_app.change_interpellation"
    sections = (
        Section("质询案", ("session", "unit", "subject", "text", "submitted_on"), note=NOTE),
        Section("主席团决定", ("way", "decided_on")),
        Section("答复", ("answered_on", "answered_at", "answered_by", "answer")),
        Section("结果", ("dissatisfied", "outcome", "again_on", "again")),
    )
    tables = (
        RelatedTable(
            "联名代表",
            lambda i: i.signed,
            (Column("姓名", "deputy.name"), Column("代表小组", "deputy.group")),
        ),
    )

    def get_queryset(self):
        rows = Interpellation.objects.select_related("session", "unit")
        return rows.prefetch_related("sponsors__deputy__group")

    def get_lead(self) -> str:
        return str(self.object.unit)

    def get_steps(self) -> list[dict]:
        """From the hand-in to the answer that did, each with its day; the first one still open is now."""
        asked, outcome = self.object, Interpellation.Outcome
        stages = [("提出", asked.submitted_on, True)]
        if asked.outcome == outcome.WITHDRAWN:
            stages.append(("撤回", None, True))
        else:
            stages += [
                ("主席团决定", asked.decided_on, bool(asked.way)),
                ("答复", asked.answered_on, asked.answered_on is not None),
                ("代表意见", None, bool(asked.outcome)),
            ]
        if asked.outcome == outcome.AGAIN:
            stages.append(("再次答复", asked.again_on, asked.again_on is not None))
        done = [is_done for _, _, is_done in stages]
        now = done.index(False) if False in done else None
        return [
            {
                "label": label,
                "date": f"{day:%m-%d}" if day else "",
                "state": "done" if is_done else "now" if place == now else "",
            }
            for place, (label, day, is_done) in enumerate(stages)
        ]

    def get_context_data(self, **kwargs) -> dict:
        asked = self.object
        return super().get_context_data(**kwargs) | {
            "checks": asked.checks,
            "pills": [{"tone": asked.state_tone, "label": asked.state_label}],
        }


class InterpellationPage(InSession):
    """What is written down of an interpellation, and who signed it."""

    model = Interpellation
    form_class = InterpellationForm
    permission_required = "sessions_app.change_interpellation"

    def save(self, form: InterpellationForm) -> Interpellation:
        self.signers_changed = form.other_changes()
        return super().save(form)

    def other_changes(self) -> dict[str, list[str]]:
        return self.signers_changed


class InterpellationCreate(InterpellationPage, CreatePage):
    parent = ("session", Session)


class InterpellationUpdate(InterpellationPage, EditPage):
    def get_queryset(self):
        return Interpellation.objects.select_related("session", "unit")
