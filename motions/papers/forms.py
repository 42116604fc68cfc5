"""What the bordered forms of a case share."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from deputies.models import Deputy
from motions.models import Motion
from renda.core.models import User
from renda.core.paper.blocks import Cell, Document, FormTable, cn_date, plain
from renda.core.templatetags.ui_words import mask_phone

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
    """某镇人民代表大会代表建议交办单."""
    return f"{motion.township.congress_name}{name}"


def form(name: str, rows: list, *, motion: Motion, right: str = "", created: date) -> Document:
    """A bordered form of a case under the congress's name."""
    table = form_table(name, rows, motion=motion, right=right)
    return Document(f"{name} {motion.code}", [table], kind="form", created=created)


def form_table(name: str, rows: list, *, motion: Motion, right: str = "") -> FormTable:
    """One sheet of such a form."""
    return FormTable(
        rows,
        title=heading(motion, f"代表建议{name}"),
        left=motion.occasion,
        right=right or f"编号：{motion.printed_number}",
    )


def filled(document: Document, given: Mapping[str, Cell]) -> Document:
    """A form as it went out, with what was written since into the cells after these labels."""
    return replace(document, blocks=[_filled(block, given) for block in document.blocks])


def _filled(block: object, given: Mapping[str, Cell]) -> object:
    if not isinstance(block, FormTable):
        return block
    rows = []
    for row in block.rows:
        cells = list(row)
        for place, cell in enumerate(row[:-1]):
            new = given.get(plain(cell.content)) if cell.label else None
            if new:
                cells[place + 1] = replace(
                    cells[place + 1], content=new.content, sign=new.sign or cells[place + 1].sign
                )
        rows.append(cells)
    return replace(block, rows=rows)


def phone_for(reader: User, motion: Motion, deputy: Deputy | None = None) -> str:
    """The telephone of the lead, or of another deputy of the case, masked for those who needn't call."""
    number = (deputy or motion.lead).phone
    return number if reader.has_perm("motions.see_phones", motion) else mask_phone(number)
