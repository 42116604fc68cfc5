"""The year's figures about deputies, by what they are about; importing them registers them."""

from deputies.figures import answering, attendance, funds, learning, seats

__all__ = ["answering", "attendance", "funds", "learning", "seats"]
