"""What scripts add to lists: filters while typing, an address that can be kept, ticked rows."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.looking import PHONE


def test_filtering_changes_rows_and_address_without_a_new_page(as_user):
    page = as_user("clerk")
    page.goto("/motions/")
    page.evaluate("window.samePage = true")
    unfiltered = page.locator("#rows tr").count()

    with page.expect_response(lambda answer: "q=" in answer.url):
        page.locator("form.filters input[type=search]").fill("绝无此案")

    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    expect(page).to_have_url(re.compile("q=%E7%BB%9D%E6%97%A0%E6%AD%A4%E6%A1%88"))
    assert page.evaluate("window.samePage") is True
    page.reload()
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    page.get_by_role("link", name="清除条件").click()
    expect(page.locator("#rows tr")).to_have_count(unfiltered)


def test_going_back_brings_the_earlier_filter(as_user):
    page = as_user("clerk")
    page.goto("/motions/")
    unfiltered = page.locator("#rows tr").count()
    with page.expect_response(lambda answer: "status=" in answer.url):
        page.get_by_label("状态").first.select_option(label="已办结")
    # an answer on the wire is not yet an entry in the history to go back from
    expect(page).to_have_url(re.compile(r"\?.*status=closed"))
    expect(page.locator("#rows tr").filter(has_not_text="已办结")).to_have_count(0)

    page.go_back()

    expect(page.locator("#rows tr")).to_have_count(unfiltered)


def test_ticking_rows_counts_them_and_all_ticks_all(as_user):
    page = as_user("clerk")
    page.goto("/motions/")
    bar = page.locator(".batchbar")
    boxes = page.locator("#rows input[name=pk]")
    every = page.get_by_label("全选")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(bar).to_contain_text("已选 2 条")
    assert every.evaluate("box => box.indeterminate") is True
    every.check()
    expect(bar).to_contain_text(f"已选 {boxes.count()} 条")
    page.get_by_role("button", name="取消选择").click()
    expect(bar).to_contain_text("已选 0 条")
    assert page.locator("#rows tr.is-picked").count() == 0


@pytest.mark.parametrize("path", ["/motions/", "/deputies/"])
def test_a_list_of_titles_is_read_on_a_phone_without_pulling_it_sideways(as_user, path):
    page = as_user("clerk", viewport=PHONE)
    page.goto(path)

    hidden = page.locator(".table-scroll").evaluate("box => box.scrollWidth - box.clientWidth")

    assert hidden <= 0
