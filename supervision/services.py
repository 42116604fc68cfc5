"""Writes that touch several rows: numbering findings, opening rolls, handing opinions over."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from deputies.expecting import rule_for
from deputies.models import Deputy
from deputies.services import carry_to_roll, open_roll
from renda.core import audit, law
from renda.core.calendar import Due, due_by_days, due_by_months
from renda.core.models import Attachment, Role, User
from renda.core.notifications import notify, people_in
from renda.core.numbers import next_number
from renda.core.voiding import void_rows
from supervision.models import (
    Appraisal,
    Finding,
    Inspection,
    InspectionOpinion,
    InspectionProject,
    LivelihoodProject,
    ProjectProgress,
)


@transaction.atomic(savepoint=False)
def register_finding(finding: Finding) -> Finding:
    """Number a new finding within its campaign, else within its year, and save it."""
    if finding.activity_id and finding.activity.campaign_id:
        finding.campaign = finding.activity.campaign
    finding.year = finding.found_on.year
    campaign = finding.campaign_id
    within = f"campaign-{campaign}" if campaign else finding.year
    finding.number = next_number(f"supervision.finding.{within}")
    finding.save()
    return finding


def rectify_due(start: date) -> Due:
    """Until when a unit must put a finding right that is handed over on ``start``."""
    numbers, days = law.values_and_days("supervision.rectify_days")
    return due_by_days(start, numbers["supervision.rectify_days"], days)


def feedback_due(start: date) -> Due:
    """Until when a unit must answer an opinion handed over on ``start`` (Z3 24)."""
    numbers, days = law.values_and_days("deputy.visit_feedback")
    return due_by_months(start, numbers["deputy.visit_feedback"], days)


@transaction.atomic(savepoint=False)
def open_inspection(inspection: Inspection, *, participants: Iterable[Deputy] | None) -> Inspection:
    """Save a new inspection with its roll; without ``participants`` everyone in office is expected."""
    inspection.roll = open_roll(
        title=inspection.title, on=inspection.held_on, kind="inspection", expected=participants
    )
    inspection.save()
    return inspection


@transaction.atomic(savepoint=False)
def cover_projects(
    inspection: Inspection, projects: Iterable[LivelihoodProject]
) -> tuple[list[InspectionProject], list[InspectionProject]]:
    """Make these the projects an inspection covers; a new one keeps how far it was by then.

    Gives those that went, which are voided, and those that came.
    """
    wanted = {project.pk: project for project in projects}
    rows = list(InspectionProject.objects.filter(inspection=inspection).select_related("project"))
    gone = [row for row in rows if row.project_id not in wanted]
    if gone:
        void_rows(gone, timezone.now())
    came = _covered(inspection, wanted.keys() - {row.project_id for row in rows}, wanted)
    return gone, InspectionProject.objects.bulk_create(came)


def _covered(
    inspection: Inspection, new: Collection[int], projects: dict[int, LivelihoodProject]
) -> list[InspectionProject]:
    """The projects that an inspection covers anew, each as far as it was by then."""
    if not new:
        return []
    reports = ProjectProgress.objects.filter(project__in=new, on__lte=inspection.held_on).order_by(
        "on", "pk"
    )
    percents = {report.project_id: report.percent for report in reports}
    return [
        InspectionProject(
            township_id=inspection.township_id,
            inspection=inspection,
            project=project,
            percent=percents.get(pk, 0),
        )
        for pk, project in projects.items()
        if pk in new
    ]


@transaction.atomic(savepoint=False)
def open_appraisal(appraisal: Appraisal, *, participants: Iterable[Deputy] | None) -> Appraisal:
    """Save a new appraisal with its roll and the grading rule in force.

    Without ``participants`` every deputy of its level in office that day is expected.
    """
    numbers = law.values("appraisal.satisfied_percent", "appraisal.basic_percent")
    appraisal.satisfied_percent = numbers["appraisal.satisfied_percent"]
    appraisal.basic_percent = numbers["appraisal.basic_percent"]
    appraisal.roll = open_roll(
        title=appraisal.title,
        on=appraisal.held_on,
        kind="meeting",
        place=appraisal.place,
        expected=participants,
        rule=rule_for([appraisal.level]),
    )
    appraisal.save()
    return appraisal


def carry_appraisal(appraisal: Appraisal) -> None:
    """Carry a changed title, day, place or level over to the appraisal's roll."""
    said = {"title": appraisal.title, "on": appraisal.held_on, "place": appraisal.place}
    if appraisal.roll and appraisal.roll.expects:
        said["expects"] = rule_for([appraisal.level])
    carry_to_roll(appraisal.roll, **said)


@transaction.atomic
def hand_opinions(*, inspection: Inspection, on: date, by: User | None) -> list[InspectionOpinion]:
    """Hand an inspection's waiting opinions to their units, with the day by which each must answer."""
    waiting = list(
        InspectionOpinion.objects.filter(
            inspection=inspection, handed_on=None, unit__isnull=False
        ).select_related("unit")
    )
    due = feedback_due(on).on
    for opinion in waiting:
        opinion.handed_on, opinion.due_on = on, due
        opinion.save(update_fields=["handed_on", "due_on"])
    if waiting:
        audit.record_many(by, "交办意见", waiting, due_on=due)
    for opinion in waiting:
        notify(
            people_in(Role.HANDLER, Role.UNIT_HEAD, unit_id=opinion.unit_id),
            f"交办意见：{opinion}（请于 {due:%Y-%m-%d} 前反馈）",
            opinion,
        )
    return waiting


def photos_of(findings: Iterable[Finding]) -> dict[int, dict[str, Attachment]]:
    """The first picture before and the latest after of several findings, in one query."""
    found: dict[int, dict[str, Attachment]] = {}
    rows = Attachment.objects.filter(
        model="supervision.finding",
        object_id__in=[finding.pk for finding in findings],
        mime__in=["image/jpeg", "image/png"],
        purpose__in=["before", "after"],
    ).order_by("pk")
    for photo in rows:
        pair = found.setdefault(photo.object_id, {})
        if photo.purpose == "after":
            pair["after"] = photo
        else:
            pair.setdefault("before", photo)
    return found
