"""The figures of activities, campaigns, voters and publicity."""

from activities.figures import campaigns, doing, publicity

__all__ = ["campaigns", "doing", "publicity"]
