"""What the year's report and the desks count about motions."""

from motions.figures import arrivals, handling, listings

__all__ = ["arrivals", "handling", "listings"]
