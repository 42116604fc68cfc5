"""The posts that are timed: every step and form of a case, each sent by the person whose it is."""

from tests.bench.life.roads import ROADS
from tests.bench.life.way import Way, writing

__all__ = ["ROADS", "Way", "writing"]
