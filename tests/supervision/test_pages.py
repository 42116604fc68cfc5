"""Every page of the app: query counts, the other township, roles, and who sees what."""

import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from deputies.models import RollEntry
from renda.core.models import Attachment, AuditEntry, LocalRule, Role
from renda.core.scoping import township_scope
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionProject,
    VillageElectionWatch,
)
from tests.factories.activities import ActivityFactory, CampaignFactory
from tests.factories.core import UnitFactory
from tests.factories.deputies import MandateFactory
from tests.factories.supervision import (
    AppraisalFactory,
    FindingFactory,
    HandedFindingFactory,
    InspectionFactory,
    OpinionFactory,
    PlanItemFactory,
    ProjectFactory,
    VillageFactory,
    WatchFactory,
    WorkTargetFactory,
)

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


def fill(township, unit=None):
    """One row for every list, with everything a page may show of it."""
    deputy = MandateFactory(township=township).deputy
    campaign = CampaignFactory(township=township)
    plan = PlanItemFactory(township=township, unit=unit)
    inspection = InspectionFactory(township=township, plan_item=plan)
    unit = unit or UnitFactory(township=township)
    village = VillageFactory(township=township, observer=deputy)
    WatchFactory(township=township, village=village)
    return {
        "plan": plan,
        "target": WorkTargetFactory(township=township, unit=unit),
        "project": ProjectFactory(township=township, unit=unit),
        "inspection": inspection,
        "opinion": OpinionFactory(
            township=township,
            inspection=inspection,
            unit=unit,
            handed_on=date(2025, 9, 1),
            due_on=date(2025, 12, 1),
        ),
        "finding": HandedFindingFactory(
            township=township,
            unit=unit,
            found_by=deputy,
            campaign=campaign,
            activity=ActivityFactory(township=township, campaign=campaign),
        ),
        "appraisal": AppraisalFactory(township=township, unit=unit, plan_item=plan),
        "watch": village,
    }


def log_in(client, user):
    """As somebody who has been here a while: the session's own row is written already."""
    client.force_login(user)
    client.get(reverse("supervision:plan_create"))


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


def test_a_new_finding_is_numbered_within_its_campaign(
    client, clerk, township, settings, tmp_path, django_assert_max_num_queries
):
    settings.MEDIA_ROOT = tmp_path
    campaign = CampaignFactory(township=township)
    activity = ActivityFactory(township=township, campaign=campaign)
    log_in(client, clerk)
    form = {"title": "排口无标识", "field": "water", "found_on": "2025-08-15"}
    photo = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n" + b"0" * 32, "image/png")
    url = reverse("supervision:finding_create")

    client.post(url, form | {"activity": activity.pk, "title": "污水直排"})
    client.post(url, form | {"title": "另一处"})
    with django_assert_max_num_queries(40):
        client.post(url, form | {"activity": activity.pk, "before": photo})

    with township_scope(township.pk):
        rows = list(Finding.objects.order_by("pk").values_list("title", "campaign", "number"))
        kept = list(Attachment.objects.values_list("purpose", "name"))
    assert rows == [
        ("污水直排", campaign.pk, 1),
        ("另一处", None, 1),
        ("排口无标识", campaign.pk, 2),
    ]
    assert kept == [("before", "现场.png")]


def test_a_plain_post_costs_little(client, clerk, township, django_assert_max_num_queries):
    log_in(client, clerk)
    form = {"title": "排口无标识", "field": "water", "found_on": "2025-08-15"}
    url = reverse("supervision:finding_create")
    client.post(url, form)

    with django_assert_max_num_queries(20):
        answer = client.post(url, form | {"once": uuid.uuid4(), "title": "另一处"})

    assert answer.status_code == 302


def test_a_finding_keeps_its_campaign_and_year(client, clerk, township):
    finding = FindingFactory(township=township)
    campaign = CampaignFactory(township=township)
    client.force_login(clerk)

    page = client.post(
        reverse("supervision:finding_update", args=[finding.pk]),
        {
            "title": finding.title,
            "field": "water",
            "found_on": "2025-08-15",
            "campaign": campaign.pk,
            "seen_revision": finding.revision,
        },
    )

    assert page.context["form"].non_field_errors() == [
        "编号已按原来的年度和主题活动排定，不能改到另一个年度或者主题活动；"
        "确需更改，请作废后重新登记。"
    ]
    with township_scope(township.pk):
        assert Finding.objects.get().campaign is None


