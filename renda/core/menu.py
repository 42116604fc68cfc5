"""The side menu and the phone's bottom bar: apps declare pages, each user sees what they may open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

import rules
from django.http import HttpRequest
from django.urls import reverse

from renda.core.models import UNIT_ROLES, Role
from renda.core.workbench import homes

GROUPS = {
    "乡镇比较": "list",
    "工作台": "house-door",
    "会议": "calendar3",
    "代表": "people",
    "议案建议": "chat-square-text",
    "活动": "geo-alt",
    "监督": "clipboard-check",
    "宣传制度": "megaphone",
    "年度报告": "file-earmark-text",
    "系统": "gear",
}
WORKBENCH = "core:workbench"
FLAT_UP_TO = 7  # a deputy's, a department's, the county's or the administrator's need no folding

Badge = Callable[[HttpRequest], int | None]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A declared page of the menu or of the bottom bar."""

    label: str | Callable[[HttpRequest], str]
    url_name: str
    perm: str
    icon: str
    order: int
    group: str = ""
    query: tuple[tuple[str, str], ...] = ()
    badge: Badge | None = None
    also: tuple[str, ...] = ()

    @cached_property
    def url(self) -> str:
        """Where the page is; the same for everybody, so looked up once."""
        return reverse(self.url_name) + ("?" + urlencode(self.query) if self.query else "")

    def nearness(self, request: HttpRequest) -> tuple[int, int]:
        """How closely the page belongs to the request; (0, 0) when it does not.

        ``app:list`` covers all of ``app:…``, ``app:thing_list`` and ``app:things`` every
        ``app:thing_…``, so that a record marks its list; the lists in ``also`` count as this page.
        """
        match = request.resolver_match
        view_name = match.view_name if match else ""
        asked = all(request.GET.get(name) == value for name, value in self.query)
        if not asked:
            return (0, 0)
        if self.url_name == WORKBENCH and any(home.url == view_name for home in homes):
            return (len(view_name), 0)
        nearest = max(_closeness(view_name, name) for name in (self.url_name, *self.also))
        return (nearest, len(self.query)) if nearest else (0, 0)


def _closeness(view_name: str, url_name: str) -> int:
    stem = url_name.removesuffix("list")
    if stem == url_name:
        stem = url_name.removesuffix("s") + "_"
    covers = view_name == url_name or f"{view_name}_".startswith(stem)
    return len(stem) if covers else 0


@dataclass(frozen=True)
class Entry:
    """A page as one user sees it."""

    label: str
    url: str
    icon: str
    badge: int | None
    is_current: bool


@dataclass
class Group:
    """Entries under one heading; a single entry stands without the heading."""

    label: str
    icon: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_flat(self) -> bool:
        """Whether the heading would only repeat its one entry."""
        return len(self.entries) == 1

    @property
    def is_current(self) -> bool:
        """Whether the page shown is one of these."""
        return any(entry.is_current for entry in self.entries)


_pages: list[Page] = []
_tabs: list[Page] = []


def menu(
    group: str,
    label: str | Callable[[HttpRequest], str],
    url_name: str,
    *,
    perm: str,
    icon: str = "",
    order: int = 0,
    query: dict[str, str] | None = None,
    badge: Badge | None = None,
    also: Iterable[str] = (),
) -> None:
    """Add a page to a group of the side menu, for users holding ``perm``.

    ``also`` names further lists that are reached from this page and mark it. ``label`` and ``badge`` may
    be functions of the request; neither may query the database.
    """
    if group not in GROUPS:
        raise ValueError(f"no menu group {group!r}; there are {', '.join(GROUPS)}")
    page = Page(
        group=group,
        label=label,
        url_name=url_name,
        perm=perm,
        icon=icon or GROUPS[group],
        order=order,
        query=tuple((query or {}).items()),
        badge=badge,
        also=tuple(also),
    )
    _add(_pages, page)


def tab(label: str, url_name: str, *, perm: str, icon: str, order: int = 0) -> None:
    """Add a page to the bottom bar that deputies and chairs have on the phone."""
    _add(_tabs, Page(label=label, url_name=url_name, perm=perm, icon=icon, order=order))


def menu_for(request: HttpRequest) -> list[Group]:
    """The groups this user may open something in, with the page shown marked."""
    pages = _allowed(_pages, request)
    current = _current(pages, request)
    groups = {label: Group(label, icon) for label, icon in GROUPS.items()}
    for page in pages:
        groups[page.group].entries.append(_entry(page, request, current))
    shown = [group for group in groups.values() if group.entries]
    if len(pages) <= FLAT_UP_TO:
        return [
            Group(entry.label, entry.icon, [entry]) for group in shown for entry in group.entries
        ]
    return shown


def tabs_for(request: HttpRequest) -> list[Entry]:
    """The bottom bar of this user."""
    pages = _allowed(_tabs, request)
    current = _current(pages, request)
    return [_entry(page, request, current) for page in pages]


def _add(pages: list[Page], page: Page) -> None:
    if any((p.url_name, p.query, p.perm) == (page.url_name, page.query, page.perm) for p in pages):
        raise ValueError(f"{page.url_name} is in the menu twice for {page.perm}")
    pages.append(page)
    pages.sort(key=lambda p: p.order)


def _allowed(pages: Iterable[Page], request: HttpRequest) -> list[Page]:
    # rules directly: user.has_perm would go on to ask the database for every "no"
    return [page for page in pages if rules.has_perm(page.perm, request.user)]


def _current(pages: Iterable[Page], request: HttpRequest) -> Page | None:
    nearest = max(pages, key=lambda page: page.nearness(request), default=None)
    return nearest if nearest and nearest.nearness(request) > (0, 0) else None


def _entry(page: Page, request: HttpRequest, current: Page | None) -> Entry:
    return Entry(
        label=page.label(request) if callable(page.label) else page.label,
        url=page.url,
        icon=page.icon,
        badge=page.badge(request) if page.badge else None,
        is_current=page is current,
    )


def _workbench_label(request: HttpRequest) -> str:
    held = {role for township_id, role in request.user.roles if township_id == request.township.pk}
    if held.intersection(UNIT_ROLES):
        return "收件箱"
    return "首页" if Role.DEPUTY in held else "工作台"


# --- core's own pages ---------------------------------------------------------------
menu("乡镇比较", "乡镇比较", "core:county", perm="core.view_county")
menu("工作台", _workbench_label, "core:workbench", perm="core.use")
menu("年度报告", "指标与口径", "core:figures", perm="core.view_figures", icon="list-ol", order=50)
menu("年度报告", "数据体检", "core:health", perm="core.view_health", icon="heart-pulse", order=60)
menu("系统", "单位", "core:units", perm="core.list_unit", icon="building", order=10)
menu("系统", "账号", "core:accounts", perm="core.manage_accounts", icon="person-gear", order=20)
menu("系统", "届次", "core:terms", perm="core.view_rules", icon="calendar-range", order=25)
menu("系统", "参数与期限", "core:rules", perm="core.view_rules", icon="sliders", order=30)
menu("系统", "放假安排", "core:calendar", perm="core.view_calendar", icon="calendar3", order=35)
menu("系统", "群机器人", "core:robot", perm="core.change_robot", icon="robot", order=37)
menu("系统", "操作记录", "core:audit", perm="core.view_audit", icon="clock-history", order=40)
tab("首页", "core:workbench", perm="core.use", icon="house-door")
tab("消息", "core:inbox", perm="core.use", icon="bell", order=20)
tab("我的", "core:account", perm="core.use", icon="person", order=30)
