"""学习培训、学习资料."""

from django.db.models import F, QuerySet
from django.utils import timezone
from django.views.generic import TemplateView

from deputies.arrivals import to_read
from deputies.filters import MaterialFilter, TrainingFilter
from deputies.forms import MaterialForm, TrainingForm
from deputies.models import Receipt, StudyMaterial, Training
from deputies.permissions import deputy_of
from deputies.services import carry_to_roll, give_material, hold_training, read_material
from deputies.views.people import PEOPLE
from deputies.views.roll import roll_button
from renda.core.columns import Column
from renda.core.views import (
    Action,
    CreatePage,
    DetailPage,
    EditPage,
    ListPage,
    PagePermission,
    RelatedTable,
    Section,
)

TRAININGS = ("学习培训", "deputies:training_list")
LATEST = 30
MATERIALS = ("学习资料", "deputies:material_list")


class TrainingList(ListPage):
    model = Training
    permission_required = "deputies.list_training"
    filterset_class = TrainingFilter
    crumbs = (PEOPLE,)
    ordering = ("-held_on", "-pk")
    actions = (
        Action("登记学习培训", "deputies:training_create", "deputies.change_training"),
        Action(
            "学习资料",
            "deputies:material_list",
            "deputies.list_studymaterial",
            icon="journal-text",
            primary=False,
        ),
    )
    empty_icon = "mortarboard"
    empty_text = "登记后自动生成签到册，当天在任的代表列为应到。"
    columns = (
        Column("主题", "title", css="title", link=True),
        Column("类别", "get_kind_display", sort="kind", css="nowrap"),
        Column("日期", "held_on", sort="held_on", css="date"),
        Column("地点", "place"),
        Column("主讲", "lecturer"),
        Column("学时", "hours", sort="hours", css="num"),
        Column("应到", "expected", sort="expected", css="num"),
        Column("实到", "present", sort="present", css="num"),
    )


class TrainingDetail(DetailPage):
    model = Training
    permission_required = "deputies.view_training"
    crumbs = (PEOPLE, TRAININGS)
    edit_url = "deputies:training_update"
    edit_perm = "deputies.change_training"
    sections = (
        Section(
            "基本情况",
            (
                "kind",
                "held_on",
                "place",
                "lecturer",
                "hours",
                ("应到", "expected"),
                ("实到", "present"),
            ),
        ),
        Section("内容和讨论", ("content", "discussion")),
    )
    tables = (
        RelatedTable(
            "学习资料",
            lambda training: training.materials.for_list(),
            (
                Column("名称", "title", link=True, css="title"),
                Column("类别", "get_kind_display"),
                Column("发放日期", "issued_on", css="date"),
                Column("已读", lambda m: f"{m.opened} / {m.given}", css="num"),
            ),
        ),
    )

    def get_queryset(self) -> QuerySet[Training]:
        return Training.objects.for_list().select_related("roll")

    @property
    def shows_history(self) -> bool:
        return self.request.user.has_perm("deputies.keep_register")

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        button = roll_button(self.object.roll, self.request.user, primary=True)
        return context | {"page_actions": [*button, *context["page_actions"]]}


class TrainingCreate(CreatePage):
    """A training; its roll is opened with it."""

    model = Training
    form_class = TrainingForm
    permission_required = "deputies.change_training"
    crumbs = (PEOPLE, TRAININGS)

    def save(self, form: TrainingForm) -> Training:
        self.object = hold_training(training=form.save(commit=False))
        return self.object


class TrainingUpdate(EditPage):
    """Change a training; its roll goes with it to another day."""

    model = Training
    form_class = TrainingForm
    permission_required = "deputies.change_training"
    crumbs = (PEOPLE, TRAININGS)

    def save(self, form: TrainingForm) -> Training:
        training = super().save(form)
        carry_to_roll(
            training.roll, title=training.title, on=training.held_on, place=training.place
        )
        return training


