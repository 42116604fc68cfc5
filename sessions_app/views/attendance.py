"""Who came to a sitting, held against the law."""

from django.utils import timezone

from deputies.models import RollEntry
from renda.core import law
from renda.core.models import User
from renda.core.text import keys_in
from sessions_app.forms import SignForm
from sessions_app.models import Sitting


class Attendance:
    """One sitting's roll, counted and held against the law."""

    def __init__(self, sitting: Sitting, total: int) -> None:
        self.sitting = sitting
        self.entries = (
            list(RollEntry.objects.filter(roll=sitting.roll_id).of_deputies().by_name())
            if sitting.roll_id
            else []
        )
        self.total = total

    def number(self, state: str) -> int:
        """How many are in a state."""
        return sum(entry.state == state for entry in self.entries)

    @property
    def expected(self) -> int:
        return len(self.entries)

    @property
    def present(self) -> int:
        return self.number(RollEntry.State.PRESENT)

    @property
    def on_leave(self) -> int:
        return self.number(RollEntry.State.ON_LEAVE)

    @property
    def missing(self) -> int:
        return self.expected - self.present - self.on_leave

    @property
    def scanned(self) -> int:
        return sum(entry.way == RollEntry.Way.SCAN for entry in self.entries)

    @property
    def signed_for(self) -> int:
        return self.present - self.scanned

    @property
    def needed(self) -> int:
        """法定人数."""
        if self.is_presidium:
            return law.share("presidium.quorum").least(self.expected)
        return law.quorum_needed(self.total)

    @property
    def short(self) -> int:
        """How many are still needed."""
        return max(self.needed - self.present, 0)

    @property
    def is_presidium(self) -> bool:
        return self.sitting.kind == Sitting.Kind.PRESIDIUM

    @property
    def quorum(self) -> law.Check:
        """Whether enough are there, with the computation."""
        if self.is_presidium:
            return law.presidium_quorum(self.present, self.expected)
        return law.quorum(self.present, self.total)

    @property
    def sum(self) -> str:
        """54 + 3 + 1 = 58."""
        return f"{self.present} + {self.on_leave} + {self.missing} = {self.expected}"

    @property
    def is_open(self) -> bool:
        """Whether people still sign in."""
        return bool(self.sitting.roll_id) and not self.sitting.roll.is_closed

    @property
    def has_begun(self) -> bool:
        """Whether the sitting's time has come: only then is somebody missing."""
        return self.sitting.starts_at <= timezone.now()

    @property
    def shown(self) -> list[dict]:
        """The roll as a grid: name, mark, note."""
        grid = []
        for entry in self.entries:
            if entry.state == RollEntry.State.PRESENT:
                time = f"{timezone.localtime(entry.at):%-H:%M}" if entry.at else ""
                row = {"css": "", "icon": "check-circle-fill", "word": "出席", "note": time}
            elif entry.state == RollEntry.State.ON_LEAVE:
                row = {
                    "css": "is-leave",
                    "icon": "dash-circle-fill",
                    "word": "请假",
                    "note": entry.reason[:4],
                }
            elif entry.state == RollEntry.State.EXPECTED and not self.has_begun:
                row = {"css": "", "icon": "circle", "word": "", "note": "未签到"}
            else:
                row = {
                    "css": "is-absent",
                    "icon": "exclamation-triangle-fill",
                    "word": "",
                    "note": "缺席" if entry.state == RollEntry.State.ABSENT else "未到",
                }
            grid.append({"name": entry.deputy.name, **row})
        return grid


def sitting_shown(sittings: list[Sitting], asked: str) -> Sitting | None:
    """The sitting asked for, else the last plenary that began, else the first one to come."""
    if found := next((s for s in sittings if s.pk in keys_in([asked])), None):
        return found
    plenary = [s for s in sittings if s.kind == Sitting.Kind.PLENARY] or sittings
    begun = [s for s in plenary if s.starts_at <= timezone.now()]
    return begun[-1] if begun else next(iter(plenary), None)


def sign_form_for(attendance: Attendance | None, user: User) -> SignForm | None:
    """The form to sign for those not there yet; None when the roll is closed or not theirs to keep."""
    if attendance is None or not attendance.is_open:
        return None
    if not user.has_perm("sessions_app.sign_roll", attendance.sitting):
        return None
    waiting = [e.deputy for e in attendance.entries if e.state == RollEntry.State.EXPECTED]
    return SignForm(choices=waiting)
