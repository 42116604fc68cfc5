"""What can be put into a chapter beside numbers: its charts and tables."""

from copy import copy

from reports.book import Book
from reports.chapters import write
from reports.models import Chapter
from reports.tokens import STANDS_ALONE, Token, tokens


def charts(chapter: Chapter, book: Book) -> list[Token]:
    """The charts and tables a chapter has, then those its template would have; each once."""
    automatic = copy(chapter)
    automatic.text, automatic.is_edited = "", False
    written = [write(each, book, set()).text for each in (chapter, automatic)]
    found = tokens("\n".join(written))
    return list(dict.fromkeys(token for token in found if token.mode in STANDS_ALONE))
