"""What the frame around every page shows; asked for lazily, so that a bare page asks nothing."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property

from renda.core.menu import Entry, Group, menu_for, tabs_for
from renda.core.middleware import main_role
from renda.core.models import Notification, Role, Term, Township

PHONE_FIRST = {Role.DEPUTY, Role.CHAIR}


def frame(request: HttpRequest) -> dict[str, object]:
    """The frame of a logged-in user's pages; nothing for anybody else."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"frame": Frame(request), "today": timezone.localdate()}


class Frame:
    """Menu, bottom bar, unread count and the year picker of one request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def township(self) -> Township | None:
        """The township shown; None only before the scope is open."""
        return getattr(self.request, "township", None)

    @cached_property
    def role(self) -> str:
        """The role this person is greeted by."""
        memberships = getattr(self.request, "memberships", None)
        return main_role(memberships) if memberships else ""

    @property
    def role_label(self) -> str:
        """That role in words, shown under the name."""
        return Role(self.role).label if self.role else ""

    @property
    def office(self) -> str:
        """Whose system this is: 练溪镇人大, or the county's."""
        if not self.township:
            return "乡镇人大"
        place = self.township.county if self.role == Role.COUNTY else self.township
        return f"{place.name}人大"

    @property
    def office_part(self) -> str:
        """The line under it."""
        if self.role == Role.COUNTY:
            return "常委会代表工作委员会"
        return "代表之家" if self.role == Role.DEPUTY else "主席团办公室"

    @property
    def townships(self) -> list[Township]:
        """The townships this user may switch between."""
        return [m[0].township for m in self.request.user.memberships_by_township.values()]

    @cached_property
    def menu(self) -> list[Group]:
        """The side menu."""
        return menu_for(self.request)

    @property
    def place(self) -> list[tuple[str, str]]:
        """(label, url) of the menu group and entry the page belongs to."""
        for group in self.menu:
            for entry in group.entries:
                if entry.is_current:
                    heading = [] if group.is_flat else [(group.label, "")]
                    return [*heading, (entry.label, entry.url)]
        return []

    @cached_property
    def tabs(self) -> list[Entry]:
        """The bottom bar on the phone; empty for those who work at a desk."""
        return tabs_for(self.request) if self.role in PHONE_FIRST else []

    @cached_property
    def unread(self) -> int:
        """Unread messages; one query, none outside a township."""
        if not self.township:
            return 0
        return Notification.objects.filter(to=self.request.user, read_at=None).count()

    @cached_property
    def years(self) -> list[dict[str, object]]:
        """The picker's choices: every year since the first term began, newest first."""
        return years_of(getattr(self.request, "terms", ()), timezone.localdate())

    @property
    def year(self) -> int | None:
        """The year the pages are about."""
        return getattr(self.request, "year", None)


def years_of(terms: Iterable[Term], today: date) -> list[dict[str, object]]:
    """Years up to this one with the term that was in office at their end, newest first."""
    labels: dict[int, str] = {}
    begun = [term for term in terms if term.starts_on <= today]
    for term in sorted(begun, key=lambda t: t.starts_on, reverse=True):
        last = min(term.ends_on or today, today).year
        for year in range(last, term.starts_on.year - 1, -1):
            labels.setdefault(year, f"{term} · {year} 年")
    return [{"year": year, "label": labels[year]} for year in sorted(labels, reverse=True)]
