"""Elections on the pages: nominated, counted, announced."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from sessions_app.forms.election import names_in
from sessions_app.models import (
    BallotCount,
    Candidate,
    Post,
)
from tests.factories.deputies import MandateFactory, RollEntryFactory
from tests.factories.sessions import (
    BallotFactory,
    CandidateFactory,
    ElectionFactory,
    PostFactory,
    SessionFactory,
    SittingFactory,
)
from tests.sessions_app.helpers import asked, rows_of

pytestmark = pytest.mark.django_db
VOTES = {"for": 50, "against": 4, "abstain": 0}


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
        data |= rows_of("writein", *([{"name": "", "votes": ""}])) | changes
        return client.post(reverse(f"sessions_app:{url}", args=[post.pk]), data)

    return post, send


def kept_draft(township):
    """The count's state and what is kept of each candidate's votes."""
    with township_scope(township.pk):
        votes = Candidate.objects.order_by("pk").values_list("votes_for", flat=True)
        return BallotCount.objects.get().status, list(votes)


def test_count_that_is_off_is_kept_as_a_draft_and_not_submitted(township, tally):
    post, send = tally
    response = send([(54, 1, 0), (52, 2, 0)], action="check")
    assert response["Location"] == post.get_absolute_url()
    assert kept_draft(township) == ("entering", [54, 52])


def test_count_with_votes_missing_is_kept_and_asked_for_the_reason(client, township, tally):
    post, send = tally
    response = send([(54, 0, 0), (52, 1, 0)], action="check")
    with township_scope(township.pk):
        ballot = BallotCount.objects.get()
    step = reverse("core:step", args=["sessions_app.ballotcount", ballot.pk, "check"])
    assert response["Location"] == step
    assert kept_draft(township) == ("entering", [54, 52])
    assert list(client.post(step).context["form"].errors) == ["despite"]
    assert kept_draft(township) == ("entering", [54, 52])
    assert client.post(step, {"despite": "选举办法第九条"})["Location"] == post.get_absolute_url()
    assert kept_draft(township) == ("checked", [54, 52])
    page = client.get(post.get_absolute_url()).content.decode()
    assert "各候选人合计 蒋文斌 53 ≠ 有效票 54。仍然继续，理由：选举办法第九条" in page


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


def test_a_nominee_whom_the_primary_left_out_is_off_the_ballot_and_may_be_written_in(
    client, clerk, township
):
    post = PostFactory(township=township, seats=1)
    names = ("汤晓琴", "蒋文斌")
    people = [CandidateFactory(township=township, post=post, name=name) for name in names]
    client.force_login(clerk)
    data = {"seats": 1, "rows0-TOTAL_FORMS": 2, "rows0-INITIAL_FORMS": 2}
    for n, candidate in enumerate(people):
        data |= {f"rows0-{n}-id": candidate.pk, f"rows0-{n}-name": candidate.name}
        data |= {f"rows0-{n}-order": n + 1}
    url = reverse("sessions_app:post_update", args=[post.pk])
    assert client.post(url, data | {"rows0-1-is_dropped": "on"}).status_code == 302
    count = {"present": 54, "issued": 54, "returned": 54, "valid": 54, "void": 0}
    count |= {f"votes_{name}_{people[0].pk}": n for name, n in VOTES.items()}
    count |= rows_of("writein", {"name": "蒋文斌", "votes": 4}) | {"action": "save"}
    assert client.post(post.get_absolute_url(), count).status_code == 302
    with township_scope(township.pk):
        kept = Candidate.objects.order_by("pk").values_list(
            "name", "is_dropped", "is_write_in", "votes_for"
        )
        assert list(kept) == [
            ("汤晓琴", False, False, 50),
            ("蒋文斌", True, False, 0),
            ("蒋文斌", False, True, 4),
        ]
        fresh = Post.objects.get()
        assert (fresh.nominated, [c.name for c in fresh.listed]) == (2, ["汤晓琴"])


def post_rows(people, **changes):
    """A post's page as it is sent with these candidates, all as they are but for the changes."""
    data = {"seats": 1, "rows0-TOTAL_FORMS": len(people), "rows0-INITIAL_FORMS": len(people)}
    for n, candidate in enumerate(people):
        data |= {f"rows0-{n}-id": candidate.pk, f"rows0-{n}-name": candidate.name}
        data |= {f"rows0-{n}-order": n + 1}
    return data | changes


