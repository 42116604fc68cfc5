"""The papers of a case: forms and letters."""

from motions.papers import case, handing, handling_report, letters, openings, parts
from motions.papers.handing import assignment_papers
from motions.papers.handling_report import public_report

__all__ = [
    "assignment_papers", "case", "handing", "handling_report", "letters", "openings", "parts",
    "public_report",
]  # fmt: skip
