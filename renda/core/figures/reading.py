"""Reading figures by key: one, all of them, many in one query, those of many townships."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db import models
from django.db.models import Value

from renda.core.figures.declaring import Figure, figures
from renda.core.figures.measuring import Measured
from renda.core.figures.period import Period
from renda.core.figures.sharing import reading
from renda.core.registry import read_together
from renda.core.text import keys_in

PARTS_AT_ONCE = 150


def find(key: str, period: Period) -> Figure | None:
    """The figure of a key, ``app.fact`` or ``app.fact@subject``; None if there is none."""
    name, _, pk = key.partition("@")
    figure = figures.get(name)
    if figure is None or bool(pk) != (figure.per is not None):
        return None
    if figure.per is None:
        return figure
    subject = figure.per(period).filter(pk__in=keys_in([pk])).first()
    return figure.of(subject) if subject else None


def measure(key: str, period: Period) -> Measured:
    """One figure of the township in scope; ``KeyError`` for an unknown key."""
    figure = find(key, period)
    if figure is None:
        raise KeyError(key)
    return Measured(figure, period)


def measure_all(period: Period) -> dict[str, Measured]:
    """Every figure of the township in scope, by key; those declared ``per`` once for each subject."""
    found = {}
    subjects: dict[Callable, list[models.Model]] = {}
    for key, figure in figures.items():
        if figure.per is None:
            found[key] = Measured(figure, period)
            continue
        if figure.per not in subjects:
            subjects[figure.per] = list(figure.per(period))
        for subject in subjects[figure.per]:
            single = figure.of(subject)
            found[single.key] = Measured(single, period)
    for number in found.values():
        if number.figure.kind == "rate":
            number.__dict__["numerator"] = found[number.figure.numerator]
            number.__dict__["denominator"] = found[number.figure.denominator]
    return found


def prefetch(numbers: Iterable[Measured]) -> None:
    """Read the evidence of many figures in one query (per 150), instead of one query each."""
    for chunk in _asked_once(numbers, "amounts"):
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in chunk}
        for name, pk, amount in _read_parts(chunk, "part.pk, {amount}"):
            found[name].append((pk, amount))
        for name, parts in chunk.items():
            for part in parts:
                part.__dict__["amounts"] = sorted(found[name])


def prefetch_values(numbers: Iterable[Measured]) -> None:
    """Count many figures in one query (per 150), where nobody looks at their rows."""
    for chunk in _asked_once(numbers, "value"):
        for name, value in _read_parts(chunk, "COALESCE(SUM({amount}), 0)"):
            for part in chunk[name]:
                part.__dict__["value"] = int(value)


def _asked_once(numbers: Iterable[Measured], wanted: str) -> Iterator[dict[str, list[Measured]]]:
    """The counting figures that the numbers are made of and that don't know ``wanted``, by figure and
    period, so many at once as one query may hold."""
    waiting: dict[str, list[Measured]] = {}
    for number in numbers:
        is_rate = number.figure.kind == "rate"
        for part in (number.numerator, number.denominator) if is_rate else (number,):
            if not part.__dict__.keys() & {wanted, "amounts"}:
                name = f"{part.figure.key}|{part.period.start}|{part.period.end}"
                waiting.setdefault(name, []).append(part)
    names = list(waiting)
    for first in range(0, len(names), PARTS_AT_ONCE):
        yield {name: waiting[name] for name in names[first : first + PARTS_AT_ONCE]}


def _read_parts(chunk: Mapping[str, list[Measured]], columns: str) -> list[tuple]:
    """(name, columns …) of every row of the figures' evidence; ``{amount}`` stands for what a row adds."""
    with reading():
        return read_together(
            (
                name,
                columns.format(amount="part.figure_amount" if part.is_summed else "1"),
                part.evidence_rows(),
            )
            for name, (part, *_) in chunk.items()
        )


def by_township(keys: list[str], period: Period) -> dict[int, dict[str, int]]:
    """Counting figures of every township in scope, in one query: ``{township id: {key: value}}``.

    Only ``count``, ``people`` and ``listing`` figures: rows that are counted, not summed.
    """
    parts = []
    for key in keys:
        figure = figures[key]
        if figure.kind not in {"count", "people", "listing"}:
            raise ValueError(f"{key} is a {figure.kind}")
        rows = figure.rows(period).order_by().annotate(figure_key=Value(key))
        parts.append(
            rows.values("township_id", "figure_key")
            .annotate(figure_rows=models.Count("pk", distinct=True))
            .values_list("township_id", "figure_key", "figure_rows")
        )
    found: dict[int, dict[str, int]] = {}
    if parts:
        first, *rest = parts
        for township_id, key, number in first.union(*rest, all=True) if rest else first:
            found.setdefault(township_id, dict.fromkeys(keys, 0))[key] = number
    return found
