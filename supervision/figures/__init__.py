"""The figures of supervision: plans and projects, inspections, findings, appraisals, elections."""

from supervision.figures import appraisals, findings, inspections, plans, watch

__all__ = ["appraisals", "findings", "inspections", "plans", "watch"]
