"""The report's pages: list, editor, chapter, preview, files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView

from renda.core import audit
from renda.core.columns import Column
from renda.core.excel import file_response
from renda.core.figures import Measured, Period, figures, measure_all, prefetch
from renda.core.paper import blocks, render_html
from renda.core.views import Action, CreatePage, EditPage, ListPage, PagePermission
from renda.core.workflow import workflow_of
from reports import services
from reports.chapters import BY_KEY, Written
from reports.document import chapter_blocks, day_of, inline, title_of
from reports.forms import ChapterForm, NewChapterForm
from reports.jobs import request_build
from reports.models import AnnualReport, Build
from reports.tokens import Token, keys, split

MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
COMPARED = ["motions.received", "motions.reply_rate", "motions.satisfied", "activities.held"]
REPORTS = ("年度报告", "reports:report_list")


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


class ReportPage(PagePermission, DetailView):
    """What the report's own pages share: the report and its compilation."""

    model = AnnualReport
    permission_required = "reports.view_annualreport"
    crumbs = (REPORTS,)

    def get_queryset(self):
        return AnnualReport.objects.select_related("township")

    def get_object(self, queryset=None) -> AnnualReport:
        if not hasattr(self, "_report"):
            self._report = super().get_object(queryset)
        return self._report

    def get_permission_object(self) -> AnnualReport:
        return self.get_object()

    @cached_property
    def compiled(self) -> services.Compiled:
        return services.compile_report(self.get_object())

    @property
    def can_edit(self) -> bool:
        return self.request.user.has_perm("reports.change_annualreport", self.get_object())


class ReportEditor(ReportPage):
    """章节 on the left, the manuscript in the middle, 缺数清单 and last year on the right."""

    template_name = "reports/report_detail.html"

    @cached_property
    def current(self) -> tuple[int, Written]:
        """The chapter asked for, with its number."""
        wanted = self.request.GET.get("chapter", "")
        numbered = list(enumerate(self.compiled.written, 1))
        if not numbered:
            raise Http404
        return next((pair for pair in numbered if str(pair[1].chapter.pk) == wanted), numbered[0])

    def get_context_data(self, **kwargs) -> dict:
        report, user = self.object, self.request.user
        number, one = self.current
        book = self.compiled.book
        quotes = [q for key in COMPARED if (q := book.get(key))]
        book.compare(quotes)
        workflow = workflow_of(AnnualReport)
        return super().get_context_data(**kwargs) | {
            "title": title_of(report, report.township),
            "steps": steps(report),
            "transitions": [
                {
                    "label": t.label,
                    "url": workflow.url(report, t),
                    "style": t.style,
                    "icon": t.icon,
                    "blocked": bool(t.name == "issue" and self.compiled.missing),
                }
                for t in workflow.available(report, user)
            ],
            "chapters": [
                {
                    "number": n,
                    "chapter": w.chapter,
                    "lacks": len(w.missing),
                    "is_written": bool(w.text),
                    "is_current": w is one,
                }
                for n, w in enumerate(self.compiled.written, 1)
            ],
            "one": one,
            "standard": BY_KEY.get(one.chapter.key),
            "manuscript": manuscript(report, number, one, book),
            "missing": self.compiled.missing,
            "quotes": quotes,
            "can_edit": self.can_edit,
            "builds": list(report.builds.all()[:4]),
            "changed": changed(report) if report.is_issued else [],
        }


def steps(report: AnnualReport) -> list[dict]:
    """起草 → 审核 → 印发."""
    order = [AnnualReport.Status.DRAFT, AnnualReport.Status.REVIEW, AnnualReport.Status.ISSUED]
    place = order.index(report.status)
    issued = report.is_issued
    notes = [
        "",
        "审核中" if place == 1 else "",
        report.issued_on.isoformat() if issued else "印发后数字冻结",
    ]
    return [
        {
            "label": status.label,
            "date": notes[n],
            "state": "done" if n < place or issued else "now" if n == place else "",
        }
        for n, status in enumerate(order)
    ]


