"""The chapter editor: words are typed, numbers are chips that can only be moved, removed or inserted."""

import re

import pytest
from playwright.sync_api import Page, expect

from renda.core.scoping import township_scope
from reports.models import AnnualReport, Chapter
from reports.services import compile_report

RECEIVED = "⟦motions.received⟧"
SET_CARET = """(chip, where) => {
    const range = document.createRange();
    if (where === "inside") range.setStart(chip.firstChild, 1);
    else range.setStartAfter(chip);
    range.collapse(true);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture
def chapter(site) -> Chapter:
    """The chapter of the 2025 report, still automatic, that tells how many motions there were."""
    with township_scope(site.full.pk):
        written = compile_report(AnnualReport.objects.get(year=2025)).written
        return next(w.chapter for w in written if RECEIVED in w.text)


@pytest.fixture
def editor(as_user, chapter) -> Page:
    page = as_user("clerk")
    page.goto(f"/reports/{chapter.report_id}/chapters/{chapter.pk}/")
    expect(page.get_by_role("textbox", name="正文")).to_be_visible()
    return page


def now(site, chapter: Chapter) -> Chapter:
    """The chapter as it is saved."""
    with township_scope(site.full.pk):
        return Chapter.objects.get(pk=chapter.pk)


def chip_of(page: Page, token: str):
    return page.locator(f"[data-manuscript] [data-token='{token}']").first


def save(page: Page) -> None:
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[data-message=success]")).to_contain_text("已保存")
    page.wait_for_load_state()


def test_a_chip_cannot_be_typed_into_and_opens_its_rows(site, editor, chapter):
    chip = chip_of(editor, RECEIVED)
    shown = chip.inner_text()
    editor.get_by_role("textbox", name="正文").focus()
    chip.evaluate(SET_CARET, "inside")
    editor.keyboard.type("999")
    expect(chip).to_have_text(shown)
    with editor.context.expect_page() as opened:
        chip.click()
    expect(opened.value).to_have_url(re.compile(r"/figures/motions\.received/\?year=2025$"))

    editor.get_by_role("textbox", name="正文").press("End")
    editor.keyboard.type("（已核对）")
    save(editor)

    text = now(site, chapter).text
    assert text.count(RECEIVED) >= 1
    assert "（已核对）" in text
    assert "999" not in text


def test_a_figure_from_the_list_becomes_a_chip_and_is_saved_as_its_token(site, editor, chapter):
    chip_of(editor, RECEIVED).evaluate(SET_CARET, "after")
    editor.get_by_role("button", name="插入数字").click()
    found = editor.get_by_role("dialog").get_by_role("listitem")
    editor.get_by_label("查找指标").fill("没有这个指标")
    expect(found).to_have_text("没有找到，换一个词试试")
    editor.get_by_label("查找指标").fill("motions.overdue")
    expect(found).to_have_count(1)
    found.get_by_role("button").click()

    chip = chip_of(editor, "⟦motions.overdue⟧")
    expect(chip).to_be_visible()
    assert chip.evaluate("chip => chip.isContentEditable") is False
    editor.keyboard.type("，数字之后接着写")
    save(editor)

    assert f"{RECEIVED}⟦motions.overdue⟧，数字之后接着写" in now(site, chapter).text
    assert now(site, chapter).is_edited is True


def test_typed_numbers_and_removed_chips_are_told_and_the_template_can_come_back(
    site, editor, chapter
):
    chip = chip_of(editor, RECEIVED)
    editor.get_by_role("textbox", name="正文").focus()
    chip.evaluate(SET_CARET, "after")
    every = editor.locator(f"[data-manuscript] [data-token='{RECEIVED}']")
    before = every.count()
    editor.keyboard.press("Backspace")
    expect(every).to_have_count(before - 1)
    editor.keyboard.type("37")
    expect(editor.locator("[data-typed]")).to_contain_text("手工数字，印发时不核对：37件")

    save(editor)

    told = editor.locator("[data-message=warning]").all_inner_texts()
    assert told[0].strip() == f"移去了数字标记 {RECEIVED}，这个数字不再随记录更新"
    assert "“37件”是手工数字，印发时不核对" in [text.strip() for text in told]
    editor.get_by_role("button", name="恢复自动").click()
    editor.get_by_role("dialog", name="请确认").get_by_role("button", name="恢复自动").click()
    expect(editor.get_by_text("已恢复自动")).to_be_visible()
    assert (now(site, chapter).is_edited, now(site, chapter).text) == (False, "")


def test_a_lost_connection_while_saving_keeps_words_and_chips(site, editor, chapter):
    address = editor.url
    tokens = editor.locator("[data-manuscript] [data-token]").count()
    chip_of(editor, RECEIVED).evaluate(SET_CARET, "after")
    editor.keyboard.type("（断线前写的话）")
    editor.context.set_offline(True)
    editor.get_by_role("button", name="保存", exact=True).click()
    expect(editor.get_by_text("没有网络，还没有提交")).to_be_visible()
    editor.context.set_offline(False)
    assert now(site, chapter).is_edited is False

    editor.goto(address)

    manuscript = editor.get_by_role("textbox", name="正文")
    expect(manuscript).to_contain_text("（断线前写的话）")
    expect(manuscript.locator("[data-token]")).to_have_count(tokens)
    save(editor)
    assert f"{RECEIVED}（断线前写的话）" in now(site, chapter).text
    editor.goto(address)
    expect(editor.get_by_text("已恢复未提交的内容")).to_have_count(0)
