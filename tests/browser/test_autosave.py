"""A draft that saves itself while a deputy or the office types: in a real browser."""

from playwright.sync_api import Page, expect

from motions.models import Motion
from renda.core.scoping import township_scope
from tests.browser.doing import phone, until
from tests.browser.looking import overflow

MATTER = "清理桥头废弃电杆"


def state(page: Page):
    return page.locator("[data-draft-state]")


def begin(as_user, title: str = MATTER) -> Page:
    page = phone(as_user, "deputy2")
    page.goto("/motions/submit/")
    page.get_by_label("一句话说清要办的事").fill(title)
    page.get_by_label("什么情况").fill("电杆倒在路边。")
    return page


def drafts(site) -> list[Motion]:
    with township_scope(site.full.pk):
        return list(Motion.objects.select_related("lead").filter(title__contains="桥头废弃电杆"))


def test_a_draft_saves_itself_once_and_is_handed_in_as_that_row(site, as_user):
    page = begin(as_user)
    expect(state(page)).to_contain_text("已自动保存")
    motion = drafts(site)[0]
    assert page.url.endswith(f"/motions/{motion.pk}/amend/")
    assert overflow(page) == 0

    page.get_by_label("什么情况").fill("电杆倒在路中间。")
    expect(state(page)).to_contain_text("已自动存在这台设备上")
    expect(state(page)).to_contain_text("已自动保存")
    page.reload()
    expect(page.get_by_label("什么情况")).to_have_value("电杆倒在路中间。")
    page.get_by_label("希望怎么办").fill("请拉走。")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交建议").click()
    expect(page.get_by_text("已提交，人大办受理后编号交办。")).to_be_visible()

    assert [(m.pk, m.status, m.situation) for m in drafts(site)] == [
        (motion.pk, "submitted", "电杆倒在路中间。")
    ]


def test_leaving_the_page_saves_the_draft_and_coming_back_goes_on_with_it(site, as_user):
    page = begin(as_user)
    page.goto("/motions/mine/")
    until(page, lambda: drafts(site))  # the save outlives the page
    page.reload()
    expect(page.get_by_text(MATTER)).to_be_visible()

    page.goto("/motions/submit/")
    expect(page.get_by_text("已恢复未提交的内容")).to_be_visible()
    page.get_by_label("一句话说清要办的事").fill(f"{MATTER}两根")
    expect(state(page)).to_contain_text("已自动保存")

    assert [(m.status, m.title) for m in drafts(site)] == [("draft", f"{MATTER}两根")]


def test_what_was_saved_elsewhere_later_is_not_overwritten(site, as_user):
    page = begin(as_user)
    expect(state(page)).to_contain_text("已自动保存")
    motion = drafts(site)[0]
    other = as_user("deputy2")
    other.goto(f"/motions/{motion.pk}/amend/")
    other.get_by_label("什么情况").fill("电脑上改的。")
    expect(state(other)).to_contain_text("已自动保存")

    page.get_by_label("什么情况").fill("手机上又改的。")

    expect(state(page)).to_contain_text("这份草稿后来在别处保存过")
    assert drafts(site)[0].situation == "电脑上改的。"
    state(page).get_by_role("link", name="看最新的").click()
    expect(page.get_by_text("下面是最新的。这台设备上另有")).to_be_visible()
    expect(page.get_by_label("什么情况")).to_have_value("电脑上改的。")
    assert overflow(page) == 0
    page.get_by_role("button", name="改用这台设备上的").click()
    expect(page.get_by_label("什么情况")).to_have_value("手机上又改的。")
    expect(state(page)).to_contain_text("已自动保存")
    assert drafts(site)[0].situation == "手机上又改的。"


def test_without_a_connection_the_browser_keeps_it_and_sends_it_on_later(site, as_user):
    page = begin(as_user, "")
    page.context.set_offline(True)
    page.get_by_label("一句话说清要办的事").fill(MATTER)
    expect(state(page)).to_contain_text("没有网络。写的内容已存在这台设备上")
    assert drafts(site) == []

    page.context.set_offline(False)

    expect(state(page)).to_contain_text("已自动保存")
    assert [m.situation for m in drafts(site)] == ["电杆倒在路边。"]


def test_the_office_sees_what_a_draft_still_needs(site, as_user):
    page = as_user("clerk")
    page.goto("/motions/new/")
    page.get_by_label("标题").fill(MATTER)
    expect(state(page)).to_contain_text("还没有存到服务器。领衔代表：请选择这一项。")
    page.get_by_label("领衔代表").fill("cgf")
    page.get_by_role("option", name="陈根法").click()
    expect(state(page)).to_contain_text("已自动保存")
    assert [m.lead.name for m in drafts(site)] == ["陈根法"]