def test_candidates_are_set_right_while_the_count_is_a_draft(client, township, tally):
    """Who has votes may be renamed, and not taken off the ballot; a checked count closes the page."""
    post, send = tally
    send([(54, 0, 0), (0, 0, 0)], action="save", **{"writein-0-name": "李四", "writein-0-votes": 2})
    with township_scope(township.pk):
        people = list(Candidate.objects.filter(is_write_in=False).order_by("pk"))
    url = reverse("sessions_app:post_update", args=[post.pk])
    shown = client.get(url).context["formsets"][0].initial_forms
    assert [form.instance.name for form in shown] == ["汤晓琴", "蒋文斌"]

    for change in ("DELETE", "is_dropped"):
        said = client.post(url, post_rows(people, **{f"rows0-0-{change}": "on"})).context["form"]
        assert said.non_field_errors() == [
            "汤晓琴已录入得票，不能删去或者不列入。请先在计票页把得票改为 0。"
        ]
    changes = {"rows0-0-name": "汤晓勤", "rows0-1-DELETE": "on"}
    assert client.post(url, post_rows(people, **changes)).status_code == 302
    with township_scope(township.pk):
        kept = Candidate.objects.order_by("pk").values_list("name", "votes_for")
        assert list(kept) == [("汤晓勤", 54), ("李四", 2)]
        BallotCount.objects.update(status="checked")
    assert client.get(url).status_code == 403


def test_an_announced_count_is_corrected_with_a_reason_and_announced_anew(client, township, tally):
    post, send = tally
    send([(54, 0, 0), (20, 34, 0)], action="check")
    with township_scope(township.pk):
        ballot = BallotCount.objects.get()
    step = {
        name: reverse("core:step", args=["sessions_app.ballotcount", ballot.pk, name])
        for name in ("release", "correct")
    }
    client.post(step["release"])
    with township_scope(township.pk):
        assert [c.name for c in Candidate.objects.elected()] == ["汤晓琴"]

    assert list(client.post(step["correct"], {"note": ""}).context["form"].errors) == ["note"]
    assert client.post(step["correct"], {"note": "两人票数录反"}).status_code == 302

    with township_scope(township.pk):
        ballot.refresh_from_db()
        assert (ballot.status, ballot.released_at) == ("entering", None)
        assert not Candidate.objects.elected().exists()
        assert AuditEntry.objects.get(verb="更正").note == "两人票数录反"
    send([(20, 34, 0), (54, 0, 0)], action="check")
    client.post(step["release"])
    with township_scope(township.pk):
        assert [c.name for c in Candidate.objects.elected()] == ["蒋文斌"]
        post.election.session.status = "archived"
        post.election.session.save()
    assert client.post(step["correct"], {"note": "再改"}).status_code == 302
    assert kept_draft(township) == ("released", [20, 54])


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("汤晓琴、蒋文斌", ["汤晓琴", "蒋文斌"]),
        (
            "汤晓琴,蒋文斌；王芳;李明／赵强/钱进",
            ["汤晓琴", "蒋文斌", "王芳", "李明", "赵强", "钱进"],
        ),
        ("汤晓琴\n蒋文斌，汤晓琴", ["汤晓琴", "蒋文斌"]),
        ("汤晓琴 蒋文斌　王芳", ["汤晓琴", "蒋文斌", "王芳"]),
        ("王 芳、李　明", ["王芳", "李明"]),
        ("阿依古丽·买买提 王芳", ["阿依古丽·买买提 王芳"]),
    ],
)
def test_names_are_told_apart_however_they_are_set(typed, names):
    assert names_in(typed) == names


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


def test_nobody_is_put_forward_after_the_vote(client, clerk, township):
    session = SessionFactory(township=township)
    post = PostFactory(
        township=township,
        election=ElectionFactory(township=township, session=session),
        kind="mayor",
    )
    client.force_login(clerk)
    url = reverse("sessions_app:nomination_create", args=[post.pk])
    data = {"by": "presidium", "names": "王小明"}

    refused = client.post(url, data | {"nominated_on": session.closes_on + timedelta(days=1)})

    assert refused.context["form"].errors == {
        "nominated_on": [f"不能晚于选举日期 {session.closes_on}，请核对"]
    }
    assert client.post(url, data | {"nominated_on": session.closes_on}).status_code == 302


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
