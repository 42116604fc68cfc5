"""The congress's vote on a listed 议案: recorded on the case, shown on the vote's page, taken back if wrong."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from motions.health import unvoted
from motions.models import BillVote, Motion, Review
from motions.papers.case import registration_form
from motions.workflow import motion_workflow
from renda.core.figures import Period, measure
from renda.core.models import AuditEntry
from renda.core.paper.html import render_html
from renda.core.paper.pdf import render_pdf
from renda.core.scoping import township_scope
from renda.core.text import solid
from renda.core.workflow import IllegalTransition
from tests.factories.deputies import DeputyFactory
from tests.factories.motions import BillVoteFactory, CoSignerFactory, HandlingReportFactory
from tests.factories.sessions import SessionFactory, VoteFactory
from tests.motions.helpers.handling import told
from tests.motions.helpers.report import words
from tests.paper import needs_fonts

pytestmark = pytest.mark.django_db
DECIDED = date(2025, 7, 29)


def step_url(motion, name):
    return reverse("core:step", args=["motions.motion", motion.pk, name])


@pytest.fixture
def bill(in_township, case):
    return case("on_agenda", kind="bill", number=4, title="关于加快水库上游截污工程的议案")


@pytest.fixture
def vote(in_township, bill):
    """Half a year after the 议案 was accepted: 51 for it, 3 abstained."""
    session = SessionFactory(
        township=in_township, term=bill.term, session_no=3, opens_on=DECIDED, status="closed"
    )
    return VoteFactory(
        township=in_township, session=session, held_on=DECIDED, votes_for=51, votes_abstain=3,
        matter="关于《关于加快水库上游截污工程的议案》的决定（草案）",
    )  # fmt: skip


def buttons(page):
    return {b["label"] for group in page.context["action_groups"] for b in group["buttons"]}


def test_the_office_says_which_vote_decided_on_a_listed_bill(
    in_township, people, bill, vote, client
):
    before = VoteFactory(township=in_township, session=vote.session, held_on=date(2025, 1, 21))
    other_term = VoteFactory(township=in_township, held_on=DECIDED)
    client.force_login(people.users["clerk"])
    assert {"登记表决", "撤回议案"} <= buttons(client.get(bill.get_absolute_url()))

    form = client.get(step_url(bill, "record_vote")).context["form"]
    assert list(form.fields["vote"].queryset) == [vote]
    assert form.initial["vote"] == vote
    for wrong in (before, other_term):
        page = client.post(step_url(bill, "record_vote"), {"vote": wrong.pk})
        assert list(page.context["form"].errors) == ["vote"]
    client.post(step_url(bill, "record_vote"), {"vote": vote.pk})

    row = BillVote.objects.get()
    assert (row.motion, row.vote) == (bill, vote)
    assert Motion.objects.get(pk=bill.pk).status == "on_agenda"
    words = "2025年7月29日表决“关于《关于加快水库上游截污工程的议案》的决定（草案）”：通过，赞成 51　弃权 3"
    assert AuditEntry.objects.get(verb="登记表决").detail["note"] == words
    for name in ("lead", "joint"):
        assert told(people.users[name]) == [f"大会已表决：{bill}。{words}"]


def test_a_vote_is_read_on_the_case_and_the_case_on_the_votes_page(people, bill, vote, client):
    BillVoteFactory(township=bill.township, motion=bill, vote=vote)
    client.force_login(people.users["chair"])

    page = client.get(bill.get_absolute_url())
    assert page.context["steps"][-1] == {"label": "表决通过", "date": "2025-07-29", "state": "done"}
    assert {"tone": "done", "label": "表决通过"} in page.context["pills"]
    (event,) = [e for r in page.context["rounds"] for e in r.events if e.kind == "vote"]
    assert (event.title, event.at, event.who) == ("大会表决通过", DECIDED, vote.session.name)
    assert event.text == f"{vote.matter}\n赞成 51　弃权 3　全体代表 58"
    words = f"{vote.session}表决“{vote.matter}”：通过（赞成 51　弃权 3，全体代表 58）"
    assert page.context["voted"]["words"] == words
    assert f'href="{vote.get_absolute_url()}"' in page.content.decode()
    assert solid(words) in render_html(registration_form(bill, people.users["chair"]))
    assert buttons(page) & {"登记表决", "撤回议案", "撤销表决登记"} == {"撤销表决登记"}

    (table,) = [
        t for t in client.get(vote.get_absolute_url()).context["tables"] if "议案" in t["title"]
    ]
    assert [c["value"] for c in table["rows"][0]["cells"]] == [
        bill.code, bill.official_title, bill.lead.name,
    ]  # fmt: skip


@needs_fonts
def test_the_register_form_of_a_bill_with_its_vote_is_one_page(in_township, people, bill, vote):
    """Nine deputies in all, two lines for each of its texts, and what everybody decided on it."""
    long = "库区至今没有划定保护范围，违建、垂钓时有发生，巡查、处罚都缺依据，县里要求乡镇划定。"
    Motion.objects.filter(pk=bill.pk).update(situation=long, analysis=long, proposal=long)
    for name in ("汪德明", "谢大海", "吴建平", "邵建华", "周爱珍", "黄菊香", "翁志伟"):
        deputy = DeputyFactory(township=in_township, name=name)
        CoSignerFactory(township=in_township, motion=bill, deputy=deputy, state="accepted")
    for decision in ("accept", "agenda"):
        Review.objects.create(
            township=in_township,
            motion=bill,
            decision=decision,
            note="予以受理。",
            by="周玉兰",
            on=DECIDED,
        )
    BillVoteFactory(township=in_township, motion=bill, vote=vote)

    form = registration_form(Motion.objects.get(pk=bill.pk), people.users["clerk"])

    assert len(PdfReader(BytesIO(render_pdf(form))).pages) == 1


def test_its_deputies_read_what_the_congress_decided(people, bill, vote):
    Vote = type(vote)
    Vote.objects.filter(pk=vote.pk).update(votes_for=29, votes_against=25, votes_abstain=0)
    BillVoteFactory(township=bill.township, motion=bill, vote=vote)

    client = Client()
    client.force_login(people.users["lead"])
    page = client.get(bill.get_absolute_url())

    assert {"tone": "late", "label": "表决未通过"} in page.context["pills"]
    assert "大会表决未通过" in page.content.decode()
    assert page.context["voted"]["url"] == ""
    assert vote.get_absolute_url() not in page.content.decode()


def test_the_register_the_ledger_and_the_figures_tell_what_was_decided(
    in_township, people, bill, vote, case, client
):
    lost = case("on_agenda", kind="bill", number=41)
    waiting = case("on_agenda", kind="bill", number=42)
    BillVoteFactory(township=in_township, motion=bill, vote=vote)
    few = {"votes_for": 29, "votes_abstain": 25, "held_on": date(2025, 7, 30)}
    BillVoteFactory(
        township=in_township, motion=lost,
        vote=VoteFactory(township=in_township, session=vote.session, **few),
    )  # fmt: skip
    wrong = BillVoteFactory(township=in_township, motion=waiting, vote=vote)
    type(wrong).objects.filter(pk=wrong.pk).update(voided_at=timezone.now())
    client.force_login(people.users["clerk"])
    register = reverse("motions:motion_list")

    notes = {
        row["pk"]: [cell["note"] for cell in row["cells"] if cell["pill"]]
        for row in client.get(register).context["rows"]
    }
    sheet = client.get(register, {"export": "xlsx"}).content
    heads, *lines = load_workbook(BytesIO(sheet)).active.values
    ledger = {line["案号"]: line for line in (dict(zip(heads, v, strict=True)) for v in lines)}

    assert notes == {bill.pk: ["表决通过"], lost.pk: ["表决未通过"], waiting.pk: [""]}
    assert [
        (ledger[m.code]["大会表决"], str(ledger[m.code]["表决日期"])[:10])
        for m in (bill, lost, waiting)
    ] == [("通过", "2025-07-29"), ("未通过", "2025-07-30"), (None, "None")]
    period = Period.year(2025)
    found = {key: measure(f"motions.bills{key}", period) for key in ("", "_voted", "_passed")}
    assert {key: set(number.queryset) for key, number in found.items()} == {
        "": {bill, lost, waiting}, "_voted": {bill, lost}, "_passed": {bill},
    }  # fmt: skip
    assert '<span class="note"> 表决通过</span>' in client.get(register).content.decode()
    said = words(HandlingReportFactory(township=in_township))
    assert any(text.endswith("列入大会议程的议案，大会表决2件，通过1件。") for text in said)
    page = client.get(reverse("motions:statistics"), {"year": 2025})
    (card,) = [card for card in page.context["cards"] if card["label"] == "收到议案、建议"]
    assert card["note"].endswith("议案 3 件，大会表决的议案 2 件，表决通过的议案 1 件")


def test_a_bill_is_not_withdrawn_after_the_vote(in_township, people, bill, vote):
    step = motion_workflow.transitions["withdraw_bill"]
    assert step.blocked(bill) == ""  # a vote that names it is not yet the record of it
    BillVoteFactory(township=in_township, motion=bill, vote=vote)

    data = {"note": "同意撤回。"}
    with pytest.raises(IllegalTransition, match="2025年7月29日已经交付表决"):
        motion_workflow.perform("withdraw_bill", bill, by=people.users["clerk"], data=data)

    assert Motion.objects.get(pk=bill.pk).status == "on_agenda"


def test_a_wrong_record_is_taken_back_and_another_made(in_township, people, bill, vote, client):
    wrong = VoteFactory(township=in_township, session=vote.session, held_on=DECIDED)
    BillVoteFactory(township=in_township, motion=bill, vote=wrong)
    client.force_login(people.users["clerk"])
    kept = reverse("core:void", args=["sessions_app.vote", wrong.pk])
    assert "议案表决" in client.post(kept, {"note": "登记错了"}, follow=True).content.decode()
    assert type(wrong).objects.get(pk=wrong.pk).voided_at is None

    page = client.post(
        step_url(bill, "record_vote"), {"vote": vote.pk}, follow=True
    ).content.decode()
    assert "登记错的，先按“撤销表决登记”" in page
    client.post(step_url(bill, "drop_vote"), {"note": "选错了"})

    words = f"原登记2025年7月29日表决“{wrong.matter}”。选错了"
    assert AuditEntry.objects.get(verb="撤销表决登记").detail["note"] == words
    assert not BillVote.objects.exists()
    assert BillVote.with_voided.get().voided_at is not None
    page = client.get(bill.get_absolute_url())
    events = [e for r in page.context["rounds"] for e in r.events]
    assert [e.text for e in events if e.title == "撤销表决登记"] == [words]
    assert not [e for e in events if e.kind == "vote"]
    client.post(step_url(bill, "record_vote"), {"vote": vote.pk})
    assert BillVote.objects.get().vote == vote


def test_without_a_vote_the_page_says_where_one_is_entered(people, bill, client):
    client.force_login(people.users["clerk"])

    page = client.get(step_url(bill, "record_vote")).content.decode()

    assert "请先打开这次会议，按“登记表决”" in page
    with pytest.raises(IllegalTransition, match="还没有登记表决"):
        motion_workflow.perform("drop_vote", bill, by=people.users["clerk"], data={"note": "错"})


def test_a_listed_bill_without_a_vote_is_looked_for_once_the_session_is_over(
    in_township, people, bill, vote
):
    period = Period.year(2025)
    assert [p.title for p in unvoted(period)] == [str(bill)]
    BillVoteFactory(township=in_township, motion=bill, vote=vote)
    assert list(unvoted(period)) == []
    BillVote.objects.all().delete()
    type(vote.session).objects.filter(pk=vote.session_id).update(status="convened")
    assert list(unvoted(period)) == []


def test_another_township_sees_and_takes_nothing(crowd, people, bill, vote):
    BillVoteFactory(township=bill.township, motion=bill, vote=vote)
    for name in ("far clerk", "far chair"):
        client = Client()
        client.force_login(crowd[name])
        assert client.get(step_url(bill, "drop_vote")).status_code == 404
        assert client.post(step_url(bill, "drop_vote"), {"note": "错"}).status_code == 404
    with township_scope(bill.township_id):
        assert BillVote.objects.count() == 1
