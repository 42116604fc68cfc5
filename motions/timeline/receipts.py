"""Whom each letter of a case is for, and when each of them first opened it."""

from collections.abc import Iterable

from motions.models import Motion
from motions.timeline.rows import Row

OPENED = {"reply": "opening", "supplement": "reading"}
"""By whose rows it is told who opened a letter of which kind."""


WAITING = "代表还没有打开"


def receipts_of(motion: Motion, rows: Iterable[Row], of: str = "reply") -> dict[int, list[str]]:
    """For each issued letter by key: 张三代表首次打开 11月20日 14:03, the lead deputy first.

    The letters are the replies, or with ``of`` the supplements.
    """
    rows = list(rows)
    addressees = sorted(
        (row for row in rows if row.kind == "addressee"),
        key=lambda row: (row.pk != motion.lead_id, row.pk),
    )
    opened = {(row.one, row.two): row for row in rows if row.kind == OPENED[of]}
    return {
        reply.pk: [
            _words(each, reply, opened.get((str(reply.pk), str(each.pk)))) for each in addressees
        ]
        for reply in rows
        if reply.kind == of and reply.on
    }


def _words(deputy: Row, reply: Row, opening: Row | None) -> str:
    if opening is None:
        return f"{deputy.who}{WAITING}"
    year = f"{opening.on.year}年" if opening.on.year != reply.on.year else ""
    day = f"{year}{opening.on.month}月{opening.on.day}日"
    return f"{deputy.who}代表首次打开 {day} {int(opening.three):02}:{int(opening.four):02}"


def together(receipts: Iterable[str]) -> list[str]:
    """The same in few lines: who opened it and when, then the others: 张三、李四代表还没有打开."""
    receipts = list(receipts)
    opened = "；".join(each for each in receipts if not each.endswith(WAITING))
    others = "、".join(each.removesuffix(WAITING) for each in receipts if each.endswith(WAITING))
    return [line for line in (opened, others and f"{others}{WAITING}") if line]
