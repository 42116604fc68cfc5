"""What ``manage.py annual_report`` itself writes, as a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader

from renda.core.models import Township
from renda.core.scoping import township_scope
from reports.models import AnnualReport, Chapter
from tests.demo.database import pointing_to
from tests.paper import needs_fonts

pytestmark = [needs_fonts, pytest.mark.django_db]
NAMES = ["figures.json", "report.docx", "report.pdf"]
CHARTS = ["每月代表活动（单位：次）", "督查视察分布", "办理结果", "代表评价"]


@pytest.fixture(scope="module")
def written(demo_database, tmp_path_factory, django_db_blocker) -> dict[str, Path]:
    """The report of 2025 by two processes that order sets differently, and one without a draft."""
    folder, found = tmp_path_factory.mktemp("command"), {}
    for name, seed in (("first", "1"), ("second", "2"), ("undrafted", "1")):
        database = demo_database.copy()
        with django_db_blocker.unblock(), pointing_to(database):
            town = Township.objects.get(slug="lianxi")
            with township_scope(town.pk):
                drafts = AnnualReport.objects.filter(year=2025)
                if name == "undrafted":
                    Chapter.objects.filter(report__in=drafts).delete()
                    drafts.delete()
                found[name] = folder / name
                run(demo_database.url(database), folder / name, seed)
                found[f"{name} reports"] = drafts.count()
    return found


def run(database: str, out: Path, seed: str) -> None:
    command = [sys.executable, "manage.py", "annual_report", "--township", "lianxi"]
    done = subprocess.run(
        [*command, "--year", "2025", "--out", str(out)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "renda.settings.dev",
            "DATABASE_URL": database,
            "SECRET_KEY": settings.SECRET_KEY,
            "DATA_DIR": str(out),
            "PAPER_FONT_DIR": str(settings.PAPER_FONT_DIR),
            "PYTHONHASHSEED": seed,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def pdf(written) -> PdfReader:
    return PdfReader(written["first"] / "report.pdf")


@pytest.fixture(scope="module")
def text(pdf) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages))


def titles(items) -> list[str]:
    return [t for i in items for t in (titles(i) if isinstance(i, list) else [i.title])]


def test_two_processes_write_the_same_bytes(written):
    for name in NAMES:
        first, second = ((written[each] / name).read_bytes() for each in ("first", "second"))
        assert first == second, name


def test_it_leaves_no_report_where_there_was_none(written):
    assert (written["first reports"], written["undrafted reports"]) == (1, 0)
    assert sorted(path.name for path in written["undrafted"].iterdir()) == NAMES
    figures = [(written[each] / "figures.json").read_bytes() for each in ("first", "undrafted")]
    assert figures[0] == figures[1]


def test_the_figures_are_attached_as_they_stand_beside(written, pdf):
    data = (written["first"] / "figures.json").read_bytes()

    assert pdf.attachments == {"figures.json": [data]}
    entries = json.loads(data)
    assert len(entries) > 200
    assert set(entries[0]) >= {"key", "label", "value", "unit", "definition", "rows"}


def test_chapters_are_bookmarked_and_stand_in_the_contents(pdf, text):
    chapters = [t for t in titles(pdf.outline) if re.match(r"[一二三四五六七八九十]+、", t)]
    contents = re.sub(r"\s+", "", "".join(page.extract_text() for page in pdf.pages[:2]))

    assert len(chapters) == 11
    assert [title for title in chapters if title not in contents] == []
    assert "目录" in contents


def test_charts_and_annex_are_printed(text):
    assert [title for title in CHARTS if title not in text] == []
    annex = text.split("本报告数字的统计口径与依据")[-1]
    assert "（motions.reply_rate）" in annex
    assert "算式：已答复6件÷已交办6件×100%" in annex


def test_the_report_stays_readable_in_one_sitting(pdf):
    assert len(pdf.pages) <= 38
