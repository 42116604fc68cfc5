"""Who may open a page: log in first, then 403 unless the permission holds for its object."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from rules.contrib.views import PermissionRequiredMixin


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
