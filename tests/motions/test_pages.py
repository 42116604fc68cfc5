"""Every page: query counts, the other township, roles, forms and what they leave behind."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, ContactLog, Feedback, Motion, Reminder, Reply
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    AssignmentFactory,
    AssignmentMeetingFactory,
    CommitmentFactory,
    ContactFactory,
    CoSignerFactory,
    FeedbackFactory,
    MotionFactory,
    NoteFactory,
    ReminderFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def enter(client, people):
    """``enter("clerk")``: that person's browser, past the first page, which writes the clock."""

    def login(name):
        client.force_login(people.users[name])
        client.get(reverse("core:account"))
        return client

    return login


def full_case(township, case, people, **fields):
    """A case with something of everything on it."""
    motion = case("assigned", due_on=timezone.localdate() + timedelta(days=5), **fields)
    with township_scope(township.pk):
        Motion.objects.filter(pk=motion.pk).update(main_unit=people.unit)
    reply = ReplyFactory(township=township, assignment=motion.row)
    CommitmentFactory(township=township, reply=reply)
    ContactFactory(township=township, motion=motion)
    NoteFactory(township=township, motion=motion)
    ReminderFactory(township=township, assignment=motion.row)
    FeedbackFactory(township=township, motion=motion)
    return motion


# --- cost -----------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "queries"), [("clerk", 8), ("gov_office", 8), ("county", 8)])
@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_costs_the_same_for_one_row_and_three(
    enter, people, township, case, django_assert_num_queries, name, queries, rows
):
    for _ in range(rows):
        full_case(township, case, people)
    browser = enter(name)

    with django_assert_num_queries(queries):
        page = browser.get(reverse("motions:motion_list"))

    assert len(page.context["object_list"]) == rows
    assert len(page.content) < 40_000


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("url", "name", "queries"),
    [
        ("motions:meeting_list", "clerk", 6),
        ("motions:commitment_list", "clerk", 9),
        ("motions:unsigned", "clerk", 6),
        ("motions:inbox", "handler", 8),
        ("motions:assign", "clerk", 8),
    ],
)
def test_other_lists_cost_the_same_for_one_row_and_three(
    enter, people, township, term, case, rows, url, name, queries
):
    for _ in range(rows):
        AssignmentMeetingFactory(township=township)
        motion = case("assigned", assignment="waiting")
        CommitmentFactory(
            township=township,
            reply=ReplyFactory(
                township=township,
                assignment=motion.row,
                number=f"练函〔2025〕{motion.pk}号",
                issued_on=date(2025, 5, 20),
                issued_by="蒋文斌",
            ),
        )
        case("accepted")
    browser = enter(name)

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse(url))

    assert page.status_code == 200
    assert len(asked) == queries, [q["sql"][:150] for q in asked]
    if url == "motions:inbox":
        assert len(page.context["waiting"]) == rows
    elif "object_list" in page.context:
        assert len(page.context["object_list"]) == rows


@pytest.mark.parametrize(
    "name", ["clerk", "chair", "lead", "joint", "deputy", "handler", "head", "gov_office", "county"]
)
def test_a_case_costs_at_most_twelve_queries_for_anyone(enter, people, township, case, name):
    motion = full_case(township, case, people)
    browser = enter(name)

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(motion.get_absolute_url())

    assert page.status_code == 200
    assert len(asked) <= 12, [q["sql"][:120] for q in asked]


@pytest.mark.parametrize("url", ["home", "mine", "todo", "submit"])
def test_a_deputys_pages_cost_little(enter, people, township, case, url):
    for status in ("draft", "submitted", "assigned", "replied"):
        case(status)
    browser = enter("lead")

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse(f"motions:{url}"))

    assert page.status_code == 200
    assert len(asked) <= 16, [q["sql"][:120] for q in asked]


