"""Which documents a record prints: each app registers builders, one page serves HTML, PDF and Word."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

from renda.core.models import User
from renda.core.registry import Registry

if TYPE_CHECKING:
    from renda.core.paper.blocks import Document


@dataclass(frozen=True)
class Paper:
    """A document that one kind of record can print; ``for_reader`` if not everybody may read all of it."""

    model: str
    key: str
    label: str
    perm: str
    build: Callable[..., "Document"]
    when: Callable[[models.Model], bool]
    for_reader: bool = False

    def document(self, record: models.Model, reader: User) -> "Document":
        """The document as this user may read it."""
        return self.build(record, reader) if self.for_reader else self.build(record)


papers: Registry[Paper] = Registry("paper")


def paper(
    model: str,
    key: str,
    *,
    label: str,
    perm: str,
    when: Callable[[models.Model], bool] = lambda record: True,
    for_reader: bool = False,
) -> Callable:
    """Register ``build(record) -> Document``. ``model`` is a label such as ``"motions.motion"``.

    With ``for_reader`` it is ``build(record, reader)``.
    """

    def register(build: Callable) -> Callable:
        papers.add(f"{model}/{key}", Paper(model, key, label, perm, build, when, for_reader))
        return build

    return register


openings: Registry[Callable[[models.Model, User], None]] = Registry("paper opening")


def when_opened(model: str, key: str) -> Callable:
    """Register ``note(record, user)``: told each time a document is read, in whatever form."""

    def register(note: Callable[[models.Model, User], None]) -> Callable:
        return openings.add(f"{model}/{key}", note)

    return register


def papers_of(record: models.Model, user: User) -> list[dict[str, str]]:
    """The documents this user may print of a record: label and URLs of its renderings."""
    model = record._meta.label_lower
    return [
        {
            "label": p.label,
            "url_html": reverse("core:paper", args=[model, record.pk, p.key, "html"]),
            "url_pdf": reverse("core:paper", args=[model, record.pk, p.key, "pdf"]),
            "url_docx": reverse("core:paper", args=[model, record.pk, p.key, "docx"]),
        }
        for p in papers
        if p.model == model and user.has_perm(p.perm, record) and p.when(record)
    ]
