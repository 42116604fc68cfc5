"""The papers of a case: forms and letters."""

from motions.papers import case, handing, handling_report, letters, openings, parts
from motions.papers.handing import assignment_table, sign_code

__all__ = [
    "assignment_table", "case", "handing", "handling_report", "letters", "openings", "parts",
    "sign_code",
]  # fmt: skip
