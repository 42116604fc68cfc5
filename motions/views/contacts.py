"""代表确认面商记录: the deputy says whether a talk went as recorded; the office keeps it from paper."""

from functools import cached_property

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.generic import FormView

from motions import services
from motions.forms.contacts import SignedContactForm, UntrueForm
from motions.models import ContactLog, Motion
from motions.permissions import is_talked_with
from renda.core.calendar import chinese_date
from renda.core.views.permission import PagePermission


class ConfirmContact(PagePermission, FormView):
    """属实 is one press on the case's page; 不属实 asks here why."""

    model = ContactLog
    permission_required = "motions.confirm_contact"
    form_class = UntrueForm
    template_name = "motions/contact_confirm.html"

    @cached_property
    def contact(self) -> ContactLog:
        rows: QuerySet[ContactLog] = ContactLog.objects.select_related(
            "motion", "deputy", "assignment__unit"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def case_url(self) -> str:
        """The deputy's own case, also where it was merged into the one that the talk was about."""
        return services.own_page(self.contact.motion, self.contact.deputy)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        contact = self.contact if request.user.is_authenticated else None
        if contact and contact.confirmation and is_talked_with(request.user, contact):
            said = f"已于{chinese_date(contact.confirmed_on)}确认：{contact.get_confirmation_display()}"
            messages.warning(request, f"这份面商记录{said}，只确认一次。")
            return redirect(self.case_url)
        return super().dispatch(request, *args, **kwargs)

    def get_permission_object(self) -> ContactLog:
        return self.contact

    def get_crumbs(self) -> list[tuple[str, str]]:
        motion = self.contact.motion
        return [("我的建议", "motions:mine"), (motion.short_title, self.case_url)]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("confirmation") == ContactLog.Confirmation.TRUE:
            return self.confirm(is_true=True, note="")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: UntrueForm) -> HttpResponse:
        return self.confirm(is_true=False, note=form.cleaned_data["note"])

    def confirm(self, *, is_true: bool, note: str) -> HttpResponse:
        """Keep the answer and go back to the case."""
        try:
            services.confirm_contact(
                contact=self.contact, is_true=is_true, note=note, by=self.request.user,
                on=timezone.localdate(),
            )  # fmt: skip
        except ValidationError as error:
            messages.error(self.request, error.message)
        else:
            told = "已确认属实" if is_true else "已记下您的说明，人大办和承办单位会看到"
            messages.success(self.request, told)
        return redirect(self.case_url)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "面商记录不属实",
            "contact": self.contact,
            "submit_label": "提交说明",
            "cancel_url": self.case_url,
            "draft_key": f"confirm-{self.contact.pk}",
        }


class ConfirmOnPaper(PagePermission, FormView):
    """代录面商确认: what the deputy signed on the printed form."""

    model = Motion
    permission_required = "motions.record_confirmation"
    form_class = SignedContactForm
    template_name = "core/form.html"

    @cached_property
    def motion(self) -> Motion:
        return get_object_or_404(Motion.objects.all(), pk=self.kwargs["pk"])

    def get_permission_object(self) -> Motion:
        return self.motion

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [
            ("登记簿", "motions:motion_list"),
            (self.motion.code, self.motion.get_absolute_url()),
        ]

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"instance": self.motion}

    def form_valid(self, form: SignedContactForm) -> HttpResponse:
        data = form.cleaned_data
        is_true = data["confirmation"] == ContactLog.Confirmation.TRUE
        try:
            held = services.confirm_contact(
                contact=data["contact"], is_true=is_true, note=data["note"],
                by=self.request.user, on=data["on"], on_paper=True, scans=data["scans"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error("contact", error)
            return self.form_invalid(form)
        words = held.get_confirmation_display()
        messages.success(self.request, f"已代录{held.deputy}代表对面商记录的确认：{words}")
        return redirect(self.motion)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "代录面商确认",
            "lead": self.motion.official_title,
            "submit_label": "登记",
            "cancel_url": self.motion.get_absolute_url(),
            "draft_key": f"signed-contact-{self.motion.pk}",
        }
