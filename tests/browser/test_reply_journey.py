"""A unit's letter: called back by its head, typed without a connection, issued once; and the second round to its end."""

from playwright.sync_api import Page, expect

from motions.models import Assignment, Feedback, Motion, Reply, Review
from renda.core.models import Notification
from renda.core.scoping import township_scope
from tests.browser.doing import address_of, box, confirm, phone, take, told
from tests.browser.looking import look

ROOF = "关于修缮里坞村文化礼堂屋顶的建议"
HYDRANTS = "关于完善姚埠社区老旧小区消防设施的建议"
WHY = "请写明换了多少瓦，谁验收的。"
DONE = "屋顶换瓦320平方米，村里已验收。"


def inbox_row(page: Page, title: str):
    """The case's row in the unit's inbox."""
    page.goto("/motions/inbox/")
    return page.get_by_role("row").filter(has_text=title)


def test_a_letter_called_back_and_typed_without_a_connection_goes_out_once(site, as_user):
    head, unit = as_user("head"), as_user("handler")
    address = address_of(site, ROOF)
    head.goto(address)
    dialog = box(head, "退回修改")
    dialog.get_by_label("理由").fill(WHY)
    look(head, "call-back")
    confirm(dialog, "退回修改")

    inbox_row(unit, ROOF).get_by_role("link", name="答复", exact=True).click()
    expect(unit.get_by_text("负责人退回修改")).to_be_visible()
    expect(unit.get_by_text(WHY)).to_be_visible()
    look(unit, "reply-called-back")
    unit.context.set_offline(True)
    unit.get_by_label("已经办的").fill(DONE)
    unit.get_by_role("button", name="送负责人签发").click()
    kept = unit.locator("form[data-draft] [data-draft-state]")
    expect(kept).to_contain_text("没有网络，还没有提交")
    look(unit, "reply-offline")
    with township_scope(site.full.pk):
        reply = Reply.objects.get(assignment__motion__title=ROOF)
        assert DONE not in reply.done_items

    unit.context.set_offline(False)
    expect(kept).to_contain_text("网络已恢复")
    unit.reload()
    expect(unit.get_by_text("已恢复未提交的内容")).to_be_visible()
    expect(unit.get_by_label("已经办的")).to_have_value(DONE)
    unit.get_by_role("button", name="送负责人签发").click()
    told(unit, "已送负责人签发")

    inbox_row(head, ROOF).get_by_role("link", name="签发", exact=True).click()
    dialog = head.get_by_role("dialog")
    expect(dialog.get_by_text("结果类别")).to_be_visible()
    look(head, "issue")
    confirm(dialog, "签发")
    told(head, "已签发")
    head.goto(address)
    expect(head.get_by_text("待评价").first).to_be_visible()
    look(head, "case-replied")
    with township_scope(site.full.pk):
        letters = Reply.objects.filter(assignment__motion__title=ROOF)
        assert [(r.pk, r.done_items, r.issued_by) for r in letters] == [(reply.pk, DONE, "蒋文斌")]
        assert letters[0].number
        assert Motion.objects.get(title=ROOF).status == "replied"


def answer_again(page: Page) -> None:
    """The second round's letter."""
    inbox_row(page, HYDRANTS).get_by_role("link", name="答复", exact=True).click()
    expect(page.get_by_text("“楼道堆物没有清，消防站没有日期。”")).to_be_visible()
    page.get_by_role("group", name="结果类别").get_by_text("A 类").click()
    page.get_by_label("已经办的").fill("楼道堆物全部清运。\n微型消防站已建成。")
    look(page, "reply-second-round")
    page.get_by_role("button", name="送负责人签发").click()
    told(page, "已送负责人签发")


def rate_badly(page: Page, address: str) -> None:
    """Not content once more, on the phone."""
    page.goto(address)
    page.get_by_role("link", name="评价答复").click()
    expect(page.get_by_text("再次不满意的提交主席团会议处理")).to_be_visible()
    for group in ("办理态度", "办理结果"):
        page.get_by_role("group", name=group).get_by_text("不满意", exact=True).click()
    page.get_by_label("哪里不满意，或者别的话").fill("三号楼还堆着。")
    look(page, "phone-rate-second-round")
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("三号楼还堆着。").first).to_be_visible()
    look(page, "phone-twice-dissatisfied")


def test_dissatisfied_again_after_the_second_round_goes_to_the_presidium(site, as_user):
    address = address_of(site, HYDRANTS)
    unit, head, office = as_user("handler"), as_user("head"), as_user("clerk")
    answer_again(unit)
    head.goto(address)
    take(head, "签发")
    rate_badly(phone(as_user, "deputy2"), address)
    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=HYDRANTS)
        assert (motion.status, motion.round, motion.verdict) == ("replied", 2, "dissatisfied")
        assert Assignment.objects.filter(motion=motion, round=3).count() == 0
        words = Notification.objects.filter(text__contains="再次不满意，请提交主席团会议")
        assert set(words.values_list("to__username", flat=True)) == {"clerk", "chair"}

    office.goto(address)
    look(office, "twice-dissatisfied")
    dialog = box(office, "办结")
    expect(dialog.get_by_text("须经主席团会议处理")).to_be_visible()
    expect(dialog.get_by_role("button", name="办结")).to_be_disabled()
    look(office, "close-blocked")
    dialog.get_by_role("button", name="取消").click()
    expect(dialog).to_be_hidden()

    chair = as_user("chair")
    chair.goto(address)
    dialog = box(chair, "主席团处理")
    dialog.get_by_label("主席团处理意见").fill("列入明年重点督办，请村镇建设办每月报告。")
    look(chair, "presidium-settles")
    confirm(dialog, "主席团处理")
    expect(chair.get_by_text("列入明年重点督办，请村镇建设办每月报告。").first).to_be_visible()
    look(chair, "presidium-settled")
    with township_scope(site.full.pk):
        motion.refresh_from_db()
        assert (motion.status, motion.round, motion.verdict) == ("closed", 2, "dissatisfied")
        assert Review.objects.filter(motion=motion, decision="settled").count() == 1
        rounds = Feedback.objects.filter(motion=motion, is_current=True).order_by("round")
        assert list(rounds.values_list("round", "result_rating")) == [
            (1, "dissatisfied"), (2, "dissatisfied"),
        ]  # fmt: skip
