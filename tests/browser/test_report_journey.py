"""The office reads its report, asks where a number comes from, and takes the PDF home."""

import re
from io import BytesIO

import pytest
from pdfminer.high_level import extract_text
from playwright.sync_api import expect

from renda.core import jobs
from renda.core.models import Job, User
from renda.core.scoping import township_scope
from reports.models import AnnualReport, Build
from reports.services import compile_report, confirm_zero
from reports.workflow import issue_key, report_workflow
from tests.browser.reading import number, preview


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("key", ["motions.received", "activities.held"])
def test_a_number_in_the_preview_opens_as_many_rows(as_user, key):
    page = as_user("clerk")
    preview(page, 2025)
    stated = number(page, key)
    words = stated.inner_text()

    stated.click()

    expect(page).to_have_url(re.compile(rf"/figures/{re.escape(key)}/\?year=2025$"))
    expect(page.locator(".value-big")).to_have_text(re.compile(rf"^\s*{words}\D*$"))
    expect(page.locator("#rows .list-foot")).to_contain_text(f"共 {words} 条，与指标值一致")
    assert page.locator("#rows tbody tr").count() == min(int(words), 25)


def test_the_pdf_is_made_in_the_background_and_says_what_the_preview_said(
    site, as_user, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    page = as_user("clerk")
    preview(page, 2025)
    chip = number(page, "motions.received")
    sentence = without_space(chip.locator("xpath=..").inner_text())
    words = chip.inner_text()
    place = sentence.index(words)
    around = sentence[max(0, place - 8) : place + len(words) + 8]

    page.get_by_role("button", name="生成 PDF").click()

    expect(page.get_by_text("正在排队")).to_be_visible()
    with township_scope(site.full.pk):
        job = Job.objects.order_by("-pk").first()
        assert page.url.endswith(f"/jobs/{job.pk}/")
        assert jobs.run(job.pk) is True
        build = Build.objects.get(job=job)
    result = page.get_by_role("link", name="打开结果")
    expect(result).to_be_visible()
    assert page.get_by_role("progressbar").get_attribute("value") == "100"
    answer = page.context.request.get(site.url + result.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert len(answer.body()) == build.size
    assert around in without_space(extract_text(BytesIO(answer.body())))


def test_issuing_shows_its_progress_and_leads_to_the_issued_report(site, as_user):
    with township_scope(site.full.pk):
        clerk, report = User.objects.get(username="clerk"), AnnualReport.objects.get(year=2025)
        for miss in compile_report(report).missing:
            confirm_zero(report=report, key=miss.key or miss.chapter.key, by=clerk)
        report_workflow.perform("submit", report, by=clerk)
    page = as_user("chair")
    page.goto(report.get_absolute_url())

    page.get_by_role("link", name="印发").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("各章数字齐全")
    dialog.get_by_role("button", name="印发").click()

    expect(page.locator("[data-message=success]")).to_contain_text("正在印发")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("link", name="修改本章")).to_have_count(0)
    with township_scope(site.full.pk):
        assert jobs.run(Job.objects.get(key=issue_key(report)).pk) is True
    page.get_by_role("link", name="打开结果").click()
    expect(page).to_have_url(site.url + report.get_absolute_url())
    expect(page.locator(".page-lead")).to_contain_text("签发")
    expect(page.get_by_role("button", name="生成 PDF")).to_be_visible()
