"""办理统计 as tables: counts that open their cases, and rates with the two numbers they are made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from motions.models import CoSigner, Motion
from motions.numbers import (
    CASE_NUMBERS,
    UNIT_NUMBERS,
    Number,
    by_case,
    by_unit,
    of_all_cases,
    of_all_units,
)
from renda.core.frozen import Printed, printed_in
from renda.core.rates import percent

YEARS = 5


@dataclass(frozen=True)
class Rate:
    """A column computed from others: ``part`` ÷ the sum of ``base``; ``note`` says what is left out."""

    label: str
    part: str
    base: tuple[str, ...]
    note: str = ""


RATED = ("satisfied", "basically", "dissatisfied")
CONTENT = Rate("满意率", "satisfied", RATED, "；未表态的（含未反馈）不计入")
UNIT_COLUMNS = (
    "led", "assisted", "all", "done", Rate("办复率", "done", ("led",)),
    "on_time", Rate("按期率", "on_time", ("done",)),
    *RATED, "unrated", "unreturned", CONTENT,
    "objected", "extended", "redone", "promised", "kept", Rate("转A率", "kept", ("promised",)),
)  # fmt: skip
CASE_COLUMNS = (
    "received", "assigned", "replied", Rate("答复率", "replied", ("assigned",)),
    "on_time", *RATED, "unrated", "unreturned", CONTENT,
    "solved", Rate("办成率", "solved", ("assigned",)), "redone", "closed",
)  # fmt: skip


PRINTED_AS = {
    "received": "motions.received", "assigned": "motions.assigned", "replied": "motions.replied",
    "答复率": "motions.reply_rate", "on_time": "motions.replied_on_time",
    "satisfied": "motions.satisfied", "basically": "motions.basically_satisfied",
    "dissatisfied": "motions.dissatisfied", "unreturned": "motions.unreturned",
    "满意率": "motions.satisfaction_rate", "solved": "motions.solved", "办成率": "motions.solved_rate",
    "redone": "motions.rehandled", "closed": "motions.closed",
}  # fmt: skip
"""The figure that an annual report prints for a column; 未表态 is in none."""


@dataclass(frozen=True)
class Cell:
    """A number with the address of its cases, or a rate with its formula.

    ``now`` is what a printed number counts now, where that is another one.
    """

    text: str
    value: int | str
    url: str = ""
    formula: str = ""
    now: str = ""

    @property
    def exported(self) -> int | str:
        """What Excel gets: a number as a number, a rate with its formula."""
        notes = [self.formula, self.now and f"现为 {self.now}"]
        said = "，".join(filter(None, notes))
        return f"{self.text}（{said}）" if said else self.value


@dataclass(frozen=True)
class Row:
    """A line of a table."""

    name: str
    cells: Sequence[Cell]
    url: str = ""
    is_printed: bool = False


@dataclass(frozen=True)
class Table:
    """Heads with their definitions, rows, and what they make together."""

    title: str
    first: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    total: Row
    note: str = ""

    @property
    def exported(self) -> Iterable[list[int | str]]:
        """The lines for Excel, the totals last."""
        for row in (*self.rows, self.total):
            yield [row.name, *(cell.exported for cell in row.cells)]


def cases_of(rows: QuerySet[Motion], year: int) -> QuerySet[Motion]:
    """Those of the rows that were accepted in a year."""
    return rows.accepted_between(date(year, 1, 1), date(year, 12, 31))


def address(**query: object) -> str:
    """The register, narrowed."""
    return f"{reverse('motions:motion_list')}?{urlencode(query)}"


def heads(columns: Sequence[str | Rate], numbers: Mapping[str, Number]) -> list[tuple[str, str]]:
    """(label, definition or formula) of every column."""
    return [
        (column.label, formula(column, numbers))
        if isinstance(column, Rate)
        else (numbers[column].label, numbers[column].definition)
        for column in columns
    ]


def formula(rate: Rate, numbers: Mapping[str, Number]) -> str:
    """已办复÷主办×100%, and what is left out of it."""
    base = "＋".join(numbers[name].label for name in rate.base)
    base = f"（{base}）" if len(rate.base) > 1 else base
    return f"{numbers[rate.part].label}÷{base}×100%{rate.note}"


def cells(
    columns: Sequence[str | Rate], values: Mapping[str, int], param: str, **query: object
) -> list[Cell]:
    """The cells of a row; ``param`` is the register's filter that takes a number's name."""
    found = []
    for column in columns:
        if isinstance(column, Rate):
            part, base = values[column.part], sum(values[name] for name in column.base)
            text = percent(part, base)
            found.append(Cell(text, text, formula=f"{part}/{base}" if base else ""))
        else:
            number = values[column]
            url = address(**query, **{param: column}) if number else ""
            found.append(Cell(str(number), number, url))
    return found


def unit_table(rows: QuerySet[Motion], year: int) -> Table:
    """按承办单位; two queries."""
    cases = cases_of(rows, year)
    found = [
        Row(
            unit["unit__short_name"] or unit["unit__name"],
            cells(UNIT_COLUMNS, unit, "counted", unit=unit["unit"], accepted=year),
            address(unit=unit["unit"], accepted=year),
        )
        for unit in by_unit(cases)
    ]
    total = cells(UNIT_COLUMNS, of_all_units(cases), "counted", accepted=year)
    return Table(
        "按承办单位",
        "单位",
        heads(UNIT_COLUMNS, UNIT_NUMBERS),
        found,
        Row("合计", total),
        "主办含分办；一件由几个单位承办的，各单位分别计，合计只计一次，各单位都答复了才算已办复",
    )


def field_table(rows: QuerySet[Motion], year: int) -> Table:
    """按领域; two queries."""
    cases = cases_of(rows, year)
    found = {row["field"]: row for row in by_case(cases, "field")}
    return Table(
        "按领域",
        "领域",
        heads(CASE_COLUMNS, CASE_NUMBERS),
        [
            Row(
                label,
                cells(CASE_COLUMNS, found[key], "tally", field=key, accepted=year),
                address(field=key, accepted=year, tally="received"),
            )
            for key, label in Motion.Field.choices
            if key in found
        ],
        case_total(cases, year),
    )


def case_total(cases: QuerySet[Motion], year: int) -> Row:
    """The numbers of a year's cases together."""
    return Row("合计", cells(CASE_COLUMNS, of_all_cases(cases), "tally", accepted=year))


