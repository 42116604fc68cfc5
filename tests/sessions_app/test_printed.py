"""The papers of the congress as they are printed: what stands on which page, and in which line."""

import io
from datetime import date, datetime

import pytest
from django.utils import timezone
from pdfminer.high_level import extract_text

from renda.core.paper import render_pdf
from sessions_app.papers.meetings import (
    agenda,
    election_report,
    minutes,
    resolution,
    roll,
    session_notice,
)
from tests.core.paper.reading import lines_of
from tests.factories.core import TermFactory
from tests.factories.deputies import RollEntryFactory, RollFactory
from tests.factories.sessions import (
    AgendaItemFactory,
    BallotFactory,
    CandidateFactory,
    ElectionFactory,
    MeetingFactory,
    PostFactory,
    ResolutionFactory,
    SessionFactory,
    SittingFactory,
    TopicFactory,
)
from tests.paper import needs_fonts

pytestmark = [pytest.mark.django_db, needs_fonts]


def words_of(document):
    """All words of the PDF."""
    return extract_text(io.BytesIO(render_pdf(document)))


@pytest.mark.parametrize("people", range(17, 22))
def test_the_sum_below_a_sign_in_book_begins_no_page_alone(in_township, people):
    sitting = SittingFactory(township=in_township)
    RollEntryFactory.create_batch(people, township=in_township, roll=sitting.roll, state="present")

    last = lines_of(roll(sitting))[-1]

    assert last[-1] == f"应到代表{people}名，实到{people}名，请假0名，缺席0名。"
    assert last[-2].startswith(str(people))


def test_the_day_and_the_session_below_a_resolution_stand_on_lines_of_their_own(in_township):
    session = SessionFactory(
        township=in_township, term=TermFactory(township=in_township, number=14), session_no=2
    )
    passed = ResolutionFactory(
        township=in_township, session=session, passed_on=date(2025, 1, 21), title="关于报告的决议"
    )

    (first, *_), *_ = [lines_of(resolution(passed))]
    note = first[first.index("关于报告的决议") + 1 :][:2]

    assert note == ["（2025年1月21日", f"{in_township.name}{session.name}通过）"]


def test_an_agenda_and_the_notice_write_numbers_without_spaces(in_township):
    session = SessionFactory(township=in_township, notice_on=date(2025, 1, 10))
    AgendaItemFactory(
        township=in_township, session=session, kind="election", title="选举副镇长 3 名"
    )

    assert "一、选举副镇长3名" in words_of(agenda(session))
    assert "选举副镇长3名" in words_of(session_notice(session)).replace("\n", "")


@pytest.mark.parametrize("topics", range(1, 7))
def test_who_was_at_a_meeting_stands_together_on_one_page_of_its_minutes(in_township, topics):
    roll = RollFactory(township=in_township)
    people = RollEntryFactory.create_batch(12, township=in_township, roll=roll, state="present")
    meeting = MeetingFactory(
        township=in_township, roll=roll, guests="各代表小组组长", recorder="周玉兰"
    )
    TopicFactory.create_batch(topics, township=in_township, meeting=meeting)

    pages = lines_of(minutes(meeting))

    (held,) = ["".join(page) for page in pages if any("出席：" in line for line in page)]
    names = "、".join(entry.deputy.name for entry in people)
    assert f"出席：{names}列席：各代表小组组长记录：周玉兰" in held


@pytest.fixture
def counted(in_township):
    """A post with two candidates of whom each has so many votes of 54."""

    def make(*votes, seats=1):
        session = SessionFactory(township=in_township, closes_on=date(2025, 1, 23))
        starts = timezone.make_aware(datetime(2025, 1, 22, 10))
        sitting = SittingFactory(township=in_township, session=session, starts_at=starts)
        election = ElectionFactory(township=in_township, session=session, sitting=sitting)
        post = PostFactory(township=in_township, election=election, seats=seats)
        for number in votes:
            CandidateFactory(
                township=in_township, post=post, votes_for=number, votes_against=54 - number,
                votes_abstain=0,
            )  # fmt: skip
        BallotFactory(township=in_township, post=post, status="released")
        return post

    return make


def test_a_count_that_does_not_add_up_settles_no_seat_on_paper(counted):
    words = words_of(election_report(counted(50, 20)))

    assert "票数待核对，暂不认定" in words
    assert "应选名额已选足" not in words


def test_a_report_of_results_keeps_its_labels_and_counts_in_one_line(counted):
    lines = lines_of(election_report(counted(50, 4)))[0]

    def line_with(words):
        return next(line for line in lines if words in line)

    assert line_with("应选名额").endswith("应选名额1名候选人数2名")
    assert line_with("过全体").endswith("过全体代表半数，")
    assert line_with("至少").endswith("至少30票")
    assert "应选名额已选足（《地方组织法》第二十五条）" in "".join(lines)
