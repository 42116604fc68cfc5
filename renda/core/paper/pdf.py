"""A document as PDF/A-3 by GB/T 9704-2012, byte for byte the same for the same document."""

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone

from django.conf import settings
from weasyprint import HTML, Attachment
from weasyprint.logger import PROGRESS_LOGGER

from renda.core.garbage import own_garbage
from renda.core.paper import engine
from renda.core.paper.blocks import (
    Chart,
    Contents,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    Table,
    Title,
)
from renda.core.paper.characters import coverage, installed_fonts
from renda.core.paper.errors import ForbiddenAddress, UnmappableCharacters
from renda.core.paper.fetcher import OwnFilesFetcher, Refused
from renda.core.paper.sheet import sheet_html
from renda.core.paper.subset import subset

Progress = Callable[[int, str], None]
CHINA = timezone(timedelta(hours=8))
PAGE = re.compile(r"Step 5 - Creating layout - Page (\d+)$")  # not those found up to date


EVERYTHING = (
    Title("公文"),
    Contents(),
    *(Heading(level, "标题") for level in (1, 2, 3)),
    Paragraph("Word，公文"),
    ListBlock(["一件"]),
    Table(["单位", "件数"], [["合计", "1"]], caption="表"),
    Chart("columns", "图", [1, 2], ["一月", "二月"]),
)


def get_ready() -> None:
    """Set a little of everything, so that the first document of this process takes no longer than the next."""
    render_pdf(Document("公文", EVERYTHING, created=date(2026, 1, 1)))


def render_pdf(
    document: Document,
    *,
    attachments: Iterable[tuple[str, bytes]] = (),
    progress: Progress | None = None,
) -> bytes:
    """The document as PDF; ``attachments`` are (file name, content) and become data of the file.

    Raises ``UnmappableCharacters`` before anything is laid out, ``FontsMissing`` without fonts,
    ``ForbiddenAddress`` when the document would load something that is not ours.
    """
    engine.install()
    tell = progress or (lambda percent, note: None)
    tell(2, "核对字体")
    fonts = installed_fonts()
    needed = coverage(document, fonts)
    if needed.missing:
        raise UnmappableCharacters(needed.missing)
    tell(8, "生成版面")
    source = sheet_html(document, fonts, needed.used)
    # every character of the source, its styles included: page numbers and leaders come from there
    characters = {ord(char) for char in source} | set(range(0x20, 0x7F))
    cut = {name: subset(fonts.fonts[name].file, characters) for name in needed.used}
    fetcher = OwnFilesFetcher((fonts.folder, settings.MEDIA_ROOT), cut)
    moment = datetime.combine(document.created, time(), CHINA)
    files = [
        Attachment(
            string=content,
            name=name,
            relationship="Data",
            created=moment,
            modified=moment,
            url_fetcher=fetcher,
        )
        for name, content in attachments
    ]
    try:
        with own_garbage():
            content = _written(source, files, fetcher, _identifier(document, source), progress)
    except Refused as refusal:
        raise ForbiddenAddress(str(refusal)) from refusal
    tell(100, "完成")
    return content


def _written(
    source: str,
    files: list[Attachment],
    fetcher: OwnFilesFetcher,
    identifier: bytes,
    progress: Progress | None,
) -> bytes:
    """The bytes of the file; nothing of the layout outlives the call."""
    with _pages_told(progress):
        laid_out = HTML(string=source, url_fetcher=fetcher, media_type="print").render(
            pdf_variant="pdf/a-3u", pdf_tags=True
        )
    if progress:
        progress(75, f"共 {len(laid_out.pages)} 页，写入文件")
    laid_out.metadata.attachments = files
    return laid_out.write_pdf(pdf_variant="pdf/a-3u", pdf_tags=True, pdf_identifier=identifier)


def _identifier(document: Document, source: str) -> bytes:
    """The document's identifier, else one that follows from its content."""
    return hashlib.sha256((document.identifier or source).encode()).digest()[:16]


@contextmanager
def _pages_told(progress: Progress | None) -> Iterator[None]:
    """Report each page that WeasyPrint has laid out to ``progress``."""
    if progress is None:
        yield
        return
    handler = _Pages(progress)
    level = PROGRESS_LOGGER.level
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    try:
        yield
    finally:
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.removeHandler(handler)


class _Pages(logging.Handler):
    """Turns WeasyPrint's own messages of this thread into percent."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self.progress = progress
        self.thread = threading.get_ident()
        self.percent = 10

    def emit(self, record: logging.LogRecord) -> None:
        page = PAGE.match(record.getMessage())
        if page and record.thread == self.thread:
            self.percent = min(70, max(self.percent, 10 + int(page[1])))
            self.progress(self.percent, f"排版第 {page[1]} 页")