def deputy_table(rows: QuerySet[Motion], year: int) -> Table:
    """按代表: what each led, and how often each joined; three queries."""
    cases = cases_of(rows, year)
    joined = (
        CoSigner.objects.filter(state="accepted", motion__in=cases.order_by().values("pk"))
        .order_by()
        .values("deputy", "deputy__name", "deputy__order")
        .annotate(number=Count("motion", distinct=True))
    )
    people: dict[int, dict] = {}
    for row in by_case(cases, "lead", "lead__name", "lead__order"):
        people[row["lead"]] = {
            "name": row["lead__name"], "order": row["lead__order"], "values": row, "joined": 0,
        }  # fmt: skip
    nothing = dict.fromkeys(CASE_NUMBERS, 0)
    for row in joined:
        person = people.setdefault(
            row["deputy"],
            {"name": row["deputy__name"], "order": row["deputy__order"], "values": nothing},
        )
        person["joined"] = row["number"]
    ordered = sorted(
        people.items(), key=lambda item: (-item[1]["values"]["received"], item[1]["order"], item[0])
    )
    found = [
        Row(
            person["name"],
            [
                _joined(person["joined"], joint=pk, accepted=year),
                *cells(CASE_COLUMNS, person["values"], "tally", lead=pk, accepted=year),
            ],
        )
        for pk, person in ordered
    ]
    total = case_total(cases, year)
    together = sum(person["joined"] for person in people.values())
    return Table(
        "按代表",
        "代表",
        [("联名", "已确认联名的件数"), *_led(heads(CASE_COLUMNS, CASE_NUMBERS))],
        found,
        Row("合计", [Cell(f"{together} 人次", together), *total.cells]),
        "除联名外都是领衔的件；联名合计为人次",
    )


def _joined(number: int, **query: object) -> Cell:
    return Cell(str(number), number, address(**query, tally="received") if number else "")


def _led(columns: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The first of them is what a deputy led."""
    return [("领衔", f"领衔提出的件数；{columns[0][1]}"), *columns[1:]]


def year_table(rows: QuerySet[Motion], last: int, *, opens: bool = True) -> Table:
    """历年: the last years side by side, an issued year's as its report says; one query for the years,
    one for what was printed and one for the whole. ``opens`` links to the report's pages."""
    first = last - YEARS + 1
    cases = rows.accepted_between(date(first, 1, 1), date(last, 12, 31))
    years = by_case(cases, "accepted_on__year").order_by("accepted_on__year")
    printed = printed_in(range(first, last + 1))
    found = []
    for row in years:
        year = row["accepted_on__year"]
        live = cells(CASE_COLUMNS, row, "tally", accepted=year)
        told = printed_cells(live, printed[year], opens) if printed[year] else live
        url = address(accepted=year, tally="received")
        found.append(Row(str(year), told, url, is_printed=bool(printed[year])))
    total = [
        Cell(cell.text, cell.value, formula=cell.formula)
        for cell in cells(CASE_COLUMNS, of_all_cases(cases), "tally")
    ]
    note = "按受理日期归入年度"
    if any(row.is_printed for row in found):
        note += "；已印发年度的数字以报告印发时为准，后来有变动的注明现在的数，合计按现在的数"
    return Table(
        "历年趋势", "年度", heads(CASE_COLUMNS, CASE_NUMBERS), found, Row("合计", total), note
    )


def printed_cells(live: Sequence[Cell], printed: Mapping[str, Printed], opens: bool) -> list[Cell]:
    """A year's cells as its issued report says; those that it doesn't print stay as they are."""
    was = {name: printed[key] for name, key in PRINTED_AS.items() if key in printed}
    found = []
    for column, cell in zip(CASE_COLUMNS, live, strict=True):
        rated = isinstance(column, Rate)
        then = was.get(column.label if rated else column)
        if then is None:
            found.append(cell)
            continue
        now = cell.text.replace(".0%", "%")  # as a report prints it
        now = "" if now == then.text else now
        url = then.get_absolute_url() if opens else ""
        if rated:
            found.append(Cell(then.text, then.text, url, quotient(column, was), now))
        else:
            found.append(Cell(then.text, int(then.text), url, now=now))
    return found


def quotient(rate: Rate, was: Mapping[str, Printed]) -> str:
    """The two printed numbers that a rate was made of; nothing for no base, or where they were not printed."""
    if not {rate.part, *rate.base} <= was.keys():
        return ""
    base = sum(int(was[name].text) for name in rate.base)
    return f"{was[rate.part].text}/{base}" if base else ""


TABLES = {
    "unit": unit_table,
    "field": field_table,
    "deputy": deputy_table,
    "years": year_table,
}
