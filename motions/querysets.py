"""Questions about many motions and assignments at once."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

SOON_DAYS = 10
PRIVATE = ("draft",)
NUMBERED = (
    "presidium", "on_agenda", "not_listed", "accepted", "merged", "assigned", "replied", "closed",
)  # fmt: skip
SIGNED_IN = ("submitted", "returned", "presidium", "accepted", "assigned")  # co-signers may join
HANDED_ON = ("assigned", "replied", "closed")
WORKING = ("waiting", "handling", "signing")
UNFINISHED = (*WORKING, "objected")
ANSWERING = ("lead", "separate")


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

    def unreturned(self) -> Self:
        """未反馈: closed because the lead deputy did not rate in time, and not rated since."""
        return self.filter(lapsed_on__isnull=False, verdict="")

    def rated_unread(self) -> Self:
        """The lead deputy's rating of this round was given before the reply was opened."""
        return self.filter(Exists(_lead_verdicts().filter(is_unread=True)))

    def numbered(self) -> Self:
        """Accepted and not withdrawn: these count as received."""
        return self.filter(status__in=NUMBERED)

    def handed_on(self) -> Self:
        """Accepted and assigned to units."""
        return self.filter(status__in=HANDED_ON)

    def published(self) -> Self:
        """已公开: everybody can read it."""
        return self.filter(Exists(_publications(status="published")))

    def unpublished(self) -> Self:
        """待公开: may be published and is not."""
        return self.filter(is_public=True).exclude(Exists(_publications(status="published")))

    def private(self) -> Self:
        """不公开: the deputy does not agree."""
        return self.filter(is_public=False)

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
        late = (
            assignment.objects.answering()
            .filter(motion=OuterRef("pk"), round=1, finished_on__gt=F("due_on"))
            .exclude(status="reassigned")
        )
        return self.filter(replied_on__isnull=False).exclude(Exists(late))

    def contacted(self) -> Self:
        """At least one contact with the deputy is on record."""
        log = self.model._meta.get_field("contacts").related_model
        return self.filter(Exists(log.objects.filter(motion=OuterRef("pk"))))

    def promising(self) -> Self:
        """Answered otherwise than in full (not A), with promises that have a day."""
        promise = self.model._meta.apps.get_model("motions", "Commitment")
        mine = promise.objects.issued().filter(reply__assignment__motion=OuterRef("pk"))
        return self.exclude(result_class__in=("", "A")).filter(Exists(mine))

    def converted(self) -> Self:
        """转 A: everything that the replies promised was confirmed on site and struck off."""
        promise = self.model._meta.apps.get_model("motions", "Commitment")
        left = promise.objects.issued().open().filter(reply__assignment__motion=OuterRef("pk"))
        return self.promising().exclude(Exists(left))

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

    def for_author(self) -> Self:
        """Listed rows with the case each was merged into: its authors follow that one."""
        texts = ("situation", "analysis", "proposal", "result_story")
        rows = self.for_list().select_related("merged_into__main_unit")
        return rows.defer(*texts, *(f"merged_into__{name}" for name in texts))

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
            self.select_related(
                "lead__group",
                "main_unit",
                "session",
                "term",
                "suggested_unit",
                "merged_into__main_unit",
            )
            .annotate(card_no=Subquery(card.order_by("pk").values("card_no")[:1]))
            .prefetch_related(*prefetched)
        )


def _publications(**which: str) -> models.QuerySet:
    from django.apps import apps

    publication = apps.get_model("motions", "Publication")
    return publication.objects.filter(motion=OuterRef("pk"), **which)


def _lead_verdicts() -> models.QuerySet:
    from django.apps import apps

    feedback = apps.get_model("motions", "Feedback")
    return feedback.objects.filter(
        motion=OuterRef("pk"),
        deputy=OuterRef("lead"),
        round=OuterRef("round"),
        is_current=True,
    )


