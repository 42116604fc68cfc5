"""What looks wrong in the data: each app names its checks, the 数据体检 page lists the findings."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from renda.core import holidays, law
from renda.core.figures import Period
from renda.core.registry import Registry


@dataclass(frozen=True)
class Problem:
    """One record that looks wrong, and the page where it is mended.

    ``records`` is how many it speaks of: of many alike, one line leads to the list that shows just these.
    """

    title: str
    url: str
    advice: str = ""
    records: int = 1


@dataclass(frozen=True)
class Weight:
    """How serious a finding is: its place in the list, and how it is marked, never by colour alone."""

    place: int
    tone: str
    icon: str
    label: str


NATIONAL = Weight(1, "late", "x-octagon-fill", "法律规定")
LOCAL = Weight(2, "due", "exclamation-triangle-fill", "地方规定")
HINT = Weight(3, "doing", "info-circle-fill", "登记提示")


@dataclass(frozen=True)
class HealthCheck:
    """``rule`` is the key of the rule that its findings may break; without one they are hints."""

    key: str
    label: str
    find: Callable[[Period], Iterable[Problem]]
    rule: str = ""

    @property
    def weight(self) -> Weight:
        """A rule of the law, a local one, or a hint."""
        if not self.rule:
            return HINT
        return NATIONAL if law.rule(self.rule).level == "national" else LOCAL


checks: Registry[HealthCheck] = Registry("health check")


def health(key: str, *, label: str, rule: str = "") -> Callable:
    """Register ``find(period)``, which yields the ``Problem``s of one kind."""

    def register(find: Callable) -> Callable:
        checks.add(key, HealthCheck(key, label, find, rule))
        return find

    return register


def examine(period: Period, only: str = "") -> list[tuple[HealthCheck, list[Problem]]]:
    """Every check that found something, the weightiest first; ``only`` that of this key, if there is one."""
    asked = [checks[only]] if only in checks else sorted(checks, key=lambda each: each.weight.place)
    found = [(check, list(check.find(period))) for check in asked]
    return [(check, problems) for check, problems in found if problems]


# --- core's own check ---------------------------------------------------------------
@health("core.calendar", label="没有放假安排")
def years_without_table(period: Period) -> Iterator[Problem]:
    """This year, and from November the next: last days that fall there are reckoned without a table."""
    today = timezone.localdate()
    if not period.start <= today <= period.end:
        return
    for year in holidays.missing_years(today):
        yield Problem(
            f"没有 {year} 年的放假安排",
            f"{reverse('core:calendar')}?year={year}",
            "国务院办公厅公布后请系统管理员录入；录入以前，落在这一年的期限只按周末和固定节日推算",
        )
