"""Questions about many assignments, and what their units ask for, at once."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from motions.querysets.states import (
    ANSWERING,
    GONE,
    REFUSALS_FOR_PRESIDIUM,
    SOON_DAYS,
    TAKEN,
    UNFINISHED,
    WORKING,
)
from renda.core.models import Membership, Role
from renda.core.related import how_many, rows_of


class AssignmentQuerySet(models.QuerySet):
    def of_units(self, unit_ids: set[int]) -> Self:
        """Handed to one of the units, and not taken from it since."""
        return self.filter(unit__in=unit_ids).exclude(status__in=TAKEN)

    def present(self, round: int) -> Self:
        """Of a round, without those that were taken from their unit or stopped."""
        return self.filter(round=round).exclude(status__in=GONE)

    def waiting(self) -> Self:
        """待签收."""
        return self.filter(status="waiting")

    def unsigned(self) -> Self:
        """Not signed for: 待签收, or a 退办申请 waits for the unit's head instead."""
        instead = Q(status="signing", to_sign="objection", signed_on=None)
        return self.filter(Q(status="waiting") | instead)

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
        """待签发: a reply, an opinion or a request waits for the unit's head."""
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
        """Refused twice or oftener, and the presidium has not decided since: on its list.

        One that asks again meanwhile waits for the office.
        """
        refused = rows_of(self.model, "objections").denied()
        last = refused.order_by("-on", "-pk").values("ruling")[:1]
        rows = self.open().annotate(
            refused=how_many(refused, by="assignment"), ruled=Subquery(last)
        )
        return rows.filter(refused__gte=REFUSALS_FOR_PRESIDIUM, ruled=None)

    def asking_to_return(self) -> Self:
        """申请退办, not decided."""
        return self.filter(status="objected")

    def asking_for_time(self) -> Self:
        """申请延期 of an unanswered case, not decided."""
        return self.handling().filter(Exists(rows_of(self.model, "extensions").pending()))

    def with_head(self) -> Self:
        """With ``has_head``: somebody can sign for the unit, for its head has an account."""
        heads = Membership.objects.filter(
            township=OuterRef("township"),
            unit=OuterRef("unit"),
            role=Role.UNIT_HEAD,
            user__is_active=True,
        )
        return self.annotate(has_head=Exists(heads))

    def with_draft(self) -> Self:
        """With ``draft``, the key of a 补充答复 that waits for the head."""
        drafts = rows_of(self.model, "supplements").filter(status="signing")
        return self.annotate(draft=Subquery(drafts.values("pk")[:1]))

    def for_inbox(self) -> Self:
        """Listed rows, with whether a 延期 is asked for already and when the unit last met the deputy."""
        motion = self.model._meta.get_field("motion").related_model
        met = rows_of(motion, "contacts", key="motion").believed()
        met = met.filter(
            assignment__unit=OuterRef("unit"),
            assignment__round=OuterRef("round"),
            on__gte=OuterRef("assigned_on"),
        )
        return self.for_list().annotate(
            is_asking=Exists(rows_of(self.model, "extensions").pending()),
            met_on=Subquery(met.order_by("-on").values("on")[:1]),
        )

    def for_list(self) -> Self:
        """Everything a row of a unit's inbox shows, in one query."""
        return self.select_related("unit", "motion__lead", "motion__session__term", "motion__term")


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


class SubmittalQuerySet(models.QuerySet):
    def pending(self) -> Self:
        """Waiting for the unit's head."""
        return self.filter(outcome="pending")

    def lapse(self, assignment_ids: Iterable[int]) -> None:
        """What waits there for the head is void: the case has left the unit."""
        self.pending().filter(assignment__in=assignment_ids).update(outcome="lapsed")

    def lapse_dates(self, commitment_ids: Iterable[int]) -> None:
        """The 改期申请 that waits for the head is void: the promise needs no other day now."""
        self.pending().filter(commitment__in=commitment_ids).update(outcome="lapsed")
