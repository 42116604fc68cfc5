"""Questions about many motions and assignments at once."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

SOON_DAYS = 10
PRIVATE = ("draft",)
NUMBERED = ("accepted", "assigned", "replied", "closed")
HANDED_ON = ("assigned", "replied", "closed")
WORKING = ("waiting", "handling", "signing")
ANSWERING = ("lead", "separate")

# 办理统计's columns, as conditions on a unit's assignments of the first round
_LED = Q(role__in=ANSWERING, round=1)
_DONE = _LED & Q(motion__replied_on__isnull=False)
UNIT_NUMBERS = {
    "led": ("主办", _LED),
    "assisted": ("协办", Q(role="assist", round=1)),
    "done": ("已答复", _DONE),
    "on_time": ("按期", _DONE & Q(finished_on__lte=F("due_on"))),
    "satisfied": ("满意", _LED & Q(motion__verdict="satisfied")),
    "basically": ("基本满意", _LED & Q(motion__verdict="basically")),
    "dissatisfied": ("不满意", _LED & Q(motion__verdict="dissatisfied")),
    "unrated": ("未评价", _LED & Q(motion__verdict="")),
}


class MotionQuerySet(models.QuerySet):
    # --- by state -----------------------------------------------------------------
    def drafts(self) -> Self:
        """Not handed in yet, or sent back to be completed."""
        return self.filter(status__in=("draft", "returned"))

    def handed_in(self) -> Self:
        """Everything but drafts."""
        return self.exclude(status__in=PRIVATE)

    def awaiting_review(self) -> Self:
        """待受理."""
        return self.filter(status="submitted")

    def awaiting_assignment(self) -> Self:
        """待交办."""
        return self.filter(status="accepted")

    def in_handling(self) -> Self:
        """Handed to units and not answered in the present round."""
        return self.filter(status="assigned")

    def awaiting_verdict(self) -> Self:
        """待评价: answered, and the lead deputy has not rated this round."""
        return self.filter(status="replied").exclude(Exists(_lead_verdicts()))

    def numbered(self) -> Self:
        """Accepted and not withdrawn: these count as received."""
        return self.filter(status__in=NUMBERED)

    def handed_on(self) -> Self:
        """Accepted and assigned to units."""
        return self.filter(status__in=HANDED_ON)

    def closed(self) -> Self:
        """已办结."""
        return self.filter(status="closed")

    def key(self) -> Self:
        """重点建议."""
        return self.filter(is_key=True)

    def rehandled(self) -> Self:
        """Sent back for a further round after a verdict of 不满意."""
        return self.filter(round__gt=1)

    def repeated(self) -> Self:
        """Raised before, as their links say."""
        link = self.model._meta.get_field("repeats").related_model
        return self.filter(Exists(link.objects.filter(motion=OuterRef("pk"))))

    def twice_dissatisfied(self) -> Self:
        """Answered twice and still 不满意: the presidium decides."""
        return self.filter(status="replied", verdict="dissatisfied", round__gt=1).filter(
            Exists(_lead_verdicts())
        )

    # --- by time ------------------------------------------------------------------
    def accepted_between(self, first: date, last: date) -> Self:
        """Numbered motions accepted between two days, both included."""
        return self.numbered().filter(accepted_on__range=(first, last))

    def due_soon(self, today: date) -> Self:
        """In handling, with the last day within ``SOON_DAYS``."""
        return self.in_handling().filter(due_on__range=(today, today + timedelta(days=SOON_DAYS)))

    def overdue(self, today: date) -> Self:
        """In handling past the last day."""
        return self.in_handling().filter(due_on__lt=today)

    def on_time(self) -> Self:
        """Answered, and no answering unit of the first round was late."""
        assignment = self.model._meta.get_field("assignments").related_model
        late = assignment.objects.filter(
            motion=OuterRef("pk"), round=1, role__in=ANSWERING, finished_on__gt=F("due_on")
        )
        return self.filter(replied_on__isnull=False).exclude(Exists(late))

    def contacted(self) -> Self:
        """At least one contact with the deputy is on record."""
        log = self.model._meta.get_field("contacts").related_model
        return self.filter(Exists(log.objects.filter(motion=OuterRef("pk"))))

    def for_office(self) -> Self:
        """待我办 of the office: to be reviewed, to be assigned, or answered and not rated."""
        return self.filter(status__in=("submitted", "accepted", "replied"))

    # --- by person ----------------------------------------------------------------
    def raised_by(self, user: models.Model) -> Self:
        """Led by the deputy of an account."""
        return self.filter(lead__user=user)

    def joined_by(self, user: models.Model) -> Self:
        """Joined by the deputy of an account."""
        cosigner = self.model._meta.get_field("cosigners").related_model
        rows = cosigner.objects.filter(motion=OuterRef("pk"), deputy__user=user, state="accepted")
        return self.filter(Exists(rows))

    def led_by(self, deputy_id: int | None) -> Self:
        """领衔."""
        return self.filter(lead=deputy_id)

    def cosigned_by(self, deputy_id: int | None, *states: str) -> Self:
        """联名, by default accepted ones."""
        cosigner = self.model._meta.get_field("cosigners").related_model
        rows = cosigner.objects.filter(
            motion=OuterRef("pk"), deputy=deputy_id, state__in=states or ("accepted",)
        )
        return self.filter(Exists(rows))

    def of_units(self, unit_ids: set[int]) -> Self:
        """Assigned to one of the units, whatever became of it."""
        assignment = self.model._meta.get_field("assignments").related_model
        rows = assignment.objects.filter(motion=OuterRef("pk"), unit__in=unit_ids)
        return self.filter(Exists(rows))

    def counted_as(self, number: str, unit_ids: set[int] | None) -> Self:
        """With an assignment that 办理统计 counts in this column, for one of the units or for any."""
        assignment = self.model._meta.get_field("assignments").related_model
        rows = assignment.objects.filter(UNIT_NUMBERS[number][1], motion=OuterRef("pk"))
        return self.filter(Exists(rows if unit_ids is None else rows.filter(unit__in=unit_ids)))

    def matching(self, text: str) -> Self:
        """By number, title, name of the lead deputy or its pinyin initials."""
        return self.filter(
            Q(title__icontains=text)
            | Q(code__icontains=text)
            | Q(lead__name__icontains=text)
            | Q(lead__initials__startswith=text.lower())
        )

    # --- for pages ----------------------------------------------------------------
    def for_list(self) -> Self:
        """Everything a list row shows, in one query; the long texts stay where they are."""
        cosigner = self.model._meta.get_field("cosigners").related_model
        joint = (
            cosigner.objects.filter(motion=OuterRef("pk"), state="accepted")
            .order_by()
            .values("motion")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return (
            self.select_related("lead", "main_unit")
            .defer("situation", "analysis", "proposal", "result_story")
            .annotate(joint=Coalesce(Subquery(joint, output_field=IntegerField()), 0))
        )

    def for_ledger(self) -> Self:
        """Listed rows with what only the ledger tells: the occasion."""
        return self.select_related("session", "term")

    def for_detail(self) -> Self:
        """A record with its deputies and units: three queries."""
        names = {"cosigners": "deputy", "assignments": "unit"}
        prefetched = [
            Prefetch(
                name,
                queryset=self.model._meta.get_field(name).related_model.objects.select_related(
                    related
                ),
            )
            for name, related in names.items()
        ]
        deputy = self.model._meta.get_field("lead").related_model
        mandate = deputy._meta.get_field("mandates").related_model
        card = mandate.objects.of_township().filter(deputy=OuterRef("lead"), term=OuterRef("term"))
        return (
            self.select_related("lead__group", "main_unit", "session", "term", "suggested_unit")
            .annotate(card_no=Subquery(card.order_by("pk").values("card_no")[:1]))
            .prefetch_related(*prefetched)
        )


def _lead_verdicts() -> models.QuerySet:
    from django.apps import apps

    feedback = apps.get_model("motions", "Feedback")
    return feedback.objects.filter(
        motion=OuterRef("pk"), deputy=OuterRef("lead"), round=OuterRef("round")
    )


class AssignmentQuerySet(models.QuerySet):
    def of_units(self, unit_ids: set[int]) -> Self:
        """Handed to one of the units."""
        return self.filter(unit__in=unit_ids)

    def waiting(self) -> Self:
        """待签收."""
        return self.filter(status="waiting")

    def open(self) -> Self:
        """Not answered yet, signed for or not."""
        return self.filter(status__in=WORKING)

    def handling(self) -> Self:
        """Signed for and not answered."""
        return self.filter(status__in=("handling", "signing"))

    def signing(self) -> Self:
        """待签发: a reply waits for the head."""
        return self.filter(status="signing")

    def answered(self) -> Self:
        """Replied, or the opinion given."""
        return self.filter(status__in=("replied", "opinion_given"))

    def answering(self) -> Self:
        """主办 and 分办: they owe the deputy a reply."""
        return self.filter(role__in=ANSWERING)

    def due_soon(self, today: date) -> Self:
        """Open, with the last day within ``SOON_DAYS``."""
        return self.open().filter(due_on__range=(today, today + timedelta(days=SOON_DAYS)))

    def overdue(self, today: date) -> Self:
        """Open past the last day."""
        return self.open().filter(due_on__lt=today)

    def for_list(self) -> Self:
        """Everything a row of a unit's inbox shows, in one query."""
        return self.select_related("unit", "motion__lead", "motion__session__term", "motion__term")


class CommitmentQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Promised and not yet done."""
        return self.filter(done_on=None)

    def overdue(self, today: date) -> Self:
        """Promised for a day that has passed."""
        return self.open().filter(due_on__lt=today)
