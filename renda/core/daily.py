"""Morning checks: each app registers what must be looked at once a day. Safe to repeat."""

from collections.abc import Callable
from datetime import date

from renda.core.registry import Registry

checks: Registry[Callable[[date], None]] = Registry("daily check")


def daily(key: str) -> Callable:
    """Register ``check(today)``; it must do nothing the second time on the same day."""

    def register(check: Callable[[date], None]) -> Callable[[date], None]:
        return checks.add(key, check)

    return register


def run_all(today: date) -> None:
    """Every app's check for the township in scope."""
    for check in checks:
        check(today)
