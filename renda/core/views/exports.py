"""The Excel file of a list: all its filtered rows, in several files where one would be too long."""

from collections.abc import Iterable
from itertools import chain

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from renda.core.columns import Column
from renda.core.excel import workbook_response

ROWS_A_FILE = 20_000  # what a request writes in a few seconds
ROWS_AT_ONCE = 2_000  # read from the database


class Exported:
    """``?export=xlsx`` gives the rows of the filter, ``&part=2`` those after the first file's.

    ``exported`` names the file's columns where they are not the list's own, ``exported_days`` how it
    shows dates. No row is ever left out silently: the page offers every part, and a file that is one of
    several says so.
    """

    request: HttpRequest
    columns: tuple[Column, ...] = ()
    exported: tuple[Column, ...] = ()
    exported_days = ""
    export_title = ""
    rows_a_file = ROWS_A_FILE

    def get_exported(self) -> Iterable[Column]:
        """The columns of the file."""
        return self.exported or [column for column in self.columns if column.export]

    def with_exported(self, rows: QuerySet) -> QuerySet:
        """The rows with what the file's columns read besides."""
        return rows

    def export(self) -> HttpResponse:
        """The asked part of the filtered rows as an Excel file."""
        parts = Paginator(self.filterset.qs, self.rows_a_file)
        part = parts.get_page(self.request.GET.get("part"))
        if parts.num_pages == 1:
            return self.file_of(part.object_list)
        said = f"第 {part.start_index()}—{part.end_index()} 条"
        note = f"本文件是{said}，共 {parts.count} 条，分 {parts.num_pages} 个文件；其余的请在列表页“导出 Excel”里下载。"
        return self.file_of(part.object_list, f"（{said}）".replace(" ", ""), note)

    def file_of(self, rows: QuerySet, which: str = "", note: str = "") -> HttpResponse:
        """The rows as an Excel file, with a last line about what is not in it."""
        columns = list(self.get_exported())
        read = self.with_exported(rows).iterator(chunk_size=ROWS_AT_ONCE)
        lines = ([column.of(row) for column in columns] for row in read)
        return workbook_response(
            f"{self.export_title or self.get_title()}{which}",
            [column.label for column in columns],
            chain(lines, [[note]] if note else []),
            days=self.exported_days,
        )

    def export_links(self, count: int) -> list[dict[str, str]]:
        """A link to each file of so many rows: one, unless they are very many."""
        query = self.request.GET.copy()
        query.pop("page", None)
        query["export"] = "xlsx"
        parts = Paginator(range(count), self.rows_a_file)
        if parts.num_pages == 1:
            return [{"label": "", "url": f"?{query.urlencode()}"}]
        return [self._link(parts.page(number), query) for number in parts.page_range]

    def _link(self, part: Page, query) -> dict[str, str]:
        query["part"] = str(part.number)
        label = f"第 {part.start_index()}—{part.end_index()} 条"
        return {"label": label, "url": f"?{query.urlencode()}"}
