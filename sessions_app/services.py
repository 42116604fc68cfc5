"""Writes that touch several rows: sessions with their roll, ballots with their candidates, versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from deputies.expecting import TOWN, body
from deputies.models import Deputy, Roll, RollEntry
from deputies.services import entered, mark, open_roll
from renda.core import audit, law
from renda.core.models import Township, User
from sessions_app.models import (
    BallotCount,
    Candidate,
    DocumentReceipt,
    Post,
    PresidiumMeeting,
    PresidiumMember,
    RuleVersion,
    Session,
    SessionDocument,
    Sitting,
    Vote,
)

PRESIDIUM = {"body": "presidium"}


def all_deputies(day: date) -> int:
    """全体代表 on a day: in office and not suspended; the base of every majority (组织法 25)."""
    return Deputy.objects.in_office(day).count()


@body("presidium")
def presidium_on(day: date) -> list[Deputy]:
    """The presidium's members on a day, chair first, then in the order of the sign-in book."""
    rank = {"chair": 0, "vice_chair": 1}
    members = PresidiumMember.objects.on(day).select_related("deputy")
    ranked = sorted(members, key=lambda m: (rank.get(m.role, 2), m.deputy.order))
    # on the day when a term hands over somebody may sit on both presidiums
    return list({m.deputy_id: m.deputy for m in ranked}.values())


def plan_session(*, session: Session) -> Session:
    """Save a session still in preparation; its 全体代表 is counted for its first day."""
    count_deputies(session=session)
    session.save()
    return session


def count_deputies(*, session: Session) -> None:
    """Set 全体代表 of a session still in preparation, as of its first day; nothing is saved."""
    if session.status == Session.Status.PREPARING:
        session.total_deputies = all_deputies(session.opens_on)


def preparation_checks(session: Session) -> list[law.Check]:
    """Whether deputies had the notice and the papers in time, by the township's own numbers (浙江条例 20)."""
    days = law.values("session.notice", "session.papers")
    opens_on = session.opens_on
    return [
        law.session_notice(session.notice_on, opens_on, days=days["session.notice"]),
        law.session_papers(session.papers_on, opens_on, days=days["session.papers"]),
    ]


def calling_checks(session: Session) -> list[law.Check]:
    """Whether a term's first session opens in time after the election, and whether enough deputies called for
    an extraordinary one (组织法 14, 20); what is not known is not judged.

    A late first session only warns: special circumstances may move a session (组织法 14).
    """
    found = []
    if session.session_no == 1 and session.term.elected_on:
        _, days = law.values_and_days()
        check = law.first_session(session.term.elected_on, session.opens_on, days)
        found.append(check.as_warning())
    if session.called_by == Session.CalledBy.DEPUTIES and session.proposers is not None:
        found.append(law.extraordinary_session(session.proposers, session.total_deputies))
    return found


@transaction.atomic(savepoint=False)
def hold_sitting(*, sitting: Sitting) -> Sitting:
    """Save a new sitting with its roll: the presidium's members for theirs, else every deputy."""
    said = said_of(sitting)
    sitting.roll = open_roll(rule=said.pop("expects"), **said)
    sitting.save()
    Roll.objects.filter(pk=sitting.roll.pk).update(url=sitting.get_absolute_url())
    return sitting


def said_of(sitting: Sitting) -> dict:
    """What a sitting's roll says of it, and whom it expects."""
    is_presidium = sitting.kind == Sitting.Kind.PRESIDIUM
    return {
        "title": f"{sitting.session}{sitting}",
        "on": timezone.localtime(sitting.starts_at).date(),
        "kind": "presidium" if is_presidium else "sitting",
        "place": sitting.place or sitting.session.place,
        "expects": PRESIDIUM if is_presidium else TOWN,
    }


@transaction.atomic(savepoint=False)
def hold_presidium_meeting(*, meeting: PresidiumMeeting) -> PresidiumMeeting:
    """Save a new presidium meeting with the roll of its members that day."""
    number = f"主席团第{meeting.no}次会议"
    meeting.roll = open_roll(
        title=number,
        on=meeting.held_on,
        kind="presidium",
        place=meeting.place,
        rule=PRESIDIUM,
    )
    meeting.save()
    Roll.objects.filter(pk=meeting.roll.pk).update(
        url=meeting.get_absolute_url(), title=str(meeting)
    )
    return meeting


