"""重点建议: led by a leader of the government and watched by a member of the presidium."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from motions.models import KeyFollowUp, Motion
from motions.services.people import staff_of
from motions.services.warning import Directory
from renda.core import audit, notifications
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from sessions_app.models import PresidiumMember


def supervisors(today: date) -> list[str]:
    """The names of the presidium's members on a day: who may watch over a key case."""
    rows = PresidiumMember.objects.select_related("deputy").filter(from_on__lte=today)
    seats = [m for m in rows if m.until_on is None or m.until_on >= today]
    return list(dict.fromkeys(m.deputy.name for m in seats))


@transaction.atomic(savepoint=False)
def mark_key(*, followup: KeyFollowUp, by: User) -> KeyFollowUp:
    """Keep who leads and who watches a case, which makes it a key one; both names are required."""
    followup.save()
    motion = Motion.objects.select_for_update().get(pk=followup.motion_id)
    if not motion.is_key:
        motion.is_key = True
        motion.save(update_fields=["is_key"])
        audit.record(by, "列为重点", motion, note=str(followup))
    units = motion.assignments.unfinished().values_list("unit_id", flat=True)
    tell_of_keys([(followup, motion, units)])
    return followup


def tell_of_keys(rows: Iterable[tuple[KeyFollowUp, Motion, Iterable[int]]]) -> None:
    """Tell whom each key case concerns, once each: the two who are named, the chairs, 镇政府办, its units."""
    directory = Directory()
    with notifications.together():
        for followup, motion, unit_ids in rows:
            people = [
                *directory.named(followup.leader, None),
                *directory.named(followup.supervisor, None),
                *people_in(Role.CHAIR, Role.GOV_OFFICE),
                *(user for unit_id in unit_ids for user in staff_of(unit_id)),
            ]
            notify(people, f"重点建议：{motion}，{followup}", motion)
