"""Shares in percent with one decimal: the one place where a rate is rounded."""


def tenths(part: int, base: int) -> int:
    """``part`` of ``base``, which is not 0, in tenths of a percent: rounded half up, by integers."""
    return (part * 2000 + base) // (2 * base)


def percent(part: int, base: int, *, sign: str = "%", whole: bool = False) -> str:
    """The share as printed: 66.7%, 100.0%; — for no base. ``whole`` prints 100%."""
    if not base:
        return "—"
    units, decimal = divmod(tenths(part, base), 10)
    return f"{units}{sign}" if whole and not decimal else f"{units}.{decimal}{sign}"
