"""Inspections and appraisals in the calendar; answers that the law wants by a day."""

from collections.abc import Iterator
from datetime import date

from renda.core import law
from renda.core.agenda import Deadline, Event, deadline_source, event_source
from supervision.models import Appraisal, Finding, Inspection, InspectionOpinion


@event_source("supervision")
def events(first: date, last: date) -> Iterator[Event]:
    """What deputies go to see, whom they appraise, and what must be put right."""
    for inspection in Inspection.objects.between(first, last):
        yield Event(
            inspection.held_on,
            inspection.title,
            inspection.get_absolute_url(),
            inspection.get_kind_display(),
        )
    for appraisal in Appraisal.objects.filter(held_on__range=(first, last)):
        yield Event(appraisal.held_on, appraisal.title, appraisal.get_absolute_url(), "工作评议")
    for finding in Finding.objects.rectifying().filter(due_on__range=(first, last)):
        yield Event(finding.due_on, finding.title, finding.get_absolute_url(), "整改期限")


@deadline_source("supervision.opinions")
def opinions_due(today: date) -> Iterator[Deadline]:
    """Opinions handed over and not answered (《浙江省实施〈代表法〉办法》第二十四条)."""
    article = law.cite("deputy.visit_feedback")
    for opinion in InspectionOpinion.objects.open().select_related("unit", "inspection"):
        yield Deadline(
            opinion.due_on,
            f"反馈意见办理情况：{opinion}",
            article,
            opinion.get_absolute_url(),
            str(opinion.unit),
        )
