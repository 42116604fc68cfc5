"""The deputies' ratings and what follows from the lead deputy's."""

from datetime import date

from django.db.models import Exists, OuterRef, Subquery

from deputies.models import Deputy
from motions.models import Feedback, Motion, Rating, ReplyOpening
from renda.core import audit, notifications
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.steps import follow_held
from renda.core.workflow import IllegalTransition, workflow_of

MOST_ROUNDS = 2


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
    second round goes to the presidium. In a transaction of the caller's.
    """
    mine = Feedback.objects.filter(
        motion=OuterRef("pk"), round=OuterRef("round"), deputy=deputy, is_current=True
    )
    opened = ReplyOpening.objects.filter(
        reply__assignment__motion=OuterRef("pk"),
        reply__assignment__round=OuterRef("round"),
        deputy=deputy,
    )
    held = Motion.objects.select_for_update(of=("self",)).select_related("lead")
    motion = held.annotate(mine=Subquery(mine.values("pk")[:1]), opened=Exists(opened)).get(
        pk=motion.pk
    )
    leads = deputy.pk == motion.lead_id
    rateable = {Motion.Status.REPLIED} if leads else {Motion.Status.REPLIED, Motion.Status.CLOSED}
    if motion.status not in rateable:
        raise IllegalTransition(f"{motion}：现为“{motion.get_status_display()}”，不能评价。")
    names = ["work_rating", "result_rating", "words"]
    before = {}
    if motion.mine:
        old = Feedback.objects.get(pk=motion.mine)
        before = audit.snapshot(old, names)
        old.is_current = False
        old.save(update_fields=["is_current"])
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
        is_unread=not by_office and not motion.opened,
    )
    feedback.full_clean(exclude=["motion", "deputy", "by"])
    feedback.save()
    changes = audit.difference(Feedback, before, audit.snapshot(feedback, names))
    audit.record(by, "评价", motion, changes=changes, deputy=deputy.name, round=motion.round)
    if leads:
        motion.lead_feedback = feedback
        with audit.together(), notifications.together():
            _conclude(motion, feedback, by)
    return feedback


def _conclude(motion: Motion, feedback: Feedback, by: User) -> None:
    workflow = workflow_of(Motion)
    data = {"verdict": feedback.result_rating, "on": feedback.on}
    if feedback.result_rating != Rating.DISSATISFIED:
        follow_held(workflow, "close", motion, by=by, data=data)
    elif motion.round < MOST_ROUNDS:
        follow_held(workflow, "redo", motion, by=by, data=data)
    else:
        motion.verdict = feedback.result_rating
        motion.save(update_fields=["verdict"])
        notify(people_in(Role.CLERK, Role.CHAIR), f"再次不满意，请提交主席团会议：{motion}", motion)
