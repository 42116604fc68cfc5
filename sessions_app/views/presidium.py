"""The presidium's members and meetings."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property

from deputies.expecting import follow_body
from deputies.models import RollEntry
from deputies.services import carry_to_roll
from renda.core import law
from renda.core.columns import Column
from renda.core.numbers import queue_up
from renda.core.text import chinese_numeral
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from sessions_app import services
from sessions_app.filters import MeetingFilter, MemberFilter
from sessions_app.forms import MemberForm
from sessions_app.models import PresidiumMeeting, PresidiumMember, PresidiumTopic

SIZES = ("presidium.size_min", "presidium.size_usual", "presidium.size_max")
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
    empty_icon = "people"
    empty_text = "登记后按主席团成员生成签到册。"

    @cached_property
    def foot_note(self) -> str:
        months = chinese_numeral(law.value("presidium.interval"))
        return f"主席团会议至少每{months}个月举行一次（{law.cite('presidium.interval')}）。"


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
                Column("全体成员过半数", lambda topic: topic.majority and topic.majority.computed),
                Column("表决结果", "result", css="nowrap", pill=True, tone=lambda t: t.result_tone),
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


class MeetingPage:
    model = PresidiumMeeting
    permission_required = "sessions_app.change_presidiummeeting"
    fields = FIELDS
    inlines = TOPICS
    crumbs = MEETINGS

    def settle(self, saved: PresidiumMeeting) -> None:
        """Nothing has more votes than the presidium has members that day."""
        members = RollEntry.objects.of_deputies().filter(roll=saved.roll_id).count()
        for topic in saved.topics.filter(voided_at=None, votes_for__gt=members):
            words = f"议题“{topic}”赞成 {topic.votes_for} 票，多于主席团成员 {members} 名，请核对"
            raise ValidationError(words)


class MeetingCreate(MeetingPage, CreatePage):
    def save(self, form) -> PresidiumMeeting:
        self.object = services.hold_presidium_meeting(meeting=form.save(commit=False))
        return self.object


class MeetingUpdate(MeetingPage, EditPage):
    inline_extra = 1

    def save(self, form) -> PresidiumMeeting:
        """Write the meeting; its roll goes with it to another day."""
        meeting = super().save(form)
        carry_to_roll(meeting.roll, title=meeting.title, on=meeting.held_on, place=meeting.place)
        return meeting


class MemberList(ListPage):
    """The members, with what the law asks of those who sit today."""

    model = PresidiumMember
    template_name = "sessions_app/presidiummember_list.html"
    permission_required = "sessions_app.list_presidiummember"
    filterset_class = MemberFilter
    ordering = ("-term__number", "from_on", "pk")
    empty_text = "大会选出主席团以后，把主席、副主席和其他成员登记在这里。"
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
    row_edit = Action(
        "修改", "sessions_app:presidiummember_update", "sessions_app.change_presidiummember"
    )
    foot_note = (
        f"主席、副主席为主席团成员（{law.cite('presidium.elected')}），"
        f"不得担任国家行政机关的职务（{law.cite('presidium.chair')}）；"
        f"其他成员能否担任由本地规定，浙江规定不得担任（{law.cite('presidium.member_posts')}）。"
    )

    def get_queryset(self):
        return PresidiumMember.objects.select_related("deputy", "term")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"checks": checks_on(timezone.localdate())}


def checks_on(day: date) -> list[law.Check]:
    """How many sit on the presidium on a day, and how many chairs and vice chairs; nothing of an empty one."""
    roles = list(PresidiumMember.objects.on(day).values_list("role", flat=True))
    if not roles:
        return []
    minimum, usual, maximum = law.values(*SIZES).values()
    return [
        law.presidium_size(len(roles), minimum=minimum, usual=usual, maximum=maximum),
        law.chairs_number("chair", roles.count("chair")),
        law.chairs_number("vice_chair", roles.count("vice_chair")),
    ]


class MemberPage:
    """Back to the list after saving: a member has no page of its own."""

    model = PresidiumMember
    form_class = MemberForm
    permission_required = "sessions_app.change_presidiummember"
    crumbs = (*MEETINGS, ("主席团成员", "sessions_app:presidiummember_list"))

    def save(self, form: MemberForm) -> PresidiumMember:
        """Write the member, one at a time: of two pages sent at once the later is held against the other."""
        queue_up("sessions.presidium")
        form.instance.clean()
        return super().save(form)

    def settle(self, saved: PresidiumMember) -> None:
        """The open rolls of the presidium's meetings expect who sits on it on their day."""
        follow_body("presidium")


class MemberCreate(MemberPage, CreatePage):
    pass


class MemberUpdate(MemberPage, EditPage):
    offers_void = True
