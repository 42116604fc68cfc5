"""The reports of a township: their list, starting one, its head and foot."""

from renda.core.columns import Column
from renda.core.views import Action, CreatePage, EditPage, ListPage
from reports import services
from reports.models import AnnualReport
from reports.views.page import REPORTS


class ReportList(ListPage):
    model = AnnualReport
    permission_required = "reports.list_annualreport"
    title = "年度报告"
    filterset_fields = ("status",)
    actions = (Action("起草年度报告", "reports:report_create", "reports.add_annualreport"),)
    empty_text = "选一个年度，系统从全年的记录写出初稿，每个数字都能点开看依据。"
    columns = (
        Column("年度", "year", sort="year", css="num"),
        Column("名称", str, link=True),
        Column("状态", "get_status_display", sort="status", pill=True),
        Column("主送", "addressee"),
        Column("印发日期", "issued_on", sort="issued_on", css="date"),
        Column("签发人", "issued_by"),
    )

    def get_queryset(self):
        rows = super().get_queryset()
        if self.request.user.has_perm("reports.add_annualreport") or self.request.user.has_perm(
            "core.view_health"
        ):
            return rows
        return rows.filter(status=AnnualReport.Status.ISSUED)


class ReportCreate(CreatePage):
    model = AnnualReport
    permission_required = "reports.add_annualreport"
    fields = ("year", "addressee")
    verb = "起草"
    submit_label = "起草"
    crumbs = (REPORTS,)

    def get_initial(self) -> dict:
        return {"year": self.request.year}

    def save(self, form) -> AnnualReport:
        data = form.cleaned_data
        self.object = services.start_report(
            year=data["year"], addressee=data["addressee"], by=self.request.user
        )
        return self.object


class ReportUpdate(EditPage):
    model = AnnualReport
    permission_required = "reports.change_annualreport"
    fields = ("addressee", "preamble", "closing")
    crumbs = (REPORTS,)
