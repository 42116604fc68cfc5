"""Several units, 并案 and 撤回: when a case is answered, and by whom."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Motion
from motions.workflow import motion_workflow
from renda.core.calendar import chinese_date
from renda.core.models import AuditEntry, Notification, Role
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    ContactFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.files import PNG
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, objecting, step, told

pytestmark = pytest.mark.django_db


def issued(row, people, handler="handler", head="head"):
    """From 待签收 to 已答复 by the people of one unit."""
    if row.status == "waiting":
        row = step("sign", row, people.users[handler], person="何敏")
    ContactFactory(township=row.township, motion=row.motion, assignment=row, on=row.assigned_on)
    ReplyFactory(township=row.township, assignment=row)
    row = step("send", row, people.users[handler])
    return step("issue", row, people.users[head])


# --- several units ------------------------------------------------------------------------
def test_a_case_with_three_handlers_stays_on_all_three_lists_until_each_is_through(
    in_township, township, people, person, case
):
    third = UnitFactory(township=township)
    people.users |= {
        "third_handler": person(Role.HANDLER, third),
        "third_head": person(Role.UNIT_HEAD, third),
    }
    motion = case("accepted", number=7)
    units = [(unit, "separate") for unit in (people.unit, people.other_unit, third)]
    rows = services.assign(
        motion=motion, units=units, on=timezone.localdate(), by=people.users["clerk"]
    )
    left = {row.unit_id for row in rows}

    def listed():
        return {
            unit.pk
            for unit in (people.unit, people.other_unit, third)
            if Assignment.objects.of_units({unit.pk}).open().exists()
        }

    for row, handler, head in (
        (rows[1], "other_handler", "other_head"),
        (rows[0], "handler", "head"),
        (rows[2], "third_handler", "third_head"),
    ):
        assert listed() == left
        assert Motion.objects.get(pk=motion.pk).status == "assigned"
        issued(row, people, handler, head)
        left.remove(row.unit_id)
    assert listed() == set()
    assert Motion.objects.get(pk=motion.pk).status == "replied"


def test_every_list_shows_a_case_of_three_units_until_the_last_of_them_is_through(
    in_township, people, person, case
):
    third = UnitFactory(township=in_township)
    people.users |= {
        "third_handler": person(Role.HANDLER, third),
        "third_head": person(Role.UNIT_HEAD, third),
    }
    motion, clerk = case("accepted", number=7), people.users["clerk"]
    units = [(unit, "separate") for unit in (people.unit, people.other_unit, third)]
    rows = services.assign(motion=motion, units=units, on=timezone.localdate(), by=clerk)
    browsers = {name: client_of(user) for name, user in people.users.items()}

    def shown(name, page, query=""):
        return motion.title in browsers[name].get(reverse(page) + query).content.decode()

    for row, unit, left in zip(rows, ("", "other_", "third_"), (2, 1, 0), strict=True):
        assert shown(f"{unit}handler", "motions:inbox")
        issued(row, people, f"{unit}handler", f"{unit}head")
        assert not shown(f"{unit}handler", "motions:inbox")
        for watcher in ("clerk", "gov_office"):
            assert shown(watcher, "motions:unsigned") is bool(left)
            assert shown(watcher, "motions:motion_list", "?status=assigned") is bool(left)


def test_the_last_day_of_a_case_is_the_earliest_that_is_still_open(in_township, people, case):
    motion = case("accepted", number=7)
    first, second = services.assign(
        motion=motion,
        units=[(people.unit, "separate"), (people.other_unit, "separate")],
        on=timezone.localdate(),
        by=people.users["clerk"],
    )
    later = second.due_on + timedelta(days=30)
    Assignment.objects.filter(pk=second.pk).update(due_on=later)
    second.refresh_from_db()

    issued(first, people)

    assert Motion.objects.get(pk=motion.pk).due_on == later


# --- 并案 --------------------------------------------------------------------------------
@pytest.fixture
def two(in_township, people, case, seated):
    """A main case that is being handled, and another author's of the same matter."""
    main, other = case("accepted", number=7), case("submitted")
    other.lead = seated()
    other.save()
    other.cosigners.all().delete()
    (main.row,) = handed(main, people)
    return main, other


def merged(main, other, people):
    return motion_workflow.perform(
        "merge", other, by=people.users["clerk"], data={"merged_into": main, "note": "内容相同"}
    )


def test_merging_tells_both_authors_and_the_unit(two, people):
    main, other = two

    other = merged(main, other, people)

    assert (other.status, other.merged_into, other.number) == ("merged", main, 1)
    for user in (people.users["lead"], people.users["joint"], other.lead.user):
        assert "并入闭会第 7 号一并办理" in told(user)[-1]
    assert f"并入贵单位承办的{main}" in told(people.users["handler"])[-1]


