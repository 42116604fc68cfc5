"""履职档案: its parts, who opens it, its year, its cost and its paper."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from renda.core import audit
from renda.core.duty import duty_record
from renda.core.figures import Period
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.deputies.rows import fill
from tests.factories.deputies import (
    DeputyFactory,
    DutyReportFactory,
    MandateFactory,
    RollEntryFactory,
    RollFactory,
)
from tests.factories.sessions import MemberFactory

pytestmark = pytest.mark.django_db


def test_a_duty_record_costs_six_queries_besides_its_sources_and_two_to_keep_who_read_it(
    desk, township, term
):
    rows = fill(township, term)
    with township_scope(township.pk):
        audit.record(None, "登记", township)
    year = Period.year(timezone.localdate().year)
    with township_scope(township.pk), CaptureQueriesContext(connection) as of_sources:
        duty_record(rows["deputy"], year)

    with CaptureQueriesContext(connection) as of_page:
        page = desk.get(reverse("deputies:record_detail", args=[rows["deputy"].pk]))

    assert page.status_code == 200
    assert len(of_page) - len(of_sources) == 6 + 2


def test_the_duty_record_has_eight_parts_from_the_registry(client, clerk, township, term):
    deputy = fill(township, term)["deputy"]
    RollEntryFactory(
        township=township, deputy=deputy, state="on_leave", reason="病假",
        roll__on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(clerk)

    MemberFactory(township=township, term=term, deputy=deputy, from_on=date(2024, 1, 10))
    page = client.get(reverse("deputies:record_detail", args=[deputy.pk]))
    file = page.context["file"]

    assert file.form[-1] == [("主席团职务", f"2024年1月10日起任{term}人民代表大会主席团成员")]
    assert '<td colspan="5">2024年1月10日起任' in page.content.decode()
    assert [part.number for part in file.parts] == [2, 3, 4, 5, 6, 7, 8]
    assert {part.number: len(part.lines) for part in file.parts if part.lines} == {4: 1, 7: 1, 8: 1}
    assert file.parts[2].lines[0].result == "出席"
    assert (file.deputy.expected, file.deputy.present, file.deputy.on_leave) == (2, 1, 1)
    assert file.rate == "50"


def test_a_deputy_opens_the_own_record_only(client, person, township, term):
    mine, other = fill(township, term)["deputy"], fill(township, term)["deputy"]
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        mine.user = user
        mine.save()
    client.force_login(user)

    def status(deputy):
        page = client.get(reverse("deputies:record_detail", args=[deputy.pk])).status_code
        paper = reverse("deputies:record_paper", args=[deputy.pk, 2025, "html"])
        return page, client.get(paper).status_code

    assert status(mine) == (200, 200)
    assert status(other) == (403, 403)
    own = client.get(reverse("deputies:my_record"))
    assert own.context["deputy"] == mine


def test_an_account_without_a_deputy_has_no_own_record(client, person):
    client.force_login(person(Role.DEPUTY))

    assert client.get(reverse("deputies:my_record")).status_code == 403


def test_the_year_of_a_record_is_the_one_picked(client, clerk, township, term):
    deputy = fill(township, term)["deputy"]
    DutyReportFactory(township=township, deputy=deputy, held_on=date(2024, 9, 1))
    client.force_login(clerk)
    session = client.session
    session["year"] = 2024
    session.save()

    file = client.get(reverse("deputies:record_detail", args=[deputy.pk])).context["file"]

    assert [line.on for part in file.parts for line in part.lines] == [date(2024, 9, 1)]
    assert file.day == date(2024, 12, 31)


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_the_record_is_printed(client, clerk, township, term, form):
    deputy = fill(township, term)["deputy"]
    client.force_login(clerk)

    response = client.get(reverse("deputies:record_paper", args=[deputy.pk, 2025, form]))

    starts = {"html": b"<!doctype", "docx": b"PK", "pdf": b"%PDF"}
    assert response.content.lstrip()[: len(starts[form])] == starts[form]


def test_a_deputys_leaves_and_absences_are_named_to_the_office_and_to_the_deputy(
    client, clerk, person, township, term
):
    today = timezone.localdate()
    mine, other = (
        MandateFactory(
            township=township, term=term, deputy=DeputyFactory(township=township, user=user)
        ).deputy
        for user in (person(Role.DEPUTY), person(Role.DEPUTY))
    )
    with township_scope(township.pk):
        for title, state, reason in [
            ("宪法学习", "on_leave", "住院治疗"),
            ("冬季视察", "absent", ""),
            ("法律讲座", "present", ""),
        ]:
            roll = RollFactory(township=township, title=title, on=today, url="/there/")
            RollEntryFactory(
                township=township, roll=roll, deputy=mine, state=state, reason=reason,
                approved_by="沈国良" if reason else "",
            )  # fmt: skip
            RollEntryFactory(township=township, roll=roll, deputy=other, state="present")

    def told(user, name, *args) -> list[bool]:
        client.force_login(user)
        words = client.get(reverse(f"deputies:{name}", args=args)).content.decode()
        section = words.partition("请假、缺席</h2>")[2]
        return [word in section for word in ("宪法学习", "住院治疗", "沈国良", "冬季视察")]

    all_told, none_told = [True] * 4, [False] * 4
    assert told(clerk, "record_detail", mine.pk) == all_told
    assert told(clerk, "deputy_detail", mine.pk) == all_told
    assert told(mine.user, "my_record") == all_told
    assert told(mine.user, "deputy_detail", mine.pk) == all_told
    assert told(other.user, "my_record") == none_told
    assert told(other.user, "deputy_detail", mine.pk) == none_told
    assert client.get(reverse("deputies:record_detail", args=[mine.pk])).status_code == 403

    client.force_login(clerk)
    file = client.get(reverse("deputies:record_detail", args=[mine.pk])).context["file"]
    assert [(entry.roll.title, entry.state) for entry in file.missed] == [
        ("宪法学习", "on_leave"),
        ("冬季视察", "absent"),
    ]
    assert file.leave_note == "请假 1，缺席 1"
