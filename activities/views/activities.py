"""代表活动: planned, held, registered with the roll, places and opinions."""

from django.utils import timezone

from activities.columns import days
from activities.filters import ActivityFilter
from activities.forms import HEAD_FIELDS, STOP_FIELDS, ActivityEditForm, ActivityForm
from activities.models import Activity, Consultation, HeadCount, Stop
from activities.services import follow_on_roll, record_activity
from deputies.models import Roll
from deputies.views.roll import roll_button
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
LIST = ("代表活动", "activities:activity_list")


def state_words(activity: Activity) -> str:
    """已安排、待登记 or 已登记, as of today."""
    return Activity.State(activity.state(timezone.localdate())).label


def state_tone(activity: Activity) -> str:
    """The colour of ``state_words``."""
    return activity.state_tone(timezone.localdate())


def attendance(event: Activity | Consultation) -> str:
    """Who came, as the event's roll tells it; one query."""
    if not event.roll_id:
        return ""
    roll = Roll.objects.with_counts().get(pk=event.roll_id)
    words = f"应到 {roll.expected} 人，实到 {roll.present} 人，请假 {roll.on_leave} 人，缺席 {roll.absent} 人"
    return words if roll.is_closed else f"{words}（签到未截止）"


OPINION_COLUMNS = (
    Column("意见建议", "text", css="title", link=True),
    Column("提出代表", "deputy.name", css="nowrap"),
    Column("转交单位", "unit", css="nowrap"),
    Column("转交日期", "passed_on", css="date"),
    Column("状态", "get_status_display", css="nowrap", pill=True),
)


class ActivityList(ListPage):
    model = Activity
    permission_required = "activities.list_activity"
    filterset_class = ActivityFilter
    crumbs = (GROUP,)
    tabs = (
        Tab("", "全部"),
        Tab("waiting", "待登记", "waiting", ("today",)),
        Tab("planned", "已安排", "planned", ("today",)),
    )
    actions = (Action("登记活动", "activities:activity_create", "activities.change_activity"),)
    foot_note = "人次＝到会代表＋机关干部、村干部，同一人每参加一次计一次"
    empty_icon = "geo-alt"
    empty_text = "先登记活动安排，系统列出应到代表的签到册；活动后再补内容、点位和意见。"
    columns = (
        Column("日期", days, sort="held_on", css="nowrap"),
        Column("活动主题", "title", sort="title", css="title", link=True),
        Column("类型", "get_kind_display", sort="kind", css="nowrap"),
        Column("代表小组", "group.name", sort="group", css="nowrap"),
        Column("主题活动", "campaign.name", css="title"),
        Column("代表", lambda a: a.deputy_heads or None, sort="deputy_heads", css="num"),
        Column("人次", lambda a: a.person_times or None, sort="person_times", css="num"),
        Column("状态", state_words, css="nowrap", pill=True, tone=state_tone),
    )


class ActivityDetail(DetailPage):
    model = Activity
    permission_required = "activities.view_activity"
    crumbs = (GROUP, LIST)
    edit_url = "activities:activity_update"
    edit_perm = "activities.change_activity"
    as_form = True
    sections = (
        Section(
            "活动情况",
            (
                "title",
                "kind",
                "place",
                "organiser",
                ("代表小组", "group.name"),
                ("主题活动", "campaign.name"),
                ("参加代表", lambda a: a.attendance),
                ("其他人员", lambda a: a.others),
                "attending",
                "heard_whom",
                "content",
                ("发放宣传资料", lambda a: f"{a.leaflets} 份" if a.leaflets else ""),
                ("清理垃圾", lambda a: f"{a.rubbish_kg} 公斤" if a.rubbish_kg else ""),
            ),
        ),
    )
    tables = (
        RelatedTable(
            "视察点位",
            lambda activity: activity.stops.all(),
            (
                Column("点位", "name", css="title nowrap"),
                Column("类别", "get_kind_display", css="nowrap"),
                Column("重点工程级别", "get_project_display", css="nowrap"),
                Column("现场情况", "found", css="title"),
            ),
            empty="没有点位",
        ),
        RelatedTable(
            "意见建议",
            lambda activity: activity.opinions.select_related("deputy", "unit").order_by("pk"),
            OPINION_COLUMNS,
            empty="还没有登记意见建议",
            add=Action("登记意见", "activities:activity_opinion", "activities.change_activity"),
        ),
    )

    def get_context_data(self, **kwargs) -> dict:
        activity = self.object
        activity.attendance = attendance(activity)
        activity.others = "，".join(str(row) for row in activity.head_counts.all())
        context = super().get_context_data(**kwargs)
        is_open = not activity.is_registered
        button = roll_button(activity.roll, self.request.user, primary=is_open)
        context["page_actions"] = [*button, *context["page_actions"]]
        mark = {"tone": state_tone(activity), "label": state_words(activity)}
        sheet = {
            "title": "代表活动记录",
            "left": f"时间：{days(activity)}",
            "right": f"记录人：{activity.recorder}" if activity.recorder else "",
        }
        return context | {"pills": [mark], "sheet": sheet}


class ActivityCreate(CreatePage):
    model = Activity
    permission_required = "activities.change_activity"
    form_class = ActivityForm
    crumbs = (GROUP, LIST)
    inlines = ((Stop, STOP_FIELDS), (HeadCount, HEAD_FIELDS))

    def get_initial(self) -> dict:
        return super().get_initial() | {"organiser": f"{self.request.township}人大主席团"}

    def save(self, form: ActivityForm) -> Activity:
        """Write the activity and open its roll."""
        self.object = record_activity(
            form.instance,
            levels=form.cleaned_data["levels"],
            invited=form.cleaned_data["invited"],
        )
        return self.object


class ActivityUpdate(EditPage):
    model = Activity
    permission_required = "activities.change_activity"
    form_class = ActivityEditForm
    crumbs = (GROUP, LIST)
    inlines = ((Stop, STOP_FIELDS), (HeadCount, HEAD_FIELDS))

    def save(self, form: ActivityEditForm) -> Activity:
        """Write the activity and carry its title and day over to the roll."""
        activity = super().save(form)
        follow_on_roll(activity, title=activity.title)
        return activity
