"""The deputies' ratings and what follows from the lead deputy's."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from deputies.models import Deputy
from motions.models import (
    Feedback,
    Motion,
    Rating,
    Reply,
    ReplyOpening,
    Supplement,
    SupplementOpening,
)
from motions.services.issued import ON_PAPER
from motions.services.people import deputies_of, with_authors
from motions.services.warning import settle_warnings
from renda.core import audit, law, notifications
from renda.core.calendar import chinese_date, due_by_days
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.prepared import prepared
from renda.core.steps import follow_all, follow_held
from renda.core.together import prepared_together
from renda.core.workflow import IllegalTransition, workflow_of

MOST_ROUNDS = 2
SAID = ("work_rating", "result_rating", "words")


def rate(
    *,
    motion: Motion,
    deputy: Deputy,
    work: str,
    result: str,
    words: str,
    on: date,
    by: User,
    by_office: bool = False,
) -> Feedback:
    """Keep one deputy's rating of the present round; an earlier one stays behind as no longer current.

    The lead deputy's decides: content closes the case, 不满意 opens the second round, and after the
    second round goes to the presidium. One that comes after the case was closed without it is taken too:
    the case waits for its verdict again and goes the same way; so it does when the lead deputy changes a
    rating that closed it, until the days for rating are over. Given before every letter of the
    round was opened, it is marked so. ``on``: the day it was signed; a second round begins on the
    day it is handed back, whenever the form was signed. ``IllegalTransition`` if the office brings a form
    that was signed before the day of what the deputy said last. In a transaction of the caller's.
    """
    motion = _held(motion)
    if not _belongs(deputy, motion):
        raise PermissionDenied("只有领衔代表、联名代表能评价")
    leads = deputy.pk == motion.lead_id
    is_late = leads and motion.is_closed_unrated
    is_changed = leads and motion.is_verdict_open(on)
    rateable = {Motion.Status.REPLIED} if leads else {Motion.Status.REPLIED, Motion.Status.CLOSED}
    if motion.status not in rateable and not (is_late or is_changed):
        raise IllegalTransition(f"{motion}：现为“{motion.get_status_display()}”，不能评价。")
    earlier, is_unread = _said_and_unread(motion, deputy)
    before = {}
    if earlier and by_office and on < earlier.on:
        raise IllegalTransition(
            f"{deputy}代表{chinese_date(earlier.on)}又评价过，"
            f"{chinese_date(on)}签名的表在它以前，不能改它。"
        )
    if earlier:
        before = audit.snapshot(earlier, SAID)
        Feedback.objects.filter(pk=earlier.pk).update(is_current=False)
    feedback = Feedback(
        motion=motion,
        round=motion.round,
        deputy=deputy,
        work_rating=work,
        result_rating=result,
        words=words,
        on=on,
        by=by,
        is_by_office=by_office,
        is_unread=not by_office and is_unread,
    )
    feedback.full_clean(exclude=["motion", "deputy", "by"])
    feedback.save()
    changes = audit.difference(Feedback, before, audit.snapshot(feedback, SAID))
    verb = "代录评价" if by_office else "评价"
    audit.record(by, verb, motion, changes=changes, deputy=deputy.name, round=motion.round)
    if leads:
        motion.lead_feedback = feedback
        with audit.together(), notifications.together():
            if is_late:
                again = {"lapsed_on": None, "closed_on": None}
                follow_held(workflow_of(Motion), "reopen", motion, by=by, data=again)
            if is_changed:
                again = {"verdict": "", "closed_on": None}
                follow_held(workflow_of(Motion), "revise", motion, by=by, data=again)
            _conclude(motion, feedback, by)
        settle_warnings(motion.pk, "verdict")
    return feedback


def _held(motion: Motion) -> Motion:
    """The motion with what papers name of it, locked and as it is under the lock."""
    return _case(motion.pk)[0]


@prepared
def _case(pk: int) -> QuerySet[Motion]:
    rows = Motion.objects.select_for_update(of=("self",)).select_related(*ON_PAPER)
    return rows.filter(pk=pk).order_by()


def _belongs(deputy: Deputy, motion: Motion) -> bool:
    """Whether a held motion is the deputy's to rate; one query, none for the lead deputy."""
    return deputy.pk == motion.lead_id or deputies_of(motion).filter(pk=deputy.pk).exists()


