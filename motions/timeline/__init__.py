"""A case's history from its own rows, in rounds, newest first: one query whatever is in it."""

from motions.timeline.receipts import receipts_of
from motions.timeline.rounds import returns_of, rounds_of
from motions.timeline.rows import Row, fetch
from motions.timeline.words import vote_in

__all__ = ["Row", "fetch", "receipts_of", "returns_of", "rounds_of", "vote_in"]
