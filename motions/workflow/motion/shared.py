"""What steps of several phases say and do."""

from collections.abc import Callable

from motions import services
from motions.models import Motion
from motions.workflow.day import day_of
from renda.core.models import User


def about(motion: Motion) -> list[tuple[str, str]]:
    """The case, as every confirmation repeats it."""
    return [
        ("标题", motion.official_title),
        ("领衔代表", str(motion.lead)),
        ("提出", motion.occasion),
    ]


def told(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """Those of the pairs that say something."""
    return [(label, words) for label, words in pairs if words]


def reviewed(decision: str) -> Callable[[Motion, User | None, dict], None]:
    """The effect that keeps a decision with its words, and the reason or the meeting that it names."""

    def effect(motion: Motion, by: User | None, data: dict) -> None:
        services.record_review(
            motion,
            decision,
            by=by,
            on=day_of(data),
            note=data["note"],
            reason=data.get("reason", ""),
            meeting=data.get("meeting"),
        )

    return effect


def to_suggestion(motion: Motion, by: User | None, data: dict) -> None:
    """议案 turns into a 建议, which says where it came from."""
    motion.kind, motion.source = Motion.Kind.SUGGESTION, Motion.Source.BILL
