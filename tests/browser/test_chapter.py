"""The chapter editor: words are typed, numbers are chips that can only be moved, removed or inserted."""

import re

import pytest
from playwright.sync_api import Page, expect

from renda.core.models import Township
from renda.core.scoping import township_scope
from reports.models import AnnualReport, Chapter
from reports.services import compile_report

RECEIVED = "⟦motions.received⟧"
RATE = "⟦motions.reply_rate⟧"
PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""
FIND = """(page, words) => {
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(words);
        if (at >= 0) return [walker.currentNode, at];
    }
}"""
PLACE = f"""(page, [words, offset]) => {{
    const [node, at] = ({FIND})(page, words);
    const range = document.createRange();
    range.setStart(node, at + offset);
    const box = range.getBoundingClientRect();
    return {{ x: box.left, y: box.top + box.height / 2 }};
}}"""
SELECT = f"""(page, [first, last]) => {{
    const [start, from] = ({FIND})(page, first);
    const [end, to] = ({FIND})(page, last);
    getSelection().setBaseAndExtent(start, from, end, to + last.length);
}}"""
SET_CARET = """(chip, where) => {
    const range = document.createRange();
    if (where === "inside") range.setStart(chip.firstChild, 1);
    else range.setStartAfter(chip);
    range.collapse(true);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def place(server, django_db_blocker) -> int:
    """The id of the chapter that tells how many motions there were: the same in every copy of the demo."""
    with django_db_blocker.unblock(), township_scope(Township.objects.get(slug="lianxi").pk):
        written = compile_report(AnnualReport.objects.get(year=2025)).written
        return next(w.chapter.pk for w in written if RECEIVED in w.text)


@pytest.fixture
def chapter(site, place) -> Chapter:
    """That chapter of the 2025 report, still automatic."""
    with township_scope(site.full.pk):
        return Chapter.objects.get(pk=place)


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
    editor.get_by_label("查找指标或图表").fill("没有这个指标")
    expect(found).to_have_text("没有找到，换一个词试试")
    editor.get_by_label("查找指标或图表").fill("motions.overdue")
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
    assert told[0].strip() == "移去了“收到议案、建议”，它不再随记录更新"
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


def field_of(page: Page) -> str:
    """The text that would be saved now."""
    return page.locator("[data-plain] textarea").input_value()


def write(page: Page, text: str) -> None:
    """Write a text over the whole chapter, as a paste of it would."""
    page.get_by_role("textbox", name="正文").focus()
    page.keyboard.press("Control+a")
    page.evaluate(PASTE, text)
    expect(page.locator("[data-manuscript] [data-token]", has_text="…")).to_have_count(0)


def test_cut_and_paste_of_everything_brings_back_every_chip(site, editor, chapter):
    before = field_of(editor)
    links = editor.locator("[data-manuscript] a.fig[href]").count()
    editor.get_by_role("textbox", name="正文").focus()
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+x")
    expect(editor.locator("[data-plain] textarea")).to_have_value("")
    editor.keyboard.press("Control+v")

    expect(editor.locator("[data-plain] textarea")).to_have_value(before)
    expect(editor.locator("[data-manuscript] a.fig[href]")).to_have_count(links)
    editor.keyboard.press("Control+z")
    expect(editor.locator("[data-plain] textarea")).to_have_value("")
    editor.keyboard.press("Control+z")
    expect(editor.locator("[data-plain] textarea")).to_have_value(before)
    editor.keyboard.press("Control+Shift+z")
    editor.keyboard.press("Control+y")
    expect(editor.locator("[data-plain] textarea")).to_have_value(before)
    save(editor)
    assert now(site, chapter).is_edited is False
    assert editor.locator("[data-message=warning]").count() == 0


def test_the_keyboard_moves_a_chip(site, editor, chapter):
    write(editor, f"答复率{RATE}，收到{RECEIVED}件。")
    editor.keyboard.press("Control+Home")
    for _ in "答复率":
        editor.keyboard.press("ArrowRight")
    editor.keyboard.press("Shift+ArrowRight")
    editor.keyboard.press("Control+x")
    assert field_of(editor) == f"答复率，收到{RECEIVED}件。"
    editor.keyboard.press("End")
    editor.keyboard.press("Control+v")
    editor.keyboard.type("之后")

    assert field_of(editor) == f"答复率，收到{RECEIVED}件。{RATE}之后"
    save(editor)
    assert now(site, chapter).text == f"答复率，收到{RECEIVED}件。{RATE}之后"


def test_copies_are_chips_in_a_chapter_and_numbers_elsewhere(site, editor, chapter):
    write(editor, f"## 办理\n答复率{RATE}。")
    rate = chip_of(editor, RATE).inner_text()
    editor.keyboard.press("Control+a")
    editor.keyboard.press("Control+c")
    editor.keyboard.press("Control+End")
    editor.keyboard.press("Enter")
    editor.keyboard.press("Control+v")
    assert field_of(editor) == f"## 办理\n答复率{RATE}。\n## 办理\n答复率{RATE}。"
    expect(editor.locator("[data-typed]")).to_be_empty()

    editor.get_by_label("标题").fill("")
    editor.keyboard.press("Control+v")
    expect(editor.get_by_label("标题")).to_have_value(f"办理 答复率{rate}。")

    other = editor.context.new_page()
    other.goto(f"/reports/{chapter.report_id}/chapters/{chapter.pk + 1}/")
    other.get_by_role("textbox", name="正文").focus()
    other.keyboard.press("Control+a")
    other.keyboard.press("Control+v")
    expect(chip_of(other, RATE)).to_have_text(rate)
    assert field_of(other) == f"## 办理\n答复率{RATE}。"


def test_a_token_of_no_known_figure_is_pasted_as_words(editor):
    numbers = "３０余户、100%、六件"
    write(
        editor,
        f"收到{RECEIVED}件，⟦motions.nothing⟧件，共{numbers}，2025年3月第二次会议。\r\n\r\n　　第二段",
    )

    expect(editor.locator("[data-manuscript] [data-token]")).to_have_count(1)
    assert (
        field_of(editor)
        == f"收到{RECEIVED}件，motions.nothing件，共{numbers}，2025年3月第二次会议。\n第二段"
    )
    expect(editor.locator("[data-typed]")).to_have_text(f"手工数字，印发时不核对：{numbers}")


def drag(page: Page, what, to: tuple[str, int]) -> None:
    """Drag by the mouse: from the middle of one thing to before a character of a paragraph."""
    start = what.bounding_box()
    goal = page.locator("[data-manuscript]").evaluate(PLACE, to)
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(goal["x"] - 3, goal["y"] - 3)
    page.mouse.move(goal["x"], goal["y"])
    page.mouse.up()


def test_a_dragged_chip_keeps_its_paragraph_whole(site, editor, chapter):
    write(editor, f"收到建议{RECEIVED}件。\n答复率，已核对。\n第三段")
    drag(editor, chip_of(editor, RECEIVED), ("复率", 0))

    expect(editor.locator("[data-plain] textarea")).to_have_value(
        f"收到建议件。\n答{RECEIVED}复率，已核对。\n第三段"
    )
    expect(editor.locator("[data-manuscript] > p")).to_have_count(3)
    editor.keyboard.press("Control+z")
    expect(editor.locator("[data-plain] textarea")).to_have_value(
        f"收到建议{RECEIVED}件。\n答复率，已核对。\n第三段"
    )
    drag(editor, chip_of(editor, RECEIVED), ("到建议", 0))
    save(editor)
    assert now(site, chapter).text == f"收{RECEIVED}到建议件。\n答复率，已核对。\n第三段"


def test_a_dragged_selection_stays_one_line(editor):
    write(editor, f"前言收到建议{RECEIVED}件，好。\n答复率{RATE}。")
    selected = editor.locator("[data-manuscript] > p").first
    selected.evaluate(SELECT, ["建议", "件"])
    drag(editor, chip_of(editor, RECEIVED), ("答复率", 2))

    expect(editor.locator("[data-plain] textarea")).to_have_value(
        f"前言收到，好。\n答复建议{RECEIVED}件率{RATE}。"
    )
    expect(editor.locator("[data-manuscript] > :not(p)")).to_have_count(0)


def test_what_no_paragraph_holds_is_one_line(editor):
    write(editor, f"答复率{RATE}。")
    editor.locator("[data-manuscript]").evaluate(
        "page => page.replaceChildren(...page.firstChild.childNodes)"
    )
    editor.keyboard.press("Control+End")
    editor.keyboard.type("好")

    assert field_of(editor) == f"答复率{RATE}。好"


def test_a_removed_chart_can_be_put_back_behind_a_paragraph(site, editor, chapter):
    drawn = editor.locator("[data-manuscript] [data-token^='⟦bars:']").first
    chart, label = drawn.get_attribute("data-token"), drawn.inner_text()
    write(editor, f"收到{RECEIVED}件。\n## 小标题\n第二段")
    save(editor)
    editor.goto(f"/reports/{chapter.report_id}/chapters/{chapter.pk}/")
    chip_of(editor, RECEIVED).evaluate(SET_CARET, "after")
    editor.get_by_role("button", name="插入图表").click()
    offered = editor.get_by_role("dialog").get_by_role("listitem")
    expect(offered.first).to_contain_text(chapter.title)
    expect(offered.filter(has_text=label)).to_have_text(f"{label}　{chapter.title}")
    expect(offered.filter(has_text="表：收到")).to_have_count(1)
    editor.get_by_label("查找指标或图表").fill(label)
    expect(offered).to_have_count(1)
    offered.first.get_by_role("button").click()

    expect(chip_of(editor, chart)).to_have_text(label)
    save(editor)
    assert now(site, chapter).text == f"收到{RECEIVED}件。\n{chart}\n## 小标题\n第二段"
