"""A suggestion's way: from the deputy's phone through the office and the unit to the deputy's verdict."""

from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Feedback, Motion
from renda.core.scoping import township_scope
from tests.browser.doing import phone as own_phone
from tests.browser.looking import PHONE, look
from tests.browser.reading import begin_report, number, preview

MATTER = "清理桥头村口积水"


def submit(page: Page) -> str:
    """Three steps on the phone; returns the address of the case."""
    page.goto("/")
    page.get_by_role("link", name="提建议 三步提交").click()
    page.get_by_label("一句话说清要办的事").fill(MATTER)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("什么情况")).to_be_focused()
    page.get_by_label("什么情况").fill("逢雨积水半尺，学生绕行。")
    page.get_by_label("希望怎么办").fill("疏通涵管，垫高路面。")
    page.get_by_text("城建环保", exact=True).click()
    look(page, "way-submit-1")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("地点", exact=True).fill("桥头村口")
    page.get_by_label("请谁联名").fill("xdh")
    page.get_by_role("option", name="谢大海").click()
    look(page, "way-submit-2")
    page.get_by_role("button", name="下一步").click()
    summary = page.locator("[data-step-summary]")
    expect(summary).to_contain_text(MATTER)
    expect(summary).to_contain_text("城建环保")
    expect(summary).to_contain_text("谢大海")
    page.get_by_role("button", name="提交建议").click()
    expect(page.get_by_text("已提交，人大办受理后编号交办。")).to_be_visible()
    return page.url


def accept_and_assign(page: Page, address: str) -> None:
    """The office reviews it and hands it to 村镇建设办."""
    page.goto(address)
    page.get_by_role("link", name="受理", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="受理").click()
    expect(page.get_by_text("待交办").first).to_be_visible()
    page.goto("/motions/assign/")
    row = page.get_by_role("row").filter(has_text=MATTER)
    for other in page.locator("tbody input[name=pk]").all():
        other.uncheck()
    row.get_by_role("checkbox", name="选中").check()
    row.get_by_role("combobox", name="主办单位").select_option(label="村镇建设办")
    page.get_by_role("button", name="交办所选").click()
    expect(page.get_by_text("已交办 1 件，各单位已收到消息")).to_be_visible()


def sign_and_draft(page: Page, address: str) -> None:
    """The unit's clerk signs for it, talks to the deputy and drafts the letter."""
    page.goto("/")
    expect(page.get_by_role("heading", name="收件箱")).to_be_visible()
    page.goto(address)
    page.get_by_role("link", name="签收", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="签收").click()
    page.get_by_role("link", name="联系代表").click()
    page.get_by_label("参加人").fill("何敏")
    page.get_by_label("代表意见").fill("先疏通涵管。")
    page.get_by_role("button", name="登记").click()
    page.get_by_role("link", name="答复", exact=True).click()
    page.get_by_role("group", name="结果类别").get_by_text("A 类").click()
    page.get_by_label("已经办的").fill("涵管已疏通。\n路面已垫高。")
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_text("已送负责人签发")).to_be_visible()


def issue(page: Page, address: str) -> None:
    """The unit's head reads the draft and issues it."""
    page.goto(address)
    expect(page.get_by_role("link", name="看答复稿")).to_be_visible()
    page.get_by_role("link", name="签发", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="签发").click()
    expect(page.get_by_text("待评价").first).to_be_visible()


def rate(page: Page, address: str) -> None:
    """The deputy reads the answer on the phone and rates it."""
    page.goto(address)
    page.get_by_role("link", name="评价答复").click()
    expect(page.get_by_text("涵管已疏通。")).to_be_visible()
    page.get_by_role("group", name="办理态度").get_by_text("满意", exact=True).click()
    page.get_by_role("group", name="办理结果").get_by_text("基本满意", exact=True).click()
    look(page, "way-rate")
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("已办结").first).to_be_visible()


def test_a_suggestion_goes_from_the_phone_to_the_verdict_and_into_the_report(site, as_user):
    office, year = as_user("clerk"), timezone.localdate().year
    begin_report(office)
    preview(office, year)
    before = int(number(office, "motions.received").inner_text())
    phone = own_phone(as_user, "deputy2")
    address = submit(phone)
    accept_and_assign(as_user("clerk"), address)
    sign_and_draft(as_user("handler"), address)
    issue(as_user("head"), address)
    rate(phone, address)

    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=MATTER)
        assert (motion.status, motion.verdict, motion.result_class) == ("closed", "basically", "A")
        assert motion.code.startswith("闭-")
        assert list(
            Feedback.objects.filter(motion=motion).values_list("work_rating", flat=True)
        ) == ["satisfied"]
    preview(office, year)
    expect(number(office, "motions.received")).to_have_text(str(before + 1))
    number(office, "motions.received").click()
    expect(office.locator("#rows .list-foot")).to_contain_text(f"共 {before + 1} 条")
    expect(office.locator("#rows").get_by_role("link", name=MATTER)).to_have_attribute(
        "href", urlsplit(address).path
    )


def test_without_script_the_three_steps_stand_below_each_other(as_user):
    page = as_user("deputy2", java_script_enabled=False)
    page.set_viewport_size(PHONE)
    page.goto("/motions/submit/")

    for label in ("一句话说清要办的事", "地点"):
        expect(page.get_by_role("textbox", name=label)).to_be_visible()
    expect(page.get_by_label("同意向社会公开")).to_be_visible()
    expect(page.get_by_role("button", name="提交建议")).to_be_visible()
    expect(page.get_by_role("button", name="下一步")).to_be_hidden()
