"""What a rule is: where it stands, what it demands, and the number it sets."""

import re
from dataclasses import dataclass
from typing import Literal

from renda.core.law.sources import SOURCES, Source
from renda.core.text import chinese_numeral

Level = Literal["national", "local"]
_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?")


@dataclass(frozen=True)
class Share:
    """A part of a whole, compared in integers: 2/3 以上 includes the number, 过半数 does not."""

    numerator: int
    denominator: int
    exceed: bool
    """True for 过 (strictly more), False for 以上 (at least)."""

    def reached(self, part: int, whole: int) -> bool:
        """Whether ``part`` is enough of ``whole``; nothing is enough of an empty whole."""
        left, right = part * self.denominator, whole * self.numerator
        return whole > 0 and self._compare(left, right)

    def least(self, whole: int) -> int:
        """The smallest number that is enough of ``whole``."""
        quotient, remainder = divmod(whole * self.numerator, self.denominator)
        return quotient + 1 if self.exceed or remainder else quotient

    def computed(self, part: int, whole: int) -> str:
        """The comparison as it is done: 54 × 3 = 162 ≥ 58 × 2 = 116."""
        left, right = part * self.denominator, whole * self.numerator
        enough, too_few = (">", "≤") if self.exceed else ("≥", "<")
        sign = enough if self._compare(left, right) else too_few
        base = f"{whole}" if self.numerator == 1 else f"{whole} × {self.numerator} = {right}"
        return f"{part} × {self.denominator} = {left} {sign} {base}"

    def _compare(self, left: int, right: int) -> bool:
        return left > right if self.exceed else left >= right

    def __str__(self) -> str:
        if (self.numerator, self.denominator) == (1, 2):
            return "过半数" if self.exceed else "半数以上"
        words = f"{chinese_numeral(self.denominator)}分之{chinese_numeral(self.numerator)}"
        return f"超过{words}" if self.exceed else f"{words}以上"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule in our own words, with its place in the law and the number it sets."""

    key: str
    title: str
    text: str
    source: str
    """Key of ``SOURCES``."""
    article: str = ""
    """Articles with commas, an item in brackets: ``25,29`` or ``10(8)``; may be empty."""
    level: Level = "national"
    default: int | None = None
    unit: str = ""
    share: Share | None = None
    gist: str = ""
    """Half a line that stands after the citation beside a check."""
    unconfirmed: bool = False
    """Remembered, practised or provisional: a setting until somebody reads the text."""
    lowest: int | None = None
    highest: int | None = None
    """Bounds of a local value. A national number has them only where a place may be stricter."""
    options: tuple[str, ...] = ()
    """Where a place chooses among ways: their names; the value is the place in this list, from 1."""
    also: tuple[tuple[str, str], ...] = ()
    """Other places that say the same: (source key, article)."""
    elsewhere: str = ""
    """What other places set, to help whoever chooses a local value."""

    @property
    def law(self) -> Source:
        """The law that this rule stands in."""
        return SOURCES[self.source]

    @property
    def source_name(self) -> str:
        """The full official name of the law."""
        return self.law.name

    @property
    def version(self) -> str:
        """Which text of the law was read."""
        return self.law.version

    @property
    def citation(self) -> str:
        """《代表法》第五十一条."""
        return cite_article(self.source, self.article)

    @property
    def basis(self) -> str:
        """Every place that says so, the main one first."""
        return "、".join(
            [self.citation, *(cite_article(source, article) for source, article in self.also)]
        )

    @property
    def reference(self) -> str:
        """The citation with the gist, as it stands beside a check."""
        return f"{self.citation}：{self.gist}" if self.gist else self.citation

    @property
    def is_adjustable(self) -> bool:
        """Whether a township may set its own number."""
        if self.default is None:
            return False
        return self.level == "local" or self.lowest is not None or self.highest is not None

    @property
    def value_text(self) -> str:
        """The number in words for lists: 3 个月, 三分之二以上, — if the rule sets none."""
        if self.share:
            return str(self.share)
        return "—" if self.default is None else self.words_of(self.default)

    def words_of(self, value: int) -> str:
        """A value as people read it: 3 个月, or the name of the chosen way."""
        return self.options[value - 1] if self.options else f"{value} {self.unit}".rstrip()

    def problem_with(self, value: object) -> str:
        """Why ``value`` can't be the local number, in Chinese; empty if it can."""
        if not self.is_adjustable:
            return f"“{self.title}”没有可以由本地调整的数。"
        if isinstance(value, bool) or not isinstance(value, int):
            return f"“{self.title}”应填整数。"
        lowest = 1 if self.lowest is None else self.lowest
        if value < lowest:
            return f"“{self.title}”不能少于 {lowest} {self.unit}。"
        if self.options and value > len(self.options):
            return f"“{self.title}”请从列出的办法中选一种。"
        if self.highest is not None and value > self.highest:
            return f"“{self.title}”不能超过 {self.highest} {self.unit}。"
        return ""


def cite_article(source: str, article: str) -> str:
    """Short name and articles in Chinese numerals: 《地方组织法》第二十五条、第二十九条."""
    places = []
    for part in filter(None, article.split(",")):
        found = _ARTICLE.fullmatch(part)
        if found is None:
            raise ValueError(f"{article!r} names no article")
        number, item = found.groups()
        place = f"第{chinese_numeral(int(number))}条"
        places.append(place + (f"第{chinese_numeral(int(item))}项" if item else ""))
    return SOURCES[source].short + "、".join(places)