class CoSignerQuerySet(models.QuerySet):
    def waiting(self, today: date) -> Self:
        """Invited to a case that was handed in, with time left to answer."""
        rows = self.filter(state="invited").exclude(
            motion__status__in=("draft", "withdrawn", "rejected")
        )
        return rows.exclude(motion__voided_at__isnull=False).exclude(motion__join_by__lt=today)

    def unanswered(self) -> Self:
        """Invited and silent, in time or not."""
        return self.filter(state="invited")

    def to_be_reminded(self, today: date) -> Self:
        """Silent, and not reminded today."""
        return self.unanswered().filter(Q(reminded_on=None) | Q(reminded_on__lt=today))


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

    def unfinished(self) -> Self:
        """Neither answered nor taken away, an 申请退办 that waits for the office included."""
        return self.filter(status__in=UNFINISHED)

    def handling(self) -> Self:
        """Signed for and not answered."""
        return self.filter(status__in=("handling", "signing"))

    def in_hand(self) -> Self:
        """待办 of a unit that has signed: to be answered, to be signed by the head, or objected to."""
        return self.filter(status__in=("handling", "signing", "objected"))

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
        """Unanswered, and the office has refused to take it back twice: on the presidium's list."""
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
        return self.unfinished().annotate(refused=number).filter(refused__gte=2)

    def asking_to_return(self) -> Self:
        """申请退办, not decided."""
        return self.filter(status="objected")

    def asking_for_time(self) -> Self:
        """申请延期 of an unanswered case, not decided."""
        extension = self.model._meta.get_field("extensions").related_model
        return self.handling().filter(
            Exists(extension.objects.pending().filter(assignment=OuterRef("pk")))
        )

    def for_step(self) -> Self:
        """What the page of a step asks of its record."""
        return self.select_related("unit", "motion")

    def with_draft(self) -> Self:
        """With ``draft``, the key of a 补充答复 that waits for the head."""
        supplement = self.model._meta.get_field("supplements").related_model
        drafts = supplement.objects.filter(assignment=OuterRef("pk"), status="draft")
        return self.annotate(draft=Subquery(drafts.values("pk")[:1]))

    def for_inbox(self) -> Self:
        """Listed rows, with whether a 延期 is asked for already and when the deputy was last met."""
        extension = self.model._meta.get_field("extensions").related_model
        log = self.model._meta.apps.get_model("motions", "ContactLog")
        met = log.objects.filter(motion=OuterRef("motion"), on__gte=OuterRef("assigned_on"))
        asked = extension.objects.pending().filter(assignment=OuterRef("pk"))
        return self.for_list().annotate(
            is_asking=Exists(asked), met_on=Subquery(met.order_by("-on").values("on")[:1])
        )

    def for_list(self) -> Self:
        """Everything a row of a unit's inbox shows, in one query."""
        return self.select_related("unit", "motion__lead", "motion__session__term", "motion__term")


class CommitmentQuerySet(models.QuerySet):
    def issued(self) -> Self:
        """Promised in a reply that the unit's head has issued."""
        return self.filter(reply__issued_on__isnull=False)

    def open(self) -> Self:
        """Promised and not struck off, reported as done or not."""
        return self.filter(done_on=None)

    def unreported(self) -> Self:
        """履行中: the unit has not reported it as done."""
        return self.filter(status="open")

    def reported(self) -> Self:
        """The unit says it is done; the office has not confirmed it on site."""
        return self.filter(status="reported")

    def struck(self) -> Self:
        """已销号."""
        return self.filter(status="struck")

    def overdue(self, today: date) -> Self:
        """Promised for a day that has passed, and not reported as done."""
        return self.unreported().filter(due_on__lt=today)

    def due_by(self, day: date) -> Self:
        """Not reported as done, with the promised day until ``day``."""
        return self.unreported().filter(due_on__lte=day)

    def asking_for_another_day(self) -> Self:
        """The unit has asked to move the promised day; the office has not decided."""
        return self.filter(Exists(_changes().filter(decision="pending")))

    def of_year(self, year: int) -> Self:
        """A year's list: promised in it, or carried over from before and not struck off by then."""
        return self.filter(
            Q(reply__issued_on__year=year)
            | Q(reply__issued_on__year__lt=year) & (Q(done_on=None) | Q(done_on__year__gte=year))
        )

    def carried_over(self, year: int) -> Self:
        """结转: promised before the year began and not struck off by then."""
        return self.of_year(year).filter(reply__issued_on__year__lt=year)

    def of_units(self, unit_ids: set[int]) -> Self:
        """Promised by one of the units."""
        return self.filter(reply__assignment__unit__in=unit_ids)

    def for_list(self) -> Self:
        """Everything a row shows: the case, the unit, and how often its day was moved."""
        granted = (
            _changes()
            .filter(decision="granted")
            .order_by()
            .values("commitment")
            .annotate(number=Count("pk"), first=Min("old_due"))
        )
        asked = _changes().filter(decision="pending").order_by()
        return self.select_related(
            "reply__assignment__motion", "reply__assignment__unit", "supplement"
        ).annotate(
            moved=Coalesce(Subquery(granted.values("number"), output_field=IntegerField()), 0),
            first_due=Subquery(granted.values("first")),
            asked_due=Subquery(asked.values("new_due")[:1]),
        )


def _changes() -> models.QuerySet:
    from django.apps import apps

    change = apps.get_model("motions", "CommitmentChange")
    return change.objects.filter(commitment=OuterRef("pk"))


class ReminderQuerySet(models.QuerySet):
    def by_people(self) -> Self:
        """催办 and 督办: what people sent, without the system's warnings."""
        return self.exclude(kind="warning")

    def orders(self) -> Self:
        """督办单."""
        return self.filter(kind="order")

    def urges(self) -> Self:
        """催办."""
        return self.filter(kind="urge")

    def warnings(self) -> Self:
        """到期提醒 that the system sent."""
        return self.filter(kind="warning")

    def unanswered(self) -> Self:
        """督办单 that wait for the unit."""
        return self.orders().filter(responded_on=None, closed_on=None)

    def answered(self) -> Self:
        """督办单 with the unit's answer, which wait for the office."""
        return self.orders().filter(responded_on__isnull=False, closed_on=None)

    def of_units(self, unit_ids: set[int]) -> Self:
        """Sent to one of the units."""
        return self.filter(assignment__unit__in=unit_ids)

    def for_list(self) -> Self:
        """Everything a row shows, in one query."""
        return self.select_related("motion", "assignment__unit")


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
