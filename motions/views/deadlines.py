"""Every last day of a case in words: from which day, by which rule, moved by whom and why."""

from collections.abc import Iterable
from dataclasses import replace

from motions.models import Assignment, Extension, Motion
from motions.timeline import Row, returns_of
from renda.core import law
from renda.core.calendar import Due, load_overrides, settled

Fact = tuple[str, str]


def why_due(motion: Motion) -> str:
    """Why a case's ``due_on`` is its last day, of a row read ``with_clock``; empty without a unit."""
    if motion.clock_start is None:
        return ""
    return Assignment(
        round=motion.round,
        assigned_on=motion.clock_start,
        months=motion.clock_months,
        is_extended=motion.clock_extended,
        due_on=motion.due_on,
    ).due_words


def dues_of(assignments: Iterable[Assignment]) -> dict[int, Due]:
    """The last day of each assignment with its explanation; the day table is read at most once."""
    found, moved = {}, []
    for row in assignments:
        found[row.pk] = row.counted()
        if found[row.pk].on != row.due_on:
            moved.append(row)
    days = load_overrides() if moved else {}
    for row in moved:
        due = row.counted(days)
        if due.on != row.due_on:  # the day table was changed since
            due = replace(due, on=row.due_on, moved_because="按确定期限时的放假安排")
        found[row.pk] = due
    return found


def explained(
    shown: Iterable[Assignment], every: Iterable[Assignment], rows: Iterable[Row]
) -> list[dict]:
    """What the card under each last day says; ``every`` are the case's assignments of all rounds."""
    shown, every, rows = list(shown), list(every), list(rows)
    dues = dues_of(shown)
    return [
        {
            "assignment": row,
            "what": "答复期限" if row.answers else "会办意见期限",
            "due": dues[row.pk],
            "law": law.rule(row.rule_key).reference,
            "details": [
                *_taken_over(row, every, rows),
                ("签收", _signed(row)),
                ("退办", _returned(row, rows)),
                *_extended(row, rows),
                *_before(row, every),
            ],
        }
        for row in shown
    ]


def _signed(row: Assignment) -> str:
    if row.signed_on:
        return f"{row.signed_on} {row.signed_by} 签收".replace("  ", " ")
    return f"{row.sign_due} 前，{law.cite('suggestion.sign_days')}"


DECIDED = {
    Extension.Decision.GRANTED: "同意",
    Extension.Decision.DENIED: "不同意",
    Extension.Decision.PENDING: "待审核",
    Extension.Decision.MOOT: "：不再需要",
}


def _returned(row: Assignment, rows: list[Row]) -> str:
    asked = [r for r in rows if r.kind == "objection" and r.of == row.pk]
    if not asked:
        return f"不属本单位职责的，说明理由申请，期限 {row.objection_words}"
    return "；".join(
        f"{r.on} 申请，{r.five} {r.four}{DECIDED[r.one]}" if r.five else f"{r.on} 申请，待审核"
        for r in asked
    )


def _extended(row: Assignment, rows: list[Row]) -> list[Fact]:
    """延期: asked, granted or refused, by whom, when and why."""
    if not row.answers or row.round > 1:
        return []
    asked = [r for r in rows if r.kind == "extension" and r.of == row.pk]
    if not asked:
        return [("延期", "未申请")]
    return [
        (
            "延期",
            f"{r.on} 申请延至 {r.six}（{r.two}）；"
            + (f"{r.five} {r.four}{DECIDED[r.one]}：{r.three}" if r.five else DECIDED[r.one]),
        )
        for r in asked
    ]


def _taken_over(row: Assignment, every: list[Assignment], rows: list[Row]) -> list[Fact]:
    """From whom the unit has it, and that the clock went on."""
    before = next((a for a in every if a.pk == row.passed_from_id), None)
    if before is None:
        return []
    kept = "期限不变，仍自交办之日起算"
    if returned := returns_of(rows).get(before.pk):
        who, on = returned
        how = "同意退办后改交" if who == "人大办" else f"{who}决定改交"
        return [("改交", f"原交{before.unit}，{on} {how}，{kept}")]
    passed = f"{before.finished_on} " if before.finished_on else ""
    return [("转交", f"{passed}政府办由{before.unit}转来，{kept}")]


def _before(row: Assignment, every: list[Assignment]) -> list[Fact]:
    """首轮: how the unit's part of the first round went."""
    first = next(
        (a for a in every if a.round == 1 and a.unit_id == row.unit_id and a.finished_on), None
    )
    if row.round == 1 or first is None:
        return []
    how = settled(first.due_on, first.finished_on).label
    what = "答复" if first.answers else "回会办意见"
    return [("首轮", f"{first.assigned_on} 交办，{first.finished_on} {what}，{how}")]