def sign(
    *, roll: Roll, deputies: Sequence[Deputy], leave_reason: str, by: User, at: datetime
) -> int:
    """Sign deputies in for them, or note their leave when a reason is given; returns how many changed."""
    if leave_reason:
        return mark(
            roll=roll,
            deputies=deputies,
            state=RollEntry.State.ON_LEAVE,
            by=by,
            reason=leave_reason,
            approved_by=by.name,
        )
    return mark(
        roll=roll,
        deputies=deputies,
        state=RollEntry.State.PRESENT,
        by=by,
        **entered(roll, at),
    )


def present_at(sitting: Sitting | None) -> int:
    """How many deputies signed in for a sitting; 0 without one."""
    if sitting is None or sitting.roll_id is None:
        return 0
    return RollEntry.objects.of_deputies().present().filter(roll=sitting.roll_id).count()


def record_vote(*, vote: Vote) -> Vote:
    """Save a tally against the 全体代表 of its session; refused while the session has not opened."""
    if not vote.session.was_held:
        raise ValidationError("会议还没有召开，不能登记表决。先在会议页“宣布开会”。")
    vote.total = vote.session.total_deputies
    vote.full_clean()
    vote.save()
    return vote


def hold_open_count(post: Post) -> None:
    """Lock the count of a post against being checked; refused once it was: its candidates stand."""
    ballot = BallotCount.objects.select_for_update().filter(post=post).first()
    if ballot and ballot.status != BallotCount.Status.ENTERING:
        raise ValidationError(f"计票{ballot.get_status_display()}，不能再改候选人和提名。")


@dataclass(frozen=True)
class Counted:
    """The votes of one candidate on the ballot."""

    candidate: int
    votes_for: int
    votes_against: int
    votes_abstain: int


def count_ballots(
    *,
    post: Post,
    numbers: dict[str, int | str],
    counted: Sequence[Counted],
    write_ins: Sequence[tuple[str, int]],
    by: User,
) -> BallotCount:
    """Keep a post's count as a draft, right or not; in a transaction of the caller's.

    A checked one is refused. ``numbers`` names fields of ``BallotCount``; ``write_ins`` replaces
    the 另选他人 kept before.
    """
    session = post.election.session
    if not session.was_held:
        raise ValidationError("会议还没有召开，不能登记计票。")
    ballot = BallotCount.objects.select_for_update().filter(post=post).first()
    ballot = ballot or BallotCount(post=post)
    ballot.post = post
    if ballot.status != BallotCount.Status.ENTERING:
        raise ValidationError(f"计票{ballot.get_status_display()}，不能再改；要改请先“退回录入”。")
    names = [*numbers, "total"]
    before = audit.snapshot(ballot, names) if ballot.pk else {}
    for name, value in numbers.items():
        setattr(ballot, name, value)
    ballot.total = session.total_deputies
    # a draft may be wrong: the only check over its sums holds from the next state on
    ballot.full_clean(exclude=["post", "township"], validate_constraints=False)
    ballot.save()
    changes = audit.difference(BallotCount, before, audit.snapshot(ballot, names))
    known = list(Candidate.objects.filter(post=post))
    changes |= _keep_candidates([c for c in known if not c.is_write_in], counted)
    changes |= _keep_write_ins(post, [c for c in known if c.is_write_in], write_ins)
    audit.record(by, "录入计票", ballot, changes=changes)
    post.look_again()
    return ballot


def _keep_candidates(
    known: Sequence[Candidate], counted: Sequence[Counted]
) -> dict[str, list[str]]:
    changes = {}
    standing = {candidate.pk: candidate for candidate in known}
    changed = []
    for row in counted:
        candidate = standing[row.candidate]
        was = _votes(candidate)
        candidate.votes_for = row.votes_for
        candidate.votes_against = row.votes_against
        candidate.votes_abstain = row.votes_abstain
        if was != _votes(candidate):
            candidate.revision += 1
            changed.append(candidate)
            changes[candidate.name] = [was, _votes(candidate)]
    Candidate.objects.bulk_update(
        changed, ["votes_for", "votes_against", "votes_abstain", "revision"]
    )
    return changes


