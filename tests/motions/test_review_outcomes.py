"""What became of everything that was raised: accepted, for reference, passed up, turned down."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import Motion
from motions.papers.handling_report import handling_report
from renda.core.figures import Period, figures, measure
from renda.core.paper import blocks as b
from tests.factories.motions import HandlingReportFactory

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)
OUTCOMES = {"for_reference": "reference", "forwarded": "forwarded", "rejected": "rejected"}


def evidence(key):
    return sorted(measure(f"motions.{key}", YEAR).evidence)


def words(report) -> str:
    blocks = [x for x in handling_report(report).blocks if isinstance(x, b.Paragraph)]
    return "\n".join("".join(part.text for part in block.content) for block in blocks)


@pytest.fixture
def raised(in_township, case):
    """One case in each state, all handed in on 2025-03-03, and one of the year before."""
    found = {status: case(status) for status in Motion.Status.values}
    case("reference", submitted_on=date(2024, 12, 31))
    return found


def test_everything_handed_in_counts_whatever_the_review_made_of_it(raised):
    left_out = {"draft", "withdrawn"}

    # one more 待交办 is the case that the merged one went into
    main = Motion.objects.get(merged__isnull=False)
    assert evidence("raised") == sorted(
        [main.pk, *(m.pk for status, m in raised.items() if status not in left_out)]
    )


@pytest.mark.parametrize(("key", "status"), OUTCOMES.items())
def test_each_outcome_counts_its_own(raised, key, status):
    assert evidence(key) == [raised[status].pk]
    assert f"motions.{key}" in figures
    assert figures[f"motions.{key}"].definition.startswith("“提出总数”中，")


def test_the_last_day_of_the_year_counts_and_the_next_does_not(in_township, case):
    last = case("reference", submitted_on=date(2025, 12, 31))
    case("reference", submitted_on=date(2026, 1, 1))

    assert (evidence("raised"), evidence("for_reference")) == ([last.pk], [last.pk])


@pytest.mark.parametrize("copies", [1, 3])
def test_the_statistics_page_shows_them_beside_the_total(in_township, people, case, client, copies):
    for _ in range(copies):
        case("reference")
        case("assigned")
    case("rejected")
    client.force_login(people.users["clerk"])
    url = reverse("motions:statistics") + "?year=2025"
    client.get(url)

    with CaptureQueriesContext(connection) as captured:
        page = client.get(url)

    card = page.context["cards"][0]
    assert (card["label"], card["value"]) == ("提出总数", str(2 * copies + 1))
    assert card["note"] == f"转工作参考 {copies} 件，转报上级 0 件，不予受理 1 件"
    by_label = {card["label"]: card for card in page.context["cards"]}
    assert by_label["面商率"]["note"] == "联系率 0%"
    assert len(captured) <= 10
    assert card["url"] == reverse("core:figure", args=["motions.raised"]) + "?year=2025"


def test_the_report_names_what_was_not_handed_on(in_township, case):
    case("assigned")
    case("reference")
    case("reference")
    case("rejected")

    text = words(HandlingReportFactory(township=in_township))

    assert (
        "2025年收到代表在闭会期间提出的建议1件。全年代表共提出4件，其中转工作参考2件，不予受理1件。"
        in text
    )


def test_a_year_in_which_nothing_was_accepted_says_what_was_raised(in_township, case):
    case("forwarded")

    text = words(HandlingReportFactory(township=in_township))

    assert (
        "2025年没有受理代表提出的议案和建议、批评、意见。全年代表共提出1件，其中转报上级1件。"
        in text
    )
