"""Excel files: Chinese headings, real dates, and no cell that a spreadsheet would run.

openpyxl is imported with the first workbook: it takes as long as a quarter of the application.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone

from renda.core.text import without_control_signs

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell

DANGEROUS = ("=", "+", "-", "@", "\t", "\n")
OFFICIAL_DAYS = 'yyyy"年"m"月"d"日"'
"""How a table that is a paper of the office shows a date: 2026年1月5日, a real date still."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe(value: object) -> object:
    """A cell value: numbers and dates as they are, text never a formula, nothing as empty."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, date):
        return value
    text = without_control_signs(str(value))
    return f"'{text}" if text.startswith(DANGEROUS) else text


def workbook(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, days: str = ""
) -> bytes:
    """One sheet with a bold, frozen heading row; ``days`` is how dates are shown, by default 2026-01-05."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
    sheet.freeze_panes = "A2"
    for number, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(10, 2 * len(head) + 4)
    sheet.append([_bold(sheet, head) for head in heads])
    for row in rows:
        cells = [safe(value) for value in row]
        sheet.append([_day(sheet, cell, days) for cell in cells] if days else cells)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _day(sheet, value: object, days: str) -> object:
    """A date as a cell that shows it so; everything else as it is."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, date) or isinstance(value, datetime):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = days
    return cell


def _bold(sheet, text: str) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="center")
    return cell


def workbook_response(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], *, days: str = ""
) -> HttpResponse:
    """The sheet as a download named after its title and today."""
    return file_response(
        workbook(title, heads, rows, days=days), f"{title}{timezone.localdate():%Y%m%d}.xlsx", XLSX
    )


def file_response(data: bytes, name: str, mime: str, *, inline: bool = False) -> HttpResponse:
    """Bytes as a file with a Chinese name; the browser must not guess another type."""
    response = HttpResponse(data, content_type=mime)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
