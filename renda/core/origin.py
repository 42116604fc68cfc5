"""Who is asking, and from where: set once per request, read by the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_origin: ContextVar[str] = ContextVar("origin", default="")


def current_origin() -> str:
    """The address the running request came from; empty in tasks and commands."""
    return _origin.get()


@contextmanager
def origin(text: str) -> Iterator[None]:
    """Say where the work in the block was asked for."""
    token = _origin.set(text[:60])
    try:
        yield
    finally:
        _origin.reset(token)
