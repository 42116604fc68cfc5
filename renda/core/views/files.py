"""Papers and attachments: built or read for those who may see the record they belong to."""

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from renda.core import audit
from renda.core.attachments import ALLOWED, attach
from renda.core.columns import url_of
from renda.core.excel import file_response
from renda.core.models import Attachment, Record, User
from renda.core.paper import (
    UnmappableCharacters,
    blocks,
    render_docx,
    render_pdf,
)
from renda.core.papers import Paper, openings, papers
from renda.core.permissions import void_perm
from renda.core.reads import is_embedded
from renda.core.trail import view_perm
from renda.core.views.permission import require, signed_in
from renda.core.views.portions import show_document
from renda.core.voiding import Standing, hanging_on, void_rows
from renda.core.workflow import workflow_of

FORMS = {"html", "pdf", "docx"}


def record_of(label: str, pk: int) -> models.Model:
    """The record of this township; 404 for anything else."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(model, Record):
        raise Http404
    return get_object_or_404(model.objects.all(), pk=pk)


@signed_in
def paper(request: HttpRequest, model: str, pk: int, key: str, form: str) -> HttpResponse:
    """A record's document as a page, a PDF or a Word file."""
    found = papers.get(f"{model}/{key}")
    if found is None or form not in FORMS:
        raise Http404
    record = record_of(model, pk)
    require(request, found.perm, record)
    if not found.when(record):
        raise Http404
    return rendered(request, record, found, form)


def rendered(request: HttpRequest, record: models.Model, found: Paper, form: str) -> HttpResponse:
    """The record's document in one of its forms."""
    document = found.document(record, request.user)
    if note := openings.get(f"{found.model}/{found.key}"):
        note(record, request.user)
    if form == "html":
        here = request.resolver_match
        pdf = reverse(here.view_name, kwargs=here.kwargs | {"form": "pdf"})
        context = {"title": found.label, "object": record, "pdf_url": pdf}
        return show_document(request, "core/paper.html", document, context)
    audit.record(request.user, "打印", record, paper=found.label, form=form)
    try:
        return document_file(document, form)
    except UnmappableCharacters as error:
        messages.error(request, str(error))
        return redirect(record)


def document_file(document: blocks.Document, form: str) -> HttpResponse:
    """A document as a Word file to be kept, else as a PDF that the browser shows.

    Raises ``UnmappableCharacters`` for a PDF that no font could print.
    """
    name = f"{document.title}.{form}"
    if form == "docx":
        return file_response(render_docx(document), name, ALLOWED[".docx"])
    return file_response(render_pdf(document), name, ALLOWED[".pdf"], inline=True)


@signed_in
def attachment(request: HttpRequest, uuid) -> HttpResponse:
    """A file, for those who may see its record."""
    found = get_object_or_404(Attachment.objects.all(), uuid=uuid)
    record = record_of(found.model, found.object_id)
    require(request, view_perm(record), record)
    if request.method == "GET" and not (found.is_image and is_embedded(request)):
        audit.record(request.user, "下载附件", record, name=found.name, sha256=found.sha256)
    with found.file.open("rb") as stream:
        return file_response(stream.read(), found.name, found.mime, inline=found.is_image)


@require_POST
@signed_in
def attach_file(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """Hang a file on a record."""
    record = record_of(model, pk)
    require(request, f"{record._meta.app_label}.change_{record._meta.model_name}", record)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, "请先选择文件，再按“上传”")
        return redirect(record)
    try:
        with transaction.atomic():
            attach(record, upload, by=request.user)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, f"已上传：{upload.name}")
    return redirect(record)


@signed_in
def void(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """Void a record that was entered by mistake: it leaves every list and figure, history stays."""
    record = record_of(model, pk)
    meta = record._meta
    require(request, void_perm(record), record)
    require(request, f"{meta.app_label}.change_{meta.model_name}", record)
    reason = request.POST.get("note", "").strip()[:200]
    if reason and voided(request, record, reason):
        messages.success(request, f"已作废：{record}")
        return redirect(page_left(record) or "core:workbench")
    hanging = hanging_on(record)
    if request.method == "POST" and not hanging:
        messages.error(request, "请写明作废的理由")
    context = {
        "title": f"作废：{record}",
        "object": record,
        "hanging": [shown_to(request.user, standing) for standing in hanging],
        "cancel_url": record.get_absolute_url(),
        "workflow": workflow_of(type(record)),
    }
    return render(request, "core/confirm_void.html", context)


@transaction.atomic
def voided(request: HttpRequest, record: models.Model, reason: str) -> bool:
    """Void the record while it is locked; False if others stand on it, 404 if somebody voided it meanwhile."""
    locked = get_object_or_404(type(record).objects.select_for_update(), pk=record.pk)
    require(request, void_perm(locked), locked)
    if hanging_on(locked):
        return False
    void_rows([locked], timezone.now())
    audit.record(request.user, "作废", locked, note=reason)
    return True


def shown_to(user: User, standing: Standing) -> dict:
    """What stands on a record, with links for those who may see it."""
    rows = [
        {"words": str(row), "url": url_of(row) if user.has_perm(view_perm(row), row) else ""}
        for row in standing.rows
    ]
    more = standing.number > len(rows) > 0
    return {"words": str(standing), "rows": rows, "more": more, "advice": standing.advice}


def page_left(record: models.Model) -> str:
    """The page that shows the record among others and is still there once it was voided; "" for its own."""
    try:
        page = resolve(url_of(record))
    except Resolver404:
        return ""
    kind = getattr(getattr(page.func, "view_class", None), "model", None) or type(record)
    return "" if kind is type(record) and page.kwargs else url_of(record)
