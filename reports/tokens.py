"""The chapter's text: words with tokens in them.

===============================  ======================================================
token                            what it becomes
===============================  ======================================================
``⟦motions.received⟧``           the number: 6
``⟦motions.units:list⟧``         the rows in words, joined by 、
``⟦motions.units:points⟧``       the rows in words: 一是…；二是…
``⟦activities.held:month⟧``      on a line of its own: a chart by month
``⟦motions.assigned:by unit⟧``   on a line of its own: a chart by what a field holds
``⟦motions.received:table⟧``     on a line of its own: the rows as a table
``⟦bars:a.x,b.y 标题⟧``           on a line of its own: several figures as bars
``⟦years:a.x,b.y 标题⟧``          on a line of its own: this year and the last side by side
===============================  ======================================================

A line that begins with ``## `` (``HEADING``) is a second-level heading. Keys may carry a subject: ``a.x@7``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

KEY = r"[a-z_]+\.[a-z_]+(?:@\d+)?"
FIGURE = re.compile(rf"⟦({KEY})(?::(list|points|month|table|by) ?([a-z_]*))?⟧")
SEVERAL = re.compile(rf"⟦(bars|years):({KEY}(?:,{KEY})*) ([^⟦⟧\n]+)⟧")
ANY = re.compile(rf"{FIGURE.pattern}|{SEVERAL.pattern}")
HEADING = "## "
STANDS_ALONE = {"month", "by", "table", "bars", "years"}
ALONE = rf"⟦(?:{KEY}:(?:month|table|by)(?: [a-z_]*)?|(?:bars|years):[^⟦⟧\n]+)⟧"

# Numbers typed by hand. The editor's script reads the same expression, so that it holds only what
# Python and JavaScript read alike.
DIGIT = "0-9０-９"
NUMERAL = "〇零一二两三四五六七八九十百千万亿"
LONG_UNITS = "平方公里|平方米|立方米|公里|公斤|公顷|人次|人份|户次|场次|[%％‰]"
COUNTERS = "件条次人项个名份篇期场处村户批家类票轮天元组站宗座栋间辆台套株棵盏本册部支所位亩吨斤米"
UNIT = rf"(?:{LONG_UNITS}|个(?!月|工作日)|期(?!间|工程|项目)|次(?!性)|[{COUNTERS.translate(dict.fromkeys(map(ord, '个期次')))}])"
ROUGHLY = r"[余多几来]?[十百千万亿]*[余多几来]?\s*"
ARABIC = rf"(?<![{DIGIT}.．A-Za-z〔])[{DIGIT}]+(?:[.．,][{DIGIT}]+)*\s*{ROUGHLY}{UNIT}"
# “一” is mostly no number (一个重要方面、一户一策): only with these, or at the end of a clause.
ONE = rf"一(?:[件次名份篇场处](?![性一])|{UNIT}(?=[，。；、：！？）)\s]|$))"
MANY = rf"(?:[二两三四五六七八九十][{NUMERAL}]*|一[{NUMERAL}]+|[百千万](?=[余多])){ROUGHLY}{UNIT}"
CHINESE = rf"(?<![“{NUMERAL}每这那同某任唯逐又再上下首])(?:{MANY}|{ONE})"
PERCENT = rf"百分之[{NUMERAL}点{DIGIT}.]+"
ANY_NUMBER = rf"(?:[{DIGIT}]+|[{NUMERAL}]+)"
ORDINAL = (
    rf"第\s*{ANY_NUMBER}(?:[、至和到－—-]+第?{ANY_NUMBER})*"
    rf"|届[^，。；、\n＃]{{0,8}}?{ANY_NUMBER}次(?=会议|全会|主席团)"
)
TYPED_NUMBER = rf"{ORDINAL}|({PERCENT}|{ARABIC}|{CHINESE})"


@dataclass(frozen=True)
class Token:
    """One token: how it is shown, the figures it quotes, and what else it says."""

    mode: str
    keys: tuple[str, ...]
    argument: str = ""

    @property
    def key(self) -> str:
        return self.keys[0]

    def __str__(self) -> str:
        if self.mode in {"bars", "years"}:
            return f"⟦{self.mode}:{','.join(self.keys)} {self.argument}⟧"
        if self.mode == "value":
            return f"⟦{self.key}⟧"
        return f"⟦{self.key}:{self.mode}{' ' + self.argument if self.argument else ''}⟧"


def _token(match: re.Match) -> Token:
    key, mode, argument, several, keys, title = match.groups()
    if several:
        return Token(several, tuple(keys.split(",")), title)
    return Token(mode or "value", (key,), argument or "")


def split(line: str) -> Iterator[str | Token]:
    """A line as words and tokens, in order; nothing is lost."""
    start = 0
    for match in ANY.finditer(line):
        if match.start() > start:
            yield line[start : match.start()]
        yield _token(match)
        start = match.end()
    if start < len(line):
        yield line[start:]


def tokens(text: str) -> list[Token]:
    """Every token of a text, in order."""
    return [_token(match) for match in ANY.finditer(text)]


def keys(text: str) -> list[str]:
    """The keys of all quoted figures, each once, in order."""
    return list(dict.fromkeys(key for token in tokens(text) for key in token.keys))


def lost(before: str, after: str) -> list[Token]:
    """Tokens of the old text that the new one no longer has: numbers that an edit took out."""
    left = tokens(after)
    gone = []
    for token in tokens(before):
        if token in left:
            left.remove(token)
        else:
            gone.append(token)
    return gone


def blanked(text: str) -> str:
    """The words with a blank for every token: what they would say."""
    return ANY.sub("＿＿", text).strip()


def typed_numbers(text: str) -> list[str]:
    """Numbers typed by hand with what they count: they are not checked when the report is issued.

    Dates, ordinals and articles are no such numbers.
    """
    words = ANY.sub("＃", text)
    return [re.sub(r"\s", "", each) for each in re.findall(TYPED_NUMBER, words) if each]


def apart(text: str) -> str:
    """The text with every chart and table on a line of its own: within a line it would be a number."""
    lines = re.sub(f"({ALONE})", r"\n\1\n", text).split("\n")
    return "\n".join(each for line in lines if (each := line.strip()) and each != HEADING.strip())


def broken(text: str) -> list[str]:
    """Brackets that hold no token we know."""
    return re.findall(r"⟦[^⟧]*⟧?|⟧", ANY.sub("", text))
