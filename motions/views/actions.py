"""What a person may do with a case now, as buttons in groups: exactly the steps that are open to them."""

from collections.abc import Iterable

from django.urls import reverse

from motions.models import Assignment, Motion
from motions.workflow import assignment_workflow, motion_workflow
from motions.workflow.signing import may_not_extend
from renda.core.models import User
from renda.core.workflow import Transition, Workflow

A = Assignment.Status
S = Motion.Status

# how a department's clerk, who needs no training, finds the five steps of handling
UNIT_STEPS = (
    "sign", "issue", "sign_opinion", "sign_objection", "sign_extension", "call_back", "give_back",
    "unsend", "take_back", "send", "give_opinion", "draft_opinion", "object", "draft_objection", "ask_extension",
    "draft_extension",
)  # fmt: skip
MORE_TIME = {"ask_extension", "draft_extension"}
MOVED = ("pass_on", "relieve")
ASKED = ("agree", "deny", "grant_extension", "refuse_extension")
PRESIDIUM = (
    "put_on_agenda", "convert", "leave_off", "record_vote", "drop_vote", "withdraw_bill", "settle",
    "redo_again",
)  # fmt: skip
UNVOTED, VOTED = ("record_vote", "withdraw_bill"), ("drop_vote",)
"""Steps of a listed 议案 before the vote of the congress, and after it."""


def button(workflow: Workflow, record, step: Transition, note: str = "") -> dict:
    """A step as a button; ``note`` tells apart the units of one case."""
    return {
        "label": step.label + note,
        "url": workflow.url(record, step),
        "style": step.style,
        "icon": step.icon,
        "is_step": True,
    }


def groups_of(
    motion: Motion,
    present: Iterable[Assignment],
    user: User,
    links: dict[str, dict],
    *,
    drafted: set[int],
    is_voted: bool,
    is_reviewed_apart: bool,
) -> list[dict]:
    """The buttons by what they are about; empty groups are left out.

    ``links`` are the pages besides the steps, by name; ``drafted`` are the assignments with a letter
    that may go to the head. The first primary button is the main one.
    """
    present = list(present)
    units = user.unit_ids(motion.township_id)
    several = len({a.unit_id for a in present}) > 1
    own, asked, inside, ruled = [], [], [], []
    for row in present:
        mine = row.unit_id in units
        note = f"（{row.unit}）" if several and not (mine and len(units) == 1) else ""
        steps = {t.name: t for t in assignment_workflow.available(row, user)}
        if row.pk not in drafted:
            steps.pop("send", None)
        if MORE_TIME & steps.keys() and may_not_extend(row):
            steps = {name: step for name, step in steps.items() if name not in MORE_TIME}
        own += [button(assignment_workflow, row, steps[n], note) for n in UNIT_STEPS if n in steps]
        asked += [button(assignment_workflow, row, steps[n], note) for n in ASKED if n in steps]
        ruled += [button(assignment_workflow, row, steps[n], note) for n in ("rule",) if n in steps]
        inside += [button(assignment_workflow, row, steps[n], note) for n in MOVED if n in steps]
    steps = {t.name: t for t in motion_workflow.available(motion, user)}
    for name in UNVOTED if is_voted else VOTED:
        steps.pop(name, None)
    if "withdraw" in steps and _has_a_letter(motion.handled_as):
        del steps["withdraw"]
    presidium = [button(motion_workflow, motion, steps[n]) for n in PRESIDIUM if n in steps]
    review = [
        button(motion_workflow, motion, t)
        for n, t in steps.items()
        if n not in PRESIDIUM and t.style != "danger"
    ]
    if motion.status == S.RETURNED and "amend" in links:  # what is missing comes first
        review = [each | {"style": "secondary"} for each in review]
    dangerous = [
        button(motion_workflow, motion, t)
        for n, t in steps.items()
        if n not in PRESIDIUM and t.style == "danger"
    ]
    if is_reviewed_apart:  # the review card has them, each with what it means
        review = []
        dangerous = [b for b in dangerous if b["label"] == "撤回"]
    found = {
        "待审核": asked,
        "主席团": [*ruled, *presidium],
        "承办": [*_handling(own, links), *inside],
        "办理": [
            *_named(links, "amend"),
            *review,
            *_named(links, "rate", "assign", "remind", "order"),
        ],
        "登记": _named(links, "contact", "signed_contact", "followup", "repeat", "edit"),
    }
    groups = [{"label": label, "buttons": rows} for label, rows in found.items() if rows]
    _style(groups)
    if dangerous:
        for each in dangerous:
            each["css"] = "outline-danger"
        groups.append({"label": "", "buttons": dangerous, "is_end": True})
    return groups


def _has_a_letter(motion: Motion) -> bool:
    """A unit has answered the case, if only one of several; one query for the case of another page."""
    parts = motion.assignments.all() if motion.replied_on is None else ()
    return motion.replied_on is not None or any(a.status == A.REPLIED for a in parts)


def _handling(own: list[dict], links: dict[str, dict]) -> list[dict]:
    """签收、联系代表、答复、申请延期、申请退办: the unit's own steps, the usual next one first."""
    first = [b for b in own if b["style"] == "primary"]
    rest = [b for b in own if b["style"] != "primary"]
    replies = [link for name, link in links.items() if name.startswith(("reply", "draft"))]
    return [*first, *replies, *_named(links, "unit_contact"), *rest]


def _named(links: dict[str, dict], *names: str) -> list[dict]:
    return [links[name] for name in names if name in links]


def _style(groups: list[dict]) -> None:
    main = True
    for group in groups:
        for each in group["buttons"]:
            primary = each.get("style") == "primary" or each.get("primary")
            usual = "outline-danger" if each.get("style") == "danger" else "outline-secondary"
            each["css"] = "primary" if main and primary else usual
            main = main and not primary


def link(label: str, url: str, pk: int, icon: str, *, primary: bool = False) -> dict:
    """A page of the case as a button."""
    return {
        "label": label,
        "url": reverse(url, args=[pk]),
        "icon": icon,
        "primary": primary,
        "is_step": False,
    }
