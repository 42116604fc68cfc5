"""The words of a letter, whoever shows them: on paper, to the public, on a deputy's phone."""

import re

from django.db.models import prefetch_related_objects

from motions.models import Reply
from renda.core.calendar import chinese_date

NUMBERED = re.compile(r"^[一二三四五六七八九十]+、")
LISTED = re.compile(r"^(\d+[.．、]|（\d+）)\s*")
THANKS = ("感谢", "再次感谢", "衷心感谢")
DONE, PLANNED, DECLINED = "已经办的", "正在办和计划办的", "没有采纳的及原因"


def words_of(text: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a letter's own words: what comes before the parts, and the thanks."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    thanks = lines[-1:] if lines and lines[-1].startswith(THANKS) else []
    return lines[: len(lines) - len(thanks)], thanks


def parts_of(reply: Reply) -> list[tuple[str, list[str]]]:
    """The parts of a reply that hold something: what was done, is planned by when, was not adopted."""
    prefetch_related_objects([reply], "commitments__changes")
    planned = [
        f"{row.text}，{chinese_date(row.promised_on)}前完成" for row in reply.commitments.all()
    ]
    wanted = [
        (DONE, items_of(reply.done_items)),
        (PLANNED, planned),
        (DECLINED, items_of(reply.declined)),
    ]
    return [(title, items) for title, items in wanted if items]


def items_of(text: str) -> list[str]:
    """One item a line, without the numbers that people type before them."""
    lines = (line.strip() for line in text.splitlines())
    plain = (LISTED.sub("", NUMBERED.sub("", line)) for line in lines)
    return [line for line in plain if line]
