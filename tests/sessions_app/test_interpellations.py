"""质询案 and 代表资格审查报告: held against the law where they are written down, corrected and voided."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from renda.core.duty import duty_record
from renda.core.figures import Period
from renda.core.models import AuditEntry
from sessions_app.models import CredentialReport, Interpellation, InterpellationSponsor
from tests.factories.core import TermFactory, UnitFactory
from tests.factories.deputies import MandateFactory
from tests.factories.sessions import (
    CredentialFactory,
    InterpellationFactory,
    InterpellationSponsorFactory,
    ResolutionFactory,
    SessionFactory,
)
from tests.sessions_app.test_correcting import as_shown, correct, void

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.fixture
def people(in_township):
    term = TermFactory(township=in_township, number=14)
    return [MandateFactory(township=in_township, term=term).deputy for _ in range(12)]


@pytest.fixture
def session(in_township, people):
    term = people[0].mandates.get().term
    return SessionFactory(township=in_township, term=term, closes_on=date(2025, 1, 22))


def asked(desk, session, people, **said):
    """Post the page that writes an interpellation down."""
    data = {
        "unit": UnitFactory(township=session.township).pk,
        "subject": "污水管网长期不能接户",
        "text": "请说明原因和完成时间",
        "submitted_on": "2025-01-21",
        "signers": [deputy.pk for deputy in people],
    }
    return desk.post(reverse("sessions_app:interpellation_create", args=[session.pk]), data | said)


def words_of(desk, record, key):
    """What a paper of the record says, without its markup."""
    url = reverse("core:paper", args=[record._meta.label_lower, record.pk, key, "html"])
    return re.sub(r"<[^>]+>|\s", "", desk.get(url).content.decode())


def errors(page):
    return page.context["form"].errors


def test_ten_deputies_ask_during_a_session(desk, session, people, django_assert_max_num_queries):
    page = desk.get(session.get_absolute_url()).content.decode()
    assert reverse("sessions_app:interpellation_create", args=[session.pk]) in page

    blank = desk.get(reverse("sessions_app:interpellation_create", args=[session.pk]))
    assert blank.context["form"]["submitted_on"].value() == session.opens_on

    few = asked(desk, session, people[:9])
    assert errors(few) == {
        "signers": [
            "9 名 < 10 名。联名代表至少 10 名，还差 1 名。《地方组织法》第二十四条：代表十人以上联名"
        ]
    }
    late = asked(desk, session, people[:10], submitted_on="2025-01-23")
    assert errors(late) == {
        "submitted_on": [
            "质询案在会议期间提出（2025-01-21 至 2025-01-22）。《地方组织法》第二十四条"
        ]
    }
    assert not Interpellation.objects.exists()

    with django_assert_max_num_queries(20):
        assert asked(desk, session, people[:10]).status_code == 302
    found = Interpellation.objects.get()
    assert {sponsor.deputy for sponsor in found.signed} == set(people[:10])
    assert found.state == ("due", "待主席团决定")
    assert list(Interpellation.objects.open()) == [found]
    text = desk.get(found.get_absolute_url()).content.decode()
    assert "10 名 ≥ 10 名" in text
    paper = words_of(desk, found, "form")
    assert "联名代表（10名）" in paper
    assert [deputy.name in paper for deputy in people] == [True] * 10 + [False] * 2
    assert "□口头答复□书面答复" in paper
    assert AuditEntry.objects.get(verb="登记").detail["changes"]["联名代表"][0] == ""
    lines = duty_record(people[0], Period.year(2025))[6]
    assert [(line.title, line.result) for line in lines] == [(str(found), "联名")]


def test_the_answer_follows_what_the_presidium_decided(desk, session, people):
    asked(desk, session, people[:10])
    found = Interpellation.objects.get()
    url = reverse("sessions_app:interpellation_update", args=[found.pk])
    answer = {"answered_on": "2025-01-22", "answered_by": "蒋文斌", "answer": "六月底前接入"}

    early = correct(desk, url, **answer)
    assert errors(early)["way"] == ["先写明主席团决定的答复方式，再登记答复"]
    hasty = correct(desk, url, way="oral", decided_on="2025-01-20")
    assert errors(hasty) == {"decided_on": ["不能早于提出日期 2025-01-21"]}
    decided = {"way": "oral", "decided_on": "2025-01-22"}
    unsigned = correct(desk, url, **decided, **(answer | {"answered_by": ""}))
    assert "答复应在主席团决定之后，写明答复人和答复内容" in unsigned.content.decode()
    assert correct(desk, url, **decided, **answer).status_code == 302
    found.refresh_from_db()
    assert found.state == ("done", "已答复")
    assert not Interpellation.objects.open().exists()
    steps = desk.get(found.get_absolute_url()).context["steps"]
    assert [(step["label"], step["date"], step["state"]) for step in steps] == [
        ("提出", "01-21", "done"),
        ("主席团决定", "01-22", "done"),
        ("答复", "01-22", "done"),
        ("代表意见", "", "now"),
    ]

    again = {"outcome": "again", "again_on": "2025-02-20", "again": "已制定接户计划"}
    assert errors(correct(desk, url, **again)) == {
        "dissatisfied": ["要求再作答复的，请填不满意的提案代表人数"]
    }
    few = correct(desk, url, **again, dissatisfied=4)
    assert errors(few) == {
        "dissatisfied": [
            "4 × 2 = 8 < 10。至少 5 名，还差 1 名。"
            "《地方组织法》第二十四条：提案代表半数以上不满意，可以要求再作答复"
        ]
    }
    assert errors(correct(desk, url, dissatisfied=11))["dissatisfied"]
    assert correct(desk, url, **again, dissatisfied=5).status_code == 302
    found.refresh_from_db()
    assert (found.state, [check.passed for check in found.checks]) == (
        ("done", "已再次答复"),
        [True, True],
    )


def test_who_signed_is_corrected_and_goes_with_a_voided_one(
    desk, session, people, django_assert_max_num_queries
):
    asked(desk, session, people[:11])
    found = Interpellation.objects.get()
    url = reverse("sessions_app:interpellation_update", args=[found.pk])

    signers = [deputy.pk for deputy in [*people[1:10], people[11]]]
    data = as_shown(desk, url) | {"signers": signers}
    with django_assert_max_num_queries(20):
        assert desk.post(url, data).status_code == 302

    standing = InterpellationSponsor.objects.values_list("deputy", flat=True)
    assert set(standing) == set(signers)
    assert set(AuditEntry.objects.get(verb="修改").detail["changes"]) == {"联名代表"}

    gone = void(desk, found)
    assert (gone.status_code, gone.url) == (302, reverse("core:workbench"))
    counts = [m.objects.count() for m in (Interpellation, InterpellationSponsor)]
    assert (counts, InterpellationSponsor.with_voided.count()) == ([0, 0], 12)


def test_a_mandate_is_kept_by_an_interpellation_its_deputy_signed(
    desk, in_township, session, people
):
    one = InterpellationFactory(township=in_township, session=session)
    InterpellationSponsorFactory(township=in_township, interpellation=one, deputy=people[0])

    kept = void(desk, people[0].mandates.get())

    assert [each["words"] for each in kept.context["hanging"]] == ["1 条质询案联名"]


def test_interpellations_are_listed_and_exported(desk, in_township, session, people):
    one = InterpellationFactory(township=in_township, session=session)
    for deputy in people[:10]:
        InterpellationSponsorFactory(township=in_township, interpellation=one, deputy=deputy)
    url = reverse("sessions_app:interpellation_list")

    for asked, shown in (({}, 1), ({"state": "open"}, 1), ({"outcome": "settled"}, 0)):
        assert len(desk.get(url, asked).context["object_list"]) == shown
    assert f'href="{one.get_absolute_url()}"' in desk.get(url).content.decode()
    book = load_workbook(BytesIO(desk.get(url, {"export": "xlsx"}).content))
    rows = list(book.active.iter_rows(values_only=True))
    shown = next(row for row in rows if row[0] == "污水管网长期不能接户")
    assert shown[4] == 10
    assert shown[7] == "待主席团决定"


CREDENTIALS = {
    "kind": "general",
    "reported_on": "2024-01-09",
    "reported_by": "顾长根",
    "text": "有效",
}


def test_no_more_credentials_are_confirmed_than_there_are_seats(desk, in_township, people):
    term = people[0].mandates.get().term
    type(term).objects.filter(pk=term.pk).update(seats=12, elected_on=date(2024, 1, 9))
    url = reverse("sessions_app:credentialreport_create")

    many = desk.post(url, CREDENTIALS | {"term": term.pk, "confirmed": 13, "invalid": 0})
    assert errors(many) == {"confirmed": ["第十四届代表名额 12 名，确认的不能比名额多"]}
    early = CREDENTIALS | {"term": term.pk, "confirmed": 12, "invalid": 0}
    page = desk.post(url, early | {"reported_on": "2024-01-08"})
    assert errors(page) == {"reported_on": ["不能早于代表选举完成日期 2024-01-09"]}
    assert desk.post(url, early).status_code == 302

    report = CredentialReport.objects.get()
    assert (report.examined, report.on_the_roster) == (12, 12)
    text = desk.get(report.get_absolute_url()).content.decode()
    assert "《选举法》第四十七条、第五十七条" in text
    paper = words_of(desk, report, "report")
    assert "本次审查代表资格12名，确认资格有效12名。" in paper
    assert all(deputy.name in paper for deputy in people)
    again = desk.post(url, early)
    assert "这一天已登记同类的资格审查报告" in again.content.decode()
    assert void(desk, report).status_code == 302
    assert desk.post(url, early).status_code == 302


def test_a_by_elections_report_is_about_those_elected_since_the_one_before(desk, people):
    mandates = [deputy.mandates.get() for deputy in people[:2]]
    days = date(2025, 3, 1), date(2025, 9, 1)
    for mandate, day in zip(mandates, days, strict=True):
        type(mandate).objects.filter(pk=mandate.pk).update(from_on=day, is_by_election=True)
    term = mandates[0].term
    first, second = (
        CredentialFactory(
            township=term.township, term=term, reported_on=day + timedelta(days=5), confirmed=1
        )
        for day in days
    )

    assert [[m.deputy for m in report.elected()] for report in (first, second)] == [
        [people[0]],
        [people[1]],
    ]
    assert people[0].name not in words_of(desk, second, "report")


def test_a_resolution_belongs_to_the_session_of_the_report(desk, in_township, session):
    report = CredentialFactory(township=in_township, term=session.term, session=session)
    other = ResolutionFactory(township=in_township)
    url = reverse("sessions_app:credentialreport_update", args=[report.pk])

    page = correct(desk, url, resolution=other.pk)

    assert errors(page) == {"resolution": [f"请选{session.short_name}通过的决议"]}


@pytest.mark.parametrize("name", ["post", "vote", "resignation", "removal", "interpellation"])
def test_the_menu_marks_where_each_kind_of_decision_is_kept(client, clerk, in_township, name):
    client.force_login(clerk)

    html = client.get(reverse(f"sessions_app:{name}_list")).content.decode()

    assert f'href="{reverse("sessions_app:post_list")}" aria-current="page">选举与表决' in html
