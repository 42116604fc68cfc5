"""Morning checks: each app registers what must be looked at once a day. Safe to repeat."""

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction

from renda.core.registry import Registry

log = logging.getLogger(__name__)

checks: Registry[Callable[[date], None]] = Registry("daily check")


def daily(key: str) -> Callable:
    """Register ``check(today)``; it must do nothing the second time on the same day."""

    def register(check: Callable[[date], None]) -> Callable[[date], None]:
        return checks.add(key, check)

    return register


def run_all(today: date) -> None:
    """Every app's check for the township in scope, each on its own: done whole, or not at all.

    One that fails keeps no other from running. Raises what failed together at the end, so that the
    morning counts as failed; the next run of the day does again what was left.
    """
    failed = []
    for key, check in checks.items():
        try:
            with transaction.atomic():
                check(today)
        except Exception as error:
            log.error("daily check %s failed", key)
            error.add_note(f"daily check {key}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("daily checks failed", failed)
