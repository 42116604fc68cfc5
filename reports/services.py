"""Starting a report, changing its chapters, compiling it, freezing what is issued.

Whatever changes a report's words locks the report and asks for the right once more, so that nothing
changes after the press that issues it.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from renda.core import audit
from renda.core.models import User
from renda.core.moment import one_moment
from renda.core.paper.blocks import Document
from renda.core.scoping import current_township_id
from renda.core.voiding import void_rows
from reports.annex import figures_json
from reports.book import Book, FrozenBook, LiveBook, Quote, book_of
from reports.chapters import Missing, Written, missing_of, standard_chapters, write_all
from reports.document import document_of, office_of, preamble_of, series_needed, short_title
from reports.models import AnnualReport, Chapter, ConfirmedZero, FrozenFigure
from reports.tokens import Token


@transaction.atomic
def start_report(*, year: int, by: User | None, **fields: str) -> AnnualReport:
    """A draft of the year's report with the standard chapters, all automatic."""
    report = AnnualReport.objects.create(year=year, **fields)
    Chapter.objects.bulk_create(standard_chapters(report))
    audit.record(by, "起草", report)
    return report


@dataclass(frozen=True)
class Compiled:
    """A report put together: its chapters in words, what they lack, its document and its figures."""

    report: AnnualReport
    book: Book
    written: list[Written]
    missing: list[Missing]

    def document(self) -> Document:
        """The tree of blocks."""
        return document_of(self.report, self.book, self.written)

    def figures(self) -> bytes:
        """``figures.json``."""
        return figures_json(self.book)


def compile_report(report: AnnualReport) -> Compiled:
    """Read the figures and write the chapters; nothing is saved, nor need the report be."""
    book = book_of(report)
    written = write_all(report, book)
    return Compiled(report, book, written, missing_of(written))


@dataclass(frozen=True)
class Edition:
    """A report as it is about to be printed, all of it read at one moment; nothing is saved."""

    report: AnnualReport
    figures: list[FrozenFigure]
    written: list[Written]

    @property
    def missing(self) -> list[Missing]:
        """What must be recorded before it may be issued."""
        return missing_of(self.written)

    def document(self) -> Document:
        """The tree of blocks that every file of the issued report is made of."""
        return document_of(self.report, FrozenBook(self.report, self.figures), self.written)


def edition_of(report: AnnualReport) -> Edition:
    """Read every figure of the year and write all words; the report is given its printed names, unsaved."""
    with one_moment():
        report.office, report.title = office_of(report), short_title(report)
        report.preamble = preamble_of(report)
        book = LiveBook(report.year)
        book.compare(book.all())
        written = write_all(report, book)
        series = series_needed(written)
        listed = {
            key
            for one in written
            for key in one.keys
            if (quote := book.get(key)) and quote.kind == "listing"
        }
        figures = [
            frozen(report, quote, series.get(quote.key, []), with_items=quote.key in listed)
            for quote in book.all()
        ]
    return Edition(report, figures, written)


def freeze(report: AnnualReport, edition: Edition) -> None:
    """Keep the edition's names, figures and words; the caller saves the report."""
    for name in ("office", "title", "preamble"):
        setattr(report, name, getattr(edition.report, name))
    report.figures.all().delete()
    FrozenFigure.objects.bulk_create(edition.figures)
    for one in edition.written:
        one.chapter.text = one.text
    Chapter.objects.bulk_update([one.chapter for one in edition.written], ["text"])


def frozen(
    report: AnnualReport, quote: Quote, series: list[Token], *, with_items: bool
) -> FrozenFigure:
    """One figure as it is printed."""
    held: dict[str, object] = {}
    for token in series:
        if token.mode == "table":
            heads, rows = quote.table()
            held["table"] = {"heads": heads, "rows": rows}
        else:
            held[str(token)] = quote.series(token)
        if token.mode == "month":
            held["months"] = sorted(quote.months.items())
    return FrozenFigure(
        township_id=current_township_id(),
        report=report,
        key=quote.key,
        label=quote.label[:200],
        kind=quote.kind,
        unit=quote.unit,
        group=quote.group,
        definition=quote.definition,
        law=quote.law,
        text=quote.text,
        value=quote.value,
        previous=quote.previous,
        formula=quote.formula[:300],
        source=quote.source,
        amounts=quote.amounts,
        items=quote.items if with_items else [],
        series=held,
        numerator=quote.numerator,
        denominator=quote.denominator,
    )