class MaterialList(ListPage):
    model = StudyMaterial
    permission_required = "deputies.list_studymaterial"
    filterset_class = MaterialFilter
    crumbs = (PEOPLE, TRAININGS)
    ordering = ("-issued_on", "-pk")
    actions = (Action("发放学习资料", "deputies:material_create", "deputies.change_studymaterial"),)
    empty_icon = "journal-text"
    empty_text = "发放后每位在任代表得到一份，打开即记已读。"
    columns = (
        Column("名称", "title", css="title", link=True),
        Column("类别", "get_kind_display", sort="kind", css="nowrap"),
        Column("发文机关", "issuer", sort="issuer"),
        Column("文号", "number", css="nowrap"),
        Column("发放日期", "issued_on", sort="issued_on", css="date"),
        Column("发放", "given", sort="given", css="num"),
        Column("已读", "opened", sort="opened", css="num"),
    )


class MyMaterials(PagePermission, TemplateView):
    """What was given to me, unread ones first: one tap opens and signs for it."""

    template_name = "deputies/my_materials.html"
    permission_required = "deputies.read_material"

    def get_context_data(self, **kwargs) -> dict:
        mine = Receipt.objects.filter(
            deputy=deputy_of(self.request.user), material__voided_at=None
        ).select_related("material")
        newest = F("material__issued_on").desc()
        return super().get_context_data(**kwargs) | {
            "title": "学习资料",
            "unread": [to_read(each) for each in mine.filter(read_at=None).order_by(newest, "-pk")],
            "opened": [
                to_read(each)
                for each in mine.exclude(read_at=None).order_by(newest, "-pk")[:LATEST]
            ],
        }


class MaterialDetail(DetailPage):
    """A paper; a deputy who opens it has read it."""

    model = StudyMaterial
    permission_required = "deputies.view_studymaterial"
    edit_url = "deputies:material_update"
    edit_perm = "deputies.change_studymaterial"
    sections = (
        Section("资料", ("kind", "issuer", "number", "issued_on", ("用于培训", "training"))),
        Section("摘要", ("summary",)),
    )

    def get_queryset(self) -> QuerySet[StudyMaterial]:
        return StudyMaterial.objects.for_list().select_related("training")

    def get_crumbs(self) -> list[tuple[str, str]]:
        if self.is_inside:
            return [PEOPLE, MATERIALS]
        return [("学习资料", "deputies:my_materials")]

    @property
    def is_inside(self) -> bool:
        """The reader belongs to the office."""
        return self.request.user.has_perm("deputies.list_duty_record")

    @property
    def shows_history(self) -> bool:
        return self.is_inside

    def get_lead(self) -> str:
        return (
            f"发放 {self.object.given} 份，已读 {self.object.opened} 份" if self.is_inside else ""
        )

    @property
    def tables(self) -> tuple[RelatedTable, ...]:
        if not self.is_inside:
            return ()
        return (
            RelatedTable(
                "签收",
                lambda material: (
                    Receipt.objects.filter(material=material)
                    .select_related("deputy__group")
                    .order_by(F("read_at").asc(nulls_first=True), "deputy__order")
                ),
                (
                    Column("代表", "deputy.name"),
                    Column("代表小组", "deputy.group"),
                    Column("阅读时间", "read_at", css="date"),
                    Column(
                        "状态",
                        lambda r: "已读" if r.read_at else "未读",
                        pill=True,
                        tone=lambda r: "done" if r.read_at else "draft",
                    ),
                ),
            ),
        )

    def get(self, request, *args, **kwargs):
        deputy = deputy_of(request.user)
        if deputy:
            read_material(material=self.get_object(), deputy=deputy, at=timezone.now())
        return super().get(request, *args, **kwargs)


class MaterialCreate(CreatePage):
    """A paper given to every deputy in office."""

    model = StudyMaterial
    form_class = MaterialForm
    permission_required = "deputies.change_studymaterial"
    crumbs = (PEOPLE, MATERIALS)
    verb = "发放"
    submit_label = "发放"

    def save(self, form: MaterialForm) -> StudyMaterial:
        self.object = give_material(material=form.save(commit=False))
        return self.object


class MaterialUpdate(EditPage):
    model = StudyMaterial
    form_class = MaterialForm
    permission_required = "deputies.change_studymaterial"
    crumbs = (PEOPLE, MATERIALS)
