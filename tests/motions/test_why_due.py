"""Every list says why a last day is that day, without asking the database for it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import Assignment, Motion, Reminder
from motions.views.days import days_of
from motions.views.deadlines import why_due
from renda.core import law
from tests.factories.motions import (
    CommitmentChangeFactory,
    ExtensionFactory,
    ObjectionFactory,
    OwedLetterFactory,
    ReminderFactory,
)
from tests.motions.helpers.browser import client_of

pytestmark = pytest.mark.django_db
REPLY = "《代表法》第五十一条：自 2025-03-25 起三个月，当日不计"


def text_of(user, name, **query) -> str:
    return client_of(user).get(reverse(f"motions:{name}"), query).content.decode()


def shown(day, why) -> str:
    """The end of an element that shows the day and says why when the pointer rests on it."""
    return f' title="{why}">{day}</span>'


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
            "5月25日为星期日，顺延一天",
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


def days_shown(user, motion) -> dict:
    page = client_of(user).get(motion.get_absolute_url())
    text = page.content.decode()
    for each in page.context["days"]:
        assert each["due"].explanation in text
        assert each["what"] in text
    return {each["what"]: each for each in page.context["days"]}


def test_a_case_says_how_its_days_to_sign_and_to_return_count(in_township, people, case):
    motion = case("assigned", assignment="waiting")
    row = Assignment.objects.get(pk=motion.row.pk)
    row.objection_due = date(2025, 4, 7)

    sign, back = days_of(motion, [row], [row], [], today=date(2025, 4, 7))

    assert (sign["what"], back["what"]) == (f"{row.unit}签收期限", f"{row.unit}退办期限")
    assert (sign["due"].on, sign["due"].rule) == (date(2025, 3, 27), "二个工作日")
    assert back["due"].end_text == (
        "2025-04-07（星期一），原应 2025-04-04 届满，4月4日清明放假，顺延三天"
    )
    assert back["law"] == law.rule("suggestion.objection_days").reference

    row.status, row.signed_on, row.objection_due = "handling", date(2025, 3, 26), date(2025, 4, 30)
    (back,) = days_of(motion, [row], [row], [], today=date(2025, 4, 8))
    assert (back["due"].on, back["due"].start) == (date(2025, 4, 30), date(2025, 3, 26))
    assert back["due"].moved_because == "按确定期限时的规定和放假安排"
    assert back["details"] == [("起算点", "自签收之日起算")]
    assert days_of(motion, [row], [row], [], today=date(2025, 5, 1)) == []


def test_a_late_signature_is_explained_on_the_page(in_township, people, case):
    motion = case("assigned", assignment="waiting")

    (sign,) = days_shown(people.users["clerk"], motion).values()

    assert (sign["what"], sign["due"].on) == (f"{people.unit}签收期限", date(2025, 3, 27))


def test_an_answered_case_says_how_its_other_days_count(in_township, people, replied):
    motion = replied()
    Motion.objects.filter(pk=motion.pk).update(feedback_due=date(2025, 6, 4))
    ReminderFactory(
        township=in_township, assignment=motion.row, kind="order", number="练人督〔2025〕1号",
        leader="主席沈国良", feedback_due=date(2025, 7, 7), on=date(2025, 6, 30),
    )  # fmt: skip
    CommitmentChangeFactory(
        township=in_township, commitment=motion.promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    type(motion.promise).objects.update(due_on=date(2025, 10, 31))

    days = days_shown(people.users["clerk"], motion)

    rating, order = days["评价期限"]["due"], days[f"{people.unit}督办反馈期限"]["due"]
    assert (rating.start, rating.on) == (date(2025, 5, 20), date(2025, 6, 4))
    assert (order.on, order.explanation) == (
        date(2025, 7, 7), "督办单 练人督〔2025〕1号 指定的反馈日期",
    )  # fmt: skip
    text = client_of(people.users["clerk"]).get(motion.get_absolute_url()).content.decode()
    assert "2025-05-20 签发的答复中承诺的日期" in text
    assert "2025-08-31 → 2025-10-31，2025-08-22 周玉兰 同意：" in text


def test_an_owed_letters_day_is_explained_on_its_case(in_township, people, replied):
    owed = OwedLetterFactory(township=in_township, assignment=replied().row)

    page = client_of(people.users["clerk"]).get(owed.get_absolute_url())

    (each,) = page.context["owed"]
    assert each["day"]["due"].explanation == "自 2025-05-26 起三十日，当日不计"
    assert each["day"]["due"].explanation in page.content.decode()


# --- 督办单 --------------------------------------------------------------------------------------------
def order_page(user, order) -> tuple[dict, str]:
    """The days that the page of a 督办单 explains, and its text."""
    page = client_of(user).get(order.get_absolute_url())
    return {each["what"]: each for each in page.context["days"]}, page.content.decode()


@pytest.fixture
def order(in_township, replied):
    """``order(about)``: a 督办单 of an answered case's unit, about what it owes."""

    def make(row, **about):
        return ReminderFactory(
            township=in_township, motion=row.motion, assignment=row, kind="order",
            number="练人督〔2025〕1号", leader="主席沈国良", on=date(2025, 6, 30),
            feedback_due=date(2025, 7, 7), **about,
        )  # fmt: skip

    return make


