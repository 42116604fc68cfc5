"""Writers of one township's history at once: nobody's line breaks the chain."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction

from renda.core import audit
from renda.core.models import AuditEntry, Unit
from renda.core.scoping import township_scope
from tests.motions.helpers.races import ON_POSTGRESQL, together

pytestmark = ON_POSTGRESQL
WRITERS, EACH = 4, 25


def test_who_waits_for_another_writer_goes_on_from_that_writers_line(township, unit):
    said, waiting = threading.Event(), threading.Event()

    def first() -> None:
        with township_scope(township.pk), transaction.atomic():
            audit.record(None, "先写", unit)
            said.set()
            assert waiting.wait(30)
            wait_until_somebody_is_locked_out()
        connection.close()

    def second() -> None:
        assert said.wait(30)
        waiting.set()
        with township_scope(township.pk):
            audit.record(None, "后写", unit)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result()

    with township_scope(township.pk):
        lines = AuditEntry.objects.order_by("seq").values_list("seq", "verb")
        assert list(lines) == [(1, "先写"), (2, "后写")]
        assert audit.verify() is None


def test_many_writers_make_one_chain(township, unit):
    def write() -> list:
        mine = Unit.objects.get(pk=unit.pk)
        return [audit.record_many(None, "核对", [mine] * n)[0].seq for n in range(1, EACH + 1)]

    begun = together(township.pk, *[write] * WRITERS)

    with township_scope(township.pk):
        assert AuditEntry.objects.count() == WRITERS * sum(range(1, EACH + 1))
        assert audit.verify() is None
    assert len({seq for row in begun for seq in row}) == WRITERS * EACH


def wait_until_somebody_is_locked_out() -> None:
    """Until another connection to this database waits for a lock; fails after ten seconds."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(1000):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01), pg_stat_clear_snapshot()")
    raise AssertionError("nobody waited")
