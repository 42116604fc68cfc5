"""What a stage of a case's life is: who sends what to which address of the case."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model
from django.urls import reverse

from motions.models import (
    Assignment,
    Commitment,
    ContactLog,
    OwedLetter,
    Publication,
    Reminder,
    Reply,
    Supplement,
)
from tests.bench.data import World

OWN, HELPING = 0, 1  # the unit that answers, and the one that helps it


@dataclass
class Case:
    """A case on its way, with those that go along with it; its parts are looked up when asked for."""

    world: World
    motion: int = 0
    others: list[int] = field(default_factory=list)

    def part(self, unit: int = OWN) -> int:
        """The latest assignment of one of the township's units."""
        rows = Assignment.objects.filter(motion=self.motion, unit=self.world.units[unit])
        return rows.latest("round").pk

    def latest(self, model: type[Model], path: str = "motion") -> int:
        """The row made last for the case; ``path`` leads from it to the case."""
        return model.objects.filter(**{path: self.motion}).latest("pk").pk


Address = Callable[[Case], str]
Data = Callable[[Case], dict]


@dataclass(frozen=True)
class Stage:
    """One post of a case's life; ``before`` makes ready what no post can, such as a day long past."""

    name: str
    by: str
    address: Address
    data: Data = lambda case: {}
    before: Callable[[Case], object] = lambda case: None
    status: int = 302


def place(name: str) -> Address:
    """An address that is no single case's."""
    return lambda case: reverse(f"motions:{name}")


def page(name: str) -> Address:
    """A page of the case."""
    return lambda case: reverse(f"motions:{name}", args=[case.motion])


def part(name: str, unit: int = OWN) -> Address:
    """A page of a unit's assignment."""
    return lambda case: reverse(f"motions:{name}", args=[case.part(unit)])


def row(name: str, model: type[Model], path: str = "motion") -> Address:
    """A page of the row of a kind that was made last for the case."""
    return lambda case: reverse(f"motions:{name}", args=[case.latest(model, path)])


def contact(name: str) -> Address:
    """A page of the last 面商."""
    return row(name, ContactLog)


def order(name: str) -> Address:
    """A page of the last 督办单."""
    return row(name, Reminder)


def letter(name: str) -> Address:
    """A page of the last reply."""
    return row(name, Reply, "assignment__motion")


def supplement(name: str) -> Address:
    """A page of the last 补充答复."""
    return row(name, Supplement, "assignment__motion")


def owed(name: str) -> Address:
    """A page of the last letter that the authors of a merged case are owed."""
    return row(name, OwedLetter, "assignment__motion")


def promise(name: str) -> Address:
    """A page of the last promise."""
    return row(name, Commitment, "reply__assignment__motion")


def publication(name: str) -> Address:
    """A page of the case's 公开稿."""
    return row(name, Publication)


def step(name: str) -> Address:
    """A step of the case."""
    return lambda case: reverse("core:step", args=["motions.motion", case.motion, name])


def part_step(name: str, unit: int = OWN) -> Address:
    """A step of a unit's assignment."""
    return lambda case: reverse("core:step", args=["motions.assignment", case.part(unit), name])


def promise_step(name: str) -> Address:
    """A step of the last promise."""
    return row_step(name, Commitment, "reply__assignment__motion")


def letter_step(name: str) -> Address:
    """A step of the last 补充答复."""
    return row_step(name, Supplement, "assignment__motion")


def row_step(name: str, model: type[Model], path: str = "motion") -> Address:
    """A step of the row of a kind that was made last for the case."""
    label = model._meta.label_lower
    return lambda case: reverse("core:step", args=[label, case.latest(model, path), name])
