"""代表事例, 宣传信息 and 履职案例."""

from activities.filters import ArticleFilter, DeedFilter, DutyCaseFilter
from activities.forms import ADOPTION_FIELDS, ARTICLE_FIELDS, DeedForm, DutyCaseForm
from activities.models import Adoption, Article, Deed, DutyCase
from activities.services import record_deed
from renda.core.columns import Column
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section

DEEDS = ("代表事例", "activities:deed_list")
ARTICLES = ("宣传信息", "activities:article_list")
CASES = ("履职案例", "activities:dutycase_list")
DOING, PUBLICITY = ("活动", ""), ("宣传制度", "")


class DeedList(ListPage):
    model = Deed
    permission_required = "activities.list_deed"
    filterset_class = DeedFilter
    crumbs = (DOING,)
    actions = (Action("登记代表事例", "activities:deed_create", "activities.change_deed"),)
    foot_note = "代表级别按当日的代表资格确定：同时是县、乡镇代表的，计入县代表"
    empty_icon = "award"
    empty_text = "代表带头拆违、带头整治等事例登记在这里，年度总结按人计数。"
    columns = (
        Column("日期", "on", sort="on", css="date"),
        Column("代表", "deputy.name", sort="deputy", css="nowrap", link=True),
        Column("代表级别", "get_level_display", sort="level", css="nowrap"),
        Column("类别", "get_kind_display", sort="kind", css="nowrap"),
        Column("事迹", lambda d: d.text[:60], css="title"),
        Column("主题活动", "campaign.name"),
    )


class DeedDetail(DetailPage):
    model = Deed
    permission_required = "activities.view_deed"
    crumbs = (DOING, DEEDS)
    edit_url = "activities:deed_update"
    edit_perm = "activities.change_deed"
    sections = (Section("代表事例", ("deputy", "level", "kind", "on", "campaign", "text")),)


class DeedCreate(CreatePage):
    model = Deed
    permission_required = "activities.change_deed"
    form_class = DeedForm
    crumbs = (DOING, DEEDS)

    def save(self, form: DeedForm) -> Deed:
        """Write the deed with the deputy's level on that day."""
        self.object = record_deed(form.instance)
        return self.object


class DeedUpdate(EditPage):
    model = Deed
    permission_required = "activities.change_deed"
    form_class = DeedForm
    crumbs = (DOING, DEEDS)

    def save(self, form: DeedForm) -> Deed:
        """Write the deed with the deputy's level on that day."""
        return record_deed(super().save(form))


def outlets(level: str):
    """The outlets of a level that printed an article, in words."""
    return lambda article: "、".join(
        adoption.outlet for adoption in article.adoptions.all() if adoption.level == level
    )


class ArticleList(ListPage):
    model = Article
    permission_required = "activities.list_article"
    filterset_class = ArticleFilter
    crumbs = (PUBLICITY,)
    actions = (Action("登记宣传信息", "activities:article_create", "activities.change_article"),)
    empty_icon = "megaphone"
    empty_text = "每投一篇登记一篇，录用后补媒体和链接，年度总结按级别计数。"
    columns = (
        Column("投稿日期", "sent_on", sort="sent_on", css="date"),
        Column("标题", "title", sort="title", css="title", link=True),
        Column("作者", "author", sort="author", css="nowrap"),
        Column("投往", "sent_to"),
        Column("县级录用", outlets(Adoption.Level.COUNTY)),
        Column("市级录用", outlets(Adoption.Level.CITY)),
        Column("省级以上录用", lambda a: "、".join(
            x.outlet for x in a.adoptions.all() if x.level in ("province", "nation")
        )),
    )  # fmt: skip


class ArticleDetail(DetailPage):
    model = Article
    template_name = "activities/article_detail.html"
    permission_required = "activities.view_article"
    crumbs = (PUBLICITY, ARTICLES)
    edit_url = "activities:article_update"
    edit_perm = "activities.change_article"
    sections = (Section("投稿", ARTICLE_FIELDS),)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"adoptions": list(self.object.adoptions.all())}


class ArticleCreate(CreatePage):
    model = Article
    permission_required = "activities.change_article"
    fields = ARTICLE_FIELDS
    crumbs = (PUBLICITY, ARTICLES)
    inlines = ((Adoption, ADOPTION_FIELDS),)


class ArticleUpdate(EditPage):
    model = Article
    permission_required = "activities.change_article"
    fields = ARTICLE_FIELDS
    crumbs = (PUBLICITY, ARTICLES)
    inlines = ((Adoption, ADOPTION_FIELDS),)


class DutyCaseList(ListPage):
    model = DutyCase
    permission_required = "activities.list_dutycase"
    filterset_class = DutyCaseFilter
    crumbs = (PUBLICITY,)
    actions = (Action("登记履职案例", "activities:dutycase_create", "activities.change_dutycase"),)
    empty_icon = "journal-check"
    empty_text = "向履职服务平台报送的代表先进事例登记在这里。"
    columns = (
        Column("上报日期", "reported_on", sort="reported_on", css="date"),
        Column("案例名称", "title", sort="title", css="title", link=True),
        Column("代表", "deputy.name", sort="deputy", css="nowrap"),
        Column("上报平台", "platform"),
    )


class DutyCaseDetail(DetailPage):
    model = DutyCase
    template_name = "activities/dutycase_detail.html"
    permission_required = "activities.view_dutycase"
    crumbs = (PUBLICITY, CASES)
    edit_url = "activities:dutycase_update"
    edit_perm = "activities.change_dutycase"
    sections = (Section("履职案例", ("title", "deputy", "reported_on", "platform", "summary")),)


class DutyCaseCreate(CreatePage):
    model = DutyCase
    permission_required = "activities.change_dutycase"
    form_class = DutyCaseForm
    crumbs = (PUBLICITY, CASES)


class DutyCaseUpdate(EditPage):
    model = DutyCase
    permission_required = "activities.change_dutycase"
    form_class = DutyCaseForm
    crumbs = (PUBLICITY, CASES)