def _said_and_unread(motion: Motion, deputy: Deputy) -> tuple[Feedback | None, bool]:
    """What the deputy has said (``SAID``) of a held motion in this round, and whether a letter of it
    was never opened; one query."""
    said, unread = _said_and_letters(motion.pk, motion.round, deputy.pk)
    return (said[0] if said else None), bool(unread)


@prepared_together
def _said_and_letters(case: int, number: int, deputy: int) -> list[QuerySet]:
    mine = Feedback.objects.filter(motion=case, round=number, deputy=deputy, is_current=True)
    opened = ReplyOpening.objects.filter(reply=OuterRef("pk"), deputy=deputy)
    letters = Reply.objects.filter(
        ~Exists(opened),
        assignment__motion=case,
        assignment__round=number,
        issued_on__isnull=False,
    )
    return [mine.only(*SAID, "on").order_by(), letters.only("pk").order_by()]


def _conclude(motion: Motion, feedback: Feedback, by: User) -> None:
    workflow = workflow_of(Motion)
    data = {"verdict": feedback.result_rating}
    if feedback.result_rating != Rating.DISSATISFIED:
        follow_held(workflow, "close", motion, by=by, data=data | {"on": feedback.on})
    elif motion.round < MOST_ROUNDS:
        follow_held(workflow, "redo", motion, by=by, data=data)
    else:
        motion.verdict = feedback.result_rating
        motion.save(update_fields=["verdict"])
        with notifications.done_by(by):
            notify(
                people_in(Role.CLERK, Role.CHAIR), f"再次不满意，请提交主席团会议：{motion}", motion
            )


def keep_opening(*, replies: Iterable[Reply], deputy: Deputy, at: datetime) -> None:
    """Keep when a deputy of the case first opened its letters; two queries, one from then on."""
    letters = [reply.pk for reply in replies if reply.is_issued]
    known = ReplyOpening.objects.filter(reply__in=letters, deputy=deputy)
    new = set(letters) - set(known.values_list("reply_id", flat=True))
    if new:
        ReplyOpening.objects.bulk_create(
            [
                ReplyOpening(township_id=deputy.township_id, reply_id=pk, deputy=deputy, at=at)
                for pk in sorted(new)
            ],
            ignore_conflicts=True,
        )


def keep_supplement_opening(*, supplement: Supplement, deputy: Deputy, at: datetime) -> None:
    """Keep when a deputy of the case first opened a 补充答复 that was issued."""
    if supplement.is_issued:
        SupplementOpening.objects.get_or_create(
            supplement=supplement, deputy=deputy, defaults={"at": at}
        )


def last_day_to_rate(motion: Motion) -> date | None:
    """The end of the days of grace after the reminder; None while the case waits for no rating."""
    if motion.feedback_due is None:
        return None
    rules, days = law.values_and_days("suggestion.feedback_grace_days")
    return due_by_days(motion.feedback_due, rules["suggestion.feedback_grace_days"], days).on


@transaction.atomic
def lapse_unrated(today: date) -> int:
    """未反馈: what the lead deputy has not rated within the days of grace after the reminder is closed.

    Left out of every rate; returns how many.
    """
    rules, days = law.values_and_days("suggestion.feedback_grace_days")
    grace = rules["suggestion.feedback_grace_days"]
    latest = today - timedelta(days=grace)
    while due_by_days(latest, grace, days).on >= today:
        latest -= timedelta(days=1)
    late = Motion.objects.awaiting_verdict().filter(feedback_due__lte=latest)
    held = late.select_for_update(of=("self",)).select_related("lead__user")
    if rows := list(held.order_by("pk")):
        with_authors(rows)
        days = {"lapsed_on": today, "closed_on": today}
        with audit.together(), notifications.together():
            follow_all(workflow_of(Motion), "lapse", rows, by=None, data=days)
    return len(rows)
