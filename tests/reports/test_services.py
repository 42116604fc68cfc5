from datetime import date

import pytest

from deputies.models import DeputyGroup
from renda.core.figures import Period, measure
from renda.core.models import AuditEntry, Term
from reports import services
from reports.book import book_of
from reports.chapters import STANDARD
from reports.models import Chapter, FrozenFigure
from reports.services import compile_report, edition_of, freeze
from tests.factories.activities import ActivityFactory, CampaignFactory, StopFactory
from tests.factories.reports import make_report
from tests.factories.sessions import AgendaItemFactory, SessionFactory
from tests.factories.supervision import VillageFactory


@pytest.fixture
def report(in_township):
    return make_report(in_township)


def chapter(report, key: str) -> Chapter:
    return report.chapters.get(key=key)


def words(report, key: str) -> str:
    return next(w.text for w in compile_report(report).written if w.chapter.key == key)


def test_a_report_begins_with_the_standard_chapters(report):
    assert [c.key for c in report.chapters.all()] == [s.key for s in STANDARD]
    assert all(c.is_automatic for c in report.chapters.all())


def test_an_empty_year_is_all_missing_and_says_what_it_would_have_said(report):
    missing = {m.key: m for m in compile_report(report).missing}

    assert "motions.received" in missing
    assert missing["motions.received"].record_url == "motions:motion_create"
    assert "＿＿" in missing["motions.received"].sentence
    assert "⟦" not in missing["motions.received"].sentence
    unwritten = [m.label for m in compile_report(report).missing if not m.key]
    assert unwritten == ["“存在问题”还没有写", "“下一年打算”还没有写"]


def test_a_confirmed_absence_is_not_asked_for_again(report, clerk):
    before = len(compile_report(report).missing)

    services.confirm_zero(report=report, key="motions.received", by=clerk)
    services.confirm_zero(report=report, key="motions.received", by=clerk)

    after = compile_report(report).missing
    assert len(after) == before - 1
    assert "motions.received" not in {m.key for m in after}


def test_the_first_edit_keeps_the_offices_words_and_the_live_number(report, clerk):
    services.rewrite(
        chapter=chapter(report, "activities"),
        title="闭会活动",
        text="代表小组⟦deputies.groups⟧个。",
        by=clerk,
    )
    DeputyGroup.objects.create(name="第一代表小组")

    text = words(report, "activities")
    assert text == "代表小组⟦deputies.groups⟧个。"
    assert book_of(report).get("deputies.groups").text == "1"
    entry = AuditEntry.objects.filter(verb="改写章节").get()
    assert ("标题", "开展闭会期间代表活动", "闭会活动") in entry.changes


@pytest.mark.parametrize("key", ["motions", "building", "river"])
def test_a_chapter_saved_unchanged_stays_automatic_and_lacks_the_same(report, clerk, key):
    before = compile_report(report).missing

    services.rewrite(
        chapter=chapter(report, key),
        title=chapter(report, key).title,
        text=words(report, key),
        written=words(report, key),
        by=clerk,
    )

    assert chapter(report, key).is_automatic
    assert chapter(report, key).text == ""
    assert compile_report(report).missing == before
    assert not AuditEntry.objects.filter(verb="改写章节").exists()


def test_a_new_title_alone_leaves_the_words_automatic(report, clerk):
    services.rewrite(
        chapter=chapter(report, "motions"), title="建议办理", text="", written="", by=clerk
    )

    assert chapter(report, "motions").title == "建议办理"
    assert chapter(report, "motions").is_automatic


def test_a_rewritten_chapter_still_lacks_what_its_template_lacks(report, clerk):
    lacked = {m.key for m in compile_report(report).missing if m.chapter.key == "motions"}
    services.rewrite(
        chapter=chapter(report, "motions"), title="建议", text="建议都办好了。", by=clerk
    )

    now = [m for m in compile_report(report).missing if m.chapter.key == "motions"]
    assert {m.key for m in now} == lacked >= {"motions.received", "motions.assigned"}

    for key in lacked:
        services.confirm_zero(report=report, key=key, by=clerk)
    assert not [m for m in compile_report(report).missing if m.chapter.key == "motions"]


def test_every_line_of_what_is_missing_says_what_the_report_would_say(report, clerk, in_township):
    VillageFactory(township=in_township, year=report.year)  # the villages elect in this year
    own = services.add_chapter(report=report, title="代表风采", by=clerk)
    services.rewrite(
        chapter=chapter(report, "plans"), title="打算", text="再办⟦motions.received⟧件。", by=clerk
    )
    missing = compile_report(report).missing

    assert len(missing) > 30
    assert [m.label for m in missing if not m.sentence] == []
    assert next(m for m in missing if m.chapter == own).sentence == "写明这一章要报告的内容。"


