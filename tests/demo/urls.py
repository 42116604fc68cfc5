"""Every URL of the application with the records it can be asked for: the map the leak test walks.

A pattern it can't fill with a record raises: a new page must say whose rows it shows.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from deputies.models import Deputy, RollEntry
from deputies.views.scan import SIGNER
from motions.models import (
    Assignment,
    HandlingReport,
    Publication,
    Reminder,
    RepeatLink,
)
from renda.core import law
from renda.core.figures import Period, figures
from renda.core.models import (
    Attachment,
    AuditEntry,
    CalendarDay,
    Job,
    Membership,
    Notification,
    Record,
    Township,
)
from renda.core.papers import papers
from renda.core.scoping import current_township_id
from renda.core.workflow import workflow_of, workflows
from reports.models import AnnualReport, Build, Chapter, FrozenFigure

# pages whose record is not their view's own model
OTHER_RECORDS = {
    "deputies:record_detail": "deputies.Deputy",
    "deputies:roll_sign": "deputies.Roll",
    "deputies:roll_leave": "deputies.Roll",
    "deputies:roll_close": "deputies.Roll",
    "deputies:checked_in": "deputies.Roll",
    "sessions_app:session_screen": "sessions_app.Session",
    "sessions_app:sitting_sign": "sessions_app.Sitting",
    "sessions_app:sitting_close": "sessions_app.Sitting",
    "sessions_app:sessiondocument_read": "sessions_app.SessionDocument",
    "sessions_app:election_screen": "sessions_app.Election",
    "sessions_app:post_tally": "sessions_app.Post",
    "sessions_app:post_tally_preview": "sessions_app.Post",
    "motions:assign_one": "motions.Motion",
    "motions:alike": "motions.Motion",
    "motions:dossier": "motions.Motion",
    "motions:bind_case": "motions.Motion",
    "motions:dossier_file": "motions.Dossier",
    "motions:answer_invitation": "motions.Motion",
    "motions:meeting_assign": "motions.AssignmentMeeting",
    "motions:meeting_roll": "motions.AssignmentMeeting",
}
# pages that name no record of a township in their address
MORE = 6  # records tried where one is not enough
NO_RECORD = {"core:rule", "supervision:finding_paper"}


@dataclass(frozen=True)
class Address:
    """One URL: its name, path, and whether it names a record of the township."""

    name: str
    path: str
    names_a_record: bool


def patterns(resolver=None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every URL."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


def first(model: type[models.Model]) -> models.Model | None:
    """Some record of the township in scope."""
    return model._base_manager.order_by("pk").first()


def one(model: type[models.Model]) -> list[models.Model]:
    """Some record of the township in scope, or none."""
    record = first(model)
    return [record] if record else []


def several(model: type[models.Model]) -> list[models.Model]:
    """The latest records, the first one, and one in each state."""
    rows = model.objects.order_by("-pk")
    found = [*rows[:MORE], *one(model)]
    if workflow := workflow_of(model):
        for state in rows.order_by().values_list(workflow.field, flat=True).distinct():
            found += rows.filter(**{workflow.field: state})[:1]
    return list({record.pk: record for record in found}.values())


def hanging_on(model: type[models.Model], depth: int = 4) -> Counter[int]:
    """How many rows hang on each record of a model, directly or on what hangs on it."""
    found: Counter[int] = Counter()
    for relation in model._meta.related_objects:
        kind = relation.related_model
        if kind is model or not issubclass(kind, Record):
            continue
        records = dict(kind._base_manager.values_list("pk", relation.field.attname))
        found.update(records.values())
        if depth > 1:
            for row, number in hanging_on(kind, depth - 1).items():
                found[records.get(row)] += number
    return found


def by_fullness(model: type[models.Model]) -> list[models.Model]:
    """Every record, those with most rows hanging on them first."""
    number = hanging_on(model)
    return sorted(model.objects.all(), key=lambda record: (-number[record.pk], record.pk))


def fullest(model: type[models.Model]) -> list[models.Model]:
    """The two fullest records, and the fullest in each state."""
    records = by_fullness(model)
    found = records[:2]
    if workflow := workflow_of(model):
        found += {workflow.state(record): record for record in reversed(records)}.values()
    return list({record.pk: record for record in found}.values())


_choice: ContextVar[Callable[[type[models.Model]], list[models.Model]]] = ContextVar(
    "choice", default=one
)


def every(model: type[models.Model]) -> list[dict]:
    """``{"pk": …}`` of the records chosen, or nothing where the demo has none."""
    return [{"pk": record.pk} for record in _choice.get()(model)]


def of_function(name: str) -> list[dict] | None:
    """The arguments of views that are functions or take more than a pk."""
    if name in OTHER_RECORDS:
        return every(apps.get_model(OTHER_RECORDS[name]))
    return SPECIAL[name]() if name in SPECIAL else None


def with_report(**more: str) -> list[dict]:
    """A report's pk."""
    return [{**kw, **more} for kw in every(AnnualReport)]


