"""Notices, resignations and removals."""

from renda.core.columns import Column
from renda.core.views.detail import DetailPage, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from sessions_app.filters import NoticeFilter, RemovalFilter, ResignationFilter
from sessions_app.forms import NoticeForm, RemovalForm, ResignationForm
from sessions_app.models import Notice, Removal, Resignation
from sessions_app.views.voting import DECIDING

NOTICES = (("会议", ""), ("公告", "sessions_app:notice_list"))


class NoticeList(ListPage):
    model = Notice
    permission_required = "sessions_app.list_notice"
    filterset_class = NoticeFilter
    ordering = ("-issued_on", "-pk")
    columns = (
        Column("标题", "title", link=True),
        Column("公告号", "number_text", css="nowrap"),
        Column("类别", "get_kind_display", css="nowrap"),
        Column("会议", "session.short_name", css="nowrap"),
        Column("发布日期", "issued_on", sort="issued_on", css="date"),
        Column("状态", "get_status_display", sort="status", css="nowrap", pill=True),
    )
    actions = (Action("起草公告", "sessions_app:notice_create", "sessions_app.change_notice"),)
    empty_icon = "megaphone"
    empty_text = "会议召开、选举结果、代表资格变动都要公告；发布时编号。"

    def get_queryset(self):
        rows = Notice.objects.select_related("session")
        # drafts are the office's: deputies and the government read what was issued
        if self.request.user.has_perm("sessions_app.list_vote"):
            return rows
        return rows.filter(status=Notice.Status.ISSUED)


class NoticeDetail(DetailPage):
    model = Notice
    permission_required = "sessions_app.view_notice"
    edit_url = "sessions_app:notice_update"
    edit_perm = "sessions_app.change_notice"
    void_perm = "sessions_app.change_notice"
    crumbs = NOTICES
    sections = (
        Section(
            "公告",
            (("公告号", "number_text"), "kind", "session", "election", "issued_on", "text"),
        ),
    )

    def get_queryset(self):
        return Notice.objects.select_related("session", "election__session")


class NoticeCreate(CreatePage):
    model = Notice
    form_class = NoticeForm
    permission_required = "sessions_app.change_notice"
    crumbs = NOTICES
    verb = "起草"
    submit_label = "保存草稿"


class NoticeUpdate(EditPage):
    model = Notice
    form_class = NoticeForm
    permission_required = "sessions_app.change_notice"
    crumbs = NOTICES


class ResignationList(ListPage):
    model = Resignation
    template_name = "sessions_app/deciding_list.html"
    permission_required = "sessions_app.list_resignation"
    filterset_class = ResignationFilter
    ordering = ("-applied_on", "-pk")
    crumbs = DECIDING
    columns = (
        Column("姓名", "name", link=True),
        Column("职务", "get_post_display", css="nowrap"),
        Column("提出日期", "applied_on", sort="applied_on", css="date"),
        Column("会议", "session.short_name", css="nowrap"),
        Column("大会决定", "outcome", css="nowrap", pill=True, tone=lambda r: r.outcome_tone),
    )
    actions = (
        Action("登记辞职", "sessions_app:resignation_create", "sessions_app.change_resignation"),
    )
    empty_icon = "person-dash"
    empty_text = "收到辞职报告后在这里登记，大会表决后写明是否接受；接受的要公告。"

    def get_queryset(self):
        return Resignation.objects.select_related("township", "session", "vote")


class ResignationDetail(DetailPage):
    model = Resignation
    permission_required = "sessions_app.view_resignation"
    edit_url = "sessions_app:resignation_update"
    edit_perm = "sessions_app.change_resignation"
    void_perm = "sessions_app.change_resignation"
    crumbs = (*DECIDING, ("辞职", "sessions_app:resignation_list"))
    sections = (
        Section(
            "辞职",
            (
                "name",
                "post",
                "applied_on",
                "reason",
                "session",
                "vote",
                ("大会决定", "outcome"),
                ("计算", lambda r: r.vote.checks[-1].computed if r.vote else ""),
            ),
            note="向本级人民代表大会提出，由大会决定是否接受（《地方组织法》第三十二条）",
        ),
    )

    def get_queryset(self):
        return Resignation.objects.select_related("township", "session", "vote", "deputy")


class ResignationCreate(CreatePage):
    model = Resignation
    form_class = ResignationForm
    permission_required = "sessions_app.change_resignation"
    crumbs = (*DECIDING, ("辞职", "sessions_app:resignation_list"))


class ResignationUpdate(EditPage):
    model = Resignation
    form_class = ResignationForm
    permission_required = "sessions_app.change_resignation"
    crumbs = (*DECIDING, ("辞职", "sessions_app:resignation_list"))


class RemovalList(ListPage):
    model = Removal
    template_name = "sessions_app/deciding_list.html"
    permission_required = "sessions_app.list_removal"
    filterset_class = RemovalFilter
    ordering = ("-proposed_on", "-pk")
    crumbs = DECIDING
    columns = (
        Column("罢免案", str, link=True),
        Column("提出方式", "get_by_display", css="nowrap"),
        Column("提出日期", "proposed_on", sort="proposed_on", css="date"),
        Column("会议", "session.short_name", css="nowrap"),
        Column("大会决定", "outcome", css="nowrap", pill=True, tone=lambda r: r.outcome_tone),
    )
    actions = (Action("登记罢免案", "sessions_app:removal_create", "sessions_app.change_removal"),)
    empty_icon = "person-x"
    empty_text = "罢免案提出后在这里登记，被提出罢免的人可以申辩，大会表决后写明结果。"

    def get_queryset(self):
        return Removal.objects.select_related("township", "session", "vote")


class RemovalDetail(DetailPage):
    model = Removal
    permission_required = "sessions_app.view_removal"
    edit_url = "sessions_app:removal_update"
    edit_perm = "sessions_app.change_removal"
    void_perm = "sessions_app.change_removal"
    crumbs = (*DECIDING, ("罢免案", "sessions_app:removal_list"))
    sections = (
        Section(
            "罢免案",
            (
                "name",
                "post",
                "by",
                "sponsors",
                "proposed_on",
                "reason",
                "defence",
                "session",
                "vote",
                ("大会决定", "outcome"),
            ),
            note="主席团或者五分之一以上代表联名提出，全体代表过半数通过（《地方组织法》第三十一条）",
        ),
    )

    def get_queryset(self):
        return Removal.objects.select_related("township", "session", "vote", "deputy")


class RemovalCreate(CreatePage):
    model = Removal
    form_class = RemovalForm
    permission_required = "sessions_app.change_removal"
    crumbs = (*DECIDING, ("罢免案", "sessions_app:removal_list"))


class RemovalUpdate(EditPage):
    model = Removal
    form_class = RemovalForm
    permission_required = "sessions_app.change_removal"
    crumbs = (*DECIDING, ("罢免案", "sessions_app:removal_list"))