# --- who may ---------------------------------------------------------------------------
def pages_of(motion, row):
    return [
        reverse("motions:motion_detail", args=[motion.pk]),
        reverse("motions:motion_update", args=[motion.pk]),
        reverse("motions:amend", args=[motion.pk]),
        reverse("motions:assign_one", args=[motion.pk]),
        reverse("motions:rate", args=[motion.pk]),
        reverse("motions:contact_create", args=[motion.pk]),
        reverse("motions:reminder_create", args=[motion.pk]),
        reverse("motions:note_create", args=[motion.pk]),
        reverse("motions:followup_create", args=[motion.pk]),
        reverse("motions:repeat_create", args=[motion.pk]),
        reverse("motions:reply_create", args=[row.pk]),
        reverse("core:step", args=["motions.motion", motion.pk, "withdraw"]),
        reverse("core:step", args=["motions.assignment", row.pk, "sign"]),
        reverse("core:paper", args=["motions.motion", motion.pk, "register", "html"]),
        reverse("core:paper", args=["motions.assignment", row.pk, "assignment", "html"]),
    ]


def test_another_townships_case_does_not_exist(client, outsider, people, township, case):
    motion = full_case(township, case, people)
    client.force_login(outsider)

    seen = {url: client.get(url).status_code for url in pages_of(motion, motion.row)}

    assert set(seen.values()) == {404}, seen


def test_strangers_log_in_first(client, people, township, case):
    motion = full_case(township, case, people)

    for url in [*pages_of(motion, motion.row), reverse("motions:motion_list")]:
        response = client.get(url)
        assert (response.status_code, response.url.startswith(reverse("core:login"))) == (302, True)


MAY_OPEN = {
    "motion_list": {"clerk", "chair", "lead", "joint", "deputy", "gov_office", "county"},
    "motion_create": {"clerk"},
    "meeting_list": {"clerk", "chair", "gov_office", "county"},
    "meeting_create": {"clerk"},
    "assign": {"clerk"},
    "statistics": {"clerk", "chair", "gov_office", "county"},
    "board": {"clerk", "chair", "gov_office", "county"},
    "handlingreport_list": {
        "clerk", "chair", "lead", "joint", "deputy", "gov_office", "county",
    },
    "handlingreport_create": {"clerk"},
    "unsigned": {"clerk", "chair", "gov_office"},
    "inbox": {"handler", "head", "other_handler", "other_head"},
    "commitment_list": {
        "clerk", "chair", "gov_office", "handler", "head", "other_handler", "other_head",
    },
    "home": {"lead", "joint", "deputy"},
    "submit": {"lead", "joint", "deputy"},
    "mine": {"lead", "joint", "deputy"},
    "todo": {"lead", "joint", "deputy"},
}  # fmt: skip


@pytest.mark.parametrize("url", MAY_OPEN)
def test_each_page_opens_for_its_people_only(client, people, url):
    opened = set()
    for name, user in people.users.items():
        client.force_login(user)
        status = client.get(reverse(f"motions:{url}")).status_code
        assert status in {200, 403}, name
        if status == 200:
            opened.add(name)

    assert opened == MAY_OPEN[url]


def test_deputies_see_nobodys_phone_but_their_own(enter, people, township, case):
    with township_scope(township.pk):
        people.lead.phone = "13800005508"
        people.lead.save()
    motion = full_case(township, case, people)

    page = enter("deputy").get(motion.get_absolute_url()).content.decode()

    assert "13800005508" not in page
    assert "138****5508" in page
    assert "内部意见" not in page


# --- what forms do ------------------------------------------------------------------------
def test_a_deputy_submits_with_photo_and_invitation(enter, people, township, term):
    browser = enter("lead")
    photo = SimpleUploadedFile("现场.png", PNG, "image/png")

    response = browser.post(
        reverse("motions:submit"),
        {
            "title": "五雷小学放学时段交通疏导",
            "situation": "校门口拥堵。",
            "proposal": "校门段单行。",
            "field": "governance",
            "kind": "suggestion",
            "place": "五雷村",
            "cosigners": [people.joint.pk],
            "is_public": "on",
            "photos": [photo],
        },
    )

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert response.url == motion.get_absolute_url()
        assert (motion.status, motion.lead, motion.term, motion.session, motion.is_by_office) == (
            "submitted",
            people.lead,
            term,
            None,
            False,
        )
        assert motion.official_title == "关于五雷小学放学时段交通疏导的建议"
        assert motion.submitted_on == timezone.localdate()
        assert (motion.is_public, motion.wants_contact) == (True, False)
        assert list(motion.cosigners.values_list("deputy", "state")) == [
            (people.joint.pk, "invited")
        ]
        assert list(Attachment.objects.values_list("name", "purpose", "object_id")) == [
            ("现场.png", "photos", motion.pk)
        ]


