"""The township's day table: what a year's days off are, what is missing, what a change moves.

The arrangement published with the product comes first; what the township enters stands above it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from renda.core import audit, calendar
from renda.core.agenda import Asked, Deadline, Event, deadline_source, event_source, open_deadlines
from renda.core.announcement import Announced
from renda.core.jobs import Run, enqueue, job
from renda.core.models import CalendarDay, Job, Role, Township, User
from renda.core.scoping import township_scope

ANNOUNCED_BY_MONTH = 11
"""The State Council announces the next year's days off in November, as a rule."""
PUBLISHED = "国务院办公厅放假安排（软件内置）"


@dataclass(frozen=True)
class Line:
    """A day that is not what its weekday says."""

    on: date
    is_workday: bool
    name: str
    source: str
    entered: CalendarDay | None = None

    @property
    def kind(self) -> str:
        return "上班" if self.is_workday else "放假"

    @property
    def weekday(self) -> str:
        return calendar.weekday(self.on)


@dataclass(frozen=True)
class Changed:
    """What followed from a change of the table."""

    days: int
    moved: list[tuple[Deadline, date]] = field(default_factory=list)
    """Open last days with the day they were on before."""
    verb: str = "登记"

    @property
    def words(self) -> str:
        """For the message on the page: how many days, and which last days moved."""
        said = f"已{self.verb} {self.days} 天" if self.days else "没有变动：登记的与原来一样"
        if self.moved:
            lines = [f"{d.title}由 {before} 改为 {d.on}" for d, before in self.moved[:5]]
            more = f"等 {len(self.moved)} 项" if len(self.moved) > len(lines) else ""
            said += f"。随之改变的期限：{'；'.join(lines)}{more}"
        return said


def year_lines(year: int) -> list[Line]:
    """The year's days off and worked weekends, each with where it comes from; one query."""
    return _lines(year, CalendarDay.objects.filter(date__year=year))


def _lines(year: int, entered: Iterable[CalendarDay]) -> list[Line]:
    lines = {line.on: line for line in _published_lines(year)}
    for day in entered:
        name = day.note or calendar.holiday_name(day.date)
        lines[day.date] = Line(day.date, day.is_workday, name, day.source or "本乡镇登记", day)
    return [lines[on] for on in sorted(lines)]


def _published_lines(year: int) -> Iterable[Line]:
    if not calendar.is_published(year):
        return
    for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        on = date(year, 1, 1) + timedelta(days=number)
        name, works = calendar.holiday_name(on), calendar.is_workday(on)
        if name:
            yield Line(on, False, name, PUBLISHED)
        elif works and on.weekday() >= 5:
            yield Line(on, True, "", PUBLISHED)


def wanted_years(today: date) -> list[int]:
    """The years whose arrangement the last days that run now can fall into, as far as announced."""
    return [today.year, today.year + 1] if today.month >= ANNOUNCED_BY_MONTH else [today.year]


def missing_years(today: date) -> list[int]:
    """The wanted years that neither the product nor the township's table knows; at most one query."""
    wanted = [year for year in wanted_years(today) if not calendar.is_published(year)]
    if not wanted:
        return []
    table = calendar.load_overrides()
    return [year for year in wanted if not calendar.is_arranged(year, table)]


def stranded(deadlines: Iterable[Deadline], lines: Iterable[Line]) -> list[Deadline]:
    """Last days that were settled before their day was taken off: they stay, and people should know."""
    off = {line.on for line in lines if not line.is_workday}
    return [deadline for deadline in deadlines if deadline.on in off]


@event_source("core.holidays", perm="core.change_calendar")
def events(first: date, last: date) -> Iterator[Asked]:
    """The days off, those in a row as one, and the weekends that are worked."""
    yield Asked(
        CalendarDay.objects.filter(date__range=(first, last)),
        lambda entered: [
            event
            for year in range(first.year, last.year + 1)
            for event in _in_words(_lines(year, (d for d in entered if d.date.year == year)))
            if first <= event.on <= last
        ],
    )


def _in_words(lines: Iterable[Line]) -> Iterator[Event]:
    for (kind, name, _), same in groupby(
        enumerate(lines),
        lambda pair: (pair[1].kind, pair[1].name, pair[1].on.toordinal() - pair[0]),
    ):
        days = [line.on for _, line in same]
        note = f"至{days[-1].month}月{days[-1].day}日" if len(days) > 1 else ""
        url = f"{reverse('core:calendar')}?year={days[0].year}"
        yield Event(days[0], f"{name or '调休'}{kind}", url, note)


