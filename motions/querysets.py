"""Questions about many motions and assignments at once."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

SOON_DAYS = 10
PRIVATE = ("draft",)
NUMBERED = (
    "presidium", "on_agenda", "not_listed", "accepted", "merged", "assigned", "replied", "closed",
)  # fmt: skip
HANDED_ON = ("assigned", "replied", "closed")
WORKING = ("waiting", "handling", "signing")
ANSWERING = ("lead", "separate")

# 办理统计's columns, as conditions on a unit's assignments of the first round
_FIRST = Q(round=1) & ~Q(status="reassigned")
_LED = _FIRST & Q(role__in=ANSWERING)
_DONE = _LED & Q(motion__replied_on__isnull=False)
UNIT_NUMBERS = {
    "led": ("主办", _LED),
    "assisted": ("协办", _FIRST & Q(role="assist")),
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

    def awaiting_presidium(self) -> Self:
        """待主席团审议: 议案 whose fate the presidium has not decided."""
        return self.filter(status="presidium")

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
        late = assignment.objects.filter(_LED, motion=OuterRef("pk"), finished_on__gt=F("due_on"))
        return self.filter(replied_on__isnull=False).exclude(Exists(late))

    def contacted(self) -> Self:
        """At least one contact with the deputy is on record."""
        log = self.model._meta.get_field("contacts").related_model
        return self.filter(Exists(log.objects.filter(motion=OuterRef("pk"))))

    def mergeable_with(self, motion: models.Model | None) -> Self:
        """What a case may be merged into: another one that waits for 交办 or is being handled."""
        rows = self.filter(status__in=("accepted", "assigned"))
        return rows.exclude(pk=motion.pk) if motion else rows

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

    def authored_by(self, deputy_id: int) -> Self:
        """领衔 or 联名 (confirmed)."""
        return self.led_by(deputy_id) | self.cosigned_by(deputy_id)

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
        rows = assignment.objects.of_units(unit_ids).filter(motion=OuterRef("pk"))
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
        motion=OuterRef("pk"),
        deputy=OuterRef("lead"),
        round=OuterRef("round"),
        is_current=True,
    )


class AssignmentQuerySet(models.QuerySet):
    def of_units(self, unit_ids: set[int]) -> Self:
        """Handed to one of the units, and not passed on to another since."""
        return self.filter(unit__in=unit_ids).exclude(status="reassigned")

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

    def twice_refused(self) -> Self:
        """Open, and the office has refused to take it back twice: on the presidium's list."""
        objection = self.model._meta.get_field("objections").related_model
        refused = (
            objection.objects.denied()
            .filter(assignment=OuterRef("pk"))
            .order_by()
            .values("assignment")
            .annotate(number=Count("pk"))
            .values("number")
        )
        number = Coalesce(Subquery(refused, output_field=IntegerField()), 0)
        return self.open().annotate(refused=number).filter(refused__gte=2)

    def asking_to_return(self) -> Self:
        """申请退办, not decided."""
        return self.filter(status="objected")

    def asking_for_time(self) -> Self:
        """申请延期, not decided."""
        extension = self.model._meta.get_field("extensions").related_model
        return self.filter(Exists(extension.objects.pending().filter(assignment=OuterRef("pk"))))

    def for_list(self) -> Self:
        """Everything a row of a unit's inbox shows, in one query."""
        return self.select_related("unit", "motion__lead", "motion__session__term", "motion__term")


class CommitmentQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Promised and not struck off, reported as done or not."""
        return self.filter(done_on=None)

    def reported(self) -> Self:
        """The unit says it is done; the office has not confirmed it on site."""
        return self.filter(status="reported")

    def struck(self) -> Self:
        """已销号."""
        return self.filter(status="struck")

    def overdue(self, today: date) -> Self:
        """Promised for a day that has passed."""
        return self.open().filter(due_on__lt=today)


class ReminderQuerySet(models.QuerySet):
    def by_people(self) -> Self:
        """催办 and 督办: what people sent, without the system's warnings."""
        return self.exclude(kind="warning")

    def orders(self) -> Self:
        """督办单."""
        return self.filter(kind="order")


class AskingQuerySet(models.QuerySet):
    def pending(self) -> Self:
        """Asked and not decided."""
        return self.filter(decision="pending")

    def denied(self) -> Self:
        """Refused by the office."""
        return self.filter(decision="denied")

    def granted(self) -> Self:
        """Agreed by the office."""
        return self.filter(decision="granted")