def test_an_unfinished_draft_may_be_kept_and_is_the_authors_alone(enter, people, township, term):
    browser = enter("lead")

    browser.post(
        reverse("motions:submit"),
        {"title": "清理废弃电杆", "field": "urban", "kind": "suggestion", "draft": "1"},
    )

    with township_scope(township.pk):
        motion = Motion.objects.get()
    assert motion.status == "draft"
    assert enter("clerk").get(motion.get_absolute_url()).status_code == 403
    assert enter("lead").get(reverse("motions:amend", args=[motion.pk])).status_code == 200


def test_two_matters_in_one_title_are_refused(enter, people, township, term):
    response = enter("lead").post(
        reverse("motions:submit"),
        {"title": "修路；装灯", "situation": "坏", "proposal": "修", "field": "urban", "kind": "suggestion"},
    )  # fmt: skip

    assert response.context["form"].errors == {
        "title": ["一事一件：请只写一件事，其他的另提一件。"]
    }


def test_a_returned_case_is_completed_and_sent_again(enter, people, township, case):
    motion = case("returned")

    enter("lead").post(
        reverse("motions:amend", args=[motion.pk]),
        {
            "title": motion.title,
            "situation": "补充了情况。",
            "proposal": "抢修。",
            "field": "traffic",
            "kind": "suggestion",
            "cosigners": [people.joint.pk],
            "seen_revision": motion.revision,
        },
    )

    with township_scope(township.pk):
        motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.situation, motion.submitted_on) == (
        "submitted",
        "补充了情况。",
        date(2025, 3, 3),
    )


def test_the_office_enters_a_paper_form(
    enter, people, township, term, django_assert_max_num_queries
):
    browser = enter("clerk")
    scan = SimpleUploadedFile("原件.pdf", b"%PDF-1.7\n" + b"0" * 64, "application/pdf")

    with django_assert_max_num_queries(60):
        browser.post(
            reverse("motions:motion_create"),
            {
                "kind": "suggestion",
                "lead": people.lead.pk,
                "cosigners": [people.joint.pk],
                "submitted_on": "2025-03-03",
                "title": "关于修复机耕路的建议",
                "field": "agriculture",
                "source": "own",
                "situation": "冲毁。",
                "proposal": "抢修。",
                "is_public": "on",
                "scans": [scan],
            },
        )

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.status, motion.is_by_office, motion.lead, motion.submitted_on) == (
            "submitted",
            True,
            people.lead,
            date(2025, 3, 3),
        )
        assert list(motion.cosigners.values_list("deputy", "state", "answered_on")) == [
            (people.joint.pk, "accepted", date(2025, 3, 3))
        ]


def test_joining_is_answered_on_the_case(enter, people, township, case):
    motion = case("submitted")
    with township_scope(township.pk):
        motion.cosigners.update(state="invited")
    browser = enter("joint")
    assert browser.get(motion.get_absolute_url()).context["can_answer"] is True

    browser.post(reverse("motions:answer_invitation", args=[motion.pk]), {"answer": "accept"})

    with township_scope(township.pk):
        assert list(motion.cosigners.values_list("state", flat=True)) == ["accepted"]
    assert browser.get(motion.get_absolute_url()).context["can_answer"] is False


def test_nobody_answers_for_another(enter, people, township, case):
    motion = case("accepted")

    response = enter("deputy").post(
        reverse("motions:answer_invitation", args=[motion.pk]), {"answer": "accept"}
    )

    assert response.status_code == 403


