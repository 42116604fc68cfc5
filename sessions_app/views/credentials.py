"""代表资格审查报告: who was examined after an election, and what was confirmed."""

from renda.core import law
from renda.core.columns import Column
from renda.core.views.detail import DetailPage, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from sessions_app.filters import CredentialFilter
from sessions_app.forms import CredentialForm
from sessions_app.models import CredentialReport

REPORTS = (("会议", ""), ("代表资格审查", "sessions_app:credentialreport_list"))


def roster_words(report: CredentialReport) -> str:
    """How many of those it is about the roster holds, and whether that is what was confirmed."""
    count = report.on_the_roster
    agrees = count == report.confirmed
    return f"{count} 名" if agrees else f"{count} 名，与确认有效的人数不符，请核对代表资格"


class CredentialList(ListPage):
    model = CredentialReport
    permission_required = "sessions_app.list_credentialreport"
    filterset_class = CredentialFilter
    ordering = ("-reported_on", "-pk")
    title = "代表资格审查"
    crumbs = REPORTS[:1]
    columns = (
        Column("报告", str, link=True),
        Column("报告日期", "reported_on", sort="reported_on", css="date"),
        Column("报告人", "reported_by"),
        Column("审查", "examined", css="num"),
        Column("确认有效", "confirmed", sort="confirmed", css="num"),
        Column("无效", "invalid", sort="invalid", css="num"),
        Column("报告的会议", "session.short_name", css="nowrap"),
        Column("决议", "resolution"),
    )
    actions = (
        Action(
            "登记审查报告",
            "sessions_app:credentialreport_create",
            "sessions_app.change_credentialreport",
        ),
    )
    empty_icon = "person-vcard"
    empty_text = "换届选举、补选以后，代表资格审查委员会提出报告，在这里登记确认的结果。"
    foot_note = law.cite("deputy_election.credentials")

    def get_queryset(self):
        return CredentialReport.objects.select_related("term", "session", "resolution")


class CredentialDetail(DetailPage):
    model = CredentialReport
    permission_required = "sessions_app.view_credentialreport"
    edit_url = "sessions_app:credentialreport_update"
    edit_perm = "sessions_app.change_credentialreport"
    void_perm = "sessions_app.change_credentialreport"
    crumbs = REPORTS
    sections = (
        Section(
            "审查报告",
            (
                "term",
                "kind",
                "reported_on",
                "reported_by",
                ("审查", lambda r: f"{r.examined} 名"),
                ("确认资格有效", lambda r: f"{r.confirmed} 名"),
                ("资格无效", lambda r: f"{r.invalid} 名"),
                ("名册上的代表", roster_words),
                "text",
                "session",
                "resolution",
            ),
            note=law.cite("deputy_election.credentials"),
        ),
    )

    def get_queryset(self):
        return CredentialReport.objects.select_related("term", "session", "resolution")


class CredentialPage:
    model = CredentialReport
    form_class = CredentialForm
    permission_required = "sessions_app.change_credentialreport"
    crumbs = REPORTS


class CredentialCreate(CredentialPage, CreatePage):
    pass


class CredentialUpdate(CredentialPage, EditPage):
    pass
