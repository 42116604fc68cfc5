"""办理情况报告 for everybody (代表法 51): what was issued, without what a deputy keeps private."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import HandlingReport, Motion
from motions.workflow import handling_report_workflow
from tests.factories.core import TownshipFactory
from tests.factories.motions import HandlingReportFactory, PublicationFactory
from tests.motions.helpers.publishing import main_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(in_township, clerk, chair, finished):
    """``issued(is_public=True)``: the report of 2025 with an open and a private case, issued."""
    finished(title="关于修路的建议", is_key=True)
    finished(title="关于家事的建议", is_key=True, is_public=False, verdict="dissatisfied")

    def make(**fields) -> HandlingReport:
        report = HandlingReportFactory(township=in_township, **fields)
        handling_report_workflow.perform("submit", report, by=clerk)
        day = {"issued_on": date(2026, 1, 8)}
        return handling_report_workflow.perform("issue", report, by=chair, data=day)

    return make


def read(township, report) -> str:
    page = Client().get(reverse("motions_public:report", args=[township.slug, report.pk]))
    assert page.status_code == 200
    return main_of(page)


def test_everybody_reads_the_issued_report_from_the_public_list(in_township, issued):
    report = issued()
    url = reverse("motions_public:report", args=[in_township.slug, report.pk])

    listed = main_of(Client().get(reverse("motions_public:reports", args=[in_township.slug])))

    assert f'<a href="{url}">{report.title}</a>' in listed
    assert "2026年1月8日" in listed
    assert "关于修路的建议" in read(in_township, report)


def test_a_private_case_is_counted_and_not_named(in_township, issued):
    text = read(in_township, issued())

    private = Motion.objects.get(title="关于家事的建议")
    assert "家事" not in text
    assert text.count(private.code) == 2, "in the list of key cases and in the annex"
    assert text.count("（不公开）") == 2
    assert "不满意</td>" not in text


def test_the_report_shows_no_more_of_a_case_than_its_public_text(in_township, people, issued):
    report = issued()
    shown = Motion.objects.get(title="关于修路的建议")
    Motion.objects.filter(pk=shown.pk).update(
        title="关于给张小明家修路的建议", verdict="dissatisfied"
    )
    report.frozen["cases"] = [[*row[:-1], "不满意"] for row in report.frozen["cases"]]
    for name in ("cases", "keys"):
        for row in report.frozen[name]:
            row[1] = "关于给张小明家修路的建议" if row[0] == shown.code else row[1]
    report.save()
    PublicationFactory(
        township=in_township, motion=shown, status="published", published_on=date(2026, 1, 9),
        shows_authors=False, shows_verdict=False,
    )  # fmt: skip

    text = read(in_township, report)

    assert "关于给张某某家修路的建议" in text
    assert people.lead.name not in text
    assert "不满意</td>" not in text


@pytest.mark.parametrize("fields", [{"is_public": False}, {}])
def test_a_draft_and_one_kept_back_are_not_found(in_township, issued, fields):
    report = issued(**fields) if fields else HandlingReportFactory(township=in_township)
    slug = in_township.slug

    page = Client().get(reverse("motions_public:report", args=[slug, report.pk]))

    assert page.status_code == 404
    assert "还没有公开的报告" in main_of(
        Client().get(reverse("motions_public:reports", args=[slug]))
    )


def test_another_townships_report_is_not_found_under_this_one(issued):
    other = TownshipFactory()

    page = Client().get(reverse("motions_public:report", args=[other.slug, issued().pk]))

    assert page.status_code == 404
