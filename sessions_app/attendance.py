"""Who stayed away from the sessions without leave, as the closed rolls of their sittings tell."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q

from deputies.models import RollEntry
from renda.core import law


def in_question(until: date) -> dict[int, list[str]]:
    """Deputy → the sessions missed without leave in one term, where they are so many that the seat ends
    (代表法 62); two queries."""
    missed: dict[tuple[int, int], list[str]] = defaultdict(list)
    for deputy, term, name in missed_sessions(until):
        missed[deputy, term].append(name)
    most = law.value("deputy.absences")
    return {deputy: names for (deputy, _), names in missed.items() if len(names) >= most}


def missed_sessions(until: date) -> Iterator[tuple[int, int, str]]:
    """(deputy, term, session) where a deputy came to none of its sittings and was not always on leave."""
    state, session = RollEntry.State, "roll__sittings__session"
    rows = RollEntry.objects.filter(
        roll__kind="sitting",
        roll__is_closed=True,
        roll__sittings__voided_at=None,
        deputy__isnull=False,
        **{f"{session}__opens_on__lte": until, f"{session}__voided_at": None},
    )
    counted = rows.order_by(f"{session}__opens_on").values(
        "deputy", f"{session}__term", f"{session}__name", f"{session}__opens_on"
    )
    for row in counted.annotate(
        there=Count("pk", filter=Q(state=state.PRESENT)),
        away=Count("pk", filter=Q(state=state.ABSENT)),
    ).filter(there=0, away__gt=0):
        yield row["deputy"], row[f"{session}__term"], row[f"{session}__name"]
