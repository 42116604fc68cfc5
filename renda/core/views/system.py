"""系统: history, local rules, units and accounts."""

import django_filters
from axes.utils import reset as unlock
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.generic import FormView, TemplateView

from renda.core import audit, law
from renda.core.columns import Column
from renda.core.models import AuditEntry, LocalRule, Membership, Role, Term, Unit, User
from renda.core.scoping import current_township_id
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from renda.core.views.permission import PagePermission, signed_in

SYSTEM = ("系统", "")


class AuditFilter(django_filters.FilterSet):
    q = django_filters.CharFilter("label", lookup_expr="icontains", label="对象")
    who = django_filters.CharFilter("actor_name", lookup_expr="icontains", label="操作人")
    verb = django_filters.CharFilter("verb", lookup_expr="icontains", label="动作")

    class Meta:
        model = AuditEntry
        fields = ["q", "who", "verb"]


class AuditList(ListPage):
    """操作记录: who did what when, from where."""

    model = AuditEntry
    permission_required = "core.view_audit"
    filterset_class = AuditFilter
    title = "操作记录"
    crumbs = (SYSTEM,)
    foot_note = "操作记录只增不改，每条与前一条环环相扣。"
    columns = (
        Column("序号", "seq", css="num"),
        Column("时间", "at", css="date"),
        Column("操作人", "actor_name", css="nowrap"),
        Column("动作", "verb", css="nowrap"),
        Column("对象", "label", link=True),
        Column(
            "变动",
            lambda e: "；".join(f"{n}：{a or '空'} → {b or '空'}" for n, a, b in e.changes)[:120],
        ),
        Column("来源", "origin", css="nowrap"),
    )


class RuleList(PagePermission, TemplateView):
    """参数与期限: every statutory and local rule with its article; local ones can be set."""

    template_name = "core/rules.html"
    permission_required = "core.view_rules"
    crumbs = (SYSTEM,)

    def get_context_data(self, **kwargs) -> dict:
        overrides = LocalRule.objects.overrides()
        rows = [
            {
                "rule": rule,
                "cite": law.cite(rule.key),
                "value": words_of(rule, overrides.get(rule.key, rule.default)),
                "is_set": rule.key in overrides,
            }
            for rule in law.rules()
        ]
        return super().get_context_data(**kwargs) | {
            "title": "参数与期限",
            "rows": rows,
            "can_change": self.request.user.has_perm("core.change_rules"),
        }


def words_of(rule: law.Rule, value: int | None) -> str:
    """A rule's value as people read it; empty where it sets none."""
    return "" if value is None else rule.words_of(value)


class RuleForm(forms.Form):
    required_css_class = "required"
    value = forms.IntegerField(label="本地值", min_value=0, max_value=10_000)
    reason = forms.CharField(label="依据", max_length=200, help_text="例如：本镇办理办法第十条")

    def __init__(self, *args, rule: law.Rule, **kwargs) -> None:
        self.rule = rule
        super().__init__(*args, **kwargs)
        if rule.options:
            self.fields["value"] = forms.TypedChoiceField(
                label=rule.title,
                coerce=int,
                choices=list(enumerate(rule.options, start=1)),
                widget=forms.RadioSelect,
            )

    def clean_value(self) -> int:
        if problem := self.rule.problem_with(self.cleaned_data["value"]):
            raise forms.ValidationError(problem)
        return self.cleaned_data["value"]


class RuleEdit(PagePermission, FormView):
    """Set a local rule's value, with its basis. National rules can't be changed."""

    template_name = "core/form.html"
    permission_required = "core.change_rules"
    form_class = RuleForm
    crumbs = (SYSTEM, ("参数与期限", "core:rules"))

    def dispatch(self, request, *args, **kwargs) -> HttpResponse:
        try:
            self.rule = law.rule(kwargs["key"])
        except KeyError:
            raise Http404 from None
        if not self.rule.is_adjustable:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"rule": self.rule}

    def get_initial(self) -> dict:
        own = LocalRule.objects.filter(key=self.rule.key).first()
        return {
            "value": own.value if own else self.rule.default,
            "reason": own.reason if own else "",
        }

    def form_valid(self, form: RuleForm) -> HttpResponse:
        own = LocalRule.objects.filter(key=self.rule.key).first()
        before = own.value if own else self.rule.default
        with transaction.atomic():
            own, _ = LocalRule.objects.update_or_create(
                township_id=current_township_id(), key=self.rule.key, defaults=form.cleaned_data
            )
            changes = {
                self.rule.title: [words_of(self.rule, before), words_of(self.rule, own.value)]
            }
            audit.record(self.request.user, "修改参数", own, changes=changes, note=own.reason)
        messages.success(self.request, f"已修改：{self.rule.title}")
        return redirect("core:rules")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": self.rule.title,
            "lead": f"{law.cite(self.rule.key)}：{self.rule.text}（默认 {self.rule.value_text}）",
            "submit_label": "保存",
            "cancel_url": reverse("core:rules"),
        }


class UnitList(ListPage):
    model = Unit
    permission_required = "core.list_unit"
    title = "单位"
    crumbs = (SYSTEM,)
    filterset_fields = ("kind",)
    ordering = ("kind", "pk")
    actions = (Action("登记单位", "core:unit_create", "core.change_unit"),)
    columns = (
        Column("名称", "name", sort="name", link=True),
        Column("类别", "get_kind_display", sort="kind"),
        Column("负责人", "head"),
        Column("分管领导", "leader"),
        Column("联系电话", "phone"),
        Column("在用", "is_active"),
    )


