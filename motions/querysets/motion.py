"""Questions about many motions at once."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from motions.querysets.states import GONE, HANDED_ON, NUMBERED, PRIVATE, SOON_DAYS
from renda.core.related import how_many, rows_of
from sessions_app.querysets import carried

LONG_TEXTS = ("situation", "analysis", "proposal", "result_story")


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
        return self.filter(status="replied").exclude(Exists(self._lead_verdicts()))

    def to_be_rated_by(self, deputy_id: int | None) -> Self:
        """Answered, and this deputy, an author of it or of a case merged into it, has not rated this round."""
        said = rows_of(self.model, "feedbacks").filter(
            deputy=deputy_id, round=OuterRef("round"), is_current=True
        )
        merged = rows_of(self.model, "merged")
        mine = Q(lead=deputy_id) | Q(Exists(self._joined(deputy_id)))
        mine |= Q(Exists(merged.filter(lead=deputy_id)))
        mine |= Q(Exists(merged.cosigned_by(deputy_id)))
        return self.filter(mine, status="replied").exclude(Exists(said))

    def unreturned(self) -> Self:
        """未反馈: closed because the lead deputy did not rate in time, and not rated since."""
        return self.filter(lapsed_on__isnull=False, verdict="")

    def rated_unread(self) -> Self:
        """The lead deputy's rating of this round was given before the reply was opened."""
        return self.filter(Exists(self._lead_verdicts().filter(is_unread=True)))

    def numbered(self) -> Self:
        """Accepted and not withdrawn: these count as received."""
        return self.filter(status__in=NUMBERED)

    def handed_on(self) -> Self:
        """Accepted and assigned to units."""
        return self.filter(status__in=HANDED_ON)

    def published(self) -> Self:
        """已公开: everybody can read it."""
        return self.filter(Exists(self._published()), is_public=True)

    def outdated_in_public(self) -> Self:
        """公开稿待更新: a letter went out after the text that the public reads was written."""
        issued = rows_of(self.model, "assignments__replies").filter(issued_on__isnull=False)
        further = rows_of(self.model, "assignments__supplements").filter(issued_on__isnull=False)
        by = "assignment__motion"
        return (
            self.published()
            .alias(
                letters_out=how_many(issued, by) + how_many(further, by),
                letters_told=Subquery(self._published().values("letters")[:1]),
            )
            .filter(letters_out__gt=F("letters_told"))
        )

    def unpublished(self) -> Self:
        """待公开: may be published and is not."""
        return self.filter(is_public=True).exclude(Exists(self._published()))

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
        return self.filter(Exists(rows_of(self.model, "repeats")))

    def twice_dissatisfied(self) -> Self:
        """Answered twice and still 不满意: the presidium decides."""
        return self.filter(status="replied", verdict="dissatisfied", round__gt=1).filter(
            Exists(self._lead_verdicts())
        )

    def for_reference(self) -> Self:
        """转工作参考."""
        return self.filter(status="reference")

    def forwarded(self) -> Self:
        """转报上级."""
        return self.filter(status="forwarded")

    def rejected(self) -> Self:
        """不予受理."""
        return self.filter(status="rejected")

    # --- by time ------------------------------------------------------------------
    def raised_between(self, first: date, last: date) -> Self:
        """Handed in between two days, both included, and not withdrawn, whatever the review made of it."""
        rows = self.handed_in().exclude(status="withdrawn")
        return rows.filter(submitted_on__range=(first, last))

    def accepted_between(self, first: date, last: date) -> Self:
        """Numbered motions accepted between two days, both included."""
        return self.numbered().filter(accepted_on__range=(first, last))

    def due_soon(self, today: date) -> Self:
        """In handling, with the last day within ``SOON_DAYS``."""
        return self.in_handling().filter(due_on__range=(today, today + timedelta(days=SOON_DAYS)))

    def overdue(self, today: date) -> Self:
        """In handling past the last day."""
        return self.in_handling().filter(due_on__lt=today)

    def contacted(self) -> Self:
        """面商: the deputy was met at least once, by a record not called untrue."""
        return self.filter(Exists(rows_of(self.model, "contacts").face_to_face()))

    def reached(self) -> Self:
        """联系: the same in whatever way, by telephone or e-mail too."""
        return self.filter(Exists(rows_of(self.model, "contacts").believed()))

    def promising(self) -> Self:
        """Answered otherwise than in full (not A), with promises that have a day."""
        return self.exclude(result_class__in=("", "A")).filter(Exists(self._promises()))

    def voted(self) -> Self:
        """Listed 议案 that the congress has decided on."""
        return self.filter(Exists(rows_of(self.model, "votes")))

    def voted_through(self) -> Self:
        """Those of them that passed."""
        return self.filter(Exists(rows_of(self.model, "votes").filter(carried("vote__"))))

    def converted(self) -> Self:
        """转 A: everything that the replies promised was confirmed on site and struck off."""
        return self.promising().exclude(Exists(self._promises().open()))

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
        rows = rows_of(self.model, "cosigners").filter(deputy__user=user, state="accepted")
        return self.filter(Exists(rows))

    def watched_by(self, user: models.Model) -> Self:
        """Key cases that name the account's holder, with or without a title, as who leads or watches."""
        if len(user.name) < 2:
            return self.none()
        named = Q(leader__endswith=user.name) | Q(supervisor__endswith=user.name)
        return self.filter(Exists(rows_of(self.model, "followups").filter(named)))

    def led_by(self, deputy_id: int | None) -> Self:
        """领衔."""
        return self.filter(lead=deputy_id)

    def authored_by(self, deputy_id: int) -> Self:
        """领衔 or 联名 (confirmed)."""
        return self.led_by(deputy_id) | self.cosigned_by(deputy_id)

    def cosigned_by(self, deputy_id: int | None, *states: str) -> Self:
        """联名, by default accepted ones."""
        return self.filter(Exists(self._joined(deputy_id, *states)))

    def of_units(self, unit_ids: set[int]) -> Self:
        """Assigned to one of the units, whatever became of it."""
        return self.filter(Exists(rows_of(self.model, "assignments").of_units(unit_ids)))

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
        joint = rows_of(self.model, "cosigners").filter(state="accepted")
        return (
            self.select_related("lead", "main_unit")
            .defer(*LONG_TEXTS)
            .annotate(joint=how_many(joint, by="motion"))
        )

    def with_clock(self) -> Self:
        """With ``clock_start``, ``clock_months`` and ``clock_extended`` of the part that ``due_on`` is from."""
        parts = (
            rows_of(self.model, "assignments")
            .answering()
            .filter(round=OuterRef("round"), due_on=OuterRef("due_on"))
        )
        part = parts.exclude(status__in=GONE).order_by("pk")
        return self.annotate(
            clock_start=Subquery(part.values("assigned_on")[:1]),
            clock_months=Subquery(part.values("months")[:1]),
            clock_extended=Subquery(part.values("is_extended")[:1]),
        )

    def with_vote(self) -> Self:
        """With ``voted_on`` and ``is_carried`` of the vote on a listed 议案."""
        votes = rows_of(self.model, "votes")
        return self.annotate(
            voted_on=Subquery(votes.values("vote__held_on")[:1]),
            is_carried=Exists(votes.filter(carried("vote__"))),
        )

    def for_author(self) -> Self:
        """Listed rows with the case each was merged into: its authors follow that one."""
        rows = self.for_list().select_related("merged_into__main_unit")
        return rows.defer(*LONG_TEXTS, *(f"merged_into__{name}" for name in LONG_TEXTS))

    def for_detail(self) -> Self:
        """A record with its deputy, units and meetings; ``Motion.with_parts`` reads what hangs on it."""
        deputy = self.model._meta.get_field("lead").related_model
        mandates = rows_of(deputy, "mandates", key="lead").of_township()
        mandates = mandates.filter(term=OuterRef("term")).order_by("pk")
        return self.select_related(
            "lead__group",
            "main_unit",
            "session",
            "term",
            "suggested_unit",
            "merged_into__main_unit",
        ).annotate(
            card_no=Subquery(mandates.values("card_no")[:1]),
            constituency_number=Subquery(mandates.values("constituency__number")[:1]),
            constituency_name=Subquery(mandates.values("constituency__name")[:1]),
        )

    # --- the rows of a case, for the questions above ---------------------------------
    def _published(self) -> models.QuerySet:
        return rows_of(self.model, "publications").filter(status="published")

    def _lead_verdicts(self) -> models.QuerySet:
        return rows_of(self.model, "feedbacks").filter(
            deputy=OuterRef("lead"), round=OuterRef("round"), is_current=True
        )

    def _promises(self) -> models.QuerySet:
        return rows_of(self.model, "assignments__replies__commitments").issued()

    def _joined(self, deputy_id: int | None, *states: str) -> models.QuerySet:
        return rows_of(self.model, "cosigners").filter(
            deputy=deputy_id, state__in=states or ("accepted",)
        )
