"""From the deputy's pen to a number: co-signers, reviews, numbering."""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Subquery
from django.utils import timezone

from deputies.models import Deputy
from motions.models import CoSigner, Motion, Reference, RepeatLink, Review
from motions.querysets import SIGNED_IN
from motions.services.people import authors_and, staff_of
from renda.core import audit, law
from renda.core.attachments import attach
from renda.core.calendar import chinese_date, due_by_days, said_date
from renda.core.models import Term, Unit, User
from renda.core.notifications import notify
from renda.core.numbers import next_number
from renda.core.prepared import prepared
from sessions_app.models import PresidiumMeeting, Session

ASKED_AT_ONCE = {*SIGNED_IN} - {Motion.Status.RETURNED}
"""Where nobody hands the case in any more: whoever is put on its list now has to be asked now."""


def current_session(day: date) -> Session | None:
    """The session that sits on a day; what is raised then is raised to it."""
    return next(iter(_sitting(day)), None)


@prepared
def _sitting(day: date) -> QuerySet[Session]:
    rows = Session.objects.filter(opens_on__lte=day, closes_on__gte=day)
    return rows.select_related("term")[:1]


def term_on(day: date) -> Term:
    """The term in office on a day; the latest begun."""
    return Term.objects.filter(starts_on__lte=day).order_by("-starts_on")[0]


def place_in_time(motion: Motion, day: date) -> None:
    """Raise the motion to the session that sits on the day, or between sessions; the caller saves."""
    term = _begun(day)[0]
    motion.session = current_session(day) if term.sitting else None
    motion.term = motion.session.term if motion.session else term


@prepared
def _begun(day: date) -> QuerySet[Term]:
    sitting = Session.objects.filter(opens_on__lte=day, closes_on__gte=day).values("pk")[:1]
    terms = Term.objects.filter(starts_on__lte=day).order_by("-starts_on")
    return terms.annotate(sitting=Subquery(sitting))[:1]


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


# --- co-signers ------------------------------------------------------------------------
@transaction.atomic(savepoint=False)
def invite(
    *,
    motion: Motion,
    deputies: Iterable[Deputy],
    by: User,
    confirmed_on: date | None = None,
    known: Collection[int] | None = None,
) -> list[CoSigner]:
    """Make these deputies the co-signers: new ones are invited, others are taken off while they may be.

    A draft's list is its writer's own. Once it was handed in only who has not answered is taken off,
    and nobody after 受理; who is put on it then is asked at once, with a day to answer by. With
    ``confirmed_on`` the new ones signed on paper and need no invitation. ``known`` are the deputies who
    are on the list now, if that was read for this change already.
    """
    wanted = {d.pk: d for d in deputies if d.pk != motion.lead_id}
    if known is None:
        known = CoSigner.objects.filter(motion=motion).values_list("deputy_id", flat=True)
    gone = take_off(motion, set(known) - set(wanted))
    state = CoSigner.State.ACCEPTED if confirmed_on else CoSigner.State.INVITED
    new = [
        CoSigner(
            township_id=motion.township_id,
            motion=motion,
            deputy=deputy,
            state=state,
            answered_on=confirmed_on,
            is_on_paper=confirmed_on is not None,
        )
        for pk, deputy in wanted.items()
        if pk not in known
    ]
    CoSigner.objects.bulk_create(new)
    if new or gone:
        audit.record(by, "联名名单", motion, deputies=[d.name for d in wanted.values()])
    if new and not confirmed_on and motion.status in ASKED_AT_ONCE:
        if let_join(motion, on=timezone.localdate()):
            motion.save(update_fields=["join_by"])
        notify(*_invitation(motion, new))
    return new


def take_off(motion: Motion, deputy_ids: Collection[int]) -> int:
    """Void the invitations of these deputies as far as that is still possible; returns how many."""
    if not deputy_ids or motion.number:
        return 0
    rows = CoSigner.objects.filter(motion=motion, deputy__in=deputy_ids)
    if motion.status != Motion.Status.DRAFT:
        rows = rows.unanswered()
    return rows.update(voided_at=timezone.now())


