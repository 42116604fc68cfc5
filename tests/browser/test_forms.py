"""What scripts add to forms: drafts, pickers, more rows, a confirm box."""

from playwright.sync_api import Page, expect

from motions.models import Motion
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.activities import ActivityFactory, StopFactory
from tests.factories.core import MembershipFactory

WORDS = "凌晨修路灯的人"


def fill_motion(page: Page) -> None:
    """A form filled in as far as the office gets in one go."""
    page.goto("/motions/new/")
    page.get_by_label("标题").fill(WORDS)
    page.get_by_label("情况").fill("村口三盏路灯不亮。")
    page.get_by_label("具体建议").fill("换三只灯泡。")
    page.get_by_label("没有原件扫描的原因").fill("代表口述，会后补签")


def drafts(page: Page) -> list[str]:
    """The addresses of what this browser keeps."""
    return page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('draft|')).map(k => k.split('|')[2])"
    )


def pick_lead(page: Page, typed: str) -> None:
    lead = page.get_by_label("领衔代表")
    lead.fill(typed)
    expect(page.get_by_role("listbox", name="可选项").get_by_role("option")).to_have_count(1)
    lead.press("Enter")


def test_a_draft_outlives_a_reload_and_is_cleared_once_saved(site, as_user):
    page = as_user("clerk")
    fill_motion(page)
    pick_lead(page, "cgf")
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动存在这台设备上")

    page.reload()

    expect(page.get_by_text("已恢复未提交的内容")).to_be_visible()
    expect(page.get_by_label("标题")).to_have_value(WORDS)
    expect(page.get_by_label("领衔代表")).to_have_value("陈根法")
    assert drafts(page) == ["/motions/new/"]
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("[data-message=success]")).to_be_visible()
    page.wait_for_load_state()  # a script of the page clears the draft
    assert drafts(page) == []
    with township_scope(site.full.pk):
        saved = Motion.objects.get(title=WORDS)
        assert (saved.lead.name, saved.situation) == ("陈根法", "村口三盏路灯不亮。")


def test_a_lost_connection_while_saving_loses_nothing(site, as_user):
    page = as_user("clerk")
    fill_motion(page)
    pick_lead(page, "cgf")
    # the browser itself still believes to be connected
    page.route("**/motions/new/", lambda route: route.abort("connectionfailed"))
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    with township_scope(site.full.pk):
        assert not Motion.objects.filter(title=WORDS).exists()

    page.goto("/motions/new/")

    expect(page.get_by_label("标题")).to_have_value(WORDS)
    expect(page.get_by_label("领衔代表")).to_have_value("陈根法")
    expect(page.get_by_label("情况")).to_have_value("村口三盏路灯不亮。")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("[data-message=success]")).to_be_visible()
    with township_scope(site.full.pk):
        assert Motion.objects.filter(title=WORDS).count() == 1


def test_another_user_of_the_browser_does_not_see_the_draft(site, as_user):
    page = as_user("clerk")
    fill_motion(page)
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动存在这台设备上")
    colleague = MembershipFactory(township=site.full, role=Role.CLERK).user
    page.context.clear_cookies()
    page.context.add_cookies([site.cookie(colleague.username)])

    page.goto("/motions/new/")

    expect(page.get_by_label("标题")).to_have_value("")
    expect(page.get_by_text("已恢复未提交的内容")).to_have_count(0)


def test_people_are_picked_by_pinyin_initials_with_the_keyboard_alone(as_user):
    page = as_user("clerk")
    page.goto("/motions/new/")
    lead = page.get_by_label("领衔代表")
    lead.fill("cg")
    expect(page.get_by_role("listbox", name="可选项").get_by_text("陈根法")).to_be_visible()
    lead.press("Enter")
    expect(lead).to_have_value("陈根法")
    others = page.get_by_label("联名代表")
    others.fill("lmf")
    others.press("Enter")
    expect(page.get_by_role("button", name="去掉林美凤")).to_be_visible()
    page.get_by_role("button", name="去掉林美凤").press("Enter")
    expect(page.get_by_role("button", name="去掉林美凤")).to_have_count(0)
    lead.fill("谁也不叫这个")
    expect(page.get_by_text("没有找到")).to_be_visible()


def test_a_formset_grows_by_a_row_that_is_saved(site, as_user):
    page = as_user("clerk")
    page.goto("/activities/activities/new/")
    section = page.locator("[data-formset]").first
    rows = section.locator("[data-formset-rows] tr")
    before = rows.count()

    section.get_by_role("button", name="再加一行").click()

    expect(rows).to_have_count(before + 1)
    total = section.locator("input[name$=-TOTAL_FORMS]")
    assert total.input_value() == str(before + 1)
    focused = page.evaluate("document.activeElement.closest('tr').sectionRowIndex")
    assert focused == before
    assert page.evaluate("document.activeElement.name").startswith(f"rows0-{before}-")


def test_a_line_of_a_long_table_opens_in_its_place_and_its_draft_outlives_a_reload(site, as_user):
    with township_scope(site.full.pk):
        activity = ActivityFactory(township=site.full, title="走遍各村")
        for n in range(1, 15):
            StopFactory(township=site.full, activity=activity, order=n, name=f"第{n}站")
    page = as_user("clerk")
    page.goto(f"/activities/activities/{activity.pk}/edit/")
    page.get_by_role("row", name="第6站").get_by_role("link", name="改", exact=True).click()
    name = page.locator("[name=rows0-5-name]")
    name.fill("集镇中心")
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动存在这台设备上")

    page.reload()

    expect(name).to_have_value("集镇中心")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[data-message=success]")).to_be_visible()
    with township_scope(site.full.pk):
        names = list(activity.stops.order_by("order").values_list("name", flat=True))
    assert names == [f"第{n}站" if n != 6 else "集镇中心" for n in range(1, 15)]


def test_a_step_opens_as_a_confirm_box_and_is_taken_only_on_yes(site, as_user):
    with township_scope(site.full.pk):
        motion = Motion.objects.filter(status="submitted").first()
    page = as_user("clerk")
    page.goto(motion.get_absolute_url())
    page.get_by_role("link", name="受理", exact=True).click()
    box = page.get_by_role("dialog")
    expect(box.get_by_role("button", name="受理")).to_be_visible()
    box.get_by_role("button", name="取消").click()
    expect(box).to_be_hidden()
    with township_scope(site.full.pk):
        assert Motion.objects.get(pk=motion.pk).status == "submitted"

    page.get_by_role("link", name="受理", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="受理").click()

    expect(page.get_by_text("待交办").first).to_be_visible()
    with township_scope(site.full.pk):
        assert Motion.objects.get(pk=motion.pk).status == "accepted"


def test_a_dangerous_button_asks_first(site, as_user):
    page = as_user("admin")
    page.goto("/system/accounts/")
    page.get_by_role("link", name="林美凤").click()
    state = page.locator("dl", has_text="最近登录")
    page.get_by_role("button", name="重置密码").click()
    box = page.get_by_role("dialog", name="请确认")
    expect(box.get_by_text("重置 林美凤 的密码？")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(state.get_by_text("在用")).to_be_visible()
    page.get_by_role("button", name="重置密码").click()
    page.get_by_role("dialog", name="请确认").get_by_role("button", name="重置密码").click()
    expect(page.locator("[data-message]").first).to_be_visible()
    expect(state.get_by_text("待改初始密码")).to_be_visible()
