"""The papers of a case: forms and letters."""

from motions.papers import case, letters
from motions.papers.case import assignment_table, sign_code

__all__ = ["assignment_table", "case", "letters", "sign_code"]
