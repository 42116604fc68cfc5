"""Several people at once, each in a thread and a connection of their own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from renda.core.models import User
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition

ON_POSTGRESQL = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
    ),
]


def together(township_id: int, *workers: Callable[[], list]) -> list[list]:
    """Run the workers at once, each in its own thread and connection; what each returned."""

    def run(worker: Callable[[], list]) -> list:
        try:
            with township_scope(township_id):
                return worker()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(workers)) as pool:
        return list(pool.map(run, workers))


def racing(gate: threading.Barrier, moves: list[Callable[[], object]]) -> Callable[[], list]:
    """A worker that makes each move at the same moment as the other worker makes its own."""

    def work() -> list:
        results = []
        for move in moves:
            gate.wait(60)
            try:
                move()
                results.append("won")
            except IllegalTransition as error:
                results.append(str(error))
        return results

    return work


def race(township_id: int, first: list, second: list) -> list[tuple[str, str]]:
    """What became of each pair of moves: ``won``, or the words that the loser reads."""
    gate = threading.Barrier(2)
    return list(zip(*together(township_id, racing(gate, first), racing(gate, second)), strict=True))


def fresh(user: User) -> User:
    """The account without anything another thread has cached on it."""
    return User.objects.get(pk=user.pk)
