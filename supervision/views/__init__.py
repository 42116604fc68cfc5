"""Pages about supervision. The rules are elsewhere; these only name them."""

from supervision.views import appraisals, board, findings, inspections, plans, projects, watch

__all__ = ["appraisals", "board", "findings", "inspections", "plans", "projects", "watch"]