def manuscript(report: AnnualReport, number: int, one: Written, book) -> str:
    """One chapter as the screen shows it."""
    document = blocks.Document(
        one.chapter.title, list(chapter_blocks(one, number, book)), created=day_of(report)
    )
    return render_html(document, live=True)


def changed(report: AnnualReport) -> list[dict]:
    """Figures whose value is no longer what was issued: 印发时 N，现为 M."""
    now = measure_all(Period.year(report.year))
    frozen = list(report.figures.all())
    prefetch(now.values())
    return [
        {
            "label": f.label,
            "key": f.key,
            "was": f.text,
            "now": now[f.key].text if f.key in now else "—",
        }
        for f in frozen
        if f.key not in now or now[f.key].text != f.text
    ]


class ReportPreview(ReportPage):
    """The whole report on screen; every number is a link to its rows and its definition."""

    template_name = "reports/report_preview.html"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*super().get_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": title_of(self.object, self.object.township),
            "sheet": render_html(self.compiled.document(), live=True),
        }


class ChapterEdit(ReportPage):
    """Change a chapter's words; numbers stay tokens."""

    template_name = "reports/chapter_form.html"
    permission_required = "reports.change_annualreport"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [
            *super().get_crumbs(),
            (str(self.get_object()), self.get_object().get_absolute_url()),
        ]

    @cached_property
    def one(self) -> Written:
        pk = self.kwargs["chapter_pk"]
        found = next((w for w in self.compiled.written if w.chapter.pk == pk), None)
        if found is None:
            raise Http404
        return found

    def form(self) -> ChapterForm:
        book = self.compiled.book
        return ChapterForm(
            self.request.POST or None,
            chapter=self.one.chapter,
            written=self.one.text,
            known=lambda text: [key for key in keys(text) if book.get(key) is None],
        )

    def post(self, request, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        form = self.form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        services.rewrite(
            chapter=self.one.chapter,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            by=request.user,
        )
        messages.success(request, f"已保存：{form.cleaned_data['title']}")
        for words in form.warnings()[:5]:
            messages.warning(request, words)
        return redirect(self.one.chapter.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict:
        form = kwargs.pop("form", None) or self.form()
        text = form["text"].value() or ""
        return super().get_context_data(**kwargs) | {
            "title": f"修改：{self.one.chapter.title}",
            "one": self.one,
            "standard": BY_KEY.get(self.one.chapter.key),
            "form": form,
            "lines": [chips(line, self.compiled.book) for line in text.splitlines()],
            "draft_key": f"chapter-{self.one.chapter.pk}",
        }


def chips(line: str, book) -> dict:
    """A line of the editor: words and chips."""
    is_head = line.startswith("## ")
    parts = []
    for part in split(line.removeprefix("## ")):
        if isinstance(part, Token):
            fig = inline(part, book)
            shown = fig.text if part.mode in {"value", "list", "points"} else drawn(part, book)
            parts.append(
                {
                    "token": str(part),
                    "text": shown or "缺数",
                    "missing": fig.missing,
                    "href": fig.href,
                    "note": fig.note,
                }
            )
        else:
            parts.append({"text": part})
    return {"is_head": is_head, "parts": parts}


def drawn(token: Token, book) -> str:
    """What a chart or table is called in the editor."""
    quote = book.get(token.key)
    name = token.argument if token.mode in {"bars", "years"} else quote.label if quote else ""
    return f"{'表' if token.mode in {'table', 'years'} else '图'}：{name}"


def token_text(request: HttpRequest, pk: int) -> JsonResponse:
    """Every figure as the editor's insert list shows it: key, label, value, unit, group."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=403)
    report = get_object_or_404(AnnualReport.objects.all(), pk=pk)
    if not request.user.has_perm("reports.change_annualreport", report):
        raise PermissionDenied
    book = services.compile_report(report).book
    return JsonResponse(
        {
            "figures": [
                {
                    "key": q.key,
                    "label": q.label,
                    "text": q.text,
                    "unit": q.unit,
                    "group": q.group,
                    "definition": q.definition,
                    "list": q.kind == "listing",
                }
                for q in book.all()
            ]
        }
    )


def _report(request: HttpRequest, pk: int) -> AnnualReport:
    """The report, for those who may change it now."""
    report = get_object_or_404(AnnualReport.objects.all(), pk=pk)
    if not request.user.has_perm("reports.change_annualreport", report):
        raise PermissionDenied
    return report


@require_POST
def restore_chapter(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """恢复自动."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    chapter = get_object_or_404(_report(request, pk).chapters.exclude(key=""), pk=chapter_pk)
    services.restore(chapter=chapter, by=request.user)
    messages.success(request, f"已恢复自动：{chapter.title}。原来的文字可在操作记录中找到。")
    return redirect(chapter.get_absolute_url())


@require_POST
def move_chapter(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """One place up or down."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    chapter = get_object_or_404(_report(request, pk).chapters.all(), pk=chapter_pk)
    services.move(chapter=chapter, up=request.POST.get("to") == "up", by=request.user)
    return redirect(chapter.get_absolute_url())


@require_POST
def add_chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """A chapter of the office's own."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    report, form = _report(request, pk), NewChapterForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请先写章节标题（60 字以内）")
        return redirect(report)
    chapter = services.add_chapter(report=report, title=form.cleaned_data["title"], by=request.user)
    return redirect("reports:chapter_update", pk, chapter.pk)


@require_POST
def confirm_zero(request: HttpRequest, pk: int) -> HttpResponse:
    """确无此项."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    report, key = _report(request, pk), request.POST.get("figure", "")
    if key.partition("@")[0] not in figures:
        raise Http404
    services.confirm_zero(report=report, key=key, by=request.user)
    messages.success(request, "已确认：确无此项，不再列入缺数清单")
    return redirect(report)


@require_POST
def request_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Have the PDF or Word file made; goes to its progress page."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    report = get_object_or_404(AnnualReport.objects.all(), pk=pk)
    if not request.user.has_perm("reports.view_annualreport", report):
        raise PermissionDenied
    if form not in Build.Form.values:
        raise Http404
    job = request_build(report, form, by=request.user)
    return redirect("core:job", job.pk)


def build_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A finished file, for those who may see the report."""
    if not request.user.is_authenticated:
        return redirect("core:login")
    build = get_object_or_404(Build.objects.select_related("report"), pk=pk)
    if not request.user.has_perm("reports.view_annualreport", build.report):
        raise PermissionDenied
    audit.record(request.user, "下载", build.report, form=build.form, sha256=build.sha256)
    with build.file.open("rb") as stream:
        return file_response(
            stream.read(), build.name, MIME[build.form], inline=build.form == Build.Form.PDF
        )


class YearComparison(PagePermission, TemplateView):
    """历年对比: every figure of this year and the two before it."""

    template_name = "reports/years.html"
    permission_required = "core.view_figures"
    crumbs = (REPORTS,)

    def get_context_data(self, **kwargs) -> dict:
        last = min(self.request.year, timezone.localdate().year)
        years = [last, last - 1, last - 2]
        columns = {year: plain_figures(year) for year in years}
        prefetch(number for column in columns.values() for number in column.values())
        groups: dict[str, list] = {}
        for key, number in columns[last].items():
            groups.setdefault(number.figure.group, []).append(
                {
                    "key": key,
                    "label": number.figure.label,
                    "unit": number.figure.unit,
                    "values": [(year, columns[year][key].text) for year in years],
                }
            )
        return super().get_context_data(**kwargs) | {
            "title": "历年对比",
            "years": years,
            "groups": groups,
        }


def plain_figures(year: int) -> dict:
    """The year's figures that don't belong to a single subject."""
    period = Period.year(year)
    return {key: Measured(f, period) for key, f in figures.items() if f.per is None}
