"""Going on although a rule warns: who did is asked why, and the history keeps it.

A check that stops can't be passed over. One that warns stands on a rule that this place, its own
election method or rules of procedure may set otherwise: whoever goes on says why.
"""

from collections.abc import Callable, Iterable

from django import forms
from django.core.exceptions import ValidationError

from renda.core.forms import RecordForm
from renda.core.law.check import Check

FIELD = "despite"
"""The reason's name in a form and in a step's data; no model has a field of that name."""
MISSING = "核对没有全部通过：请先改正；本地办法另有规定的，写明仍然继续的理由。"


class ReasonMissing(ValidationError):
    """A rule warns, and nobody said why to go on."""

    def __init__(self) -> None:
        super().__init__(MISSING)


def reason_field(*, required: bool = True) -> forms.CharField:
    """Asks why to go on."""
    field = forms.CharField(
        label="仍然继续的理由",
        max_length=300,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="会记入办理经过",
    )
    field.error_messages["required"] = MISSING
    return field


def warned(checks: Iterable[Check]) -> list[Check]:
    """Those that somebody must give a reason for."""
    return [check for check in checks if check.warns]


def reason_in(data: dict) -> str:
    """The reason among cleaned values; empty if none was given."""
    return str(data.get(FIELD) or "").strip()


def kept(checks: Iterable[Check], data: dict) -> dict[str, object]:
    """What the line of history holds of the checks that warned and of the reason to go on.

    Nothing if none warned. Raises ``ReasonMissing`` if one did and ``data`` holds no reason.
    """
    found, reason = warned(checks), reason_in(data)
    if not found:
        return {}
    if not reason:
        raise ReasonMissing
    said = "；".join(f"{check.title} {check.computed}" for check in found)
    return {"note": f"{said}。仍然继续，理由：{reason}", "warned": [check.key for check in found]}


def with_note(passed_over: dict[str, object], note: str) -> dict[str, object]:
    """A step's own note together with what was passed over."""
    notes = [note, str(passed_over.get("note", ""))]
    return passed_over | {"note": "\n".join(filter(None, notes))}


class CheckedForm(RecordForm):
    """A form about a record that rules are held against; it asks for the reason once one warns.

    ``checks()`` of each such form holds the rules against the values typed, which are valid and stand
    in ``instance``.
    """

    checks: Callable[[], list[Check]]
    despite = reason_field(required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields[FIELD]

    def kept(self) -> dict[str, object]:
        """What the line of history holds of the warnings passed over."""
        return kept(self.checks(), self.cleaned_data)

    def _post_clean(self) -> None:
        super()._post_clean()
        found = [] if self.errors else warned(self.checks())
        if found and not reason_in(self.cleaned_data):
            said = "".join(f"{check.title} {check.computed}。" for check in found)
            self.add_error(FIELD, f"{said}{MISSING}")
        elif not (found or reason_in(self.cleaned_data)):
            del self.fields[FIELD]
