"""The reply: what is looked at before it goes out, its number, and co-handlers' opinions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    ContactLog,
    CoOpinion,
    Extension,
    OwedLetter,
    Reply,
    Submittal,
    Supplement,
)
from motions.models.classes import Scheme, label_of, local_scheme, scheme, scheme_of
from motions.services.around import asked_of_letter, with_around
from motions.services.issued import ON_PAPER, keep_issued
from motions.services.merging import settle_owed
from motions.services.people import staff_of
from motions.services.settling import drop_requests
from renda.core import audit, law, notifications
from renda.core.calendar import chinese_date
from renda.core.law.check import Check
from renda.core.models import AuditEntry, Unit, User
from renda.core.notifications import notify
from renda.core.numbers import next_number
from renda.core.prepared import prepared
from renda.core.steps import follow_all
from renda.core.together import prepared_together
from renda.core.workflow import IllegalTransition, workflow_of

ALREADY_DONE = "已报完成，不再变更日期。"


def reply_of(assignment: Assignment) -> Reply | None:
    """The reply of an assignment, drafted or issued; kept as ``assignment.letter``."""
    assignment.letter = assignment.replies.order_by("pk").first()
    return assignment.letter


def called_back(record: Assignment | Supplement) -> AuditEntry | None:
    """What the head said when the letter was last sent back to the unit's clerk: a reply by its
    assignment, a 补充答复 by itself."""
    return audit.history(record).filter(detail__step="call_back").first()


def reply_checks(assignment: Assignment, reply: Reply | None, today: date) -> list[Check]:
    """What is looked at before a reply goes out: contact, opinions, time."""
    contact = max(
        contacts_of(assignment), key=lambda c: (c.is_face_to_face, c.on, c.pk), default=None
    )
    excuse = reply.no_contact_reason if reply else ""
    contact_words = (
        f"{contact.on.month}月{contact.on.day}日，{contact.people}，{contact.get_way_display()}"
        if contact
        else excuse or "还没有面商记录"
    )
    missing = [str(a.unit) for a in missing_opinions(assignment).select_related("unit")]
    waiver = reply.waiver if reply else ""
    opinion_words = (
        f"{'、'.join(missing)}未回{'；已写明理由，不再等' if waiver else ''}" if missing else "已齐"
    )
    days = (assignment.due_on - today).days
    checks = [
        _check(
            "suggestion.contact",
            _contact_title(contact),
            is_talked_over(contact, reply),
            contact_words,
            "先登记面商，或者在下面写明未面商的原因。",
        ),
        _check(
            "suggestion.assist_months",
            f"缺 {len(missing)} 份会办意见" if missing else "会办意见",
            is_heard(missing, reply),
            opinion_words,
            "等意见到齐再答复，或者写明不等的原因。",
        ),
        _check(
            assignment.rule_key,
            "在期限内" if days >= 0 else "已过期限",
            days >= 0,
            f"期限 {assignment.due_on}" + (f"，逾期 {-days} 天" if days < 0 else ""),
            "请在答复中说明逾期的原因。",
            blocking=False,
        ),
    ]
    if reply:
        promises = list(reply.commitments.all())
        owed = list(what_is_owed(reply, bool(promises)).values())
        past = [f"“{row.text}”的完成日期已过" for row in past_promises(promises, today)]
        words = "；".join([*owed, *past]) or label_of(reply.result_class)
        title = "答复内容不全" if owed else "承诺日期已过" if past else "答复内容齐全"
        advice = "按结果类别补齐再送签。" if owed else "改为以后的日期，或者写进“已经办的”。"
        passed = not (owed or past)
        checks.insert(2, _check("suggestion.reply_form", title, passed, words, advice))
    return checks


def _contact_title(contact: ContactLog | None) -> str:
    """已面商代表 if the deputy was met; a call or an e-mail is 联系 only."""
    if contact is None:
        return "未面商代表"
    return "已面商代表" if contact.is_face_to_face else "已联系代表"


def _check(
    key: str, title: str, passed: bool, computed: str, advice: str, *, blocking: bool = True
) -> Check:
    return Check(
        key=key,
        title=title,
        passed=passed,
        blocking=blocking,
        computed=computed,
        article=law.cite(key),
        advice="" if passed else advice,
    )


def what_is_owed(
    reply: Reply, planned: bool | None = None, among: Scheme | None = None
) -> dict[str, str]:
    """What the reply's class still lacks, in words; ``planned`` and the scheme if known already."""
    return (among or scheme()).lacks(
        reply.result_class,
        done=bool(reply.done_items.strip()),
        planned=reply.commitments.exists() if planned is None else planned,
        declined=bool(reply.declined.strip()),
    )


