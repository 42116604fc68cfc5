"""How replies are classed, which differs from place to place, so the scheme is a setting; and how rated."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Subquery

from renda.core import law
from renda.core.models import LocalRule

RULE = "suggestion.result_scheme"


class ResultClass(models.TextChoices):
    """The mark on a reply; what a letter means, the township's scheme says."""

    A = "A", "A 类"
    B = "B", "B 类"
    C = "C", "C 类"
    D = "D", "D 类"


class Rating(models.TextChoices):
    """What a deputy says of the work or of its result."""

    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


@dataclass(frozen=True)
class Scheme:
    """What the letters mean in one place, and which of them are promises.

    A promise names what is to be done and by when; when all of it is done the reply counts as A.
    ``declines`` are the classes that owe the deputy a reason. ``marks`` are what is printed for the
    letters, where a place writes 甲、乙、丙.
    """

    words: dict[str, str]
    promises: frozenset[str]
    declines: frozenset[str]
    marks: str = "ABCD"

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(self.words)

    def mark(self, letter: str) -> str:
        """What stands at the top right of the letter: A, or 甲; nothing for no class."""
        return self.marks["ABCD".index(letter)] if letter else ""

    def label(self, letter: str) -> str:
        """A 类（已解决或者基本解决）; a letter of another scheme stands alone."""
        words, mark = self.words.get(letter), self.mark(letter)
        return f"{mark} 类（{words}）" if words else f"{mark} 类" if mark else ""

    def lacks(self, letter: str, *, done: bool, planned: bool, declined: bool) -> dict[str, str]:
        """What a reply of this class still owes the deputy: field of the reply and words, in order.

        ``done``, ``planned`` and ``declined`` say whether it names any such item.
        """
        owed, mark = {}, self.mark(letter)
        if letter == self.letters[0] and not done:
            owed["done_items"] = f"{mark} 类答复须写明已经办了什么。"
        if letter in self.promises and not planned:
            owed["commitments"] = f"{mark} 类答复须写明承诺事项和完成日期，到期再次答复后销号。"
        if letter in self.declines and not declined:
            owed["declined"] = f"{mark} 类答复须写明没有采纳的事项和原因。"
        return owed

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [
            (letter, f"{self.mark(letter)} 类：{words}") for letter, words in self.words.items()
        ]


# in the order of the rule's options
SCHEMES = (
    Scheme(
        {"A": "已解决或者基本解决", "B": "部分解决或者已列入计划解决", "C": "受条件限制，留作参考或者不可行"},
        frozenset("B"),
        frozenset("C"),
    ),
    Scheme(
        {"A": "已解决或者基本解决", "B": "正在解决或者列入规划", "C": "受条件限制，以后解决", "D": "留作参考"},
        frozenset("B"),
        frozenset("CD"),
    ),
    Scheme(
        {"A": "已解决", "B": "正在解决或者已启动", "C": "已列入规划，逐步解决", "D": "留作参考或者已解释"},
        frozenset("BC"),
        frozenset("D"),
    ),
    Scheme(
        {"A": "已解决或者采纳", "B": "列入计划拟解决", "C": "留作参考"},
        frozenset("B"),
        frozenset("C"),
    ),
    Scheme(
        {"A": "已解决", "B": "正在解决或者列入计划", "C": "暂不能解决"},
        frozenset("B"),
        frozenset("C"),
        "甲乙丙丁",
    ),
)  # fmt: skip


def label_of(letter: str, among: "Scheme | None" = None) -> str:
    """The class in the township's words; empty for none. Reads the setting unless given ``among``."""
    return (among or scheme()).label(letter) if letter else ""


def scheme() -> Scheme:
    """The scheme in force in the township in scope; one query."""
    return SCHEMES[law.value(RULE) - 1]


def local_scheme() -> Subquery:
    """The township's own choice of a scheme, to be read along with rows; ``scheme_of`` takes it."""
    return Subquery(LocalRule.objects.filter(key=RULE).order_by().values("value")[:1])


def scheme_of(local: int | None) -> Scheme:
    """The scheme in force, where the township's own choice was read along with something else."""
    return SCHEMES[law.in_force(RULE, local) - 1]