def with_printed_figure() -> list[dict]:
    """An issued report's pk with the keys of two of its numbers, one of them a rate."""
    printed = FrozenFigure.objects.filter(key__in=["motions.received", "motions.reply_rate"])
    return [{"pk": each.report_id, "key": each.key} for each in printed]


def with_chapter() -> list[dict]:
    """A report's pk with one of its chapters'."""
    chapter = first(Chapter)
    return [{"pk": chapter.report_id, "chapter_pk": chapter.pk}] if chapter else []


def with_entry() -> list[dict]:
    """A roll's pk with one of its entries'."""
    entry = first(RollEntry)
    return [{"pk": entry.roll_id, "entry_pk": entry.pk}]


def a_guest() -> list[dict]:
    """Somebody on a roll who is no deputy; the demo has none."""
    return list(RollEntry.objects.filter(deputy=None).values("pk")[:1])


def with_slug() -> list[dict]:
    """The township's own name in addresses."""
    return [{"slug": Township.objects.get(pk=current_township_id()).slug}]


def serving() -> list[dict]:
    """A deputy in office, under the township's name."""
    deputy = Deputy.objects.in_office(timezone.localdate()).first()
    return [{**kw, "pk": deputy.pk} for kw in with_slug()] if deputy else []


def published() -> list[dict]:
    """A case that everybody may read, under its township's name."""
    shown = Publication.objects.filter(status=Publication.Status.PUBLISHED).first()
    return [{**kw, "pk": shown.pk} for kw in with_slug()] if shown else []


def reported() -> list[dict]:
    """A report to the congress that everybody may read, under its township's name."""
    shown = HandlingReport.objects.filter(status=HandlingReport.Status.ISSUED).first()
    return [{**kw, "pk": shown.pk} for kw in with_slug()] if shown else []


def released() -> list[dict]:
    """A photo that everybody may see, under its case."""
    copy = Attachment.objects.filter(model="motions.publication").first()
    return [{**kw, "pk": copy.object_id, "uuid": copy.uuid} for kw in with_slug()] if copy else []


def with_order() -> list[dict]:
    """A 督办单's pk."""
    orders = Reminder.objects.orders().order_by("-pk")
    return [{"pk": order.pk} for order in orders[: 1 if _choice.get() is one else MORE]]


def with_link() -> list[dict]:
    """A case with an earlier one that it is linked to."""
    return [{"pk": link.motion_id, "earlier": link.earlier_id} for link in one(RepeatLink)]


def a_membership() -> list[dict]:
    """A role of somebody in the township in scope."""
    return list(Membership.objects.filter(township=current_township_id()).values("pk")[:1])


def a_day_off() -> list[dict]:
    """A day that the township entered itself; the demo has none."""
    return list(CalendarDay.objects.values("pk")[:1])


