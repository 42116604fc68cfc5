"""Whom a roll expects: it follows who is in office on its day, until a line bears a mark."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from deputies.daily import renew_rolls
from deputies.expecting import follow, follow_body, rule_for
from deputies.models import Deputy, Honour, Mandate, Roll, RollEntry
from deputies.services import check_in, close_roll, mark, open_roll
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from sessions_app.models import PresidiumMeeting, PresidiumMember, Sitting
from sessions_app.services import hold_presidium_meeting, hold_sitting
from supervision.models import Appraisal
from supervision.services import open_appraisal
from tests.factories.core import UnitFactory
from tests.factories.deputies import (
    ConstituencyFactory,
    GroupFactory,
    HonourFactory,
    MandateFactory,
)
from tests.factories.motions import MotionFactory
from tests.factories.sessions import (
    MemberFactory,
    SessionFactory,
    SponsorFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 3, 18)


@pytest.fixture
def people(township, term):
    return [MandateFactory(township=township, term=term).deputy for _ in range(3)]


def lines(roll):
    """(deputy, state) of a roll's lines."""
    with township_scope(roll.township_id):
        return set(RollEntry.objects.filter(roll=roll).values_list("deputy", "state"))


def end(deputy, on=date(2025, 2, 1)):
    Mandate.objects.filter(deputy=deputy).update(until_on=on, end_reason="resigned")


def test_a_roll_of_january_expects_in_march_who_is_in_office_then(in_township, term, people, clerk):
    stays, left, signed = people
    roll = open_roll(title="学习", on=DAY, kind="training")
    mark(roll=roll, deputies=[signed], state="present", by=clerk)
    end(left)
    end(signed)
    elected = MandateFactory(township=in_township, term=term, from_on=date(2025, 2, 20)).deputy

    renew_rolls(DAY)

    assert lines(roll) == {
        (stays.pk, "expected"),
        (signed.pk, "present"),
        (elected.pk, "expected"),
    }
    assert close_roll(roll=roll, by=clerk) == 2
    renew_rolls(DAY)
    assert lines(roll) == {
        (stays.pk, "absent"),
        (signed.pk, "present"),
        (elected.pk, "absent"),
    }


def test_closing_counts_only_those_in_office_absent(in_township, people, clerk):
    roll = open_roll(title="学习", on=DAY, kind="training")
    end(people[0])

    assert close_roll(roll=roll, by=clerk) == 2
    assert RollEntry.objects.filter(roll=roll, state="absent").count() == 2


def test_those_chosen_by_name_leave_and_nobody_joins(in_township, term, people, clerk):
    roll = open_roll(title="督查", on=DAY, kind="inspection", expected=people[:2])
    end(people[0])
    MandateFactory(township=in_township, term=term)

    close_roll(roll=roll, by=clerk)

    assert lines(roll) == {(people[1].pk, "absent")}


def test_who_was_elected_since_signs_by_scan(in_township, term, people, clerk):
    roll = open_roll(title="学习", on=DAY, kind="training")
    elected = MandateFactory(township=in_township, term=term, from_on=DAY).deputy

    entry = check_in(roll=roll, deputy=elected, at=timezone.now(), by=clerk)

    assert entry.state == "present"


def test_a_mandate_written_down_puts_the_deputy_on_open_rolls(client, clerk, township, term):
    """Those of its days, and of the deputy's own group."""
    group = GroupFactory(township=township)
    with township_scope(township.pk):
        wide, early, closed = (
            open_roll(title="学习", on=on, kind="training") for on in (DAY, date(2025, 1, 9), DAY)
        )
        close_roll(roll=closed, by=clerk)
        other = open_roll(
            title="活动", on=DAY, kind="activity", rule=rule_for(["township"], group.pk)
        )
    deputy = MandateFactory(township=township, term=None, level="county").deputy
    place = {"level": "township", "term": term.pk, "from_on": "2025-02-20", "card_no": "14-070"}
    place["constituency"] = ConstituencyFactory(township=township).pk
    client.force_login(clerk)

    response = client.post(reverse("deputies:mandate_create", args=[deputy.pk]), place)

    assert response.status_code == 302
    assert [lines(roll) for roll in (wide, early, closed, other)] == [
        {(deputy.pk, "expected")},
        set(),
        set(),
        set(),
    ]
    with township_scope(township.pk):
        Mandate.objects.filter(deputy=deputy, level="township").update(
            until_on=date(2025, 3, 1), end_reason="moved"
        )
        follow(deputy)
        assert lines(wide) == set()


def edit(client, clerk, name, record, **data):
    client.force_login(clerk)
    url = reverse(name, args=[record.pk])
    response = client.post(url, {"seen_revision": record.revision, **data})
    assert response.status_code == 302, response.context["form"].errors


