"""Logging in, my account, and the choices kept for me: large type, year, township."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from renda.core import audit
from renda.core.models import Role, User
from renda.core.views.permission import signed_in
from renda.core.years import year_in


class LoginForm(AuthenticationForm):
    """Account and password; a telephone number that only one person has serves as account too."""

    def clean_username(self) -> str:
        name = self.cleaned_data["username"].strip()
        if User.objects.filter(username=name).exists():
            return name
        owners = User.objects.filter(phone=name, is_active=True).values_list("username", flat=True)
        known = list(owners[:2])
        return known[0] if len(known) == 1 else name


class Login(auth.LoginView):
    """Account and password."""

    template_name = "core/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**locking(), **kwargs)

    def get_default_redirect_url(self) -> str:
        """The county begins with its townships side by side, everybody else with the 工作台."""
        roles = {role for _, role in self.request.user.roles}
        return reverse("core:county") if roles == {Role.COUNTY} else reverse("core:workbench")


def locked_out(request: HttpRequest, *args, **kwargs) -> HttpResponse:
    """What is shown after too many wrong passwords."""
    return render(request, "core/locked_out.html", locking(), status=429)


def locking() -> dict[str, object]:
    """After how many wrong passwords an account is locked, and for how many minutes."""
    return {
        "failure_limit": settings.AXES_FAILURE_LIMIT,
        "lock_minutes": round(settings.AXES_COOLOFF_TIME * 60),
    }


class Logout(auth.LogoutView):
    """Leave; POST only."""


class PasswordForm(PasswordChangeForm):
    """The old password and a new one, which is another: who set an initial one knows it."""

    def clean_new_password1(self) -> str:
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError("新密码与原密码相同，请换一个")
        return password


class Password(LoginRequiredMixin, auth.PasswordChangeView):
    """Change my password."""

    template_name = "core/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("core:workbench")

    def form_valid(self, form) -> HttpResponse:
        response = super().form_valid(form)
        User.objects.filter(pk=self.request.user.pk).update(must_change_password=False)
        audit.record(self.request.user, "修改密码", self.request.user)
        messages.success(self.request, "密码已修改")
        return response


class Account(LoginRequiredMixin, TemplateView):
    """Who I am here."""

    template_name = "core/account.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(title="我的账户", **kwargs)


@require_POST
@signed_in
def large_type(request: HttpRequest) -> HttpResponse:
    """Switch 大字版 on or off; kept with the account."""
    User.objects.filter(pk=request.user.pk).update(large_type=not request.user.large_type)
    return back(request)


@require_POST
@signed_in
def choose_year(request: HttpRequest) -> HttpResponse:
    """Look at another year; kept in the session."""
    if year := year_in(request.POST.get("year", "")):
        request.session["year"] = year
    return back(request)


@require_POST
@signed_in
def choose_township(request: HttpRequest) -> HttpResponse:
    """Look at another of my townships, at the page asked for; kept in the session.

    ``there`` says both at once, ``12/figures/motions.bills/``: short, for a table full of such buttons.
    """
    township, slash, path = request.POST.get("there", "").partition("/")
    asked = township or request.POST.get("township", "")
    page = slash + path or request.POST.get("next", "")
    mine = {str(pk): pk for pk in request.user.memberships_by_township}
    if asked in mine:
        request.session["township"] = mine[asked]
        if page:
            return back(request, page)
    return redirect("core:workbench")


def back(request: HttpRequest, page: str = "") -> HttpResponse:
    """To the page named or the one the button was pressed on, if that is one of ours."""
    target = page or request.POST.get("next") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=False):
        return redirect(target)
    return redirect("core:workbench")
