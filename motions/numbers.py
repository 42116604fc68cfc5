"""What 办理统计 counts: every number is a condition on rows, so that it opens exactly what it counts.

A unit's numbers are conditions on its assignments, a case's on the case; both count each case once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from motions.models import Assignment, Commitment, Extension, Motion, Objection
from motions.querysets import ANSWERING, HANDED_ON, NUMBERED, TAKEN


@dataclass(frozen=True)
class Number:
    """A number's name, its definition in words, and its condition.

    ``whole`` is what must hold besides where the units of a case are counted as one.
    """

    label: str
    definition: str
    condition: Callable[[], Q]
    whole: Callable[[], Q] = Q


def _first() -> Q:
    return Q(round=1) & ~Q(status__in=TAKEN)


def _led() -> Q:
    return _first() & Q(role__in=ANSWERING)


def _done() -> Q:
    return _led() & Q(finished_on__isnull=False)


def _by_all() -> Q:
    """Every unit that owes the deputies a reply has given it."""
    return Q(motion__replied_on__isnull=False)


def _by_all_in_time() -> Q:
    late = Assignment.objects.filter(
        _led(), motion=OuterRef("motion"), finished_on__gt=F("due_on")
    )  # fmt: skip
    return _by_all() & ~Q(Exists(late))


def _said(verdict: str) -> Callable[[], Q]:
    return lambda: _done() & Q(motion__verdict=verdict)


def _asked() -> Q:
    return Q(Exists(Objection.objects.filter(assignment=OuterRef("pk"))))


def _given_time() -> Q:
    return Q(Exists(Extension.objects.granted().filter(assignment=OuterRef("pk"))))


def _redone() -> Q:
    return Q(round__gt=1, role__in=ANSWERING) & ~Q(status__in=TAKEN)


def _promises() -> QuerySet[Commitment]:
    """What the unit promised in the case, in whatever round."""
    return Commitment.objects.issued().filter(
        reply__assignment__motion=OuterRef("motion"), reply__assignment__unit=OuterRef("unit")
    )


def _promised() -> Q:
    """Answered otherwise than in full, with promises that have a day."""
    return _done() & ~Q(motion__result_class__in=("", "A")) & Q(Exists(_promises()))


def _kept() -> Q:
    """Everything promised was struck off on site."""
    return _promised() & ~Q(Exists(_promises().open()))


def _kept_by_all() -> Q:
    """Every unit of the case has kept what it promised."""
    case = Commitment.objects.issued().filter(reply__assignment__motion=OuterRef("motion"))
    return ~Q(Exists(case.open()))


UNIT_NUMBERS: Mapping[str, Number] = {
    "led": Number("主办", "首轮主办、分办的件数", _led),
    "assisted": Number("协办", "首轮协办的件数", lambda: _first() & Q(role="assist")),
    "all": Number("总数", "主办、分办、协办合计", _first),
    "done": Number(
        "已办复", "主办、分办的件中，本单位已签发答复的件数；合计为各单位都已答复的件数", _done, _by_all
    ),
    "on_time": Number(
        "按期", "已办复的件中，在期限届满以前（含当日）答复的件数",
        lambda: _done() & Q(finished_on__lte=F("due_on")), _by_all_in_time,
    ),
    "satisfied": Number(
        "满意", "已办复的件中，领衔代表最近一次评价为满意", _said("satisfied"), _by_all
    ),
    "basically": Number("基本满意", "最近一次评价为基本满意", _said("basically"), _by_all),
    "dissatisfied": Number("不满意", "最近一次评价为不满意", _said("dissatisfied"), _by_all),
    "unrated": Number(
        "未表态", "已办复而领衔代表没有评价，不计入满意率；含未反馈", _said(""), _by_all
    ),
    "unreturned": Number(
        "未反馈", "未表态的件中，评价期限和宽限日数届满仍没有评价而办结的件数",
        lambda: _said("")() & Q(motion__lapsed_on__isnull=False),
    ),
    "objected": Number("退办", "申请过退办的件数，不论是否同意", _asked),
    "extended": Number("延期", "经同意延期的件数", _given_time),
    "redone": Number("重办", "因代表不满意交回重办的件数", _redone),
    "promised": Number(
        "作出承诺", "已办复的件中，结果类别不是 A 类、而本单位的答复写明了承诺事项的件数", _promised
    ),
    "kept": Number(
        "转A", "作出承诺的件中，本单位各轮答复的承诺事项已全部现场核实销号的件数；合计为各单位都已销号的件数",
        _kept, _kept_by_all,
    ),
}  # fmt: skip


def _handed() -> Q:
    return Q(status__in=HANDED_ON)


def _replied() -> Q:
    return _handed() & Q(replied_on__isnull=False)


def _rated(verdict: str) -> Callable[[], Q]:
    return lambda: _replied() & Q(verdict=verdict)


def _in_time() -> Q:
    late = Assignment.objects.filter(
        _led(), motion=OuterRef("pk"), finished_on__gt=F("due_on")
    )  # fmt: skip
    return _replied() & ~Q(Exists(late))


def _solved() -> Q:
    """A 类, or 转 A: everything that the replies promised was struck off on site."""
    promised = Commitment.objects.issued().filter(reply__assignment__motion=OuterRef("pk"))
    return _replied() & (Q(result_class="A") | (Q(Exists(promised)) & ~Q(Exists(promised.open()))))


CASE_NUMBERS: Mapping[str, Number] = {
    "received": Number("收到", "受理并编号的件数，按受理日期归入年度", lambda: Q(status__in=NUMBERED)),
    "assigned": Number("已交办", "已交承办单位办理的件数", _handed),
    "replied": Number("已答复", "各主办、分办单位都已答复的件数", _replied),
    "on_time": Number("按期", "已答复的件中，各单位都没有超过期限的件数", _in_time),
    "satisfied": Number("满意", "领衔代表最近一次评价为满意", _rated("satisfied")),
    "basically": Number("基本满意", "最近一次评价为基本满意", _rated("basically")),
    "dissatisfied": Number("不满意", "最近一次评价为不满意", _rated("dissatisfied")),
    "unrated": Number("未表态", "已答复而领衔代表没有评价，不计入满意率；含未反馈", _rated("")),
    "unreturned": Number(
        "未反馈", "未表态的件中，评价期限和宽限日数届满仍没有评价而办结的件数",
        lambda: _rated("")() & Q(lapsed_on__isnull=False),
    ),
    "solved": Number("办成", "答复为 A 类，或者所作承诺已全部现场核实销号", _solved),
    "redone": Number(
        "重办", "因代表不满意交回重办的件数", lambda: _handed() & Q(round__gt=1)
    ),
    "closed": Number("已办结", "已答复、已评价并办结的件数", lambda: Q(status="closed")),
}  # fmt: skip


def by_unit(cases: QuerySet[Motion]) -> QuerySet:
    """A row a unit with its numbers, of these cases."""
    return (
        _assignments(cases)
        .values("unit", "unit__name", "unit__short_name")
        .annotate(**_counts(UNIT_NUMBERS, "motion"))
        .order_by("-led", "-assisted", "unit__name")
    )


def of_all_units(cases: QuerySet[Motion]) -> dict[str, int]:
    """The same numbers of all units together: a case handled by several counts once, as answered when
    each of them has answered."""
    return _assignments(cases).aggregate(**_counts(UNIT_NUMBERS, "motion", whole=True))


def _assignments(cases: QuerySet[Motion]) -> QuerySet[Assignment]:
    return Assignment.objects.filter(motion__in=cases.handed_on().order_by().values("pk"))


def by_case(cases: QuerySet[Motion], *groups: str) -> QuerySet:
    """A row a group with the numbers of its cases."""
    return cases.order_by().values(*groups).annotate(**_counts(CASE_NUMBERS, "pk"))


def of_all_cases(cases: QuerySet[Motion]) -> dict[str, int]:
    """The numbers of all these cases."""
    return cases.order_by().aggregate(**_counts(CASE_NUMBERS, "pk"))


def _counts(numbers: Mapping[str, Number], what: str, *, whole: bool = False) -> dict[str, Count]:
    return {
        name: Count(
            what, filter=number.condition() & (number.whole() if whole else Q()), distinct=True
        )
        for name, number in numbers.items()
    }


def counted_as(cases: QuerySet[Motion], number: str, unit_ids: set[int] | None) -> QuerySet[Motion]:
    """The cases behind a number of a unit, or of all units together."""
    known = UNIT_NUMBERS[number]
    rows = Assignment.objects.filter(known.condition(), motion=OuterRef("pk"))
    rows = rows.filter(known.whole()) if unit_ids is None else rows.filter(unit__in=unit_ids)
    return cases.handed_on().filter(Exists(rows))


def tallied(cases: QuerySet[Motion], number: str) -> QuerySet[Motion]:
    """The cases behind a number of cases."""
    return cases.filter(CASE_NUMBERS[number].condition())
