"""System checks of the shared rooms, registered by being imported at start."""

from renda.core.paper.checks import check_paper

__all__ = ["check_paper"]
