"""The steps of a livelihood project."""

from datetime import date

import pytest

from renda.core.models import AuditEntry
from renda.core.workflow import IllegalTransition
from supervision.models import LivelihoodProject, ProjectProgress
from supervision.workflow import project_workflow
from tests.factories.supervision import ProjectFactory
from tests.supervision.stages import P

pytestmark = pytest.mark.django_db


def test_a_projects_step_taken_back_forgets_what_it_had_kept(in_township, unit, clerk):
    project = ProjectFactory(
        township=in_township, unit=unit, status=P.RATED, done_on=date(2025, 11, 1),
        rated_on=date(2025, 12, 1), satisfied=40, basically_satisfied=10, dissatisfied=2,
        started_on=date(2025, 3, 1), chosen_on=date(2025, 1, 21), votes_for=56,
    )  # fmt: skip
    kept = []

    for _ in range(5):
        project = project_workflow.perform("step_back", project, by=clerk, data={"note": "点错了"})
        days = (project.chosen_on, project.started_on, project.done_on, project.rated_on)
        kept.append((project.status, sum(day is not None for day in days)))

    assert kept == [
        (P.DONE, 3),
        (P.UNDERWAY, 2),
        (P.CHOSEN, 1),
        (P.SHORTLISTED, 0),
        (P.COLLECTED, 0),
    ]
    assert (project.satisfied, project.votes_for, project.unit) == (None, None, unit)
    first = AuditEntry.objects.order_by("seq").first()
    assert (first.verb, first.note) == ("退回上一步", "点错了")
    assert ("满意", "40", "") in first.changes


def test_a_project_whose_progress_was_reported_stays_chosen(in_township, unit, clerk):
    project = ProjectFactory(township=in_township, unit=unit, status=P.CHOSEN)
    ProjectProgress.objects.create(project=project, on=date(2025, 5, 1), percent=10, note="开工")

    with pytest.raises(IllegalTransition, match="已登记项目进展"):
        project_workflow.perform("step_back", project, by=clerk, data={"note": "点错了"})

    assert LivelihoodProject.objects.get().status == P.CHOSEN