def test_a_batch_is_handed_over_on_one_page(enter, people, township, case):
    first, second = case("accepted"), case("accepted")
    third = case("accepted")
    meeting = AssignmentMeetingFactory(township=township)

    response = enter("clerk").post(
        reverse("motions:meeting_assign", args=[meeting.pk]),
        {
            "assigned_on": "2025-03-25",
            "pk": [first.pk, second.pk],
            f"unit-{first.pk}": people.unit.pk,
            f"assist-{first.pk}": [people.other_unit.pk, people.unit.pk],
            f"leader-{first.pk}": "陆海峰",
            f"unit-{second.pk}": people.other_unit.pk,
            f"unit-{third.pk}": people.unit.pk,
        },
    )

    assert response.url == meeting.get_absolute_url()
    with township_scope(township.pk):
        rows = Assignment.objects.order_by("motion", "pk")
        assert list(rows.values_list("motion", "unit", "role", "leader", "due_on", "meeting")) == [
            (first.pk, people.unit.pk, "lead", "陆海峰", date(2025, 6, 25), meeting.pk),
            (first.pk, people.other_unit.pk, "assist", "陆海峰", date(2025, 5, 26), meeting.pk),
            (second.pk, people.other_unit.pk, "lead", "", date(2025, 6, 25), meeting.pk),
        ]
        assert Motion.objects.get(pk=third.pk).status == "accepted"


def test_a_batch_with_a_gap_hands_over_nothing(enter, people, township, case):
    first, second = case("accepted"), case("accepted")

    page = enter("clerk").post(
        reverse("motions:assign"),
        {
            "assigned_on": "2025-03-25",
            "pk": [first.pk, second.pk],
            f"unit-{first.pk}": people.unit.pk,
        },
    )

    assert {r.motion.pk: r.problem for r in page.context["rows"]} == {
        first.pk: "",
        second.pk: "请选主办单位",
    }
    with township_scope(township.pk):
        assert not Assignment.objects.exists()


def test_a_batch_is_not_dated_before_acceptance(enter, people, township, case):
    motion = case("accepted")

    page = enter("clerk").post(
        reverse("motions:assign"),
        {"assigned_on": "2025-03-01", "pk": [motion.pk], f"unit-{motion.pk}": people.unit.pk},
    )

    assert page.context["rows"][0].problem == "交办日期不能早于受理日期 2025-03-04"


def test_the_last_days_follow_the_typed_day(enter, people):
    page = enter("clerk").get(reverse("motions:last_days"), {"assigned_on": "2025-03-25"})

    assert [(label, str(due.on)) for label, due, _ in page.context["clocks"]] == [
        ("签收", "2025-03-27"),
        ("申请退办", "2025-04-07"),
        ("协办意见", "2025-05-26"),
        ("主办答复", "2025-06-25"),
    ]


def test_a_further_unit_joins_a_case(enter, people, township, case):
    motion = case("assigned")
    third = UnitFactory(township=township)

    enter("clerk").post(
        reverse("motions:assign_one", args=[motion.pk]),
        {"unit": third.pk, "role": "assist", "assigned_on": "2025-04-01"},
    )

    with township_scope(township.pk):
        row = Assignment.objects.get(unit=third)
    assert (row.role, row.status, row.due_on) == ("assist", "waiting", date(2025, 6, 3))


REPLY = {
    "result_class": "B",
    "done_items": "",
    "declined": "",
    "body": "一、年内修好。",
    "contact": "何敏　0570-0000127",
    "rows0-TOTAL_FORMS": "1",
    "rows0-INITIAL_FORMS": "0",
    "rows0-0-text": "修好路基",
    "rows0-0-due_on": "2025-10-31",
}


def test_a_clerk_of_the_unit_drafts_and_sends(enter, people, township, case):
    motion = case("assigned")
    ContactFactory(township=township, motion=motion)
    url = reverse("motions:reply_create", args=[motion.row.pk])
    browser = enter("handler")
    page = browser.get(url)
    assert page.context["form"].initial["body"].startswith(f"您提出的《{motion.official_title}》")

    browser.post(url, REPLY)

    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert (reply.result_class, reply.number, reply.issued_on) == ("B", "", None)
        assert list(reply.commitments.values_list("text", "due_on")) == [
            ("修好路基", date(2025, 10, 31))
        ]
        assert Assignment.objects.get(pk=motion.row.pk).status == "signing"


def test_a_b_reply_needs_a_promise(enter, people, township, case):
    motion = case("assigned")

    page = enter("handler").post(
        reverse("motions:reply_create", args=[motion.row.pk]),
        REPLY | {"rows0-0-text": "", "rows0-0-due_on": ""},
    )

    assert page.context["form"].non_field_errors() == [
        "B 类答复须写明承诺事项和完成日期，到期再次答复后销号。"
    ]
    with township_scope(township.pk):
        assert not Reply.objects.exists()


