"""办理结果的分类 is the township's choice: how it is set, and where it shows."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from motions.models.classes import RULE, SCHEMES, label_of, scheme
from motions.papers.handling_report import handling_report
from motions.papers.letters import letter_of
from motions.workflow import assignment_workflow
from renda.core import law
from renda.core.models import AuditEntry, LocalRule, Role
from renda.core.paper.blocks import Letter
from renda.core.paper.html import render_html
from renda.core.scoping import township_scope
from tests.factories.motions import (
    CommitmentFactory,
    ContactFactory,
    HandlingReportFactory,
    ReplyFactory,
)
from tests.motions.helpers.letters import one

pytestmark = pytest.mark.django_db
URL = "core:rule"


def choose(township, number):
    with township_scope(township.pk):
        LocalRule.objects.update_or_create(
            key=RULE, defaults={"value": number, "reason": "本镇办理办法第八条"}
        )


def test_there_is_a_scheme_for_every_option():
    options = law.rule(RULE).options

    assert len(options) == len(SCHEMES)
    for words, each in zip(options, SCHEMES, strict=True):
        assert words.count("，") + 1 == len(each.letters)
        assert each.promises | each.declines <= set(each.letters)
        assert not each.promises & each.declines


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_every_class_says_what_it_owes(number):
    each = SCHEMES[number - 1]
    nothing = {"done": False, "planned": False, "declined": False}

    owed = {letter: list(each.lacks(letter, **nothing)) for letter in each.letters}

    assert owed.pop("A") == ["done_items"]
    for letter, fields in owed.items():
        wanted = ["commitments"] if letter in each.promises else []
        wanted += ["declined"] if letter in each.declines else []
        assert fields == wanted
    everything = {"done": True, "planned": True, "declined": True}
    assert not any(each.lacks(letter, **everything) for letter in each.letters)


def test_the_admin_chooses_by_name(client, township, person):
    client.force_login(person(Role.ADMIN))
    options = law.rule(RULE).options
    page = client.get(reverse(URL, args=[RULE]))
    assert page.context["form"].fields["value"].choices == list(enumerate(options, start=1))

    client.post(reverse(URL, args=[RULE]), {"value": "3", "reason": "本镇办理办法第八条"})

    with township_scope(township.pk):
        assert LocalRule.objects.get(key=RULE).value == 3
        assert scheme() is SCHEMES[2]
        assert AuditEntry.objects.get(verb="修改参数").changes == [
            (law.rule(RULE).title, options[0], options[2])
        ]
    listed = client.get(reverse("core:rules")).content.decode()
    assert options[2] in listed
    assert options[1] not in listed


@pytest.mark.parametrize("value", ["0", "6", "三类"])
def test_nothing_else_can_be_chosen(client, township, person, value):
    client.force_login(person(Role.ADMIN))

    page = client.post(reverse(URL, args=[RULE]), {"value": value, "reason": "试"})

    assert list(page.context["form"].errors) == ["value"]
    with township_scope(township.pk):
        assert not LocalRule.objects.exists()


def test_numbers_are_still_typed_and_shown_with_their_unit(client, township, person):
    client.force_login(person(Role.ADMIN))

    page = client.get(reverse(URL, args=["suggestion.sign_days"]))
    listed = client.get(reverse("core:rules")).content.decode()

    assert page.context["form"].fields["value"].min_value == 0
    assert law.rule("suggestion.sign_days").value_text in listed


def test_the_reply_page_offers_the_townships_classes(client, people, township, case):
    choose(township, 3)
    motion = case("assigned")
    client.force_login(people.users["handler"])

    page = client.get(reverse("motions:reply_create", args=[motion.row.pk]))

    assert [(tile["letter"], tile["words"]) for tile in page.context["classes"]] == list(
        SCHEMES[2].words.items()
    )


def test_c_is_a_promise_where_the_township_says_so(in_township, people, case):
    choose(in_township, 3)
    motion = case("assigned", assignment="signing")
    ContactFactory(township=in_township, motion=motion, assignment=motion.row)
    reply = ReplyFactory(township=in_township, assignment=motion.row, result_class="C")
    assert "C 类答复须写明承诺事项" in assignment_workflow.transitions["issue"].blocked(motion.row)

    CommitmentFactory(township=in_township, reply=reply)

    assert assignment_workflow.transitions["issue"].blocked(motion.row) == ""


def test_a_letter_of_another_scheme_stands_alone(in_township):
    assert label_of("A") == "A 类（已解决或者基本解决）"
    assert label_of("D") == "D 类"
    assert label_of("") == ""


def test_history_and_ledger_name_the_class_in_the_townships_words(client, people, township, case):
    choose(township, 2)
    motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20), result_class="D")
    ReplyFactory(
        township=township, assignment=motion.row, result_class="D", number="练函〔2025〕1号",
        issued_on=date(2025, 5, 20), issued_by="蒋文斌", declined="超出本镇职权",
    )  # fmt: skip
    client.force_login(people.users["clerk"])

    page = client.get(motion.get_absolute_url())

    events = [event.title for each in page.context["rounds"] for event in each.events]
    assert "答复　D 类（留作参考）" in events
    sheet = client.get(reverse("motions:motion_list"), {"export": "xlsx"})
    heads, row = list(load_workbook(BytesIO(sheet.content)).active.values)[:2]
    assert row[heads.index("结果类别")] == "D 类（留作参考）"


@pytest.mark.parametrize(
    ("number", "letter", "mark"), [(1, "A", "A"), (2, "D", "D"), (5, "A", "甲"), (5, "C", "丙")]
)
def test_the_mark_stands_at_the_top_right_of_the_letter(in_township, case, number, letter, mark):
    choose(in_township, number)
    reply = ReplyFactory(township=in_township, assignment=case("assigned").row, result_class=letter)

    document = letter_of(reply)

    assert one(document, Letter).class_mark == mark
    assert f"<span>{mark}" in render_html(document)


def test_everything_that_names_a_class_uses_the_townships_mark(in_township, people, case, client):
    choose(in_township, 5)
    motion = case("assigned")
    client.force_login(people.users["handler"])

    page = client.get(reverse("motions:reply_create", args=[motion.row.pk]))

    assert [tile["letter"] for tile in page.context["classes"]] == ["甲", "乙", "丙"]
    assert [value for value, _ in page.context["form"].fields["result_class"].choices] == list(
        "ABC"
    )
    assert label_of("B") == "乙 类（正在解决或者列入计划）"
    assert scheme().lacks("C", done=True, planned=True, declined=False) == {
        "declined": "丙 类答复须写明没有采纳的事项和原因。"
    }


@pytest.mark.parametrize(("number", "shown"), [(1, []), (2, ["D 类（留作参考）"])])
def test_the_handling_report_counts_the_fourth_class_where_there_is_one(
    in_township, people, case, client, number, shown
):
    choose(in_township, number)
    if number == 2:
        case("replied", assignment="replied", replied_on=date(2025, 5, 20), result_class="D")
    report = HandlingReportFactory(township=in_township)
    client.force_login(people.users["clerk"])

    page = client.get(report.get_absolute_url())

    lines = {line["label"]: line["now"] for line in page.context["numbers"]}
    assert [label for label in lines if label.startswith("D")] == shown
    assert [lines[label] for label in shown] == [1] * len(shown)
    words = render_html(handling_report(report))
    assert ("留作参考的（D类）1件" in words) is bool(shown)


def test_the_handling_report_prints_the_townships_marks(in_township, case):
    choose(in_township, 5)
    case("replied", assignment="replied", replied_on=date(2025, 5, 20), result_class="C")

    words = render_html(handling_report(HandlingReportFactory(township=in_township)))

    assert "暂不能解决的（丙类）1件" in words
    assert ">丙</td>" in words
