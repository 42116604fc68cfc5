"""Days of the running year, counted back from today and never outside it."""

from datetime import date, timedelta

from renda.core.demo import Demo


def ago(demo: Demo, days: int) -> date:
    """So many days before today, but not before the year's second day nor after today."""
    first = date(demo.today.year, 1, 2)
    return min(demo.today, max(first, demo.today - timedelta(days=days)))
