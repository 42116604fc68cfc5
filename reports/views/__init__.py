"""The report's pages: list, editor, chapter, preview, files, years."""

from reports.views.chapters import (
    ChapterEdit,
    add_chapter,
    confirm_zero,
    move_chapter,
    restore_chapter,
    token_text,
)
from reports.views.editor import ReportEditor, ReportPreview
from reports.views.files import build_file, request_file
from reports.views.records import ReportCreate, ReportList, ReportUpdate
from reports.views.years import YearComparison

__all__ = [
    "ChapterEdit",
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
    "request_file",
    "restore_chapter",
    "token_text",
]
