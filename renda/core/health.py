"""What looks wrong in the data: each app names its checks, the 数据体检 page lists the findings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from renda.core.figures import Period
from renda.core.registry import Registry


@dataclass(frozen=True)
class Problem:
    """One record that looks wrong, and the page where it is mended."""

    title: str
    url: str
    advice: str = ""


@dataclass(frozen=True)
class HealthCheck:
    key: str
    label: str
    find: Callable[[Period], Iterable[Problem]]


checks: Registry[HealthCheck] = Registry("health check")


def health(key: str, *, label: str) -> Callable:
    """Register ``find(period)``, which yields the ``Problem``s of one kind."""

    def register(find: Callable) -> Callable:
        checks.add(key, HealthCheck(key, label, find))
        return find

    return register


def examine(period: Period) -> list[tuple[HealthCheck, list[Problem]]]:
    """Every check that found something."""
    found = [(check, list(check.find(period))) for check in checks]
    return [(check, problems) for check, problems in found if problems]