def test_both_authors_get_the_answer_of_a_merged_case(two, people, client):
    main, other = two
    other = merged(main, other, people)

    issued(main.row, people)

    for user in (people.users["lead"], people.users["joint"], other.lead.user):
        assert f"已答复，请评价：{main}" in told(user)
    author = other.lead.user
    main = Motion.objects.get(pk=main.pk)
    assert author.has_perm("motions.rate_motion", main)
    assert author.has_perm("motions.view_letter", main.assignments.get().replies.get())
    client.force_login(author)
    assert main.get_absolute_url() in client.get(other.get_absolute_url()).content.decode()
    client.force_login(people.users["clerk"])
    page = client.get(main.get_absolute_url())
    assert [(row.pk, row.three) for row in page.context["merged"]] == [(other.pk, other.lead.name)]


def test_what_was_merged_into_a_case_goes_with_it(two, people, case):
    main, other = two
    third = case("submitted")
    second = motion_workflow.perform(
        "accept", other, by=people.users["clerk"], data={"note": "受理"}
    )
    motion_workflow.perform(
        "merge",
        third,
        by=people.users["clerk"],
        data={"merged_into": second, "note": "内容相同"},
    )

    merged(main, second, people)

    assert Motion.objects.get(pk=third.pk).merged_into == main
    assert AuditEntry.objects.filter(verb="随主件并案", object_id=third.pk).count() == 1


def test_nothing_is_merged_into_what_is_answered_or_withdrawn(two, people):
    main, other = two
    Motion.objects.filter(pk=main.pk).update(status="replied")

    with pytest.raises(IllegalTransition, match="不能并入"):
        merged(main, other, people)

    other = Motion.objects.get(pk=other.pk)
    assert (other.status, other.number, other.merged_into) == ("submitted", None, None)


# --- 撤回 --------------------------------------------------------------------------------
def test_withdrawing_ends_an_objection_that_waits_and_tells_the_unit(in_township, people, case):
    motion = case("accepted", number=7)
    (row,) = handed(motion, people)
    objecting(row, people)

    motion_workflow.perform("withdraw", motion, by=people.users["lead"], data={"note": "已经解决"})

    assert Assignment.objects.get(pk=row.pk).status == "ended"
    assert "代表已撤回，不再办理" in told(people.users["handler"])[-1]
    assert list(Assignment.objects.asking_to_return()) == []


def test_what_was_answered_once_is_not_withdrawn(in_township, people, case):
    motion = case("assigned", replied_on=date(2025, 5, 20))

    with pytest.raises(IllegalTransition, match="2025年5月20日已经答复"):
        motion_workflow.perform("withdraw", motion, by=people.users["lead"], data={"note": "撤"})

    assert Motion.objects.get(pk=motion.pk).status == "assigned"


@pytest.mark.parametrize("name", ["lead", "clerk"])
def test_what_one_of_two_units_has_answered_is_not_withdrawn(in_township, people, case, name):
    motion = case("accepted", number=7)
    units = [(people.unit, "separate"), (people.other_unit, "separate")]
    today = timezone.localdate()
    first, other = services.assign(motion=motion, units=units, on=today, by=people.users["clerk"])
    issued(first, people)
    Notification.objects.all().delete()
    page = client_of(people.users[name]).get(
        reverse("core:step", args=["motions.motion", motion.pk, "withdraw"])
    )

    words = f"{people.unit}已于{chinese_date(today)}签发答复，答复前才能撤回。"
    assert words in page.content.decode()
    with pytest.raises(IllegalTransition, match=words):
        motion_workflow.perform("withdraw", motion, by=people.users[name], data={"note": "撤"})

    assert Motion.objects.get(pk=motion.pk).status == "assigned"
    assert Assignment.objects.get(pk=other.pk).status == "waiting"
    assert not motion.reviews.exists()
    assert not Notification.objects.exists()


def test_a_case_others_were_merged_into_is_not_withdrawn(two, people):
    main, other = two
    merged(main, other, people)

    with pytest.raises(IllegalTransition, match="另有 1 件并入本件办理"):
        motion_workflow.perform("withdraw", main, by=people.users["lead"], data={"note": "撤"})


def test_the_deputy_of_a_main_case_reads_what_to_do(two, people):
    main, other = two
    merged(main, other, people)
    url = reverse("core:step", args=["motions.motion", main.pk, "withdraw"])

    page = client_of(people.users["lead"]).post(url, {"note": "已经解决"})

    (error,) = page.context["form"].non_field_errors()
    assert error.startswith(
        "另有 1 件并入本件办理，撤回后其代表得不到答复：请把书面撤回申请交人大办"
    )
    assert Motion.objects.get(pk=main.pk).status == "assigned"


