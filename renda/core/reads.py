"""Which looks are entries in the history too: files that are taken away, and what only some may know.

Every answer that is a file counts by itself. Pages count where an app says so in its ``reads.py``.
Nothing else that people look at is kept: a history of every page would hide what matters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from django.db import models
from django.http import HttpRequest, HttpResponse

from renda.core import audit
from renda.core.registry import Registry

FILES = {
    "导出": "登记簿、统计表导出为 Excel",
    "打印": "公文、表单生成 PDF 或 Word",
    "下载": "下载做好的工作总结",
    "下载案卷": "下载装订好的案卷",
    "下载附件": "打开或下载附件（网页里显示的缩略图不算）",
}
"""Verb → what it covers, of the files that leave an entry."""

Subject = Callable[[HttpRequest, dict], models.Model | None]


@dataclass(frozen=True)
class Read:
    """Pages whose opening is an entry, where ``of(request, context)`` names what was read."""

    verb: str
    what: str
    pages: tuple[str, ...]
    of: Subject


looks: Registry[Read] = Registry("sensitive read")


def sensitive(*url_names: str, verb: str, what: str) -> Callable[[Subject], Subject]:
    """Register pages; ``of`` gives the record read, or None where this reader sees nothing sensitive.

    A page may show several things that are sensitive, each with a verb and a line of its own.
    """

    def register(of: Subject) -> Subject:
        looks.add(verb, Read(verb, what, url_names, of))
        return of

    return register


def verbs() -> dict[str, str]:
    """Verb → what it covers, of everything that counts as a sensitive read."""
    return FILES | {read.verb: read.what for read in looks}


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Append a line for each sensitive read, with two queries; nothing for any other answer."""
    if request.method != "GET" or response.status_code != 200:
        return
    disposition = response.get("Content-Disposition", "")
    if disposition.startswith("attachment"):
        name = unquote(disposition.partition("''")[2])
        query = request.GET.copy()
        query.pop("export", None)
        audit.record(
            request.user, "导出", request.township, file=name, query=unquote(query.urlencode())
        )
        return
    if request.resolver_match is None:
        return
    page, context = request.resolver_match.view_name, getattr(response, "context_data", None) or {}
    with audit.together():
        for read in looks:
            if page in read.pages and (subject := read.of(request, context)):
                audit.record(request.user, read.verb, subject)


def is_embedded(request: HttpRequest) -> bool:
    """Whether a page draws a picture in itself, rather than a person opening it."""
    return request.headers.get("Accept", "").startswith("image/")