def open_joining(motion: Motion, *, on: date, is_first: bool) -> None:
    """Set the day by which the invited answer, unless a later one was chosen; ask them, each once.

    The caller saves. ``is_first``: nobody was asked so far.
    """
    waiting = _silent(motion.pk)
    if not waiting:
        return
    let_join(motion, on=on)
    notify(*_invitation(motion, waiting), key=f"cosign:{motion.pk}", is_first=is_first)


@prepared
def _silent(motion_id: int) -> QuerySet[CoSigner]:
    rows = CoSigner.objects.filter(motion=motion_id).unanswered()
    return rows.select_related("deputy__user")


def let_join(motion: Motion, *, on: date) -> bool:
    """Set the day by which the invited answer, if none is to come; whether it was set. The caller saves."""
    if motion.join_by and motion.join_by >= on:
        return False
    rules, days = law.values_and_days("suggestion.cosign_days")
    motion.join_by = due_by_days(on, rules["suggestion.cosign_days"], days).on
    return True


def _invitation(motion: Motion, cosigners: list[CoSigner]) -> tuple[list[User], str, Motion]:
    asked = [cosigner.deputy.user for cosigner in cosigners if cosigner.deputy.user_id]
    last = said_date(motion.join_by, timezone.localdate())
    words = f"{motion.lead}代表邀请您联名，请在{last}以前答复：{motion.official_title}"
    return asked, words, motion


@transaction.atomic
def answer_invitation(*, cosigner: CoSigner, accept: bool, by: User, on: date) -> CoSigner:
    """Confirm or decline to be a co-signer; the lead deputy is told.

    Raises ``ValidationError`` once it was answered, or the day to answer by has passed.
    """
    rows = CoSigner.objects.select_for_update(of=("self",))
    locked = rows.select_related("motion__lead__user", "deputy").get(pk=cosigner.pk)
    motion = locked.motion
    if locked.state != CoSigner.State.INVITED:
        raise ValidationError(f"您已答复过：{locked.get_state_display()}。要改请联系人大办。")
    if motion.status not in SIGNED_IN:
        raise ValidationError(f"这一件{motion.get_status_display()}，不用再答复。")
    if motion.is_joining_over(on):
        raise ValidationError(
            f"联名已于{chinese_date(motion.join_by)}截止。仍想联名的，请在纸质提出表上签名交人大办补登。"
        )
    locked.state = CoSigner.State.ACCEPTED if accept else CoSigner.State.DECLINED
    locked.answered_on = on
    locked.save(update_fields=["state", "answered_on"])
    audit.record(by, "同意联名" if accept else "不联名", motion)
    words = "同意联名" if accept else "没有同意联名"
    notify([motion.lead.user], f"{locked.deputy}代表{words}：{motion.official_title}", motion)
    return locked


@transaction.atomic
def remind_invited(*, motion: Motion, by: User, on: date) -> list[CoSigner]:
    """Ask the silent ones again, each at most once a day; returns who was asked.

    Raises ``ValidationError`` when the day to answer by has passed.
    """
    if motion.is_joining_over(on):
        raise ValidationError(f"联名已于{chinese_date(motion.join_by)}截止，不能再提醒。")
    silent = motion.cosigners.to_be_reminded(on).select_for_update(of=("self",))
    asked = list(silent.select_related("deputy__user"))
    if not asked:
        return []
    CoSigner.objects.filter(pk__in=[c.pk for c in asked]).update(reminded_on=on)
    audit.record(by, "提醒联名", motion, deputies=[c.deputy.name for c in asked])
    last = f"，请在{said_date(motion.join_by, on)}以前答复" if motion.join_by else ""
    notify(
        [c.deputy.user for c in asked if c.deputy.user_id],
        f"{motion.lead}代表提醒您确认联名{last}：{motion.official_title}",
        motion,
    )
    return asked