def test_when_a_main_case_is_withdrawn_one_of_the_merged_goes_on_with_the_others(
    two, people, case, seated, django_assert_max_num_queries
):
    main, other = two
    third = case("submitted")
    third.lead = seated()
    third.save()
    for each in (other, third):
        merged(main, each, people)
    clerk = client_of(people.users["clerk"])
    url = reverse("core:step", args=["motions.motion", main.pk, "withdraw"])
    scan = SimpleUploadedFile("撤回申请.png", PNG, content_type="image/png")

    page = clerk.post(url, {"note": "已经解决", "files": scan})
    assert list(page.context["form"].errors) == ["carried_on"]
    scan.seek(0)
    with django_assert_max_num_queries(20):
        clerk.post(url, {"note": "已经解决", "files": scan, "carried_on": third.pk})

    rows = Motion.objects.in_bulk()
    assert (rows[main.pk].status, rows[third.pk].status) == ("withdrawn", "accepted")
    assert (rows[other.pk].status, rows[other.pk].merged_into) == ("merged", rows[third.pk])
    assert list(Motion.objects.awaiting_assignment()) == [rows[third.pk]]
    assert client_of(other.lead.user).get(main.get_absolute_url()).status_code == 200
    assert "代表已撤回，不再办理" in told(people.users["handler"])[-1]
    words = f"原来并入的件已由其代表撤回，改由本件继续办理，待交办：{rows[third.pk]}"
    for user in (third.lead.user, other.lead.user):
        assert words in told(user)
    assert words not in told(people.users["clerk"])  # who did it
    (row,) = handed(rows[third.pk], people, on=timezone.localdate())
    page = clerk.get(third.get_absolute_url())
    titles = [event.title for each in page.context["rounds"] for event in each.events]
    assert titles[:2] == ["交办", "原来并入的件已撤回，改由本件继续办理"]
    issued(row, people)
    for user in (third.lead.user, other.lead.user):
        assert f"已答复，请评价：{rows[third.pk]}" in told(user)
    assert f"已答复，请评价：{rows[third.pk]}" not in told(people.users["lead"])


def test_the_author_of_a_merged_case_withdraws_his_own(two, people):
    main, other = two
    other = merged(main, other, people)
    author = other.lead.user

    after = motion_workflow.perform("withdraw", other, by=author, data={"note": "已经解决"})

    assert (after.status, after.merged_into) == ("withdrawn", None)
    words = f"并入的{other.official_title}（{other.lead}代表）已撤回，不用再答复其代表：{main}"
    assert told(people.users["handler"])[-1] == words
    assert AuditEntry.objects.get(verb="并入的件撤回").object_id == main.pk
    assert other.reviews.filter(decision="withdrawn", note="已经解决").count() == 1
    issued(main.row, people)
    assert not any("已答复，请评价" in words for words in told(author))
    assert f"已答复，请评价：{main}" in told(people.users["lead"])


def test_a_merged_case_is_not_withdrawn_once_its_main_case_was_answered(two, people):
    main, other = two
    other = merged(main, other, people)
    issued(main.row, people)

    with pytest.raises(IllegalTransition, match="已经答复，答复前才能撤回"):
        motion_workflow.perform("withdraw", other, by=other.lead.user, data={"note": "撤"})


def test_the_office_withdraws_only_with_the_deputys_written_request(
    in_township, people, case, client
):
    motion = case("submitted")
    client.force_login(people.users["clerk"])

    page = client.post(
        reverse("core:step", args=["motions.motion", motion.pk, "withdraw"]), {"note": "代表要求"}
    )

    assert page.context["form"].errors["files"] == ["请上传代表签名的书面撤回申请"]
    assert Motion.objects.get(pk=motion.pk).status == "submitted"


def test_a_merger_is_told_on_a_page_that_stays_open(in_township, people, case):
    """Each author on their own case: the other one is out of sight once the cases part again."""
    main = case("accepted", number=7)
    merged = MotionFactory(
        township=in_township, term=main.term, lead=people.stranger, status="accepted", number=8
    )

    motion_workflow.perform(
        "merge",
        merged,
        by=people.users["clerk"],
        data={"merged_into": main, "note": "同一条路"},
    )

    links = {note.to: note.url for note in Notification.objects.filter(text__contains="一并办理")}
    assert links[people.lead.user] == main.get_absolute_url()
    assert [who for who, url in links.items() if url == merged.get_absolute_url()] == [
        people.stranger.user
    ]
    assert all(
        note.text.endswith("。同一条路")
        for note in Notification.objects.filter(text__contains="一并办理")
    )