def asked(report) -> set[str]:
    return {miss.key.partition("@")[0] for miss in compile_report(report).missing}


def test_what_a_session_passed_is_asked_for_and_whom_it_elected_only_if_it_elects(
    report, in_township, clerk
):
    session = SessionFactory(
        township=in_township, term=Term.objects.get(), session_no=2, status="closed"
    )
    assert "sessions.session_resolutions" in asked(report)
    assert "sessions.session_elected" not in asked(report)

    AgendaItemFactory(township=in_township, session=session, kind="election")
    assert "sessions.session_elected" in asked(report)

    services.confirm_zero(report=report, key=f"sessions.session_elected@{session.pk}", by=clerk)
    assert "sessions.session_elected" not in asked(report)


def test_a_campaign_that_looked_at_places_is_asked_what_it_found(report, in_township):
    campaign = CampaignFactory(township=in_township, starts_on=date(2025, 5, 1))
    assert "supervision.campaign_findings" not in asked(report)

    visit = ActivityFactory(
        township=in_township, campaign=campaign, kind="site_visit", held_on=date(2025, 5, 9)
    )
    StopFactory(township=in_township, activity=visit)
    assert "supervision.campaign_findings" in asked(report)


def test_a_figure_quoted_in_an_own_chapter_is_asked_for_with_its_line(report, clerk):
    own = services.add_chapter(report=report, title="代表风采", by=clerk)
    services.rewrite(
        chapter=own, title=own.title, text="收到建议⟦motions.received⟧件，都办了。", by=clerk
    )

    compiled = compile_report(report).written[-1]
    assert [(m.key, m.sentence) for m in compiled.missing] == [
        ("motions.received", "收到建议＿＿件，都办了。")
    ]


def test_restoring_brings_the_template_back(report, clerk):
    automatic = words(report, "learning")
    services.rewrite(chapter=chapter(report, "learning"), title="学习", text="改过", by=clerk)

    services.restore(chapter=chapter(report, "learning"), by=clerk)

    assert words(report, "learning") == automatic
    assert AuditEntry.objects.filter(verb="恢复自动").get().changes == [("正文", "改过", "")]


def test_moving_swaps_neighbours_and_stops_at_the_ends(report, clerk):
    first, second = report.chapters.all()[:2]

    services.move(chapter=second, up=True, by=clerk)
    assert list(report.chapters.all()[:2]) == [second, first]

    services.move(chapter=second, up=True, by=clerk)
    assert list(report.chapters.all()[:2]) == [second, first]


def test_an_added_chapter_stands_last_and_must_be_written(report, clerk):
    added = services.add_chapter(report=report, title="代表风采", by=clerk)

    assert report.chapters.last() == added
    assert "“代表风采”还没有写" in [m.label for m in compile_report(report).missing]


def test_an_own_chapter_is_taken_out_and_its_words_stay_in_the_history(report, clerk):
    own = services.add_chapter(report=report, title="代表风采", by=clerk)
    services.rewrite(chapter=own, title=own.title, text="写了一半。", by=clerk)

    services.remove_chapter(chapter=own, by=clerk)

    assert not report.chapters.filter(title="代表风采").exists()
    assert "代表风采" not in {m.chapter.title for m in compile_report(report).missing}
    assert AuditEntry.objects.get(verb="删去章节").changes == [
        ("标题", "代表风采", ""),
        ("正文", "写了一半。", ""),
    ]
    with pytest.raises(ValueError, match="standard chapter"):
        services.remove_chapter(chapter=chapter(report, "motions"), by=clerk)


def test_freezing_keeps_value_definition_and_rows(report):
    group = DeputyGroup.objects.create(name="第一代表小组")

    freeze(report, edition_of(report))
    DeputyGroup.objects.create(name="第二代表小组")

    kept = FrozenFigure.objects.get(report=report, key="deputies.groups")
    assert (kept.text, kept.value, kept.amounts) == ("1", 1, [[group.pk, 1]])
    assert kept.definition == measure("deputies.groups", Period.year(2025)).figure.definition
    assert measure("deputies.groups", Period.year(2025)).text == "2"


def test_freezing_again_replaces_a_drafts_figures(report):
    freeze(report, edition_of(report))
    number = FrozenFigure.objects.filter(report=report).count()
    freeze(report, edition_of(report))

    assert FrozenFigure.objects.filter(report=report).count() == number > 60


def test_compiling_costs_the_same_whatever_the_rows(report, django_assert_max_num_queries):
    DeputyGroup.objects.bulk_create(
        DeputyGroup(township=report.township, name=f"第{n}小组") for n in range(30)
    )

    with django_assert_max_num_queries(20):
        compile_report(report)
