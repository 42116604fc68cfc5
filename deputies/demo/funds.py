"""The demo's money for deputies' work."""

from datetime import date

from deputies.models import Fund
from renda.core.demo import Demo

K = Fund.Kind
FULL = (
    (2024, K.ACTIVITY, 60000, 57320), (2024, K.TRAINING, 20000, 18650), (2024, K.STATION, 15000, 14800),
    (2025, K.ACTIVITY, 65000, 63480), (2025, K.TRAINING, 22000, 21150), (2025, K.STATION, 18000, 16900),
    (2025, K.ALLOWANCE, 40000, 38400), (2026, K.ACTIVITY, 68000, 41260), (2026, K.TRAINING, 24000, 12300),
)  # fmt: skip
SMALL = ((2025, K.ACTIVITY, 38000, 35200), (2026, K.ACTIVITY, 40000, 21500))


def load_funds(demo: Demo) -> None:
    """A line for each kind and year; the current year's spending is what it is so far."""
    funds = Fund.objects.bulk_create(
        Fund(township=demo.township, year=year, kind=kind, budget=budget, spent=spent)
        for year, kind, budget, spent in (FULL if demo.full else SMALL)
    )
    demo.record(demo.users["clerk"], "登记", funds, lambda fund: date(fund.year, 1, 8))
