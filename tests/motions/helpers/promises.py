"""What a unit promised, in each state, and a step of it."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from motions.workflow import commitment_workflow
from renda.core.workflow import IllegalTransition

NEXT_YEAR = timezone.localdate().replace(day=1) + timedelta(days=400)
STATES = {
    "open": {},
    "reported": {"status": "reported", "reported_on": date(2025, 8, 20), "reported_note": "修完"},
    "struck": {
        "status": "struck",
        "reported_on": date(2025, 8, 20),
        "done_on": date(2025, 8, 28),
        "done_note": "到现场看过",
        "confirmed_by": "周玉兰",
        "no_letter_reason": "已当面向代表说明",
    },
}
DATA = {
    "note": "同意", "reported_note": "修完了", "to_due": NEXT_YEAR, "reason": "雨季无法施工",
    "signer": "蒋文斌", "done_note": "到现场看过", "on": date(2025, 9, 1),
    "no_letter_reason": "已当面向代表说明",
}  # fmt: skip


def take(step, row, user, **more):
    """The state afterwards, or None if the step was refused."""
    try:
        return commitment_workflow.perform(step, row, by=user, data=DATA | more).status
    except (PermissionDenied, IllegalTransition):
        return None
