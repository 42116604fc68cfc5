"""The demo's urging: who is late was urged and got a 督办单; who was answered has a day to rate by."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from motions import services
from motions.models import Feedback, Motion, Reminder, Reply, ReplyOpening
from motions.services.issued import keep_issued
from motions.services.urging import next_order_number
from renda.core import law
from renda.core.calendar import chinese_date, due_by_days
from renda.core.demo import Demo

READ_AT = time(19, 30)


def urge(demo: Demo, late: list[Motion]) -> None:
    """Each late case was urged; the first of them got a 督办单, which its unit has to answer."""
    rows = []
    for motion in late:
        part = motion.assignments.filter(round=motion.round).answering().first()
        own = {
            "township": demo.township,
            "motion": motion,
            "assignment": part,
            "by": demo.users["clerk"].name,
            "told": part.unit.head,
        }
        words = f"答复期限{chinese_date(motion.due_on)}已过，请抓紧办理并说明原因。"
        rows.append(Reminder(**own, text=words, on=demo.today))
        if motion is late[0]:
            rows.append(
                Reminder(
                    **own,
                    kind=Reminder.Kind.ORDER,
                    number=next_order_number(motion, demo.today),
                    leader=f"主席{demo.users['chair'].name}",
                    text="请单位负责人到现场查明进度，五日内提出办结日期，书面报告并当面向代表说明。",
                    on=demo.today,
                    feedback_due=demo.today + timedelta(days=5),
                )
            )
    keep_issued(Reminder.objects.bulk_create(rows))
    for kind in (Reminder.Kind.URGE, Reminder.Kind.ORDER):
        told = [row for row in rows if row.kind == kind]
        demo.record(demo.users["clerk"], kind.label, told, demo.today)


def wait_for_verdicts(demo: Demo, motions: Iterable[Motion]) -> None:
    """Set the day to rate by of what is answered, let deputies have read what they rated, and warn."""
    wait = law.value("suggestion.feedback_days")
    letters = {
        (row.assignment.motion_id, row.assignment.round): row
        for row in Reply.objects.filter(issued_on__isnull=False).select_related("assignment")
    }
    answered = [m for m in motions if (m.pk, m.round) in letters and not m.is_open]
    for motion in answered:
        motion.feedback_due = due_by_days(letters[motion.pk, motion.round].issued_on, wait).on
    Motion.objects.bulk_update(answered, ["feedback_due"])
    ReplyOpening.objects.bulk_create(
        ReplyOpening(
            township=demo.township,
            reply=letters[said.motion_id, said.round],
            deputy_id=said.deputy_id,
            at=timezone.make_aware(datetime.combine(said.on, READ_AT)),
        )
        for said in Feedback.objects.filter(is_by_office=False)
        if (said.motion_id, said.round) in letters
    )
    with demo.on(demo.today):
        services.lapse_unrated(demo.today)
    services.send_warnings(demo.today)
