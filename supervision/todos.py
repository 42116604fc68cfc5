"""What waits: for the office to hand over and recheck, for the units to put right and answer."""

from datetime import date

from django.db.models import QuerySet

from renda.core.figures import Measured
from renda.core.models import User
from renda.core.todos import todo
from renda.core.workbench import card
from supervision.models import Finding, Inspection, InspectionOpinion, WorkTarget
from supervision.permissions import visible

TABLE = "supervision:finding_table"


@todo("supervision.findings_waiting", label="问题待交办", perm="supervision.change_finding",
      url=TABLE, query="tab=waiting")  # fmt: skip
def findings_waiting(user: User, today: date) -> QuerySet[Finding]:
    """Findings nobody was told of yet."""
    return Finding.objects.waiting()


@todo("supervision.findings_reported", label="待整改复查", perm="supervision.change_finding",
      url=TABLE, query="tab=reported", tone="due")  # fmt: skip
def findings_reported(user: User, today: date) -> QuerySet[Finding]:
    """Findings reported as put right."""
    return Finding.objects.reported()


@todo("supervision.findings_rectifying", label="待报整改", perm="supervision.browse_own_finding",
      url=TABLE, query="tab=rectifying", tone="due")  # fmt: skip
def findings_rectifying(user: User, today: date) -> QuerySet[Finding]:
    """A unit's findings that it has to put right and report."""
    return visible(user, Finding.objects.rectifying())


@todo("supervision.findings_overdue", label="逾期整改", perm="supervision.follow_finding",
      url=TABLE, query="tab=overdue", tone="late")  # fmt: skip
def findings_overdue(user: User, today: date) -> QuerySet[Finding]:
    """Findings not put right in time, as far as the user sees them."""
    return visible(user, Finding.objects.overdue(today))


@todo("supervision.opinions_open", label="审议意见待反馈", perm="supervision.browse_own_finding",
      url="supervision:opinion_list", query="tab=open", tone="due")  # fmt: skip
def opinions_open(user: User, today: date) -> QuerySet[InspectionOpinion]:
    """A unit's opinions that it has to answer."""
    return visible(user, InspectionOpinion.objects.open())


@todo("supervision.opinions_overdue", label="审议意见逾期", perm="supervision.follow_finding",
      url="supervision:opinion_list", query="tab=overdue", tone="late")  # fmt: skip
def opinions_overdue(user: User, today: date) -> QuerySet[InspectionOpinion]:
    """Opinions not answered in time, as far as the user sees them."""
    return visible(user, InspectionOpinion.objects.overdue(today))


@todo("supervision.inspections_unreported", label="督查待报告",
      perm="supervision.change_inspection", url="supervision:inspection_list",
      query="status=held")  # fmt: skip
def inspections_unreported(user: User, today: date) -> QuerySet[Inspection]:
    """This year's inspections carried out without a report."""
    return Inspection.objects.filter(status=Inspection.Status.HELD, held_on__year=today.year)


@todo("supervision.targets_overdue", label="目标任务逾期", perm="supervision.change_worktarget",
      url="supervision:target_list", query="overdue=1", tone="late")  # fmt: skip
def targets_overdue(user: User, today: date) -> QuerySet[WorkTarget]:
    """This year's goals not reached in time."""
    return WorkTarget.objects.filter(year=today.year).overdue(today)


def _closed(rate: Measured) -> str:
    return f"销号率 {rate.text}" if rate.value is not None else "还没有交办"


card("supervision.findings", label="发现问题", beside=("supervision.closed_rate",), note=_closed)
