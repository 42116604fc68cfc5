"""Where the search box looks in this app."""

from django.db.models import Q, QuerySet

from renda.core.models import User
from renda.core.searching import searchable
from supervision.models import Appraisal, Finding, Inspection, LivelihoodProject, WorkTarget
from supervision.permissions import visible


@searchable("supervision.findings", label="问题", perm="supervision.list_finding")
def findings(text: str, user: User) -> QuerySet[Finding]:
    """Findings by title or place."""
    rows = Finding.objects.filter(Q(title__icontains=text) | Q(place__icontains=text))
    return visible(user, rows)


@searchable("supervision.inspections", label="督查视察", perm="supervision.list_inspection")
def inspections(text: str, user: User) -> QuerySet[Inspection]:
    """Inspections by title or topic."""
    return Inspection.objects.filter(Q(title__icontains=text) | Q(topic__icontains=text))


@searchable("supervision.projects", label="民生实事", perm="supervision.list_livelihoodproject")
def projects(text: str, user: User) -> QuerySet[LivelihoodProject]:
    """Projects by name."""
    return LivelihoodProject.objects.filter(name__icontains=text)


@searchable("supervision.targets", label="目标任务", perm="supervision.list_worktarget")
def targets(text: str, user: User) -> QuerySet[WorkTarget]:
    """Goals by their words."""
    return WorkTarget.objects.filter(content__icontains=text)


@searchable("supervision.appraisals", label="工作评议", perm="supervision.list_appraisal")
def appraisals(text: str, user: User) -> QuerySet[Appraisal]:
    """Appraisals by title or unit."""
    return Appraisal.objects.filter(Q(title__icontains=text) | Q(unit__name__icontains=text))
