"""Reading the tables of 办理统计."""

from collections.abc import Sequence

from motions.tables import Row


def numbers(row: Row, heads: Sequence[tuple[str, str]]) -> dict[str, int | str]:
    """A row of a table by its heads."""
    return {label: cell.value for (label, _), cell in zip(heads, row.cells, strict=True)}