def is_talked_over(contact: object, reply: Reply | None) -> bool:
    """The unit has talked with the deputy in this round, or the letter says why not."""
    return bool(contact or (reply and reply.no_contact_reason))


def is_heard(missing: object, reply: Reply | None) -> bool:
    """No opinion is missing, or the letter says why it isn't waited for."""
    return bool(not missing or (reply and reply.waiver))


def contacts_of(assignment: Assignment) -> QuerySet[ContactLog]:
    """The unit's own talks in the assignment's round, but those that the deputy calls untrue."""
    return ContactLog.objects.believed().filter(
        motion=assignment.motion_id,
        assignment__unit=assignment.unit_id,
        assignment__round=assignment.round,
        on__gte=assignment.assigned_on,
    )


def missing_opinions(assignment: Assignment) -> QuerySet[Assignment]:
    """The co-handlers of this round whose opinion is not in."""
    if assignment.role != Assignment.Role.LEAD:
        return Assignment.objects.none()
    return Assignment.objects.unfinished().filter(
        motion=assignment.motion_id, round=assignment.round, role="assist"
    )


def what_hinders_issue(assignment: Assignment) -> str:
    """Why the reply can't be sent or issued yet, empty if it can; one query then.

    What was looked at, the whole letter, is kept as ``assignment.letter``.
    """
    known = (assignment.pk, assignment.motion_id, assignment.unit_id, assignment.round)
    rows = _letter(*known, assignment.assigned_on, role=assignment.role)
    assignment.letter = reply = with_around(assignment, rows)
    if reply is None:
        return "还没有答复稿"
    planned = bool(reply.commitments.all())
    owed = what_is_owed(reply, planned, scheme_of(reply.local_scheme))
    if owed:
        return next(iter(owed.values()))
    if is_talked_over(reply.has_contact, reply) and is_heard(reply.has_missing, reply):
        return ""
    checks = reply_checks(assignment, reply, assignment.due_on)
    failed = [c for c in checks if c.stops]
    return f"{failed[0].title}。{failed[0].advice}" if failed else ""


def past_promises(promises: Iterable[Commitment], on: date) -> list[Commitment]:
    """Those that a letter of that day would make for an earlier one."""
    return [row for row in promises if row.due_on < on]


def refuse_past_promises(reply: Reply, on: date) -> None:
    """``IllegalTransition`` if a letter of that day promises something for an earlier one."""
    if past := past_promises(reply.commitments.all(), on):
        raise IllegalTransition(
            f"承诺事项“{past[0].text}”的完成日期{chinese_date(past[0].due_on)}已过，"
            "请改为以后的日期；已经办成的，写进“已经办的”。"
        )


@prepared_together
def _letter(
    pk: int, case: int, unit: int, number: int, since: date, *, role: Assignment.Role
) -> list[QuerySet]:
    part = Assignment(
        pk=pk, motion_id=case, unit_id=unit, round=number, assigned_on=since, role=role
    )
    replies = Reply.objects.filter(assignment=part).annotate(
        has_contact=Exists(contacts_of(part)),
        has_missing=Exists(missing_opinions(part)),
        is_owing=Exists(OwedLetter.objects.open().of_part(part)),
        local_scheme=local_scheme(),
    )
    return asked_of_letter(part, replies)


def reply_mark(unit: Unit, township_name: str) -> str:
    """The unit's mark in document numbers: 练村建函."""
    return f"{township_name[0]}{unit.letter_mark}函"


def next_letter_number(assignment: Assignment, on: date) -> str:
    """The next number of the unit's letters of a year, without gaps: 练村函〔2025〕3号."""
    mark = reply_mark(assignment.unit, assignment.motion.township.name)
    return f"{mark}〔{on.year}〕{next_number(f'reply:{mark}:{on.year}')}号"


