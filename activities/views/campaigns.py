"""主题活动: each with its activities, deeds and the problems found in it."""

from django.db import models

from activities.columns import days
from activities.filters import CampaignFilter
from activities.forms import CAMPAIGN_FIELDS
from activities.models import Activity, Campaign, Deed
from renda.core.columns import Column, as_rows, columns_of
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section

GROUP = ("活动", "")
LIST = ("主题活动", "activities:campaign_list")


class CampaignList(ListPage):
    model = Campaign
    permission_required = "activities.list_campaign"
    filterset_class = CampaignFilter
    crumbs = (GROUP,)
    actions = (Action("登记主题活动", "activities:campaign_create", "activities.change_campaign"),)
    empty_icon = "flag"
    empty_text = "围绕一个主题开展的多次活动登记在一起，成效、事例和问题自动归集。"
    columns = (
        Column("主题活动", "name", sort="name", css="title", link=True),
        Column("活动主题", "topic"),
        Column("时间", days, sort="starts_on", css="nowrap"),
        Column("活动次数", "activity_count", sort="activity_count", css="num"),
        Column("代表事例", "deed_count", sort="deed_count", css="num"),
        Column(
            "上级任务", lambda c: ("按期完成" if c.is_task_done else "进行中") if c.task else ""
        ),
    )


class CampaignDetail(DetailPage):
    """A campaign with what happened in it; problems found are shown by the app that keeps them."""

    model = Campaign
    template_name = "activities/campaign_detail.html"
    permission_required = "activities.view_campaign"
    crumbs = (GROUP, LIST)
    edit_url = "activities:campaign_update"
    edit_perm = "activities.change_campaign"
    sections = (
        Section("基本情况", ("name", "topic", ("时间", days), "aim", "result")),
        Section("上级任务", ("task", "is_task_done", "task_note")),
    )

    def get_tables(self) -> list[dict]:
        campaign = self.object
        self.activities = list(
            Activity.objects.filter(campaign=campaign).for_list().order_by("held_on", "pk")
        )
        self.deeds = list(Deed.objects.filter(campaign=campaign).for_list().order_by("on", "pk"))
        return [
            _table("活动", ACTIVITY_COLUMNS, self.activities, "还没有登记活动"),
            _table("代表事例", DEED_COLUMNS, self.deeds, "还没有登记代表事例"),
            *_problems(campaign),
        ]

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        held = [a for a in self.activities if a.is_registered]
        county, township = (
            {d.deputy_id for d in self.deeds if d.level == level}
            for level in (Deed.Level.COUNTY, Deed.Level.TOWNSHIP)
        )
        deputy_times = sum(a.deputy_heads for a in held)
        cadre_times = sum(a.cadre_heads for a in held)
        return context | {
            "activity_number": len(held),
            "person_times": deputy_times + cadre_times,
            "person_note": f"代表 {deputy_times}，干部 {cadre_times}",
            "exemplars": len(county | township),
            "exemplar_note": f"县代表 {len(county)}，乡镇代表 {len(township - county)}",
            "leaflets": sum(a.leaflets for a in held),
        }


ACTIVITY_COLUMNS = (
    Column("日期", days, css="nowrap"),
    Column("活动主题", "title", css="title", link=True),
    Column("类型", "get_kind_display", css="nowrap"),
    Column("代表", "deputy_heads", css="num"),
    Column("干部", "cadre_heads", css="num"),
    Column("人次", "person_times", css="num"),
)
DEED_COLUMNS = (
    Column("日期", "on", css="date"),
    Column("代表", "deputy.name", css="nowrap", link=True),
    Column("代表级别", "get_level_display", css="nowrap"),
    Column("类别", "get_kind_display", css="nowrap"),
    Column("事迹", "text"),
)


def _table(title: str, columns: tuple[Column, ...], rows: list, empty: str) -> dict:
    return {
        "title": title,
        "columns": [{"label": c.label, "css": c.css} for c in columns],
        "rows": as_rows(columns, rows),
        "empty": empty,
        "actions": [],
        "note": f"共 {len(rows)} 条" if rows else "",
    }


def _problems(campaign: Campaign) -> list[dict]:
    """The problems found in the campaign, if an app above keeps them under ``findings``."""
    findings: models.Manager | None = getattr(campaign, "findings", None)
    if findings is None:
        return []
    shown = columns_of(findings.model)
    rows = list(findings.select_related(*shown.related))
    return [_table("发现问题", shown.columns, rows, "还没有登记问题")]


class CampaignCreate(CreatePage):
    model = Campaign
    permission_required = "activities.change_campaign"
    fields = CAMPAIGN_FIELDS
    crumbs = (GROUP, LIST)


class CampaignUpdate(EditPage):
    model = Campaign
    permission_required = "activities.change_campaign"
    fields = CAMPAIGN_FIELDS
    crumbs = (GROUP, LIST)
