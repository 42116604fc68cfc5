"""Records of the demo put where a step may be taken of them, for the steps that none of them waits for.

What the demo's people did is over on some days, and some of it they never had to do: the last days lie in
the past, a vote was recorded, an opinion was given. Every change is taken back with the test.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Model
from django.utils import timezone

from deputies.models import Deputy
from motions.models import Assignment, BillVote, Commitment, HandlingReport, Motion, Submittal
from renda.core.models import Membership
from sessions_app.models import BallotCount, Session
from supervision.models import Inspection, InspectionOpinion, LivelihoodProject
from tests.factories.motions import (
    AssignmentFactory,
    ContactFactory,
    FeedbackFactory,
    ObjectionFactory,
    ReplyFactory,
    SubmittalFactory,
)

LATER = timezone.localdate() + timedelta(days=400)
Prepared = tuple[Model, dict]


def _part(role: str, **state: object) -> Assignment:
    """A part whose unit has a clerk and a head with accounts, handed over today."""
    today = timezone.localdate()
    staff = Membership.objects.filter(role="unit_head", user__is_active=True)
    heads = staff.exclude(user__username__startswith="y").values("unit")
    motion = Motion.objects.filter(status="assigned", round=1).exclude(assignments__unit__in=heads)
    motion = motion.first() or Motion.objects.filter(status="accepted").first()
    Motion.objects.filter(pk=motion.pk).update(status="assigned")
    made = AssignmentFactory(
        township=motion.township, motion=motion, unit_id=heads[0]["unit"], role=role, round=1,
        assigned_on=today, sign_due=today, objection_due=today, due_on=today + timedelta(days=60),
        signed_on=today, **{"status": "handling"} | state,
    )  # fmt: skip
    return Assignment.objects.get(pk=made.pk)


def _answering() -> Prepared:
    return _part("separate"), {}


def _assisting() -> Prepared:
    return _part("assist"), {}


def _with_a_draft() -> Prepared:
    row = _part("separate")
    here = {"township": row.township, "assignment": row}
    ReplyFactory(result_class="A", **here)
    ContactFactory(motion=row.motion, on=row.assigned_on, **here)
    return row, {}


def _at_head(role: str, kind: str, **more: object) -> Callable[[], Prepared]:
    def ready() -> Prepared:
        row = _part(role, status="signing", to_sign=kind)
        SubmittalFactory(township=row.township, assignment=row, kind=kind, **more)
        return row, {}

    return ready


def _refused_twice() -> Prepared:
    row = _part("separate")
    refused = {"decision": "denied", "decided_by": "周玉兰", "decided_on": row.assigned_on}
    ObjectionFactory.create_batch(2, township=row.township, assignment=row, **refused)
    return Assignment.objects.get(pk=row.pk), {}


def _written() -> Prepared:
    report = HandlingReport.objects.filter(status="draft").first()
    HandlingReport.objects.filter(pk=report.pk).update(
        session=Session.objects.order_by("opens_on").last(), problems="重答复", plans="逐件跟踪"
    )
    report.refresh_from_db()
    return report, {}


def _bill_of_few() -> Prepared:
    motion = Motion.objects.filter(lead__user__isnull=False, cosigners=None).first()
    Motion.objects.filter(pk=motion.pk).update(status="submitted", kind="bill")
    return Motion.objects.get(pk=motion.pk), {}


def _not_voted_on() -> Prepared:
    BillVote.objects.all().delete()
    return Motion.objects.get(status="on_agenda"), {}


def _dissatisfied_twice() -> Prepared:
    motion = Motion.objects.filter(status="replied", assignments__role="lead").first()
    Motion.objects.filter(pk=motion.pk).update(round=2, verdict="dissatisfied")
    motion.assignments.update(round=2)
    FeedbackFactory(
        township=motion.township, motion=motion, deputy=motion.lead, round=2,
        result_rating="dissatisfied", words="仍没有办。",
    )  # fmt: skip
    return Motion.objects.get(pk=motion.pk), {}


def _promise() -> Prepared:
    heads = Membership.objects.filter(role="unit_head", user__is_active=True).values("unit")
    rows = Commitment.objects.issued().unreported().filter(reply__assignment__unit__in=heads)
    promise = rows.exclude(pk__in=rows.asking_for_another_day()).first()
    Submittal.objects.filter(commitment=promise, outcome="pending").delete()
    Commitment.objects.filter(pk=promise.pk).update(is_at_head=False)
    return Commitment.objects.get(pk=promise.pk), {"to_due": str(LATER)}


def _date_at_head() -> Prepared:
    promise, _ = _promise()
    SubmittalFactory(
        township=promise.township, assignment=promise.reply.assignment, commitment=promise,
        kind="date", new_due=LATER,
    )  # fmt: skip
    Commitment.objects.filter(pk=promise.pk).update(is_at_head=True)
    return Commitment.objects.get(pk=promise.pk), {}


def _to_be_opened() -> Prepared:
    held = Session.objects.exclude(status__in=(Session.Status.PREPARING, Session.Status.CONVENED))
    session = held.filter(sittings__roll__isnull=False).latest("opens_on")
    Session.objects.filter(pk=session.pk).update(status=Session.Status.PREPARING)
    return Session.objects.get(pk=session.pk), {}


def _ballot_of_a_session_not_filed() -> Prepared:
    ballot = BallotCount.objects.filter(status=BallotCount.Status.RELEASED).first()
    Session.objects.update(status=Session.Status.CLOSED)
    return BallotCount.objects.get(pk=ballot.pk), {}


def _opinion(**state: object) -> InspectionOpinion:
    opinion = InspectionOpinion.objects.filter(answered_on__isnull=False).first()
    Inspection.objects.filter(pk=opinion.inspection_id).update(status=Inspection.Status.HANDED)
    InspectionOpinion.objects.filter(pk=opinion.pk).update(**state)
    return InspectionOpinion.objects.get(pk=opinion.pk)


def _opinion_not_handed_on() -> Prepared:
    opinion = _opinion(answered_on=None, answer="", handed_on=None)
    return Inspection.objects.get(pk=opinion.inspection_id), {}


def _all_answered() -> Prepared:
    opinion = _opinion()
    answered = {"answered_on": opinion.answered_on, "answer": opinion.answer}
    known = {"handed_on": opinion.handed_on, "unit": opinion.unit, "due_on": opinion.due_on}
    opinion.inspection.opinions.update(**answered, **known)
    return Inspection.objects.get(pk=opinion.inspection_id), {}


def _answered() -> Prepared:
    return _opinion(), {}


def _shortlisted() -> Prepared:
    """A project that the congress decides on, by more than half of all deputies."""
    project = LivelihoodProject.objects.order_by("pk").first()
    LivelihoodProject.objects.filter(pk=project.pk).update(status="shortlisted")
    project.refresh_from_db()
    return project, {"votes_for": Deputy.objects.in_office(timezone.localdate()).count()}


READY: dict[tuple[str, str], Callable[[], Prepared]] = {
    ("Assignment", "send"): _with_a_draft,
    ("Assignment", "give_opinion"): _assisting,
    ("Assignment", "draft_opinion"): _assisting,
    ("Assignment", "sign_opinion"): _at_head("assist", "opinion"),
    ("Assignment", "ask_extension"): _answering,
    ("Assignment", "draft_extension"): _answering,
    ("Assignment", "sign_extension"): _at_head("separate", "extension", months=6),
    ("Assignment", "rule"): _refused_twice,
    ("Assignment", "relieve"): _assisting,
    ("HandlingReport", "submit"): _written,
    ("LivelihoodProject", "choose"): _shortlisted,
    ("Motion", "as_suggestion"): _bill_of_few,
    ("Motion", "record_vote"): _not_voted_on,
    ("Motion", "withdraw_bill"): _not_voted_on,
    ("Motion", "settle"): _dissatisfied_twice,
    ("Motion", "redo_again"): _dissatisfied_twice,
    ("Commitment", "propose_date"): _promise,
    ("Commitment", "draft_date"): _promise,
    ("Commitment", "sign_date"): _date_at_head,
    ("Session", "convene"): _to_be_opened,
    ("BallotCount", "correct"): _ballot_of_a_session_not_filed,
    ("Inspection", "hand_more"): _opinion_not_handed_on,
    ("Inspection", "close"): _all_answered,
    ("InspectionOpinion", "send_back"): _answered,
}
