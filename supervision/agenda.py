"""Inspections and appraisals in the calendar; answers that the law wants by a day."""

from collections.abc import Iterator
from datetime import date

from renda.core import law
from renda.core.agenda import Asked, Deadline, Event, deadline_source, each, event_source
from supervision.models import Appraisal, Finding, Inspection, InspectionOpinion


@event_source("supervision")
def events(first: date, last: date) -> Iterator[Asked]:
    """What deputies go to see, whom they appraise, and what must be put right."""
    yield each(
        Inspection.objects.between(first, last),
        lambda i: Event(i.held_on, i.title, i.get_absolute_url(), i.get_kind_display()),
    )
    yield each(
        Appraisal.objects.filter(held_on__range=(first, last)),
        lambda a: Event(a.held_on, a.title, a.get_absolute_url(), "工作评议"),
    )
    yield each(
        Finding.objects.rectifying().filter(due_on__range=(first, last)),
        lambda f: Event(f.due_on, f.title, f.get_absolute_url(), "整改期限"),
    )


@deadline_source("supervision.opinions")
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
