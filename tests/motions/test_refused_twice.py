"""A unit refused a 退办 twice: on the presidium's list until the presidium has decided."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Assignment, Motion, Objection, Review
from motions.workflow import assignment_workflow
from renda.core.todos import tiles_for
from renda.core.workflow import IllegalTransition
from sessions_app.models import PresidiumMeeting
from tests.factories.motions import AssignmentMeetingFactory, ObjectionFactory
from tests.motions.helpers.browser import client_of
from tests.motions.helpers.handling import handed, objecting, step, told

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
LIST = "motions:twice_refused"


@pytest.fixture
def refused(in_township, people, case):
    """A part in handling, with two 退办 of its unit refused."""
    (row,) = handed(case("accepted", number=7, code="闭-07"), people)
    row = step("sign", row, people.users["handler"], person="何敏")
    for reason in ("不属我单位职责", "编制划转前由其他单位承担"):
        row = objecting(Assignment.objects.get(pk=row.pk), people, reason=reason)
        row = step("deny", row, people.users["clerk"], note="三定方案写明是你单位")
    return Assignment.objects.get(pk=row.pk)


def rule(row, people, decision, note="研究决定", **data):
    return step("rule", row, people.users["chair"], decision=decision, note=note, **data)


def listed(user):
    rows = client_of(user).get(reverse(LIST)).context["object_list"]
    tile = {t.label: t for t in tiles_for(user, TODAY())}.get("两次不同意退办")
    assert (tile is not None) == bool(rows)
    return [row.pk for row in rows]


@pytest.mark.parametrize(
    ("times", "then"),
    [(1, "该单位继续办理"), (2, "这是第 2 次不同意，列入提请主席团研究的清单；该单位继续办理")],
)
def test_who_refuses_reads_the_last_day_and_what_follows(in_township, people, case, times, then):
    (row,) = handed(case("accepted"), people)
    row = step("sign", row, people.users["handler"], person="何敏")
    for time in range(times):
        row = objecting(Assignment.objects.get(pk=row.pk), people)
        if time + 1 < times:
            row = step("deny", row, people.users["clerk"], note="三定方案写明是你单位")

    facts = dict(assignment_workflow.transitions["deny"].confirm(row))

    assert (facts["答复期限"], facts["此后"]) == (f"{row.due_on}，不因退办改变", then)


@pytest.mark.parametrize(
    ("name", "data", "state", "said"),
    [
        ("uphold", {}, "handling", "主席团维持交办，请继续办理："),
        (
            "coordinate",
            {"coordinator": "陆海峰"},
            "handling",
            "主席团决定协调办理，仍由贵单位承办：",
        ),
        ("transfer", {"to_unit": True}, "reassigned", "主席团决定改交其他单位："),
    ],
)
def test_the_presidium_decides_and_the_row_leaves_its_list(
    people, refused, name, data, state, said
):
    office = client_of(people.users["chair"])
    assert listed(people.users["chair"]) == [refused.pk]
    page = office.get(refused.get_absolute_url()).content.decode()
    url = assignment_workflow.url(refused, assignment_workflow.transitions["rule"])
    assert url in page
    shown = office.get(url).content.decode()
    assert "不属我单位职责" in shown
    assert "编制划转前由其他单位承担" in shown
    if "to_unit" in data:
        data = {"to_unit": people.other_unit.pk}

    said_so = {"decision": name, "on": str(TODAY()), "note": "职责清单第七条", **data}

    posted = office.post(url, said_so)

    assert posted.status_code == 302
    assert listed(people.users["chair"]) == []
    refused = Assignment.objects.get(pk=refused.pk)
    assert refused.status == state
    review = Review.objects.get(decision=name)
    assert review.note.startswith(f"{people.unit}：")
    assert review.note.endswith("职责清单第七条")
    assert review.on == TODAY()
    assert list(Objection.objects.order_by("pk").values_list("ruling", flat=True)) == [
        None, review.pk,
    ]  # fmt: skip
    assert told(people.users["head"])[-1].startswith(said)
    assert told(people.users["head"])[-1].endswith("职责清单第七条")
    case = office.get(refused.get_absolute_url()).content.decode()
    assert review.get_decision_display() in case
    assert url not in case


def test_what_the_presidium_moves_goes_on_with_its_days(people, refused):
    due = refused.due_on

    rule(refused, people, "transfer", to_unit=people.other_unit)

    new = Assignment.objects.get(passed_from=refused)
    assert (new.unit, new.due_on) == (people.other_unit, due)
    assert Motion.objects.get(pk=new.motion_id).main_unit == people.other_unit
    page = client_of(people.users["clerk"]).get(new.get_absolute_url()).content.decode()
    assert f"原交{people.unit}，{TODAY()} 主席团决定改交" in page
    events = {e.title: e.who for r in rounds_of(people, new) for e in r.events}
    assert events["改交"] == "主席团"


def test_the_presidiums_meeting_is_kept_and_the_meeting_it_was_handed_out_at_stays(
    in_township, term, people, refused
):
    handed_out = AssignmentMeetingFactory(township=in_township)
    Assignment.objects.filter(pk=refused.pk).update(meeting=handed_out)
    meeting = PresidiumMeeting.objects.create(
        term=term, no=11, held_on=TODAY(), place="会议室", chaired_by="沈国良"
    )
    url = assignment_workflow.url(refused, assignment_workflow.transitions["rule"])
    said = {"decision": "uphold", "on": str(TODAY()), "note": "研究决定", "meeting": meeting.pk}

    assert client_of(people.users["chair"]).post(url, said).status_code == 302

    assert Review.objects.get(decision="uphold").meeting == meeting
    assert Assignment.objects.get(pk=refused.pk).meeting == handed_out


def rounds_of(people, row):
    return client_of(people.users["clerk"]).get(row.get_absolute_url()).context["rounds"]


@pytest.mark.parametrize(
    ("data", "field"),
    [({"decision": "transfer"}, "to_unit"), ({"decision": "coordinate"}, "coordinator")],
)
def test_a_decision_says_to_whom_or_by_whom(people, refused, data, field):
    url = assignment_workflow.url(refused, assignment_workflow.transitions["rule"])

    page = client_of(people.users["chair"]).post(url, {"on": str(TODAY()), "note": "研究", **data})

    assert set(page.context["form"].errors) == {field}
    assert not Review.objects.filter(decision=data["decision"]).exists()


def test_a_coordinated_case_is_told_to_the_government_office(people, refused):
    rule(refused, people, "coordinate", note="由陆海峰牵头协调。周五前定")

    assert told(people.users["gov_office"])[-1].endswith("由陆海峰牵头协调。周五前定")


def test_what_waits_for_the_heads_signature_is_not_moved(people, refused):
    Assignment.objects.filter(pk=refused.pk).update(status="signing", to_sign="reply")

    with pytest.raises(IllegalTransition, match="已送负责人签发"):
        rule(refused, people, "transfer", to_unit=people.other_unit)


def test_it_is_decided_once(people, refused):
    rule(refused, people, "uphold")

    with pytest.raises(PermissionDenied):
        rule(refused, people, "uphold")


def test_a_third_refusal_comes_before_the_presidium_again(people, refused):
    rule(refused, people, "uphold")
    row = objecting(Assignment.objects.get(pk=refused.pk), people)
    assert listed(people.users["chair"]) == []

    step("deny", row, people.users["clerk"], note="仍不同意")

    assert listed(people.users["chair"]) == [refused.pk]


def test_one_refusal_is_no_matter_for_the_presidium(in_township, people, case):
    motion = case("assigned")
    ObjectionFactory(
        township=in_township, assignment=motion.row, decision="denied", decided_by="周玉兰",
        decided_on=TODAY(),
    )  # fmt: skip

    assert listed(people.users["chair"]) == []
    page = client_of(people.users["chair"]).get(motion.get_absolute_url())
    assert "登记主席团处理" not in {t["label"] for t in page.context["transitions"]}


def test_moving_a_case_costs_no_more_than_other_steps(people, refused):
    office = client_of(people.users["chair"])
    url = assignment_workflow.url(refused, assignment_workflow.transitions["rule"])
    office.get(url)
    data = {"decision": "transfer", "to_unit": people.other_unit.pk, "note": "改交"}

    with CaptureQueriesContext(connection) as asked:
        posted = office.post(url, data | {"on": str(TODAY())})

    assert posted.status_code == 302
    assert len(asked) <= 20, [q["sql"][:120] for q in asked]
