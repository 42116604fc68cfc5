"""Numbers without gaps: one locked counter row per township and series. The same row is a queue."""

from django.db import transaction
from django.db.models import F

from renda.core.models import Counter
from renda.core.scoping import current_township_id


@transaction.atomic(savepoint=False)
def next_number(series: str) -> int:
    """The next number of a series, starting at 1.

    The counter's row stays locked until the caller's transaction ends: if that rolls back,
    so does the number, and nobody else got one in between.
    """
    counter = Counter.objects.filter(name=series)
    if not counter.update(value=F("value") + 1):
        Counter.objects.get_or_create(township_id=current_township_id(), name=series)
        counter.update(value=F("value") + 1)
    return counter.get().value


@transaction.atomic(savepoint=False)
def queue_up(series: str) -> None:
    """Wait for whoever does what goes under this name; then it is ours until our transaction ends."""
    counter = Counter.objects.filter(name=series)
    if not counter.update(value=F("value")):
        Counter.objects.get_or_create(township_id=current_township_id(), name=series)
        counter.update(value=F("value"))