@deadline_source("core.calendar", perm="core.change_calendar")
def tables_due(today: date) -> Iterator[Asked]:
    """A year's day table, before the first last day that may fall into it."""
    years = [year for year in wanted_years(today) if not calendar.is_published(year)]
    yield Asked(
        CalendarDay.objects.filter(date__year__in=years),
        lambda days: [
            _table_due(year)
            for year in years
            if not calendar.is_arranged(year, {day.date: day.is_workday for day in days})
        ],
    )


def _table_due(year: int) -> Deadline:
    return Deadline(
        date(year - 1, 12, 31),
        f"录入 {year} 年放假安排",
        "《民法典》第二百零三条",
        reverse("core:calendar_notice"),
        "期限末日遇法定休假日顺延",
    )


@transaction.atomic
def enter(days: Iterable[Announced], *, township: Township, source: str, by: User) -> Changed:
    """Write days into the table of the township in scope, over what stood there; one line of history."""
    known = {day.date: day for day in CalendarDay.objects.select_for_update()}
    rows, changes = [], {}
    for day in days:
        old = known.get(day.on)
        new = CalendarDay(
            township=township,
            date=day.on,
            is_workday=day.is_workday,
            note=day.name,
            source=source,
        )
        if old and (old.is_workday, old.note, old.source) == (day.is_workday, day.name, source):
            continue
        rows.append(new)
        changes[day.on.isoformat()] = [_words(old), _words(new)]
    if not rows:
        return Changed(0)
    before = _last_days()
    CalendarDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["township", "date"],
        update_fields=["is_workday", "note", "source"],
    )
    moved = _moved_since(before)
    audit.record(by, "登记放假安排", township, changes=changes, note=source, moved=_told(moved))
    return Changed(len(rows), moved)


@transaction.atomic
def withdraw(day: CalendarDay, *, township: Township, by: User) -> Changed:
    """Take a day out of the township's table: the published arrangement stands again."""
    before = _last_days()
    CalendarDay.objects.filter(pk=day.pk).delete()
    moved = _moved_since(before)
    changes = {day.date.isoformat(): [_words(day), ""]}
    audit.record(by, "撤销放假安排", township, changes=changes, moved=_told(moved))
    return Changed(1, moved, "撤销")


def administered_besides(township_id: int, by: User) -> list[int]:
    """The other townships whose system this user administers."""
    return sorted({pk for pk, role in by.roles if role == Role.ADMIN} - {township_id})


def enter_elsewhere(days: Iterable[Announced], *, source: str, by: User) -> Job:
    """Have the days entered in every other township this user administers, one after the other."""
    rows = [(day.on.isoformat(), day.is_workday, day.name) for day in days]
    return enqueue("core.calendar", "放假安排登记到其他乡镇", by=by, days=rows, source=source)


@job("core.calendar")
def spread(run: Run) -> None:
    """Enter the days in each township that the user administers now; what is there already stays."""
    days = [
        Announced(date.fromisoformat(on), works, name) for on, works, name in run.params["days"]
    ]
    others = Township.objects.in_bulk(administered_besides(run.job.township_id, run.job.by))
    for place, township in enumerate(others.values()):
        run.progress(100 * place // len(others), f"正在登记：{township}")
        with township_scope(township.pk):
            enter(days, township=township, source=run.params["source"], by=run.job.by)
    url = f"{reverse('core:calendar')}?year={days[0].on.year}"
    run.finish(url, f"已登记到：{'、'.join(str(each) for each in others.values())}")


def _words(day: CalendarDay | None) -> str:
    return f"{day.kind} {day.note}".strip() if day else ""


def _last_days() -> dict[tuple[str, str], date]:
    return {(d.title, d.url): d.on for d in open_deadlines(timezone.localdate())}


def _moved_since(before: dict[tuple[str, str], date]) -> list[tuple[Deadline, date]]:
    now = open_deadlines(timezone.localdate())
    pairs = [(deadline, before.get((deadline.title, deadline.url))) for deadline in now]
    return [(deadline, old) for deadline, old in pairs if old and old != deadline.on]


def _told(moved: list[tuple[Deadline, date]]) -> list[str]:
    return [f"{deadline.title}：{old} → {deadline.on}" for deadline, old in moved]
