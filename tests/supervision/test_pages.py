"""Every page of the app: query counts, the other township, roles, and who sees what."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from renda.core.models import AuditEntry, Role
from renda.core.scoping import township_scope
from tests.factories.supervision import (
    FindingFactory,
    HandedFindingFactory,
)
from tests.supervision.rows import fill, log_in

pytestmark = pytest.mark.django_db


NAMES = (
    "plan",
    "target",
    "project",
    "inspection",
    "opinion",
    "finding",
    "appraisal",
    "watch",
)
UNIT_ROLES = {Role.HANDLER, Role.UNIT_HEAD}


def user_of(person, role, unit):
    return person(role, unit=unit if role in UNIT_ROLES else None)


LISTS = {
    "plan_list": 6,
    "target_list": 7,
    "project_list": 7,
    "inspection_list": 6,
    "opinion_list": 8,
    "finding_list": 9,
    "finding_table": 9,
    "appraisal_list": 7,
    "watch_list": 8,
}


@pytest.mark.parametrize(("name", "queries"), LISTS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_three(
    client, clerk, township, django_assert_num_queries, name, queries, rows
):
    for _ in range(rows):
        fill(township)
    log_in(client, clerk)

    with django_assert_num_queries(queries):
        page = client.get(reverse(f"supervision:{name}"), {"year": "2025"})

    assert len(page.context["object_list"]) == rows
    assert len(page.content) < 40_000


@pytest.mark.parametrize("name", NAMES)
def test_a_record_costs_little(client, clerk, township, django_assert_max_num_queries, name):
    row = fill(township)[name]
    log_in(client, clerk)

    with django_assert_max_num_queries(12):
        page = client.get(row.get_absolute_url())

    assert page.status_code == 200


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("page", ["detail", "update"])
def test_another_townships_rows_do_not_exist(client, outsider, township, name, page):
    row = fill(township)[name]
    client.force_login(outsider)

    answer = client.get(reverse(f"supervision:{name}_{page}", args=[row.pk]))

    assert answer.status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_another_townships_rows_are_in_no_list(client, outsider, township, name):
    fill(township)
    client.force_login(outsider)

    page = client.get(reverse(f"supervision:{name}"), {"year": "2025"})

    assert list(page.context["object_list"]) == []


OFFICE_PAGES = {"inspection_list", "appraisal_list", "watch_list"}


MAY_LIST = {
    Role.CLERK: set(LISTS),
    Role.CHAIR: set(LISTS),
    Role.COUNTY: set(LISTS),
    Role.GOV_OFFICE: set(LISTS) - OFFICE_PAGES,
    Role.HANDLER: {"finding_list", "finding_table", "opinion_list"},
    Role.UNIT_HEAD: {"finding_list", "finding_table", "opinion_list"},
    Role.DEPUTY: set(),
    Role.ADMIN: set(),
}


@pytest.mark.parametrize("role", MAY_LIST)
def test_a_list_opens_for_its_roles_only(client, person, unit, role):
    client.force_login(user_of(person, role, unit))

    opened = {n for n in LISTS if client.get(reverse(f"supervision:{n}")).status_code == 200}

    assert opened == MAY_LIST[role]


@pytest.mark.parametrize("role", MAY_LIST)
def test_only_the_office_writes(client, person, unit, township, role):
    rows = fill(township)
    client.force_login(user_of(person, role, unit))
    pages = [reverse(f"supervision:{n}_create") for n in NAMES if n != "opinion"]
    pages += [reverse(f"supervision:{n}_update", args=[rows[n].pk]) for n in NAMES]
    pages += [reverse("supervision:opinion_create", args=[rows["inspection"].pk])]
    pages += [reverse("supervision:progress_create", args=[rows["project"].pk])]
    pages += [reverse("supervision:watch_step_create", args=[rows["watch"].pk])]
    pages += [reverse("supervision:target_progress", args=[rows["target"].pk])]
    wanted = 200 if role in {Role.CLERK, Role.CHAIR} else 403

    assert {client.get(page).status_code for page in pages} == {wanted}


@pytest.mark.parametrize("name", LISTS)
def test_nobody_anonymous_sees_anything(client, township, name):
    fill(township)

    answer = client.get(reverse(f"supervision:{name}"))

    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/login/")


def test_a_units_staff_sees_its_own_findings_and_no_others(client, person, township, unit):
    own = fill(township, unit)["finding"]
    other = fill(township)["finding"]
    FindingFactory(township=township)
    client.force_login(person(Role.HANDLER, unit=unit))

    page = client.get(reverse("supervision:finding_table"))

    assert list(page.context["object_list"]) == [own]
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 403


def test_a_deputy_sees_the_finding_made_and_no_other(client, person, township):
    own, other = fill(township)["finding"], fill(township)["finding"]
    user = person(Role.DEPUTY)
    with township_scope(township.pk):
        own.found_by.user = user
        own.found_by.save()
    client.force_login(user)

    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 403


def test_the_governments_office_sees_findings_once_handed_over(client, person, township):
    waiting, handed = FindingFactory(township=township), HandedFindingFactory(township=township)
    client.force_login(person(Role.GOV_OFFICE))

    page = client.get(reverse("supervision:finding_table"))

    assert list(page.context["object_list"]) == [handed]
    assert client.get(waiting.get_absolute_url()).status_code == 403


def test_the_board_has_this_years_and_what_is_left_of_earlier_years(client, clerk, township):
    this_year = FindingFactory(township=township, found_on=date(2026, 2, 3))
    left = HandedFindingFactory(township=township)
    HandedFindingFactory(
        township=township,
        status="closed",
        rectified_on=date(2025, 10, 1),
        closed_on=date(2025, 10, 5),
    )
    client.force_login(clerk)
    client.session["year"] = 2026
    session = client.session
    session["year"] = 2026
    session.save()

    page = client.get(reverse("supervision:finding_list"))

    lanes = [[card["finding"] for card in lane["cards"]] for lane in page.context["lanes"]]
    assert lanes == [[this_year], [left], [], []]
    stats = page.context["stats"]
    assert [stat["value"] for stat in stats] == [2, 1, 0, 0, 1]
    opened = [client.get(stat["url"]).context["paginator"].count for stat in stats]
    assert opened == [2, 1, 0, 0, 1]


def test_the_boards_button_is_the_step_that_matters(client, clerk, township, unit, person):
    HandedFindingFactory(township=township, unit=unit)
    for user, label in ((clerk, "催办"), (person(Role.HANDLER, unit=unit), "报整改")):
        client.force_login(user)
        session = client.session
        session["year"] = 2025
        session.save()
        page = client.get(reverse("supervision:finding_list"))
        assert page.context["lanes"][1]["cards"][0]["step"]["label"] == label


def test_the_export_has_every_column_of_the_list(client, clerk, township):
    finding = fill(township)["finding"]
    client.force_login(clerk)

    answer = client.get(reverse("supervision:finding_table"), {"export": "xlsx"})

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    sheet = load_workbook(BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if "整改措施" in row)
    assert rows[head + 1][rows[head].index("问题")] == finding.title
    assert rows[head + 1][rows[head].index("责任单位")] == finding.unit.name


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_the_list_on_paper_counts_what_it_lists(client, clerk, township, form):
    fill(township)
    FindingFactory(township=township)
    client.force_login(clerk)

    answer = client.get(reverse("supervision:finding_paper", args=[form]), {"year": "2025"})

    assert answer.status_code == 200
    if form == "html":
        assert "共发现问题2个，已交办1个，已销号0个。" in answer.content.decode()
    else:
        with township_scope(township.pk):
            assert AuditEntry.objects.filter(verb="打印").get().detail["form"] == form


def test_a_list_too_long_for_one_paper_says_how_many_it_leaves_out(
    client, clerk, township, monkeypatch
):
    monkeypatch.setattr("supervision.views.findings.ROWS_A_PAPER", 2)
    FindingFactory.create_batch(3, township=township)
    client.force_login(clerk)
    address = reverse("supervision:finding_paper", args=["html"])

    cut = client.get(address, {"year": "2025"}).content.decode()
    monkeypatch.setattr("supervision.views.findings.ROWS_A_PAPER", 3)
    whole = client.get(address, {"year": "2025"}).content.decode()

    said = "共发现问题3个，已交办0个，已销号0个。"
    assert f"{said}本表列前2个，其余1个未列：" in cut
    assert said in whole
    assert "未列" not in whole
    assert whole.count("<tr") == cut.count("<tr") + 1


def test_an_unknown_form_of_paper_is_not_found(client, clerk, township):
    client.force_login(clerk)

    answer = client.get(reverse("supervision:finding_paper", args=["exe"]))

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("model", "key", "name"),
    [
        ("activities.campaign", "findings", "campaign"),
        ("supervision.inspection", "findings", "inspection"),
        ("supervision.inspection", "report", "inspection"),
        ("supervision.finding", "order", "finding"),
        ("supervision.appraisal", "result", "appraisal"),
    ],
)
def test_papers_print(client, clerk, township, model, key, name):
    rows = fill(township)
    rows["campaign"] = rows["finding"].campaign
    with township_scope(township.pk):
        rows["inspection"].summary = "情况良好"
        rows["inspection"].save()
    FindingFactory(township=township, inspection=rows["inspection"])
    client.force_login(clerk)

    page = client.get(reverse("core:paper", args=[model, rows[name].pk, key, "html"]))
    pdf = client.get(reverse("core:paper", args=[model, rows[name].pk, key, "pdf"]))

    assert (page.status_code, pdf["Content-Type"]) == (200, "application/pdf")
