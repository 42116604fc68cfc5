"""On the phone: raised with a photo, two are asked to join; sent back, completed and handed in again."""

from playwright.sync_api import Page, expect

from motions.models import CoSigner, Motion
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.browser.doing import account, box, confirm, phone, photo, pick, take, told
from tests.browser.looking import look

MATTER = "清理桥头村口积水"
MISSING = "请写明积水有多长一段，由哪个单位办。"


def raise_case(page: Page, *joint: tuple[str, str]) -> str:
    """Three steps with a photo and a place; returns the address of the case."""
    page.goto("/")
    look(page, "phone-home")
    page.get_by_role("link", name="提建议 三步提交").click()
    page.get_by_label("一句话说清要办的事").fill(MATTER)
    page.get_by_label("什么情况").fill("逢雨积水半尺，学生绕行。")
    page.get_by_label("希望怎么办").fill("疏通涵管，垫高路面。")
    page.get_by_text("城建环保", exact=True).click()
    look(page, "phone-submit-1")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("现场照片").set_input_files([photo("桥头.jpg")])
    page.get_by_label("地点", exact=True).fill("桥头村口")
    for initials, name in joint:
        pick(page, "请谁联名", initials, name)
    look(page, "phone-submit-2")
    page.get_by_role("button", name="下一步").click()
    summary = page.locator("[data-step-summary]")
    expect(summary).to_contain_text("桥头村口")
    expect(summary).to_contain_text("1 张")
    look(page, "phone-submit-3")
    page.get_by_role("button", name="提交建议").click()
    told(page, "已提交，人大办受理后编号交办。")
    return page.url


def answer(page: Page, name: str, button: str, said: str) -> None:
    """From the to-dos of who was asked to the answer."""
    page.goto("/")
    page.get_by_role("link", name=f"确认联名：{MATTER}").click()
    expect(page.get_by_text("林美凤代表邀请您联名")).to_be_visible()
    expect(page.get_by_text("疏通涵管，垫高路面。")).to_be_visible()
    look(page, f"phone-invited-{name}")
    page.get_by_role("button", name=button).click()
    told(page, said)
    expect(page.get_by_role("link", name=f"确认联名：{MATTER}")).to_have_count(0)


def signer(page: Page, name: str):
    """A line in the lead's list of who was asked."""
    return page.locator("#signers li").filter(has_text=name)


def test_the_lead_invites_in_the_form_one_joins_another_does_not_and_the_lead_sees_both(
    site, as_user
):
    account(site, "谢大海", "xdh")
    lead = phone(as_user, "deputy2")
    address = raise_case(lead, ("cgf", "陈根法"), ("xdh", "谢大海"))
    expect(signer(lead, "陈根法")).to_contain_text("待确认")
    expect(signer(lead, "谢大海")).to_contain_text("待确认")
    lead.get_by_role("button", name="提醒还没答复的").click()
    told(lead, "已提醒 2 位代表：")
    lead.get_by_role("button", name="提醒还没答复的").click()
    expect(lead.get_by_text("没有可以提醒的代表")).to_be_visible()

    answer(phone(as_user, "deputy"), "joins", "同意联名", "已同意联名")
    other = phone(as_user, "xdh")
    answer(other, "declines", "不联名", "已回复不联名")

    lead.goto(address)
    expect(signer(lead, "陈根法")).to_contain_text("已确认")
    expect(signer(lead, "谢大海")).to_contain_text("未同意")
    expect(lead.get_by_role("button", name="提醒还没答复的")).to_be_hidden()
    look(lead, "phone-case-signers")
    other.goto("/motions/mine/")
    expect(other.get_by_text(MATTER)).to_have_count(0)
    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=MATTER)
        states = CoSigner.objects.filter(motion=motion).values_list("deputy__name", "state")
        assert sorted(states) == [("谢大海", "declined"), ("陈根法", "accepted")]
        assert (motion.status, motion.lead.name, motion.place) == (
            "submitted", "林美凤", "桥头村口",
        )  # fmt: skip
        files = Attachment.objects.filter(model="motions.motion", object_id=motion.pk)
        assert list(files.values_list("purpose", "name")) == [("photos", "桥头.jpg")]


def test_what_was_sent_back_is_completed_on_the_phone_and_handed_in_as_the_same_case(site, as_user):
    lead, office = phone(as_user, "deputy2"), as_user("clerk")
    address = raise_case(lead)
    with township_scope(site.full.pk):
        first = Motion.objects.get(title=MATTER)

    office.goto(address)
    dialog = box(office, "退回补充")
    look(office, "review-send-back")
    dialog.get_by_label("缺什么、怎样补充").fill(MISSING)
    confirm(dialog, "退回补充")
    expect(office.get_by_text("退回补充").first).to_be_visible()

    lead.goto("/")
    lead.get_by_role("link", name=f"补充：{MATTER}").click()
    expect(lead.get_by_text(MISSING).first).to_be_visible()
    look(lead, "phone-returned")
    lead.get_by_role("link", name="修改、补充").click()
    expect(lead.get_by_text(MISSING)).to_be_visible()
    expect(lead.get_by_label("什么情况")).to_have_value("逢雨积水半尺，学生绕行。")
    lead.get_by_label("什么情况").fill("逢雨积水半尺，长五十米，学生绕行。")
    look(lead, "phone-amend")
    lead.get_by_role("button", name="下一步").click()
    expect(lead.get_by_label("地点", exact=True)).to_have_value("桥头村口")
    lead.get_by_role("button", name="下一步").click()
    lead.get_by_role("button", name="提交建议").click()
    told(lead, "已提交")

    office.goto(address)
    take(office, "受理")
    expect(office.get_by_text("待交办").first).to_be_visible()
    look(office, "accepted-after-return")
    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=MATTER)
        assert (motion.pk, motion.status, motion.situation) == (
            first.pk, "accepted", "逢雨积水半尺，长五十米，学生绕行。",
        )  # fmt: skip
        assert motion.submitted_on == first.submitted_on
        reviews = motion.reviews.order_by("pk").values_list("decision", "note")
        assert list(reviews) == [("return", MISSING), ("accept", "一事一件，内容具体，予以受理。")]
        files = Attachment.objects.filter(model="motions.motion", object_id=motion.pk)
        assert files.count() == 1
