"""The documents of the congress: agenda, sign-in book, results, resolutions, notices, minutes, forms."""

from sessions_app.papers import asking, meetings

__all__ = ["asking", "meetings"]
