"""The papers of deputies as they are printed: days in words, whole names on a line, no lone sums."""

from datetime import date

import pytest

from deputies.papers import basics, record_document, signin
from deputies.record import duty_file
from renda.core.figures import Period
from tests.core.paper.reading import lines_of
from tests.factories.activities import VoterContactFactory
from tests.factories.deputies import (
    ConstituencyFactory,
    DeputyFactory,
    MandateFactory,
    RollEntryFactory,
    RollFactory,
)
from tests.paper import needs_fonts

pytestmark = [pytest.mark.django_db, needs_fonts]


def test_the_official_table_keeps_a_seats_name_whole_and_says_its_day_in_words(in_township):
    seat = MandateFactory(
        township=in_township,
        constituency=ConstituencyFactory(township=in_township, number=11, name="溪口村"),
        from_on=date(2024, 1, 9),
    )

    (lines,) = lines_of(basics(seat.deputy))

    assert "第11选区" in "".join(lines)
    assert any("（溪口村）" in line for line in lines)
    assert any("2024年1月9日" in line for line in lines)
    labels = ("出生年月", "工作单位", "当选日期", "联系电话", "政治面貌", "文化程度", "其他级别")
    assert [label for label in labels if not any(label in line for line in lines)] == []


def test_the_duty_record_says_days_in_words_and_numbers_without_spaces(in_township):
    seat = MandateFactory(township=in_township)
    VoterContactFactory(
        township=in_township, deputy=seat.deputy, met_on=date(2025, 3, 5), voters=12
    )
    file = duty_file(seat.deputy_id, Period.year(2025), date(2025, 12, 31))

    text = "".join(line for page in lines_of(record_document(file)) for line in page)

    assert "2025年3月5日" in text
    assert "接待选民12人" in text


@pytest.mark.parametrize("people", range(15, 20))
def test_the_sum_of_a_roll_begins_no_page_alone_and_accounts_for_everybody(in_township, people):
    roll = RollFactory(township=in_township)
    RollEntryFactory(township=in_township, roll=roll, state="present")
    for _ in range(people - 1):
        RollEntryFactory(
            township=in_township, roll=roll, deputy=DeputyFactory(township=in_township)
        )

    last = lines_of(signin(roll))[-1]

    assert last[-1] == f"应到{people}名，实到1名，请假0名，缺席0名，未签到{people - 1}名。"
    assert last[-2].startswith(str(people))
