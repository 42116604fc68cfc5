"""The papers of a session and who has read them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from deputies.permissions import deputy_of
from renda.core.views.detail import DetailPage, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.permission import PagePermission
from sessions_app import services
from sessions_app.forms import DocumentForm
from sessions_app.models import Session, SessionDocument
from sessions_app.views.base import InSession


class DocumentCreate(InSession, CreatePage):
    model = SessionDocument
    form_class = DocumentForm
    permission_required = "sessions_app.change_sessiondocument"
    parent = ("session", Session)


class DocumentUpdate(InSession, EditPage):
    model = SessionDocument
    form_class = DocumentForm
    permission_required = "sessions_app.change_sessiondocument"


class DocumentDetail(InSession, DetailPage):
    model = SessionDocument
    template_name = "sessions_app/document_detail.html"
    permission_required = "sessions_app.view_sessiondocument"
    edit_url = "sessions_app:sessiondocument_update"
    edit_perm = "sessions_app.change_sessiondocument"
    void_perm = "sessions_app.change_sessiondocument"
    sections = (
        Section(
            "文件",
            (
                "session",
                "agenda_item",
                ("已读", lambda d: f"{d.receipts.count()} / {d.session.total_deputies} 名"),
                "summary",
            ),
        ),
    )

    def get_queryset(self):
        return SessionDocument.objects.select_related("session", "agenda_item")

    def get_context_data(self, **kwargs) -> dict:
        deputy = deputy_of(self.request.user)
        read = deputy and self.object.receipts.filter(deputy=deputy).exists()
        return super().get_context_data(**kwargs) | {
            "can_read": deputy is not None and not read,
            "has_read": bool(read),
        }


class DocumentRead(PagePermission, View):
    """A deputy says: I have read it."""

    permission_required = "sessions_app.read_sessiondocument"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = get_object_or_404(SessionDocument.objects.all(), pk=pk)
        deputy = deputy_of(request.user)
        if deputy is None:
            messages.error(request, "您的账号还没有对应的代表，请联系人大办。")
        else:
            services.read_document(document=document, deputy=deputy, at=timezone.now())
            messages.success(request, f"已阅：{document}")
        return redirect(reverse("sessions_app:sessiondocument_detail", args=[pk]))
