"""What the forms of a session do: register, vote, count, sign in, print."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from renda.core.models import AuditEntry, Role
from renda.core.scoping import township_scope
from sessions_app.models import (
    AgendaItem,
    DocumentReceipt,
    Notice,
    Removal,
    Resolution,
    RuleDocument,
    Session,
    Vote,
)
from tests.factories.core import MembershipFactory, TermFactory
from tests.factories.deputies import DeputyFactory, MandateFactory, RollEntryFactory
from tests.factories.sessions import (
    AgendaItemFactory,
    CandidateFactory,
    SessionFactory,
    SittingFactory,
    VoteFactory,
)
from tests.sessions_app.helpers import asked, rows_of
from tests.sessions_app.rows import fill

pytestmark = pytest.mark.django_db


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
    with township_scope(township.pk):
        sitting = SittingFactory(township=township, session=session)
        RollEntryFactory(township=township, roll=sitting.roll, state="present")
    form = client.get(url).context["form"]
    proposed = [form[name].value() for name in ("sitting", "present", "held_on")]
    assert proposed == [sitting.pk, 1, session.closes_on]
    assert client.post(url, vote_data()).status_code == 302
    with township_scope(township.pk):
        vote = Vote.objects.get()
        assert (vote.total, vote.votes_for, vote.passed) == (58, 53, True)
    off = client.post(url, vote_data(votes_for=54))
    assert off.status_code == 200
    assert "赞成、反对、弃权与未表决之和不能多于实到人数" in off.content.decode()
    with township_scope(township.pk):
        assert Vote.objects.count() == 1


def test_vote_that_leaves_people_out_needs_a_reason(client, clerk, township):
    session = SessionFactory(township=township)
    client.force_login(clerk)
    url = reverse("sessions_app:vote_create", args=[session.pk])
    assert 'name="despite"' not in client.get(url).content.decode()
    refused = client.post(url, vote_data(votes_for=52))
    assert refused.context["form"].errors == {
        "despite": [
            "表决合计 52 + 0 + 1 + 0 = 53 ≠ 实到 54。"
            "核对没有全部通过：请先改正；本地办法另有规定的，写明仍然继续的理由。"
        ]
    }
    assert 'name="despite"' in refused.content.decode()
    with township_scope(township.pk):
        assert (Vote.objects.count(), AuditEntry.objects.count()) == (0, 0)
    assert client.post(url, vote_data(votes_for=52, despite="一人离席")).status_code == 302
    with township_scope(township.pk):
        vote = Vote.objects.get()
        assert (vote.votes_for, vote.present, vote.passed) == (52, 54, True)
        detail = AuditEntry.objects.get().detail
    assert detail["warned"] == ["vote.sum"]
    assert detail["note"] == ("表决合计 52 + 0 + 1 + 0 = 53 ≠ 实到 54。仍然继续，理由：一人离席")
    assert "理由：一人离席" in client.get(vote.get_absolute_url()).content.decode()
    edit = reverse("sessions_app:vote_update", args=[vote.pk])
    assert client.post(edit, vote_data(votes_for=51)).status_code == 200
    assert client.post(edit, vote_data(votes_for=51, despite="两人离席")).status_code == 302
    with township_scope(township.pk):
        assert Vote.objects.get().votes_for == 51


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
        ("interpellation", "form"),
        ("credentialreport", "report"),
    ):
        url = reverse("core:paper", args=[f"sessions_app.{model}", records[model].pk, key, "html"])
        response = client.get(url)
        assert response.status_code == 200, model
    draft = reverse(
        "core:paper", args=["sessions_app.notice", records["notice"].pk, "text", "html"]
    )
    assert client.get(draft).status_code == 404


def test_two_agenda_items_swap_their_numbers_and_never_share_one(client, clerk, in_township):
    session = SessionFactory(township=in_township)
    items = [
        AgendaItemFactory(township=in_township, session=session, order=n, title=title)
        for n, title in ((1, "甲"), (2, "乙"))
    ]
    data = {
        "term": session.term_id,
        "session_no": session.session_no,
        "kind": session.kind,
        "opens_on": session.opens_on,
        "closes_on": session.closes_on,
        "place": session.place,
        "rows0-TOTAL_FORMS": 2,
        "rows0-INITIAL_FORMS": 2,
    }
    for n, item in enumerate(items):
        told = {"id": item.pk, "kind": item.kind, "title": item.title, "reporter": item.reporter}
        data |= {f"rows0-{n}-{name}": value for name, value in told.items()}
    client.force_login(clerk)
    url = reverse("sessions_app:session_update", args=[session.pk])

    both = client.post(url, data | {"rows0-0-order": 1, "rows0-1-order": 1})
    assert both.context["formsets"][0].non_form_errors() == ["本次会议的议程已有这个序号"]
    swapped = client.post(url, data | {"rows0-0-order": 2, "rows0-1-order": 1})

    assert swapped.status_code == 302
    assert list(session.agenda_items.values_list("order", "title")) == [(1, "乙"), (2, "甲")]


def test_a_post_with_candidates_says_what_keeps_it(client, clerk, in_township):
    candidate = CandidateFactory(township=in_township)
    post = candidate.post
    data = {"kind": "by_election", "rows0-TOTAL_FORMS": 1, "rows0-INITIAL_FORMS": 1}
    row = {"id": post.pk, "kind": post.kind, "seats": 2, "DELETE": "on"}
    data |= {f"rows0-0-{name}": value for name, value in row.items()}
    client.force_login(clerk)

    page = client.post(reverse("sessions_app:election_update", args=[post.election_id]), data)

    link = f'<a href="{post.get_absolute_url()}">{candidate}</a>'
    assert page.context["formsets"][0].non_form_errors() == [
        f"不能删去“{post}”：还有1 条候选人（{link}）与之关联。请先打开这些记录，改到别处或者作废。"
    ]
