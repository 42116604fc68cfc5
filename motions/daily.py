"""The morning's warnings: due in fifteen, seven, three and one days, overdue, not signed for."""

from datetime import date

from motions.models import Assignment
from motions.services import staff_of
from renda.core import law
from renda.core.daily import daily
from renda.core.models import Role
from renda.core.notifications import notify, people_in

LAST_CALLS = (3, 1)


@daily("motions.due")
def warn(today: date) -> None:
    """Tell each unit once per step of the ladder; when overdue the head and the office as well."""
    first, again = (
        law.value("suggestion.remind_days"),
        law.value("suggestion.remind_again_days"),
    )
    ladder = sorted({first, again, *LAST_CALLS})
    for row in Assignment.objects.open().for_list():
        days = (row.due_on - today).days
        what = "答复" if row.answers else "会办意见"
        if days < 0:
            watchers = people_in(Role.CLERK, Role.CHAIR, Role.GOV_OFFICE)
            notify(
                [*staff_of(row.unit_id), *watchers],
                f"{what}已逾期：{row.motion}（{row.unit}，期限 {row.due_on}）",
                row.motion,
                key=f"late:{row.pk}",
            )
            continue
        reached = next((step for step in ladder if days <= step), None)
        if reached is not None:
            notify(
                staff_of(row.unit_id),
                f"{what}还剩 {days} 天：{row.motion}，期限 {row.due_on}",
                row.motion,
                key=f"due{reached}:{row.pk}",
            )


@daily("motions.unsigned")
def warn_unsigned(today: date) -> None:
    """Tell the unit's head and the office once when nobody signed in time."""
    for row in Assignment.objects.waiting().filter(sign_due__lt=today).for_list():
        notify(
            [*staff_of(row.unit_id), *people_in(Role.CLERK)],
            f"超过签收期限：{row.motion}（{row.unit}，{row.sign_due} 前签收）",
            row.motion,
            key=f"unsigned:{row.pk}",
        )
