"""From the deputy's pen to a number: co-signers, reviews, numbering."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from deputies.models import Deputy
from motions.models import CoSigner, Motion, Review
from renda.core import audit
from renda.core.models import User
from renda.core.notifications import notify
from renda.core.numbers import next_number
from sessions_app.models import PresidiumMeeting, Session


def current_session(day: date) -> Session | None:
    """The session that sits on a day; what is raised then is raised to it."""
    sitting = Session.objects.filter(opens_on__lte=day, closes_on__gte=day)
    return sitting.select_related("term").first()


def number_motion(motion: Motion, *, on: date) -> None:
    """Give the next number of its session, or of the term between sessions; the caller saves.

    Gapless per term and session: 14-2-03, 闭-03.
    """
    place = motion.session_id or "between"
    motion.number = next_number(f"motion:{motion.term_id}:{place}")
    prefix = f"{motion.term.number}-{motion.session.session_no}" if motion.session_id else "闭"
    motion.code = f"{prefix}-{motion.number:02d}"
    motion.accepted_on = on


def record_review(
    motion: Motion,
    decision: str,
    *,
    by: User | None,
    on: date,
    note: str = "",
    reason: str = "",
    meeting: PresidiumMeeting | None = None,
) -> Review:
    """Keep what was decided about a motion, with the name that goes on the paper form."""
    return Review.objects.create(
        motion=motion,
        decision=decision,
        reason=reason,
        note=note,
        by=by.name if by else "系统",
        on=on,
        meeting=meeting,
    )


@transaction.atomic(savepoint=False)
def invite(
    *,
    motion: Motion,
    deputies: Iterable[Deputy],
    by: User,
    confirmed_on: date | None = None,
    is_new: bool = False,
) -> list[CoSigner]:
    """Make these deputies the co-signers: new ones are invited, others are taken off.

    With ``confirmed_on`` they signed on paper and need no invitation. Who already answered keeps it.
    ``is_new``: the motion was just written down and has none.
    """
    wanted = {d.pk: d for d in deputies if d.pk != motion.lead_id}
    known = set()
    if not is_new:
        known = set(CoSigner.objects.filter(motion=motion).values_list("deputy_id", flat=True))
    if gone := known - set(wanted):
        CoSigner.objects.filter(motion=motion, deputy__in=gone).delete()
    state = CoSigner.State.ACCEPTED if confirmed_on else CoSigner.State.INVITED
    new = [
        CoSigner(
            township_id=motion.township_id,
            motion=motion,
            deputy=deputy,
            state=state,
            answered_on=confirmed_on,
        )
        for pk, deputy in wanted.items()
        if pk not in known
    ]
    CoSigner.objects.bulk_create(new)
    if new or gone:
        audit.record(by, "联名名单", motion, deputies=[d.name for d in wanted.values()])
    return new


def tell_invited(motion: Motion, *, is_first: bool) -> None:
    """Ask the deputies whose answer is missing; each once. ``is_first``: nobody was asked so far."""
    waiting = motion.cosigners.filter(state="invited").select_related("deputy__user")
    notify(
        [c.deputy.user for c in waiting if c.deputy.user_id],
        f"{motion.lead}代表邀请您联名：{motion.official_title}",
        motion,
        key=f"cosign:{motion.pk}",
        is_first=is_first,
    )


@transaction.atomic
def answer_invitation(*, cosigner: CoSigner, accept: bool, by: User, on: date) -> CoSigner:
    """Confirm or decline to be a co-signer; the lead deputy is told."""
    rows = CoSigner.objects.select_for_update(of=("self",))
    locked = rows.select_related("motion__lead__user", "deputy").get(pk=cosigner.pk)
    locked.state = CoSigner.State.ACCEPTED if accept else CoSigner.State.DECLINED
    locked.answered_on = on
    locked.save(update_fields=["state", "answered_on"])
    motion = locked.motion
    audit.record(by, "同意联名" if accept else "不联名", motion)
    words = "同意联名" if accept else "没有同意联名"
    notify([motion.lead.user], f"{locked.deputy}代表{words}：{motion.official_title}", motion)
    return locked
