"""代表名册: the roster, one deputy, mandates and honours."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from deputies.expecting import follow
from deputies.filters import DeputyFilter, HonourFilter
from deputies.forms import DeputyForm, MandateForm
from deputies.models import Deputy, Honour, Mandate, RollEntry
from deputies.record import DutyFile
from renda.core.columns import Column
from renda.core.figures import Period
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

PEOPLE = ("代表", "")
ROSTER = ("代表名册", "deputies:deputy_list")


def seat(deputy: Deputy) -> Mandate | None:
    """The mandate a list row shows."""
    return deputy.seat(timezone.localdate())


def levels(deputy: Deputy) -> str:
    """Of which congresses this person is a deputy today."""
    return "、".join(m.get_level_display() for m in deputy.seats_on(timezone.localdate()))


def standing(deputy: Deputy) -> str:
    """在任, 暂停执行职务 or 已离任."""
    return deputy.standing(timezone.localdate())[1]


def standing_tone(deputy: Deputy) -> str:
    """Its tone."""
    return deputy.standing(timezone.localdate())[0]


def mandate_state(mandate: Mandate) -> str:
    """Where one mandate stands today."""
    today = timezone.localdate()
    if mandate.is_in_force(today):
        return "在任"
    if today < mandate.span[0]:
        return "任期未开始"
    return "暂停执行职务" if mandate.is_running(today) else "已终止"


def mandate_tone(mandate: Mandate) -> str:
    """Its tone."""
    return {"在任": "done", "暂停执行职务": "due"}.get(mandate_state(mandate), "draft")


def missed_this_year(deputy: Deputy) -> QuerySet[RollEntry]:
    """Where this person was on leave or absent since January."""
    this_year = Period.year(timezone.localdate().year)
    return deputy.roll_entries.missed().held_between(*this_year.days)


class DeputyList(ListPage):
    """Everybody who sits or sat, found by name, initials, level, group and constituency."""

    model = Deputy
    permission_required = "deputies.list_deputy"
    filterset_class = DeputyFilter
    title = "代表名册"
    stacks = True
    ordering = ("order", "pk")
    tabs = (
        Tab("", "在任代表", "seated_any", ("today",)),
        Tab("suspended", "暂停执行职务", "suspended", ("today",)),
        Tab("left", "已离任", "left", ("today",)),
        Tab("all", "全部"),
    )
    actions = (
        Action("登记代表", "deputies:deputy_create", "deputies.change_deputy"),
        Action(
            "表彰奖励", "deputies:honour_list", "deputies.list_honour", icon="award", primary=False
        ),
    )
    empty_icon = "people"
    empty_text = "先登记选区和代表小组，再登记本届代表。"
    columns = (
        Column("姓名", "name", sort="initials", css="nowrap", link=True),
        Column("级别", levels, css="nowrap"),
        Column("代表证号", lambda d: getattr(seat(d), "card_no", ""), css="nowrap"),
        Column("选区", lambda d: getattr(seat(d), "constituency", None)),
        Column("代表小组", "group", sort="group", css="nowrap"),
        Column("性别", "get_gender_display", sort="gender"),
        Column("出生年月", lambda d: f"{d.born_on:%Y-%m}", sort="born_on", css="date"),
        Column("政治面貌", "get_party_display", sort="party", css="nowrap"),
        Column("职业类别", "get_occupation_display", sort="occupation", css="nowrap"),
        Column("状态", standing, css="nowrap", pill=True, tone=standing_tone),
    )


class DeputyDetail(DetailPage):
    """One deputy: the official facts, mandates, honours."""

    model = Deputy
    permission_required = "deputies.view_deputy"
    template_name = "deputies/deputy_detail.html"
    crumbs = (PEOPLE, ROSTER)
    edit_url = "deputies:deputy_update"
    edit_perm = "deputies.change_deputy"
    actions = (
        Action("履职档案", "deputies:record_detail", "deputies.view_duty_record", "journal-check"),
    )
    private = Section("联系", ("phone", ("账号", "user.username")), note="不公示")

    def get_queryset(self) -> QuerySet[Deputy]:
        return Deputy.objects.for_list().select_related("user", "township")

    @property
    def sections(self) -> tuple[Section, ...]:
        inside = self.request.user.has_perm("deputies.view_duty_record", self.get_object())
        return (self.private,) if inside else ()

    @property
    def shows_history(self) -> bool:
        return self.request.user.has_perm("deputies.keep_register")

    register = (
        RelatedTable(
            "代表资格",
            lambda d: d.mandates.all(),
            (
                Column("级别", "get_level_display", link=True),
                Column("届次", "term", css="nowrap"),
                Column("选区", "constituency"),
                Column("代表证号", "card_no", css="nowrap"),
                Column("当选日期", "from_on", css="date"),
                Column("终止日期", "until_on", css="date"),
                Column("终止原因", "get_end_reason_display"),
                Column("状态", mandate_state, pill=True, tone=mandate_tone),
            ),
            empty="还没有登记代表资格，暂不列入应到名单",
            add=Action(
                "登记代表资格", "deputies:mandate_create", "deputies.change_mandate", primary=False
            ),
        ),
        RelatedTable(
            "表彰奖励",
            lambda d: d.honours.all(),
            (
                Column("荣誉", "name", link=True),
                Column("授予单位", "by"),
                Column("日期", "on", css="date"),
            ),
            add=Action(
                "登记表彰", "deputies:honour_create", "deputies.change_honour", primary=False
            ),
        ),
    )
    missed = RelatedTable(
        "今年请假、缺席",
        lambda d: missed_this_year(d).select_related("roll").order_by("roll__on", "pk"),
        (
            Column("会议、活动", "roll.title", link=True),
            Column("日期", "roll.on", css="date"),
            Column("情况", "get_state_display", pill=True),
            Column("事由", "reason"),
            Column("批准人", "approved_by", css="nowrap"),
        ),
        empty="今年没有请假、缺席",
    )

    @property
    def tables(self) -> tuple[RelatedTable, ...]:
        inside = self.request.user.has_perm("deputies.view_duty_record", self.get_object())
        return (*self.register, self.missed) if inside else self.register

    def get_tables(self) -> list[dict]:
        """The related tables; the first cell leads to the row's own edit page for those who may."""
        tables = super().get_tables()
        pages = ("deputies:mandate_update", "deputies:honour_update")
        may_edit = self.request.user.has_perm("deputies.change_mandate", self.object)
        for table, page in zip(tables, pages, strict=False):
            for row in table["rows"]:
                row["cells"][0]["url"] = reverse(page, args=[row["pk"]]) if may_edit else ""
        if not self.request.user.has_perm("deputies.view_roll"):
            for row in (row for table in tables[len(pages) :] for row in table["rows"]):
                row["cells"][0]["url"] = ""
        return tables

    def get_context_data(self, **kwargs) -> dict:
        today = timezone.localdate()
        file = DutyFile(self.object, Period.year(today.year), today, [])
        return super().get_context_data(**kwargs) | {
            "file": file,
            "seats": file.seats,
            "standing": file.standing,
        }


