"""Every page of the app: query counts, the other township, roles, and who sees what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from deputies.models import Fund
from renda.core import audit
from renda.core.duty import duty_record
from renda.core.figures import Period
from renda.core.models import Role
from renda.core.scoping import township_scope
from tests.factories.core import MembershipFactory, TermFactory
from tests.factories.deputies import (
    ConstituencyFactory,
    DeputyFactory,
    DutyReportFactory,
    FundFactory,
    GroupFactory,
    HonourFactory,
    MandateFactory,
    MaterialFactory,
    ReceiptFactory,
    RollEntryFactory,
    RollFactory,
    StationFactory,
    TrainingFactory,
)

pytestmark = pytest.mark.django_db


def fill(township, term):
    """One row for every list."""
    place = ConstituencyFactory(township=township)
    group = GroupFactory(township=township)
    station = StationFactory(township=township)
    mandate = MandateFactory(township=township, term=term, constituency=place)
    deputy = mandate.deputy
    with township_scope(township.pk):
        deputy.group, deputy.station = group, station
        deputy.save()
        group.leader = deputy
        group.save()
    today = timezone.localdate()
    training = TrainingFactory(township=township, held_on=today)
    with township_scope(township.pk):
        training.roll.on = today
        training.roll.save()
    RollEntryFactory(township=township, roll=training.roll, deputy=deputy, state="present")
    material = MaterialFactory(township=township, training=training)
    ReceiptFactory(township=township, material=material, deputy=deputy)
    report = DutyReportFactory(township=township, deputy=deputy, held_on=today)
    honour = HonourFactory(township=township, deputy=deputy, on=today)
    return {
        "deputy": deputy,
        "mandate": mandate,
        "constituency": place,
        "group": group,
        "station": station,
        "training": training,
        "material": material,
        "duty_report": report,
        "honour": honour,
        "roll": training.roll,
        "record": deputy,
        "fund": FundFactory(township=township),
    }


@pytest.fixture
def term(township):
    return TermFactory(township=township, number=14)


LISTS = {
    "deputy": 8,
    "constituency": 6,
    "group": 6,
    "station": 6,
    "training": 6,
    "material": 6,
    "duty_report": 7,
    "honour": 6,
    "roll": 6,
    "record": 7,
    "fund": 6,
}


@pytest.fixture
def desk(client, clerk):
    """The clerk's browser, past the first page: that one writes the session's clock."""
    client.force_login(clerk)
    client.get(reverse("core:account"))
    return client


@pytest.mark.parametrize(("name", "queries"), LISTS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_three(
    desk, township, term, django_assert_num_queries, name, queries, rows
):
    for _ in range(rows):
        fill(township, term)

    with django_assert_num_queries(queries):
        page = desk.get(reverse(f"deputies:{name}_list"))

    assert len(page.context["object_list"]) == rows
    assert len(page.content) < 40_000


DETAILS = [
    "deputy",
    "constituency",
    "group",
    "station",
    "training",
    "material",
    "duty_report",
    "roll",
    "fund",
]


@pytest.mark.parametrize("name", DETAILS)
def test_a_record_costs_little(desk, township, term, django_assert_max_num_queries, name):
    rows = fill(township, term)
    with township_scope(township.pk):
        audit.record(None, "登记", township)

    with django_assert_max_num_queries(12):
        page = desk.get(reverse(f"deputies:{name}_detail", args=[rows[name].pk]))

    assert page.status_code == 200


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


PAGES = [
    *((f"{name}_detail", name) for name in [*DETAILS, "record"]),
    *((f"{name}_update", name) for name in DETAILS if name != "roll"),
    ("mandate_update", "mandate"),
    ("honour_update", "honour"),
    ("mandate_create", "deputy"),
    ("honour_create", "deputy"),
    ("guest_create", "roll"),
    ("roll_leave", "roll"),
    ("roll_code", "roll"),
    ("checked_in", "roll"),
]


@pytest.mark.parametrize(("page", "name"), PAGES)
def test_another_townships_rows_do_not_exist(client, outsider, township, term, page, name):
    row = fill(township, term)[name]
    client.force_login(outsider)

    status = client.get(reverse(f"deputies:{page}", args=[row.pk])).status_code

    assert status == (403 if page == "checked_in" else 404)


@pytest.mark.parametrize("page", ["roll_sign", "roll_close"])
def test_another_townships_roll_is_not_signed(client, outsider, township, term, page):
    roll = fill(township, term)["roll"]
    client.force_login(outsider)

    assert client.post(reverse(f"deputies:{page}", args=[roll.pk])).status_code == 404
    with township_scope(township.pk):
        roll.refresh_from_db()
    assert roll.is_closed is False


def test_strangers_log_in_first(client, township, term):
    rows = fill(township, term)

    for page, name in PAGES:
        response = client.get(reverse(f"deputies:{page}", args=[rows[name].pk]))
        assert response.status_code == 302
        assert response.url.startswith(reverse("core:login"))


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD, Role.ADMIN])
def test_departments_and_admin_see_no_deputies_records(client, person, unit, township, term, role):
    rows = fill(township, term)
    client.force_login(person(role, unit if role != Role.ADMIN else None))

    seen = {
        page: client.get(reverse(f"deputies:{page}", args=[rows[name].pk])).status_code
        for page, name in PAGES
    }

    assert set(seen.values()) == {403}


MENUS = {
    Role.CLERK: [
        "代表名册",
        "履职档案",
        "代表小组、联络站",
        "学习培训",
        "代表述职",
        "履职经费",
        "签到册",
    ],
    Role.CHAIR: [
        "代表名册",
        "履职档案",
        "代表小组、联络站",
        "学习培训",
        "代表述职",
        "履职经费",
        "签到册",
    ],
    Role.DEPUTY: ["履职档案"],
    Role.COUNTY: [],
    Role.GOV_OFFICE: [],
    Role.ADMIN: [],
}


@pytest.mark.parametrize(("role", "labels"), MENUS.items())
def test_the_menu_of_a_role(client, person, role, labels):
    client.force_login(person(role))

    page = client.get(reverse("core:account"))
    entries = [e for g in page.context["frame"].menu for e in g.entries]

    assert [e.label for e in entries if e.url.startswith("/deputies/")] == labels


def test_a_place_list_marks_the_menu_and_shows_its_neighbours(client, clerk, township):
    client.force_login(clerk)

    page = client.get(reverse("deputies:station_list"))
    entries = [e for g in page.context["frame"].menu for e in g.entries]

    assert [e.label for e in entries if e.is_current] == ["代表小组、联络站"]
    assert [(t["label"], t["current"]) for t in page.context["tabs"]] == [
        ("代表小组", False),
        ("联络站", True),
        ("选区", False),
    ]


def test_the_duty_record_has_eight_parts_from_the_registry(client, clerk, township, term):
    deputy = fill(township, term)["deputy"]
    RollEntryFactory(
        township=township, deputy=deputy, state="on_leave", reason="病假",
        roll__on=timezone.localdate(),
    )  # fmt: skip
    client.force_login(clerk)

    file = client.get(reverse("deputies:record_detail", args=[deputy.pk])).context["file"]

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


@pytest.mark.parametrize(
    ("name", "model", "key"),
    [
        ("deputy", "deputies.deputy", "basics"),
        ("roll", "deputies.roll", "signin"),
        ("duty_report", "deputies.dutyreport", "form"),
    ],
)
def test_papers_of_the_records(client, clerk, township, term, name, model, key):
    row = fill(township, term)[name]
    client.force_login(clerk)

    page = client.get(reverse("core:paper", args=[model, row.pk, key, "html"]))

    assert page.status_code == 200
    assert row.__str__() in page.content.decode()


def test_the_county_reads_and_writes_nothing(client, township, term):
    rows = fill(township, term)
    reader = MembershipFactory(township=township, role=Role.COUNTY).user
    client.force_login(reader)

    statuses = {
        page: client.get(reverse(f"deputies:{page}", args=[rows[name].pk])).status_code
        for page, name in PAGES
    }

    assert {p for p, s in statuses.items() if s == 200} == {
        f"{name}_detail" for name in [*DETAILS, "record"]
    }


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


def test_money_is_registered_once_a_year_and_kind(client, clerk, person, township):
    given = {"year": 2025, "kind": "activity", "budget": 60000, "spent": 57320, "note": ""}
    client.force_login(clerk)
    saved = client.post(reverse("deputies:fund_create"), given)
    with township_scope(township.pk):
        [fund] = Fund.objects.all()
    assert saved.url == fund.get_absolute_url()
    assert (str(fund), fund.rate) == ("2025年代表活动经费", "95.5%")
    assert "57320" in client.get(saved.url).content.decode()

    again = client.post(reverse("deputies:fund_create"), given)
    assert "这一年度的这类经费已经登记" in again.content.decode()
    with township_scope(township.pk):
        assert Fund.objects.count() == 1

    client.force_login(person(Role.COUNTY))
    assert client.get(fund.get_absolute_url()).status_code == 200
    assert client.post(reverse("deputies:fund_create"), given).status_code == 403
    client.force_login(person(Role.DEPUTY))
    assert client.get(reverse("deputies:fund_list")).status_code == 403
