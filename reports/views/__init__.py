"""The report's pages: list, editor, chapter, preview, printed numbers, files, years."""

from reports.views.chapters import (
    ChapterEdit,
    add_chapter,
    confirm_zero,
    move_chapter,
    remove_chapter,
    restore_chapter,
    token_text,
)
from reports.views.editor import ReportEditor, ReportPreview
from reports.views.files import build_file, request_file
from reports.views.printed import PrintedFigure, ReportChanges
from reports.views.records import ReportCreate, ReportList, ReportUpdate
from reports.views.years import YearComparison

__all__ = [
    "ChapterEdit",
    "PrintedFigure",
    "ReportChanges",
    "ReportCreate",
    "ReportEditor",
    "ReportList",
    "ReportPreview",
    "ReportUpdate",
    "YearComparison",
    "add_chapter",
    "build_file",
    "confirm_zero",
    "move_chapter",
    "remove_chapter",
    "request_file",
    "restore_chapter",
    "token_text",
]
