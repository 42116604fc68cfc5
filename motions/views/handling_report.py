"""办理情况报告: the list, one report with its numbers then and now, writing it."""

from django.db.models import QuerySet
from django.urls import reverse

from motions.models import HandlingReport
from motions.models.classes import scheme
from motions.report_contents import numbers_of
from renda.core.columns import Column
from renda.core.figures import figures
from renda.core.views.detail import DetailPage, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage

REPORTS = ("办理情况报告", "motions:handlingreport_list")
FIELDS = ("year", "session", "practices", "problems", "plans", "is_public")


class HandlingReportList(ListPage):
    model = HandlingReport
    permission_required = "motions.list_handlingreport"
    filterset_fields = ("status",)
    title = "办理情况报告"
    lead = "每年向人民代表大会报告代表议案、建议的办理情况，并向社会公开（代表法第五十一条）。"
    crumbs = (("议案建议", ""),)
    actions = (Action("起草报告", "motions:handlingreport_create", "motions.add_handlingreport"),)
    empty_title = "还没有办理情况报告"
    empty_text = "选一个年度，数字和各件名单从记录里来，办公室写存在问题和下一步打算。"
    columns = (
        Column("年度", "year", sort="year", css="num"),
        Column("名称", str, link=True),
        Column("向哪次会议报告", "session"),
        Column("状态", "get_status_display", sort="status", pill=True),
        Column("印发日期", "issued_on", sort="issued_on", css="date"),
        Column("公开", "is_public"),
    )

    def get_queryset(self) -> QuerySet[HandlingReport]:
        rows = HandlingReport.objects.select_related("session__term").defer("frozen")
        if self.request.user.has_perm("motions.draft_handlingreport"):
            return rows
        return rows.filter(status=HandlingReport.Status.ISSUED)


class HandlingReportDetail(DetailPage):
    """One report: its words, and every number as it is now beside the one it was issued with."""

    model = HandlingReport
    permission_required = "motions.view_handlingreport"
    template_name = "motions/handling_report.html"
    crumbs = (REPORTS,)
    sections = (
        Section("报告", ("year", "session", "is_public", "meeting", "issued_on", "issued_by")),
        Section(
            "办公室写的部分",
            (
                ("主要做法", lambda r: r.practices or "按交办、面商、督办的记录拟写"),
                "problems",
                "plans",
            ),
            note="基本情况和各表由记录写出",
        ),
    )
    edit_url = "motions:handlingreport_update"
    edit_perm = void_perm = "motions.change_handlingreport"

    def get_queryset(self) -> QuerySet[HandlingReport]:
        return HandlingReport.objects.select_related("session__term", "meeting")

    def get_context_data(self, **kwargs) -> dict:
        report = self.object
        now = numbers_of(report.year)
        then = report.frozen["numbers"] if report.is_issued else None
        may_open = self.request.user.has_perm("core.view_figures")
        among, lines = scheme(), []
        for name, number in now.items():
            letter = name[-1].upper() if name.startswith("class_") else ""
            if letter and letter not in among.words and not number:
                continue  # a class that this township does not have
            figure = figures[f"motions.{name}"]
            url = f"{reverse('core:figure', args=[figure.key])}?year={report.year}"
            lines.append(
                {
                    "label": among.label(letter) if letter else figure.label,
                    "unit": figure.unit,
                    "now": number,
                    "then": then.get(name) if then else None,
                    "changed": then is not None and then.get(name) != number,
                    "url": url if may_open else "",
                }
            )
        return super().get_context_data(**kwargs) | {
            "numbers": lines,
            "is_frozen": report.is_issued,
        }


class HandlingReportCreate(CreatePage):
    model = HandlingReport
    permission_required = "motions.add_handlingreport"
    fields = FIELDS
    title = "起草办理情况报告"
    verb = "起草"
    submit_label = "起草"
    lead = "基本情况、各单位办理情况、重点建议和汇总表由系统按记录写出，不用填写。"
    crumbs = (REPORTS,)

    def get_initial(self) -> dict:
        return {"year": self.request.year}


class HandlingReportUpdate(EditPage):
    model = HandlingReport
    permission_required = "motions.change_handlingreport"
    fields = FIELDS
    title = "修改办理情况报告"
    crumbs = (REPORTS,)
