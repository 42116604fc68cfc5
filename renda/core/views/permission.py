"""Who may open a page: log in first, then 403 unless the permission holds for its object."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from rules.contrib.views import PermissionRequiredMixin

from renda.core.offering import answer
from renda.core.text import without_control_signs


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for people with an account; everybody else is sent to log in."""

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("core:login")
        return view(request, *args, **kwargs)

    return asked


def require(request: HttpRequest, perm: str, record: Model | None = None) -> None:
    """403 unless the user holds the permission, on the record if there is one."""
    if not request.user.has_perm(perm, record):
        raise PermissionDenied


class PagePermission(LoginRequiredMixin, PermissionRequiredMixin):
    """``permission_required`` is asked of ``get_permission_object()``; None means the township."""

    raise_exception = False
    crumbs: tuple[tuple[str, str], ...] = ()

    def handle_no_permission(self) -> HttpResponse:
        self.raise_exception = self.request.user.is_authenticated
        return super().handle_no_permission()

    def get_permission_object(self):
        return None

    def get_crumbs(self) -> list[tuple[str, str]]:
        """(label, url) of the pages above this one; the url may be empty."""
        return list(self.crumbs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(crumbs=self.get_crumbs(), **kwargs)

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        """The page; for somebody who types in one of its long selects, what is found there."""
        asked = self.request.GET.get("options", "")
        if asked and self.request.method == "GET":
            typed = without_control_signs(self.request.GET.get("typed", ""))
            return answer(context, asked, typed)
        return super().render_to_response(context, **kwargs)
