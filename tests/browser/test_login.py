"""The one journey that begins without a session."""

from playwright.sync_api import Page, expect

from renda.core.demo_accounts import PASSWORD


def test_a_clerk_logs_in_with_the_demo_password_and_lands_on_the_workbench(site, page: Page):
    page.goto(f"{site.url}/motions/")
    page.get_by_label("手机号或账号").fill("clerk")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()

    expect(page).to_have_url(f"{site.url}/motions/")
    expect(page.get_by_text("周玉兰").first).to_be_visible()
