"""The presidium's pages: its members and its meetings."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from renda.core.models import LocalRule
from renda.core.scoping import township_scope
from sessions_app.models import PresidiumMember
from sessions_app.services import presidium_on
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory, RollEntryFactory
from tests.factories.sessions import (
    MeetingFactory,
    MemberFactory,
    TopicFactory,
)
from tests.sessions_app.helpers import rows_of
from tests.sessions_app.rows import fill

pytestmark = pytest.mark.django_db


def test_the_presidium_has_one_chair_and_two_vice_chairs_at_a_time(client, clerk, township):
    term = TermFactory(township=township, number=14)
    people = [MandateFactory(township=township, term=term).deputy for _ in range(4)]
    own = {"township": township, "term": term}
    chair = MemberFactory(**own, deputy=people[0], role="chair")
    MemberFactory(**own, deputy=people[1], role="vice_chair", until_on=date(2024, 6, 30))
    MemberFactory(**own, deputy=people[2], role="vice_chair", from_on=date(2024, 7, 1))
    client.force_login(clerk)
    url = reverse("sessions_app:presidiummember_create")
    data = {"term": term.pk, "deputy": people[3].pk, "from_on": "2024-02-01"}
    refused = client.post(url, data | {"role": "chair"})
    assert refused.context["form"].errors == {
        "role": ["主席名额 2 名 > 1 名。多 1 名。已离任的请先填止日。《地方组织法》第十八条"]
    }
    # never more than one of the two others sits beside a second vice chair
    assert client.post(url, data | {"role": "vice_chair"}).status_code == 302
    with township_scope(township.pk):
        assert PresidiumMember.objects.count() == 4
        member = PresidiumMember.objects.get(deputy=people[3])
    edit = reverse("sessions_app:presidiummember_update", args=[member.pk])
    assert client.post(edit, data | {"role": "chair"}).status_code == 200
    with township_scope(township.pk):
        chair.until_on = date(2024, 1, 31)
        chair.save()
    assert client.post(edit, data | {"role": "chair"}).status_code == 302
    with township_scope(township.pk):
        assert PresidiumMember.objects.get(pk=member.pk).role == "chair"
        with pytest.raises(IntegrityError), transaction.atomic():
            MemberFactory(**own, deputy=people[0], role="chair")


def test_nobody_sits_twice_at_a_time(client, clerk, township):
    own = {"township": township, "term": TermFactory(township=township, number=14)}
    deputy = MandateFactory(**own).deputy
    MemberFactory(**own, deputy=deputy, until_on=date(2025, 6, 30))
    client.force_login(clerk)
    url = reverse("sessions_app:presidiummember_create")
    data = {"term": own["term"].pk, "deputy": deputy.pk, "role": "chair"}

    again = client.post(url, data | {"from_on": "2025-06-30"})
    later = client.post(url, data | {"from_on": "2025-07-01"})

    assert again.context["form"].errors == {
        "deputy": ["这位代表自 2024-01-10 起已是主席团成员，请先填那一条的止日"]
    }
    assert later.status_code == 302


def test_a_seat_ends_with_the_mandate_and_with_the_term(in_township):
    """Nobody wrote down the last days of the seats; each deputy is on the presidium's roll once."""
    day = date(2025, 3, 18)
    term = TermFactory(township=in_township, number=14, starts_on=date(2024, 1, 9))
    former = TermFactory(
        township=in_township, number=13, starts_on=date(2019, 1, 10), ends_on=date(2024, 1, 9)
    )
    own = {"township": in_township}
    stays = MandateFactory(**own, term=term).deputy
    left = MandateFactory(**own, term=term, until_on=date(2025, 3, 17), end_reason="moved").deputy
    MemberFactory(**own, term=former, deputy=stays, from_on=date(2021, 1, 10))
    MemberFactory(**own, term=term, deputy=stays, from_on=date(2024, 1, 9))
    MemberFactory(**own, term=term, deputy=left)

    assert presidium_on(day) == [stays]
    assert presidium_on(date(2025, 3, 17)) == [stays, left]
    assert presidium_on(date(2024, 1, 9)) == [stays]


def test_member_list_holds_the_presidium_against_the_law(client, clerk, township):
    own = {"township": township, "term": TermFactory(township=township, number=14)}
    for role in ("chair", *["vice_chair"] * 3, "member", "member"):
        MemberFactory(**own, role=role)
    MemberFactory(**own, until_on=date(2025, 6, 30))
    client.force_login(clerk)
    url = reverse("sessions_app:presidiummember_list")
    page = client.get(url)
    assert [(c.title, c.passed, c.blocking, c.computed) for c in page.context["checks"]] == [
        ("主席团人数", False, False, "6 名 < 7 名"),
        ("主席名额", True, True, "1 名 ≤ 1 名"),
        ("副主席名额", False, True, "3 名 > 2 名"),
    ]
    words = page.content.decode()
    assert "<code>6 名 &lt; 7 名</code>" in words
    assert (
        "主席、副主席为主席团成员（《地方组织法》第十九条），不得担任国家行政机关的职务（《地方组织法》第十八条）；"
        "其他成员能否担任由本地规定，浙江规定不得担任（《浙江省乡镇人民代表大会工作条例》第三十八条）。"
    ) in words
    with township_scope(township.pk):
        LocalRule.objects.create(key="presidium.size_min", value=5)
    assert client.get(url).context["checks"][0].computed == "5 名 ≤ 6 名 ≤ 13 名"


def test_presidium_pages_say_the_months_of_this_township(client, clerk, township):
    client.force_login(clerk)
    fill(township)
    url = reverse("sessions_app:presidiummeeting_list")
    words = "主席团会议至少每{}个月举行一次（《浙江省乡镇人民代表大会工作条例》第二十四条）。"
    assert words.format("三") in client.get(url).content.decode()
    with township_scope(township.pk):
        LocalRule.objects.create(key="presidium.interval", value=2)
    assert words.format("二") in client.get(url).content.decode()


def test_presidium_meeting_holds_each_decision_against_all_members(client, clerk, township):
    meeting = MeetingFactory(township=township)
    for n in range(9):
        state = "present" if n < 7 else "absent"
        RollEntryFactory(township=township, roll=meeting.roll, state=state)
    for order, votes in enumerate((5, 4, None), 1):
        TopicFactory(township=township, meeting=meeting, order=order, votes_for=votes)
    client.force_login(clerk)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "5 × 2 = 10 &gt; 9" in page
    assert "4 × 2 = 8 ≤ 9" in page
    assert (page.count(">通过</span>"), page.count("未过半数")) == (1, 1)


def test_no_topic_has_more_votes_than_the_presidium_has_members(client, clerk, township):
    term = TermFactory(township=township, number=14)
    own = {"township": township, "term": term}
    for _ in range(3):
        MemberFactory(**own, deputy=MandateFactory(**own).deputy)
    client.force_login(clerk)
    data = {
        "term": term.pk,
        "no": 1,
        "held_on": "2025-03-18",
        "place": "会议室",
        "chaired_by": "沈国良",
    }
    url = reverse("sessions_app:presidiummeeting_create")

    def sent(votes):
        topic = {"order": 1, "title": "监督计划", "votes_for": votes}
        return client.post(url, data | rows_of("rows0", topic))

    assert sent(4).context["form"].non_field_errors() == [
        "议题“监督计划”赞成 4 票，多于主席团成员 3 名，请核对"
    ]
    assert sent(3).status_code == 302
