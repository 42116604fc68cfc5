"""Earlier cases about the same matter, found while somebody is still typing."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest
from math import log

from django.db.models import QuerySet
from django.db.models.functions import Substr

from motions.matters import bare, matters_in
from motions.models import Motion, Reply
from motions.models.classes import scheme
from motions.permissions import visible_motions
from motions.querysets import LONG_TEXTS
from renda.core.models import User

NEWEST = 1_000
"""So many cases of the township are looked through: two terms of a busy one, five of most."""
TEXT_READ = 80
"""Characters of a text that are compared; what it is about is said at its beginning."""
SHOWN = 5
SHORTEST = 4
"""Fewer characters say too little to look for."""
ENOUGH = 0.22
"""Which part of the rarer pieces must be shared; tried on two years of real titles."""
FROM_TEXT = 0.35
SAME_FIELD = 1.1
HALF = 0.5
"""Which part of the characters of what a matter is about must be passed, if a word of it is shared."""
EMPTY_ENDINGS = (
    "建设",
    "改造",
    "工程",
    "工作",
    "管理",
    "服务",
    "设施",
    "问题",
    "整治",
    "维修",
    "养护",
)
MATTERS = 3
"""So many matters of a title are looked for, one by one."""
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
EMPTY = re.compile(rf"{'|'.join(EMPTY_WORDS)}|[\W_]")


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
    words = EMPTY.sub(" ", text).split()
    return {word[at : at + 2] for word in words for at in range(len(word) - 1)}


def linkable(user: User, *, without: int | None = None) -> QuerySet[Motion]:
    """What a case may be linked to: every case handed in that this person may open, but itself."""
    rows = visible_motions(user).handed_in().order_by("-submitted_on", "-pk")
    return rows.exclude(pk=without) if without else rows


def find_similar(typed: Typed, *, user: User, without: int | None = None) -> list[Earlier]:
    """The earlier cases most like what is typed, the most alike first; four queries at most."""
    if not typed.is_enough:
        return []
    return described(dict(rank(typed, _compared(linkable(user, without=without)))))


def most_alike(motion: Motion, rows: QuerySet[Motion]) -> list[int]:
    """The keys of those of the rows that are like a case, the most alike first; one query."""
    typed = Typed(motion.title, motion.situation, motion.place, motion.field)
    return [pk for pk, _ in rank(typed, _compared(rows))]


def _compared(rows: QuerySet[Motion]) -> list[tuple[int, str, str, str, str]]:
    text = Substr("situation", 1, TEXT_READ)
    return list(rows.values_list("pk", "title", "place", "field", text)[:NEWEST])


@dataclass(frozen=True)
class Head:
    """What stands at a case's head: its title without its frame, and what title and place are made of."""

    title: str
    pieces: frozenset[str]
    signs: frozenset[str]


@lru_cache(maxsize=8_192)
def _head(title: str, place: str) -> Head:
    """The same at every search."""
    return Head(bare(title), frozenset(pieces(title) | pieces(place)), frozenset(title + place))


@dataclass(slots=True)
class Cut:
    """An earlier case as it is compared."""

    pk: int
    head: Head
    text: str
    field: str

    def said(self, wanted: set[str]) -> set[str]:
        """Which of the pieces its text has; most texts have none, and are not cut for it."""
        found = {piece for piece in wanted if piece in self.text}
        return found & pieces(self.text) if found else found


class Weights(dict[str, float]):
    """How much each piece says: a rare one more than a common one, one that no case has the most."""

    def __init__(self, cases: Sequence[Cut]) -> None:
        seen = Counter(chain.from_iterable(case.head.pieces for case in cases))
        super().__init__((piece, log(1 + len(cases) / number)) for piece, number in seen.items())
        self._unknown = log(1 + len(cases))

    def __missing__(self, piece: str) -> float:
        return self._unknown

    def of(self, found: Iterable[str]) -> float:
        """What the pieces say together."""
        return sum(map(self.__getitem__, found))


