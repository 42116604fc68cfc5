"""面商: a talk with the deputy is recorded, and the deputy says whether the record is true."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from motions.models import ContactLog
from motions.services.people import own_page, staff_of
from renda.core import audit
from renda.core.attachments import attach
from renda.core.calendar import chinese_date
from renda.core.models import Role, User
from renda.core.notifications import done_by, notify, people_in


@transaction.atomic(savepoint=False)
def add_contact(*, contact: ContactLog) -> ContactLog:
    """Keep a talk with the deputy, and ask the deputy whether the record is true."""
    contact.save()
    words = f"面商已登记（{contact.get_way_display()}），请打开确认是否属实：{contact.motion}"
    notify([contact.deputy.user], words, own_page(contact.motion, contact.deputy))
    return contact


@transaction.atomic
def confirm_contact(
    *,
    contact: ContactLog,
    is_true: bool,
    note: str,
    by: User,
    on: date,
    on_paper: bool = False,
    scans: Iterable = (),
) -> ContactLog:
    """Keep what the deputy says of the record: 属实, or 不属实 and why; its unit and the office hear of the latter.

    ``on_paper``: the office keeps it from the form that the deputy signed. Raises ``ValidationError``
    if the deputy has said so before.
    """
    rows = ContactLog.objects.select_for_update(of=("self",))
    held = rows.select_related("motion", "deputy", "assignment").get(pk=contact.pk)
    if held.confirmation:
        said = held.get_confirmation_display()
        raise ValidationError(
            f"这份面商记录已于{chinese_date(held.confirmed_on)}确认：{said}，只确认一次。"
        )
    kind = ContactLog.Confirmation
    held.confirmation = kind.TRUE if is_true else kind.UNTRUE
    held.confirmation_note, held.confirmed_on, held.is_on_paper = note, on, on_paper
    held.save()
    for scan in scans:
        attach(held, scan, by=by, purpose="scans")
    audit.record(by, "代录面商确认" if on_paper else "确认面商", held, note=held.confirmation_words)
    if not is_true:
        people = people_in(Role.CLERK)
        if held.assignment:
            people = [*people, *staff_of(held.assignment.unit_id)]
        words = f"{held.deputy}代表认为面商记录不属实（{note}）：{held.motion}"
        with done_by(by):
            notify(people, words, held.motion)
    return held
