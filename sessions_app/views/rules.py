"""制度目录: rules with every version."""

from django.urls import reverse
from django.utils import timezone

from renda.core.columns import Column
from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage
from sessions_app import services
from sessions_app.filters import RuleFilter
from sessions_app.forms import RuleForm, VersionForm
from sessions_app.models import RuleDocument, RuleVersion

RULES = (("宣传制度", ""), ("制度目录", "sessions_app:ruledocument_list"))


class RuleList(ListPage):
    model = RuleDocument
    permission_required = "sessions_app.list_ruledocument"
    filterset_class = RuleFilter
    ordering = ("category", "pk")
    title = "制度目录"
    columns = (
        Column("制度", "name", sort="name", link=True),
        Column("类别", "get_category_display", sort="category", css="nowrap"),
        Column("最近", "latest.get_kind_display", css="nowrap"),
        Column("通过日期", "latest.adopted_on", css="date"),
        Column("通过的会议", "latest.adopted_by"),
        Column("施行日期", "latest.in_force_from", css="date"),
        Column("版本", lambda rule: len(rule.kept), css="num"),
    )
    actions = (
        Action("登记制度", "sessions_app:ruledocument_create", "sessions_app.change_ruledocument"),
    )
    empty_icon = "journal-text"
    empty_text = "登记制度名称和第一个版本；以后每次修订登记新版本，旧版本保留。"


class RuleDetail(DetailPage):
    model = RuleDocument
    permission_required = "sessions_app.view_ruledocument"
    edit_url = "sessions_app:ruledocument_update"
    edit_perm = "sessions_app.change_ruledocument"
    void_perm = "sessions_app.change_ruledocument"
    crumbs = RULES
    actions = (
        Action(
            "登记修订",
            "sessions_app:ruleversion_create",
            "sessions_app.change_ruleversion",
            "file-earmark-plus",
        ),
    )
    sections = (
        Section(
            "现行文本",
            (
                "category",
                ("文号", "latest.doc_number"),
                ("方式", "latest.get_kind_display"),
                ("通过的会议", "latest.adopted_by"),
                ("通过日期", "latest.adopted_on"),
                ("施行日期", "latest.in_force_from"),
                ("正文", "latest.text"),
            ),
        ),
    )
    tables = (
        RelatedTable(
            "历次版本",
            lambda rule: rule.kept,
            (
                Column("版本", "number", css="num"),
                Column("方式", "get_kind_display", css="nowrap"),
                Column("通过的会议", "adopted_by"),
                Column("通过日期", "adopted_on", css="date"),
                Column("施行日期", "in_force_from", css="date"),
                Column("失效日期", "in_force_until", css="date"),
                Column("效力", lambda v: v.status_on(timezone.localdate()), css="nowrap"),
            ),
            edit=Action(
                "修改", "sessions_app:ruleversion_update", "sessions_app.change_ruleversion"
            ),
        ),
    )

    def get_queryset(self):
        return RuleDocument.objects.for_list()


class RuleCreate(CreatePage):
    """A new rule with its first version, in one form."""

    model = RuleVersion
    form_class = RuleForm
    permission_required = "sessions_app.change_ruledocument"
    crumbs = RULES
    title = "登记制度"

    def save(self, form) -> RuleDocument:
        document = RuleDocument.objects.create(
            name=form.cleaned_data["name"], category=form.cleaned_data["category"]
        )
        version = form.save(commit=False)
        version.document = document
        services.adopt_version(version=version)
        self.object = document
        return document


class RuleUpdate(EditPage):
    model = RuleDocument
    permission_required = "sessions_app.change_ruledocument"
    fields = ("name", "category")
    crumbs = RULES


class VersionPage:
    """Pages of one version: they belong to its rule."""

    model = RuleVersion
    form_class = VersionForm
    permission_required = "sessions_app.change_ruleversion"

    def get_crumbs(self) -> list[tuple[str, str]]:
        rule = self.rule
        return [*RULES, (rule.name, reverse("sessions_app:ruledocument_detail", args=[rule.pk]))]


class VersionCreate(VersionPage, CreatePage):
    parent = ("document", RuleDocument)
    title = "登记修订"

    @property
    def rule(self) -> RuleDocument:
        return self.parent_record

    def save(self, form) -> RuleVersion:
        self.object = services.adopt_version(version=form.save(commit=False))
        return self.object


class VersionUpdate(VersionPage, EditPage):
    """Correct a version that was written down wrongly; a revision is a version of its own."""

    lead = "只改登记错的；制度又有修订的，请回到制度页“登记修订”。"
    offers_void = True

    @property
    def rule(self) -> RuleDocument:
        return self.get_object().document

    def get_queryset(self):
        return super().get_queryset().select_related("document", "meeting", "session")

    def save(self, form) -> RuleVersion:
        """Write the version while its row is locked; the end of the one before it follows."""
        version = super().save(form)
        services.fit_version(version=version)
        return version
