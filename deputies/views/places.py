"""代表小组、联络站、选区: three lists beside each other."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from deputies.filters import ConstituencyFilter, GroupFilter, StationFilter
from deputies.forms import GroupForm
from deputies.models import Constituency, Deputy, DeputyGroup, LiaisonStation, Mandate
from deputies.views.people import PEOPLE, mandate_state, mandate_tone, standing, standing_tone
from renda.core.columns import Column
from renda.core.views import (
    Action,
    CreatePage,
    DetailPage,
    EditPage,
    ListPage,
    RelatedTable,
    Section,
)

MEMBERS = (
    Column("姓名", "name", link=True, css="nowrap"),
    Column("性别", "get_gender_display"),
    Column("工作单位及职务", "workplace"),
    Column("政治面貌", "get_party_display"),
    Column("状态", standing, pill=True, tone=standing_tone),
)


class PlaceList(ListPage):
    """A list with its neighbours as tabs."""

    neighbours = (
        ("代表小组", "deputies:group_list"),
        ("联络站", "deputies:station_list"),
        ("选区", "deputies:constituency_list"),
    )
    people_path = ""
    crumbs = (PEOPLE,)

    def get_queryset(self) -> QuerySet:
        return self.model.objects.with_people(self.people_path, timezone.localdate())

    def tab_links(self) -> list[dict]:
        here = self.request.path
        return [
            {"label": label, "url": reverse(url), "current": reverse(url) == here}
            for label, url in self.neighbours
        ]


class GroupList(PlaceList):
    model = DeputyGroup
    permission_required = "deputies.list_deputygroup"
    filterset_class = GroupFilter
    people_path = "members__mandates"
    ordering = ("pk",)
    actions = (Action("登记代表小组", "deputies:group_create", "deputies.change_deputygroup"),)
    empty_text = "有三名以上代表的地方可以组成代表小组。"
    columns = (
        Column("小组名称", "name", sort="name", link=True, css="nowrap"),
        Column("组长", "leader", css="nowrap"),
        Column("片区", "area"),
        Column("在任代表", "people", sort="people", css="num"),
    )

    def get_queryset(self) -> QuerySet[DeputyGroup]:
        return super().get_queryset().select_related("leader")


class GroupDetail(DetailPage):
    model = DeputyGroup
    permission_required = "deputies.view_deputygroup"
    crumbs = (PEOPLE, ("代表小组", "deputies:group_list"))
    sections = (Section("基本情况", ("name", ("组长", "leader.name"), "area")),)
    edit_url = "deputies:group_update"
    edit_perm = "deputies.change_deputygroup"
    tables = (
        RelatedTable(
            "成员",
            lambda group: Deputy.objects.for_list().filter(group=group),
            MEMBERS,
            empty="还没有成员：在代表的页面上选代表小组",
        ),
    )


class GroupCreate(CreatePage):
    model = DeputyGroup
    form_class = GroupForm
    permission_required = "deputies.change_deputygroup"
    crumbs = (PEOPLE, ("代表小组", "deputies:group_list"))


class GroupUpdate(EditPage):
    model = DeputyGroup
    form_class = GroupForm
    permission_required = "deputies.change_deputygroup"
    crumbs = (PEOPLE, ("代表小组", "deputies:group_list"))


STATION_FIELDS = ("name", "address", "keeper", "reception_day")


class StationList(PlaceList):
    model = LiaisonStation
    permission_required = "deputies.list_liaisonstation"
    filterset_class = StationFilter
    people_path = "deputies__mandates"
    ordering = ("pk",)
    actions = (Action("登记联络站", "deputies:station_create", "deputies.change_liaisonstation"),)
    empty_text = "联络站是代表联系选民的地方。"
    columns = (
        Column("联络站", "name", sort="name", link=True),
        Column("地址", "address"),
        Column("站长", "keeper", css="nowrap"),
        Column("接待日", "reception_day", css="nowrap"),
        Column("进站代表", "people", sort="people", css="num"),
    )


class StationDetail(DetailPage):
    model = LiaisonStation
    permission_required = "deputies.view_liaisonstation"
    crumbs = (PEOPLE, ("联络站", "deputies:station_list"))
    sections = (Section("基本情况", STATION_FIELDS),)
    edit_url = "deputies:station_update"
    edit_perm = "deputies.change_liaisonstation"
    tables = (
        RelatedTable(
            "进站代表",
            lambda station: Deputy.objects.for_list().filter(station=station),
            MEMBERS,
            empty="还没有进站代表：在代表的页面上选联络站",
        ),
    )


class StationCreate(CreatePage):
    model = LiaisonStation
    fields = STATION_FIELDS
    permission_required = "deputies.change_liaisonstation"
    crumbs = (PEOPLE, ("联络站", "deputies:station_list"))


class StationUpdate(EditPage):
    model = LiaisonStation
    fields = STATION_FIELDS
    permission_required = "deputies.change_liaisonstation"
    crumbs = (PEOPLE, ("联络站", "deputies:station_list"))


CONSTITUENCY_FIELDS = ("number", "name", "seats", "villages")


class ConstituencyList(PlaceList):
    model = Constituency
    permission_required = "deputies.list_constituency"
    filterset_class = ConstituencyFilter
    ordering = ("number",)
    actions = (Action("登记选区", "deputies:constituency_create", "deputies.change_constituency"),)
    empty_text = "每个选区应选代表一至三名。"
    columns = (
        Column("选区号", "number", sort="number", css="num"),
        Column("选区", "name", sort="name", link=True),
        Column("所含村（社区）、单位", "villages"),
        Column("名额", "seats", sort="seats", css="num"),
        Column("在任", "people", sort="people", css="num"),
        Column("缺额", "vacant", sort="vacant", css="num"),
    )

    def get_queryset(self) -> QuerySet[Constituency]:
        return Constituency.objects.with_vacancies(timezone.localdate())


class ConstituencyDetail(DetailPage):
    model = Constituency
    permission_required = "deputies.view_constituency"
    crumbs = (PEOPLE, ("选区", "deputies:constituency_list"))
    sections = (Section("基本情况", CONSTITUENCY_FIELDS),)
    edit_url = "deputies:constituency_update"
    edit_perm = "deputies.change_constituency"
    tables = (
        RelatedTable(
            "历届代表",
            lambda place: Mandate.objects.for_list().filter(constituency=place),
            (
                Column("姓名", "deputy.name", link=True, css="nowrap"),
                Column("届次", "term", css="nowrap"),
                Column("代表证号", "card_no", css="nowrap"),
                Column("当选日期", "from_on", css="date"),
                Column("终止日期", "until_on", css="date"),
                Column("状态", mandate_state, pill=True, tone=mandate_tone),
            ),
        ),
    )


class ConstituencyCreate(CreatePage):
    model = Constituency
    fields = CONSTITUENCY_FIELDS
    permission_required = "deputies.change_constituency"
    crumbs = (PEOPLE, ("选区", "deputies:constituency_list"))


class ConstituencyUpdate(EditPage):
    model = Constituency
    fields = CONSTITUENCY_FIELDS
    permission_required = "deputies.change_constituency"
    crumbs = (PEOPLE, ("选区", "deputies:constituency_list"))
