"""Papers that go out are kept as they were: letters, 交办单, 督办单, 催办单."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Model

from motions.models import IssuedPaper, Motion
from renda.core.paper.blocks import Document
from renda.core.paper.keeping import pack
from renda.core.registry import Registry

Composer = Callable[[Sequence[Model]], Iterable[Document]]
composers: Registry[Composer] = Registry("issued paper")
ON_PAPER = ("lead", "session", "term", "township")
"""What papers name of a case: joined where a case is held, so that they are written without a query."""


def is_read_whole(motion: Motion) -> bool:
    """Whether all that papers name of a case was read along with it."""
    return all(motion._meta.get_field(name).is_cached(motion) for name in ON_PAPER)


def goes_out(model: type[Model]) -> Callable[[Composer], Composer]:
    """Register ``compose(rows) -> documents`` of what is issued of these rows, in their order."""

    def register(compose: Composer) -> Composer:
        return composers.add(model._meta.label_lower, compose)

    return register


def keep_issued(rows: Sequence[Model]) -> None:
    """Keep the papers of rows of one kind as they go out now; as many queries for a hundred as for one."""
    if not rows:
        return
    label = rows[0]._meta.label_lower
    IssuedPaper.objects.bulk_create(
        IssuedPaper(
            township_id=row.township_id, model=label, object_id=row.pk, content=pack(document)
        )
        for row, document in zip(rows, composers[label](rows), strict=True)
    )


def as_issued(row: Model) -> Document:
    """The paper of a row as it went out; composed now, if it has not gone out yet."""
    return all_as_issued([row])[0]


def all_as_issued(rows: Sequence[Model]) -> list[Document]:
    """The papers of rows of one kind; one query, and one composition of what has not gone out."""
    if not rows:
        return []
    label = rows[0]._meta.label_lower
    kept = IssuedPaper.objects.filter(model=label, object_id__in=[row.pk for row in rows])
    found = {paper.object_id: paper.document for paper in kept}
    if drafts := [row for row in rows if row.pk not in found]:
        found |= zip((row.pk for row in drafts), composers[label](drafts), strict=True)
    return [found[row.pk] for row in rows]
