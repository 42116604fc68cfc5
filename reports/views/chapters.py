"""Writing a chapter: its words, its place, and the figures that can be put into it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from renda.core.figures import figures
from renda.core.views import require, signed_in
from reports import services
from reports.book import Book, book_of
from reports.chapters import BY_KEY, Written, write
from reports.document import inline
from reports.forms import ChapterForm, NewChapterForm
from reports.models import AnnualReport
from reports.offered import charts
from reports.tokens import ALONE, TYPED_NUMBER, Token, keys, split
from reports.views.page import ReportPage

TOLD_AT_ONCE = 5


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
        chapters = self.get_object().chapters.all()
        chapter = get_object_or_404(chapters, pk=self.kwargs["chapter_pk"])
        return write(chapter, self.book, set())  # its words; what it lacks is the report's page's

    @cached_property
    def book(self) -> Book:
        """The report's figures; the other chapters stay unwritten."""
        return book_of(self.get_object())

    def form(self) -> ChapterForm:
        book = self.book
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
            written=self.one.text,
            by=request.user,
        )
        messages.success(request, f"已保存：{form.cleaned_data['title']}")
        told = form.warnings(lambda token: named(token, self.book))
        for words in told[:TOLD_AT_ONCE]:
            messages.warning(request, words)
        if len(told) > TOLD_AT_ONCE:
            messages.warning(request, f"这样的提示共 {len(told)} 条，请对照本章再看一遍")
        return redirect(self.one.chapter.get_absolute_url())

    def get_context_data(self, **kwargs) -> dict:
        form = kwargs.pop("form", None) or self.form()
        text = form["text"].value() or ""
        return super().get_context_data(**kwargs) | {
            "title": f"修改：{self.one.chapter.title}",
            "one": self.one,
            "standard": BY_KEY.get(self.one.chapter.key),
            "form": form,
            "lines": [chips(line, self.book) for line in text.splitlines()],
            "typed_number": TYPED_NUMBER,
            "alone": ALONE,
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


def named(token: Token, book: Book) -> str:
    """What a token stands for, in words: the figure's name, or the chart's."""
    quote = book.get(token.key)
    if token.mode in {"value", "list", "points"} and quote:
        return quote.label
    return drawn(token, book)


def drawn(token: Token, book) -> str:
    """What a chart or table is called in the editor."""
    quote = book.get(token.key)
    label = quote.label if quote else ""
    name = {"month": f"每月{label}", "by": f"{label}分布", "table": label}.get(token.mode)
    return f"{'表' if token.mode in {'table', 'years'} else '图'}：{name or token.argument}"


def editable(request: HttpRequest, pk: int) -> AnnualReport:
    """The report, for those who may change it now."""
    report = get_object_or_404(AnnualReport.objects.all(), pk=pk)
    require(request, "reports.change_annualreport", report)
    return report


def token_text(request: HttpRequest, pk: int) -> JsonResponse:
    """What the editor's insert list offers: every figure, and the charts and tables of each chapter."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=403)
    report = editable(request, pk)
    book = book_of(report)
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
            ],
            "charts": [
                {
                    "token": str(token),
                    "label": drawn(token, book),
                    "group": chapter.title,
                    "chapter": str(chapter.pk),
                }
                for chapter in report.chapters.all()
                for token in charts(chapter, book)
            ],
        }
    )


@require_POST
@signed_in
def restore_chapter(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """恢复自动."""
    chapter = get_object_or_404(editable(request, pk).chapters.exclude(key=""), pk=chapter_pk)
    services.restore(chapter=chapter, by=request.user)
    messages.success(request, f"已恢复自动：{chapter.title}。原来的文字可在操作记录中找到。")
    return redirect(chapter.get_absolute_url())


@require_POST
@signed_in
def remove_chapter(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """删去本章: one of the office's own."""
    chapter = get_object_or_404(editable(request, pk).chapters.filter(key=""), pk=chapter_pk)
    services.remove_chapter(chapter=chapter, by=request.user)
    messages.success(request, f"已删去：{chapter.title}。原来的文字可在操作记录中找到。")
    return redirect(chapter.report)


@require_POST
@signed_in
def move_chapter(request: HttpRequest, pk: int, chapter_pk: int) -> HttpResponse:
    """One place up or down."""
    chapter = get_object_or_404(editable(request, pk).chapters.all(), pk=chapter_pk)
    services.move(chapter=chapter, up=request.POST.get("to") == "up", by=request.user)
    return redirect(chapter.get_absolute_url())


@require_POST
@signed_in
def add_chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """A chapter of the office's own."""
    report, form = editable(request, pk), NewChapterForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请先写章节标题（60 字以内）")
        return redirect(report)
    chapter = services.add_chapter(report=report, title=form.cleaned_data["title"], by=request.user)
    return redirect("reports:chapter_update", pk, chapter.pk)


@require_POST
@signed_in
def confirm_zero(request: HttpRequest, pk: int) -> HttpResponse:
    """确无此项."""
    report, key = editable(request, pk), request.POST.get("figure", "")
    if key.partition("@")[0] not in figures:
        raise Http404
    services.confirm_zero(report=report, key=key, by=request.user)
    messages.success(request, "已确认：确无此项，不再列入缺数清单")
    return redirect(report)
