"""Time requests in turns, so that what else the machine does falls on all of them alike."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

Send = Callable[[], HttpResponse]


@dataclass(frozen=True)
class Request:
    """What is timed, and what is looked up for it beforehand, untimed."""

    send: Send
    prepare: Callable[[], None] = lambda: None


@dataclass
class Timing:
    """The times of one kind of request, in milliseconds."""

    name: str
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    @property
    def p50(self) -> float:
        return percentile(self.walls, 50)

    @property
    def p95(self) -> float:
        return percentile(self.walls, 95)

    @property
    def cpu(self) -> float:
        """Processor time of a request: the median, for a few hiccups must not count."""
        return percentile(self.cpus, 50)


def percentile(values: list[float], share: int) -> float:
    """The value that ``share`` percent of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def take_turns(requests: dict[str, Request], rounds: int, warm_up: int = 3) -> list[Timing]:
    """Send each request once a round; the first rounds warm up and one more counts queries."""
    timings = [Timing(name) for name in requests]
    for timing, request in zip(timings, requests.values(), strict=True):
        for _ in range(warm_up):
            request.prepare()
            request.send()
        request.prepare()
        with CaptureQueriesContext(connection) as captured:
            response = request.send()
        timing.queries, timing.size = len(captured), len(response.content)
    for _ in range(rounds):
        for timing, request in zip(timings, requests.values(), strict=True):
            request.prepare()
            wall, cpu = time.perf_counter(), time.process_time()
            request.send()
            timing.cpus.append((time.process_time() - cpu) * 1000)
            timing.walls.append((time.perf_counter() - wall) * 1000)
    return timings
