"""代表述职: reports to voters with their rating."""

from django.db.models import QuerySet

from deputies.filters import DutyReportFilter
from deputies.forms import DutyReportForm
from deputies.models import DutyReport
from deputies.views.people import PEOPLE
from renda.core.columns import Column
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section

REPORTS = ("代表述职", "deputies:duty_report_list")


class DutyReportList(ListPage):
    model = DutyReport
    permission_required = "deputies.list_dutyreport"
    filterset_class = DutyReportFilter
    crumbs = (PEOPLE,)
    ordering = ("-held_on", "pk")
    actions = (Action("登记述职", "deputies:duty_report_create", "deputies.change_dutyreport"),)
    empty_icon = "megaphone"
    empty_text = "主席团定期组织代表向选民报告履职情况，每位代表每届至少一次。"
    columns = (
        Column("代表", "deputy.name", sort="deputy__initials", css="nowrap", link=True),
        Column("代表小组", "deputy.group", css="nowrap"),
        Column("日期", "held_on", sort="held_on", css="date"),
        Column("地点", "place"),
        Column("到会选民", "voters_present", sort="voters_present", css="num"),
        Column("满意", "satisfied", css="num"),
        Column("基本满意", "basically_satisfied", css="num"),
        Column("不满意", "dissatisfied", css="num"),
    )


class DutyReportDetail(DetailPage):
    model = DutyReport
    permission_required = "deputies.view_dutyreport"
    crumbs = (PEOPLE, REPORTS)
    as_form = True
    sheet_title = "代表向选民述职评议表"
    edit_url = "deputies:duty_report_update"
    edit_perm = "deputies.change_dutyreport"
    sections = (
        Section(
            "述职",
            (
                ("代表", "deputy.name"),
                "held_on",
                "place",
                "voters_present",
                "content",
                "satisfied",
                "basically_satisfied",
                "dissatisfied",
                ("未评价", "not_rated"),
                "announced",
                "comments",
            ),
        ),
    )

    def get_queryset(self) -> QuerySet[DutyReport]:
        return DutyReport.objects.for_list()


class DutyReportCreate(CreatePage):
    """A report to voters; ``?deputy=`` comes from the deputy's duty record."""

    model = DutyReport
    form_class = DutyReportForm
    permission_required = "deputies.change_dutyreport"
    crumbs = (PEOPLE, REPORTS)

    def get_initial(self) -> dict:
        asked = self.request.GET.get("deputy", "")
        return {"deputy": asked} if asked.isdecimal() else {}


class DutyReportUpdate(EditPage):
    model = DutyReport
    form_class = DutyReportForm
    permission_required = "deputies.change_dutyreport"
    crumbs = (PEOPLE, REPORTS)
