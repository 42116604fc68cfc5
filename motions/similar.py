"""Earlier cases about the same matter, found while somebody is still typing."""

from collections import Counter
from dataclasses import dataclass
from math import log

from django.db.models import QuerySet
from django.db.models.functions import Substr

from motions.models import Motion, Reply
from motions.models.classes import scheme
from motions.permissions import visible_motions
from renda.core.models import User

NEWEST = 2_000
"""So many cases of the township are looked through: more than thirty years of them."""
TEXT_READ = 80
"""Characters of a text that are compared; what it is about is said at its beginning."""
SHOWN = 5
SHORTEST = 4
"""Fewer characters say too little to look for."""
ENOUGH = 0.22
"""Which part of the rarer pieces must be shared; tried on two years of real titles."""
FROM_TEXT = 0.35
SAME_FIELD = 1.1
EMPTY_WORDS = (
    "关于",
    "建议",
    "议案",
    "批评",
    "意见",
    "进一步",
    "加强",
    "加快",
    "推进",
    "我镇",
    "全镇",
    "我乡",
    "全乡",
)


@dataclass(frozen=True)
class Typed:
    """What has been typed so far."""

    title: str
    text: str = ""
    place: str = ""
    field: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether it says enough to look for."""
        return len(self.title.strip()) >= SHORTEST


@dataclass(frozen=True)
class Earlier:
    """An earlier case as the form shows it: what it was, how it ended, where its answer is."""

    motion: Motion
    result: str
    replies: tuple[Reply, ...]
    score: float

    @property
    def handled(self) -> Motion:
        """The case that was answered for it."""
        return self.motion.handled_as


def pieces(text: str) -> set[str]:
    """The two-character pieces of a text, without the words that every title has."""
    for word in EMPTY_WORDS:
        text = text.replace(word, " ")
    text = "".join(each if each.isalnum() else " " for each in text)
    return {text[at : at + 2] for at in range(len(text) - 1) if " " not in text[at : at + 2]}


def linkable(user: User, *, without: int | None = None) -> QuerySet[Motion]:
    """What a case may be linked to: every case handed in that this person may open, but itself."""
    rows = visible_motions(user).handed_in().order_by("-submitted_on", "-pk")
    return rows.exclude(pk=without) if without else rows


def find_similar(typed: Typed, *, user: User, without: int | None = None) -> list[Earlier]:
    """The earlier cases most like what is typed, the most alike first; four queries at most."""
    if not typed.is_enough:
        return []
    rows = linkable(user, without=without)[:NEWEST]
    known = rows.values_list("pk", "title", "place", "field", Substr("situation", 1, TEXT_READ))
    best = rank(typed, list(known))
    return described(dict(best))


def rank(typed: Typed, known: list[tuple[int, str, str, str, str]]) -> list[tuple[int, float]]:
    """(pk, likeness) of the rows that are like enough; rare pieces count more than common ones."""
    wanted = pieces(typed.title)
    aside = pieces(typed.text[:TEXT_READ]) | pieces(typed.place)
    cut = [
        (pk, pieces(title) | pieces(place), pieces(text), field)
        for pk, title, place, field, text in known
    ]
    seen = Counter(piece for _, head, _, _ in cut for piece in head)
    total = len(cut)

    def weight(found: set[str]) -> float:
        return sum(log(1 + total / max(seen[piece], 1)) for piece in found)

    whole, likeness = weight(wanted), []
    for pk, head, text, field in cut:
        shared = wanted & head
        beside = ((wanted & text) | (aside & head)) - shared
        if len(shared) + len(beside) < 2 or not shared | (aside & head):
            continue
        base = min(whole, weight(head)) or 1
        score = (weight(shared) + FROM_TEXT * weight(beside)) / base
        score *= SAME_FIELD if field and field == typed.field else 1
        if score >= ENOUGH:
            likeness.append((pk, score))
    return sorted(likeness, key=lambda found: -found[1])[:SHOWN]


def described(scores: dict[int, float]) -> list[Earlier]:
    """The cases with their state, class and issued replies, in the order given; three queries."""
    if not scores:
        return []
    texts = ("situation", "analysis", "proposal", "result_story")
    found = (
        Motion.objects.filter(pk__in=scores)
        .select_related("main_unit", "merged_into__main_unit")
        .defer(*texts, *(f"merged_into__{name}" for name in texts))
        .in_bulk()
    )
    handled = {motion.handled_as.pk for motion in found.values()}
    replies: dict[int, list[Reply]] = {}
    rows = Reply.objects.filter(assignment__motion__in=handled, issued_on__isnull=False)
    for reply in rows.select_related("assignment").defer("body").order_by("issued_on", "pk"):
        replies.setdefault(reply.assignment.motion_id, []).append(reply)
    classes = scheme()
    return [
        Earlier(
            motion=found[pk],
            result=classes.label(found[pk].handled_as.result_class),
            replies=tuple(replies.get(found[pk].handled_as.pk, ())),
            score=score,
        )
        for pk, score in scores.items()
        if pk in found
    ]
