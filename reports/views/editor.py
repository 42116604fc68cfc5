"""One report on screen: chapter by chapter for those who write it, whole for those who read it."""

from django.http import Http404, HttpResponse
from django.utils.functional import cached_property

from renda.core.models import Job, User
from renda.core.paper import blocks, render_html
from renda.core.views.portions import show_document
from renda.core.workflow import workflow_of
from reports.afterwards import moved_since
from reports.book import figure_url
from reports.chapters import BY_KEY, Written
from reports.document import (
    chapter_blocks,
    day_of,
    numbered,
    office_of,
    title_of,
)
from reports.models import AnnualReport
from reports.views.page import ReportPage
from reports.workflow import issue_key

COMPARED = ["motions.received", "motions.reply_rate", "motions.satisfied", "activities.held"]


class ReportEditor(ReportPage):
    """章节 on the left, the manuscript in the middle, 缺数清单 and last year on the right."""

    template_name = "reports/report_detail.html"

    @cached_property
    def current(self) -> tuple[int, Written]:
        """The chapter asked for, with its number."""
        wanted = self.request.GET.get("chapter", "")
        if not self.numbered:
            raise Http404
        found = (pair for pair in self.numbered if str(pair[1].chapter.pk) == wanted)
        return next(found, self.numbered[0])

    @cached_property
    def numbered(self) -> list[tuple[int, Written]]:
        """Every chapter with its number in print."""
        return list(numbered(self.compiled.written, self.compiled.book))

    def get_context_data(self, **kwargs) -> dict:
        report, user = self.object, self.request.user
        number, one = self.current
        book = self.compiled.book
        quotes = [q for key in COMPARED if (q := book.get(key))]
        book.compare(quotes, now=True)
        workflow = workflow_of(AnnualReport)
        return super().get_context_data(**kwargs) | {
            "title": title_of(report),
            "office": office_of(report),
            "steps": steps(report),
            **attempt(report, user),
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
                    "number": n or "",
                    "chapter": w.chapter,
                    "lacks": len(w.missing),
                    "is_written": bool(w.text),
                    "is_current": w is one,
                }
                for n, w in self.numbered
            ],
            "one": one,
            "standard": BY_KEY.get(one.chapter.key),
            "manuscript": manuscript(report, number, one, book),
            "missing": self.compiled.missing,
            "quotes": [(quote, figure_url(quote.key, book)) for quote in quotes],
            "can_edit": self.can_edit,
            "builds": list(report.builds.all()[:4]),
            "changed": moved_since(report) if report.is_issued else [],
        }


def attempt(report: AnnualReport, user: User) -> dict:
    """The job that issues the report, for who pressed; why the latest one failed, for whoever works on it."""
    S = AnnualReport.Status
    if report.status not in {S.REVIEW, S.ISSUING}:
        return {}
    latest = Job.objects.filter(key=issue_key(report)).first()
    if report.is_issuing:
        return {"job": latest if latest and latest.by_id == user.pk else None}
    has_failed = latest and latest.status == Job.Status.FAILED
    return {"failed": latest.note if has_failed else ""}


def steps(report: AnnualReport) -> list[dict]:
    """起草 → 审核 → 印发."""
    S = AnnualReport.Status
    order = [S.DRAFT, S.REVIEW, S.ISSUED]
    place = order.index(S.ISSUED if report.is_issuing else report.status)
    issued = report.is_issued
    last = "正在印发" if report.is_issuing else "印发后数字冻结"
    notes = [
        "",
        "审核中" if place == 1 else "",
        report.issued_on.isoformat() if issued else last,
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


class ReportPreview(ReportPage):
    """The whole report on screen, a portion at a time; every number is a link to its rows and its definition."""

    template_name = "reports/report_preview.html"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*super().get_crumbs(), (str(self.object), self.object.get_absolute_url())]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"title": title_of(self.object)}

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        document = self.compiled.document()
        return show_document(self.request, self.template_name, document, context, live=True)
