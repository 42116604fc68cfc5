"""The papers of a case: forms and letters."""

from motions.papers import case, handling_report, letters, openings
from motions.papers.case import assignment_table, sign_code

__all__ = ["assignment_table", "case", "handling_report", "letters", "openings", "sign_code"]
