"""The figures of activities, campaigns, voters and publicity."""

from activities.figures import doing, publicity
from activities.figures.campaigns import campaigns_of

__all__ = ["campaigns_of", "doing", "publicity"]
