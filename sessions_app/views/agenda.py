"""The agenda of a session with what became of each item, in one query."""

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
POST = (
    "post__pk",
    "post__seats",
    "post__candidates__pk",
    "post__candidates__votes_for",
    "post__candidates__voided_at",
    "post__ballots__status",
    "post__ballots__total",
    "post__ballots__present",
    "post__ballots__voided_at",
)


def agenda_of(session: Session) -> list[Line]:
    """Every item in order, with its latest vote, its resolution and its election's result."""
    lines: dict[int, Line] = {}
    posts: dict[int, Standing] = {}
    names = [f"vote__{name}" for name in VOTE]
    rows = session.agenda_items.with_outcome().order_by("order", "pk", "-vote__pk")
    for row in rows.values("pk", "kind", "title", "reporter", "resolution__pk", *names, *POST):
        line = lines.get(row["pk"]) or lines.setdefault(row["pk"], line_of(row))
        if row["post__pk"]:
            if row["post__pk"] not in posts:
                posts[row["post__pk"]] = Standing(line, row)
            posts[row["post__pk"]].add(row)
    for standing in posts.values():
        standing.line.results.append(standing.result())
    return list(lines.values())


def line_of(row: dict) -> Line:
    """The item of a row with its vote and its resolution."""
    item = AgendaItem(pk=row["pk"], kind=row["kind"], title=row["title"], reporter=row["reporter"])
    line = Line(item)
    if row["vote__pk"]:
        line.vote = Vote(**{name: row[f"vote__{name}"] for name in VOTE})
    if row["resolution__pk"]:
        line.resolution_url = reverse(
            "sessions_app:resolution_detail", args=[row["resolution__pk"]]
        )
    return line


class Standing:
    """The votes of one post, gathered from the rows of the join."""

    def __init__(self, line: Line, row: dict) -> None:
        self.line, self.row = line, row
        self.votes: dict[int, int] = {}

    def add(self, row: dict) -> None:
        """Take a candidate's votes; each candidate once, however often the join repeats it."""
        if row["post__candidates__pk"] and row["post__candidates__voided_at"] is None:
            self.votes[row["post__candidates__pk"]] = row["post__candidates__votes_for"]

    def result(self) -> Result:
        """The election's state in a word."""
        row = self.row
        status = None if row["post__ballots__voided_at"] else row["post__ballots__status"]
        tone, label = in_a_word(
            status,
            row["post__seats"],
            row["post__ballots__present"],
            row["post__ballots__total"],
            list(self.votes.values()),
        )
        url = reverse("sessions_app:post_tally", args=[row["post__pk"]])
        return Result(tone, label, url)


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
