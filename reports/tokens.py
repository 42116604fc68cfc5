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
COUNTERS = "件条次人项个名份篇期场处村户批家类届票轮天户元组站"
TYPED_NUMBER = re.compile(rf"(?<![\d.〔年第])(\d+(?:\.\d+)?%?)\s*(?=[{COUNTERS}])")


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
    """Numbers typed by hand in front of a counting word: they are not checked when the report is issued."""
    words = ANY.sub("＃", text)
    return [match.group(0).strip() + words[match.end()] for match in TYPED_NUMBER.finditer(words)]


def broken(text: str) -> list[str]:
    """Brackets that hold no token we know."""
    return re.findall(r"⟦[^⟧]*⟧?|⟧", ANY.sub("", text))
