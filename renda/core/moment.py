"""Read many things as they were at one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Every query of the block sees the database as the first one saw it.

    For reading: what the block writes may be refused where somebody else wrote the same row meanwhile.
    Inside another transaction the block sees what that one sees.
    """
    begins = not connection.in_atomic_block
    if begins:
        connection.cursor().close()  # says which townships are in scope, a query that would come first
    with transaction.atomic():
        if begins and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
