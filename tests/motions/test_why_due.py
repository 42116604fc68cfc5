"""Every list says why a last day is that day, without asking the database for it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import Assignment, Motion
from motions.views.deadlines import why_due
from renda.core import law
from tests.factories.motions import (
    CommitmentChangeFactory,
    ExtensionFactory,
    ObjectionFactory,
)
from tests.motions.helpers.browser import client_of

pytestmark = pytest.mark.django_db
REPLY = "《代表法》第五十一条：自 2025-03-25 起三个月，当日不计"


def text_of(user, name, **query) -> str:
    return client_of(user).get(reverse(f"motions:{name}"), query).content.decode()


def shown(day, why) -> str:
    return f'<span title="{why}">{day}</span>'


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, REPLY),
        (
            {"months": 6, "due_on": date(2025, 9, 25), "is_extended": True},
            f"{law.cite('suggestion.reply_months_extended')}：自 2025-03-25 起六个月，当日不计",
        ),
        (
            {"role": "assist", "months": 2, "due_on": date(2025, 5, 26)},
            f"{law.cite('suggestion.assist_months')}：自 2025-03-25 起二个月，当日不计；"
            "05-25 为星期日，顺延一天",
        ),
        (
            {"due_on": date(2025, 6, 27)},
            f"{REPLY}；按确定期限时的放假安排为 2025-06-27",
        ),
    ],
)
def test_a_last_day_says_by_which_rule_and_from_when(in_township, case, fields, words):
    row = case("assigned").row
    for name, value in fields.items():
        setattr(row, name, value)

    with CaptureQueriesContext(connection) as captured:
        said = row.due_words

    assert said == words
    assert not captured


def test_the_units_and_the_offices_lists_say_it(in_township, people, case):
    waiting = case("assigned", assignment="waiting", number=3, due_on=date(2025, 6, 25))
    ObjectionFactory(township=in_township, assignment=case("assigned", assignment="objected").row)
    ExtensionFactory(township=in_township, assignment=case("assigned").row)
    clerk, handler = people.users["clerk"], people.users["handler"]
    sign = f"{law.cite('suggestion.sign_days')}：自交办到本单位之日起算，工作日计"

    due = shown("2025-06-25", REPLY)
    assert text_of(handler, "inbox").count(due) == 3
    assert shown("2025-03-27", sign) in text_of(handler, "inbox")
    unsigned = text_of(clerk, "unsigned")
    assert due in unsigned
    assert shown("2025-03-27", sign) in unsigned
    assert due in text_of(clerk, "objection_list")
    extensions = text_of(clerk, "extension_list")
    assert due in extensions
    longer = f"{law.cite('suggestion.reply_months_extended')}：自 2025-03-25 起六个月，当日不计"
    assert shown("2025-09-25", longer) in extensions
    assert due in text_of(clerk, "motion_list", q=waiting.code)


def test_the_register_and_the_board_explain_the_part_that_the_day_is_from(
    in_township, people, case
):
    motion = case("assigned", round=2, due_on=date(2025, 7, 3), main_unit=people.unit)
    Assignment.objects.filter(pk=motion.row.pk).update(
        round=2, assigned_on=date(2025, 6, 3), due_on=date(2025, 7, 3), months=1
    )
    unassigned = case("accepted")
    words = f"{law.cite('suggestion.redo_months')}：自 2025-06-03 起一个月，当日不计"

    rows = {row.pk: why_due(row) for row in Motion.objects.with_clock()}

    assert rows == {motion.pk: words, unassigned.pk: ""}
    assert shown("2025-07-03", words) in text_of(people.users["clerk"], "motion_list")
    board = text_of(people.users["clerk"], "board")
    assert f'title="重办期限 2025-07-03，{words}"' in board


def test_a_promise_says_when_it_was_made_and_moved(replied, in_township, people):
    motion = replied()
    plain = shown("2025-08-31", "2025-05-20 签发的答复中承诺")
    assert plain in text_of(people.users["clerk"], "commitment_list")
    CommitmentChangeFactory(
        township=in_township, commitment=motion.promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    type(motion.promise).objects.update(due_on=date(2025, 10, 31))

    page = text_of(people.users["clerk"], "commitment_list")

    why = "2025-05-20 签发的答复中承诺；原定 2025-08-31，经同意变更 1 次"
    assert shown("2025-10-31", why) in page