UNIT_FIELDS = ("name", "short_name", "kind", "head", "leader", "phone", "is_active")


class UnitDetail(DetailPage):
    model = Unit
    permission_required = "core.view_unit"
    crumbs = (SYSTEM, ("单位", "core:units"))
    sections = (Section("基本情况", UNIT_FIELDS),)
    edit_url = "core:unit_update"
    edit_perm = "core.change_unit"
    tables = (
        RelatedTable(
            "账号",
            lambda unit: Membership.objects.filter(
                township=unit.township_id, unit=unit
            ).select_related("user"),
            (
                Column("姓名", "user.name"),
                Column("角色", "get_role_display"),
                Column("账号", "user.username"),
            ),
            empty="还没有账号，请系统管理员开通",
        ),
    )


class UnitCreate(CreatePage):
    model = Unit
    permission_required = "core.change_unit"
    fields = UNIT_FIELDS
    crumbs = (SYSTEM, ("单位", "core:units"))


class UnitUpdate(EditPage):
    model = Unit
    permission_required = "core.change_unit"
    fields = UNIT_FIELDS
    crumbs = (SYSTEM, ("单位", "core:units"))


class TermCreate(CreatePage):
    model = Term
    permission_required = "core.change_rules"
    fields = ("number", "starts_on", "ends_on", "seats")
    crumbs = (SYSTEM, ("参数与期限", "core:rules"))

    def get_success_url(self) -> str:
        return reverse("core:rules")


class AccountForm(forms.Form):
    """A new account, or one more role of an existing one."""

    required_css_class = "required"
    username = forms.CharField(
        label="账号", max_length=150, help_text="手机号或姓名拼音；已有账号则加一个角色"
    )
    name = forms.CharField(label="姓名", max_length=50)
    phone = forms.CharField(label="手机", max_length=20, required=False)
    email = forms.EmailField(label="邮箱", required=False)
    role = forms.ChoiceField(label="角色", choices=[c for c in Role.choices if c[0] != Role.COUNTY])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="单位", required=False, empty_label="（不选）"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(is_active=True)

    def clean(self) -> dict:
        data = super().clean()
        of_unit = data.get("role") in {Role.HANDLER, Role.UNIT_HEAD}
        if of_unit and not data.get("unit"):
            self.add_error("unit", "承办单位的账号须选单位")
        if not of_unit and data.get("unit"):
            self.add_error("unit", "只有承办单位的账号才选单位，请清空")
        return data


class AccountList(PagePermission, TemplateView):
    """账号: who may log in to this township, in which role."""

    template_name = "core/accounts.html"
    permission_required = "core.manage_accounts"
    crumbs = (SYSTEM,)

    def get_context_data(self, **kwargs) -> dict:
        rows = Membership.objects.filter(township=current_township_id()).select_related(
            "user", "unit"
        )
        return super().get_context_data(**kwargs) | {
            "title": "账号",
            "memberships": rows.order_by("role", "pk"),
        }


class AccountCreate(PagePermission, FormView):
    """Open an account; its initial password is shown once and must be changed at first login."""

    template_name = "core/form.html"
    permission_required = "core.manage_accounts"
    form_class = AccountForm
    crumbs = (SYSTEM, ("账号", "core:accounts"))

    def form_valid(self, form: AccountForm) -> HttpResponse:
        data = form.cleaned_data
        with transaction.atomic():
            user, is_new = User.objects.get_or_create(
                username=data["username"],
                defaults={k: data[k] for k in ("name", "phone", "email")},
            )
            if not is_new and user.name != data["name"]:
                form.add_error("username", "这个账号已属于另一个人，请换一个账号")
                return self.form_invalid(form)
            password = ""
            if is_new:
                password = get_random_string(10, "abcdefghjkmnpqrstuvwxyz23456789")
                validate_password(password, user)
                user.set_password(password)
                user.must_change_password = True
                user.save()
            membership, added = Membership.objects.get_or_create(
                user=user, township_id=current_township_id(), role=data["role"], unit=data["unit"]
            )
            audit.record(self.request.user, "开通账号", membership, role=data["role"])
        told = f"初始密码 {password}（只显示这一次，首次登录须修改）" if password else "沿用原密码"
        messages.success(
            self.request, f"{user.name}（{user.username}）已开通。{told}" if added else "该角色已有"
        )
        return redirect("core:accounts")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {
            "title": "开通账号",
            "submit_label": "开通",
            "cancel_url": reverse("core:accounts"),
        }


@signed_in
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account of this township a new initial password; it is no longer locked."""
    member = Membership.objects.filter(township=current_township_id(), pk=pk).first()
    if member is None:
        raise Http404
    if not request.user.has_perm("core.manage_accounts") or request.method != "POST":
        return HttpResponse(status=403 if request.method == "POST" else 405)
    password = get_random_string(10, "abcdefghjkmnpqrstuvwxyz23456789")
    with transaction.atomic():
        member.user.set_password(password)
        member.user.must_change_password = True
        member.user.save()
        unlock(username=member.user.username)
        audit.record(request.user, "重置密码", member)
    messages.success(request, f"{member.user.name}的新初始密码是 {password}（只显示这一次）")
    return redirect("core:accounts")
