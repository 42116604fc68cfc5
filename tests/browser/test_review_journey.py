"""The office's way at a desk: review, hand a batch on, decide an objection and a request for time."""

import os
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Assignment, Motion
from renda.core.calendar import due_by_months
from renda.core.scoping import township_scope
from tests.browser.looking import overflow

SENT_IN = "关于为独居老人安装烟感报警器的建议"
WAITING = "关于规范集镇夜市噪声管理的建议"
PICTURES = os.environ.get("PICTURES")


def look(page: Page, name: str) -> None:
    """Nothing hangs over the side; a picture where somebody wants to see it."""
    assert overflow(page) <= 0
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def address_of(site, title: str) -> str:
    with township_scope(site.full.pk):
        return Motion.objects.get(title=title).get_absolute_url()


def take(page: Page, step: str, button: str = "") -> None:
    """Open a step's dialog by its button on the page, and confirm it."""
    page.get_by_role("link", name=step).first.click()
    page.get_by_role("dialog").get_by_role("button", name=button or step).click()


def review(page: Page, address: str) -> None:
    """The card shows what to look at; one click and the words on the paper form."""
    page.goto(address)
    card = page.get_by_role("region", name="审核")
    expect(card.get_by_role("heading", name="怎么处理")).to_be_visible()
    expect(card.get_by_text("领衔 1 人，联名已确认 2 人")).to_be_visible()
    for choice in ("受理", "退回补充", "并案", "转工作参考", "转报上级", "不予受理"):
        expect(card.get_by_role("link", name=choice, exact=True)).to_be_visible()
    look(page, "review")
    card.get_by_role("link", name="受理", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="受理").click()
    expect(page.get_by_text("待交办").first).to_be_visible()


def hand_on(page: Page) -> None:
    """One case to 主办 and 协办, one to two units that answer apart, one leader for both."""
    page.goto("/motions/assign/")
    for box in page.locator("tbody input[name=pk]").all():
        box.uncheck()
    joint = page.get_by_role("row").filter(has_text=SENT_IN)
    apart = page.get_by_role("row").filter(has_text=WAITING)
    for row in (joint, apart):
        row.locator("input[name=pk]").check()
    choose(joint, "主办单位", "水利站")
    choose(joint, "协办单位", "财政所")
    choose(apart, "主办单位", "村镇建设办")
    choose(apart, "协办单位", "综合执法队")
    apart.get_by_label("分办：各单位分别答复代表").check()
    page.get_by_label("所选各件的责任领导").fill("汤晓琴")
    page.get_by_role("button", name="应用").click()
    expect(joint.get_by_label("责任领导")).to_have_value("汤晓琴")
    look(page, "batch")
    page.get_by_role("button", name="交办所选").click()
    expect(page.get_by_text("已交办 2 件，各单位已收到消息")).to_be_visible()


def choose(row, label: str, unit: str) -> None:
    """A unit by typing, or from the plain list."""
    box = row.get_by_label(label)
    if box.first.evaluate("each => each.tagName") == "SELECT":
        box.first.select_option(label=unit)
        return
    box.first.fill(unit)
    row.get_by_role("listbox").get_by_role("option", name=unit).click()


def object_to(page: Page, address: str) -> None:
    """The unit signs for it, and finds that it is not its duty."""
    page.goto(address)
    take(page, "签收")
    expect(page.get_by_role("link", name="申请退办")).to_be_visible()
    look(page, "unit")
    page.get_by_role("link", name="申请退办").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("夜市由水利站管理的堤岸上摆设，属其职责。")
    dialog.get_by_role("button", name="申请退办").click()
    expect(page.get_by_text("申请退办").first).to_be_visible()


def agree(page: Page) -> None:
    """The office finds the request on its list and hands the case to another unit."""
    page.goto("/motions/objections/")
    look(page, "objections")
    page.get_by_role("link", name=WAITING).click()
    page.get_by_role("link", name="同意退办、改交").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("改交单位").fill("水利站")
    dialog.get_by_role("option", name="水利站").click()
    dialog.get_by_label("审核说明").fill("堤岸由水利站管理。")
    dialog.get_by_role("button", name="同意退办、改交").click()
    expect(page.get_by_text("由村镇建设办转来")).to_be_visible()
    look(page, "handed-over")


def ask_for_time(page: Page, address: str) -> None:
    """The unit that has the other case needs longer."""
    page.goto(address)
    take(page, "签收")
    page.get_by_role("link", name="申请延期").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("涉及十二个村，须逐户核对。")
    dialog.get_by_role("button", name="申请延期").click()
    expect(page.get_by_text("申请延期至").first).to_be_visible()


def grant(page: Page, day: str) -> None:
    """The office agrees; the last day and its explanation move."""
    page.goto("/motions/extensions/")
    page.get_by_role("link", name=SENT_IN).click()
    page.get_by_role("link", name="同意延期", exact=False).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("理由").fill("确有困难。")
    dialog.get_by_role("button", name="同意延期").click()
    why = page.locator("details.why").first
    why.locator("summary").click()
    expect(why).to_contain_text(day)
    expect(why).to_contain_text("周玉兰同意：确有困难。")
    look(page, "extended")


def test_from_review_to_a_longer_last_day(site, as_user):
    office = as_user("clerk")
    first, second = address_of(site, SENT_IN), address_of(site, WAITING)

    review(office, first)
    hand_on(office)
    object_to(as_user("handler"), second)
    agree(office)
    ask_for_time(as_user("water"), first)
    day = due_by_months(timezone.localdate(), 6).on
    grant(office, str(day))

    with township_scope(site.full.pk):
        rows = Assignment.objects.filter(motion__title__in=[SENT_IN, WAITING])
        assert set(rows.values_list("unit__short_name", "role", "status")) == {
            ("水利站", "lead", "handling"),
            ("财政所", "assist", "waiting"),
            ("村镇建设办", "separate", "reassigned"),
            ("综合执法队", "separate", "waiting"),
            ("水利站", "separate", "waiting"),
        }
        assert Motion.objects.get(title=SENT_IN).due_on == day
