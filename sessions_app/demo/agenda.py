"""A session's agenda and its pack of papers."""

from datetime import timedelta
from random import Random

from renda.core.demo import Demo
from sessions_app.demo.moments import moment
from sessions_app.demo.texts import Plan
from sessions_app.models import (
    AgendaItem,
    DocumentReceipt,
    PostKind,
    Session,
    SessionDocument,
)


def load_agenda(demo: Demo, session: Session, plan: Plan) -> dict[str, AgendaItem]:
    """Reports first, then elections, by report title and post kind."""
    rows = [(r.title, "report", r.title, r.reporter) for r in plan.reports]
    word = {"regular": "选举", "by_election": "补选"}.get(plan.election, "")
    for race in plan.races:
        title = PostKind(race.kind).label
        if not demo.full:
            title = title.replace("镇长", "乡长")
        rows.append((race.kind, "election", f"{word}{title}{race.seats}名", ""))
    if plan.races:
        rows.append(("oath", "other", "宪法宣誓", ""))
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            township=demo.township, session=session, order=n, kind=kind, title=title, reporter=who
        )
        for n, (_, kind, title, who) in enumerate(rows, 1)
    )
    return {row[0]: item for row, item in zip(rows, items, strict=True)}


def load_documents(
    demo: Demo, chance: Random, session: Session, items: dict[str, AgendaItem]
) -> None:
    """The reports as papers of the pack, read by nearly everybody."""
    titles = [(item.title, item, False) for item in items.values() if item.kind == "report"]
    if any(item.kind == "election" for item in items.values()):
        titles.append(("选举办法", None, True))
    documents = SessionDocument.objects.bulk_create(
        SessionDocument(
            township=demo.township,
            session=session,
            agenda_item=item,
            order=n,
            title=title,
            is_draft=draft,
            summary=f"提请{session.name}审议。",
        )
        for n, (title, item, draft) in enumerate(titles, 1)
    )
    if session.papers_on is None:
        return
    people = demo.shared["deputies"]
    DocumentReceipt.objects.bulk_create(
        DocumentReceipt(
            township=demo.township,
            document=document,
            deputy=deputy,
            read_at=moment(session.papers_on, 19) + timedelta(minutes=chance.randint(0, 2800)),
        )
        for document in documents
        for deputy in people
        if chance.random() < 0.97
    )
