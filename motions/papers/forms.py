"""What the bordered forms of a case share."""

from datetime import date

from motions.models import Motion
from motions.papers.letters import TITLE_HOLDS
from renda.core.paper.blocks import Document, FormTable, cn_date

BLANK_DAY = "　　年　　月　　日"


def day_text(day: date | None) -> str:
    """2025年3月25日; empty without a day."""
    return cn_date(day) if day else ""


def boxes(chosen: str, choices: list[tuple[str, str]]) -> str:
    """■满意　□基本满意　□不满意: all empty before anything was chosen."""
    return "　".join(f"{'■' if value == chosen else '□'}{label}" for value, label in choices)


def yes_or_no(is_so: bool | None) -> str:
    """■是　□否; both empty as long as it is not known."""
    chosen = "" if is_so is None else str(is_so)
    return boxes(chosen, [("True", "是"), ("False", "否")])


def head_and_seal(person: str, day: date) -> str:
    """The foot of what a unit says in its own name: its head, the place of its seal, the day."""
    return f"负责人：{person}　单位（章）　{cn_date(day)}"


def heading(motion: Motion, name: str) -> str:
    """某镇人民代表大会代表建议交办单; too long for one line, the congress stands on a line of its own."""
    congress = motion.township.congress_name
    return f"{congress}{name}" if len(congress + name) <= TITLE_HOLDS else f"{congress}\n{name}"


def form(name: str, rows: list, *, motion: Motion, right: str = "", created: date) -> Document:
    """A bordered form of a case under the congress's name."""
    table = FormTable(
        rows,
        title=heading(motion, f"代表建议{name}"),
        left=motion.occasion,
        right=right or f"编号：{motion.number_text}",
    )
    return Document(f"{name} {motion.code}", [table], kind="form", created=created)
