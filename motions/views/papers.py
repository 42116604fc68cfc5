"""Several papers as one file, for the batch bar."""

from django.http import HttpResponse
from django.utils import timezone

from motions.models import Assignment
from motions.papers import assignment_table, sign_code
from renda.core.excel import file_response
from renda.core.paper.blocks import Document, PageBreak


def batch_papers(name: str, rows: list[Assignment]) -> HttpResponse | None:
    """The 交办单 of all the rows in one PDF; None if there is none."""
    if not rows:
        return None
    from renda.core.paper.pdf import render_pdf

    blocks = []
    for row in rows:
        blocks += [PageBreak()] if blocks else []
        blocks += [assignment_table(row), sign_code(row)]
    document = Document("交办单", blocks, kind="form", created=timezone.localdate())
    return file_response(render_pdf(document), f"{name}.pdf", "application/pdf", inline=True)
