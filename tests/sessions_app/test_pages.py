"""Every page: query counts, the other township, who may open what, and what a form does."""

import re
from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from renda.core.models import LocalRule, Role
from renda.core.scoping import township_scope
from sessions_app.models import (
    AgendaItem,
    BallotCount,
    Candidate,
    DocumentReceipt,
    Notice,
    Post,
    PresidiumMember,
    Removal,
    Resolution,
    RuleDocument,
    Session,
    Vote,
)
from sessions_app.urls import urlpatterns
from tests.factories.core import MembershipFactory, TermFactory
from tests.factories.deputies import DeputyFactory, MandateFactory, RollEntryFactory
from tests.factories.sessions import (
    AgendaItemFactory,
    BallotFactory,
    CandidateFactory,
    DocumentFactory,
    ElectionFactory,
    MeetingFactory,
    MemberFactory,
    NoticeFactory,
    PostFactory,
    RemovalFactory,
    ResignationFactory,
    ResolutionFactory,
    RuleFactory,
    SessionFactory,
    SittingFactory,
    TopicFactory,
    VersionFactory,
    VoteFactory,
)

pytestmark = pytest.mark.django_db


def fill(township, n=1):
    """One row for every list and page, all of one session with ``n`` of everything."""
    with township_scope(township.pk):
        session = SessionFactory(township=township)
        own = {"township": township, "session": session}
        for number in range(1, n + 1):
            item = AgendaItemFactory(**own, order=number)
            vote = VoteFactory(**own, agenda_item=item)
            resolution = ResolutionFactory(**own, agenda_item=item, vote=vote)
            sitting = SittingFactory(**own, no=number)
            deputy = DeputyFactory(township=township)
            RollEntryFactory(township=township, roll=sitting.roll, deputy=deputy, state="present")
            document = DocumentFactory(**own)
            election = ElectionFactory(**own, sitting=sitting)
            voted = AgendaItemFactory(**own, order=50 + number, kind="election")
            post = PostFactory(township=township, election=election, agenda_item=voted)
            for _ in range(2):
                CandidateFactory(township=township, post=post, votes_for=54)
            BallotFactory(township=township, post=post, status="released")
            meeting = MeetingFactory(township=township, term=session.term)
            TopicFactory(township=township, meeting=meeting)
            member = MemberFactory(township=township, term=session.term)
            notice = NoticeFactory(township=township, session=session)
            resignation = ResignationFactory(**own, vote=vote)
            removal = RemovalFactory(**own, vote=vote)
            rule = RuleFactory(township=township)
            VersionFactory(township=township, document=rule, meeting=meeting)
    return {
        "session": session,
        "sitting": sitting,
        "sessiondocument": document,
        "vote": vote,
        "resolution": resolution,
        "election": election,
        "post": post,
        "presidiummeeting": meeting,
        "presidiummember": member,
        "notice": notice,
        "resignation": resignation,
        "removal": removal,
        "ruledocument": rule,
    }


LISTS = {
    "session": 7,
    "vote": 7,
    "resolution": 7,
    "post": 9,
    "presidiummeeting": 8,
    "presidiummember": 9,
    "notice": 7,
    "resignation": 7,
    "removal": 7,
    "ruledocument": 8,
}


def asked(seen):
    """The statements that read or write rows; what frames a transaction is left out."""
    frames = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", 'SELECT 1 AS "_check"')
    return [q["sql"] for q in seen if not q["sql"].startswith(frames)]


def queries(client, url):
    client.get(url)  # the session's first request also writes the session
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(url)
    assert response.status_code == 200
    return len(seen)


