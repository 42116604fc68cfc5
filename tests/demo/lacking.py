"""Records of the kinds that the demo itself has none of, for whoever asks every page or row."""

from datetime import date

from deputies.models import Roll, RollEntry
from motions.models import (
    Assignment,
    Dossier,
    Motion,
    OwedLetter,
)
from renda.core.jobs import enqueue
from renda.core.models import (
    CalendarDay,
    Robot,
    Unit,
    User,
)
from reports.models import AnnualReport, Build
from sessions_app.models import BallotCount, Session
from tests.factories.motions import (
    AssignmentFactory,
    ReminderFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.factories.sessions import (
    ElectionFactory,
    PostFactory,
    RemovalFactory,
    ResignationFactory,
    VoteFactory,
)


def add_what_the_demo_lacks(clerk: User) -> None:
    """A record of each kind that the demo itself has none of, and states it is in on some days only."""
    job = enqueue("reports.build", "2025 年度工作总结", by=clerk)
    Build.objects.create(
        report=AnnualReport.objects.first(), job=job, form="pdf", sha256="0" * 64, size=1
    )
    bound = enqueue("motions.dossier", "案卷", by=clerk)
    Dossier.objects.create(
        motion=Motion.objects.first(), job=bound, pages=1, sha256="0" * 64, size=1
    )
    CalendarDay.objects.create(date=date(2030, 6, 25), is_workday=False, note="防汛放假")
    Robot.objects.create(url="https://robot.example/send?key=only-lianxi")
    settled = {"settled_by": clerk.name, "settled_on": date(2026, 6, 25)}
    answered = Assignment.objects.filter(status="replied").first()
    owing = {"merged_on": date(2026, 6, 1), "due_on": date(2026, 7, 1)}
    OwedLetter.objects.create(
        assignment=answered, motion=Motion.objects.filter(status="submitted").first(), **owing
    )
    OwedLetter.objects.create(
        assignment=answered,
        motion=Motion.objects.filter(status="rejected").first(),
        no_letter_reason="已当面向练溪各位代表说明",
        **owing,
        **settled,
    )
    roll = Roll.objects.filter(is_closed=False).first()
    RollEntry.objects.create(roll=roll, guest="陆海峰", guest_post="镇长", state="present")
    session = Session.objects.exclude(status=Session.Status.PREPARING).latest("opens_on")
    Session.objects.filter(pk=session.pk).update(status=Session.Status.CLOSED)
    session.refresh_from_db()
    here = {"township": session.township}
    units = User.objects.get(username="handler").unit_ids(session.township_id)
    silent = Assignment.objects.filter(status="replied", unit__in=units, supplements=None)
    SupplementFactory(assignment=silent.last(), status="draft", **here)
    RemovalFactory(session=session, **here)
    ResignationFactory(session=session, **here)
    VoteFactory(session=session, **here)
    PostFactory(election=ElectionFactory(session=session, **here), **here)
    for ballot, status in zip(
        BallotCount.objects.order_by("-pk")[:2], ("entering", "checked"), strict=True
    ):
        BallotCount.objects.filter(pk=ballot.pk).update(status=status)
    for unit in Unit.objects.filter(assignments__status="handling").distinct():
        motion = Motion.objects.filter(status="assigned").exclude(assignments__unit=unit).first()
        begun = AssignmentFactory(
            motion=motion, round=motion.round, unit=unit, role="separate", status="handling", **here
        )
        ReplyFactory(assignment=begun, **here)
        ReminderFactory(
            assignment=begun,
            kind="order",
            number=f"督办〔{begun.pk}〕号",
            leader="沈国良",
            feedback_due=begun.due_on,
            **here,
        )
