"""Declare a status workflow once; get buttons, permissions, the step page, audit and notices.

A domain app builds one ``Workflow`` per status field in its own ``workflow.py``. Everything that
shows, checks or performs a status change asks that object; nothing else may assign to the
status field (a test reads the source for it).
"""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass

import rules
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.forms import BaseForm
from django.urls import reverse

from renda.core import audit, despite, notifications
from renda.core.law.check import Check
from renda.core.models import User
from renda.core.prepared import prepared
from renda.core.trail import with_owners


class IllegalTransition(Exception):
    """The object is no longer in a state from which this step may be taken."""


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One arrow of the diagram.

    ``form``     what the step asks. Values named like fields of the model are set on it; all of
                 them reach ``effect``.
    ``effect``   ``effect(obj, by, data)``: what else happens, inside the transaction, before the
                 object is saved. It may set further fields of ``obj``.
    ``blocked``  ``blocked(obj) -> str``: why the step can't be taken just now; empty if it can.
    ``checks``   ``checks(obj)``: rules held against the record, shown on the step's page. One that
                 stops blocks the step; one that warns asks for a reason, which the history keeps.
    ``confirm``  ``confirm(obj) -> list[(label, value)]``: what the confirmation repeats.
    ``tell``     whom to tell; who takes the step is left out, unless it comes ``later``.
    ``told``     words of the notice; the default is "label：object".
    ``says_why`` the notice ends with the reason that was typed (``note``).
    ``success``  what the page says once the step is taken; the default is "已label：object".
    ``automatic`` the step is taken by the system as a consequence, never by a button.
    ``later``    it comes out of a job: who began that has gone on, and is told as everybody is.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str | Callable[[models.Model], str]
    allowed: rules.Predicate = rules.always_deny
    form: type[BaseForm] | None = None
    effect: Callable[[models.Model, User | None, dict], None] | None = None
    blocked: Callable[[models.Model], str] = lambda obj: ""
    checks: Callable[[models.Model], list[Check]] = lambda obj: []
    confirm: Callable[[models.Model], list[tuple[str, str]]] = lambda obj: []
    tell: Callable[[models.Model], Iterable[User]] = lambda obj: ()
    told: Callable[[models.Model], str] | None = None
    says_why: bool = False
    success: str = ""
    style: str = "primary"
    icon: str = ""
    automatic: bool = False
    later: bool = False

    def hindrance(self, obj: models.Model, checks: Iterable[Check]) -> str:
        """Why the step can't be taken just now, given what ``checks`` said; empty if it can."""
        stops = (f"{check.title} {check.sentence}" for check in checks if check.stops)
        return self.blocked(obj) or next(stops, "")