def test_without_a_talk_the_draft_stays_a_draft(enter, people, township, case):
    motion = case("assigned")

    response = enter("handler").post(reverse("motions:reply_create", args=[motion.row.pk]), REPLY)

    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert response.url == reverse("motions:reply_update", args=[reply.pk])
        assert Assignment.objects.get(pk=motion.row.pk).status == "handling"


@pytest.mark.parametrize(
    "name", ["clerk", "chair", "lead", "other_handler", "gov_office", "county"]
)
def test_nobody_else_writes_the_reply(enter, people, township, case, name):
    motion = case("assigned")

    response = enter(name).post(reverse("motions:reply_create", args=[motion.row.pk]), REPLY)

    assert response.status_code == 403


def test_the_head_issues_from_the_confirmation(
    enter, people, township, case, django_assert_max_num_queries
):
    motion = case("assigned", assignment="signing")
    ContactFactory(township=township, motion=motion)
    ReplyFactory(township=township, assignment=motion.row)
    url = reverse("core:step", args=["motions.assignment", motion.row.pk, "issue"])
    browser = enter("head")
    assert browser.get(url).status_code == 200

    browser.post(url)

    with township_scope(township.pk):
        motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.replied_on) == ("replied", timezone.localdate())


def test_the_unit_logs_a_talk(enter, people, township, case, django_assert_max_num_queries):
    motion = case("assigned")
    browser = enter("handler")

    with django_assert_max_num_queries(40):
        browser.post(
            reverse("motions:contact_create", args=[motion.pk]),
            {
                "stage": "during",
                "way": "visit",
                "on": "2025-04-10",
                "people": "何敏",
                "deputy": people.lead.pk,
                "words": "请先抢修。",
            },
        )

    with township_scope(township.pk):
        row = ContactLog.objects.get()
    assert (row.assignment_id, row.deputy_id, row.words) == (
        motion.row.pk,
        people.lead.pk,
        "请先抢修。",
    )


def test_a_deputy_rates_on_the_phone(enter, people, township, case):
    motion = case("replied", assignment="replied")
    url = reverse("motions:rate", args=[motion.pk])
    browser = enter("lead")

    refused = browser.post(url, {"work_rating": "satisfied", "result_rating": "dissatisfied"})
    assert refused.context["form"].errors == {"words": ["请写明哪里不满意，承办单位才知道怎么改"]}
    browser.post(url, {"work_rating": "satisfied", "result_rating": "satisfied"})

    with township_scope(township.pk):
        row = Feedback.objects.get()
        assert (row.deputy, row.work_rating, row.result_rating, row.is_by_office) == (
            people.lead,
            "satisfied",
            "satisfied",
            False,
        )
        assert Motion.objects.get(pk=motion.pk).status == "closed"


def test_the_office_rates_only_with_the_signed_form(enter, people, township, case):
    motion = case("replied", assignment="replied")
    url = reverse("motions:rate", args=[motion.pk])
    data = {"work_rating": "satisfied", "result_rating": "basically"}
    browser = enter("clerk")

    refused = browser.post(url, data)
    assert sorted(refused.context["form"].errors) == ["deputy", "on", "scan"]
    scan = SimpleUploadedFile("意见表.png", PNG, "image/png")
    signed = {"deputy": people.lead.pk, "on": timezone.localdate().isoformat(), "scan": [scan]}
    browser.post(url, data | signed)

    with township_scope(township.pk):
        row = Feedback.objects.get()
        assert (row.deputy, row.is_by_office) == (people.lead, True)
        assert Attachment.objects.get().model == "motions.feedback"


@pytest.mark.parametrize("name", ["deputy", "handler", "head", "chair", "gov_office", "county"])
def test_nobody_else_rates(enter, people, township, case, name):
    motion = case("replied", assignment="replied")
    url = reverse("motions:rate", args=[motion.pk])

    response = enter(name).post(url, {"work_rating": "satisfied", "result_rating": "satisfied"})

    assert response.status_code == 403
    with township_scope(township.pk):
        assert not Feedback.objects.exists()


