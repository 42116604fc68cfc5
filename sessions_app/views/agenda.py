"""The agenda of a session with what became of each item, in two queries."""

from dataclasses import dataclass, field

from django.urls import reverse

from renda.core import law
from sessions_app.models import AgendaItem, BallotCount, Post, Session, Vote


@dataclass
class Result:
    """An election's state in a word: not begun, counting, or how many are elected."""

    tone: str
    label: str
    url: str = ""


@dataclass
class Line:
    """One item of the agenda."""

    item: AgendaItem
    vote: Vote | None = None
    resolution_url: str = ""
    results: list[Result] = field(default_factory=list)


VOTE = ("pk", "total", "present", "votes_for", "votes_against", "votes_abstain", "not_voting")


def agenda_of(session: Session) -> list[Line]:
    """Every item in order, with its vote, its resolution or its election's result."""
    lines: dict[int, Line] = {}
    names = [f"vote__{name}" for name in VOTE]
    rows = session.agenda_items.with_outcome().order_by("order", "pk", "-vote__pk")
    for row in rows.values("pk", "kind", "title", "reporter", "resolution__pk", *names):
        if row["pk"] in lines:
            continue
        item = AgendaItem(
            pk=row["pk"], kind=row["kind"], title=row["title"], reporter=row["reporter"]
        )
        line = lines[item.pk] = Line(item)
        if row["vote__pk"]:
            line.vote = Vote(**{name: row[f"vote__{name}"] for name in VOTE})
        if row["resolution__pk"]:
            line.resolution_url = reverse(
                "sessions_app:resolution_detail", args=[row["resolution__pk"]]
            )
    if any(line.item.kind == AgendaItem.Kind.ELECTION for line in lines.values()):
        for item_id, result in results_of(session):
            if item_id in lines:
                lines[item_id].results.append(result)
    return list(lines.values())


def results_of(session: Session) -> list[tuple[int | None, Result]]:
    """(agenda item, result) of every post the session votes on."""
    posts: dict[int, dict] = {}
    rows = Post.objects.filter(election__session=session).with_standing().order_by("pk")
    for row in rows.values(
        "pk",
        "agenda_item_id",
        "seats",
        "standing__votes_for",
        "count__status",
        "count__total",
        "count__present",
    ):
        post = posts.setdefault(row["pk"], {**row, "votes": []})
        if row["standing__votes_for"] is not None:
            post["votes"].append(row["standing__votes_for"])
    found = []
    for pk, post in posts.items():
        tone, label = in_a_word(
            post["count__status"],
            post["seats"],
            post["count__present"],
            post["count__total"],
            post["votes"],
        )
        url = reverse("sessions_app:post_tally", args=[pk])
        found.append((post["agenda_item_id"], Result(tone, label, url)))
    return found


def result_of(post: Post) -> Result:
    """The same of one post whose candidates and count are at hand."""
    ballot = post.ballot
    if ballot is None:
        return Result(*in_a_word(None, post.seats, 0, 0, []))
    votes = [candidate.votes_for for candidate in post.standing]
    return Result(*in_a_word(ballot.status, post.seats, ballot.present, ballot.total, votes))


def in_a_word(
    status: str | None, seats: int, present: int, total: int, votes: list[int]
) -> tuple[str, str]:
    """(tone, words) of a count in this status with these votes."""
    if status is None:
        return "draft", "未开始"
    if status != BallotCount.Status.RELEASED:
        return "doing", "计票中"
    outcome = law.elected(votes, seats, total)
    won = [n for n, result in zip(votes, outcome.candidates, strict=True) if result.is_elected]
    label = f"当选 {len(won)}"
    if won and all(law.unanimous(n, present, total) for n in won):
        label += "　满票"
    if outcome.is_complete:
        return "done", label
    return "due", f"{label}　{outcome.advice}"