@pytest.mark.parametrize(("name", "number"), LISTS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(client, clerk, township, name, number, rows):
    for _ in range(rows):
        fill(township)
    client.force_login(clerk)
    assert queries(client, reverse(f"sessions_app:{name}_list")) == number


DETAILS = {
    "session": 11,
    "sitting": 7,
    "sessiondocument": 9,
    "vote": 8,
    "resolution": 7,
    "election": 10,
    "presidiummeeting": 10,
    "notice": 7,
    "resignation": 7,
    "removal": 7,
    "ruledocument": 9,
}


@pytest.mark.parametrize(("name", "number"), DETAILS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_record_asks_the_same_number_of_queries(client, clerk, township, name, number, rows):
    records = fill(township, rows)
    client.force_login(clerk)
    url = reverse(f"sessions_app:{name}_detail", args=[records[name].pk])
    assert queries(client, url) == number


@pytest.mark.parametrize("rows", [1, 3])
def test_tally_page_asks_the_same_number_of_queries(client, clerk, township, rows):
    records = fill(township, rows)
    client.force_login(clerk)
    assert queries(client, reverse("sessions_app:post_tally", args=[records["post"].pk])) == 10


def pages():
    """(name, kwarg or None, model whose pk it takes) of every URL of this app."""
    assert get_resolver().namespace_dict["sessions_app"]
    parents = {"nomination": "post", "ruleversion": "ruledocument"}
    for pattern in urlpatterns:
        model = pattern.name.split("_")[0]
        route = str(pattern.pattern)
        if "parent_pk" in route:
            yield pattern.name, "parent_pk", parents.get(model, "session")
        else:
            yield pattern.name, "pk" if "pk" in route else None, model


@pytest.mark.parametrize(("name", "kwarg", "model"), list(pages()))
def test_pages_are_closed_to_strangers_and_other_townships(
    client, township, outsider, name, kwarg, model
):
    records = fill(township)
    kwargs = {kwarg: records[model].pk} if kwarg else {}
    url = reverse(f"sessions_app:{name}", kwargs=kwargs)
    assert client.get(url).status_code in {302, 405}
    client.force_login(outsider)
    for method in (client.get, client.post):
        response = method(url)
        if kwarg:
            assert response.status_code in {403, 404, 405}
        assert str(records["session"]) not in response.content.decode()


OFFICE, READERS = {"clerk", "chair"}, {"clerk", "chair", "county"}
ROLES = {
    "session_list": READERS | {"deputy"},
    "session_detail": READERS | {"deputy"},
    "sessiondocument_detail": READERS | {"deputy"},
    "resolution_list": READERS | {"deputy"},
    "resolution_detail": READERS | {"deputy"},
    "ruledocument_list": READERS | {"deputy"},
    "ruledocument_detail": READERS | {"deputy"},
    "notice_list": READERS | {"deputy", "gov_office"},
    "notice_detail": READERS,
    "sitting_detail": READERS,
    "vote_list": READERS,
    "vote_detail": READERS,
    "election_detail": READERS,
    "post_list": READERS,
    "post_tally": READERS,
    "presidiummeeting_list": READERS,
    "presidiummeeting_detail": READERS,
    "presidiummember_list": READERS,
    "resignation_list": READERS,
    "resignation_detail": READERS,
    "removal_list": READERS,
    "removal_detail": READERS,
    "post_update": set(),
    "nomination_create": set(),
    "session_screen": OFFICE,
    "election_screen": OFFICE,
}
POST_ONLY = {"sitting_sign", "sitting_close", "sessiondocument_read", "post_tally_preview"}


@pytest.mark.parametrize(("name", "kwarg", "model"), list(pages()))
def test_pages_open_to_exactly_their_roles(client, township, person, unit, name, kwarg, model):
    if name in POST_ONLY:
        pytest.skip("answers POST only; tested where it is used")
    records = fill(township)
    kwargs = {kwarg: records[model].pk} if kwarg else {}
    url = reverse(f"sessions_app:{name}", kwargs=kwargs)
    opened = set()
    for role in Role:
        user = person(role, unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None)
        client.force_login(user)
        if client.get(url).status_code == 200:
            opened.add(str(role))
    assert opened == {str(r) for r in ROLES.get(name, OFFICE)}


def test_archived_session_and_what_hangs_on_it_cannot_be_changed(client, clerk, township):
    records = fill(township)
    with township_scope(township.pk):
        Session.objects.update(status="archived")
    client.force_login(clerk)
    for name in ("session", "vote", "resolution", "sitting", "election", "sessiondocument"):
        url = reverse(f"sessions_app:{name}_update", args=[records[name].pk])
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403
    for name in ("vote", "resolution", "sitting"):
        url = reverse(f"sessions_app:{name}_create", args=[records["session"].pk])
        assert client.post(url, {}).status_code == 403


def rows_of(prefix, *rows):
    """Formset data of new rows."""
    data = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for n, row in enumerate(rows):
        data |= {f"{prefix}-{n}-{name}": value for name, value in row.items()}
    return data


def test_session_is_registered_with_agenda_and_all_deputies(client, clerk, township):
    term = TermFactory(township=township, number=14)
    for _ in range(3):
        MandateFactory(township=township, term=term)
    client.force_login(clerk)
    data = {
        "term": term.pk,
        "session_no": 2,
        "kind": "regular",
        "opens_on": "2025-01-21",
        "closes_on": "2025-01-21",
        "place": "镇文化礼堂",
    } | rows_of(
        "rows0", {"order": 1, "kind": "report", "title": "镇人民政府工作报告", "reporter": "陆海峰"}
    )
    with CaptureQueriesContext(connection) as seen:
        response = client.post(reverse("sessions_app:session_create"), data)
    assert response.status_code == 302
    assert len(asked(seen)) <= 20
    with township_scope(township.pk):
        session = Session.objects.get()
        assert response["Location"] == session.get_absolute_url()
        assert (session.total_deputies, session.status) == (3, "preparing")
        assert AgendaItem.objects.get().sentence == "听取和审议镇人民政府工作报告"


def vote_data(**changes):
    return {
        "matter": "关于政府工作报告的决议（草案）",
        "held_on": "2025-01-21",
        "way": "hands",
        "present": 54,
        "votes_for": 53,
        "votes_against": 0,
        "votes_abstain": 1,
        "not_voting": 0,
    } | changes


def test_vote_is_registered_against_all_deputies(client, clerk, township):
    session = SessionFactory(township=township)
    client.force_login(clerk)
    url = reverse("sessions_app:vote_create", args=[session.pk])
    assert client.post(url, vote_data()).status_code == 302
    with township_scope(township.pk):
        vote = Vote.objects.get()
        assert (vote.total, vote.votes_for, vote.passed) == (58, 53, True)
    off = client.post(url, vote_data(votes_for=54))
    assert off.status_code == 200
    assert "赞成、反对、弃权与未表决之和应等于实到人数" in off.content.decode()
    with township_scope(township.pk):
        assert Vote.objects.count() == 1


def test_vote_without_a_quorum_is_refused_beside_the_field(client, clerk, township):
    session = SessionFactory(township=township)
    vote = VoteFactory(township=township, session=session)
    client.force_login(clerk)
    create = reverse("sessions_app:vote_create", args=[session.pk])
    edit = reverse("sessions_app:vote_update", args=[vote.pk])
    for url in (create, edit):
        response = client.post(url, vote_data(present=38, votes_for=38, votes_abstain=0))
        assert response.status_code == 200
        assert response.context["form"].errors == {
            "present": [
                "38 × 3 = 114 < 58 × 2 = 116。至少 39 名，还差 1 名。"
                "《地方组织法》第十四条：须三分之二以上出席"
            ]
        }
    with township_scope(township.pk):
        assert [(v.pk, v.present) for v in Vote.objects.all()] == [(vote.pk, 54)]


def test_removal_form_offers_no_deputy(client, clerk, township):
    client.force_login(clerk)
    url = reverse("sessions_app:removal_create")
    data = {
        "name": "凌海燕",
        "proposed_on": "2025-01-20",
        "by": "presidium",
        "reason": "不履行职责",
    }
    data |= {"sponsors": 0}
    refused = client.post(url, data | {"post": "deputy"})
    assert list(refused.context["form"].errors) == ["post"]
    assert "代表由原选区选民罢免（《选举法》第五十条）" in refused.content.decode()
    with township_scope(township.pk):
        assert Removal.objects.count() == 0
    assert client.post(url, data | {"post": "mayor"}).status_code == 302
    with township_scope(township.pk):
        assert Removal.objects.get().post == "mayor"


def test_resolution_cannot_rest_on_a_failed_vote(client, clerk, township):
    session = SessionFactory(township=township)
    failed = VoteFactory(township=township, session=session, votes_for=29, votes_against=25)
    foreign = VoteFactory(township=township)
    client.force_login(clerk)
    url = reverse("sessions_app:resolution_create", args=[session.pk])
    data = {
        "kind": "resolution",
        "title": "关于政府工作报告的决议",
        "passed_on": "2025-01-21",
        "text": "批准。",
    }
    response = client.post(url, data | {"vote": failed.pk})
    assert "这次表决未通过：29 × 2 = 58 ≤ 58" in response.content.decode()
    assert client.post(url, data | {"vote": foreign.pk}).status_code == 200
    with township_scope(township.pk):
        assert Resolution.objects.count() == 0


@pytest.fixture
def tally(client, clerk, township):
    """A post with two candidates, and how to post its count."""
    post = PostFactory(township=township)
    people = [
        CandidateFactory(township=township, post=post, name=name) for name in ("汤晓琴", "蒋文斌")
    ]
    client.force_login(clerk)

    def send(votes, url="post_tally", **changes):
        data = {
            "present": 54,
            "issued": 54,
            "returned": 54,
            "valid": 54,
            "void": 0,
            "chief_scrutineer": "顾长根",
            "scrutineers": "罗玉珍",
            "tellers": "周玉兰",
        } | changes
        for candidate, row in zip(people, votes, strict=True):
            for name, value in zip(("for", "against", "abstain"), row, strict=True):
                data[f"votes_{name}_{candidate.pk}"] = value
        data |= rows_of("writein", *([{"name": "", "votes": ""}]))
        return client.post(reverse(f"sessions_app:{url}", args=[post.pk]), data)

    return post, send


def test_count_that_is_off_is_kept_as_a_draft_and_not_submitted(township, tally):
    _, send = tally
    response = send([(54, 0, 0), (52, 1, 0)], action="check")
    assert response.status_code == 302
    with township_scope(township.pk):
        ballot = BallotCount.objects.get()
        assert ballot.status == "entering"
        votes = Candidate.objects.order_by("pk").values_list("votes_for", flat=True)
        assert list(votes) == [54, 52]


def test_right_count_is_submitted_and_then_closed(township, tally):
    _, send = tally
    with CaptureQueriesContext(connection) as saving:
        send([(54, 0, 0), (52, 1, 0)], action="save")
    assert len(asked(saving)) <= 20
    with CaptureQueriesContext(connection) as submitting:
        send([(54, 0, 0), (52, 2, 0)], action="check")
    # saving and checking are two acts, each with its line of history
    assert len(asked(submitting)) <= 24
    with township_scope(township.pk):
        assert BallotCount.objects.get().status == "checked"
    send([(10, 44, 0), (52, 2, 0)], action="save")
    with township_scope(township.pk):
        votes = Candidate.objects.order_by("pk").values_list("votes_for", flat=True)
        assert list(votes) == [54, 52]


def test_preview_says_the_same_as_the_saved_count_and_saves_nothing(client, township, tally):
    post, send = tally
    typed = send([(54, 0, 0), (52, 1, 0)], url="post_tally_preview").content.decode()
    with township_scope(township.pk):
        assert BallotCount.objects.count() == 0
    send([(54, 0, 0), (52, 1, 0)], action="save")
    kept = client.get(post.get_absolute_url()).content.decode()
    for words in (
        "蒋文斌 53 ≠ 有效票 54",
        "54 × 2 = 108 &gt; 58，过全体代表半数；54 / 54 满票（实到代表）",
        "6 项通过，1 项不符",
    ):
        assert words in typed
        assert words in kept


def test_stale_count_is_refused(township, tally):
    _, send = tally
    send([(54, 0, 0), (52, 2, 0)], action="save")
    response = send([(1, 53, 0), (52, 2, 0)], action="save", seen_revision=0)
    assert response.status_code == 200
    with township_scope(township.pk):
        assert Candidate.objects.order_by("pk").first().votes_for == 54


def test_joint_nomination_needs_ten_deputies(client, clerk, township):
    session = SessionFactory(township=township)
    post = PostFactory(
        township=township, election=ElectionFactory(township=township, session=session)
    )
    deputies = [MandateFactory(township=township, term=session.term).deputy for _ in range(10)]
    client.force_login(clerk)
    url = reverse("sessions_app:nomination_create", args=[post.pk])
    data = {"by": "joint", "names": "王小明", "nominated_on": "2025-01-20"}
    few = client.post(url, data | {"signers": [d.pk for d in deputies[:9]]})
    assert "9 名 &lt; 10 名" in few.content.decode()
    many = client.post(url, data | {"names": "甲、乙、丙", "signers": [d.pk for d in deputies]})
    assert "提名 3 名 &gt; 应选 2 名" in many.content.decode()
    assert client.post(url, data | {"signers": [d.pk for d in deputies]}).status_code == 302
    with township_scope(township.pk):
        candidate = Candidate.objects.get()
        assert (candidate.name, candidate.nomination.sponsors.count()) == ("王小明", 10)


def test_chairs_are_nominated_from_deputies_in_office(client, clerk, township):
    session = SessionFactory(township=township)
    election = ElectionFactory(township=township, session=session)
    chair = PostFactory(township=township, election=election, kind="chair", seats=1)
    mayor = PostFactory(township=township, election=election, kind="mayor", seats=1)
    seated = MandateFactory(township=township, term=session.term).deputy
    left = MandateFactory(
        township=township, term=session.term, until_on=date(2025, 1, 20), end_reason="resigned"
    ).deputy
    client.force_login(clerk)
    url = reverse("sessions_app:nomination_create", args=[chair.pk])
    data = {"by": "presidium", "nominated_on": "2025-01-20"}
    refused = client.post(url, data | {"names": left.name})
    assert refused.context["form"].errors["names"] == [
        f"{left.name}不是本级在任代表。主席、副主席从代表中选出：请核对姓名，或者更换候选人。"
        "《地方组织法》第十八条：从代表中选出"
    ]
    assert client.post(url, data | {"names": seated.name}).status_code == 302
    other = reverse("sessions_app:nomination_create", args=[mayor.pk])
    assert client.post(other, data | {"names": left.name}).status_code == 302
    assert client.post(other, data | {"names": left.name}).status_code == 302
    with township_scope(township.pk):
        kept = Candidate.objects.order_by("pk").values_list("post", "name", "deputy")
        assert list(kept) == [(chair.pk, seated.name, seated.pk), (mayor.pk, left.name, None)]
        assert mayor.nominations.count() == 2


def test_an_election_has_one_chair_and_two_vice_chairs_at_most(client, clerk, township):
    session = SessionFactory(township=township)
    client.force_login(clerk)
    url = reverse("sessions_app:election_create", args=[session.pk])

    def send(*rows):
        posts = [{"kind": kind, "seats": seats} for kind, seats in rows]
        return client.post(url, {"kind": "regular", "difference": 1} | rows_of("rows0", *posts))

    refused = send(("chair", 2), ("vice_chair", 3), ("mayor", 1))
    assert [form.errors for form in refused.context["formsets"][0]] == [
        {"seats": ["主席名额 2 名 > 1 名。多 1 名。《地方组织法》第十八条"]},
        {"seats": ["副主席名额 3 名 > 2 名。多 1 名。《地方组织法》第十八条"]},
        {},
    ]
    assert send(("chair", 1), ("vice_chair", 2)).status_code == 302
    with township_scope(township.pk):
        kept = Post.objects.order_by("pk").values_list("kind", "seats")
        assert list(kept) == [("chair", 1), ("vice_chair", 2)]


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


def test_report_of_results_takes_the_roll_and_the_day_of_the_vote(client, clerk, township):
    session = SessionFactory(township=township, closes_on=date(2025, 1, 23))
    sitting = SittingFactory(
        township=township,
        session=session,
        starts_at=timezone.make_aware(datetime(2025, 1, 22, 10)),
    )
    for state in ("present", "present", "absent"):
        RollEntryFactory(township=township, roll=sitting.roll, state=state)
    RollEntryFactory(township=township, roll=sitting.roll, deputy=None, guest="列席")
    election = ElectionFactory(township=township, session=session, sitting=sitting)
    post = PostFactory(township=township, election=election)
    for against, abstain in ((1, 3), (0, 2)):
        CandidateFactory(
            township=township,
            post=post,
            votes_for=54 - against - abstain,
            votes_against=against,
            votes_abstain=abstain,
        )
    BallotFactory(township=township, post=post, status="released")
    client.force_login(clerk)
    url = reverse("core:paper", args=["sessions_app.post", post.pk, "report", "html"])
    paper = re.sub(r"<[^>]+>|\s", "", client.get(url).content.decode())
    assert "全体代表58应到3实到54" in paper
    assert "无效票0弃权5票当选票数过全体代表半数，至少30票" in paper
    assert "2025年1月22日" in paper
    assert "2025年1月23日" not in paper


def test_rule_and_its_revision_are_registered(client, clerk, township):
    client.force_login(clerk)
    data = {
        "name": "议事规则",
        "category": "procedure",
        "adopted_on": "2024-03-14",
        "in_force_from": "2024-03-14",
        "text": "第一条",
    }
    assert client.post(reverse("sessions_app:ruledocument_create"), data).status_code == 302
    again = client.post(reverse("sessions_app:ruledocument_create"), data)
    assert "已有同名制度" in again.content.decode()
    with township_scope(township.pk):
        rule = RuleDocument.objects.get()
    url = reverse("sessions_app:ruleversion_create", args=[rule.pk])
    revised = {
        "kind": "revised",
        "adopted_on": "2025-03-18",
        "in_force_from": "2025-04-01",
        "text": "第一条　修订",
    }
    assert client.post(url, revised).status_code == 302
    assert client.post(url, revised).status_code == 200
    with township_scope(township.pk):
        kept = [(v.number, v.kind, v.in_force_until) for v in rule.versions.order_by("number")]
        assert kept == [(1, "new", date(2025, 3, 31)), (2, "revised", None)]


def test_clerk_signs_deputies_in_and_closes_the_roll(client, clerk, township, person):
    records = fill(township)
    sitting = records["sitting"]
    with township_scope(township.pk):
        entry = sitting.roll.entries.get()
        entry.state = "expected"
        entry.save()
    url = reverse("sessions_app:sitting_sign", args=[sitting.pk])
    client.force_login(person(Role.DEPUTY))
    assert client.post(url, {"deputies": [entry.deputy_id]}).status_code == 403
    client.force_login(clerk)
    client.post(url, {"deputies": [entry.deputy_id], "action": "leave"})
    with township_scope(township.pk):
        assert sitting.roll.entries.get().state == "expected"
    client.post(url, {"deputies": [entry.deputy_id], "action": "present"})
    client.post(reverse("sessions_app:sitting_close", args=[sitting.pk]))
    with township_scope(township.pk):
        assert sitting.roll.entries.get().state == "present"
        sitting.roll.refresh_from_db()
        assert sitting.roll.is_closed is True
    client.post(url, {"deputies": [entry.deputy_id], "action": "leave", "reason": "病假"})
    with township_scope(township.pk):
        assert sitting.roll.entries.get().state == "present"


def test_deputy_reads_a_paper_and_only_issued_notices(client, township):
    records = fill(township)
    user = MembershipFactory(township=township, role=Role.DEPUTY).user
    DeputyFactory(township=township, user=user)
    with township_scope(township.pk):
        Notice.objects.create(
            kind="other",
            title="选举结果公告",
            text="一",
            status="issued",
            number=1,
            year=2025,
            issued_on=date(2025, 1, 21),
        )
    client.force_login(user)
    document = records["sessiondocument"]
    url = reverse("sessions_app:sessiondocument_read", args=[document.pk])
    client.post(url)
    client.post(url)
    with township_scope(township.pk):
        assert DocumentReceipt.objects.filter(document=document).count() == 1
    listed = client.get(reverse("sessions_app:notice_list")).content.decode()
    assert "选举结果公告" in listed
    assert records["notice"].title not in listed
    page = client.get(records["session"].get_absolute_url()).content.decode()
    assert "到会情况" not in page


def test_papers_print(client, clerk, township):
    records = fill(township)
    client.force_login(clerk)
    for model, key in (
        ("session", "agenda"),
        ("sitting", "roll"),
        ("post", "report"),
        ("resolution", "text"),
        ("presidiummeeting", "minutes"),
    ):
        url = reverse("core:paper", args=[f"sessions_app.{model}", records[model].pk, key, "html"])
        response = client.get(url)
        assert response.status_code == 200, model
    draft = reverse(
        "core:paper", args=["sessions_app.notice", records["notice"].pk, "text", "html"]
    )
    assert client.get(draft).status_code == 404
