"""What a morning does with motions: unrated answers lapse, and whoever is late or nearly so is told."""

from datetime import date

from motions import services
from renda.core.daily import daily


@daily("motions.lapse")
def lapse(today: date) -> None:
    """未反馈: reminded of the rating, and the days of grace have passed."""
    services.lapse_unrated(today)


@daily("motions.warn")
def warn(today: date) -> None:
    """Due in fifteen, seven, three and one days, overdue, not signed for, not decided, not rated."""
    services.send_warnings(today)
