"""The presidium's members and meetings."""

from renda.core import law
from renda.core.columns import Column
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from sessions_app import services
from sessions_app.filters import MeetingFilter, MemberFilter
from sessions_app.forms import MemberForm
from sessions_app.models import PresidiumMeeting, PresidiumMember, PresidiumTopic

MEETINGS = (("会议", ""), ("主席团会议", "sessions_app:presidiummeeting_list"))
FIELDS = ("term", "no", "held_on", "place", "chaired_by", "guests", "recorder", "summary")
TOPICS = ((PresidiumTopic, ("order", "title", "reporter", "discussion", "decision", "votes_for")),)


class MeetingList(ListPage):
    model = PresidiumMeeting
    permission_required = "sessions_app.list_presidiummeeting"
    filterset_class = MeetingFilter
    ordering = ("-held_on", "-pk")
    columns = (
        Column("会议", "title", link=True),
        Column("日期", "held_on", sort="held_on", css="date"),
        Column("地点", "place"),
        Column("主持人", "chaired_by", css="nowrap"),
        Column("议题", "topic_count", css="num"),
        Column("应到", "expected", css="num"),
        Column("实到", "present", css="num"),
    )
    actions = (
        Action(
            "登记主席团会议",
            "sessions_app:presidiummeeting_create",
            "sessions_app.change_presidiummeeting",
        ),
        Action(
            "主席团成员",
            "sessions_app:presidiummember_list",
            "sessions_app.list_presidiummember",
            "people",
            False,
        ),
    )
    foot_note = "主席团会议至少每三个月举行一次（《浙江省乡镇人大条例》第二十四条）。"
    empty_icon = "people"
    empty_text = "主席团会议至少每三个月举行一次；登记后按主席团成员生成签到册。"


class MeetingDetail(DetailPage):
    model = PresidiumMeeting
    template_name = "sessions_app/presidiummeeting_detail.html"
    permission_required = "sessions_app.view_presidiummeeting"
    edit_url = "sessions_app:presidiummeeting_update"
    edit_perm = "sessions_app.change_presidiummeeting"
    void_perm = "sessions_app.change_presidiummeeting"
    crumbs = MEETINGS
    sections = (
        Section(
            "会议",
            ("held_on", "place", "chaired_by", "guests", "recorder", "summary"),
        ),
    )
    tables = (
        RelatedTable(
            "议题",
            lambda meeting: meeting.topics.all(),
            (
                Column("序号", "order", css="num"),
                Column("议题", "title", css="title"),
                Column("汇报人", "reporter", css="nowrap"),
                Column("决定事项", "decision"),
                Column("赞成", "votes_for", css="num"),
            ),
        ),
        RelatedTable(
            "通过的制度",
            lambda meeting: meeting.rule_versions.select_related("document"),
            (
                Column("制度", "document.name", link=True),
                Column("方式", "get_kind_display", css="nowrap"),
                Column("施行日期", "in_force_from", css="date"),
            ),
        ),
    )

    def get_queryset(self):
        return PresidiumMeeting.objects.select_related("roll").for_list()

    def get_context_data(self, **kwargs) -> dict:
        meeting = self.object
        checks = []
        if meeting.expected:
            checks = [law.presidium_quorum(meeting.present, meeting.expected)]
        entries = meeting.roll.entries.by_name() if meeting.roll else ()
        return super().get_context_data(**kwargs) | {
            "checks": checks,
            "entries": list(entries),
        }


class MeetingCreate(CreatePage):
    model = PresidiumMeeting
    permission_required = "sessions_app.change_presidiummeeting"
    fields = FIELDS
    inlines = TOPICS
    crumbs = MEETINGS

    def save(self, form) -> PresidiumMeeting:
        self.object = services.hold_presidium_meeting(meeting=form.save(commit=False))
        return self.object


class MeetingUpdate(EditPage):
    model = PresidiumMeeting
    permission_required = "sessions_app.change_presidiummeeting"
    fields = FIELDS
    inlines = TOPICS
    inline_extra = 1
    crumbs = MEETINGS


class MemberList(ListPage):
    model = PresidiumMember
    permission_required = "sessions_app.list_presidiummember"
    filterset_class = MemberFilter
    ordering = ("-term__number", "from_on", "pk")
    crumbs = MEETINGS
    columns = (
        Column("姓名", "deputy.name", css="title"),
        Column("职务", "get_role_display", sort="role", css="nowrap"),
        Column("届", "term", css="nowrap"),
        Column("工作单位及职务", "deputy.workplace"),
        Column("起", "from_on", sort="from_on", css="date"),
        Column("止", "until_on", css="date"),
    )
    actions = (
        Action(
            "登记成员",
            "sessions_app:presidiummember_create",
            "sessions_app.change_presidiummember",
        ),
    )
    foot_note = "主席、副主席为主席团成员；主席团成员不得担任国家行政机关的职务。"

    def get_queryset(self):
        return PresidiumMember.objects.select_related("deputy", "term")


class MemberPage:
    """Back to the list after saving: a member has no page of its own."""

    model = PresidiumMember
    form_class = MemberForm
    permission_required = "sessions_app.change_presidiummember"
    crumbs = (*MEETINGS, ("主席团成员", "sessions_app:presidiummember_list"))


class MemberCreate(MemberPage, CreatePage):
    pass


class MemberUpdate(MemberPage, EditPage):
    pass
