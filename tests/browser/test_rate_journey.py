"""A deputy reads an answer on the phone, is not content, and the unit gets the case once more."""

from playwright.sync_api import Page, expect

from motions.models import Assignment, Feedback, Motion, ReplyOpening
from renda.core.scoping import township_scope
from tests.browser.doing import phone as own_phone
from tests.browser.looking import look

TITLE = "关于在五雷小学门口疏导放学时段交通的建议"
WORDS = "辅警只来了两天，周五没有人。"


def open_answer(page: Page) -> None:
    """From the deputy's to-dos to the page with the letter."""
    page.goto("/motions/todo/")
    page.get_by_role("link", name="的答复").filter(has_text="在五雷小学门口").click()
    expect(page.get_by_role("heading", name="评价答复")).to_be_visible()


def test_dissatisfied_on_the_phone_opens_the_second_round(site, as_user):
    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=TITLE)
        assert (motion.status, motion.round) == ("replied", 1)
    phone = own_phone(as_user, "deputy")

    open_answer(phone)
    letter = phone.locator("section.card").filter(has_text="答复函全文")
    expect(letter).to_contain_text("校门段放学时段单行")
    expect(letter).to_contain_text("每天安排一名辅警疏导")
    faces = phone.get_by_role("group", name="办理结果")
    assert letter.bounding_box()["y"] < faces.bounding_box()["y"]
    look(phone, "phone-answer")

    phone.get_by_role("group", name="办理态度").get_by_text("基本满意", exact=True).click()
    faces.get_by_text("不满意", exact=True).click()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("请写明哪里不满意，承办单位才知道怎么改").first).to_be_visible()
    expect(faces.get_by_label("不满意", exact=True)).to_be_checked()

    phone.get_by_label("哪里不满意").fill(WORDS)
    look(phone, "phone-dissatisfied")
    phone.get_by_role("button", name="提交评价").click()

    expect(phone.get_by_text("第二轮")).to_be_visible()
    expect(phone.get_by_text("评价：不满意", exact=True)).to_be_visible()
    look(phone, "phone-second-round")
    with township_scope(site.full.pk):
        motion.refresh_from_db()
        assert (motion.status, motion.round, motion.verdict) == ("assigned", 2, "dissatisfied")
        said = Feedback.objects.get(motion=motion)
        assert (said.work_rating, said.result_rating, said.words, said.is_unread) == (
            "basically",
            "dissatisfied",
            WORDS,
            False,
        )
        assert ReplyOpening.objects.filter(reply__assignment__motion=motion).count() == 1
        again = Assignment.objects.get(motion=motion, round=2)
        assert (again.status, again.due_on) == ("waiting", motion.due_on)


def test_the_unit_reads_what_was_wrong_and_the_office_sees_the_round(site, as_user):
    phone = own_phone(as_user, "deputy")
    open_answer(phone)
    for name in ("办理态度", "办理结果"):
        group = phone.get_by_role("group", name=name)
        group.get_by_text("不满意", exact=True).click()
    phone.get_by_label("哪里不满意").fill(WORDS)
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("第二轮")).to_be_visible()

    office = as_user("clerk")
    office.goto(phone.url)

    expect(office.get_by_text("重办").first).to_be_visible()
    expect(office.get_by_text(f"“{WORDS}”")).to_be_visible()
    look(office, "case-second-round")