@transaction.atomic
def sign_on_paper(
    *, motion: Motion, cosigners: Iterable[CoSigner], by: User, on: date, scans: Iterable = ()
) -> list[CoSigner]:
    """The office records signatures given on paper, in time or later; the lead deputy is told."""
    wanted = [c.pk for c in cosigners]
    rows = motion.cosigners.select_for_update(of=("self",)).exclude(state="accepted")
    signed = list(rows.filter(pk__in=wanted).select_related("deputy"))
    for cosigner in signed:
        cosigner.state, cosigner.answered_on = CoSigner.State.ACCEPTED, on
        cosigner.is_on_paper = True
        cosigner.revision += 1
    CoSigner.objects.bulk_update(signed, ["state", "answered_on", "is_on_paper", "revision"])
    for scan in scans:
        attach(motion, scan, by=by, purpose="scans")
    names = [c.deputy.name for c in signed]
    if names:
        audit.record(by, "补登纸质联名", motion, deputies=names)
        notify(
            [motion.lead.user],
            f"人大办补登了纸质联名（{'、'.join(names)}）：{motion.official_title}",
            motion,
        )
    return signed


def tell_reworded(*, motion: Motion, what: Collection[str], reason: str, by: User) -> None:
    """Keep why the office changed words that a deputy wrote or that were accepted, and tell the authors."""
    note = f"{'、'.join(what)}：{reason}"
    audit.record(by, "改动内容", motion, step="reword", note=note)
    notify(authors_and(motion), f"人大办改动了{note}（{motion}）", motion)


# --- drafts and earlier cases ------------------------------------------------------------
@transaction.atomic
def drop_draft(*, motion: Motion, by: User) -> None:
    """Take away a draft that was never handed in; its line of history stays.

    Raises ``ValidationError`` if it has been handed in meanwhile.
    """
    locked = Motion.objects.select_for_update().get(pk=motion.pk)
    if locked.status != Motion.Status.DRAFT:
        raise ValidationError("这一件已经提交，不能再删除；可以在受理以前撤回。")
    locked.voided_at = timezone.now()
    locked.save(update_fields=["voided_at"])
    for rows in locked.parts():
        rows.update(voided_at=locked.voided_at)
    audit.record(by, "删除草稿", locked)


def link_earlier(
    *, motion: Motion, earlier: Iterable[Motion], by: User, known: Collection[int] | None = None
) -> list[RepeatLink]:
    """以前提过: link these earlier cases, those not linked yet.

    ``known`` are those that are linked now, if that was read for this change already.
    """
    wanted = {each.pk: each for each in earlier if each.pk != motion.pk}
    if not wanted:
        return []
    if known is None:
        known = motion.repeats.values_list("earlier_id", flat=True)
    links = [
        RepeatLink(township_id=motion.township_id, motion=motion, earlier=wanted[pk])
        for pk in wanted.keys() - set(known)
    ]
    RepeatLink.objects.bulk_create(links)
    if links:
        audit.record(by, "关联以前的建议", motion, earlier=[str(link.earlier) for link in links])
    return links


@transaction.atomic(savepoint=False)
def unlink_earlier(*, link: RepeatLink, by: User) -> None:
    """Take a link to an earlier case away, once; the history keeps which one it was."""
    if RepeatLink.objects.filter(pk=link.pk).update(voided_at=timezone.now()):
        audit.record(by, "取消关联以前的建议", link.motion, note=str(link.earlier))


def send_for_reference(
    motion: Motion, *, units: Iterable[Unit], by: User | None, on: date
) -> list[Reference]:
    """Let units read a case of 转工作参考, which they need not answer; their people are told."""
    rows = Reference.objects.bulk_create(
        Reference(township_id=motion.township_id, motion=motion, unit=unit, on=on) for unit in units
    )
    audit.record_many(by, "送工作参考", rows)
    words = f"参考件：{motion.official_title}（{motion.lead}代表），请在工作中参考，不用答复"
    for row in rows:
        notify(staff_of(row.unit_id), words, motion)
    return rows
