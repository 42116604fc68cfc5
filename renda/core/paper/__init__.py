"""Official documents: one tree of blocks → page, PDF (GB/T 9704-2012) and Word.

``from renda.core.paper import blocks, render_html, render_pdf, render_docx``. The renderers are
loaded when first used, since WeasyPrint alone takes half a second.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from renda.core.paper import blocks
from renda.core.paper.errors import FontsMissing, ForbiddenAddress, UnmappableCharacters

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from renda.core.paper.portions import Portion

__all__ = [
    "FontsMissing",
    "ForbiddenAddress",
    "UnmappableCharacters",
    "blocks",
    "portion",
    "refuse_unprintable",
    "render_docx",
    "render_html",
    "render_pdf",
]

Progress = Callable[[int, str], None]


def refuse_unprintable(document: blocks.Document) -> None:
    """Raises what ``render_pdf`` would raise before laying it out: ``UnmappableCharacters``, ``FontsMissing``."""
    from renda.core.paper.characters import missing_characters

    if missing := missing_characters(document):
        raise UnmappableCharacters(missing)


def render_html(document: blocks.Document, *, live: bool = False) -> "SafeString":
    """The document as a piece of a page; ``live`` makes figures and links clickable."""
    from renda.core.paper.html import render_html as render

    return render(document, live=live)


def portion(document: blocks.Document, request: "HttpRequest", *, live: bool = False) -> "Portion":
    """As ``render_html``, the portion that the address asks for: no page holds more than it should."""
    from renda.core.paper.portions import portion as render

    return render(document, request, live=live)


def render_pdf(
    document: blocks.Document,
    *,
    attachments: Iterable[tuple[str, bytes]] = (),
    progress: Progress | None = None,
) -> bytes:
    """The document as PDF/A-3; raises ``UnmappableCharacters`` before it prints a black box."""
    from renda.core.paper.pdf import render_pdf as render

    return render(document, attachments=attachments, progress=progress)


def render_docx(document: blocks.Document) -> bytes:
    """The document as a Word file in the same layout, with the office's own font names."""
    from renda.core.paper.docx import render_docx as render

    return render(document)
