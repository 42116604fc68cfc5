"""A choice among hundreds: typed for with the keyboard, found by the server, kept in the browser's draft."""

import pytest
from playwright.sync_api import Page, expect

from activities.models import Activity
from motions.models import Motion
from renda.core.scoping import township_scope
from tests.browser.looking import PHONE, overflow, violations
from tests.demo.scale.copying import copies

NEW = "/activities/contacts/new/"
TITLE = "关于加固白鹭桥桥墩的建议"


@pytest.fixture
def bridge(site) -> str:
    """The words by which the list calls a case that is far down in it."""
    with township_scope(site.full.pk):
        one = Motion.objects.numbered().order_by("pk").first()
        Motion.objects.filter(pk=one.pk).update(title=TITLE)
        copies(Motion.objects.numbered().order_by("-pk").first(), 200, along=1)
        return str(Motion.objects.get(pk=one.pk))


def open_list(page: Page, typed: str = "") -> Page:
    box = page.get_by_label("转为建议")
    box.click()
    if typed:
        box.press_sequentially(typed)
    return box


def test_a_case_far_down_is_found_and_chosen_with_the_keyboard(as_user, bridge):
    page = as_user("clerk")
    page.goto(NEW)
    expect(page.locator("select[name=motion] option")).to_have_count(22)
    expect(page.get_by_text(bridge)).to_have_count(0)

    box = open_list(page)
    offered = page.get_by_role("listbox", name="可选项").get_by_role("option")
    expect(offered).to_have_count(30)
    expect(page.get_by_role("status").filter(has_text="还有更多，请多输入几个字")).to_be_visible()
    assert violations(page) == []
    box.fill("白鹭桥")
    box.press("Enter")  # the answer is still to come

    expect(box).to_have_value(bridge)
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动存在这台设备上")
    page.reload()
    expect(page.get_by_label("转为建议")).to_have_value(bridge)
    open_list(page, "没有这一件")
    expect(page.get_by_text("没有找到")).to_be_visible()
    page.get_by_label("转为建议").press("Escape")
    expect(page.get_by_label("转为建议")).to_have_value(bridge)


def test_a_case_is_found_on_a_phone_and_a_lost_line_is_said(as_user, bridge):
    page = as_user("clerk", viewport=PHONE)
    page.goto(NEW)
    page.route("**options=motion**", lambda route: route.abort("connectionfailed"))
    box = open_list(page, "白鹭")
    expect(page.get_by_text("没有查到：网络断了，请稍后再试")).to_be_visible()
    page.unroute_all()

    box.fill("白鹭桥 桥墩")

    expect(page.get_by_role("option", name=bridge)).to_be_visible()
    assert overflow(page) == 0
    page.get_by_role("option", name=bridge).click()
    expect(box).to_have_value(bridge)


def test_a_long_filter_narrows_the_list_once_something_is_chosen(site, as_user):
    with township_scope(site.full.pk):
        held = Activity.objects.exclude(campaign=None).first()
        copies(held.campaign, 130, along=1)
        held.campaign.name = "清洁家园共同行动"
        held.campaign.save()
        number = Activity.objects.filter(campaign=held.campaign).count()
    page = as_user("clerk")
    page.goto("/activities/activities/")
    box = page.get_by_label("主题活动", exact=True)
    box.fill("清洁家园")
    page.get_by_role("option", name="清洁家园共同行动").click()

    expect(page.get_by_text(f"共 {number} 条")).to_be_visible()
    assert f"campaign={held.campaign_id}" in page.url
