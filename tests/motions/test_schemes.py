"""办理结果的分类 is the township's choice: how it is set, and where it shows."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from motions.ledger import ledger
from motions.models import Motion
from motions.models.classes import RULE, SCHEMES, label_of, scheme
from motions.workflow import assignment_workflow
from renda.core import law
from renda.core.models import AuditEntry, LocalRule, Role
from renda.core.scoping import township_scope
from tests.factories.motions import CommitmentFactory, ContactFactory, ReplyFactory

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


@pytest.mark.parametrize("number", [1, 2, 3, 4])
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


@pytest.mark.parametrize("value", ["0", "5", "三类"])
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
    with township_scope(township.pk):
        sheet = ledger(Motion.objects.all())
        heads, row = list(load_workbook(BytesIO(b"".join(sheet))).active.values)[:2]
        assert row[heads.index("结果类别")] == "D 类（留作参考）"
