"""Questions about many plan items, targets, projects, inspections and findings at once."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, Q, Subquery

from deputies.querysets import roll_begun
from renda.core.related import how_many, rows_of


class PlanItemQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Each item with ``carried_out``: how many inspections and appraisals saw to it."""
        inspections = rows_of(self.model, "inspections").held()
        appraisals = rows_of(self.model, "appraisals").held()
        return self.select_related("unit").annotate(
            carried_out=how_many(inspections, by="plan_item") + how_many(appraisals, by="plan_item")
        )


class WorkTargetQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Not reached yet."""
        return self.filter(done_on=None)

    def done(self) -> Self:
        """Reached."""
        return self.filter(done_on__isnull=False)

    def overdue(self, today: date) -> Self:
        """Not reached although the day has passed."""
        return self.open().filter(due_on__lt=today)

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("unit")


class LivelihoodProjectQuerySet(models.QuerySet):
    def chosen(self) -> Self:
        """Decided by the congress: on the year's list, whatever became of them since."""
        return self.filter(status__in=["chosen", "underway", "done", "rated"])

    def finished(self) -> Self:
        """Completed, rated or not."""
        return self.filter(status__in=["done", "rated"])

    def with_progress(self) -> Self:
        """Each with ``reported_percent`` and ``reported_on`` of its latest progress report."""
        latest = rows_of(self.model, "progress").order_by("-on", "-pk")
        return self.annotate(
            reported_percent=Subquery(latest.values("percent")[:1]),
            reported_on=Subquery(latest.values("on")[:1]),
        )

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("unit").with_progress()

    def for_detail(self) -> Self:
        """One project with its progress."""
        return self.for_list()


class InspectionQuerySet(models.QuerySet):
    def held(self) -> Self:
        """Carried out: no longer only a scheme."""
        return self.exclude(status="planned")

    def between(self, first: date, last: date) -> Self:
        """Begun between two days, both included."""
        return self.filter(held_on__range=(first, last))

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("roll", "plan_item").annotate(
            opinion_count=Count("opinions", filter=Q(opinions__voided_at=None), distinct=True),
            finding_count=Count("findings", filter=Q(findings__voided_at=None), distinct=True),
        )

    def for_detail(self) -> Self:
        """One inspection with its place in the plan."""
        return self.for_list()


class InspectionOpinionQuerySet(models.QuerySet):
    def handed(self) -> Self:
        """Handed to a unit."""
        return self.filter(handed_on__isnull=False)

    def open(self) -> Self:
        """Handed over and not answered."""
        return self.handed().filter(answered_on=None)

    def overdue(self, today: date) -> Self:
        """Not answered although the day has passed."""
        return self.open().filter(due_on__lt=today)

    def of_units(self, unit_ids: Iterable[int]) -> Self:
        """Handed to one of these units."""
        return self.handed().filter(unit__in=unit_ids)

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("inspection", "unit")


class FindingQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Recorded and not handed to anybody yet."""
        return self.filter(status="found")

    def handed(self) -> Self:
        """Handed to a unit, whatever became of them since."""
        return self.exclude(status="found")

    def rectifying(self) -> Self:
        """The unit's turn: handed over and not reported as put right."""
        return self.filter(status__in=["handed", "working"])

    def reported(self) -> Self:
        """Reported as put right, to be rechecked."""
        return self.filter(status="reported")

    def rectified(self) -> Self:
        """Reported as put right and not sent back since."""
        return self.filter(rectified_on__isnull=False)

    def closed(self) -> Self:
        """Rechecked and struck off (已销号)."""
        return self.filter(status="closed")

    def overdue(self, today: date) -> Self:
        """The unit's turn although the day has passed."""
        return self.rectifying().filter(due_on__lt=today)

    def of_units(self, unit_ids: Iterable[int]) -> Self:
        """Handed to one of these units."""
        return self.handed().filter(unit__in=unit_ids)

    def found_between(self, first: date, last: date) -> Self:
        """Found between two days, both included."""
        return self.filter(found_on__range=(first, last))

    def on_board(self, year: int) -> Self:
        """Of a year, or from an earlier one and still open."""
        return self.filter(
            Q(year=year)
            | (Q(year__lt=year) & Q(status__in=["found", "handed", "working", "reported"]))
        )

    def for_list(self) -> Self:
        """Everything a row or a card shows, in one query."""
        return self.select_related(
            "unit", "found_by", "campaign", "activity", "inspection", "motion"
        )

    def for_detail(self) -> Self:
        """One finding with where it came from."""
        return self.for_list()


class AppraisalQuerySet(models.QuerySet):
    def held(self) -> Self:
        """Those that took place: ballots came back, or their roll tells so. Planned ones are left out."""
        return self.filter(Q(returned__gt=0) | roll_begun(self.model))

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("unit", "roll", "plan_item")

    def for_detail(self) -> Self:
        """One appraisal with its unit."""
        return self.for_list()


class ElectionVillageQuerySet(models.QuerySet):
    def with_watches(self) -> Self:
        """Each village with its observer and what was observed."""
        return self.select_related("observer").prefetch_related("watches__observer")

    def for_list(self) -> Self:
        """Everything a row shows, in two queries."""
        return self.with_watches()


class VillageElectionWatchQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Everything a row shows, in one query."""
        return self.select_related("village", "observer")
