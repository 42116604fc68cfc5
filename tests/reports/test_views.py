import re

import pytest
from django.urls import reverse

from deputies.models import DeputyGroup
from renda.core import jobs
from renda.core.figures import figures
from renda.core.models import Job, Role
from reports.models import AnnualReport, Build, Chapter
from tests.factories.core import TermFactory
from tests.factories.reports import make_report
from tests.paper import needs_fonts


@pytest.fixture
def report(in_township):
    return make_report(in_township)


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def part(report, key="activities") -> Chapter:
    return report.chapters.get(key=key)


def edit_url(report, key="activities") -> str:
    return reverse("reports:chapter_update", args=[report.pk, part(report, key).pk])


def test_starting_a_report_twice_a_year_is_refused(desk, report):
    answer = desk.post(
        reverse("reports:report_create"), {"year": 2025, "addressee": "县人大常委会"}
    )

    assert answer.context["form"].errors == {"year": ["这一年度的报告已经有了"]}
    assert AnnualReport.objects.count() == 1


def test_starting_a_report_opens_its_editor(desk, in_township):
    TermFactory(township=in_township)
    answer = desk.post(
        reverse("reports:report_create"), {"year": 2025, "addressee": "县人大常委会"}
    )

    report = AnnualReport.objects.get()
    assert answer["Location"] == report.get_absolute_url()
    assert report.chapters.count() == 11


def test_the_editor_shows_chips_that_open_their_rows(desk, report):
    DeputyGroup.objects.create(name="第一代表小组")
    Chapter.objects.filter(pk=part(report).pk).update(
        text="代表小组⟦deputies.groups⟧个", is_edited=True
    )

    html = desk.get(part(report).get_absolute_url()).content.decode()

    [chip] = re.findall(r'<a class="fig"[^>]*data-figure="deputies.groups"[^>]*>1</a>', html)
    assert "/figures/deputies.groups/?year=2025" in chip


def test_the_editor_costs_few_queries(desk, report, django_assert_max_num_queries):
    desk.get(report.get_absolute_url())
    with django_assert_max_num_queries(24):
        desk.get(report.get_absolute_url())


def test_saving_a_chapter_keeps_tokens_and_warns_of_typed_numbers(desk, report):
    data = {
        "title": "闭会活动",
        "text": "小组⟦deputies.groups⟧个，活动12次。",
        "seen_revision": part(report).revision,
    }
    answer = desk.post(edit_url(report), data, follow=True)

    saved = part(report)
    assert (saved.text, saved.is_edited) == ("小组⟦deputies.groups⟧个，活动12次。", True)
    assert "“12次”是手工数字，印发时不核对" in answer.content.decode()


def test_saving_a_chapter_unchanged_changes_nothing(desk, report):
    page = desk.get(edit_url(report)).context["form"]
    data = {
        "title": part(report).title,
        "text": page["text"].value().replace("\n", "\r\n"),
        "seen_revision": part(report).revision,
    }

    desk.post(edit_url(report), data)

    assert (part(report).is_edited, part(report).text) == (False, "")
    html = desk.get(report.get_absolute_url()).content.decode()
    assert "代表走访、接待选民＿＿批" in html


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("小组⟦deputies.groups个", "不是完整的数字标记"),
        ("小组⟦deputies.nothing⟧个", "没有“deputies.nothing”这个指标"),
    ],
)
def test_a_broken_token_is_refused_and_nothing_typed_is_lost(desk, report, text, told):
    data = {"title": "闭会活动", "text": text, "seen_revision": part(report).revision}

    html = desk.post(edit_url(report), data).content.decode()

    assert told in html
    assert text in html
    assert part(report).is_edited is False


def test_a_chapter_changed_meanwhile_is_not_overwritten(desk, report):
    data = {"title": "我的", "text": "我的话", "seen_revision": part(report).revision}
    other = part(report)
    other.title = "别人的"
    other.save()

    html = desk.post(edit_url(report), data).content.decode()

    assert "这一章刚被别人改过" in html
    assert "我的话" in html
    assert part(report).title == "别人的"


