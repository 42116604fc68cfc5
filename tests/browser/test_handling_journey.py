"""A unit's way with a case: sign for, meet the deputy, answer with done and planned items, supplement,
report; the office confirms on site with a photo and strikes off."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Assignment, Commitment, Reply, Supplement
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.browser.doing import photo, told
from tests.browser.looking import look

CASE = "关于修缮上湾村危旧廊桥的建议"
PROMISE = "更换腐朽木构件并恢复通行"


def sign_for(page: Page) -> None:
    """签收 from the inbox."""
    page.goto("/motions/inbox/")
    expect(page.get_by_role("heading", name="请签收 1 件")).to_be_visible()
    look(page, "inbox-to-sign")
    page.get_by_role("link", name="签收", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="签收").click()
    told(page, "已签收")


def row(page: Page):
    """The case's row in the inbox."""
    page.goto("/motions/inbox/")
    return page.get_by_role("row").filter(has_text=CASE)


def meet(page: Page) -> None:
    """联系代表 from the row of the case."""
    mine = row(page)
    for button in ("答复", "联系代表", "申请退办（送负责人签）", "申请延期（送负责人签）"):
        expect(mine.get_by_role("link", name=button, exact=True)).to_be_visible()
    mine.get_by_role("link", name="联系代表").click()
    page.get_by_label("参加人").fill("何敏")
    page.get_by_label("代表意见").fill("先封住桥头，再请专家鉴定。")
    page.get_by_role("button", name="登记", exact=True).click()


def answer(page: Page) -> None:
    """A letter with what was done and what is planned; the finance office's opinion isn't waited for."""
    row(page).get_by_role("link", name="答复", exact=True).click()
    tiles = page.get_by_role("group", name="结果类别")
    expect(tiles.get_by_text("写明承诺事项和日期")).to_be_visible()
    tiles.get_by_text("B 类").click()
    page.get_by_label("已经办的").fill("桥头已封闭，设绕行标志。\n已请专家鉴定。")
    page.get_by_label("不等会办意见的原因").fill("财政所意见另行补送")
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_text("B 类答复须写明承诺事项和完成日期")).to_be_visible()
    page.locator("[name=rows0-0-text]").fill(PROMISE)
    day = timezone.localdate() + timedelta(days=20)
    page.locator("[name=rows0-0-due_on]").fill(day.isoformat())
    look(page, "reply-class-b")
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_text("已送负责人签发")).to_be_visible()


def issue(page: Page) -> None:
    """The head reads and issues from the inbox."""
    row(page).get_by_role("link", name="签发", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="签发").click()
    told(page, "已签发")


def supplement(clerk: Page, head: Page, address: str) -> None:
    """The unit writes again on what it promised, and its head issues it."""
    clerk.goto(address)
    clerk.get_by_role("link", name="写补充答复").click()
    expect(clerk.get_by_label(PROMISE)).to_be_checked()
    clerk.get_by_label(PROMISE).uncheck()
    clerk.get_by_label("补充答复正文").fill("鉴定报告已出，木构件已订货。\n感谢您的关心。")
    look(clerk, "supplement")
    clerk.get_by_role("button", name="送负责人签发").click()
    told(clerk, "补充答复稿已保存，已提醒负责人签发")
    head.goto("/motions/inbox/")
    section = head.locator("section").filter(has_text="待签发的补充答复")
    section.locator(".card-body").filter(has_text=CASE).get_by_role(
        "link", name="签发补充答复"
    ).click()
    head.get_by_role("dialog").get_by_role("button", name="签发补充答复").click()
    told(head, "已签发补充答复")


def report(page: Page) -> None:
    """报完成 from the inbox, with photos of before and after."""
    page.goto("/motions/inbox/")
    section = page.locator("section").filter(has_text="要先办的承诺事项")
    mine = section.locator(".card-body").filter(has_text=PROMISE)
    mine.get_by_role("link", name="报完成").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("完成情况").fill("木构件全部更换，桥面恢复通行")
    dialog.get_by_label("办理前的照片").set_input_files([photo("办前.jpg")])
    dialog.get_by_label("完成后的照片").set_input_files([photo("办后.jpg", "after")])
    look(page, "report-done")
    dialog.get_by_role("button", name="报完成").click()
    told(page, "已报完成")


def strike(page: Page) -> None:
    """销号 by the office, which was on site."""
    page.goto("/motions/commitments/?tab=reported")
    mine = page.get_by_role("row").filter(has_text=PROMISE)
    mine.get_by_role("link", name="销号").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("现场核实情况").fill("到上湾村现场看过，廊桥恢复通行")
    dialog.get_by_label("没有二次答复的原因").fill("廊桥修好时已当面向代表说明")
    dialog.get_by_label("现场照片").set_input_files([photo("现场.jpg", "after")])
    look(page, "strike-off")
    dialog.get_by_role("button", name="销号").click()
    told(page, "已销号")


def test_a_unit_signs_answers_supplements_and_reports_and_the_office_strikes_off(site, as_user):
    handler, head, office = as_user("handler"), as_user("head"), as_user("clerk")
    sign_for(handler)
    meet(handler)
    answer(handler)
    issue(head)
    with township_scope(site.full.pk):
        part = Assignment.objects.get(motion__title=CASE, role="lead")
        address = part.get_absolute_url()
        reply = Reply.objects.get(assignment=part)
        assert (part.status, reply.result_class, reply.done_items) == (
            "replied", "B", "桥头已封闭，设绕行标志。\r\n已请专家鉴定。",
        )  # fmt: skip
    supplement(handler, head, address)
    report(handler)
    strike(office)

    office.goto(address)
    section = office.locator("section").filter(has_text="承诺事项与补充答复").last
    for caption in ("办理前", "单位报完成", "现场核实"):
        expect(section.get_by_text(caption, exact=True)).to_be_visible()
    look(office, "struck-off")
    with township_scope(site.full.pk):
        promise = Commitment.objects.get(text=PROMISE)
        letter = Supplement.objects.get(assignment=part)
        files = Attachment.objects.filter(model="motions.commitment", object_id=promise.pk)
        assert (promise.status, letter.status) == ("struck", "issued")
        assert sorted(files.values_list("purpose", "name")) == [
            ("before", "办前.jpg"), ("confirmed", "现场.jpg"), ("reported", "办后.jpg"),
        ]  # fmt: skip
        assert letter.number.split("〔")[0] == reply.number.split("〔")[0]
