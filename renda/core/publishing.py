"""Hand the id of a committed row to the broker; a broker that is down is no error, the sweep will."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError

from renda.core.scoping import current_township_id

log = logging.getLogger(__name__)


def publish_on_commit(task: str, pk: int) -> None:
    """Hand a row's id to the broker once it is committed; if the broker is down, the sweep will."""
    township_id = current_township_id()
    transaction.on_commit(lambda: publish(task, pk, township_id))


def publish(task: str, pk: int, township_id: int) -> bool:
    """Send one message without waiting; False if the broker didn't take it."""
    try:
        current_app.send_task(
            f"renda.core.tasks.{task}",
            args=[pk],
            kwargs={"township_id": township_id},
            retry=False,
            ignore_result=True,
        )
    except (KombuError, OSError) as error:
        log.warning("broker unavailable, %s %s waits for the sweep: %s", task, pk, error)
        return False
    return True
