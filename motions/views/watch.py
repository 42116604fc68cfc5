"""What the office watches over: who asks to be relieved, who asks for time, whom it has refused twice."""

from dataclasses import replace

from django.db.models import OuterRef, QuerySet, Subquery

from motions.filters import InboxFilter
from motions.models import Assignment, Extension, Objection
from renda.core import law
from renda.core.columns import Column
from renda.core.views.lists import ListPage

DUE = Column("办理期限", "due_on", sort="due_on", css="date", why=lambda a: a.due_words)


def why_longer(assignment: Assignment) -> str:
    """How the day was counted that the unit asks for."""
    return Assignment(
        assigned_on=assignment.assigned_on,
        months=assignment.asked_months,
        is_extended=True,
        due_on=assignment.asked_new_due,
    ).due_words


class Watch(ListPage):
    """A list of assignments for the office and the government's office."""

    model = Assignment
    permission_required = "motions.todo_watch"
    filterset_class = InboxFilter
    crumbs = (("议案建议", ""),)
    ordering = ("due_on", "pk")
    columns = (
        Column("编号", "motion.code", sort="motion__code", css="nowrap"),
        Column("标题", "motion.official_title", link=True),
        Column("单位", "unit", css="nowrap"),
        Column("身份", "get_role_display", css="nowrap"),
    )


def asked(model: type, *fields: str) -> dict[str, Subquery]:
    """The latest request's fields, as ``asked_<field>``."""
    rows = model.objects.filter(assignment=OuterRef("pk")).order_by("-on", "-pk")
    return {f"asked_{name}": Subquery(rows.values(name)[:1]) for name in fields}


def late_words(reason: str) -> str:
    """（逾期申请：…）after the reason; empty for a request in time."""
    return f"（逾期申请：{reason}）" if reason else ""


class Objections(Watch):
    """退办待审核."""

    title = "退办待审核"
    empty_title = "没有待审核的退办申请"
    empty_text = "承办单位申请退办以后，会列在这里，点标题审核。"
    columns = (
        *Watch.columns,
        Column("申请日期", "asked_on", sort="asked_on", css="date"),
        Column("理由", lambda a: a.asked_reason + late_words(a.asked_late_reason), css="words"),
        Column("建议改交", lambda a: a.asked_suggested_unit__name or "—", css="nowrap"),
        DUE,
    )

    @property
    def foot_note(self) -> str:
        return f"点标题审核：同意的改交其他单位，答复期限不变，仍自交办之日起算（{law.cite('suggestion.reply_months')}）"

    def get_queryset(self) -> QuerySet[Assignment]:
        fields = asked(Objection, "on", "reason", "late_reason", "suggested_unit__name")
        return Assignment.objects.asking_to_return().for_list().annotate(**fields)


class Extensions(Watch):
    """延期待审核."""

    title = "延期待审核"
    empty_title = "没有待审核的延期申请"
    empty_text = "承办单位申请延期以后，会列在这里，点标题审核。"
    columns = (
        *Watch.columns,
        Column("申请日期", "asked_on", sort="asked_on", css="date"),
        Column("理由", "asked_reason", css="words"),
        replace(DUE, label="原期限"),
        Column("申请延至", "asked_new_due", sort="asked_new_due", css="date", why=why_longer),
    )

    @property
    def foot_note(self) -> str:
        return f"点标题审核（{law.cite('suggestion.reply_months_extended')}）"

    def get_queryset(self) -> QuerySet[Assignment]:
        fields = asked(Extension, "on", "reason", "months", "new_due")
        return Assignment.objects.asking_for_time().for_list().annotate(**fields)


class TwiceRefused(Watch):
    """两次不同意退办: the presidium's list."""

    title = "两次不同意退办，提请主席团研究"
    empty_title = "没有两次不同意退办的件"
    empty_text = "同一单位两次申请退办都没有同意的，会列在这里，提请主席团会议研究。"
    foot_note = "点标题，用“登记主席团处理”记下维持、改交或者协调的决定；登记以后不再列在这里"
    columns = (
        *Watch.columns,
        Column("不同意", "refused", sort="refused", css="num"),
        Column("最近理由", "asked_reason", css="words"),
        Column("审核说明", "asked_note"),
        DUE,
        Column("状态", "get_status_display", pill=True),
    )

    def get_queryset(self) -> QuerySet[Assignment]:
        fields = asked(Objection, "reason", "note")
        return Assignment.objects.twice_refused().for_list().annotate(**fields)
