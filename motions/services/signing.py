"""What goes to a unit's head for signature before it counts: 会办意见, 退办申请, 延期申请, 改期申请."""

from datetime import date

from motions.models import Assignment, Commitment, Submittal
from motions.models.asking import Asking
from motions.models.replies import CoOpinion
from motions.services.asking import ask_extension, longer, object_to, refuse_unexplained
from motions.services.promises import propose_date
from motions.services.replies import give_opinion
from renda.core import audit
from renda.core.models import Unit, User
from renda.core.workflow import IllegalTransition

Kind = Submittal.Kind
Outcome = Submittal.Outcome
CAME_BACK = {Outcome.RETURNED, Outcome.TAKEN_BACK}


def submit(
    *,
    assignment: Assignment,
    kind: str,
    text: str,
    by: User,
    on: date,
    suggested_unit: Unit | None = None,
    late_reason: str = "",
    months: int | None = None,
    commitment: Commitment | None = None,
    new_due: date | None = None,
) -> Submittal:
    """Put a draft before the unit's head; part of the steps that end in （送负责人签）.

    Nobody outside the unit learns of it. ``IllegalTransition`` if the head could not sign it as it is.
    """
    if kind == Kind.OBJECTION and not refuse_unexplained(assignment, on, late_reason):
        late_reason = ""
    if kind == Kind.EXTENSION:
        longer(assignment, months)
    draft = Submittal.objects.create(
        assignment=assignment, kind=kind, text=text, drafted_by=by.name, on=on,
        suggested_unit=suggested_unit, late_reason=late_reason, months=months,
        commitment=commitment, new_due=new_due,
    )  # fmt: skip
    audit.record(by, "送负责人签", draft)
    return draft


def at_head(record: Assignment | Commitment) -> Submittal | None:
    """The draft about a unit's part, or about the day of a promise, that waits for the head's signature."""
    drafts = record.submittals.pending().select_related("suggested_unit")
    if isinstance(record, Assignment):
        drafts = drafts.filter(commitment=None)
    return drafts.first()


def to_mend(record: Assignment | Commitment, kind: str) -> Submittal | None:
    """The unit's last draft of that kind, if it came back unsigned: the next one begins with it."""
    last = record.submittals.filter(kind=kind).order_by("-pk").first()
    return last if last and last.outcome in CAME_BACK else None


def why_it_came_back(record: Assignment | Commitment, kind: str) -> list[tuple[str, str]]:
    """What the head said when the last draft of that kind was given back, as a fact of the confirmation."""
    last = to_mend(record, kind)
    if last is None or not last.note:
        return []
    return [("负责人退回修改", f"{last.settled_on} {last.settled_by}：{last.note}")]


def sign_submittal(
    *, record: Assignment | Commitment, seen: int | None, by: User, on: date, late_reason: str = ""
) -> CoOpinion | Asking:
    """The head signs what waits, and the record of it comes into being, of that day and in that name.

    ``seen`` is the draft that the head has read; ``IllegalTransition`` if another one waits by now.
    """
    draft = _held(record, seen)
    _settle(draft, Outcome.SIGNED, by=by, on=on)
    return _record_of(draft, record, by=by, on=on, late_reason=late_reason)


def make_in_person(
    *, assignment: Assignment, kind: str, text: str, by: User, on: date, **more: object
) -> CoOpinion | Asking:
    """A head drafts and signs in one; part of the steps 会办意见, 申请退办, 申请延期 and 申请改期.

    ``more`` as for ``submit``. ``IllegalTransition`` if it can't be asked for.
    """
    signed = {"outcome": Outcome.SIGNED, "settled_by": by.name, "settled_on": on}
    draft = Submittal(
        township_id=assignment.township_id,
        assignment=assignment,
        kind=kind,
        text=text,
        drafted_by=by.name,
        on=on,
        **signed,
        **more,
    )
    record = _record_of(draft, draft.commitment or assignment, by=by, on=on)
    draft.late_reason = getattr(record, "late_reason", "")
    draft.save()
    return record


def send_back_submittal(
    *, record: Assignment | Commitment, seen: int | None, note: str, by: User, on: date
) -> Submittal:
    """The head gives the draft back to the unit's clerk with the reason."""
    draft = _held(record, seen)
    draft.note = note
    _settle(draft, Outcome.RETURNED, by=by, on=on)
    return draft


def take_back_submittal(*, record: Assignment | Commitment, by: User, on: date) -> Submittal:
    """The unit's clerk takes the draft back before the head has decided; its words are kept."""
    draft = _held(record, None)
    _settle(draft, Outcome.TAKEN_BACK, by=by, on=on)
    return draft


def drop_date_draft(commitment: Commitment) -> None:
    """Nobody has to sign the 改期申请 any more that waits for the unit's head; part of the step that says so."""
    if not commitment.is_at_head:
        return
    Submittal.objects.lapse_dates([commitment.pk])
    commitment.is_at_head = False


def _held(record: Assignment | Commitment, seen: int | None) -> Submittal:
    draft = at_head(record)
    if draft is None or (seen and seen != draft.pk):
        raise IllegalTransition("送签的内容已被他人办理或者换过，请刷新后再看。")
    return draft


def _settle(draft: Submittal, outcome: str, *, by: User, on: date) -> None:
    draft.outcome, draft.settled_by, draft.settled_on = outcome, by.name, on
    draft.save(update_fields=["outcome", "settled_by", "settled_on", "note"])


def _record_of(
    draft: Submittal,
    record: Assignment | Commitment,
    *,
    by: User,
    on: date,
    late_reason: str = "",
) -> CoOpinion | Asking:
    """The record that the signature makes of the draft."""
    signed = {"signer": by.name, "by": by, "on": on}
    if draft.kind == Kind.DATE:
        return propose_date(
            commitment=record, due_on=draft.new_due, reason=draft.text, is_by_office=False, **signed
        )
    common = {"assignment": record, **signed}
    if draft.kind == Kind.OPINION:
        return give_opinion(text=draft.text, **common)
    if draft.kind == Kind.EXTENSION:
        return ask_extension(months=draft.months, reason=draft.text, **common)
    return object_to(
        reason=draft.text,
        suggested=draft.suggested_unit,
        late_reason=draft.late_reason or late_reason,
        **common,
    )
