"""Whether the fonts have every character of a document, asked before it is laid out."""

import unicodedata
from dataclasses import dataclass

from renda.core.paper.blocks import Document
from renda.core.paper.fonts import FontSet
from renda.core.paper.texts import pieces

AROUND = 8
# the layout adds these itself: page numbers, leaders, labels
OWN = "0123456789. —…：、。（）／＋＝类附件抄送印发签发人单位无数据缺 　"


@dataclass(frozen=True)
class Coverage:
    """What a document needs of the fonts, and the characters that none of them has."""

    used: frozenset[str]
    missing: list[tuple[str, str]]


def coverage(document: Document, fonts: FontSet) -> Coverage:
    """Goes through every character of the document once."""
    chains = {role: _chain(fonts, role) for role in ("fang", "kai", "hei", "title", "song")}
    used: set[str] = set()
    missing: dict[tuple[str, str], None] = {}
    seen: dict[str, set[str]] = {role: set() for role in chains}
    own = [(role, OWN) for role in ("song", "fang")]
    for role, text in (*own, *pieces(document)):
        new = set(text) - seen[role]
        for char in sorted(new):
            if _invisible(char):
                seen[role].add(char)
                continue
            name = next((name for name, chars in chains[role] if ord(char) in chars), None)
            if name is None:
                place = text.index(char)
                around = text[max(0, place - AROUND) : place + AROUND + 1].replace("\n", " ")
                missing.setdefault((char, around))
            else:
                used.add(name)
                seen[role].add(char)
    return Coverage(frozenset(used), list(missing))


def missing_characters(document: Document, fonts: FontSet | None = None) -> list[tuple[str, str]]:
    """(character, text around it) for every character that would print as an empty box."""
    return coverage(document, fonts or installed_fonts()).missing


def installed_fonts() -> FontSet:
    """The fonts that the settings name, prepared now if they are not yet."""
    from django.conf import settings

    from renda.core.paper.fonts import prepare_fonts

    return prepare_fonts(settings.PAPER_FONT_DIR, settings.OFFICE_FONT_DIR)


def _invisible(char: str) -> bool:
    """Line ends, joiners and variation selectors print nothing by themselves."""
    return (
        char in "\n\t\r"
        or unicodedata.category(char) == "Cf"
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )


def _chain(fonts: FontSet, role: str) -> list[tuple[str, frozenset[int]]]:
    return [(font.name, font.characters) for font in fonts.chain(role)]
