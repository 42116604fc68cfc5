"""A case's history from its own rows, in rounds, newest first: one query whatever is in it."""

from motions.timeline.receipts import receipts_of
from motions.timeline.rounds import rounds_of
from motions.timeline.rows import Row, fetch

__all__ = ["Row", "fetch", "receipts_of", "rounds_of"]
