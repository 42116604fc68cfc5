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
MOST_IN_A_MESSAGE = 20  # so that several workers share the letters of a large batch
_paused_until = 0.0


def publish_on_commit(task: str, *pks: int) -> None:
    """Hand rows' ids to the broker once they are committed; if the broker is down, the sweep will.

    One message carries several: each costs the request, and a hanging broker, as much as the first.
    """
    township_id = current_township_id()
    for start in range(0, len(pks), MOST_IN_A_MESSAGE):
        part = pks[start : start + MOST_IN_A_MESSAGE]
        transaction.on_commit(lambda part=part: _send(task, part, township_id))


def publish(task: str, pk: int, township_id: int) -> bool:
    """Send one message; False if the broker didn't take it, or failed a moment ago.

    Waits at most the transport's time-out (two seconds), once in five seconds.
    """
    return _send(task, (pk,), township_id)


def _send(task: str, pks: tuple[int, ...], township_id: int) -> bool:
    global _paused_until
    if time.monotonic() < _paused_until:
        return False
    try:
        current_app.send_task(
            f"renda.core.tasks.{task}",
            args=pks,
            kwargs={"township_id": township_id},
            retry=False,
            ignore_result=True,
        )
    except (KombuError, OSError) as error:
        _paused_until = time.monotonic() + PAUSE_AFTER_FAILURE
        log.warning("broker unavailable, %s %s waits for the sweep: %s", task, pks, error)
        return False
    return True