def test_an_issued_report_cannot_be_edited(desk, report):
    AnnualReport.objects.filter(pk=report.pk).update(status="issued", issued_on="2026-01-05")
    data = {"title": "改", "text": "改", "seen_revision": part(report).revision}

    assert desk.get(edit_url(report)).status_code == 403
    assert desk.post(edit_url(report), data).status_code == 403
    assert (
        desk.post(reverse("reports:chapter_move", args=[report.pk, part(report).pk])).status_code
        == 403
    )
    assert part(report).is_edited is False


def test_only_an_own_chapter_offers_its_removal(desk, report):
    own = Chapter.objects.create(report=report, title="风采", order=99, is_edited=True)
    away, standard = (
        reverse("reports:chapter_remove", args=[report.pk, each.pk]) for each in (own, part(report))
    )

    assert away in desk.get(own.get_absolute_url()).content.decode()
    assert "删去本章" not in desk.get(part(report).get_absolute_url()).content.decode()
    assert desk.post(standard).status_code == 404
    assert desk.post(away)["Location"] == report.get_absolute_url()
    assert (report.chapters.count(), desk.post(away).status_code) == (11, 404)


def test_the_county_reads_issued_reports_only(client, person, report):
    client.force_login(person(Role.COUNTY))
    assert client.get(report.get_absolute_url()).status_code == 403

    AnnualReport.objects.filter(pk=report.pk).update(status="issued", issued_on="2026-01-05")
    assert client.get(report.get_absolute_url()).status_code == 200
    assert (
        client.post(
            reverse("reports:confirm_zero", args=[report.pk]), {"figure": "a.b"}
        ).status_code
        == 403
    )


@pytest.mark.parametrize("role", ["deputy", "gov_office", "admin"])
def test_others_have_no_business_with_reports(client, person, report, role):
    client.force_login(person(role))

    assert client.get(reverse("reports:report_list")).status_code == 403
    assert client.get(report.get_absolute_url()).status_code == 403


def test_another_townships_report_is_not_found(client, outsider, report):
    client.force_login(outsider)

    assert client.get(report.get_absolute_url()).status_code == 404
    assert client.get(reverse("reports:report_preview", args=[report.pk])).status_code == 404
    assert client.post(reverse("reports:request_file", args=[report.pk, "pdf"])).status_code == 404


@needs_fonts
def test_a_file_is_made_in_the_background_once_and_served_to_readers(
    desk, client, report, settings, tmp_path, outsider
):
    settings.MEDIA_ROOT = tmp_path
    url = reverse("reports:request_file", args=[report.pk, "pdf"])

    first, second = desk.post(url), desk.post(url)
    job = Job.objects.get()
    assert first["Location"] == second["Location"] == reverse("core:job", args=[job.pk])
    assert jobs.run(job.pk) is True

    build = Build.objects.get()
    job.refresh_from_db()
    assert (job.status, job.url) == ("done", reverse("reports:build", args=[build.pk]))
    answer = desk.get(job.url)
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) == build.size
    written = [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()]
    assert written == [build.file.name]

    client.force_login(outsider)
    assert client.get(job.url).status_code == 404


def test_an_unknown_form_of_file_is_not_found(desk, report):
    assert desk.post(reverse("reports:request_file", args=[report.pk, "exe"])).status_code == 404


def test_the_years_stand_side_by_side(desk, in_township):
    DeputyGroup.objects.create(name="第一代表小组")

    url = reverse("reports:years")

    seen = []
    for tab in desk.get(url).context["tabs"]:
        page = desk.get(url + tab["url"])
        html = page.content.decode()
        keys = [row.figure.key for row in page.context["rows"]]
        assert len(keys) == tab["count"]
        assert all(html.count(f"/figures/{key}/") == 3 for key in keys)
        assert len(page.content) <= 40 * 1024
        seen += keys

    assert seen
    assert sorted(seen) == sorted(figure.key for figure in figures if figure.per is None)
    assert desk.get(url, {"group": "无此类"}).context["group"] == page.context["tabs"][0]["label"]