def test_the_batch_bar_urges_exports_and_prints(enter, people, township, case):
    motion, other = case("assigned"), case("assigned")
    browser = enter("clerk")
    url = reverse("motions:motion_list")

    browser.post(url, {"action": "remind", "pk": [motion.pk]})
    with township_scope(township.pk):
        assert list(Reminder.objects.values_list("motion", flat=True)) == [motion.pk]
    sheet = browser.post(url, {"action": "export", "pk": [motion.pk]})
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    paper = browser.post(url, {"action": "print", "pk": [motion.pk, other.pk]})
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert browser.post(url, {"action": "other", "pk": [motion.pk]}).status_code == 403
    assert enter("county").post(url, {"action": "remind", "pk": [motion.pk]}).status_code == 403


@pytest.mark.parametrize("key", ["register", "letter", "feedback"])
def test_papers_of_a_case(enter, people, township, case, key):
    motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20))
    ReplyFactory(
        township=township,
        assignment=motion.row,
        number="练村建函〔2025〕3号",
        issued_on=date(2025, 5, 20),
        issued_by="蒋文斌",
    )

    page = enter("clerk").get(
        reverse("core:paper", args=["motions.motion", motion.pk, key, "html"])
    )

    words = {
        "register": "代表建议登记表",
        "letter": "练村建函〔2025〕3号",
        "feedback": "代表建议办理情况征询意见表",
    }
    assert words[key] in page.content.decode()


def test_a_draft_letter_is_the_units_alone(enter, people, township, case):
    motion = case("assigned")
    reply = ReplyFactory(township=township, assignment=motion.row)
    url = reverse("core:paper", args=["motions.reply", reply.pk, "letter", "html"])

    seen = {name: enter(name).get(url).status_code for name in ("handler", "head", "lead", "clerk")}

    assert seen == {"handler": 200, "head": 200, "lead": 403, "clerk": 403}


def test_deputies_and_units_start_on_their_own_pages(enter, people):
    home = reverse("core:workbench")

    assert enter("lead").get(home).url == reverse("motions:home")
    assert enter("handler").get(home).url == reverse("motions:inbox")
    assert enter("clerk").get(home).status_code == 200


def test_filters_narrow_the_register(enter, people, township, term, case):
    wanted = case("accepted", kind="bill", title="关于截污的议案")
    case("assigned")
    browser = enter("clerk")

    def found(**query):
        page = browser.get(reverse("motions:motion_list"), query)
        return [m.pk for m in page.context["object_list"]]

    assert found(kind="bill") == [wanted.pk]
    assert found(q="截污") == [wanted.pk]
    assert found(q=wanted.code) == [wanted.pk]
    assert found(unit=people.other_unit.pk) == []
    assert len(found(unit=people.unit.pk)) == 1
    assert len(found(session="between")) == 2
    assert found(tab="overdue") == []


def test_a_deputys_list_shows_accepted_cases_of_all(enter, people, township, term, case):
    numbered = case("accepted")
    MotionFactory(township=township, term=term, lead=people.lead, status="submitted")
    browser = enter("deputy")

    page = browser.get(reverse("motions:motion_list"))

    assert [m.pk for m in page.context["object_list"]] == [numbered.pk]
    assert browser.get(numbered.get_absolute_url()).context["transitions"] == []


def test_cosigners_of_the_list_are_counted(enter, people, township, case):
    motion = case("accepted")
    CoSignerFactory(township=township, motion=motion, state="declined")

    page = enter("clerk").get(reverse("motions:motion_list"))

    assert page.context["object_list"][0].joint == 1


def test_an_assignment_is_not_seen_by_the_other_unit(enter, people, township, case):
    motion = case("assigned")
    AssignmentFactory(township=township, motion=case("assigned"), unit=people.other_unit)

    page = enter("handler").get(reverse("motions:inbox"))

    assert [a.motion_id for a in page.context["object_list"]][:1] == [motion.pk]


def test_a_suggestion_handed_in_is_announced_once(client, people):
    client.force_login(people.lead.user)
    text = {"title": "修路灯", "situation": "不亮", "proposal": "换灯头"}
    form = client.get(reverse("motions:submit")).context["form"]
    sent = text | {"kind": "suggestion", "field": form["field"].initial or "other"}

    page = client.post(reverse("motions:submit"), sent, follow=True)

    assert [str(m) for m in page.context["messages"]] == ["已提交，人大办受理后编号交办。"]
