"""Questions about many activities, opinions, contacts and articles at once."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from renda.core.related import how_many, rows_of

CADRES = ("cadre", "village_cadre")


class Between(models.QuerySet):
    """Rows of a model whose day is ``day_field``."""

    day_field = ""

    def between(self, first: date, last: date) -> Self:
        """Those of the days between two, both included."""
        return self.filter(**{f"{self.day_field}__range": (first, last)})


class CampaignQuerySet(models.QuerySet):
    def of_period(self, first: date, last: date) -> Self:
        """Those that ran on some day of the period."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on=None) | Q(ends_on__gte=first))

    def for_list(self) -> Self:
        """With ``activity_count`` and ``deed_count``."""
        return self.annotate(
            activity_count=how_many(rows_of(self.model, "activities"), by="campaign"),
            deed_count=how_many(rows_of(self.model, "deeds"), by="campaign"),
        )


class ActivityQuerySet(Between):
    day_field = "held_on"

    def held(self, today: date) -> Self:
        """Those whose day has come."""
        return self.filter(held_on__lte=today)

    def planned(self, today: date) -> Self:
        """Those still to come."""
        return self.filter(held_on__gt=today)

    def registered(self) -> Self:
        """Those whose attendance is closed: they took place and are on record."""
        return self.filter(roll__is_closed=True)

    def waiting(self, today: date) -> Self:
        """Held, and the attendance is not closed yet."""
        return self.held(today).exclude(roll__is_closed=True)

    def with_heads(self) -> Self:
        """Each with ``deputy_heads``, ``cadre_heads``, ``other_heads`` and ``person_times`` 人次."""

        def heads(of: Q) -> Coalesce:
            rows = rows_of(self.model, "head_counts").filter(of).order_by().values("activity")
            number = rows.annotate(heads=Sum("number")).values("heads")
            return Coalesce(Subquery(number, output_field=models.IntegerField()), 0)

        roll = self.model._meta.get_field("roll").related_model
        entries = rows_of(roll, "entries", key="roll")
        came = entries.filter(state="present", deputy__isnull=False)
        return self.annotate(
            deputy_heads=how_many(came, by="roll"),
            cadre_heads=heads(Q(role__in=CADRES)),
            other_heads=heads(~Q(role__in=CADRES)),
        ).annotate(person_times=models.F("deputy_heads") + models.F("cadre_heads"))

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("campaign", "group", "roll").with_heads()

    def for_detail(self) -> Self:
        """What the record page shows of the row itself."""
        return self.for_list()

    def matching(self, text: str) -> Self:
        """By title, place or stop."""
        at = rows_of(self.model, "stops").filter(name__icontains=text)
        return self.filter(Q(title__icontains=text) | Q(place__icontains=text) | Exists(at))


class ConsultationQuerySet(Between):
    day_field = "held_on"

    def held(self, today: date) -> Self:
        """Those whose day has come."""
        return self.filter(held_on__lte=today)

    def waiting(self, today: date) -> Self:
        """Held, and the attendance is not closed yet."""
        return self.held(today).exclude(roll__is_closed=True)

    def for_list(self) -> Self:
        """With the number of opinions."""
        return self.select_related("roll").annotate(
            opinion_count=how_many(rows_of(self.model, "opinions"), by="consultation")
        )


class OpinionQuerySet(models.QuerySet):
    def between(self, first: date, last: date) -> Self:
        """Given at an activity or a consultation of the period."""
        days = (first, last)
        return self.filter(
            Q(activity__held_on__range=days, activity__voided_at=None)
            | Q(consultation__held_on__range=days, consultation__voided_at=None)
        )

    def with_day(self) -> Self:
        """Each with ``given_on``, the day of its event."""
        return self.annotate(given_on=Coalesce("activity__held_on", "consultation__held_on"))

    def recorded(self) -> Self:
        """Written down, and not passed on yet."""
        return self.filter(status="recorded")

    def waiting(self) -> Self:
        """Passed on, and not answered yet."""
        return self.filter(status="passed")

    def answered(self) -> Self:
        """Those that a unit answered, whatever it said."""
        return self.filter(status__in=["adopted", "planned", "explained"])

    def of_units(self, unit_ids: set[int]) -> Self:
        """Those passed on to one of the units."""
        return self.filter(unit__in=unit_ids)

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("activity", "consultation", "deputy", "unit").with_day()

    def for_detail(self) -> Self:
        """Everything the record page shows, in one query."""
        return self.for_list()


class VoterContactQuerySet(Between):
    day_field = "met_on"

    def waiting(self) -> Self:
        """Passed on, and not answered yet."""
        return self.filter(outcome="passed", answered_on=None)

    def of_deputy(self, deputy: models.Model | None) -> Self:
        """Those of one deputy; nobody's for nobody."""
        return self.filter(deputy=deputy) if deputy else self.none()

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy", "station", "unit")

    def for_detail(self) -> Self:
        """Everything the record page shows, in one query."""
        return self.for_list().select_related("motion")


class PublicMessageQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(answered_on=None)

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy")

    def for_detail(self) -> Self:
        """Everything the record page shows, in one query."""
        return self.for_list()


class DeedQuerySet(Between):
    day_field = "on"

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy", "campaign")

    def for_detail(self) -> Self:
        """Everything the record page shows, in one query."""
        return self.for_list()


class ArticleQuerySet(Between):
    day_field = "sent_on"

    def adopted(self, level: str) -> Self:
        """Those printed by an outlet of that level, each once."""
        return self.filter(Exists(rows_of(self.model, "adoptions").filter(level=level)))

    def for_list(self) -> Self:
        """With their adoptions, in two queries."""
        return self.prefetch_related("adoptions")


class DutyCaseQuerySet(Between):
    day_field = "reported_on"

    def for_list(self) -> Self:
        """Everything a list row shows, in one query."""
        return self.select_related("deputy")

    def for_detail(self) -> Self:
        """Everything the record page shows, in one query."""
        return self.for_list()
