"""系统: history, local rules, units and accounts."""

import django_filters
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from renda.core import audit, law, reads
from renda.core.accounts import without_head
from renda.core.columns import Column
from renda.core.models import AuditEntry, LocalRule, Membership, Unit
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
    kind = django_filters.ChoiceFilter(
        choices=(("read", "只看查看和导出"), ("write", "只看登记和改动")),
        method="of_kind",
        label="种类",
    )

    class Meta:
        model = AuditEntry
        fields = ["q", "who", "verb", "kind"]

    def of_kind(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Only what was read or taken away, or all the rest."""
        is_read = Q(verb__in=reads.verbs())
        return rows.filter(is_read if value == "read" else ~is_read)


class AuditList(ListPage):
    """操作记录: who did what when, from where."""

    model = AuditEntry
    permission_required = "core.view_audit"
    filterset_class = AuditFilter
    title = "操作记录"
    crumbs = (SYSTEM,)
    template_name = "core/audit.html"
    foot_note = "操作记录只增不改，每条与前一条环环相扣。"
    empty_text = "有人登记、办理、查看以后，这里逐条留下记录。"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"reads": reads.verbs()}

    @property
    def columns(self) -> tuple[Column, ...]:
        return (
            Column("序号", "seq", sort="seq", css="num"),
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
        if entry.verb in reads.FILES:
            names = (entry.detail.get(key) for key in ("file", "name", "paper", "query"))
            return "　".join(str(name) for name in names if name)[:120]
        return "；".join(f"{n}：{a or '空'} → {b or '空'}" for n, a, b in entry.changes)[:120]

    @cached_property
    def reads_records(self) -> bool:
        return self.request.user.has_perm("core.view_changes")


FIXED = "fixed"
RULES_A_PAGE = 60


class RuleList(PagePermission, TemplateView):
    """参数与期限: every statutory and local rule with its article; local ones can be set."""

    template_name = "core/rules.html"
    permission_required = "core.view_rules"
    crumbs = (SYSTEM,)

    def get_context_data(self, **kwargs) -> dict:
        overrides = LocalRule.objects.overrides()
        is_fixed = self.request.GET.get("part") == FIXED
        parts = {False: [], True: []}
        for rule in law.rules():
            parts[not rule.is_adjustable].append(rule)
        rules = parts[is_fixed]
        size = max(len(rules), 1) if "all" in self.request.GET else RULES_A_PAGE
        page = Paginator(rules, size).get_page(self.request.GET.get("page"))
        rows = [
            {
                "rule": rule,
                "cite": law.cite(rule.key),
                "value": words_of(rule, overrides.get(rule.key, rule.default)),
                "is_set": rule.key in overrides,
            }
            for rule in page
        ]
        return super().get_context_data(**kwargs) | {
            "title": "参数与期限",
            "rows": rows,
            "page_obj": page,
            "tabs": [
                {
                    "label": label,
                    "count": len(parts[fixed]),
                    "url": f"?part={FIXED}" if fixed else "?",
                    "current": fixed == is_fixed,
                }
                for fixed, label in ((False, "本地可以设定"), (True, "法律法规规定"))
            ],
            "can_change": self.request.user.has_perm("core.change_rules"),
        }


def words_of(rule: law.Rule, value: int | None) -> str:
    """A rule's value as people read it; empty where it sets none."""
    return "" if value is None else rule.words_of(value)


class RuleForm(forms.Form):
    """A rule's local value, within its bounds, and what it rests on."""

    required_css_class = "required"
    value = forms.IntegerField(label="本地值", min_value=0, max_value=10_000)
    reason = forms.CharField(label="依据", max_length=200, help_text="例如：本地办理办法第十条")

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
        with transaction.atomic():
            own = LocalRule.objects.select_for_update().filter(key=self.rule.key).first()
            before = own.value if own else self.rule.default
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


class UnitFilter(django_filters.FilterSet):
    head = django_filters.ChoiceFilter(
        label="负责人账号", choices=(("none", "没有"),), method="by_head", empty_label="全部"
    )

    class Meta:
        model = Unit
        fields = ["kind", "head"]

    def by_head(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Units in use whose head has no account."""
        return without_head(rows.filter(is_active=True))


class UnitList(ListPage):
    model = Unit
    permission_required = "core.list_unit"
    title = "单位"
    empty_text = "承办建议、整改问题的单位先登记在这里，再给经办人和负责人开通账号。"
    crumbs = (SYSTEM,)
    filterset_class = UnitFilter
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


UNIT_FIELDS = (
    "name",
    "short_name",
    "letter_mark",
    "kind",
    "head",
    "leader",
    "phone",
    "is_active",
)


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
