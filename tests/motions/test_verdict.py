"""The deputies' verdict: who may give it, on which form, and what follows from the lead deputy's."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Feedback, Motion, Reply
from motions.workflow.day import in_words
from renda.core import audit
from renda.core.calendar import chinese_date, due_by_months, due_by_working_days
from renda.core.figures import measure
from renda.core.models import Attachment, AuditEntry, LocalRule, Notification
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.verdict import (
    ANSWERED,
    BAD,
    DAY,
    GOOD,
    YEAR,
    again,
    answer_again,
    rated,
    signed,
)

pytestmark = pytest.mark.django_db


# --- who -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "status"),
    [("lead", 200), ("joint", 200), ("clerk", 200), ("deputy", 403), ("chair", 403), ("head", 403),
     ("handler", 403), ("gov_office", 403), ("county", 403), ("admin", 403)],
)  # fmt: skip
def test_who_may_rate(answered, people, name, status):
    page = client_of(people.users[name]).get(reverse("motions:rate", args=[answered.pk]))

    assert page.status_code == status


def test_another_township_finds_nothing_and_a_stranger_logs_in(answered, outsider):
    url = reverse("motions:rate", args=[answered.pk])

    assert client_of(outsider).get(url).status_code == 404
    assert Client().get(url)["Location"].startswith("/login/")


def test_an_author_of_a_merged_case_rates_its_answer(answered, in_township, people, case):
    merged = case("merged", merged_into=answered)
    Motion.objects.filter(pk=merged.pk).update(lead=people.stranger)

    page = client_of(people.stranger.user).post(reverse("motions:rate", args=[answered.pk]), GOOD)

    assert page.status_code == 302
    said = Feedback.objects.get()
    assert (said.deputy, said.result_rating) == (people.stranger, "satisfied")
    assert again(answered).status == "replied"


def test_nobody_else_is_let_in_by_the_service_either(answered, people):
    with pytest.raises(PermissionDenied):
        rated(answered, people.stranger)


def test_a_joint_deputys_word_is_kept_and_the_leads_counts(answered, people):
    rated(answered, people.joint, "dissatisfied")
    assert (again(answered).status, again(answered).verdict) == ("replied", "")

    rated(answered, people.lead, "basically")

    motion = again(answered)
    assert (motion.status, motion.verdict, motion.closed_on) == ("closed", "basically", DAY)
    assert measure("motions.basically_satisfied", YEAR).value == 1
    assert measure("motions.dissatisfied", YEAR).value == 0
    rated(answered, people.joint, "satisfied")
    with pytest.raises(IllegalTransition):
        rated(answered, people.lead, "satisfied", on=date(2025, 6, 5))


def test_a_joint_deputy_reads_whose_word_counts(answered, people):
    page = client_of(people.joint.user).get(reverse("motions:rate", args=[answered.pk]))

    text = page.content.decode()
    assert f"以领衔代表{people.lead.name}的评价为准" in text
    assert "个月内重办" not in text


# --- the page ------------------------------------------------------------------------------------
def test_the_letter_stands_before_the_faces(answered, people):
    page = client_of(people.lead.user).get(reverse("motions:rate", args=[answered.pk]))

    text = page.content.decode()
    wanted = [
        "您提出的建议已收悉",
        "设了六个封闭式垃圾箱",
        "秋季前补设两个点",
        "2025年8月31日前完成",
        "下湾段暂不设箱",
        'name="work_rating"',
        'name="result_rating"',
    ]
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)
    assert "1 个月内重办" in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_one_letter_and_three(in_township, answered, people, number):
    for n in range(number - 1):
        row = AssignmentFactory(
            township=in_township, motion=answered, role="separate", status="replied"
        )
        letter = ReplyFactory(
            township=in_township, assignment=row, number=f"练农函〔2025〕{n}号", issued_by="某",
            issued_on=ANSWERED,
        )  # fmt: skip
        CommitmentFactory(township=in_township, reply=letter)
    client = client_of(people.lead.user)
    client.get(reverse("motions:rate", args=[answered.pk]))

    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("motions:rate", args=[answered.pk]))

    assert len(captured) <= 12


def test_the_class_is_told_in_the_townships_words(in_township, answered, people):
    Reply.objects.filter(assignment__motion=answered).update(result_class="B")
    LocalRule.objects.create(key="suggestion.result_scheme", value=4, reason="本县办法")

    page = client_of(people.lead.user).get(reverse("motions:rate", args=[answered.pk]))

    assert "结果类别：<strong>B 类（列入计划拟解决）</strong>" in page.content.decode()


@pytest.mark.parametrize("data", [GOOD, BAD])
def test_a_rating_asks_at_most_twenty_questions(answered, people, data):
    audit.record(people.users["clerk"], "登记", answered)  # the township's history has begun
    data = data | {"once": uuid.uuid4()}
    client = client_of(people.lead.user)
    client.get(reverse("motions:rate", args=[answered.pk]))

    with CaptureQueriesContext(connection) as captured:
        page = client.post(reverse("motions:rate", args=[answered.pk]), data)

    assert page.status_code == 302
    assert len(captured) <= 20


@pytest.mark.parametrize("words", ["", "   "])
@pytest.mark.parametrize("which", ["work_rating", "result_rating"])
def test_dissatisfied_needs_words(answered, people, which, words):
    data = GOOD | {which: "dissatisfied", "words": words}

    page = client_of(people.lead.user).post(reverse("motions:rate", args=[answered.pk]), data)

    assert page.context["form"].errors == {"words": ["请写明哪里不满意，承办单位才知道怎么改"]}
    assert not Feedback.objects.exists()


def test_work_and_result_are_apart(answered, people):
    client_of(people.lead.user).post(reverse("motions:rate", args=[answered.pk]), BAD)

    said = Feedback.objects.get()
    assert (said.work_rating, said.result_rating, said.words) == (
        "basically", "dissatisfied", "周末没人清。",
    )  # fmt: skip
    motion = again(answered)
    assert (motion.status, motion.round, motion.verdict) == ("assigned", 2, "dissatisfied")


def test_the_office_enters_a_signed_form_with_its_scan(answered, people):
    page = client_of(people.users["clerk"]).post(
        reverse("motions:rate", args=[answered.pk]), signed(people.lead)
    )

    assert page.status_code == 302
    said = Feedback.objects.get()
    assert (said.deputy, said.is_by_office, said.is_unread, str(said.on)) == (
        people.lead, True, False, "2025-06-02",
    )  # fmt: skip
    assert said.by == people.users["clerk"]
    assert Attachment.objects.get().object_id == said.pk
    assert again(answered).verdict == "satisfied"


def test_the_scan_is_required(answered, people):
    data = signed(people.lead)
    del data["scan"]

    page = client_of(people.users["clerk"]).post(reverse("motions:rate", args=[answered.pk]), data)

    assert list(page.context["form"].errors) == ["scan"]
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("on", "words"),
    [("2025-05-19", "答复在2025年5月20日才签发，签名不会更早，请核对"),
     ("2099-01-01", "日期还没有到，请填今天或者以前的日期")],
)  # fmt: skip
def test_a_form_is_not_signed_before_the_letter_nor_tomorrow(answered, people, on, words):
    page = client_of(people.users["clerk"]).post(
        reverse("motions:rate", args=[answered.pk]), signed(people.lead, on=on)
    )

    assert page.context["form"].errors == {"on": [words]}


def test_a_form_signed_before_what_the_deputy_said_last_changes_nothing(answered, people):
    address = reverse("motions:rate", args=[answered.pk])
    client_of(people.joint.user).post(address, BAD)

    page = client_of(people.users["clerk"]).post(address, signed(people.joint))

    (own,) = Feedback.objects.all()
    words = (
        f"{people.joint}代表{chinese_date(own.on)}又评价过，"
        "2025年6月2日签名的表在它以前，不能改它。"
    )
    assert page.context["form"].non_field_errors() == [words]
    assert (own.is_by_office, own.is_current) == (False, True)


def test_the_office_chooses_whose_form_it_is(answered, people):
    client = client_of(people.users["clerk"])
    form = client.get(reverse("motions:rate", args=[answered.pk])).context["form"]

    assert set(form.fields["deputy"].queryset) == {people.lead, people.joint}
    client.post(reverse("motions:rate", args=[answered.pk]), signed(people.joint))

    assert Feedback.objects.get().deputy == people.joint
    assert again(answered).verdict == ""


def test_after_the_verdict_only_the_joint_deputies_forms_are_entered(answered, people):
    rated(answered, people.lead)
    client = client_of(people.users["clerk"])

    form = client.get(reverse("motions:rate", args=[answered.pk])).context["form"]

    assert list(form.fields["deputy"].queryset) == [people.joint]
    page = client.post(reverse("motions:rate", args=[answered.pk]), signed(people.lead))
    assert list(page.context["form"].errors) == ["deputy"]


def test_a_deputy_enters_for_nobody_else(answered, people):
    client_of(people.joint.user).post(
        reverse("motions:rate", args=[answered.pk]), GOOD | {"deputy": people.lead.pk}
    )

    assert [said.deputy for said in Feedback.objects.all()] == [people.joint]


# --- changes -------------------------------------------------------------------------------------
def test_a_change_keeps_what_was_said_before(answered, people):
    url = reverse("motions:rate", args=[answered.pk])
    client = client_of(people.joint.user)
    client.post(url, BAD)
    assert client.get(url).context["form"].initial["words"] == "周末没人清。"

    client.post(url, GOOD)

    said = Feedback.objects.order_by("pk").values_list("result_rating", "is_current")
    assert list(said) == [("dissatisfied", False), ("satisfied", True)]
    line = AuditEntry.objects.filter(verb="评价", object_id=answered.pk).order_by("seq").last()
    assert line.detail["changes"]["办理结果"] == ["不满意", "满意"]
    page = client_of(people.users["clerk"]).get(answered.get_absolute_url()).content.decode()
    assert "评价：不满意（后来改过）" in page
    assert "评价：满意" in page


# --- 不满意 ---------------------------------------------------------------------------------------
def test_dissatisfied_opens_a_round_with_its_own_clock(answered, people):
    rated(answered, people.lead, "dissatisfied")

    motion, today = again(answered), timezone.localdate()
    row = Assignment.objects.get(motion=motion, round=2)
    due = due_by_months(today, 1).on
    assert (motion.round, motion.due_on, motion.feedback_due) == (2, due, None)
    assert (row.assigned_on, row.due_on, row.months, row.status) == (today, due, 1, "waiting")
    told = Notification.objects.filter(text__startswith="代表不满意，交回重办：")
    assert set(told.values_list("to", flat=True)) == {
        people.users["handler"].pk, people.users["head"].pk,
    }  # fmt: skip


def test_a_form_entered_later_gives_the_unit_its_whole_month(answered, people):
    client_of(people.users["clerk"]).post(
        reverse("motions:rate", args=[answered.pk]), signed(people.lead, **BAD)
    )

    said, today = Feedback.objects.get(), timezone.localdate()
    row = Assignment.objects.get(motion=answered, round=2)
    assert said.on == date(2025, 6, 2)
    assert (row.assigned_on, row.sign_due) == (today, due_by_working_days(today, 2).on)
    assert (row.due_on, again(answered).due_on) == (due_by_months(today, 1).on,) * 2


def test_twice_dissatisfied_goes_to_the_presidium(answered, in_township, people):
    rated(answered, people.lead, "dissatisfied")
    answer_again(answered, in_township)

    rated(again(answered), people.lead, "dissatisfied", on=date(2025, 6, 25))

    motion = again(answered)
    assert (motion.status, motion.round, motion.verdict) == ("replied", 2, "dissatisfied")
    told = Notification.objects.filter(text__startswith="再次不满意，请提交主席团会议：")
    assert set(told.values_list("to", flat=True)) == {
        people.users["clerk"].pk, people.users["chair"].pk,
    }  # fmt: skip
    assert list(Motion.objects.twice_dissatisfied()) == [motion]
    services.lapse_unrated(date(2026, 1, 1))
    assert again(answered).status == "replied"
    page = client_of(people.users["clerk"]).get(motion.get_absolute_url())
    labels = [link["label"] for link in page.context["transitions"]]
    assert "主席团处理" in labels


def test_the_feedback_form_is_printable_and_filled_in(answered, people):
    url = reverse("core:paper", args=["motions.motion", answered.pk, "feedback", "html"])
    client = client_of(people.users["clerk"])

    blank = client.get(url).content.decode()
    rated(answered, people.lead, "dissatisfied", on=DAY)
    Motion.objects.filter(pk=answered.pk).update(round=1)
    filled = client.get(url).content.decode()

    assert "■不满意" not in blank
    for words in ("办理情况征询意见表", people.lead.name, "练村函〔2025〕1号", "□满意"):
        assert words in blank
    assert "■不满意" in filled
    assert "没有办。" in filled


def test_a_merged_cases_own_page_leads_to_no_rating(answered, in_township, people):
    merged = MotionFactory(
        township=in_township, term=answered.term, lead=people.stranger, status="merged",
        merged_into=answered,
    )  # fmt: skip

    page = client_of(people.stranger.user).get(reverse("motions:rate", args=[merged.pk]))

    assert page.status_code == 403


def test_every_deputy_of_the_case_has_a_feedback_form_to_sign(answered, in_township, people):
    merged = MotionFactory(
        township=in_township, term=answered.term, lead=people.stranger, status="merged",
        merged_into=answered,
    )  # fmt: skip
    rated(answered, people.joint, "satisfied", on=DAY)
    url = reverse("core:paper", args=["motions.motion", answered.pk, "feedback", "html"])

    office = client_of(people.users["clerk"]).get(url).content.decode()
    own = client_of(people.joint.user).get(url).content.decode()

    names = [people.lead.name, people.joint.name, merged.lead.name]
    assert [office.count(f"{name}</td>") for name in names] == [1, 1, 1]
    assert office.count("代表签名") == 3
    assert (own.count("代表签名"), own.count(f"{people.joint.name}</td>")) == (1, 1)
    assert "■满意" in own


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("lead", GOOD, "已评价：满意。已办结"),
        ("lead", BAD, "已评价：不满意。已交回重办，{due}前再次答复"),
        ("joint", GOOD, "已评价：满意"),
    ],
)
def test_who_rated_is_told_what_follows(answered, people, name, data, said):
    url = reverse("motions:rate", args=[answered.pk])

    page = client_of(people.users[name]).post(url, data, follow=True)

    due = again(answered).due_on
    assert [str(m) for m in page.context["messages"]] == [said.format(due=due and in_words(due))]
