"""What is added to a case: contacts, reminders, notes, follow-ups, earlier cases."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import DetailView

from motions import services
from motions.forms import (
    ContactForm,
    FollowUpForm,
    NoteForm,
    RepeatForm,
)
from motions.models import (
    ContactLog,
    InternalNote,
    KeyFollowUp,
    Motion,
    RepeatLink,
)
from renda.core.views.forms import CreatePage
from renda.core.views.permission import PagePermission


class CasePart(CreatePage):
    """A row that hangs on one case."""

    parent = ("motion", Motion)

    @property
    def case(self) -> Motion:
        """The case that the row belongs to."""
        return self.parent_record

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.case
        return [(motion.code or motion.number_text, motion.get_absolute_url())]

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()

    def get_known_url(self) -> str:
        return self.get_success_url()

    def get_cancel_url(self) -> str:
        return self.case.get_absolute_url()

    @property
    def lead(self) -> str:
        return self.case.official_title


class ContactCreate(CasePart):
    """登记面商."""

    model = ContactLog
    permission_required = "motions.add_contact"
    form_class = ContactForm
    title = "登记面商"

    def get_form_kwargs(self) -> dict:
        units = self.request.user.unit_ids(self.parent_record.township_id)
        return super().get_form_kwargs() | {"units": units}

    def save(self, form: ContactForm) -> ContactLog:
        self.object = services.add_contact(contact=form.instance)
        return self.object


class NoteCreate(CasePart):
    """内部批注."""

    model = InternalNote
    permission_required = "motions.add_note"
    form_class = NoteForm
    title = "添加内部批注（代表不可见）"
    verb = "批注"

    def save(self, form: NoteForm) -> InternalNote:
        form.instance.by, form.instance.on = self.request.user.name, timezone.localdate()
        return super().save(form)


class FollowUpCreate(CasePart):
    """重点督办: who leads and who watches; the first one makes the case a key one."""

    model = KeyFollowUp
    permission_required = "motions.add_followup"
    form_class = FollowUpForm
    title = "重点督办"

    def save(self, form: FollowUpForm) -> KeyFollowUp:
        self.object = services.mark_key(followup=form.instance, by=self.request.user)
        return self.object


class RepeatCreate(CasePart):
    """以前提过: link an earlier case."""

    model = RepeatLink
    permission_required = "motions.change_motion"
    form_class = RepeatForm
    title = "关联以前的建议"
    verb = "关联"


class Unlink(PagePermission, DetailView):
    """取消关联: the case was linked to another matter by mistake; asked once more before."""

    model = Motion
    permission_required = "motions.unlink_earlier"
    template_name = "motions/unlink.html"

    def get_queryset(self) -> QuerySet[Motion]:
        return Motion.objects.select_related("lead")

    def get_permission_object(self) -> Motion:
        return self.get_object()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.object.code or self.object.short_title, self.object.get_absolute_url())]

    def get_link(self) -> RepeatLink:
        """The link, with the earlier case it leads to."""
        links = self.object.repeats.select_related("earlier")
        return get_object_or_404(links, earlier=self.kwargs["earlier"])

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "取消关联",
            "earlier": self.get_link().earlier,
        }

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        link = self.get_link()
        services.unlink_earlier(link=link, by=request.user)
        messages.success(request, f"已取消关联：{link.earlier}")
        return redirect(self.object)
