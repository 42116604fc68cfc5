"""How the office urges units: 催办, one by one or many at once, and numbered 督办单."""

from datetime import date

from django.db import transaction

from motions.models import Assignment, Commitment, Motion, OwedLetter, Reminder
from motions.services.issued import ON_PAPER, keep_issued
from motions.services.people import staff_of
from motions.services.warning import TOLD_AT_MOST, settle_warnings
from renda.core import audit, notifications
from renda.core.calendar import chinese_date, said_date
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.numbers import next_number
from renda.core.permissions import is_gov_office, is_office
from renda.core.workflow import IllegalTransition


@transaction.atomic(savepoint=False)
def remind(*, reminder: Reminder, by: User) -> Reminder:
    """Keep a 催办 of the office or 镇政府办 and tell the unit's clerks and its head; 镇政府办 where the
    unit has no account."""
    _hold_work(reminder)
    people = _heard(reminder.assignment.unit_id, by)
    reminder.by, reminder.told = by.name, _names(people)
    reminder.is_by_government = is_gov_office(by, reminder.motion) and not is_office(
        by, reminder.motion
    )
    reminder.save()
    keep_issued([reminder])
    words = "。".join(filter(None, [str(reminder.motion), reminder.owes_words, reminder.text]))
    notify(people, f"催办：{words}", reminder.motion)
    return reminder


@transaction.atomic
def remind_many(*, motions: list[Motion], by: User, on: date) -> int:
    """Urge every unit that still works on one of the motions, each once a day; returns how many."""
    _hold_cases([motion.pk for motion in motions])
    rows = Assignment.objects.open().filter(motion__in=motions)
    held = list(rows.for_list().select_related("motion__township"))
    today = Reminder.objects.urges().filter(assignment__in=held, on=on)
    urged = set(today.values_list("assignment_id", flat=True))
    open_rows = [row for row in held if row.pk not in urged]
    with notifications.together():
        people = {row.pk: _heard(row.unit_id, by) for row in open_rows}
        sent = [
            Reminder(
                township_id=row.township_id,
                motion=row.motion,
                assignment=row,
                text=f"请抓紧办理，期限{chinese_date(row.due_on)}。",
                by=by.name,
                on=on,
                told=_names(people[row.pk]),
            )
            for row in open_rows
        ]
        keep_issued(Reminder.objects.bulk_create(sent))
        audit.record_many(by, "催办", open_rows)
        for row in open_rows:
            notify(
                people[row.pk], f"催办：{row.motion}，期限{said_date(row.due_on, on)}", row.motion
            )
    return len(open_rows)


@transaction.atomic(savepoint=False)
def order(*, order: Reminder, by: User) -> Reminder:
    """Number a 督办单 of this year and send it to the unit and 镇政府办 (代表法 52)."""
    _hold_work(order)
    with notifications.together():
        people = [*staff_of(order.assignment.unit_id), *people_in(Role.GOV_OFFICE)]
        order.kind, order.by, order.told = Reminder.Kind.ORDER, by.name, _names(people)
        order.number = next_order_number(order.motion, order.on)
        order.save()
        keep_issued([order])
        about = "，".join(filter(None, [str(order.motion), order.owes_words]))
        words = f"督办：{about}，{order.leader}督办，{said_date(order.feedback_due, order.on)}前反馈。{order.text}"
        notify(people, words, order)
    return order


def next_order_number(motion: Motion, on: date) -> str:
    """The next number of the year's 督办单, without gaps: 练人督〔2025〕3号."""
    mark = f"{motion.township.name[0]}人督"
    return f"{mark}〔{on.year}〕{next_number(f'order:{on.year}')}号"


@transaction.atomic(savepoint=False)
def answer_order(*, order: Reminder, response: str, on: date) -> Reminder:
    """Keep the unit's answer to a 督办单 and tell the office; it may be put better until that closes it."""
    held = _held(order)
    held.response, held.responded_on = response, held.responded_on or on
    held.save()
    settle_warnings(held.pk, "order")
    words = f"{held.assignment.unit}已反馈督办情况：{held.number}，{held.motion}"
    notify(people_in(Role.CLERK, Role.CHAIR), words, held)
    return held


@transaction.atomic(savepoint=False)
def close_order(*, order: Reminder, result: str, on: date) -> Reminder:
    """Close a 督办单 with what came of it, and tell the unit."""
    held = _held(order)
    held.result, held.closed_on = result, on
    held.save()
    settle_warnings(held.pk, "order")
    words = f"督办已办结：{held.number}，{held.motion}。{result}"
    notify(staff_of(held.assignment.unit_id), words, held)
    return held


def _heard(unit_id: int, by: User) -> list[User]:
    """The accounts of a unit, else 镇政府办, which hands it on; not who urges."""
    people = staff_of(unit_id) or people_in(Role.GOV_OFFICE)
    return [user for user in people if user.pk != by.pk]


def _hold_cases(pks: list[int]) -> list[Motion]:
    """Lock motions, as every step of theirs and of their parts does first; with what papers name."""
    rows = Motion.objects.select_for_update(of=("self",)).select_related(*ON_PAPER)
    return list(rows.filter(pk__in=pks).order_by("pk"))


def _hold_work(row: Reminder) -> None:
    """Lock what the row urges, so that it does not end in the instant that the paper goes out."""
    (row.motion,) = _hold_cases([row.motion_id])
    if row.commitment_id:
        work = Commitment.objects.unreported().filter(pk=row.commitment_id)
    elif row.owed_letter_id:
        work = OwedLetter.objects.open().filter(pk=row.owed_letter_id)
    else:
        work = Assignment.objects.open().filter(pk=row.assignment_id)
    if not work.select_for_update(of=("self",)).values_list("pk", flat=True):
        raise IllegalTransition(
            "这件事刚刚已办结或者已改由别处办理，不用再催，请返回案件页面查看。"
        )


def _held(order: Reminder) -> Reminder:
    rows = Reminder.objects.select_for_update(of=("self",))
    held = rows.select_related("assignment__unit", "motion").get(pk=order.pk)
    if not held.is_order or held.closed_on:
        raise IllegalTransition(f"{held}：已办结，可能已被他人办理，请刷新后再看。")
    return held


def _names(people: list[User]) -> str:
    return "、".join(dict.fromkeys(user.name for user in people))[:TOLD_AT_MOST]