def rank(typed: Typed, known: list[tuple[int, str, str, str, str]]) -> list[tuple[int, float]]:
    """(pk, likeness) of the rows that are like enough; rare pieces count more than common ones.

    Where the title names several matters, the cases like each of them have their places.
    """
    cut = [Cut(pk, _head(title, place), text, field) for pk, title, place, field, text in known]
    weights = Weights(cut)
    parts = matters_in(typed.title)[:MATTERS] or [bare(typed.title)]
    lists = [_of_matter(part, typed.field, cut, weights) for part in parts]
    lists.append(_of_all(typed, cut, weights))
    likeness: dict[int, float] = {}
    for found in lists:
        for pk, score in found:
            likeness[pk] = max(score, likeness.get(pk, 0))
    by_turns = (pk for row in zip_longest(*lists) for pk, _ in filter(None, row))
    shown = list(dict.fromkeys(by_turns))[:SHOWN]
    return sorted(((pk, likeness[pk]) for pk in shown), key=lambda found: -found[1])


def _of_all(typed: Typed, cut: list[Cut], weights: Weights) -> list[tuple[int, float]]:
    """The cases like all that was typed, the text and the place too."""
    wanted = pieces(typed.title)
    aside = pieces(typed.text[:TEXT_READ]) | pieces(typed.place)
    whole, looked, likeness = weights.of(wanted), wanted | aside, []
    for row in cut:
        head = row.head.pieces
        if looked.isdisjoint(head):
            continue
        shared = wanted & head
        beside = ((aside & head) | row.said(wanted)) - shared
        if len(shared) + len(beside) > 1:
            base = min(whole, weights.of(head)) or 1
            likeness.append((row, (weights.of(shared) + FROM_TEXT * weights.of(beside)) / base))
    return _best(likeness, typed.field)


def _of_matter(
    matter: str, field: str, cut: list[Cut], weights: Weights
) -> list[tuple[int, float]]:
    """The cases whose title is about this one matter, said in other words too.

    What it is about stands behind the first word. Most of its characters must be the same, or how it
    ends: 修复村口路灯 finds 更换上湾村老化路灯, and neither 修复机耕路 nor 清理村口大树.
    """
    wanted, words = pieces(matter), EMPTY.sub("", matter)
    about = words[min(2, len(words) - 2) :]
    decisive = wanted - ({words[:2]} if len(words) > 2 else set())
    ending = "" if words[-2:] in EMPTY_ENDINGS else words[-2:]
    whole, signs, likeness = weights.of(wanted), set(about), []
    for row in cut:
        head = row.head
        if decisive.isdisjoint(head.pieces):
            continue
        shared = wanted & head.pieces
        base = min(whole, weights.of(head.pieces)) or 1
        score = weights.of(shared) / base if len(shared) > 1 else 0
        same = len(signs & head.signs) / len(signs)
        if same > HALF:
            score = max(score, ENOUGH + same / 10)
        elif ending and head.title.endswith(ending):
            score = max(score, ENOUGH)
        likeness.append((row, score))
    return _best(likeness, field)


def _best(likeness: list[tuple[Cut, float]], field: str) -> list[tuple[int, float]]:
    """The most alike of those that are like enough; the same field counts a little."""
    found = [
        (row.pk, score * (SAME_FIELD if row.field and row.field == field else 1))
        for row, score in likeness
    ]
    alike = (each for each in found if each[1] >= ENOUGH)
    return sorted(alike, key=lambda each: -each[1])[:SHOWN]


def described(scores: dict[int, float]) -> list[Earlier]:
    """The cases with their state, class and issued replies, in the order given; three queries."""
    if not scores:
        return []
    found = (
        Motion.objects.filter(pk__in=scores)
        .select_related("main_unit", "merged_into__main_unit")
        .defer(*LONG_TEXTS, *(f"merged_into__{name}" for name in LONG_TEXTS))
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
