"""On a machine without Chinese fonts a file can't be made, and the office is told what to install."""

import pytest
from django.urls import reverse

from renda.core import jobs
from renda.core.models import Job
from renda.core.paper import installed
from reports.models import Build
from tests.factories.reports import make_report


@pytest.fixture
def bare_machine(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(installed, "_installed", lambda want, target: None)
    monkeypatch.setattr(installed, "_any_chinese_font", lambda: None)
    settings.PAPER_FONT_DIR, settings.OFFICE_FONT_DIR = tmp_path / "fonts", None
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.mark.usefixtures("bare_machine")
def test_the_job_fails_once_and_says_what_to_install(in_township, clerk, client):
    report = make_report(in_township)
    client.force_login(clerk)

    client.post(reverse("reports:request_file", args=[report.pk, "pdf"]))
    jobs.run(Job.objects.get().pk)

    job = Job.objects.get()
    assert (job.status, job.attempts) == ("failed", 1)
    assert "没有可用的中文字体" in job.note
    assert not Build.objects.exists()
