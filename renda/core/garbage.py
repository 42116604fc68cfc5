"""Memory of long work that leaves much behind at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_garbage() -> Iterator[None]:
    """Collect what the block leaves once, at its end, and look at nothing else; within another, the other does.

    A report is a hundred thousand objects in cycles, with native memory of the layout. Left to itself the
    collector looks through them and through the whole application again and again; left alone, a worker
    would grow by every report.
    """
    if not gc.isenabled():
        yield
        return
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        gc.enable()
