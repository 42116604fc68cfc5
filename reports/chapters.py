"""The report's standard chapters, and the words of a chapter: written afresh, or the office's own."""

import re
from dataclasses import dataclass, field

from django.template import Context
from django.template.loader import get_template

from renda.core import law
from reports.book import Book, Quote
from reports.models import AnnualReport, Chapter
from reports.tokens import blanked, keys


@dataclass(frozen=True)
class Standard:
    """A chapter every report begins with; ``is_typed`` ones the office writes itself."""

    key: str
    title: str
    is_typed: bool = False
    hint: str = ""


STANDARD = (
    Standard("sessions", "依法召开人民代表大会"),
    Standard("learning", "组织代表学习培训"),
    Standard("activities", "开展闭会期间代表活动"),
    Standard("supervision", "依法开展监督"),
    Standard("motions", "办理代表议案建议"),
    Standard("example", "发挥代表带头作用"),
    Standard("river", "开展主题活动、督促整改"),
    Standard("villages", "监督村级组织换届"),
    Standard("building", "工作评议与自身建设"),
    Standard("problems", "存在问题", True, "写一至三条：哪些工作没有做到位，原因是什么。"),
    Standard("plans", "下一年打算", True, "写明年的会议、监督、活动、建议督办和自身建设安排。"),
)
VILLAGE_TERM = 5  # years
BY_KEY = {standard.key: standard for standard in STANDARD}


@dataclass(frozen=True)
class Missing:
    """One line of the 缺数清单: which figure, what the chapter would have said, where to record it."""

    chapter: Chapter
    key: str
    label: str
    sentence: str
    record_url: str


@dataclass
class Written:
    """A chapter's words with their tokens, and what they lack."""

    chapter: Chapter
    text: str
    missing: list[Missing] = field(default_factory=list)

    @property
    def keys(self) -> list[str]:
        return keys(self.text)


def write(chapter: Chapter, book: Book, confirmed: set[str]) -> Written:
    """The words of a chapter, and what they lack.

    A chapter that the office rewrote lacks what its template would lack too: saving words can't
    take a line off the 缺数清单. Figures whose absence the office confirmed are not asked for again.
    """
    if book.is_frozen:
        return Written(chapter, chapter.text)
    standard = BY_KEY.get(chapter.key)
    has_template = standard is not None and not standard.is_typed
    text, lacking = _by_template(chapter, book) if has_template else ("", [])
    if not chapter.is_automatic:
        text = chapter.text
        lacking += _quoted_in_vain(text, book)
    missing: dict[str, Missing] = {}
    for quote, sentence in lacking:
        if quote.key not in confirmed:
            line = Missing(chapter, quote.key, quote.label, sentence, quote.record_url)
            missing.setdefault(quote.key, line)
    is_offices = not (has_template and chapter.is_automatic) and chapter.key not in confirmed
    unwritten = [_unwritten(chapter, standard)] if is_offices and not text.strip() else []
    return Written(chapter, text, [*unwritten, *missing.values()])


def _by_template(chapter: Chapter, book: Book) -> tuple[str, list[tuple[Quote, str]]]:
    """What the data say now, and the figures without rows with the words that wait for them."""
    lacking: list[tuple[Quote, str]] = []
    year = book.period.start.year
    said = {
        "year": year,
        "level": chapter.report.township.level,
        "is_village_year": lambda: elects_villages(year),
    }
    context = Context({"book": book, "missing": lacking, **said}, autoescape=False)
    text = get_template(f"reports/chapters/{chapter.key}.txt").template.render(context)
    return tidy(text), lacking


def elects_villages(year: int) -> bool:
    """Whether the villages elect their committees in this year, as they do every five years."""
    return (year - law.value("supervision.village_election_year")) % VILLAGE_TERM == 0


def _quoted_in_vain(text: str, book: Book) -> list[tuple[Quote, str]]:
    """The figures that a text quotes though nothing is recorded, each with its line."""
    return [
        (quote, blanked(line))
        for line in text.splitlines()
        for key in keys(line)
        if (quote := book.get(key)) is not None and quote.is_missing
    ]


def _unwritten(chapter: Chapter, standard: Standard | None) -> Missing:
    hint = standard.hint if standard and standard.hint else "写明这一章要报告的内容。"
    return Missing(chapter, "", f"“{chapter.title}”还没有写", hint, "")


def tidy(text: str) -> str:
    """One paragraph a line: template line ends inside a paragraph vanish, an empty line parts two."""
    paragraphs = re.split(r"\n\s*\n", text)
    return "\n".join(
        line for p in paragraphs if (line := "".join(part.strip() for part in p.split("\n")))
    )


def standard_chapters(report: AnnualReport) -> list[Chapter]:
    """The chapters a report begins with, not saved: all automatic."""
    return [
        Chapter(
            township_id=report.township_id,
            report=report,
            key=standard.key,
            title=standard.title,
            order=number,
        )
        for number, standard in enumerate(STANDARD, 1)
    ]


def write_all(report: AnnualReport, book: Book) -> list[Written]:
    """Every chapter in order; an unsaved report has the standard ones."""
    if report.pk is None:
        return [write(chapter, book, set()) for chapter in standard_chapters(report)]
    confirmed = confirmed_in(report)
    return [write(chapter, book, confirmed) for chapter in report.chapters.all()]


def confirmed_in(report: AnnualReport) -> set[str]:
    """The figures, and chapters, of which the office says that there was nothing."""
    return set(report.confirmed.values_list("figure", flat=True))


def missing_of(written: list[Written]) -> list[Missing]:
    """What the report lacks, each figure once."""
    found: dict[str, Missing] = {}
    for one in written:
        for miss in one.missing:
            found.setdefault(miss.key or f"chapter-{miss.chapter.order}", miss)
    return list(found.values())
