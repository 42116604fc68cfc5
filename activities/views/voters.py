"""走访接待 and 群众留言: whom deputies met, what was raised, what became of it."""

from django.db.models import QuerySet

from activities.filters import PublicMessageFilter, VoterContactFilter
from activities.forms import ContactForm, MessageAnswerForm, MessageForm, OwnContactForm
from activities.models import PublicMessage, VoterContact
from deputies.permissions import deputy_of
from renda.core.columns import Column
from renda.core.templatetags.ui_words import mask_phone
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section, Tab

GROUP = ("活动", "")
LIST = ("走访接待", "activities:votercontact_list")
MESSAGES = ("群众留言", "activities:publicmessage_list")


class VoterContactList(ListPage):
    """All contacts for the office and the county; a deputy's own for the deputy."""

    model = VoterContact
    permission_required = "activities.list_votercontact"
    filterset_class = VoterContactFilter
    crumbs = (GROUP,)
    tabs = (Tab("", "全部"), Tab("waiting", "转交未反馈", "waiting"))
    actions = (
        Action("登记走访接待", "activities:votercontact_create", "activities.add_votercontact"),
    )
    empty_icon = "people"
    empty_text = "代表接待选民、走访选民的，一事一登。"
    columns = (
        Column("日期", "met_on", sort="met_on", css="date"),
        Column("代表", "deputy.name", sort="deputy", css="nowrap", link=True),
        Column("方式", "get_way_display", sort="way", css="nowrap"),
        Column("联络站（地点）", lambda c: c.station or c.place, css="nowrap"),
        Column("选民", "voters", sort="voters", css="num"),
        Column("反映问题", lambda c: c.issue[:50], css="title"),
        Column("处理方式", "get_outcome_display", sort="outcome", css="nowrap", pill=True),
        Column("反馈日期", "answered_on", sort="answered_on", css="date"),
    )

    def get_queryset(self) -> QuerySet:
        rows = super().get_queryset()
        if self.request.user.has_perm("activities.use"):
            return rows
        return rows.of_deputy(deputy_of(self.request.user))


class VoterContactDetail(DetailPage):
    model = VoterContact
    permission_required = "activities.view_votercontact"
    crumbs = (GROUP, LIST)
    edit_url = "activities:votercontact_update"
    edit_perm = "activities.change_votercontact"
    as_form = True
    sections = (
        Section(
            "登记表",
            (
                "way",
                "deputy",
                ("联络站", "station"),
                "place",
                "voters",
                "visitor",
                "visitor_village",
                ("联系电话", lambda c: mask_phone(c.visitor_phone)),
                "issue",
                "outcome",
                "unit",
                "passed_on",
                ("转为建议", lambda c: c.motion),
                "result",
                "answered_on",
            ),
        ),
    )

    def get_context_data(self, **kwargs) -> dict:
        contact = self.object
        sheet = {
            "title": "代表接待（走访）选民登记表",
            "left": f"编号：{contact.number}",
            "right": f"日期：{contact.met_on}",
        }
        return super().get_context_data(**kwargs) | {"sheet": sheet}


class VoterContactCreate(CreatePage):
    """Written down by the office for any deputy, or by a deputy for oneself."""

    model = VoterContact
    permission_required = "activities.add_votercontact"
    crumbs = (GROUP, LIST)

    def get_form_class(self) -> type[ContactForm]:
        can_choose = self.request.user.has_perm("activities.use")
        return ContactForm if can_choose else OwnContactForm

    def get_form_kwargs(self) -> dict:
        kwargs = super().get_form_kwargs()
        if self.get_form_class() is OwnContactForm:
            kwargs["instance"].deputy = deputy_of(self.request.user)
        return kwargs


class VoterContactUpdate(EditPage):
    model = VoterContact
    permission_required = "activities.change_votercontact"
    crumbs = (GROUP, LIST)

    def get_form_class(self) -> type[ContactForm]:
        can_choose = self.request.user.has_perm("activities.use")
        return ContactForm if can_choose else OwnContactForm


class PublicMessageList(ListPage):
    model = PublicMessage
    permission_required = "activities.list_publicmessage"
    filterset_class = PublicMessageFilter
    crumbs = (GROUP,)
    tabs = (Tab("", "全部"), Tab("waiting", "待回复", "waiting"))
    actions = (
        Action("登记留言", "activities:publicmessage_create", "activities.add_publicmessage"),
    )
    empty_icon = "chat-left-text"
    empty_text = "群众打电话、写信或当面托人大办带给代表的话，登记在这里，由代表回复。"
    columns = (
        Column("留言时间", "sent_at", sort="sent_at", css="date"),
        Column("留言", lambda m: m.text[:50], css="title", link=True),
        Column("姓名", "name", css="nowrap"),
        Column("代表", "deputy.name", sort="deputy", css="nowrap"),
        Column("回复日期", "answered_on", sort="answered_on", css="date"),
    )


class PublicMessageDetail(DetailPage):
    model = PublicMessage
    permission_required = "activities.view_publicmessage"
    crumbs = (GROUP, MESSAGES)
    edit_url = "activities:publicmessage_update"
    edit_perm = "activities.change_publicmessage"
    has_attachments = False
    sections = (
        Section(
            "留言",
            ("deputy", "sent_at", "name", ("联系电话", lambda m: mask_phone(m.phone)), "text"),
        ),
        Section("回复", ("answer", "answered_on")),
    )


class PublicMessageCreate(CreatePage):
    """代录: the office takes down what somebody wants a deputy to hear."""

    model = PublicMessage
    permission_required = "activities.add_publicmessage"
    form_class = MessageForm
    crumbs = (GROUP, MESSAGES)


class PublicMessageUpdate(EditPage):
    model = PublicMessage
    permission_required = "activities.change_publicmessage"
    form_class = MessageAnswerForm
    crumbs = (GROUP, MESSAGES)
