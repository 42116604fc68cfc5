"""The grade of an appraisal, derived from its ballot by the township's rule."""

from dataclasses import dataclass

from renda.core import law, rates
from renda.core.law.check import judge
from supervision.models import Appraisal

GRADES = {"satisfied": ("满意", "done"), "basic": ("基本满意", "doing"), "bad": ("不满意", "late")}


@dataclass(frozen=True)
class Grade:
    """满意, 基本满意 or 不满意, with the lines that led there."""

    key: str
    checks: tuple[law.Check, ...]

    @property
    def label(self) -> str:
        return GRADES[self.key][0] if self.key else "待测评"

    @property
    def tone(self) -> str:
        return GRADES[self.key][1] if self.key else "draft"

    @property
    def computed(self) -> str:
        """The decisive computation in numbers."""
        return self.checks[-1].computed if self.checks else ""


def reaches(key: str, title: str, votes: int, total: int, percent: int) -> law.Check:
    """Whether ``votes`` are at least ``percent`` of ``total``; compared in integers."""
    enough = votes * 100 >= total * percent
    least = -(-total * percent // 100)
    return judge(
        law.rule(key),
        enough,
        f"{votes} × 100 = {votes * 100} {'≥' if enough else '<'} {total} × {percent} = {total * percent}",
        f"至少 {least} 票，还差 {least - votes} 票。",
        title=title,
        blocking=False,
    )


def grade(appraisal: Appraisal) -> Grade:
    """The grade of an appraisal; without returned ballots there is none yet."""
    if not appraisal.returned:
        return Grade("", ())
    first = reaches(
        "appraisal.satisfied_percent",
        "满意票达到满意线",
        appraisal.satisfied,
        appraisal.total,
        appraisal.satisfied_percent,
    )
    if first.passed:
        return Grade("satisfied", (first,))
    second = reaches(
        "appraisal.basic_percent",
        "满意票与基本满意票之和达到基本满意线",
        appraisal.satisfied + appraisal.basically_satisfied,
        appraisal.total,
        appraisal.basic_percent,
    )
    return Grade("basic" if second.passed else "bad", (first, second))


def satisfaction(appraisal: Appraisal) -> str:
    """满意率 with its formula: （41 + 14） ÷ 58 = 94.8%; — without ballots."""
    if not appraisal.returned:
        return "—"
    good = appraisal.satisfied + appraisal.basically_satisfied
    return (
        f"（满意 {appraisal.satisfied} + 基本满意 {appraisal.basically_satisfied}）"
        f" ÷ 收回 {appraisal.returned} = {rates.percent(good, appraisal.returned)}"
    )
