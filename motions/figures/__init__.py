"""What the year's report and the desks count about motions."""

from motions.figures import arrivals, handling, listings, publicity

__all__ = ["arrivals", "handling", "listings", "publicity"]
