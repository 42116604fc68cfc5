"""Numbers that nobody recorded: each × of the acceptance table is asked for, and none is printed as 0."""

import re

import pytest
from django.utils import timezone

from activities.models import Adoption, Article, Campaign, Deed, HeadCount
from deputies.models import RollEntry
from renda.core.scoping import township_scope
from reports.document import words
from reports.models import AnnualReport
from reports.services import Compiled, compile_report, start_report
from reports.tokens import STANDS_ALONE, Token, split

ZERO = re.compile(r"(?<![\d.])0(?=[件条次人项个名份篇处村户批家公])")


@pytest.fixture
def draft(in_full) -> AnnualReport:
    return AnnualReport.objects.get(year=2025)


def said(compiled: Compiled, chapter: str) -> str:
    """A chapter's words with its numbers and lists in them; charts and tables left out."""
    [one] = [w for w in compiled.written if w.chapter.key == chapter]
    parts = (part for line in one.text.splitlines() for part in split(line))
    return "".join(
        words(part, compiled.book.get(part.key)) if isinstance(part, Token) else part
        for part in parts
        if not (isinstance(part, Token) and part.mode in STANDS_ALONE)
    )


def void(rows) -> None:
    assert rows.update(voided_at=timezone.now()) > 0


def no_deeds(level: str) -> None:
    void(Deed.objects.filter(level=level, campaign__task__gt=""))


def nobody_signed(campaign: Campaign) -> None:
    entries = RollEntry.objects.filter(roll__activities__campaign=campaign)
    assert entries.update(state="absent") > 0


def no_adoption(level: str) -> None:
    void(Adoption.objects.filter(level=level))


LOST = {
    "F24 县代表": (
        lambda task, river: no_deeds("county"),
        "example",
        "activities.campaign_deed_county@{task}",
        "县人大代表＿＿名",
    ),
    "F24 镇代表": (
        lambda task, river: no_deeds("township"),
        "example",
        "activities.campaign_deed_township@{task}",
        "镇人大代表＿＿名",
    ),
    "F24 合计": (
        lambda task, river: void(Deed.objects.filter(campaign=task)),
        "example",
        "activities.campaign_deed_deputies@{task}",
        "带头的代表＿＿名，其中县人大代表＿＿名、镇人大代表＿＿名。",
    ),
    "F28 代表": (
        lambda task, river: nobody_signed(river),
        "river",
        "activities.campaign_deputy_times@{river}",
        "代表＿＿人次",
    ),
    "F28 干部": (
        lambda task, river: void(HeadCount.objects.filter(activity__campaign=river)),
        "river",
        "activities.campaign_cadre_times@{river}",
        "干部＿＿人次",
    ),
    "F36 投稿": (
        lambda task, river: void(Article.objects.all()),
        "building",
        "activities.articles",
        "全年投稿＿＿篇，其中市级录用＿＿篇、县级录用＿＿篇。",
    ),
    "F36 市级": (
        lambda task, river: no_adoption("city"),
        "building",
        "activities.articles_city",
        "市级录用＿＿篇",
    ),
    "F36 县级": (
        lambda task, river: no_adoption("county"),
        "building",
        "activities.articles_county",
        "县级录用＿＿篇",
    ),
}


@pytest.mark.parametrize(("lose", "chapter", "key", "sentence"), LOST.values(), ids=LOST)
def test_a_lost_number_is_asked_for_and_not_told_as_zero(draft, lose, chapter, key, sentence):
    task = Campaign.objects.get(starts_on__year=2025, task__gt="")
    river = Campaign.objects.get(starts_on__year=2025, task="")
    assert compile_report(draft).missing == []

    lose(task, river)

    compiled = compile_report(draft)
    asked = {miss.key: miss for miss in compiled.missing}
    miss = asked[key.format(task=task.pk, river=river.pk)]
    assert (miss.chapter.key, miss.sentence) == (chapter, sentence)
    assert ZERO.findall(said(compiled, chapter)) == []


@pytest.mark.parametrize(("slug", "year"), [("full", 2025), ("full", 2024), ("small", 2025)])
def test_no_sentence_of_a_year_counts_nothing(world, slug, year):
    town = getattr(world, slug)
    with township_scope(town.pk):
        report = AnnualReport.objects.filter(year=year).first()
        if report is None:
            report = start_report(year=year, by=None)
        compiled = compile_report(report)
        found = {
            w.chapter.key: ZERO.findall(said(compiled, w.chapter.key)) for w in compiled.written
        }
    assert {key: zeros for key, zeros in found.items() if zeros} == {}
