"""Tables of who may take which step where, and attempts that show what they wrote."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from renda.core.models import AuditEntry, User
from renda.core.workflow import IllegalTransition, Workflow
from tests.undoing import undone

ANY, NOBODY, STAYS = "any", "nobody", "stays"
FAR, ANONYMOUS = "far ", "anonymous"
WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Line:
    """One line: that step, from those states, of a record like that, by them, leads there."""

    step: str
    states: frozenset[str]
    axes: tuple[frozenset[str], ...]
    who: frozenset[str]
    target: str

    def holds(self, state: str, who: str, axes: tuple[str, ...]) -> bool:
        return (
            state in self.states
            and who in self.who
            and all({own, ANY} & self.axes[n] for n, own in enumerate(axes))
        )


class Table:
    """What is allowed, written by hand; columns stand two blanks apart, the words in them one.

    The step, the states it starts from, a column for each axis of the record, who may, where it leads.
    """

    def __init__(self, text: str) -> None:
        rows = [re.split(r"\s{2,}", line.strip()) for line in text.strip().splitlines()]
        self.lines = [
            Line(step, words(states), tuple(map(words, axes)), words(who), target)
            for step, states, *axes, who, target in rows
        ]
        self.steps = {line.step for line in self.lines}
        self.automatic = self.steps - {line.step for line in self.lines if NOBODY not in line.who}

    def target(self, step: str, state: str, who: str, *axes: str) -> str | None:
        """Where the step leads; None where it is not listed."""
        found = {x.target for x in self.lines if x.step == step and x.holds(state, who, axes)}
        assert len(found) < 2, f"{step} leads to {found}"
        target = found.pop() if found else None
        return state.partition(":")[0] if target == STAYS else target

    def by_service(self, step: str, state: str, who: str, *axes: str) -> set[str]:
        """What may become of an attempt."""
        return {self.target(step, state, who, *axes) or "refused"}

    def by_hand(self, step: str, state: str, who: str, *axes: str) -> set[str]:
        """The same by the step's page, where only the step's own people are told that it is too late."""
        if target := self.target(step, state, who, *axes):
            return {target}
        if who == ANONYMOUS:
            return {"login"}
        if who.startswith(FAR) or step in self.automatic:
            return {"404"}
        is_somewhere_allowed = any(x.step == step and who in x.who for x in self.lines)
        return {"403", "told"} if is_somewhere_allowed else {"403"}


def words(cell: str) -> frozenset[str]:
    return frozenset(cell.split(" "))


def deviations(
    records: Iterable[tuple[tuple[str, ...], models.Model]],
    table: Table,
    people: Iterable[str],
    attempt: Callable[[str, models.Model, str], str],
    wanted: Callable[..., set[str]],
    ready: Callable[[models.Model, str], None] = lambda record, step: None,
) -> dict:
    """What became otherwise than wanted, of each record, at each step, by each of the people.

    Whoever is of another township or logged out, and a step that nobody takes, are tried on the first
    record only: to them it is all the same.
    """
    found, here = {}, [who for who in people if not who.startswith((FAR, ANONYMOUS))]
    for number, (axes, record) in enumerate(records):
        for step in sorted(table.steps - table.automatic if number else table.steps):
            with undone():
                ready(record, step)
                for who in here if number else people:
                    result, allowed = attempt(step, record, who), wanted(step, who, *axes)
                    if result not in allowed:
                        found[step, who, *axes] = f"{result}, not {' or '.join(allowed)}"
    return found


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements that write meanwhile; a person's own session is nobody's record."""
    found: list[str] = []

    def look(execute, sql, params, many, context):
        if sql.startswith(WRITES) and "django_session" not in sql:
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def state_after(record: models.Model) -> str:
    return type(record).objects.values_list("status", flat=True).get(pk=record.pk)


def lines_of(record: models.Model, step: str) -> int:
    """How many lines of history the record has about the step."""
    lines = AuditEntry.objects.filter(model=record._meta.label_lower, object_id=record.pk)
    return lines.filter(detail__step=step).count()


def by_service(workflow: Workflow, step: str, record: models.Model, by: User, data: dict) -> str:
    """What became of the record, with its first line of history; or ``refused``, with nothing written."""
    with undone(), written() as wrote:
        try:
            after = workflow.perform(step, record, by=by, data=data).status
        except (PermissionDenied, IllegalTransition):
            return f"refused, but wrote {wrote}" if wrote else "refused"
        now, lines = state_after(record), lines_of(record, step)
        return after if (now, lines) == (after, 1) else f"{after}, {now}, {lines} lines"


def by_hand(step: str, record: models.Model, browser: Client, form: dict) -> str:
    """The same by the step's page; how the browser was refused, with nothing written at all."""
    url = reverse("core:step", args=[record._meta.label_lower, record.pk, step])
    with undone(), written() as wrote:
        answer = browser.post(url, form)
        if wrote:
            now, lines = state_after(record), lines_of(record, step)
            is_taken = (answer.status_code, lines) == (302, 1)
            return now if is_taken else f"{answer.status_code}, {now}, {lines} lines"
        if answer.status_code != 302:
            return str(answer.status_code)
        if answer.url.startswith(reverse("core:login")):
            return "login"
        is_told = "error" in {m.level_tag for m in get_messages(answer.wsgi_request)}
        return "told" if is_told else answer.url