def hold(report: AnnualReport, by: User) -> None:
    """Lock the report for a change of its words; refused where ``by`` may not change it any more."""
    locked = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if not by.has_perm("reports.change_annualreport", locked):
        raise PermissionDenied(f"{locked}：现为“{locked.get_status_display()}”，不能再改")


@transaction.atomic
def rewrite(*, chapter: Chapter, title: str, text: str, by: User, written: str = "") -> None:
    """Keep the office's own words; from now on the chapter is edited.

    ``written`` is what it said before: words saved unchanged leave an automatic chapter automatic.
    """
    if (title, text) == (chapter.title, written):
        return
    hold(chapter.report, by)
    before = audit.snapshot(chapter, ["title", "text"])
    chapter.title = title
    if text != written:
        chapter.text, chapter.is_edited = text, True
    chapter.save()
    changes = audit.difference(Chapter, before, audit.snapshot(chapter, ["title", "text"]))
    audit.record(by, "改写章节", chapter.report, changes=changes, chapter=chapter.title)


@transaction.atomic
def restore(*, chapter: Chapter, by: User) -> None:
    """恢复自动: the template writes the chapter again; the office's words stay in the history."""
    hold(chapter.report, by)
    before = audit.snapshot(chapter, ["text"])
    chapter.text, chapter.is_edited = "", False
    chapter.save()
    audit.record(
        by, "恢复自动", chapter.report, changes=audit.difference(Chapter, before, {"text": ""}),
        chapter=chapter.title,
    )  # fmt: skip


@transaction.atomic
def move(*, chapter: Chapter, up: bool, by: User) -> None:
    """Change places with the neighbour above or below; nothing happens at the end."""
    hold(chapter.report, by)
    chapters = list(chapter.report.chapters.all())
    place = next(n for n, each in enumerate(chapters) if each.pk == chapter.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(chapters):
        return
    chapters[place], chapters[other] = chapters[other], chapters[place]
    moved = []
    for number, each in enumerate(chapters, 1):
        if each.order != number:
            each.order, each.revision = number, each.revision + 1
            moved.append(each)
    Chapter.objects.bulk_update(moved, ["order", "revision"])
    audit.record(by, "调整章节顺序", chapter.report, order=[c.title for c in chapters])


@transaction.atomic
def add_chapter(*, report: AnnualReport, title: str, by: User) -> Chapter:
    """A chapter of the office's own, at the end."""
    hold(report, by)
    last = report.chapters.aggregate(last=Max("order"))["last"] or 0
    chapter = Chapter.objects.create(report=report, title=title, order=last + 1, is_edited=True)
    audit.record(by, "增加章节", report, chapter=title)
    return chapter


@transaction.atomic
def remove_chapter(*, chapter: Chapter, by: User) -> None:
    """Take a chapter of the office's own out of the report; its words stay in the history."""
    hold(chapter.report, by)
    if chapter.key:
        raise ValueError(f"{chapter} is a standard chapter")
    chapter.refresh_from_db(fields=["title", "text", "revision"])
    before = audit.snapshot(chapter, ["title", "text"])
    void_rows([chapter], timezone.now())
    gone = audit.difference(Chapter, before, dict.fromkeys(before, ""))
    audit.record(by, "删去章节", chapter.report, changes=gone, chapter=chapter.title)


@transaction.atomic
def confirm_zero(*, report: AnnualReport, key: str, by: User) -> None:
    """确无此项: the office answers for it that there was none."""
    hold(report, by)
    ConfirmedZero.objects.get_or_create(
        township_id=report.township_id, report=report, figure=key, defaults={"by": by.name}
    )
    audit.record(by, "确认确无此项", report, figure=key)
