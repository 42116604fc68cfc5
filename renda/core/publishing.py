"""Hand the id of a committed row to the broker; a broker that is down is no error, the sweep will."""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError

from renda.core.scoping import current_township_id

log = logging.getLogger(__name__)

# A broker that hangs costs a whole time-out for each message, and one request may send twenty.
PAUSE_AFTER_FAILURE = 5.0
_paused_until = 0.0


def publish_on_commit(task: str, pk: int) -> None:
    """Hand a row's id to the broker once it is committed; if the broker is down, the sweep will."""
    township_id = current_township_id()
    transaction.on_commit(lambda: publish(task, pk, township_id))


def publish(task: str, pk: int, township_id: int) -> bool:
    """Send one message; False if the broker didn't take it, or failed a moment ago.

    Waits at most the transport's time-out (two seconds), once in five seconds.
    """
    global _paused_until
    if time.monotonic() < _paused_until:
        return False
    try:
        current_app.send_task(
            f"renda.core.tasks.{task}",
            args=[pk],
            kwargs={"township_id": township_id},
            retry=False,
            ignore_result=True,
        )
    except (KombuError, OSError) as error:
        _paused_until = time.monotonic() + PAUSE_AFTER_FAILURE
        log.warning("broker unavailable, %s %s waits for the sweep: %s", task, pk, error)
        return False
    return True
