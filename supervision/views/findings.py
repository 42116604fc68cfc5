"""Pages of the findings: the table, one finding, and the list on paper."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from renda.core import audit
from renda.core.columns import Column
from renda.core.views import CreatePage, DetailPage, EditPage, Section, Tab
from renda.core.views.files import document_file
from renda.core.views.portions import show_document
from supervision import services
from supervision.columns import FINDING
from supervision.filters import FindingFilter
from supervision.forms import FindingForm
from supervision.models import Finding
from supervision.papers import finding_list
from supervision.views.board import FindingRows
from supervision.views.shared import SUPERVISION

FINDINGS = ("问题清单", "supervision:finding_list")
S = Finding.Status
ROWS_A_PAPER = 500  # what a request lays out in a few seconds


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
        document = finding_list(
            self.request.township,
            list(self.filterset.qs),
            self.subject(),
            timezone.localdate(),
            at_most=ROWS_A_PAPER,
        )
        form = self.kwargs["form"]
        if form == "html":
            query = self.request.GET.urlencode()
            return show_document(
                self.request,
                "supervision/finding_paper.html",
                document,
                {
                    "title": "问题整改清单",
                    "crumbs": (SUPERVISION, FINDINGS),
                    "links": [
                        (label, reverse("supervision:finding_paper", args=[kind]) + f"?{query}")
                        for label, kind in (("Word", "docx"), ("PDF", "pdf"))
                    ],
                },
            )
        if form not in {"docx", "pdf"}:
            raise Http404
        audit.record(
            self.request.user, "打印", self.request.township, paper=document.title, form=form
        )
        return document_file(document, form)

    def export(self) -> HttpResponse:
        raise Http404  # the register is what becomes an Excel file

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
