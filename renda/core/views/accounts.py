"""账号: who may log in to this township, in which role, until when."""

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from renda.core import accounts
from renda.core.columns import Column
from renda.core.models import Membership, Role, Unit, User
from renda.core.templatetags.ui_words import mask_phone
from renda.core.views.detail import DetailPage, Section
from renda.core.views.lists import Action, ListPage
from renda.core.views.permission import PagePermission, require, signed_in

SYSTEM = ("系统", "")
ACCOUNTS = ("账号", "core:accounts")
MANAGE = "core.manage_accounts"


def ours() -> QuerySet[Membership]:
    """The roles held in this township."""
    return accounts.roles_here().select_related("user", "unit")


STATES = (("initial", "待改初始密码"), ("idle", "半年没有登录"))


class AccountFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, empty_label="全部")
    q = django_filters.CharFilter(label="姓名、账号", method="named")
    state = django_filters.ChoiceFilter(
        label="状态", choices=STATES, method="in_state", empty_label="全部"
    )

    class Meta:
        model = Membership
        fields = ["role", "state", "q"]

    def in_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "initial":
            return accounts.with_initial_password(rows)
        return accounts.idle(rows, timezone.localdate())

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(user__name__icontains=value) | Q(user__username__icontains=value))


def state(membership: Membership) -> str:
    """Whether the initial password still waits to be changed."""
    return "待改初始密码" if membership.user.must_change_password else "在用"


class AccountList(ListPage):
    model = Membership
    permission_required = MANAGE
    title = "账号"
    crumbs = (SYSTEM,)
    filterset_class = AccountFilter
    ordering = ("role", "pk")
    actions = (Action("开通账号", "core:account_create", MANAGE),)
    empty_title = "没有找到账号"
    empty_text = "换一个条件，或者开通一个账号。"
    columns = (
        Column("姓名", "user.name", sort="user__name", link=True, css="nowrap"),
        Column("账号", "user.username", sort="user__username"),
        Column("角色", "get_role_display", sort="role", css="nowrap"),
        Column("单位", "unit", css="nowrap"),
        Column("手机", lambda m: mask_phone(m.user.phone), css="nowrap"),
        Column("最近登录", "user.last_login", css="date"),
        Column(
            "状态", state, pill=True,
            tone=lambda m: "due" if m.user.must_change_password else "done",
        ),
    )  # fmt: skip

    def get_queryset(self) -> QuerySet[Membership]:
        return ours()


class AccountDetail(DetailPage):
    """One role of one account, with what the administrator may do to it."""

    model = Membership
    permission_required = MANAGE
    template_name = "core/account_role.html"
    crumbs = (SYSTEM, ACCOUNTS)
    edit_url = "core:account_update"
    edit_perm = MANAGE
    void_perm = ""
    has_attachments = False
    sections = (
        Section(
            "账号",
            (
                ("姓名", "user.name"),
                ("账号", "user.username"),
                ("角色", "get_role_display"),
                ("单位", "unit"),
                ("手机", "user.phone"),
                ("邮箱", "user.email"),
                ("最近登录", "user.last_login"),
                ("状态", state),
            ),
        ),
    )

    def get_queryset(self) -> QuerySet[Membership]:
        return ours()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"is_ours": accounts.is_ours(self.object.user)}


class DetailsForm(forms.Form):
    """How a person is called and reached."""

    required_css_class = "required"
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="手机", max_length=20, required=False)
    email = forms.EmailField(label="邮箱", required=False)


class AccountForm(DetailsForm):
    """A new account, or one more role of an existing one."""

    username = forms.CharField(
        label="账号", max_length=150, help_text="手机号或姓名拼音；本乡镇已有的账号则加一个角色"
    )
    role = forms.ChoiceField(label="角色", choices=[c for c in Role.choices if c[0] != Role.COUNTY])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="单位", required=False, empty_label="（不选）"
    )
    field_order = ("username", "name", "phone", "email", "role", "unit")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        User.username_validator(username)
        return username


class AccountCreate(PagePermission, FormView):
    """Open an account; its initial password is shown once and must be changed at first login."""

    template_name = "core/form.html"
    permission_required = MANAGE
    form_class = AccountForm
    crumbs = (SYSTEM, ACCOUNTS)

    def form_valid(self, form: AccountForm) -> HttpResponse:
        try:
            opened = accounts.open_account(by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        user = opened.membership.user
        told = (
            f"初始密码 {opened.password}（只显示这一次，首次登录须修改）"
            if opened.password
            else "沿用原密码"
        )
        messages.success(
            self.request,
            f"{user.name}（{user.username}）已开通。{told}" if opened.is_new else "该角色已有",
        )
        return redirect("core:accounts")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "开通账号",
            "submit_label": "开通",
            "cancel_url": reverse("core:accounts"),
        }


class AccountUpdate(PagePermission, FormView):
    """Correct a person's name and how to reach them."""

    template_name = "core/form.html"
    permission_required = MANAGE
    form_class = DetailsForm
    crumbs = (SYSTEM, ACCOUNTS)

    @cached_property
    def membership(self) -> Membership:
        return get_object_or_404(ours(), pk=self.kwargs["pk"])

    def get_permission_object(self) -> Membership:
        return self.membership

    def get_initial(self) -> dict:
        user = self.membership.user
        return {"name": user.name, "phone": user.phone, "email": user.email}

    def form_valid(self, form: DetailsForm) -> HttpResponse:
        try:
            accounts.change_account(
                membership=self.membership, by=self.request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"已修改：{self.membership.user.name}")
        return redirect(self.membership)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": f"修改账号：{self.membership.user.name}",
            "cancel_url": self.membership.get_absolute_url(),
        }


@signed_in
@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account of this township's own a new initial password; it is no longer locked."""
    membership = get_object_or_404(ours(), pk=pk)
    require(request, MANAGE)
    try:
        password = accounts.reset_password(membership=membership, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(membership)
    messages.success(
        request, f"{membership.user.name}的新初始密码是 {password}（只显示这一次，首次登录须修改）"
    )
    return redirect(membership)


@signed_in
@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away from somebody who has left or changed office."""
    membership = get_object_or_404(ours(), pk=pk)
    require(request, MANAGE)
    try:
        accounts.end_membership(membership=membership, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(membership)
    messages.success(request, f"已解除：{membership}")
    return redirect("core:accounts")