def test_a_sitting_takes_its_roll_to_another_day_and_kind(client, clerk, in_township, term, people):
    session = SessionFactory(township=in_township, term=term)
    member = MemberFactory(
        township=in_township, term=term, deputy=people[0], from_on=date(2024, 1, 10)
    ).deputy
    starts = timezone.make_aware(datetime(2024, 12, 31, 9))
    sitting = hold_sitting(sitting=Sitting(session=session, kind="plenary", no=1, starts_at=starts))
    assert len(lines(sitting.roll)) == 3

    told = {"kind": "presidium", "no": 1, "starts_at": "2025-01-20 09:00", "place": "会议室"}
    edit(client, clerk, "sessions_app:sitting_update", sitting, **told)

    roll = Roll.objects.get()
    assert (roll.title, roll.on) == (f"{session}主席团第一次会议", date(2025, 1, 20))
    assert (roll.place, roll.kind) == ("会议室", "presidium")
    assert lines(roll) == {(member.pk, "expected")}


def test_a_meeting_takes_its_roll_to_another_day(client, clerk, in_township, term, people):
    for deputy, until in zip(people, (None, date(2024, 12, 31), None), strict=True):
        MemberFactory(
            township=in_township,
            term=term,
            deputy=deputy,
            from_on=date(2024, 1, 10),
            until_on=until,
        )
    meeting = hold_presidium_meeting(
        meeting=PresidiumMeeting(
            term=term, no=1, held_on=date(2024, 12, 30), place="会议室", chaired_by="沈国良"
        )
    )
    assert len(lines(meeting.roll)) == 3

    rows = {"rows0-TOTAL_FORMS": 0, "rows0-INITIAL_FORMS": 0}
    told = {"term": term.pk, "no": 2, "held_on": "2025-01-02", "place": "礼堂"}
    edit(
        client,
        clerk,
        "sessions_app:presidiummeeting_update",
        meeting,
        chaired_by="沈国良",
        **told,
        **rows,
    )

    roll = Roll.objects.get()
    assert (roll.on, roll.place, roll.title[-6:]) == (date(2025, 1, 2), "礼堂", "团第二次会议")
    assert lines(roll) == {(people[0].pk, "expected"), (people[2].pk, "expected")}


def test_an_appraisal_takes_its_roll_to_another_day_and_level(
    client, clerk, in_township, term, people
):
    county = MandateFactory(township=in_township, term=None, level="county").deputy
    unit = UnitFactory(township=in_township)
    appraisal = open_appraisal(
        Appraisal(title="工作评议", unit=unit, held_on=date(2024, 12, 30), total=0),
        participants=None,
    )
    assert len(lines(appraisal.roll)) == 3

    counts = dict.fromkeys(
        [
            "total",
            "issued",
            "returned",
            "satisfied",
            "basically_satisfied",
            "dissatisfied",
            "unknown",
        ],
        0,
    )
    told = {"title": "评议", "unit": unit.pk, "level": "county", "held_on": "2025-01-03"}
    edit(client, clerk, "supervision:appraisal_update", appraisal, **told, **counts)

    roll = Roll.objects.get()
    assert (roll.title, roll.on) == ("评议", date(2025, 1, 3))
    assert lines(roll) == {(county.pk, "expected")}


def void(client, record):
    args = [record._meta.label_lower, record.pk]
    return client.post(reverse("core:void", args=args), {"note": "登记错了"})


def test_a_voided_mandate_leaves_the_open_rolls(client, clerk, in_township, term, people):
    roll = open_roll(title="学习", on=DAY, kind="training")
    mandate = people[0].mandates.get()
    client.force_login(clerk)
    edit = client.get(reverse("deputies:mandate_update", args=[mandate.pk])).content.decode()
    assert reverse("core:void", args=["deputies.mandate", mandate.pk]) in edit

    gone = void(client, mandate)

    assert (gone.status_code, gone.url) == (302, people[0].get_absolute_url())
    assert lines(roll) == {(people[1].pk, "expected"), (people[2].pk, "expected")}
    assert AuditEntry.objects.get(verb="作废").detail["note"] == "登记错了"
    assert not Mandate.objects.filter(pk=mandate.pk).exists()


def test_a_mandate_that_others_rest_on_stays(client, clerk, in_township, term, people):
    """A closed roll, a vote that counts the deputy, a case, a joint nomination; not what another seat covers."""
    deputy = people[0]
    mandate = deputy.mandates.get()
    roll = open_roll(title="学习", on=DAY, kind="training")
    close_roll(roll=roll, by=clerk)
    session = SessionFactory(township=in_township, term=term)
    vote = VoteFactory(township=in_township, session=session)
    case = MotionFactory(
        township=in_township, lead=deputy, status="submitted", submitted_on=date(2025, 2, 3)
    )
    signed = SponsorFactory(township=in_township, deputy=deputy)
    seat = MemberFactory(township=in_township, term=term, deputy=deputy)
    client.force_login(clerk)

    page = void(client, mandate)

    assert page.status_code == 200
    said = {each["words"]: each["rows"][0]["url"] for each in page.context["hanging"]}
    assert said == {
        "1 条已登记到会情况的签到册": roll.get_absolute_url(),
        "1 条把这位代表计入全体代表的表决": vote.get_absolute_url(),
        "1 条领衔、联名的议案建议": case.get_absolute_url(),
        "1 条代表联合提名": signed.get_absolute_url(),
        "1 条主席团成员": seat.get_absolute_url(),
    }
    assert "只是填错的，用“修改”更正" in page.content.decode()
    assert Mandate.objects.filter(pk=mandate.pk).exists()

    again = MandateFactory(township=in_township, deputy=deputy, term=term)
    assert void(client, again).status_code == 302, "the other seat covers every day"


