"""主题活动: each with its activities, deeds and the problems found in it."""

from collections.abc import Iterable

from django.db import models
from django.urls import reverse
from django.utils import timezone

from activities.columns import days
from activities.filters import CampaignFilter
from activities.forms import CAMPAIGN_FIELDS
from activities.models import Activity, Campaign, Deed
from renda.core.columns import Column, as_rows, columns_of
from renda.core.more import table_piece
from renda.core.views import Action, CreatePage, DetailPage, EditPage, ListPage, Section

GROUP = ("活动", "")
LIST = ("主题活动", "activities:campaign_list")
ROWS = 15
"""So many rows of each of the three tables on one page."""


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
            self.table("activities", "活动", ACTIVITY_COLUMNS, self.activities, "还没有登记活动"),
            self.table("deeds", "代表事例", DEED_COLUMNS, self.deeds, "还没有登记代表事例"),
            *self.problems(),
        ]

    def table(
        self, name: str, title: str, columns: tuple[Column, ...], rows: Iterable, empty: str
    ) -> dict:
        """A table with a piece of its rows."""
        shown = table_piece(rows, self.request, name=name, size=ROWS)
        return {
            "title": title,
            "name": name,
            "piece": shown,
            "columns": [{"label": c.label, "css": c.css} for c in columns],
            "rows": as_rows(columns, shown.rows),
            "empty": empty,
            "actions": [],
            "note": f"共 {len(shown.rows)} 条" if shown.rows and not shown.place else "",
        }

    def problems(self) -> list[dict]:
        """The problems found in the campaign, if an app above keeps them under ``findings``."""
        findings: models.Manager | None = getattr(self.object, "findings", None)
        if findings is None:
            return []
        shown = columns_of(findings.model)
        rows = findings.select_related(*shown.related)
        return [self.table("findings", "发现问题", shown.columns, rows, "还没有登记问题")]

    @property
    def year(self) -> int:
        """The year picked in the frame if the campaign ran in it, else its first."""
        campaign, year = self.object, self.request.year
        last = (campaign.ends_on or timezone.localdate()).year
        return year if campaign.starts_on.year <= year <= last else campaign.starts_on.year

    def get_stats(self) -> list[dict]:
        """The year's numbers out of the rows shown, each with the page of its figure."""
        held = [a for a in self.activities if a.is_registered and a.held_on.year == self.year]
        deeds = [d for d in self.deeds if d.on.year == self.year]
        county, township = (
            {d.deputy_id for d in deeds if d.level == level}
            for level in (Deed.Level.COUNTY, Deed.Level.TOWNSHIP)
        )
        deputies, cadres = (
            sum(getattr(a, heads) for a in held) for heads in ("deputy_heads", "cadre_heads")
        )
        return [
            self.stat("activities", "开展活动", len(held), "次"),
            self.stat(
                "person_times",
                "参加活动",
                deputies + cadres,
                "人次",
                f"代表 {deputies}，干部 {cadres}",
            ),
            self.stat(
                "deed_deputies",
                "带头的代表",
                len(county | township),
                "人",
                f"县代表 {len(county)}，乡镇代表 {len(township - county)}",
            ),
            self.stat("leaflets", "发放宣传资料", sum(a.leaflets for a in held), "份"),
        ]

    def stat(self, key: str, label: str, value: int, unit: str, note: str = "") -> dict:
        """One number card; a number that the user may look into is a link."""
        url = ""
        if self.request.user.has_perm("core.view_figures"):
            figure = f"activities.campaign_{key}@{self.object.pk}"
            url = f"{reverse('core:figure', args=[figure])}?year={self.year}"
        return {"label": label, "value": value, "unit": unit, "note": note, "url": url}

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        if not self.object.task:
            context["sections"] = context["sections"][:1]
        return context | {"stats": self.get_stats(), "stats_year": self.year}


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
