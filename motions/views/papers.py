"""Several papers as one file, for the batch bar."""

from django.http import HttpResponse
from django.utils import timezone

from motions.models import Assignment
from motions.papers import assignment_papers
from renda.core.models import User
from renda.core.paper.blocks import Document, PageBreak
from renda.core.views.files import document_file


def batch_papers(rows: list[Assignment], reader: User) -> HttpResponse | None:
    """The 交办单 of all the rows as they were handed over, in one PDF; None if there is none."""
    if not rows:
        return None
    blocks = []
    for document in assignment_papers(rows, reader):
        blocks += [PageBreak()] if blocks else []
        blocks += document.blocks
    document = Document("交办单", blocks, kind="form", created=timezone.localdate())
    return document_file(document, "pdf")