def test_a_county_seat_covers_no_roll_of_town_deputies(client, clerk, in_township, term, people):
    mandate = people[0].mandates.get()
    MandateFactory(township=in_township, deputy=people[0], level="county", term=None)
    close_roll(roll=open_roll(title="学习", on=DAY, kind="training"), by=clerk)
    client.force_login(clerk)

    assert void(client, mandate).status_code == 200
    assert void(client, people[0].mandates.get(level="county")).status_code == 302


def test_another_group_puts_the_deputy_on_its_open_rolls(client, clerk, in_township, people):
    old, new = (GroupFactory(township=in_township) for _ in range(2))
    Deputy.objects.filter(pk=people[0].pk).update(group=old)
    rolls = [
        open_roll(title="活动", on=DAY, kind="activity", rule=rule_for(["township"], group.pk))
        for group in (old, new)
    ]
    assert [lines(roll) for roll in rolls] == [{(people[0].pk, "expected")}, set()]
    deputy = Deputy.objects.get(pk=people[0].pk)
    client.force_login(clerk)
    url = reverse("deputies:deputy_update", args=[deputy.pk])
    form = client.get(url).context["form"]
    data = {n: form[n].value() for n in form.fields if form[n].value() not in (None, "")}

    assert client.post(url, data | {"group": new.pk}).status_code == 302

    assert [lines(roll) for roll in rolls] == [set(), {(people[0].pk, "expected")}]


def test_who_comes_to_the_presidium_or_leaves_it_is_followed_at_once(
    client, clerk, in_township, term, people
):
    """By saving, correcting and voiding; a line with a mark and a closed roll stay as they are."""
    first = MemberFactory(township=in_township, term=term, deputy=people[0])
    held, coming = (
        hold_presidium_meeting(
            meeting=PresidiumMeeting(term=term, no=no, held_on=on, place="会议室", chaired_by="甲")
        ).roll
        for no, on in ((1, date(2025, 1, 8)), (2, DAY))
    )
    close_roll(roll=held, by=clerk)
    client.force_login(clerk)
    data = {"term": term.pk, "deputy": people[1].pk, "role": "member", "from_on": "2024-03-01"}

    url = reverse("sessions_app:presidiummember_create")
    assert client.post(url, data).status_code == 302
    both = {(people[0].pk, "expected"), (people[1].pk, "expected")}
    assert lines(coming) == both
    assert lines(held) == {(people[0].pk, "absent")}

    second = PresidiumMember.objects.get(deputy=people[1])
    page = reverse("sessions_app:presidiummember_update", args=[second.pk])
    assert f'href="{page}"' in client.get(second.get_absolute_url()).content.decode()
    edit(
        client, clerk, "sessions_app:presidiummember_update", second, **data, until_on="2025-02-28"
    )
    assert lines(coming) == {(people[0].pk, "expected")}

    gone = void(client, second)
    assert (gone.status_code, gone.url) == (302, second.get_absolute_url())
    kept = void(client, first)
    assert kept.context["hanging"][0]["words"] == "1 条已登记到会情况的主席团签到册"
    assert PresidiumMember.objects.get() == first


def test_following_a_body_costs_two_queries_and_one_a_day_besides_what_changes(
    in_township, term, people, django_assert_num_queries
):
    MemberFactory(township=in_township, term=term, deputy=people[0])
    for no in range(1, 4):
        meeting = PresidiumMeeting(term=term, no=no, held_on=DAY, place="会议室", chaired_by="甲")
        hold_presidium_meeting(meeting=meeting)

    with django_assert_num_queries(3):
        follow_body("presidium")


def test_an_honour_is_voided_where_it_was_entered(client, clerk, in_township, people):
    honour = HonourFactory(township=in_township, deputy=people[0])
    client.force_login(clerk)
    page = reverse("deputies:honour_update", args=[honour.pk])
    assert page in client.get(reverse("deputies:honour_list")).content.decode()
    assert (
        reverse("core:void", args=["deputies.honour", honour.pk])
        in client.get(page).content.decode()
    )

    gone = void(client, honour)

    assert (gone.status_code, gone.url) == (302, people[0].get_absolute_url())
    assert (Honour.objects.count(), Honour.with_voided.count()) == (0, 1)
