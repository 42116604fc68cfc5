"""履职经费: the year's money of deputies' work by kind."""

from deputies.filters import FundFilter
from deputies.models import Fund
from deputies.views.people import PEOPLE
from renda.core.columns import Column
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section

FUNDS = ("履职经费", "deputies:fund_list")
FUND_FIELDS = ("year", "kind", "budget", "spent", "note")


class FundList(ListPage):
    model = Fund
    permission_required = "deputies.list_fund"
    filterset_class = FundFilter
    title = "履职经费"
    crumbs = (PEOPLE,)
    ordering = ("-year", "kind")
    actions = (Action("登记经费", "deputies:fund_create", "deputies.change_fund"),)
    empty_icon = "cash-coin"
    empty_text = "代表活动经费列入本级预算：每年每类登记一条，支出随时更新。"
    columns = (
        Column("年度", "year", sort="year", css="num"),
        Column("类别", "get_kind_display", sort="kind", link=True),
        Column("预算（元）", "budget", sort="budget", css="num"),
        Column("支出（元）", "spent", sort="spent", css="num"),
        Column("执行率", "rate", css="num"),
        Column("说明", "note"),
    )


class FundDetail(DetailPage):
    model = Fund
    permission_required = "deputies.view_fund"
    crumbs = (PEOPLE, FUNDS)
    sections = (Section("基本情况", (*FUND_FIELDS, ("执行率", "rate"))),)
    edit_url = "deputies:fund_update"
    edit_perm = "deputies.change_fund"


class FundCreate(CreatePage):
    model = Fund
    fields = FUND_FIELDS
    permission_required = "deputies.change_fund"
    crumbs = (PEOPLE, FUNDS)

    def get_initial(self) -> dict:
        return {"year": self.request.year}


class FundUpdate(EditPage):
    model = Fund
    fields = FUND_FIELDS
    permission_required = "deputies.change_fund"
    crumbs = (PEOPLE, FUNDS)
