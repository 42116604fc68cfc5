"""What a deputy did: each app adds lines to the eight parts of the 履职档案."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models

from renda.core.figures import Period
from renda.core.registry import Registry

PARTS = {
    1: "基本情况",
    2: "参加会议",
    3: "视察调研",
    4: "学习培训",
    5: "小组活动",
    6: "建议意见",
    7: "述职与接受监督",
    8: "表彰奖励",
}


@dataclass(frozen=True)
class DutyLine:
    """One thing a deputy did: when, what, how (出席/请假/领衔…), and where it is recorded."""

    on: date
    title: str
    url: str
    result: str = ""
    tone: str = ""


@dataclass(frozen=True)
class DutySource:
    """An app's contribution to one part of the record."""

    key: str
    part: int
    lines: Callable[[models.Model, Period], Iterable[DutyLine]]


sources: Registry[DutySource] = Registry("duty source")


def duty(key: str, *, part: int) -> Callable:
    """Register ``lines(deputy, period)`` as a source of one part (1–8) of the duty record."""

    def register(lines: Callable) -> Callable:
        sources.add(key, DutySource(key, part, lines))
        return lines

    return register


def duty_record(
    deputy: models.Model, period: Period, wanted: Container[int] = PARTS
) -> dict[int, list[DutyLine]]:
    """The lines of every part that is wanted, oldest first; a constant number of queries per source."""
    parts: dict[int, list[DutyLine]] = {part: [] for part in PARTS}
    for source in sources:
        if source.part in wanted:
            parts[source.part] += source.lines(deputy, period)
    return {part: sorted(lines, key=lambda line: line.on) for part, lines in parts.items()}
