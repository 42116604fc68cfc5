"""Pressing 印发 closes the report; a worker freezes it whole, once, or gives it back unchanged."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from deputies.models import DeputyGroup
from renda.core import jobs
from renda.core.figures import figures
from renda.core.models import AuditEntry, Job, Notification, OnceKey
from renda.core.workflow import IllegalTransition
from reports import services
from reports.models import AnnualReport, FrozenFigure
from reports.services import compile_report
from reports.workflow import issue_key, report_workflow
from tests.factories.reports import (
    ISSUED_ON,
    complete_report,
    issue_report,
    make_report,
    press_issue,
)
from tests.paper import needs_fonts

pytestmark = needs_fonts
TEXT = "小组⟦deputies.groups⟧个。"


@pytest.fixture
def in_review(in_township, clerk):
    """A report of which nothing is missing, waiting for the chair."""
    report = complete_report(in_township, clerk)
    chapter = report.chapters.get(key="plans")
    services.rewrite(chapter=chapter, title=chapter.title, text=TEXT, by=clerk)
    return report_workflow.perform("submit", report, by=clerk)


def now(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.get(pk=report.pk)


def given_back(report: AnnualReport, why: str) -> None:
    """Nothing is frozen, nobody has signed, and who works on it knows why."""
    after = now(report)
    assert (after.status, after.issued_by, after.issued_on) == ("review", "", None)
    assert (after.office, after.title, after.preamble) == ("", "", "")
    assert not FrozenFigure.objects.exists()
    [line] = AuditEntry.objects.filter(model="reports.annualreport", verb="未能印发")
    assert line.detail["note"] == why
    told = Notification.objects.filter(text=f"未能印发：{report}。{why}")
    assert {role for note in told for _, role in note.to.roles} == {"chair", "clerk"}


def test_the_press_closes_the_report_and_freezes_nothing_yet(in_review, chair):
    job = press_issue(in_review, chair)

    report = now(in_review)
    assert (report.status, report.issued_by, report.issued_on) == (
        "issuing",
        chair.name,
        ISSUED_ON,
    )
    assert (job.status, job.by, job.label) == ("queued", chair, f"印发{report}")
    assert not FrozenFigure.objects.exists()
    assert not compile_report(report).book.is_frozen
    for user in (chair, job.by):
        assert not user.has_perm("reports.change_annualreport", report)


def test_nobody_changes_a_word_between_the_press_and_the_freeze(in_review, clerk, chair):
    chapter = in_review.chapters.get(key="plans")
    own = services.add_chapter(report=in_review, title="风采", by=chair)
    services.rewrite(chapter=own, title="风采", text="一段话。", by=chair)
    press_issue(in_review, chair)

    # these were let in before the press, and come to write only now
    late = [
        lambda: services.rewrite(chapter=chapter, title="新", text="新", by=chair),
        lambda: services.restore(chapter=chapter, by=chair),
        lambda: services.move(chapter=chapter, up=True, by=chair),
        lambda: services.add_chapter(report=in_review, title="新", by=chair),
        lambda: services.remove_chapter(chapter=own, by=chair),
        lambda: services.confirm_zero(report=in_review, key="motions.received", by=chair),
    ]
    for change in late:
        with pytest.raises(PermissionDenied, match="印发中"):
            change()

    chapter.refresh_from_db()
    assert (chapter.text, chapter.order, in_review.chapters.count()) == (TEXT, 11, 12)


def test_the_heads_page_opened_before_the_press_saves_nothing_after_it(client, in_review, chair):
    client.force_login(chair)
    url = reverse("reports:report_update", args=[in_review.pk])
    form = client.get(url).context["form"]
    press_issue(in_review, chair)
    data = {name: form[name].value() or "" for name in form.fields}

    answer = client.post(url, data | {"closing": "后来的话"})

    assert answer.status_code == 403
    assert (now(in_review).closing, OnceKey.objects.count()) == ("", 0)


def test_two_presses_issue_once(in_review, chair):
    job = press_issue(in_review, chair)
    with pytest.raises(IllegalTransition, match="印发中"):
        press_issue(in_review, chair)

    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]

    assert (Job.objects.count(), now(in_review).status) == (1, "issued")
    lines = AuditEntry.objects.filter(model="reports.annualreport", verb="完成印发")
    assert [line.actor for line in lines] == [chair]


def test_what_is_frozen_is_what_the_worker_read_and_no_later_row(in_review, chair):
    DeputyGroup.objects.create(name="第一代表小组")
    job = press_issue(in_review, chair)
    DeputyGroup.objects.create(name="第二代表小组")  # before the worker reads: it counts

    jobs.run(job.pk)
    DeputyGroup.objects.create(name="第三代表小组")

    report = now(in_review)
    compiled = compile_report(report)
    assert compiled.book.get("deputies.groups").text == "2"
    assert report.chapters.get(key="plans").text == TEXT
    assert b'"text": "2"' in compiled.figures() or b'"value": 2' in compiled.figures()


def test_a_dead_workers_issue_is_done_by_the_next_one_once(in_review, chair):
    job = press_issue(in_review, chair)
    Job.objects.filter(pk=job.pk).update(
        status="running", attempts=1, leased_until=timezone.now() - timedelta(seconds=1)
    )
    assert now(in_review).status == "issuing"

    assert jobs.sweep() == 1
    assert [jobs.run(job.pk), jobs.run(job.pk)] == [True, False]

    job.refresh_from_db()
    assert (now(in_review).status, job.status, job.attempts) == ("issued", "done", 2)
    number = FrozenFigure.objects.count()
    assert number == FrozenFigure.objects.values("key").distinct().count() > 60


def test_a_report_that_lacks_numbers_goes_back(in_township, clerk, chair):
    report = make_report(in_township)
    missing = len(compile_report(report).missing)
    report_workflow.perform("submit", report, by=clerk)

    issue_report(report, chair)

    given_back(report, f"缺数清单还有 {missing} 项，请补齐或者确认确无此项")
    assert Job.objects.get().status == "failed"


def test_a_report_that_cannot_be_printed_goes_back_and_says_where(in_review, chair):
    AnnualReport.objects.filter(pk=in_review.pk).update(closing="甲乙丙\U0002f800丁")

    issue_report(in_review, chair)

    why = AuditEntry.objects.get(verb="未能印发").detail["note"]
    assert why.startswith(
        "下列字符没有字体可以打印：“\U0002f800”（U+2F800），在“甲乙丙\U0002f800丁”"
    )
    given_back(in_review, why)


def test_a_figure_that_breaks_gives_the_report_back(in_review, chair, monkeypatch):
    job = press_issue(in_review, chair)

    def broken(period):
        raise ZeroDivisionError

    figure = figures["deputies.groups"]
    monkeypatch.setitem(figure.__dict__, "rows", broken)
    with pytest.raises(ZeroDivisionError):
        jobs.run(job.pk)

    given_back(in_review, "程序出错，已记入日志。请重试一次；仍不行请联系系统管理员")


def test_who_pressed_may_take_it_back_while_it_waits(client, in_review, chair):
    job = press_issue(in_review, chair)
    client.force_login(chair)

    client.post(reverse("core:cancel_job", args=[job.pk]))

    given_back(in_review, "已取消")
    assert jobs.run(job.pk) is False
    assert issue_report(in_review, chair).status == "issued"


def test_the_page_shows_how_far_it_is_and_leads_to_the_issued_report(
    client, in_review, clerk, chair
):
    client.force_login(chair)
    url = report_workflow.url(in_review, report_workflow.transitions["issue"])
    form = client.get(url).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"issued_on": ISSUED_ON}

    page = client.post(url, data, follow=True)

    job = Job.objects.get(key=issue_key(in_review))
    html = page.content.decode()
    assert page.redirect_chain == [(in_review.get_absolute_url(), 302)]
    assert "正在印发，各章已不能再改。完成后发消息给您。" in html
    assert f'hx-get="{reverse("core:job", args=[job.pk])}"' in html
    assert "修改本章" not in html
    client.force_login(clerk)
    others = client.get(in_review.get_absolute_url()).content.decode()
    assert f"{chair.name}已按“印发”" in others
    assert "hx-get" not in others

    jobs.run(job.pk)
    client.force_login(chair)
    part = client.get(reverse("core:job", args=[job.pk]), HTTP_HX_REQUEST="true").content.decode()
    assert f'href="{in_review.get_absolute_url()}"' in part
    assert f"{chair.name}签发" in client.get(in_review.get_absolute_url()).content.decode()


def test_the_page_says_why_the_last_press_failed_until_the_next(client, in_review, clerk, chair):
    client.force_login(clerk)
    AnnualReport.objects.filter(pk=in_review.pk).update(closing="\U0002f800")
    issue_report(in_review, chair)
    page = in_review.get_absolute_url()
    assert "上次没有印发成：下列字符没有字体可以打印" in client.get(page).content.decode()

    AnnualReport.objects.filter(pk=in_review.pk).update(closing="谢谢")
    press_issue(in_review, chair)

    assert "上次没有印发成" not in client.get(page).content.decode()
