"""Numbers without gaps: one locked counter row per township and series. The same row is a queue."""

from django.db import connection, transaction

from renda.core.models import Counter
from renda.core.scoping import current_township_id


def next_number(series: str) -> int:
    """The next number of a series, starting at 1.

    The counter's row stays locked until the caller's transaction ends: if that rolls back,
    so does the number, and nobody else got one in between.
    """
    return _raised(series, by=1)


def queue_up(series: str) -> None:
    """Wait for whoever does what goes under this name; then it is ours until our transaction ends."""
    _raised(series, by=0)


@transaction.atomic(savepoint=False)
def _raised(series: str, *, by: int) -> int:
    """The counter of a series, begun if there is none, raised and locked: one query."""
    table = connection.ops.quote_name(Counter._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS counter (township_id, name, value) VALUES (%s, %s, %s) "
            "ON CONFLICT (township_id, name) DO UPDATE SET value = counter.value + excluded.value "
            "RETURNING value",
            [current_township_id(), series, by],
        )
        return cursor.fetchone()[0]
