"""履职档案: the overview of a year, one deputy's file, and its papers."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from deputies.filters import RecordFilter
from deputies.models import Deputy
from deputies.papers import record_document
from deputies.permissions import deputy_of
from deputies.record import DutyFile, duty_file
from deputies.views.people import PEOPLE
from renda.core import law
from renda.core.columns import Column
from renda.core.figures import Period
from renda.core.more import table_piece
from renda.core.papers import Paper
from renda.core.rates import percent
from renda.core.views import ListPage, PagePermission, require, signed_in
from renda.core.views.files import rendered

FORMS = {"html", "pdf", "docx"}


def share(deputy: Deputy) -> str:
    """Attendance in percent with one decimal."""
    return percent(deputy.present, deputy.expected) if deputy.expected else ""


class RecordList(ListPage):
    """Every deputy who sits at the year's end, or today, with what the rolls of the year say."""

    model = Deputy
    permission_required = "deputies.list_duty_record"
    filterset_class = RecordFilter
    rows_template = "deputies/partials/record_rows.html"
    crumbs = (PEOPLE,)
    ordering = ("order", "pk")
    foot_note = "应参加按已记到会情况的签到册计算，出勤率＝实参加÷应参加"
    empty_icon = "journal-check"
    empty_text = "登记代表后，会议、活动、学习的记录自动归入各人的档案。"
    columns = (
        Column("姓名", "name", sort="initials", css="nowrap", link=True),
        Column("代表小组", "group", sort="group", css="nowrap"),
        Column("应参加", "expected", sort="expected", css="num"),
        Column("实参加", "present", sort="present", css="num"),
        Column("请假", "on_leave", sort="on_leave", css="num"),
        Column("缺席", "absent", sort="absent", css="num"),
        Column("出勤率", share, css="num"),
        Column("闭会期间履职（天）", "free_days", sort="free_days", css="num"),
        Column(
            "述职",
            lambda d: "已述职" if d.reported else "未述职",
            pill=True,
            tone=lambda d: "done" if d.reported else "draft",
        ),
    )

    def get_title(self) -> str:
        return f"{self.request.year} 年履职档案"

    def get_queryset(self) -> QuerySet[Deputy]:
        period = Period.year(self.request.year)
        day = min(period.end, timezone.localdate())
        rows = Deputy.objects.seated_any(max(day, period.start)).with_attendance(*period.days)
        return rows.select_related("group")


class RecordPage(PagePermission, TemplateView):
    """One deputy's year in eight parts."""

    template_name = "deputies/record.html"
    permission_required = "deputies.view_duty_record"

    def get_permission_object(self) -> Deputy:
        return self.found.deputy

    @property
    def found(self) -> DutyFile:
        """The file; 404 outside the township."""
        if not hasattr(self, "_file"):
            try:
                self._file = duty_file(
                    self.get_pk(), Period.year(self.request.year), timezone.localdate()
                )
            except Deputy.DoesNotExist:
                raise Http404 from None
        return self._file

    def get_pk(self) -> int:
        """Whose file it is."""
        return self.kwargs["pk"]

    def get_crumbs(self) -> list[tuple[str, str]]:
        if self.request.user.has_perm("deputies.list_duty_record"):
            return [PEOPLE, ("履职档案", "deputies:record_list")]
        return []

    def get_context_data(self, **kwargs) -> dict:
        file = self.found
        args = [file.deputy.pk, self.request.year]
        return super().get_context_data(**kwargs) | {
            "title": "履职档案",
            "crumb": file.deputy.name,
            "file": file,
            "missed": table_piece(file.missed, self.request, name="missed"),
            "parts": [
                (part, table_piece(part.lines, self.request, name=part.anchor))
                for part in file.parts
            ],
            "deputy": file.deputy,
            "year": self.request.year,
            "seats": file.seats,
            "standing": file.standing,
            "law": law.rule("deputy.record").reference,
            "url_pdf": reverse("deputies:record_paper", args=[*args, "pdf"]),
            "url_docx": reverse("deputies:record_paper", args=[*args, "docx"]),
        }


class MyRecord(RecordPage):
    """A deputy's own file."""

    def get_pk(self) -> int:
        deputy = deputy_of(self.request.user)
        if deputy is None:
            raise PermissionDenied("您的账号还没有与代表名册对应，请联系人大办")
        return deputy.pk


@signed_in
def record_paper(request: HttpRequest, pk: int, year: int, form: str) -> HttpResponse:
    """A year's file as PDF or Word; reading it as a file leaves a line in the history."""
    if form not in FORMS or not 2000 <= year <= 2100:
        raise Http404
    try:
        file = duty_file(pk, Period.year(year), timezone.localdate())
    except Deputy.DoesNotExist:
        raise Http404 from None
    perm = "deputies.view_duty_record"
    require(request, perm, file.deputy)
    found = Paper(
        "deputies.deputy", "record", "履职档案", perm, lambda _: record_document(file), bool
    )
    return rendered(request, file.deputy, found, form)
