"""届次: terms with the day of their election, population and seats; one hands over to the next."""

from datetime import date

import pytest
from django.urls import reverse

from renda.core import law
from renda.core.models import AuditEntry, Role, Term
from tests.factories.core import TermFactory
from tests.factories.deputies import MandateFactory

pytestmark = pytest.mark.django_db

NEW = {
    "number": 15,
    "elected_on": "2026-12-10",
    "starts_on": "2027-01-12",
    "population": 28_640,
    "seats": 64,
}


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


@pytest.mark.parametrize(
    ("number", "population", "passed", "computed"),
    [
        (64, 28_640, True, "登记 64 名 = 按人口 45 + 28640 ÷ 1500 = 45 + 19 = 64 名"),
        (66, 28_640, False, "登记 66 名 ≠ 按人口 45 + 28640 ÷ 1500 = 45 + 19 = 64 名"),
        (40, 1_999, True, "登记 40 名 ≠ 按人口 45 + 1999 ÷ 1500 = 45 + 1 = 46 名"),
        (40, 2_000, False, "登记 40 名 ≠ 按人口 45 + 2000 ÷ 1500 = 45 + 1 = 46 名"),
        (
            160,
            300_000,
            True,
            "登记 160 名 = 按人口 45 + 300000 ÷ 1500 = 45 + 200 = 245 名，上限 160 名",
        ),
    ],
)
def test_seats_are_held_against_the_population(number, population, passed, computed):
    check = law.seats_number(number, population)

    assert (check.passed, check.computed, check.stops) == (passed, computed, False)
    assert check.article == "《选举法》第十二条、第十三条"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"number": 14}, {"number": ["已有这一届"]}),
        ({"ends_on": "2027-01-12"}, {"ends_on": ["届满日期应晚于起始日期"]}),
        ({"elected_on": "2027-01-13"}, {"starts_on": ["第一次会议不能早于代表选举完成日期"]}),
    ],
)
def test_what_is_wrong_with_a_term_is_told_beside_its_field(desk, in_township, wrong, told):
    TermFactory(township=in_township, number=14)

    refused = desk.post(reverse("core:term_create"), NEW | wrong)

    assert refused.context["form"].errors == told
    assert Term.objects.count() == 1


def test_a_new_term_ends_the_one_before(desk, in_township):
    former = TermFactory(township=in_township, number=14)

    answer = desk.post(reverse("core:term_create"), NEW)

    assert (answer.status_code, answer.url) == (302, reverse("core:terms"))
    term = Term.objects.get(number=15)
    former.refresh_from_db()
    assert (term.elected_on, term.population, former.ends_on) == (
        date(2026, 12, 10),
        28_640,
        date(2027, 1, 12),
    )
    entry = AuditEntry.objects.get(verb="登记")
    assert ("第十四届止", "", "2027-01-12") in entry.changes
    text = desk.get(reverse("core:terms")).content.decode()
    assert "2026-12-10" in text
    assert reverse("core:term_update", args=[term.pk]) in text

    url = reverse("core:term_update", args=[term.pk])
    moved = desk.post(url, NEW | {"starts_on": "2027-01-20", "seen_revision": term.revision})
    assert moved.status_code == 302
    former.refresh_from_db()
    assert former.ends_on == date(2027, 1, 20)


def test_other_seats_and_a_late_session_ask_for_the_reason(desk, in_township):
    page = desk.post(reverse("core:term_create"), NEW | {"seats": 66, "starts_on": "2027-02-11"})

    said = page.context["form"].errors["despite"][0]
    assert "代表名额 登记 66 名 ≠ 按人口 45 + 28640 ÷ 1500 = 45 + 19 = 64 名" in said
    assert "选举完成 2026-12-10" in said
    assert "开会 2027-02-11 > 2027-02-10" in said
    assert not Term.objects.exists()

    data = NEW | {"seats": 66, "starts_on": "2027-02-11", "despite": "县人大常委会决定，雪灾推迟"}
    assert desk.post(reverse("core:term_create"), data).status_code == 302
    entry = AuditEntry.objects.get(verb="登记")
    assert entry.note.endswith("理由：县人大常委会决定，雪灾推迟")
    assert entry.detail["warned"] == ["seats.base", "session.first"]


def test_the_first_session_is_not_before_the_election(desk, in_township):
    page = desk.post(reverse("core:term_create"), NEW | {"elected_on": "2027-01-13"})

    assert "第一次会议不能早于代表选举完成日期" in page.content.decode()
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.CLERK, 200, 200),
        (Role.ADMIN, 200, 200),
        (Role.CHAIR, 200, 403),
        (Role.COUNTY, 200, 403),
        (Role.DEPUTY, 403, 403),
        (Role.GOV_OFFICE, 403, 403),
    ],
)
def test_who_reads_and_who_writes_terms(client, person, in_township, role, reads, writes):
    term = TermFactory(township=in_township)
    client.force_login(person(role))

    assert client.get(reverse("core:terms")).status_code == reads
    for page in (reverse("core:term_create"), reverse("core:term_update", args=[term.pk])):
        assert client.get(page).status_code == writes
    assert client.get(reverse("core:void", args=["core.term", term.pk])).status_code == writes


def test_a_term_is_voided_unless_deputies_sit_in_it(desk, in_township):
    term = TermFactory(township=in_township)
    kept = MandateFactory(township=in_township).term

    def void(each):
        return desk.post(reverse("core:void", args=["core.term", each.pk]), {"note": "登记错了"})

    assert (void(term).url, void(kept).status_code) == (reverse("core:terms"), 200)
    assert list(Term.objects.all()) == [kept]


def test_another_townships_term_is_not_found(client, outsider, township):
    term = TermFactory(township=township)
    client.force_login(outsider)

    assert client.get(reverse("core:term_update", args=[term.pk])).status_code == 404
