"""征求意见会 and 意见建议: what was asked, what deputies said, where it went."""

from django.utils import timezone

from activities.filters import ConsultationFilter, OpinionFilter
from activities.forms import CONSULTATION_FIELDS, OpinionForm
from activities.models import Activity, Consultation, Opinion
from activities.services import FEEDBACK, follow_on_roll, overdue_since, record_consultation
from activities.views.activities import OPINION_COLUMNS, attendance
from deputies.views.roll import roll_button
from renda.core import law
from renda.core.calendar import remaining, settled
from renda.core.columns import Column
from renda.core.views import (
    Action,
    CreatePage,
    DetailPage,
    EditPage,
    ListPage,
    RelatedTable,
    Section,
    Tab,
)

GROUP = ("活动", "")
MEETINGS = ("征求意见会", "activities:consultation_list")
OPINIONS = ("意见建议", "activities:opinion_list")


class ConsultationList(ListPage):
    model = Consultation
    permission_required = "activities.list_consultation"
    filterset_class = ConsultationFilter
    crumbs = (GROUP,)
    actions = (
        Action(
            "登记征求意见会", "activities:consultation_create", "activities.change_consultation"
        ),
    )
    tabs = (Tab("", "全部"), Tab("waiting", "待登记", "waiting", ("today",)))
    empty_icon = "chat-dots"
    empty_text = "重大事项决定前听取代表意见的，登记在这里。"
    columns = (
        Column("日期", "held_on", sort="held_on", css="date"),
        Column("征求意见事项", "matter", sort="matter", css="title", link=True),
        Column("介绍人", "presented_by"),
        Column("地点", "place"),
        Column("代表意见", "opinion_count", sort="opinion_count", css="num"),
    )


class ConsultationDetail(DetailPage):
    model = Consultation
    permission_required = "activities.view_consultation"
    crumbs = (GROUP, MEETINGS)
    edit_url = "activities:consultation_update"
    edit_perm = "activities.change_consultation"
    as_form = True
    sections = (
        Section(
            "会议情况",
            (
                "matter",
                "place",
                "presented_by",
                ("参加代表", lambda c: c.attendance),
                "presentation",
                "summary",
                "result",
            ),
        ),
    )
    tables = (
        RelatedTable(
            "代表发言和意见",
            lambda meeting: meeting.opinions.select_related("deputy", "unit").order_by("pk"),
            OPINION_COLUMNS,
            empty="还没有登记意见建议",
            add=Action(
                "登记意见", "activities:consultation_opinion", "activities.change_consultation"
            ),
        ),
    )

    def get_context_data(self, **kwargs) -> dict:
        meeting = self.object
        meeting.attendance = attendance(meeting)
        context = super().get_context_data(**kwargs)
        context["sheet"] = {"title": "征求意见会记录", "left": f"日期：{meeting.held_on}"}
        button = roll_button(meeting.roll, self.request.user)
        context["page_actions"] = [*button, *context["page_actions"]]
        return context


class ConsultationCreate(CreatePage):
    model = Consultation
    permission_required = "activities.change_consultation"
    fields = CONSULTATION_FIELDS
    crumbs = (GROUP, MEETINGS)

    def save(self, form) -> Consultation:
        """Write the meeting and open its roll."""
        self.object = record_consultation(form.instance)
        return self.object


class ConsultationUpdate(EditPage):
    model = Consultation
    permission_required = "activities.change_consultation"
    fields = CONSULTATION_FIELDS
    crumbs = (GROUP, MEETINGS)

    def save(self, form) -> Consultation:
        """Write the meeting and carry its day over to the roll."""
        meeting = super().save(form)
        follow_on_roll(meeting, title=f"征求意见会：{meeting.matter}")
        return meeting


def shortened(text: str, most: int = 16) -> str:
    """The text, or its beginning and an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class OpinionList(ListPage):
    model = Opinion
    permission_required = "activities.list_opinion"
    filterset_class = OpinionFilter
    crumbs = (GROUP,)
    ordering = ("-given_on", "-pk")
    tabs = (
        Tab("", "全部"),
        Tab("recorded", "待转交", "recorded"),
        Tab("waiting", "待反馈", "waiting"),
        Tab("answered", "已反馈", "answered"),
    )
    empty_icon = "chat-left-quote"
    empty_text = "在活动或征求意见会的页面登记代表意见。"
    columns = (
        Column("日期", "given_on", sort="given_on", css="date"),
        Column("意见建议", str, css="title", link=True),
        Column("来源", lambda o: shortened(str(o.source)), css="nowrap"),
        Column("提出代表", "deputy.name", css="nowrap"),
        Column("转交单位", "unit", css="nowrap"),
        Column("转交日期", "passed_on", sort="passed_on", css="date"),
        Column("状态", "get_status_display", sort="status", css="nowrap", pill=True),
    )

    def get_filterset_kwargs(self, filterset_class) -> dict:
        today = timezone.localdate()
        return super().get_filterset_kwargs(filterset_class) | {
            "overdue_since": lambda: overdue_since(today)
        }


class OpinionDetail(DetailPage):
    model = Opinion
    permission_required = "activities.view_opinion"
    crumbs = (GROUP, OPINIONS)
    edit_url = "activities:opinion_update"
    edit_perm = "activities.change_opinion"
    template_name = "activities/opinion_detail.html"
    sections = (
        Section(
            "意见建议", (("来源", "source"), ("日期", "given_on"), "text", ("提出代表", "deputy"))
        ),
        Section("办理情况", ("unit", "passed_on", "answered_on", "answer")),
    )

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        opinion, due = self.object, None
        if opinion.passed_on:
            numbers, overrides = law.values_and_days(FEEDBACK)
            due = opinion.due(numbers[FEEDBACK], overrides)
        state = None
        if due and opinion.answered_on:
            state = settled(due, opinion.answered_on)
        elif due:
            state = remaining(due, timezone.localdate())
        return context | {
            "due": due,
            "due_state": state,
            "due_law": law.cite(FEEDBACK),
            "source_url": opinion.source.get_absolute_url()
            if self.request.user.has_perm("activities.view_activity", opinion.source)
            else "",
        }


class _OpinionCreate(CreatePage):
    model = Opinion
    form_class = OpinionForm

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [GROUP, (str(self.parent_record), self.parent_record.get_absolute_url())]

    def get_success_url(self) -> str:
        return self.parent_record.get_absolute_url()


class ActivityOpinion(_OpinionCreate):
    parent = ("activity", Activity)
    permission_required = "activities.change_activity"


class ConsultationOpinion(_OpinionCreate):
    parent = ("consultation", Consultation)
    permission_required = "activities.change_consultation"


class OpinionUpdate(EditPage):
    model = Opinion
    permission_required = "activities.change_opinion"
    form_class = OpinionForm
    crumbs = (GROUP, OPINIONS)
