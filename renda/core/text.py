"""Words: pinyin initials, Chinese numerals, narratives within a sentence, signs no file can hold."""

import re
from collections.abc import Iterable
from functools import lru_cache

DIGITS = "〇一二三四五六七八九"
UNITS = ["", "十", "百", "千"]
KEY = re.compile("[0-9]{1,18}")

# Word's own line and page break begin a new line; other control signs may not stand in XML
UNSEEN = {code: None for code in (*range(32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)}
UNSEEN |= {0x0B: "\n", 0x0C: "\n", 0x09: "\t", 0x0A: "\n", 0x0D: "\r"}


def without_control_signs(text: str) -> str:
    """``text`` as a Word or Excel file can hold it: what was pasted may bring signs that no file may."""
    return text.translate(UNSEEN)


def keys_in(texts: Iterable[str]) -> list[int]:
    """The keys among what a request sent: whole numbers that a row can have; the rest names no row."""
    return [int(text) for text in texts if KEY.fullmatch(text)]


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """The pinyin initials of a name, for typing: 陈根法 → cgf. Rare characters included."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def chinese_numeral(number: int) -> str:
    """1–9999 in Chinese: 14 → 十四, 105 → 一百零五."""
    if not 0 < number < 10000:
        raise ValueError(f"{number} is outside 1–9999")
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + UNITS[place]
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if text.startswith("一十") else text


BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]) (?=\d)|(?<=\d) (?=[\u3400-\u9fff])")


def solid(text: str) -> str:
    """选举副镇长3名: as paper sets it, without the spaces that screens put around numbers."""
    return BETWEEN.sub("", text)


def as_clause(text: str) -> str:
    """A narrative as part of a sentence: a comma for each stop within, none at its end."""
    parts = (part.strip("；，, ") for part in re.split(r"[。\s]*\n\s*|。", text))
    return "，".join(part for part in parts if part)
