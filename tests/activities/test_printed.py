"""The papers of activities as they are printed: words, days and numbers as official paper has them."""

import io
from datetime import date

import pytest
from django.utils import timezone
from pdfminer.high_level import extract_text

from activities.papers import activity_record, contact_register
from renda.core.paper import render_pdf
from tests.factories.activities import ActivityFactory, HeadCountFactory, VoterContactFactory
from tests.factories.deputies import RollEntryFactory, RollFactory
from tests.paper import needs_fonts

pytestmark = [pytest.mark.django_db, needs_fonts]


def words_of(document):
    """All words of the PDF; there is one page."""
    words = extract_text(io.BytesIO(render_pdf(document)))
    assert words.count("\f") == 1
    return words


def test_the_record_of_an_activity_counts_without_spaces_and_says_days_in_words(in_township):
    roll = RollFactory(township=in_township)
    for state in ("present", "present", "absent"):
        RollEntryFactory(township=in_township, roll=roll, state=state)
    activity = ActivityFactory(township=in_township, roll=roll)
    HeadCountFactory(township=in_township, activity=activity)

    words = words_of(activity_record(activity))

    assert words.startswith("代表活动记录")
    assert in_township.presidium_name in words
    assert "应到3人，实到2人。" in words
    assert "（0条）" in words
    day = timezone.localdate(activity.created_at)
    assert f"{day.year}年{day.month}月{day.day}日" in words


def test_the_record_of_an_activity_to_come_does_not_say_that_nobody_came(in_township):
    roll = RollFactory(township=in_township)
    RollEntryFactory.create_batch(2, township=in_township, roll=roll)
    activity = ActivityFactory(township=in_township, roll=roll)

    words = words_of(activity_record(activity))

    assert "应到2人。" in words
    assert "实到" not in words


def test_a_voters_contact_is_printed_with_days_in_words(in_township):
    contact = VoterContactFactory(township=in_township, met_on=date(2025, 3, 5), voters=12)

    words = words_of(contact_register(contact))

    assert words.startswith("代表接待（走访）选民登记表")
    assert "2025年3月5日" in words
    assert "12人" in words
