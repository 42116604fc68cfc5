"""The deputies' ratings and what follows from the lead deputy's."""

from datetime import date

from django.db import transaction

from deputies.models import Deputy
from motions.models import Feedback, Motion, Rating
from renda.core import audit
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.workflow import IllegalTransition, workflow_of

MOST_ROUNDS = 2


@transaction.atomic
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
    """Keep one deputy's rating of the present round; an earlier one of the same round is replaced.

    The lead deputy's decides: content closes the case, 不满意 opens the second round, and after the
    second round goes to the presidium.
    """
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    leads = deputy.pk == motion.lead_id
    rateable = {Motion.Status.REPLIED} if leads else {Motion.Status.REPLIED, Motion.Status.CLOSED}
    if motion.status not in rateable:
        raise IllegalTransition(f"{motion}：现为“{motion.get_status_display()}”，不能评价。")
    mine = {"motion": motion, "round": motion.round, "deputy": deputy}
    feedback = Feedback.objects.filter(**mine).first() or Feedback(**mine)
    names = ["work_rating", "result_rating", "words"]
    before = audit.snapshot(feedback, names) if feedback.pk else {}
    feedback.work_rating, feedback.result_rating, feedback.words = work, result, words
    feedback.on, feedback.by, feedback.is_by_office = on, by, by_office
    feedback.full_clean(exclude=["motion", "deputy", "by"])
    feedback.save()
    changes = audit.difference(Feedback, before, audit.snapshot(feedback, names))
    audit.record(by, "评价", motion, changes=changes, deputy=deputy.name, round=motion.round)
    if leads:
        _conclude(motion, feedback, by)
    return feedback


def _conclude(motion: Motion, feedback: Feedback, by: User) -> None:
    workflow = workflow_of(Motion)
    data = {"verdict": feedback.result_rating, "on": feedback.on}
    if feedback.result_rating != Rating.DISSATISFIED:
        workflow.follow("close", motion, by=by, data=data)
    elif motion.round < MOST_ROUNDS:
        workflow.follow("redo", motion, by=by, data=data)
    else:
        motion.verdict = feedback.result_rating
        motion.save(update_fields=["verdict"])
        notify(people_in(Role.CLERK, Role.CHAIR), f"再次不满意，请提交主席团会议：{motion}", motion)
