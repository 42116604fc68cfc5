"""Take the handbook's pictures again: every step of docs/手册 is really done in a running demo.

Start a demo of its own first, freshly loaded, for the steps leave records in it::

    export DATABASE_URL=sqlite:///var/handbook.sqlite3 BROKER_DIR=var/handbook-broker PORT=8300
    .venv/bin/python scripts/serve.py &
    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8300

``CHROMIUM`` is the browser's path. A second argument is the folder for the
pictures; names of scenes after it play only those.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from handbook_studio import Studio, done, enter, opened, pick
from playwright.sync_api import expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "手册" / "图"
BUILD_SECONDS = 120

MATTER = "关于维修五雷小学门口破损路面的建议"
ACTIVITY = "视察冬季农田水利建设"
FINDING = "上湾村机耕路边沟堵塞"


# --- one scene a chapter of the handbook ------------------------------------------------


def login_and_desk(studio: Studio) -> None:
    """登录、工作台、大字版."""
    with studio.person("clerk", log_in=False) as page:
        page.get_by_label("手机号或账号").fill("clerk")
        studio.take(page, "登录", page.get_by_role("button", name="登录"))
        enter(page, "clerk")
        studio.take(page, "工作台")
        page.get_by_role("button", name="大字版").click()
        expect(page.locator("html.large-type")).to_have_count(1)
        studio.take(page, "大字版", page.get_by_role("button", name="大字版"))
        page.get_by_role("button", name="大字版").click()
        expect(page.locator("html.large-type")).to_have_count(0)


def a_suggestion(studio: Studio) -> None:
    """登记、受理、交办、签收、答复、签发、评价."""
    address = register(studio)
    answer(studio, address)
    with studio.person("deputy", phone=True) as page:
        page.goto(address)
        page.get_by_role("link", name="评价答复").click()
        page.get_by_role("group", name="办理态度").get_by_text("满意", exact=True).click()
        page.get_by_role("group", name="办理结果").get_by_text("满意", exact=True).click()
        button = page.get_by_role("button", name="提交评价")
        studio.take(page, "代表评价", button, top=page.get_by_role("group", name="办理态度"))
        button.click()
        expect(page.get_by_text("已办结").first).to_be_visible()


def register(studio: Studio) -> str:
    """The office enters a paper form, accepts it and assigns it; the address of the case."""
    with studio.person("clerk") as page:
        page.get_by_role("link", name="登记建议").click()
        pick(page, "领衔代表", "cgf", "陈根法")
        page.get_by_label("标题").fill(MATTER)
        page.get_by_label("领域").select_option(label="交通建设")
        page.get_by_label("情况").fill("校门口路面破损约二十米，雨天积水，学生上下学须绕行。")
        page.get_by_label("具体建议").fill("修补路面，疏通边沟，寒假前完工。")
        page.get_by_label("没有原件扫描的原因").fill("代表口述，会后补签")
        studio.take(page, "登记建议")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("[data-message=success]")).to_be_visible()
        address = page.url
        _, button = opened(page, "受理")
        studio.take(page, "受理", button)
        done(button)
        page.goto("/motions/assign/")
        for box in page.locator("tbody input[name=pk]").all():
            box.uncheck()
        row = page.get_by_role("row").filter(has_text=MATTER)
        row.get_by_role("checkbox", name="选中").check()
        row.get_by_role("combobox", name="主办单位").select_option(label="村镇建设办")
        button = page.get_by_role("button", name="交办所选")
        studio.take(page, "交办", row, button)
        button.click()
        expect(page.get_by_text("已交办 1 件")).to_be_visible()
        return address


def answer(studio: Studio, address: str) -> None:
    """The unit signs for it, talks to the deputy, drafts the letter; its head issues it."""
    with studio.person("handler") as page:
        studio.take(page, "收件箱")
        page.goto(address)
        studio.take(page, "签收", page.get_by_role("link", name="签收", exact=True))
        done(opened(page, "签收")[1])
        page.get_by_role("link", name="联系代表").click()
        page.get_by_label("参加人").fill("何敏")
        page.get_by_label("代表意见").fill("先疏通边沟，再补路面。")
        page.get_by_role("button", name="登记", exact=True).click()
        page.get_by_role("link", name="答复", exact=True).click()
        page.get_by_role("group", name="结果类别").get_by_text("A 类").click()
        page.get_by_label("已经办的").fill("边沟已疏通。\n路面已修补，请您查看。")
        button = page.get_by_role("button", name="送负责人签发")
        studio.take(page, "写答复", button)
        button.click()
        expect(page.get_by_text("已送负责人签发")).to_be_visible()
    with studio.person("head") as page:
        page.goto(address)
        _, button = opened(page, "签发")
        studio.take(page, "签发", button)
        done(button)
    with studio.person("clerk") as page:
        page.goto(address)
        studio.take(page, "办理经过", top=page.get_by_role("heading", name="办理经过"))


def an_activity(studio: Studio) -> None:
    """登记活动、签到."""
    with studio.person("clerk") as page:
        page.get_by_role("link", name="登记活动").click()
        page.get_by_label("活动主题").fill(ACTIVITY)
        page.get_by_label("类型").select_option(label="视察")
        page.get_by_label("活动日期").fill(f"{date.today():%Y-%m-%d}")
        page.get_by_label("代表小组").select_option(label="第二代表小组")
        page.get_by_label("集合地点").fill("上湾村村委会")
        studio.take(page, "登记活动")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("[data-message=success]")).to_be_visible()
        page.get_by_role("link", name="签到册").first.click()
        roll = page.url
        sign = page.locator("form.batchbar")
        sign.get_by_role("combobox").fill("cgf")
        page.get_by_role("option", name="陈根法").click()
        studio.take(page, "签到册", sign, page.get_by_role("link", name="签到二维码"))
        sign.get_by_role("button", name="签到", exact=True).click()
        expect(page.locator("[data-message=success]")).to_be_visible()
        page.goto(roll)
        page.get_by_role("link", name="签到二维码").click()
        studio.take(page, "签到二维码")


def a_finding(studio: Studio) -> None:
    """登记问题、交办、报整改、复查销号."""
    with studio.person("clerk") as page:
        page.goto("/supervision/findings/")
        studio.take(page, "问题清单", page.get_by_role("link", name="登记问题"))
        page.get_by_role("link", name="登记问题").click()
        page.get_by_role("main").get_by_label("问题").fill(FINDING)
        page.get_by_label("类别").select_option(label="公共服务")
        page.get_by_label("地点").fill("上湾村")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("[data-message=success]")).to_be_visible()
        address = page.url
        where, button = opened(page, "交办")
        pick(where, "责任单位", "czjs", "村镇建设")
        studio.take(page, "交办问题", button)
        done(button)
    with studio.person("handler") as page:
        page.goto(address)
        where, button = opened(page, "报整改")
        where.locator("textarea").first.fill("边沟已清淤三百米，水流畅通。")
        done(button)
    with studio.person("clerk") as page:
        page.goto(address)
        where, button = opened(page, "复查销号")
        where.get_by_label("复查人").fill("陈根法、林美凤")
        where.get_by_label("复查意见").fill("现场查看，边沟已疏通，同意销号。")
        studio.take(page, "复查销号", button)
        done(button)
        expect(page.get_by_text("已销号").first).to_be_visible()


def the_report(studio: Studio) -> None:
    """起草、缺数清单、改章节、点数字、送审、印发、生成 PDF."""
    last = date.today().year - 1
    with studio.person("clerk") as page:
        page.goto("/reports/")
        page.get_by_role("link", name="起草年度报告").click()
        page.get_by_role("button", name="起草", exact=True).click()
        expect(page.locator("[data-message=success]")).to_be_visible()
        page.goto(page.url)  # without the message, as it is found later
        studio.take(page, "缺数清单", page.locator("#missing"))
        page.get_by_role("link", name="修改本章").click()
        expect(page.locator("[data-manuscript]")).to_be_visible()
        studio.take(page, "修改章节", page.get_by_role("button", name="插入数字"))
        page.goto("/reports/")
        page.get_by_role("row").filter(has_text=f"{last} 年度工作总结").get_by_role("link").click()
        page.get_by_role("link", name="预览全文").click()
        number = page.locator("main a[href*='motions.received']").first
        while not number.count():
            page.get_by_role("link", name="接着看后面的部分").click()
        studio.take(page, "点数字", number, top=number.locator("xpath=ancestor::*[self::p]"))
        number.click()
        studio.take(page, "数字依据")
        page.goto("/reports/")
        page.get_by_role("row").filter(has_text=f"{last} 年度工作总结").get_by_role("link").click()
        report = page.url
        _, button = opened(page, "送审")
        studio.take(page, "送审", button)
        done(button)
    with studio.person("chair") as page:
        page.goto(report)
        _, button = opened(page, "印发")
        studio.take(page, "印发", button)
        done(button)
    with studio.person("clerk") as page:
        page.goto(report)
        page.get_by_role("button", name="生成 PDF").click()
        ready = page.get_by_role("link", name="打开结果")
        expect(ready).to_be_visible(timeout=BUILD_SECONDS * 1000)
        studio.take(page, "生成PDF", ready)


def a_mistake(studio: Studio) -> None:
    """填错了：作废."""
    with studio.person("clerk") as page:
        page.goto("/activities/activities/")
        page.get_by_role("link", name=ACTIVITY).first.click()
        where, button = opened(page, "作废")
        where.get_by_label("理由").fill("登记重复。")
        studio.take(page, "作废", button)


def a_deputys_phone(studio: Studio) -> None:
    """代表：首页、提建议三步、我的建议."""
    with studio.person("deputy2", phone=True) as page:
        studio.take(page, "代表首页")
        page.get_by_role("link", name="提建议 三步提交").click()
        page.get_by_label("一句话说清要办的事").fill("清理桥头村口积水")
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("什么情况").fill("逢雨积水半尺，学生绕行。")
        page.get_by_label("希望怎么办").fill("疏通涵管，垫高路面。")
        page.get_by_text("城建环保", exact=True).click()
        studio.take(page, "提建议")
        page.get_by_role("button", name="下一步").click()
        page.get_by_label("地点", exact=True).fill("桥头村口")
        page.get_by_role("button", name="下一步").click()
        studio.take(page, "提交建议", page.get_by_role("button", name="提交建议"))
        page.get_by_role("button", name="提交建议").click()
        expect(page.get_by_text("已提交，人大办受理后编号交办。")).to_be_visible()


def the_county(studio: Studio) -> None:
    """县人大：乡镇比较."""
    with studio.person("county") as page:
        page.goto("/county/")
        studio.take(page, "乡镇比较")


SCENES: list[Callable[[Studio], None]] = [
    login_and_desk,
    a_suggestion,
    an_activity,
    a_finding,
    the_report,
    a_mistake,
    a_deputys_phone,
    the_county,
]


def main(address: str, folder: Path) -> None:
    """Play all scenes, in the order of the handbook."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
        )
        studio = Studio(browser, address, folder)
        for scene in SCENES:
            if not sys.argv[3:] or scene.__name__ in sys.argv[3:]:
                scene(studio)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]) if sys.argv[2:] else PICTURES)
