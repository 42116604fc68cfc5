"""What a check says: passed or not, the computation, the article, and how to mend it."""

from dataclasses import dataclass, replace

from renda.core.law.registry import rule, share
from renda.core.law.rule import Rule


@dataclass(frozen=True)
class Check:
    """One rule held against numbers, ready to stand beside the form."""

    key: str
    """The rule's key; with it the clerk's reason for going on despite a warning is kept."""
    title: str
    passed: bool
    blocking: bool
    """True if the law forbids outright; False if a local rule may differ and it only warns."""
    computed: str
    """The computation in numbers: 54 × 3 = 162 ≥ 58 × 2 = 116."""
    article: str
    """The citation and, where it helps, its gist."""
    advice: str = ""
    """How to mend it; empty when there is nothing to do."""

    def as_warning(self) -> "Check":
        """The same where special circumstances may excuse it: whoever goes on says why."""
        return replace(self, blocking=False)

    @property
    def stops(self) -> bool:
        """Whether work can't go on until this is mended."""
        return self.blocking and not self.passed

    @property
    def sentence(self) -> str:
        """The computation, how to mend it, and the article, in a row."""
        return f"{self.computed}。{self.advice}{self.article}"

    @property
    def warns(self) -> bool:
        """Whether somebody must give a reason to go on."""
        return not self.blocking and not self.passed


def judge(
    law: Rule,
    passed: bool,
    computed: str,
    advice: str,
    *,
    title: str = "",
    article: str = "",
    blocking: bool | None = None,
) -> Check:
    """A check of ``law``; it blocks if the rule is national, unless ``blocking`` says otherwise."""
    return Check(
        key=law.key,
        title=title or law.title,
        passed=passed,
        blocking=law.level == "national" if blocking is None else blocking,
        computed=computed,
        article=article or law.reference,
        advice="" if passed else advice,
    )


def judge_share(
    key: str, part: int, whole: int, *, part_name: str, whole_name: str, unit: str
) -> Check:
    """Hold ``part`` of ``whole`` against the share that rule ``key`` demands."""
    law, needed = rule(key), share(key)
    refuse_negative(part, whole)
    if part > whole:
        computed = f"{part_name} {part} > {whole_name} {whole}"
        return judge(law, False, computed, f"{part_name}不能多于{whole_name}，请核对。")
    if not whole:
        return judge(law, False, f"{whole_name} 0", f"先确定{whole_name}的人数。")
    short = needed.least(whole) - part
    advice = f"至少 {needed.least(whole)} {unit}，还差 {short} {unit}。"
    return judge(law, needed.reached(part, whole), needed.computed(part, whole), advice)


def judge_least(key: str, number: int, least: int, *, what: str) -> Check:
    """Hold a plain count against the least number that rule ``key`` demands."""
    refuse_negative(number, least)
    law = rule(key)
    sign = "≥" if number >= least else "<"
    advice = f"{what}至少 {least} {law.unit}，还差 {least - number} {law.unit}。"
    computed = f"{number} {law.unit} {sign} {least} {law.unit}"
    return judge(law, number >= least, computed, advice)


def refuse_negative(*numbers: int) -> None:
    """Counts are never negative: a caller that passes one has a bug."""
    for number in numbers:
        if number < 0:
            raise ValueError(f"a count can't be negative: {number}")