def issue_reply(*, assignment: Assignment, by: User, on: date) -> Reply:
    """Number the reply, sign it and keep the letter; part of the step 签发, which has just checked it."""
    reply = assignment.letter
    reply.number = next_letter_number(assignment, on)
    reply.issued_by = by.name
    reply.issued_on = on
    reply.save(update_fields=["number", "issued_by", "issued_on"])
    keep_issued([reply])
    drop_requests([assignment], on=on, why=f"已签发答复（{reply.number}）", kinds=[Extension])
    if assignment.round > 1 and reply.is_owing:
        reason = f"已由重新办理的答复一并答复（{reply.number}）"
        settle_owed(assignment, by=by, on=on, reason=reason)
    audit.record(by, "签发", reply, number=reply.number)
    return reply


def give_opinion(
    *, assignment: Assignment, text: str, signer: str, by: User, on: date
) -> CoOpinion:
    """Keep a co-handler's opinion and tell the lead unit, whatever that has asked for meanwhile; part
    of the step 回会办意见."""
    opinion = CoOpinion.objects.create(assignment=assignment, text=text, signer=signer, on=on)
    audit.record(by, "会办意见", opinion)
    leads = Assignment.objects.unfinished().filter(
        motion=assignment.motion_id, round=assignment.round, role="lead"
    )
    for lead in leads:
        words = f"{assignment.unit}已回会办意见：{assignment.motion}"
        notify(staff_of(lead.unit_id), words, assignment.motion)
    return opinion


def choose_commitments(supplement: Supplement, chosen: Iterable[Commitment]) -> None:
    """Say which promises a supplement reports on: these, and no others; two queries."""
    mine = Commitment.objects.answerable().filter(reply__assignment=supplement.assignment_id)
    chosen = [row.pk for row in chosen]
    mine.filter(supplement=supplement).exclude(pk__in=chosen).update(supplement=None)
    mine.filter(pk__in=chosen).update(supplement=supplement)


def ask_for_opinions(*, assignment: Assignment, by: User) -> list[Assignment]:
    """The lead unit asks those whose opinion is missing to give it; returns their assignments."""
    missing = list(missing_opinions(assignment).select_related("unit", "motion"))
    with audit.together(), notifications.together():
        for each in missing:
            words = f"{assignment.unit}请你们尽快回会办意见，期限{chinese_date(each.due_on)}：{each.motion}"
            notify(staff_of(each.unit_id), words, each.motion)
            audit.record(by, "催会办意见", each)
    return missing


@prepared
def _part_that_owes(pk: int) -> QuerySet[Assignment]:
    rows = Assignment.objects.select_related("unit", *(f"motion__{name}" for name in ON_PAPER))
    return rows.filter(pk=pk).annotate(owes=Exists(OwedLetter.objects.open().of_parts())).order_by()


def number_supplement(supplement: Supplement, *, by: User, on: date) -> None:
    """Number a 补充答复, sign it and keep the letter; part of its step 签发, which saves it.

    What it reports on becomes 已报完成, for the office to confirm on site.
    """
    supplement.assignment = _part_that_owes(supplement.assignment_id)[0]
    supplement.number = next_letter_number(supplement.assignment, on)
    supplement.issued_by, supplement.issued_on = by.name, on
    waiting = CommitmentChange.objects.pending().filter(commitment=OuterRef("pk"))
    promises = list(
        supplement.commitments.unreported()
        .select_for_update(of=("self",))
        .select_related("reply__assignment__motion")
        .annotate(is_asked=Exists(waiting))
    )
    if any(row.is_asked for row in promises):
        CommitmentChange.objects.pending().filter(commitment__in=promises).update(
            decision=CommitmentChange.Decision.DENIED,
            note=ALREADY_DONE,
            decided_by=by.name,
            decided_on=on,
        )
    Submittal.objects.lapse_dates([row.pk for row in promises if row.is_at_head])
    data = {
        "is_at_head": False,
        "reported_note": f"已以补充答复函报告（{supplement.number}）",
        "reported_on": on,
    }
    follow_all(workflow_of(Commitment), "report_by_letter", promises, by=by, data=data)
    keep_issued([supplement])
    if supplement.assignment.owes:
        settle_owed(supplement.assignment, by=by, on=on, letter=supplement)
