"""What a document may load while it is laid out: our own fonts and files, and nothing else."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from renda.core.paper.sheet import FONT_SCHEME


class Refused(FatalURLFetchingError):
    """The same inside WeasyPrint, which passes over every milder error."""


class OwnFilesFetcher(URLFetcher):
    """Serves the fonts, ``data:`` and files below the folders; anything else ends the rendering."""

    def __init__(self, folders: Iterable[Path], fonts: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.folders = [Path(folder).resolve() for folder in folders]
        self.fonts = fonts

    def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
        """The content of one of our own files."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        if parts.scheme == FONT_SCHEME and parts.path in self.fonts:
            return URLFetcherResponse(url, self.fonts[parts.path])
        if parts.scheme == "file" and not parts.netloc:
            path = Path(unquote(parts.path)).resolve()
            if any(path.is_relative_to(folder) for folder in self.folders):
                return URLFetcherResponse(url, path.read_bytes())
        raise Refused(f"公文排版不读取外部内容：{url}")