class Workflow:
    """All the arrows of one model's status field.

    ``hold(obj)`` reads the record afresh and locks it; by default the row alone. Where steps of two
    kinds of record touch each other, it locks both in one order, so that they never wait for one another.
    """

    def __init__(
        self,
        model: type[models.Model],
        transitions: Iterable[Transition],
        *,
        field: str = "status",
        hold: Callable[[models.Model], models.Model] | None = None,
    ) -> None:
        self.model = model
        self.field = field
        self.hold = hold or self._hold
        self._read = prepared(self._asked)
        self.transitions = {t.name: t for t in transitions}
        if model in _registry:
            raise ValueError(f"{model} has a workflow already")
        _registry[model] = self
        for transition in self.transitions.values():
            rules.add_perm(self.permission(transition), transition.allowed)

    def permission(self, transition: Transition) -> str:
        """The permission code of a step, e.g. ``motions.assign_motion``."""
        return f"{self.model._meta.app_label}.{transition.name}_{self.model._meta.model_name}"

    def state(self, obj: models.Model) -> str:
        """The object's state."""
        return getattr(obj, self.field)

    def available(self, obj: models.Model, user: User) -> list[Transition]:
        """The steps ``user`` may take now: what the buttons show."""
        return [
            t
            for t in self.transitions.values()
            if not t.automatic
            and self.state(obj) in t.sources
            and user.has_perm(self.permission(t), obj)
        ]

    def perform(
        self, name: str, obj: models.Model, *, by: User | None, data: dict | None = None
    ) -> models.Model:
        """Take one step for a person: lock, check, save, record, notify. Returns the fresh object.

        Raises ``IllegalTransition`` when the state moved on or the step is blocked, ``PermissionDenied``
        when ``by`` may not, ``ValidationError`` when the result breaks a constraint or, ``ReasonMissing``,
        a check warns and ``data`` holds no reason to go on. Then nothing changed.
        """
        return self._taken(name, obj, by, data or {}, ask=True)

    def follow(
        self, name: str, obj: models.Model, *, by: User | None, data: dict | None = None
    ) -> models.Model:
        """Take a step that follows from another one; ``by`` caused it and needs no right to it."""
        return self._taken(name, obj, by, data or {}, ask=False)

    def _taken(self, name: str, obj: models.Model, *args, ask: bool) -> models.Model:
        locked = None
        try:
            with transaction.atomic(), audit.together(), notifications.together():
                locked = self.hold(obj)
                return self._take(name, locked, *args, ask=ask)
        except IntegrityError:
            # the database refused what breaks a constraint; its words are the constraint's own
            if locked:
                locked.validate_constraints()
            raise

    def _hold(self, obj: models.Model) -> models.Model:
        found = self._read(obj.pk, is_held=True)
        if not found:
            raise self.model.DoesNotExist(f"{obj}：已经不在了。")
        return found[0]

    def record(self, pk: int) -> models.Model | None:
        """The record with those that it hangs on, what steps are asked about; None if there is none."""
        if pk > models.BigIntegerField.MAX_BIGINT:
            return None
        return next(iter(self._read(pk, is_held=False)), None)

    def _asked(self, pk: int, *, is_held: bool) -> models.QuerySet:
        rows = with_owners(self.model.objects.filter(pk=pk)).order_by()
        return rows.select_for_update(of=("self",)) if is_held else rows

    def _take(
        self, name: str, locked: models.Model, by: User | None, data: dict, *, ask: bool
    ) -> models.Model:
        transition = self.transitions[name]
        before = self.state(locked)
        if before not in transition.sources:
            raise IllegalTransition(
                f"{locked}：现为“{self.words(locked)}”，不能{transition.label}。可能已被他人办理，请刷新后再看。"
            )
        if ask and (transition.automatic or not by.has_perm(self.permission(transition), locked)):
            raise PermissionDenied(transition.label)
        checks = transition.checks(locked)
        if reason := transition.hindrance(locked, checks):
            raise IllegalTransition(f"暂不能{transition.label}：{reason}")
        passed_over = despite.kept(checks, data) if ask else {}
        names = {f.name for f in self.model._meta.concrete_fields}
        was = copy(locked)
        for field, value in data.items():
            if field in names:
                setattr(locked, field, value)
        doer = None if transition.later else by
        if transition.effect:
            with notifications.done_by(doer):
                transition.effect(locked, by, data)
        target = transition.target(locked) if callable(transition.target) else transition.target
        setattr(locked, self.field, target)
        relations = [f.name for f in self.model._meta.concrete_fields if f.is_relation]
        locked.full_clean(exclude=relations, validate_constraints=False)
        locked.save()
        audit.record(
            by,
            transition.label,
            locked,
            changes=audit.changes_between(was, locked),
            step=name,
            before=before,
            after=target,
            **despite.with_note(passed_over, str(data.get("note") or "")),
        )
        words = transition.told(locked) if transition.told else f"{transition.label}：{locked}"
        if transition.says_why and data.get("note"):
            words = f"{words}。{data['note']}"
        with notifications.done_by(doer):
            notifications.notify(transition.tell(locked), words, locked)
        return locked

    def words(self, obj: models.Model) -> str:
        """The object's state in words."""
        return getattr(obj, f"get_{self.field}_display")()

    def url(self, obj: models.Model, transition: Transition) -> str:
        """The page that asks for what a step needs."""
        meta = self.model._meta
        return reverse("core:step", args=[meta.label_lower, obj.pk, transition.name])

    def diagram(self) -> str:
        """The workflow as a Mermaid state diagram, for docs/."""
        field = self.model._meta.get_field(self.field)
        arrows = [
            (
                source,
                str(self._target_from(source, t)),
                t.label + ("（自动）" if t.automatic else ""),
            )
            for t in self.transitions.values()
            for source in sorted(t.sources)
        ]
        drawn = {state for source, target, _ in arrows for state in (source, target)}
        left = {source for source, target, _ in arrows if source != target}
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{words}" as {key}' for key, words in field.choices if key in drawn]
        # a state that follows from other fields has no default: it begins with the first
        first = field.default if field.has_default() else field.choices[0][0]
        lines.append(f"    [*] --> {first}")
        lines += [f"    {source} --> {target} : {label}" for source, target, label in arrows]
        lines += [f"    {key} --> [*]" for key, _ in field.choices if key in drawn - left]
        return "\n".join(lines)

    def _target_from(self, source: str, transition: Transition) -> str:
        if callable(transition.target):
            return transition.target(self.model(**{self.field: source}))
        return transition.target


_registry: dict[type[models.Model], Workflow] = {}


def workflow_of(model: type[models.Model]) -> Workflow | None:
    """The workflow declared for a model, if it has one."""
    return _registry.get(model)


def workflows() -> list[Workflow]:
    """Every declared workflow."""
    return list(_registry.values())