SPECIAL: dict[str, Callable[[], list[dict]]] = {
    "deputies:guest_update": a_guest,
    "core:message": lambda: every(Notification),
    "core:entry": lambda: every(AuditEntry),
    "core:job": lambda: every(Job),
    "core:cancel_job": lambda: every(Job),
    "core:rule": lambda: [{"key": r.key} for r in law.rules() if r.is_adjustable][:1],
    "core:figure": lambda: [{"key": "motions.received"}, *figures_of_subjects()],
    "core:calendar_withdraw": a_day_off,
    "core:account_role": a_membership,
    "core:account_update": a_membership,
    "core:reset_password": a_membership,
    "core:end_membership": a_membership,
    "core:attachment": lambda: [{"uuid": a.uuid} for a in Attachment.objects.all()[:1]],
    "core:step": lambda: list(steps()),
    "core:paper": lambda: list(all_papers()),
    "core:attach": lambda: list(records()),
    "core:void": lambda: list(records()),
    "deputies:record_paper": lambda: [
        {"pk": first(Deputy).pk, "year": 2025, "form": "pdf"},
    ],
    "deputies:roll_correct": with_entry,
    "deputies:check_in": lambda: [{"token": SIGNER.sign(first(RollEntry).roll_id)}],
    "supervision:finding_paper": lambda: [{"form": "html"}],
    "motions:unlink": with_link,
    "motions:order_detail": with_order,
    "motions:order_answer": with_order,
    "motions:order_close": with_order,
    "deputies_public:deputies": with_slug,
    "deputies_public:deputy": serving,
    "motions_public:motions": with_slug,
    "motions_public:motion": published,
    "motions_public:photo": released,
    "motions_public:reports": with_slug,
    "motions_public:report": reported,
    "motions:ask_opinions": lambda: [{"parent_pk": kw["pk"]} for kw in every(Assignment)],
    "reports:build": lambda: every(Build),
    "reports:report_figures": with_report,
    "reports:report_figure": with_printed_figure,
    "reports:confirm_zero": with_report,
    "reports:chapter_create": with_report,
    "reports:request_file": lambda: with_report(form="pdf"),
    "reports:chapter_update": with_chapter,
    "reports:chapter_restore": with_chapter,
    "reports:chapter_move": with_chapter,
    "reports:chapter_remove": with_chapter,
}


def figures_of_subjects() -> Iterator[dict]:
    """One figure that exists per subject, for a subject of this township."""
    for key, figure in figures.items():
        if figure.per and (subject := figure.per(Period.year(2025)).first()):
            yield {"key": f"{key}@{subject.pk}"}
            return


def steps() -> Iterator[dict]:
    for workflow in workflows():
        label = workflow.model._meta.label_lower
        for record in _choice.get()(workflow.model):
            for step in workflow.transitions.values():
                is_open = workflow.state(record) in step.sources
                if not step.automatic and (is_open or _choice.get() is one):
                    yield {"model": label, "pk": record.pk, "step": step.name}


def all_papers() -> Iterator[dict]:
    for found in papers:
        record = first(apps.get_model(found.model))
        if record:
            yield {"model": found.model, "pk": record.pk, "key": found.key, "form": "html"}


def records() -> Iterator[dict]:
    for model in apps.get_models():
        if issubclass(model, Record) and (record := first(model)):
            yield {"model": model._meta.label_lower, "pk": record.pk}


def addresses() -> list[Address]:
    """Every URL with records of the township in scope."""
    found = []
    for name, pattern in patterns():
        wanted = set(pattern.pattern.converters)
        arguments = of_function(name)
        if arguments is None and not wanted:
            found.append(Address(name, reverse(name), False))
            continue
        if arguments is None:
            arguments = of_class(name, pattern, wanted)
        found += [
            Address(name, reverse(name, kwargs=kw), names_a_record(name, kw)) for kw in arguments
        ]
    return found


def more_addresses() -> list[Address]:
    """Every URL with several records: what one is too old for may be open to the next."""
    return addresses_of(several)


def full_addresses() -> list[Address]:
    """Every URL with the records that have most to show."""
    return addresses_of(fullest)


def addresses_of(choice: Callable[[type[models.Model]], list[models.Model]]) -> list[Address]:
    """Every URL with the records of each kind that are chosen."""
    token = _choice.set(choice)
    try:
        return addresses()
    finally:
        _choice.reset(token)


def names_a_record(name: str, arguments: dict) -> bool:
    """Whether an address names a record of the township; a plain figure is everybody's question."""
    is_plain_figure = name == "core:figure" and "@" not in arguments["key"]
    return name not in NO_RECORD and not is_plain_figure


def of_class(name: str, pattern: URLPattern, wanted: set[str]) -> list[dict]:
    """The arguments of a class-based page: its model's pk, or its parent's."""
    view = getattr(pattern.callback, "view_class", None)
    model = getattr(view, "model", None)
    parent = getattr(view, "parent", None)
    subject = getattr(view, "subject_model", None)
    if wanted == {"parent_pk"} and parent:
        return [{"parent_pk": kw["pk"]} for kw in every(parent[1])]
    if wanted == {"pk"} and (subject or model):
        return every(subject or model)
    raise LookupError(
        f"{name} takes {sorted(wanted)}: say in tests/demo/urls.py which record it shows"
    )
