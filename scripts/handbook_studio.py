"""A browser before the running demo that takes the handbook's pictures."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.dev")
django.setup()

from renda.core.demo_accounts import PASSWORD  # noqa: E402  (models need a set-up Django)

DESK = {"width": 1366, "height": 860}
PHONE = {"width": 390, "height": 844}
DESK_WIDTH, PHONE_WIDTH, COLOURS = 900, 390, 96
STEP_SECONDS = 15
LIMIT = 120 * 1024
RING = "el => { el.style.outline = '3px solid #d4380d'; el.style.outlineOffset = '3px'; }"
# Debian's Chromium speaks English unless its other languages are installed; a date is drawn here
# as the offices' own browsers draw it.
CHINESE_DATES = """() => document.querySelectorAll("input[type=date]").forEach(el => {
  const day = el.value; el.type = "text"; el.dataset.day = day;
  el.value = day ? day.replaceAll("-", "/") : "年 / 月 / 日"; })"""
OWN_DATES = """() => document.querySelectorAll("input[data-day]").forEach(el => {
  el.type = "date"; el.value = el.dataset.day; delete el.dataset.day; })"""
NO_RING = "el => { el.style.outline = el.style.outlineOffset = ''; }"


class Studio:
    """A browser before the running demo, and the folder its pictures go to."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.browser = browser
        self.address = address
        self.folder = folder

    @contextmanager
    def person(self, username: str, *, phone: bool = False, log_in: bool = True) -> Iterator[Page]:
        """A page of somebody's own browser; logged in unless the login itself is the picture."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(STEP_SECONDS * 1000)
        page = context.new_page()
        page.goto("/login/")
        if log_in:
            enter(page, username)
        yield page
        context.close()

    def take(self, page: Page, name: str, *rings: Locator, top: Locator | None = None) -> None:
        """One picture: what matters ringed, scrolled so that ``top`` is at the top."""
        page.evaluate("window.scrollTo(0, 0)")
        if top is not None:
            bar = page.locator("header.topbar").bounding_box()
            room = (bar["height"] if bar else 0) + 12
            page.evaluate("y => window.scrollTo(0, y)", top.bounding_box()["y"] - room)
        for ring in rings:
            ring.evaluate(RING)
        page.evaluate("document.fonts.ready")
        page.evaluate(CHINESE_DATES)
        shot = page.screenshot(animations="disabled", caret="hide")
        page.evaluate(OWN_DATES)
        for ring in rings:
            ring.evaluate(NO_RING)
        size = save(shot, self.folder / f"{name}.png")
        print(f"{name}.png  {size // 1024} KB", flush=True)


def save(shot: bytes, path: Path) -> int:
    """Shrink to the handbook's width and few colours; the file's size, refused above the limit."""
    image = Image.open(BytesIO(shot)).convert("RGB")
    width = DESK_WIDTH if image.width > PHONE_WIDTH * 2 else PHONE_WIDTH
    if image.width != width:
        height = round(image.height * width / image.width)
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LIMIT:
        raise SystemExit(f"{path.name}: {size} bytes, the handbook's limit is {LIMIT}")
    return size


def enter(page: Page, username: str) -> None:
    """Log in with the demo's password."""
    page.get_by_label("手机号或账号").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def pick(where: Page | Locator, label: str, typed: str, wanted: str) -> None:
    """Choose a person or unit by typing pinyin initials."""
    where.get_by_label(label).fill(typed)
    where.get_by_role("option", name=wanted).first.click()


def opened(page: Page, label: str) -> tuple[Locator, Locator]:
    """Press a step's button; what opens (a box, or a page when it asks for much) and its button."""
    page.get_by_role("link", name=label, exact=True).first.click()
    expect(page.locator("[data-dialog-content]")).to_be_visible()
    box = page.get_by_role("dialog")
    where = box if box.count() else page.get_by_role("main")
    return where, where.get_by_role("button", name=label, exact=True)


def done(button: Locator) -> None:
    """Confirm a step and wait until the record's own page is back."""
    page = button.page
    button.click()
    expect(page.locator("[data-dialog-content]")).to_have_count(0)
    expect(page.locator("[data-message=success]")).to_be_visible()
