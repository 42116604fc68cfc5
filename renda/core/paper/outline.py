"""The anchors and entries of a document's headings, the same in every rendering."""

from dataclasses import dataclass

from renda.core.paper.blocks import Annex, Document, Heading


@dataclass(frozen=True)
class Entry:
    """A heading as the table of contents shows it."""

    level: int
    text: str
    anchor: str


def outline(document: Document) -> dict[int, Entry]:
    """Every heading and annex by its place among the blocks, with a unique anchor each."""
    entries: dict[int, Entry] = {}
    used: set[str] = set()
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            level, text = block.level, block.text
        elif isinstance(block, Annex):
            level, text = 1, f"{block.label}　{block.title}"
        else:
            continue
        anchor = block.anchor or f"h{place}"
        while anchor in used:
            anchor += "-"
        used.add(anchor)
        entries[place] = Entry(level, text, anchor)
    return entries
