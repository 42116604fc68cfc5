"""Inspections, appraisals and the government's goals in the calendar; answers that the law wants by a day."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.urls import reverse

from renda.core import law
from renda.core.agenda import Asked, Deadline, Event, deadline_source, each, event_source
from supervision.models import Appraisal, Finding, Inspection, InspectionOpinion, WorkTarget


@event_source("supervision")
def events(first: date, last: date) -> Iterator[Asked]:
    """What deputies go to see, and whom they appraise."""
    yield each(
        Inspection.objects.between(first, last),
        lambda i: Event(i.held_on, i.title, i.get_absolute_url(), i.get_kind_display()),
    )
    yield each(
        Appraisal.objects.filter(held_on__range=(first, last)),
        lambda a: Event(a.held_on, a.title, a.get_absolute_url(), "工作评议"),
    )


@event_source("supervision.findings", perm="supervision.browse_finding")
def findings_due(first: date, last: date) -> Iterator[Asked]:
    """What must be put right by a day."""
    yield each(
        Finding.objects.rectifying().filter(due_on__range=(first, last)),
        lambda f: Event(f.due_on, f.title, f.get_absolute_url(), "整改期限"),
    )


@event_source("supervision.targets", perm="supervision.list_worktarget")
def targets_due(first: date, last: date) -> Iterator[Asked]:
    """The last days of goals that are not reached."""
    due = WorkTarget.objects.filter(done_on=None, due_on__range=(first, last))
    yield Asked(
        due.order_by("due_on", "pk"),
        lambda rows: [_goals(on, list(same)) for on, same in groupby(rows, lambda t: t.due_on)],
    )


def _goals(on: date, targets: list[WorkTarget]) -> Event:
    """The last day of a goal; of all that end on one day, one line."""
    if len(targets) > 1:
        url = f"{reverse('supervision:target_list')}?year={on.year}"
        return Event(on, f"{len(targets)} 项目标任务到期", url)
    (one,) = targets
    return Event(on, one.content, one.get_absolute_url(), "目标任务期限")


@deadline_source("supervision.opinions", perm="supervision.browse_finding")
def opinions_due(today: date) -> Iterator[Asked]:
    """Opinions handed over and not answered (《浙江省实施〈代表法〉办法》第二十四条)."""
    yield each(
        InspectionOpinion.objects.open().select_related("unit", "inspection"),
        lambda opinion: Deadline(
            opinion.due_on,
            f"反馈意见办理情况：{opinion}",
            law.cite("deputy.visit_feedback"),
            opinion.get_absolute_url(),
            str(opinion.unit),
        ),
    )
