"""Raising a suggestion on the phone: earlier cases, a lost connection, a draft thrown away."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Motion, RepeatLink
from renda.core.calendar import due_by_days
from renda.core.scoping import township_scope
from tests.browser.doing import phone
from tests.browser.looking import overflow

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
MATTER = "清理桥头村口积水"


def begin(page: Page, title: str) -> None:
    """The first step, filled in."""
    page.goto("/motions/submit/")
    page.get_by_label("一句话说清要办的事").fill(title)
    page.get_by_label("什么情况").fill("逢雨积水半尺，学生绕行。")
    page.get_by_label("希望怎么办").fill("疏通涵管，垫高路面。")
    page.get_by_text("城建环保", exact=True).click()


def earlier_title(site) -> tuple[int, str]:
    """A closed case of the demo, and its matter."""
    with township_scope(site.full.pk):
        motion = Motion.objects.filter(status="closed").order_by("pk").first()
        return motion.pk, motion.short_title


def test_a_suggestion_is_raised_in_three_steps_beside_what_was_raised_before(site, as_user):
    pk, matter = earlier_title(site)
    page = phone(as_user, "deputy2")
    begin(page, f"再次{matter}")

    found = page.locator("#similar-found")
    expect(found).to_contain_text(matter)
    expect(found.get_by_role("link", name="看答复").first).to_be_visible()
    assert overflow(page) == 0
    found.locator(f"input[value='{pk}']").check()
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("地点", exact=True).fill("桥头村口")
    page.get_by_label("提成什么").select_option(label="议案")
    expect(page.get_by_label("案据")).to_have_attribute("required", "")
    expect(page.locator("[data-joint]")).to_contain_text("还差 4 名")
    page.get_by_label("请谁联名").fill("xdh")
    page.get_by_role("option", name="谢大海").click()
    expect(page.locator("[data-joint]")).to_contain_text("还差 3 名；少于 5 名的可以作为建议提出")
    assert overflow(page) == 0
    page.get_by_label("提成什么").select_option(label="建议")
    expect(page.locator("[data-joint]")).to_be_hidden()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交建议").click()
    expect(page.get_by_text("已提交，人大办受理后编号交办。")).to_be_visible()
    expect(page.locator("#signers")).to_contain_text("谢大海")
    assert overflow(page) == 0

    with township_scope(site.full.pk):
        motion = Motion.objects.get(title__startswith="再次")
        assert (motion.status, motion.kind, motion.place) == ("submitted", "suggestion", "桥头村口")
        assert motion.join_by == due_by_days(timezone.localdate(), 7).on
        assert RepeatLink.objects.get(motion=motion).earlier_id == pk


def test_a_connection_lost_while_typing_loses_nothing(site, as_user):
    page = phone(as_user, "deputy2")
    begin(page, MATTER)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("现场照片").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}
    )
    page.context.set_offline(True)
    state = page.locator("[data-draft-state]")
    expect(state).to_contain_text("没有网络")
    page.get_by_label("地点", exact=True).fill("桥头村口")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交建议").click()
    expect(state).to_contain_text("没有网络，还没有提交")
    expect(page.locator("[data-step-summary]")).to_contain_text("桥头村口")

    page.context.set_offline(False)
    expect(state).to_contain_text("网络已恢复")
    page.reload()
    expect(page.get_by_label("一句话说清要办的事")).to_have_value(MATTER)
    expect(page.get_by_text("照片、文件要重新选择：现场.png")).to_be_visible()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_label("地点", exact=True)).to_have_value("桥头村口")
    expect(page.get_by_text("请重新选择：现场.png")).to_be_visible()
    page.get_by_label("现场照片").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": PNG}
    )
    expect(page.get_by_text("请重新选择：现场.png")).to_be_hidden()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="提交建议").click()
    expect(page.get_by_text("已提交，人大办受理后编号交办。")).to_be_visible()

    with township_scope(site.full.pk):
        motion = Motion.objects.get(title=MATTER)
        assert (motion.place, motion.situation) == ("桥头村口", "逢雨积水半尺，学生绕行。")
    page.goto("/motions/submit/")
    expect(page.get_by_label("一句话说清要办的事")).to_have_value("")


def test_a_ticked_earlier_case_is_still_ticked_after_coming_back(site, as_user):
    pk, matter = earlier_title(site)
    page = phone(as_user, "deputy2")
    begin(page, f"再次{matter}")
    box = page.locator(f"#similar-found input[value='{pk}']")
    box.check()
    expect(page.locator("[data-draft-state]")).to_contain_text("已自动存在这台设备上")
    page.reload()

    expect(box).to_be_checked()


def test_an_own_draft_is_deleted_after_a_question(site, as_user):
    page = phone(as_user, "deputy2")
    begin(page, MATTER)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.get_by_text("已存为草稿")).to_be_visible()
    page.get_by_role("link", name="删除草稿").click()
    page.get_by_role("dialog").get_by_role("button", name="删除草稿").click()
    expect(page.get_by_text("已删除草稿")).to_be_visible()

    with township_scope(site.full.pk):
        assert not Motion.objects.filter(title=MATTER).exists()