def _keep_write_ins(
    post: Post, known: Sequence[Candidate], write_ins: Sequence[tuple[str, int]]
) -> dict[str, list[str]]:
    kept = {candidate.name: candidate for candidate in known}
    wanted = dict(write_ins)
    changes = {}
    new, changed = [], []
    for name, candidate in kept.items():
        if name not in wanted:
            candidate.voided_at = timezone.now()
            changed.append(candidate)
            changes[f"另选他人 {name}"] = [f"{candidate.votes_for} 票", ""]
    for name, votes in wanted.items():
        candidate = kept.get(name) or Candidate(
            township_id=post.township_id, post=post, name=name, is_write_in=True, order=99
        )
        if candidate.pk and candidate.votes_for == votes:
            continue
        was = f"{candidate.votes_for} 票" if candidate.pk else ""
        candidate.votes_for = votes
        (changed if candidate.pk else new).append(candidate)
        changes[f"另选他人 {name}"] = [was, f"{votes} 票"]
    for candidate in [*new, *changed]:
        candidate.revision += 1
    Candidate.objects.bulk_create(new)
    Candidate.objects.bulk_update(changed, ["votes_for", "voided_at", "revision"])
    return changes


def _votes(candidate: Candidate) -> str:
    return f"赞成 {candidate.votes_for}、反对 {candidate.votes_against}、弃权 {candidate.votes_abstain}"


@transaction.atomic
def adopt_version(*, version: RuleVersion) -> RuleVersion:
    """Save a rule's next version; the one before it ends the day before this one comes into force."""
    earlier = (
        RuleVersion.objects.select_for_update()
        .filter(document=version.document)
        .order_by("-number")
        .first()
    )
    if earlier and earlier.in_force_from >= version.in_force_from:
        raise ValidationError(
            {"in_force_from": f"应晚于上一版本的施行日期 {earlier.in_force_from}"}
        )
    if version.kind == RuleVersion.Kind.NEW and earlier:
        raise ValidationError({"kind": "这项制度已经制定过，请选“修订”或者“废止”"})
    version.number = earlier.number + 1 if earlier else 1
    version.replaces = earlier
    version.save()
    if earlier:
        end_version(earlier, version.in_force_from)
    return version


def end_version(version: RuleVersion, next_from: date | None) -> None:
    """A version is in force until the day before the next one; without a next one it has no end."""
    version.in_force_until = next_from - timedelta(days=1) if next_from else None
    version.save(update_fields=["in_force_until"])


def fit_version(*, version: RuleVersion) -> None:
    """Hold a corrected version against its neighbours; the one before ends the day before it.

    In the transaction that saved it: raises ``ValidationError`` where it would begin before or after their time.
    """
    versions = RuleVersion.objects.select_for_update().filter(document=version.document)
    near = {each.number: each for each in versions}
    earlier, later = near.get(version.number - 1), near.get(version.number + 1)
    if earlier and earlier.in_force_from >= version.in_force_from:
        words = f"应晚于上一版本的施行日期 {earlier.in_force_from}"
        raise ValidationError({"in_force_from": words})
    if later and later.in_force_from <= version.in_force_from:
        words = f"应早于下一版本的施行日期 {later.in_force_from}"
        raise ValidationError({"in_force_from": words})
    if earlier:
        end_version(earlier, version.in_force_from)


def read_document(*, document: SessionDocument, deputy: Deputy, at: datetime) -> bool:
    """Note that a deputy has read a paper of the pack; True the first time only."""
    _, first = DocumentReceipt.objects.get_or_create(
        township_id=document.township_id,
        document=document,
        deputy=deputy,
        defaults={"read_at": at},
    )
    return first


def government_name(township: Township) -> str:
    """镇人民政府 or 乡人民政府."""
    return f"{township.level}人民政府"
