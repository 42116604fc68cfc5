"""民生实事 from the first proposal to the rating, and the grades of appraisals."""

from datetime import date

from renda.core.figures import Period, measure
from tests.factories.supervision import AppraisalFactory, ProjectFactory

YEAR = Period.year(2025)
DONE = date(2025, 11, 20)


def test_projects_are_counted_at_each_stage(in_township):
    for status in ("collected", "dropped", "shortlisted", "chosen", "rated"):
        done_on = DONE if status == "rated" else None
        ProjectFactory(township=in_township, year=2025, status=status, done_on=done_on)
    ProjectFactory(township=in_township, year=2024, status="rated", done_on=DONE)

    stages = ("collected", "shortlisted")
    assert [measure(f"supervision.projects_{s}", YEAR).value for s in stages] == [5, 3]
    assert measure("supervision.projects", YEAR).value == 2


def test_ratings_of_projects_are_added_up(in_township):
    own = {"township": in_township, "year": 2025, "status": "rated", "done_on": DONE}
    ProjectFactory(**own, satisfied=40, basically_satisfied=5, dissatisfied=1)
    ProjectFactory(**own, satisfied=30, basically_satisfied=0, dissatisfied=2)
    ProjectFactory(township=in_township, year=2025, status="chosen")

    votes = ("satisfied", "basically_satisfied", "dissatisfied")
    assert [measure(f"supervision.projects_{v}", YEAR).value for v in votes] == [70, 5, 3]
    assert len(measure("supervision.projects_satisfied", YEAR).evidence) == 2


def test_grades_are_told_of_what_was_voted_on(in_township):
    voted = AppraisalFactory(township=in_township)
    AppraisalFactory(township=in_township, issued=0, returned=0, satisfied=0,
                     basically_satisfied=0, dissatisfied=0, unknown=0)  # fmt: skip

    number = measure("supervision.appraisals_graded", YEAR)
    assert list(number.queryset) == [voted]
    assert number.items == [f"{voted.unit.name}满意"]
