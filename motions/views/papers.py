"""Several papers as one file, for the batch bar."""

from django.http import HttpResponse
from django.utils import timezone

from motions.models import Assignment
from motions.papers import assignment_table, sign_code
from renda.core.paper.blocks import Document, PageBreak
from renda.core.views.files import document_file


def batch_papers(rows: list[Assignment]) -> HttpResponse | None:
    """The 交办单 of all the rows in one PDF; None if there is none."""
    if not rows:
        return None
    blocks = []
    for row in rows:
        blocks += [PageBreak()] if blocks else []
        blocks += [assignment_table(row), sign_code(row)]
    document = Document("交办单", blocks, kind="form", created=timezone.localdate())
    return document_file(document, "pdf")
