"""系统: history, local rules, units and accounts."""

import django_filters
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from renda.core import audit, law
from renda.core.columns import Column
from renda.core.models import AuditEntry, LocalRule, Membership, Term, Unit
from renda.core.scoping import current_township_id
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from renda.core.views.permission import PagePermission

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

    @property
    def columns(self) -> tuple[Column, ...]:
        return (
            Column("序号", "seq", css="num"),
            Column("时间", "at", css="date"),
            Column("操作人", "actor_name", css="nowrap"),
            Column("动作", "verb", css="nowrap"),
            Column("对象", "label", link=True),
            Column("变动", self.changes_of),
            Column("来源", "origin", css="nowrap"),
        )

    def changes_of(self, entry: AuditEntry) -> str:
        """What changed, for those who may read the records; an administrator reads accounts and settings."""
        if not (self.reads_records or entry.model.startswith("core.")):
            return ""
        return "；".join(f"{n}：{a or '空'} → {b or '空'}" for n, a, b in entry.changes)[:120]

    @cached_property
    def reads_records(self) -> bool:
        return self.request.user.has_perm("core.view_changes")


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
