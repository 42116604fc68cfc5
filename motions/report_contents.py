"""What the report to the congress tells about a year, as plain data that can be kept with it."""

from datetime import date

from django.db.models import F, Prefetch

from motions.models import KeyFollowUp, Motion
from motions.models.classes import Scheme, scheme
from motions.models.handling_report import HandlingReport
from motions.tables import cases_of, unit_table
from renda.core.figures import Period, measure, prefetch

NUMBERS = (
    "raised", "received", "bills", "bills_voted", "bills_passed", "suggestions", "in_session",
    "between_sessions", "key", "repeated", "for_reference", "forwarded", "rejected", "assigned", "units", "assignment_meetings", "reached",
    "contacted", "replied", "replied_on_time", "overdue",
    "class_a", "class_b", "class_c", "class_d", "rated", "unreturned", "satisfied", "basically_satisfied",
    "dissatisfied",
    "rehandled", "closed", "commitments", "commitments_done", "promised", "converted", "reminders",
)  # fmt: skip
UNIT_HEADS = (
    "主办",
    "协办",
    "已办复",
    "办复率",
    "满意",
    "基本满意",
    "不满意",
    "未表态",
    "未反馈",
    "退办",
    "延期",
    "转A率",
)


class Kept(dict):
    """Contents as they are kept: history names them in a few words instead of copying them."""

    def __str__(self) -> str:
        numbers = self["numbers"]
        return f"收到 {numbers['received']} 件，已答复 {numbers['replied']} 件，名单 {len(self['cases'])} 件"


def numbers_of(year: int) -> dict[str, int]:
    """The report's numbers by the names of their figures; one query."""
    measured = {name: measure(f"motions.{name}", Period.year(year)) for name in NUMBERS}
    prefetch(measured.values())
    return {name: number.value for name, number in measured.items()}


def contents(report: HandlingReport) -> dict:
    """The report's numbers and lists: those it was issued with, else as they are now."""
    return report.frozen or counted(report.year)


def counted(year: int) -> dict:
    """The numbers and lists of a year as they are now; a fixed number of queries."""
    cases = list(
        cases_of(Motion.objects.all(), year)
        .select_related("lead", "main_unit")
        .prefetch_related(
            Prefetch("followups", KeyFollowUp.objects.order_by("on", "pk"), to_attr="watched")
        )
        .order_by(F("session__opens_on").asc(nulls_last=True), "number", "pk")
    )
    among = scheme()
    return {
        "numbers": numbers_of(year),
        "classes": classes(cases, among),
        "units": units(year),
        "keys": [key_line(case, among) for case in cases if case.is_key],
        "cases": [case_line(case, year, among) for case in cases],
    }


def classes(cases: list[Motion], among: Scheme) -> list[list[str | int]]:
    """[mark, its words, how many answered cases] of the township's scheme, in its order."""
    letters = [case.result_class for case in cases if case.replied_on and case.was_handed_on]
    return [
        [among.mark(letter), words, letters.count(letter)] for letter, words in among.words.items()
    ]


def units(year: int) -> list[list[str]]:
    """Every unit's line, the totals last."""
    table = unit_table(Motion.objects.all(), year)
    at = [[label for label, _ in table.heads].index(head) for head in UNIT_HEADS]
    rows = [*table.rows, table.total] if table.rows else []
    return [[row.name, *(row.cells[place].text for place in at)] for row in rows]


def key_line(case: Motion, among: Scheme) -> list[str]:
    """A key case: who led it, who watched it, how it ended."""
    watch = case.watched[-1] if case.watched else None
    return [
        case.code,
        case.official_title,
        case.lead.name,
        str(case.main_unit or ""),
        watch.leader if watch else "",
        watch.supervisor if watch else "",
        f"{among.mark(case.result_class)}类" if case.result_class else case.get_status_display(),
        case.get_verdict_display(),
    ]


def case_line(case: Motion, year: int, among: Scheme) -> list[str]:
    """A case as the list at the report's end prints it: its verdict, or where it stands."""
    return [
        case.code,
        case.official_title,
        case.lead.name,
        str(case.main_unit or ""),
        day(case.assigned_on, year),
        day(case.replied_on, year),
        among.mark(case.result_class),
        case.get_verdict_display() or case.get_status_display(),
    ]


def day(value: date | None, year: int) -> str:
    """6.3, with the year only if it is another one; nothing for no day."""
    if value is None:
        return ""
    text = f"{value.month}.{value.day}"
    return text if value.year == year else f"{value.year}.{text}"
