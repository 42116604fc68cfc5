"""Small habits of pages: a last day explained under the mouse, a leader that goes with the unit, the back key."""

from playwright.sync_api import expect

from motions.models import Assignment, Motion
from renda.core.scoping import township_scope
from tests.browser.doing import address_of, phone, told
from tests.browser.test_intake_journey import MATTER, begin
from tests.files import PNG

POND = "关于整治石埠塘水质和塘边道路的建议"
WAITING = "关于规范集镇夜市噪声管理的建议"


def test_a_last_day_is_explained_under_the_mouse_and_a_click_keeps_it(site, as_user):
    page = as_user("clerk")
    page.goto(address_of(site, POND))
    day = page.locator("details.why").first
    card = day.get_by_role("heading", name="这个期限怎么算")

    day.locator("summary").hover()
    expect(card).to_be_visible()
    card.hover()
    expect(card).to_be_visible()
    page.mouse.move(2, 2)
    expect(card).to_be_hidden()

    day.locator("summary").click()
    page.mouse.move(2, 2)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_tap_says_at_the_foot_of_the_phone_what_the_mouse_would_be_told(site, as_user):
    page = phone(as_user, "handler")
    page.goto("/motions/inbox/")
    days = page.locator("main span[title*='代表法']")
    said = page.locator(".tip")
    words = days.first.get_attribute("title")
    assert "当日不计" in words

    days.first.tap()
    expect(said).to_have_text(words)
    assert said.bounding_box()["y"] > page.viewport_size["height"] / 2
    days.first.tap()
    expect(said).to_have_count(0)

    days.first.tap()
    page.get_by_role("heading", level=1).tap()
    expect(said).to_have_count(0)


def test_the_leader_in_charge_goes_with_the_unit_unless_another_was_typed(site, as_user):
    page = as_user("clerk")
    page.goto("/motions/assign/")
    row = page.get_by_role("row").filter(has_text=WAITING)
    unit = row.get_by_role("combobox", name="主办单位")
    leader = row.get_by_label("责任领导")

    unit.select_option(label="水利站")
    expect(leader).to_have_value("汤晓琴")
    unit.select_option(label="财政所")
    expect(leader).to_have_value("陆海峰")
    leader.fill("方丽")
    unit.select_option(label="水利站")
    expect(leader).to_have_value("方丽")
    leader.fill("")
    page.get_by_role("button", name="交办所选").click()

    told(page, "已交办")
    with township_scope(site.full.pk):
        assert Assignment.objects.get(motion__title=WAITING).leader == "汤晓琴"


def test_the_phones_back_key_goes_one_step_back_and_keeps_the_photo(site, as_user):
    page = phone(as_user, "deputy2")
    begin(page, MATTER)
    ahead, shown = page.get_by_role("button", name="下一步"), page.locator("[data-step]:visible")
    ahead.click()
    page.get_by_label("现场照片").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}
    )
    ahead.click()
    expect(shown).to_have_attribute("aria-label", "提交")
    terms = page.locator("[data-step-summary] dt")
    assert terms.all_inner_texts() == ["标题", "情况", "建议", "方面", "照片", "类别"]
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动保存")

    page.go_back()
    expect(shown).to_have_attribute("aria-label", "拍照、地点")
    page.get_by_role("button", name="上一步").click()
    expect(shown).to_have_attribute("aria-label", "说什么")
    assert page.url.endswith("/amend/")
    ahead.click()
    ahead.click()
    page.get_by_role("button", name="修改").click()
    expect(shown).to_have_attribute("aria-label", "说什么")
    page.go_back()
    expect(shown).to_have_attribute("aria-label", "提交")
    page.get_by_role("button", name="提交建议").click()
    told(page, "已提交，人大办受理后编号交办。")

    with township_scope(site.full.pk):
        case = Motion.objects.get(title=MATTER).get_absolute_url()
    expect(page.get_by_role("link", name="现场.png")).to_be_visible()
    page.goto(f"{case}amend/")
    expect(page).to_have_url(f"{site.url}{case}")
    expect(page.get_by_text("这一件已经提交，现为“待受理”，不能在这里修改。")).to_be_visible()
