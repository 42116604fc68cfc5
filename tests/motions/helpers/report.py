"""What a 办理情况报告 says: its paragraphs and its tables."""

from motions.papers.handling_report import handling_report
from renda.core.paper import blocks as b


def words(report) -> list[str]:
    """The paragraphs of the report."""
    return [
        "".join(part.text for part in block.content)
        for block in handling_report(report).blocks
        if isinstance(block, b.Paragraph)
    ]


def tables(report) -> dict[str, list[list[str]]]:
    """The tables by their captions, their cells as text."""
    return {
        block.caption: [["".join(part.text for part in cell) for cell in row] for row in block.rows]
        for block in handling_report(report).blocks
        if isinstance(block, b.Table)
    }
