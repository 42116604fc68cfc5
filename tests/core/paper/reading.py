"""Reads positions of characters out of a PDF."""

import io
from collections import defaultdict
from dataclasses import dataclass

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from renda.core.paper import render_pdf
from renda.core.paper.blocks import Document

MM = 72 / 25.4


@dataclass(frozen=True)
class Line:
    """Characters on one baseline; measures in mm from the page's left and top edge."""

    text: str
    left: float
    right: float
    middle: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page's lines in the type area and what stands below it."""

    lines: list[Line]
    foot: list[Line]


def read_pages(pdf: bytes) -> list[Page]:
    """Every page's lines from top to bottom."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages = []
    for page in PDFPage.get_pages(io.BytesIO(pdf)):
        interpreter.process_page(page)
        layout = device.get_result()
        found = _lines(layout)
        bottom = layout.height / MM - (35 if layout.height > layout.width else 26)
        pages.append(
            Page(
                [line for line in found if line.middle < bottom],
                [line for line in found if line.middle >= bottom],
            )
        )
    return pages


def _lines(layout: object) -> list[Line]:
    by_baseline = defaultdict(list)
    for item in layout:
        if isinstance(item, LTChar) and item.get_text().strip():
            by_baseline[round(item.matrix[5], 1)].append(item)
    lines = []
    for baseline, items in sorted(by_baseline.items(), reverse=True):
        items.sort(key=lambda item: item.x0)
        size = max(item.size for item in items)
        # every font has ascent 0.88 and descent 0.12, so the em box is 0.38 above the baseline
        middle = layout.height - (baseline + 0.38 * size)
        lines.append(
            Line(
                "".join(item.get_text() for item in items),
                items[0].x0 / MM,
                items[-1].x1 / MM,
                middle / MM,
                size,
            )
        )
    return lines


def lines_of(document: Document) -> list[list[str]]:
    """The text of every line of a document as it is printed, page by page."""
    return [[line.text for line in page.lines] for page in read_pages(render_pdf(document))]
