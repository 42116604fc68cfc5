"""What a unit asked of the office and nobody has to decide any more, for the case has moved on."""

from collections.abc import Sequence
from datetime import date

from motions.models import Assignment, Extension, Objection
from motions.models.asking import Asking
from renda.core import audit
from renda.core.together import rows_together


def drop_requests(
    parts: Sequence[Assignment],
    *,
    on: date,
    why: str,
    kinds: Sequence[type[Asking]] = (Extension, Objection),
) -> None:
    """Settle as 不再需要, by the system, what held parts still wait for; one query if that is nothing."""
    by_pk = {part.pk: part for part in parts}
    found = rows_together([kind.objects.pending().filter(assignment__in=by_pk) for kind in kinds])
    for kind, rows in zip(kinds, found, strict=True):
        if not rows:
            continue
        for row in rows:
            row.assignment = by_pk[row.assignment_id]
            row.decision = kind.Decision.MOOT
        kind.objects.filter(pk__in=[row.pk for row in rows]).update(
            decision=kind.Decision.MOOT, note=why, decided_by="系统", decided_on=on
        )
        words = f"{kind._meta.verbose_name}：{kind.Decision.MOOT.label}"
        audit.record_many(None, words, rows, note=why)
