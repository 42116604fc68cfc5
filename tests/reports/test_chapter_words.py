"""What the chapters ask for: each gap leads to the page that fills it, and nothing is asked in vain."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from motions.models.classes import RULE, SCHEMES
from renda.core.figures import Period, figures
from renda.core.models import LocalRule, Term
from reports.book import LiveBook
from reports.chapters import write_all
from reports.models import AnnualReport
from reports.services import compile_report
from reports.tokens import tokens
from reports.workflow import IssueForm
from tests.factories.motions import MotionFactory
from tests.factories.reports import make_report
from tests.factories.sessions import ResolutionFactory, SessionFactory, VoteFactory
from tests.factories.supervision import VillageFactory

CHAPTERS = sorted(Path(settings.BASE_DIR, "templates/reports/chapters").glob("*.txt"))
ASKED = re.compile(r'{% (?:want|owed) "([a-z_.]+)"')


@pytest.fixture
def report(in_township):
    return make_report(in_township)


def asked_in(report: AnnualReport, chapter: str) -> dict[str, str]:
    """The keys on the 缺数清单 of one chapter, with their words."""
    [one] = [w for w in compile_report(report).written if w.chapter.key == chapter]
    return {miss.key: miss.sentence for miss in one.missing}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_figure_a_chapter_asks_for_leads_to_where_it_is_recorded(path):
    asked = ASKED.findall(path.read_text())

    assert [key for key in asked if not figures[key].record_url] == []
    assert all(reverse(figures[key].record_url) for key in asked)


def test_every_gap_of_an_empty_year_is_a_link(client, clerk, report):
    client.force_login(clerk)
    html = client.get(report.get_absolute_url()).content.decode()

    lines = re.findall(r'<span class="lines-main"><a href="([^"]+)">', html[html.index('id="missing"') :])  # fmt: skip
    missing = compile_report(report).missing
    wanted = [reverse(m.record_url) for m in missing if m.record_url]
    assert [line for line in lines if "chapter=" not in line][: len(wanted)] == wanted
    assert {m.label for m in missing if not m.record_url} == {
        "“存在问题”还没有写", "“下一年打算”还没有写",
    }  # fmt: skip


def test_village_elections_are_asked_about_only_in_the_year_of_one(report):
    assert set(asked_in(report, "villages")) == {"supervision.watch_villages"}

    LocalRule.objects.create(key="supervision.village_election_year", value=2024)
    assert asked_in(report, "villages") == {}

    VillageFactory(township=report.township, year=2024)
    assert asked_in(report, "villages") == {}

    VillageFactory(township=report.township, year=2025)
    assert set(asked_in(report, "villages")) == {
        "supervision.watch_members",
        "supervision.watch_observations",
        "supervision.watch_recommended",
        "supervision.watch_exchanges",
    }


def test_a_resolution_without_a_vote_is_not_told_as_passed_but_asked_about(report):
    session = SessionFactory(township=report.township, term=Term.objects.get())
    own = {"township": report.township, "session": session}
    bare = ResolutionFactory(**own)

    written = write_all(report, LiveBook(2025))
    [chapter] = [one for one in written if one.chapter.key == "sessions"]
    assert "通过决议" not in chapter.text
    assert asked_in(report, "sessions")["sessions.resolutions_unvoted"] == (
        "补登表决票数后，＿＿项决议、决定才计入“通过”。"
    )

    bare.vote = VoteFactory(**own)
    bare.save()
    assert "sessions.resolutions_unvoted" not in asked_in(report, "sessions")
    [chapter] = [one for one in write_all(report, LiveBook(2025)) if one.chapter.key == "sessions"]
    assert "通过决议、决定" in chapter.text


@pytest.mark.parametrize("number", range(1, len(SCHEMES) + 1))
def test_the_chart_of_results_has_the_classes_of_the_scheme(report, number):
    LocalRule.objects.create(key=RULE, value=number, reason="本地办理办法")
    scheme = SCHEMES[number - 1]
    last, term = scheme.letters[-1], Term.objects.get()
    for letter in ("A", last, last):
        MotionFactory(township=report.township, term=term, status="replied", result_class=letter)

    book = LiveBook(2025)
    [chapter] = [one for one in write_all(report, book) if one.chapter.key == "motions"]
    [chart] = [token for token in tokens(chapter.text) if token.mode == "by"]
    pairs = book.get(chart.key).series(chart)

    assert [label for label, _ in pairs] == [f"{scheme.mark(x)} 类" for x in scheme.letters]
    assert dict(pairs)[f"{scheme.mark('A')} 类"] == 1
    assert pairs[-1][1] == 2


@pytest.mark.parametrize("year", [0, 1953, "after next year", 10_000])
def test_a_year_that_no_report_can_be_about_is_refused(client, clerk, in_township, year):
    year = timezone.localdate().year + 2 if year == "after next year" else year
    client.force_login(clerk)

    with pytest.raises(ValidationError, match="年度应在 1954 至"):
        AnnualReport(township=in_township, year=year).full_clean()
    answer = client.post(
        reverse("reports:report_create"), {"year": year, "addressee": "县人大常委会"}
    )

    assert answer.status_code == 200
    assert "年度应在 1954 至" in str(answer.context["form"].errors["year"])
    assert not AnnualReport.objects.exists()


@pytest.mark.parametrize("year", [1954, "next year"])
def test_the_first_and_the_last_year_can_be_reported(in_township, year):
    year = timezone.localdate().year + 1 if year == "next year" else year
    report = AnnualReport(township=in_township, year=year)

    report.full_clean()

    assert Period.year(report.year).days == (date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2024, 12, 31), "不能早于2025年1月1日"),
        (date(2025, 1, 1), ""),
        ("tomorrow", "不能晚于今天"),
        ("today", ""),
    ],
)
def test_the_day_of_issue_lies_between_the_year_and_today(day, words):
    today = timezone.localdate()
    day = {"today": today, "tomorrow": today + timedelta(days=1)}.get(day, day)
    form = IssueForm({"issued_on": day}, instance=AnnualReport(year=2025))

    assert form.is_valid() is not bool(words)
    assert words in str(form.errors.get("issued_on", ""))