class DeputyCreate(CreatePage):
    """A new deputy with the first mandate."""

    model = Deputy
    form_class = DeputyForm
    permission_required = "deputies.change_deputy"
    crumbs = (PEOPLE, ROSTER)
    lead = "登记后在代表页上登记代表资格（届次、选区、当选日期），即列入应到名单。"


class DeputyUpdate(EditPage):
    model = Deputy
    form_class = DeputyForm
    permission_required = "deputies.change_deputy"
    crumbs = (PEOPLE, ROSTER)

    def settle(self, saved: Deputy) -> None:
        """Another group's events expect the deputy from now on: the open rolls follow."""
        follow(saved)


class OfDeputy:
    """Pages of a row that hangs on a deputy: back to the deputy when done."""

    @property
    def deputy(self) -> Deputy:
        """The deputy it belongs to."""
        return self.parent_record if "parent_pk" in self.kwargs else self.get_object().deputy

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [PEOPLE, ROSTER, (str(self.deputy), self.deputy.get_absolute_url())]


class MandatePage(OfDeputy):
    """Who is in office is expected: the open rolls follow."""

    model = Mandate
    form_class = MandateForm
    permission_required = "deputies.change_mandate"

    def settle(self, saved: Mandate) -> None:
        follow(saved.deputy)


class MandateCreate(MandatePage, CreatePage):
    parent = ("deputy", Deputy)


class MandateUpdate(MandatePage, EditPage):
    offers_void = True


HONOUR_FIELDS = ("name", "by", "on")


class HonourList(ListPage):
    model = Honour
    permission_required = "deputies.list_honour"
    filterset_class = HonourFilter
    title = "表彰奖励"
    crumbs = (PEOPLE, ROSTER)
    ordering = ("-on", "pk")
    empty_icon = "award"
    empty_text = "在代表的页面上登记表彰。"
    row_edit = Action("修改", "deputies:honour_update", "deputies.change_honour")
    columns = (
        Column("荣誉", "name", css="title", link=True),
        Column("代表", "deputy.name", sort="deputy__initials", css="nowrap"),
        Column("授予单位", "by", sort="by"),
        Column("日期", "on", sort="on", css="date"),
    )

    def get_queryset(self) -> QuerySet[Honour]:
        return Honour.objects.select_related("deputy")


class HonourCreate(OfDeputy, CreatePage):
    model = Honour
    fields = HONOUR_FIELDS
    permission_required = "deputies.change_honour"
    parent = ("deputy", Deputy)


class HonourUpdate(OfDeputy, EditPage):
    offers_void = True
    model = Honour
    fields = HONOUR_FIELDS
    permission_required = "deputies.change_honour"
