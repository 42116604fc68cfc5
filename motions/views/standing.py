"""How far a case and each unit's part of it have come, in words: clock, status, step bar."""

from datetime import date

from motions.models import Assignment, Motion
from motions.querysets import GONE
from renda.core.calendar import remaining, settled

A = Assignment.Status
S = Motion.Status
ASIDE = {
    S.REJECTED, S.RETURNED, S.REFERENCE, S.FORWARDED, S.WITHDRAWN, S.MERGED, S.PRESIDIUM,
    S.ON_AGENDA, S.NOT_LISTED,
}  # fmt: skip


def clock_of(assignment: Assignment, today: date) -> dict:
    """How much of its time an assignment has used, in days and words."""
    end = assignment.finished_on or today
    whole = (assignment.due_on - assignment.assigned_on).days
    used = min(max((end - assignment.assigned_on).days, 0), whole)
    if assignment.status in GONE:
        left = None
    elif assignment.finished_on:
        left = settled(assignment.due_on, assignment.finished_on)
    elif assignment.is_open or assignment.status == A.OBJECTED:
        left = remaining(assignment.due_on, today)
    else:
        left = None
    late = left is not None and left.state == "late"
    done = not late and assignment.finished_on
    return {
        "whole": whole,
        "used": used,
        "left": left,
        "css": "late" if late else "done" if done else "",
    }


def words_of(assignment: Assignment, today: date) -> tuple[str, str]:
    """(tone, words) of an assignment: overdue and re-handling are finer than its status.

    What waits for the unit's head is the unit's affair: until it is signed the case is in handling.
    """
    if assignment.is_open and assignment.due_on < today:
        return "late", "答复逾期" if assignment.answers else "会办意见逾期"
    if not assignment.is_signed_for:
        return assignment.status_tone, Assignment.Status.WAITING.label
    if assignment.awaits not in {"", "reply"} or assignment.status == Assignment.Status.HANDLING:
        return "doing", "重办中" if assignment.round > 1 else Assignment.Status.HANDLING.label
    return assignment.status_tone, assignment.get_status_display()


def steps_of(motion: Motion, today: date) -> list[dict]:
    """The step bar with dates: 提交 → 受理 → 交办 → 答复 → 评价 → (重办 → 再次答复) → 办结."""
    handed_in = None if motion.status == S.DRAFT else motion.submitted_on
    reached = [
        ("提交", handed_in),
        ("受理", motion.accepted_on),
        ("交办", motion.assigned_on),
        ("首次答复", motion.replied_on),
    ]
    steps = [
        {"label": label, "date": str(on) if on else "—", "state": "done" if on else ""}
        for label, on in reached
    ]
    if motion.status in ASIDE:
        kept = [s for s in steps if s["state"] == "done"]
        return [*kept, {"label": motion.get_status_display(), "date": "", "state": "now"}]
    said = motion.get_verdict_display() or ("未反馈" if motion.lapsed_on else "")
    rated = {"label": "代表评价", "date": said or "—", "state": "done" if said else ""}
    if motion.round > 1:
        answered = motion.status in {S.REPLIED, S.CLOSED}
        again = [a.assigned_on for a in motion.assignments.all() if a.round == motion.round]
        steps += [
            {"label": "代表评价", "date": "不满意", "state": "done"},
            {"label": "重办", "date": str(min(again, default="")), "state": "done"},
            {
                "label": "再次答复",
                "date": "已答复" if answered else f"{motion.due_on} 前",
                "state": "done" if answered else "",
            },
        ]
        rated = rated if answered else {"date": "—", "state": ""}
        rated["label"] = "再次评价"
    steps.append(rated)
    if motion.waits_for_presidium:
        steps.append({"label": "主席团处理", "date": "待处理", "state": ""})
    closed = motion.status == S.CLOSED
    steps.append(
        {
            "label": "办结",
            "date": str(motion.closed_on) if closed else "—",
            "state": "done" if closed else "",
        }
    )
    following = next((s for s in steps if not s["state"]), None)
    if following:
        following["state"] = "now"
        if motion.is_open and motion.due_on:
            following["date"] = remaining(motion.due_on, today).label
    return steps
