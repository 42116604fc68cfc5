"""The demo years, loaded once for all tests of this package and taken back afterwards."""

import json
import re
from dataclasses import dataclass
from datetime import date
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from pdfminer.high_level import extract_text

from renda.core.models import Township, User
from renda.core.scoping import township_scope
from renda.core.text import chinese_numeral
from reports.models import AnnualReport
from reports.services import compile_report

TODAY = date(2026, 6, 16)


@dataclass(frozen=True)
class World:
    """The two townships of the demo and how to find their people."""

    full: Township
    small: Township

    def user(self, name: str) -> User:
        return User.objects.get(username=name)


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", today=TODAY, stdout=StringIO())
        yield World(Township.objects.get(slug="lianxi"), Township.objects.get(slug="yaobu"))
        transaction.set_rollback(True)


@pytest.fixture
def world(loaded, db) -> World:
    """The demo's townships."""
    return loaded


@pytest.fixture
def in_full(world):
    """Inside 练溪镇."""
    with township_scope(world.full.pk):
        yield world.full


@dataclass(frozen=True)
class Issued:
    """What the command wrote: the PDF's words without spaces, as a whole and by chapter, the figures
    by key, and the keys that each chapter quotes."""

    text: str
    figures: dict[str, dict]
    chapters: dict[str, str]
    quoted: dict[str, list[str]]

    def number(self, key: str) -> int:
        """A figure's value, after checking that it is the sum over its rows, which all exist."""
        figure = self.figures[key]
        model = apps.get_model(figure["model"])
        ids = [row["id"] for row in figure["rows"]]
        assert sum(row["amount"] for row in figure["rows"]) == figure["value"]
        assert len(set(ids)) == len(ids)
        assert model._base_manager.filter(pk__in=ids).count() == len(ids)
        return figure["value"]

    def rows(self, key: str):
        """The records a figure counts."""
        figure = self.figures[key]
        ids = [row["id"] for row in figure["rows"]]
        return apps.get_model(figure["model"])._base_manager.filter(pk__in=ids)

    def lacks(self, *words: str) -> list[str]:
        """Those of the words that the PDF does not hold."""
        return [word for word in words if word not in self.text]


@pytest.fixture(scope="package")
def issued(loaded, django_db_blocker, tmp_path_factory) -> Issued:
    out = tmp_path_factory.mktemp("report")
    with django_db_blocker.unblock():
        call_command("annual_report", township="lianxi", year=2025, out=out, verbosity=0)
    figures = json.loads((out / "figures.json").read_text())
    text = re.sub(r"\s+", "", extract_text(out / "report.pdf"))
    text = re.sub(r"—\d+—", "", text)
    with django_db_blocker.unblock(), township_scope(loaded.full.pk):
        written = compile_report(AnnualReport.objects.get(year=2025)).written
    heads = [f"{chinese_numeral(n)}、{one.chapter.title}" for n, one in enumerate(written, 1)]
    starts = [*(text.rindex(head) for head in heads), text.rindex("本报告数字的统计口径")]
    assert starts == sorted(starts)
    return Issued(
        text,
        {figure["key"]: figure for figure in figures},
        {one.chapter.key: text[a:z] for one, (a, z) in zip(written, pairwise(starts), strict=True)},
        {one.chapter.key: one.keys for one in written},
    )


@pytest.fixture
def report(issued, world):
    with township_scope(world.full.pk):
        yield issued