def test_an_inspection_opens_its_roll_for_those_picked(client, clerk, township):
    people = [MandateFactory(township=township).deputy for _ in range(3)]
    client.force_login(clerk)
    rows = {"rows0-TOTAL_FORMS": 1, "rows0-INITIAL_FORMS": 0}
    rows |= {"rows0-0-order": 1, "rows0-0-name": "五雷街"}
    form = {"kind": "special", "title": "专项督查", "topic": "三改一拆", "held_on": "2025-09-18"}
    url = reverse("supervision:inspection_create")

    client.post(url, form | rows | {"participants": [people[0].pk, people[2].pk]})
    client.post(url, form | rows | {"title": "全体参加"})

    with township_scope(township.pk):
        expected = [
            set(RollEntry.objects.filter(roll=i.roll).values_list("deputy", flat=True))
            for i in Inspection.objects.order_by("pk")
        ]
        stops = [i.stops.get().name for i in Inspection.objects.order_by("pk")]
    assert expected == [{people[0].pk, people[2].pk}, {p.pk for p in people}]
    assert stops == ["五雷街", "五雷街"]


def test_an_inspection_keeps_how_far_a_project_was_by_then(client, clerk, township):
    project = ProjectFactory(township=township, status="underway")
    dropped = ProjectFactory(township=township, status="underway")
    with township_scope(township.pk):
        project.progress.create(on=date(2025, 6, 1), percent=40, note="施工")
        project.progress.create(on=date(2025, 9, 1), percent=70, note="施工")
        inspection = InspectionFactory(township=township, held_on=date(2025, 7, 15))
        InspectionProject.objects.create(inspection=inspection, project=dropped, percent=10)
    client.force_login(clerk)

    client.post(
        reverse("supervision:inspection_update", args=[inspection.pk]),
        {
            "kind": "half_year",
            "title": "半年督查",
            "topic": "民生实事",
            "held_on": "2025-07-15",
            "projects": [project.pk],
            "rows0-TOTAL_FORMS": 0,
            "rows0-INITIAL_FORMS": 0,
            "seen_revision": inspection.revision,
        },
    )

    with township_scope(township.pk):
        assert list(InspectionProject.objects.values_list("project", "percent")) == [
            (project.pk, 40)
        ]


def test_an_appraisal_keeps_the_rule_in_force(client, clerk, township, unit):
    with township_scope(township.pk):
        LocalRule.objects.create(key="appraisal.satisfied_percent", value=80)
    client.force_login(clerk)

    client.post(
        reverse("supervision:appraisal_create"),
        {
            "title": "派出所工作评议",
            "unit": unit.pk,
            "level": "township",
            "held_on": "2025-08-22",
            "total": 64,
        },
    )

    with township_scope(township.pk):
        made = Appraisal.objects.get()
    assert (made.satisfied_percent, made.basic_percent) == (80, 50)


def test_a_ballot_says_by_how_much_it_is_off(client, clerk, township):
    appraisal = AppraisalFactory(township=township)
    client.force_login(clerk)

    page = client.post(
        reverse("supervision:appraisal_update", args=[appraisal.pk]),
        {
            "title": appraisal.title,
            "unit": appraisal.unit_id,
            "level": "township",
            "held_on": "2025-08-22",
            "total": 64,
            "issued": 60,
            "returned": 60,
            "satisfied": 44,
            "basically_satisfied": 12,
            "dissatisfied": 3,
            "unknown": 0,
        },
    )

    assert page.context["form"].errors["returned"] == [
        "四项之和 44 + 12 + 3 + 0 = 59，与收回票 60 不符（少 1 票）"
    ]
    with township_scope(township.pk):
        assert Appraisal.objects.get().unknown == 1


def test_a_unit_answers_its_opinion_and_only_its_own(client, person, township, unit):
    own, other = fill(township, unit)["opinion"], fill(township)["opinion"]
    client.force_login(person(Role.HANDLER, unit=unit))
    form = {"answered_on": "2025-10-08", "answer": "已落实"}

    done = client.post(
        reverse("supervision:opinion_answer", args=[own.pk]),
        form | {"seen_revision": own.revision},
    )
    refused = client.post(reverse("supervision:opinion_answer", args=[other.pk]), form)

    assert (done.status_code, refused.status_code) == (302, 403)
    with township_scope(township.pk):
        rows = InspectionOpinion.objects.order_by("pk").values_list("answer", "answered_on")
        assert list(rows) == [("已落实", date(2025, 10, 8)), ("", None)]


def test_a_step_of_an_election_is_watched_once_by_one_person(client, clerk, township):
    village = fill(township)["watch"]
    client.force_login(clerk)
    form = {"on": "2025-12-06", "verdict": "good", "recommended": 0}
    url = reverse("supervision:watch_step_create", args=[village.pk])

    again = client.post(url, form | {"step": "voting", "observer": village.observer_id})
    new = client.post(url, form | {"step": "handover", "observer": village.observer_id})

    assert (again.status_code, new.status_code) == (200, 302)
    with township_scope(township.pk):
        steps = VillageElectionWatch.objects.values_list("step", flat=True)
        assert sorted(steps) == ["handover", "voting"]


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
