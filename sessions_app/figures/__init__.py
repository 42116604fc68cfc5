"""What the congress and its presidium did in a period, and in each session."""

from sessions_app.figures import each, elections, presidium, quorum, sessions

__all__ = ["each", "elections", "presidium", "quorum", "sessions"]