def test_an_order_explains_its_day_and_the_one_that_was_missed(people, in_township, case, order):
    row = case("assigned", due_on=date(2025, 9, 25)).row
    Assignment.objects.filter(pk=row.pk).update(
        months=6, due_on=date(2025, 9, 25), is_extended=True
    )
    ExtensionFactory(
        township=in_township, assignment=row, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 5, 22),
    )  # fmt: skip

    days, text = order_page(people.users["clerk"], order(row))

    assert list(days) == ["反馈期限", "原答复期限"]
    asked, owed = days.values()
    assert (asked["due"].on, asked["due"].start) == (date(2025, 7, 7), date(2025, 6, 30))
    assert asked["due"].explanation == "督办单 练人督〔2025〕1号 指定的反馈日期"
    assert asked["law"] == law.rule("suggestion.supervision").reference
    assert (owed["due"].on, owed["due"].explanation) == (
        date(2025, 9, 25), "自 2025-03-25 起六个月，当日不计",
    )  # fmt: skip
    assert owed["law"] == law.rule("suggestion.reply_months_extended").reference
    for words in (
        asked["due"].explanation, asked["law"], owed["due"].explanation, owed["law"],
        "2025-06-25 → 2025-09-25，2025-05-22 周玉兰 同意：涉及三个村，须逐户协商。",
    ):  # fmt: skip
        assert words in text


def test_an_order_about_a_promise_or_a_letter_explains_that_ones_day(
    people, in_township, replied, order
):
    motion = replied()
    CommitmentChangeFactory(
        township=in_township, commitment=motion.promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    type(motion.promise).objects.update(due_on=date(2025, 10, 31))
    letter = OwedLetterFactory(township=in_township, assignment=motion.row)

    promised, text = order_page(people.users["head"], order(motion.row, commitment=motion.promise))
    Reminder.objects.all().delete()
    written, _ = order_page(people.users["head"], order(motion.row, owed_letter=letter))

    assert promised["原承诺日期"]["due"].explanation == "2025-05-20 签发的答复中承诺的日期"
    assert "2025-08-31 → 2025-10-31，2025-08-22 周玉兰 同意：" in text
    assert written["原补充答复期限"]["due"].explanation == "自 2025-05-26 起三十日，当日不计"


def test_what_the_unit_has_done_runs_no_more(people, replied, order):
    motion = replied()
    found = order(motion.row, responded_on=date(2025, 7, 1), response="已答复")

    days, text = order_page(people.users["clerk"], found)

    assert [each["is_over"] for each in days.values()] == [True, True]
    assert "逾期" not in text.partition("<h2>期限</h2>")[2].partition("</section>")[0]
