"""Every page: query counts, the other township, roles, papers and filters."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Motion, Reminder
from renda.core.scoping import township_scope
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
@pytest.mark.parametrize(("name", "queries"), [("clerk", 9), ("gov_office", 9), ("county", 9)])
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
        ("motions:inbox", "handler", 9),
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
    listed = {"motions:inbox": "waiting", "motions:assign": "rows"}.get(url, "object_list")
    assert len(page.context[listed]) == rows


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
