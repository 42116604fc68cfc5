"""From the units' hands to the deputy's verdict, and what follows from that."""

from motions import services
from motions.forms import PresidiumForm
from motions.models import Motion, Rating
from motions.permissions import was_redone
from motions.workflow.day import day_of, in_words
from motions.workflow.motion.shared import about, reviewed
from renda.core import notifications
from renda.core.calendar import chinese_date
from renda.core.forms import NoteForm
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.permissions import is_clerk, is_office
from renda.core.text import chinese_numeral
from renda.core.workflow import Transition

S = Motion.Status


def _close(motion: Motion, by: User | None, data: dict) -> None:
    motion.closed_on = day_of(data)
    if not _lead_rating(motion):
        motion.lapsed_on = motion.closed_on


def _verdict_first(motion: Motion) -> str:
    """Why a case can't be closed yet: the verdict is the deputy's, not the office's."""
    rating = _lead_rating(motion)
    if rating == Rating.DISSATISFIED:
        if motion.round >= services.MOST_ROUNDS:
            return "代表再次不满意，须经主席团会议处理，请用“主席团处理”或者“主席团交回重办”。"
        return "代表不满意，应当交回重办。"
    last = None if rating else services.last_day_to_rate(motion)
    if rating or (last and last < day_of({})):
        return ""
    until = (
        f"，评价期限{chinese_date(motion.feedback_due)}，提醒后宽限至{chinese_date(last)}"
        if last
        else ""
    )
    return (
        f"领衔代表还没有评价{until}。"
        "请等代表评价，或者按代表签名的征询意见表“代录评价”；期满仍没有评价的，记为未反馈办结。"
    )


def _closed(motion: Motion) -> str:
    return _lapsed(motion) if motion.lapsed_on else f"办结：{motion}"


def _lapsed(motion: Motion) -> str:
    """What everybody reads when the days for rating have passed."""
    if motion.round > 1:
        return (
            "评价期限已过，没有收到对再次答复的评价，记为未反馈，不计入满意率；"
            f"上一轮的评价留在办理经过，补评价的仍计入：{motion}"
        )
    return f"评价期限已过，记为未反馈，不计入满意率；补评价的仍计入：{motion}"


def _settle(motion: Motion, by: User | None, data: dict) -> None:
    reviewed("settled")(motion, by, data)
    motion.closed_on = day_of(data)


def _what_was_said(motion: Motion) -> list[tuple[str, str]]:
    """What the presidium weighs: the lead deputy's words, round by round."""
    said = motion.feedbacks.filter(deputy=motion.lead_id, is_current=True).order_by("round")
    return [
        *about(motion),
        *(
            (
                f"第{chinese_numeral(row.round)}轮评价",
                f"{row.get_result_rating_display()}：{row.words}",
            )
            for row in said
            if row.words
        ),
    ]


def _to_settle(motion: Motion) -> list[tuple[str, str]]:
    return [*_what_was_said(motion), ("此后", "办结，评价仍为不满意；处理意见送领衔、联名代表")]


def _to_redo(motion: Motion) -> list[tuple[str, str]]:
    """What was said, and the last day of the round that begins today."""
    due = services.clocks_from(day_of({})).redo
    return [*_what_was_said(motion), ("再次答复期限", f"{due.on}（{due.explanation}）")]


def _still_dissatisfied(motion: Motion) -> str:
    if _is_twice_dissatisfied(motion):
        return ""
    return "重办后代表仍不满意的，才提交主席团会议处理。"


def _redo(motion: Motion, by: User | None, data: dict) -> None:
    """Another round begins, on the day it is handed back."""
    with notifications.together():
        # asked first: the same query finds the units' people
        motion.watchers = services.authors_and(motion, Role.CLERK, Role.CHAIR, Role.GOV_OFFICE)
        services.open_round(motion=motion, by=by, on=day_of({}))


def _redo_again(motion: Motion, by: User | None, data: dict) -> None:
    reviewed("redo")(motion, by, data)
    _redo(motion, by, data)


def _is_twice_dissatisfied(motion: Motion) -> bool:
    return motion.round >= services.MOST_ROUNDS and not _not_dissatisfied(motion)


def _not_dissatisfied(motion: Motion) -> str:
    is_bad = _lead_rating(motion) == Rating.DISSATISFIED
    return "" if is_bad else "领衔代表没有评价为不满意。"


def _lead_rating(motion: Motion) -> str:
    """What the lead deputy said of the result in this round; empty without a rating."""
    if given := getattr(motion, "lead_feedback", None):  # the one being written just now
        return given.result_rating
    said = motion.feedbacks.filter(deputy=motion.lead_id, round=motion.round, is_current=True)
    return said.values_list("result_rating", flat=True).first() or ""


ANSWER = (
    Transition(
        name="assign",
        label="交办",
        sources=frozenset({S.ACCEPTED}),
        target=S.ASSIGNED,
        automatic=True,
        tell=services.authors_of,
        told=lambda motion: f"已交办{motion.main_unit}：{motion}，{in_words(motion.due_on)}前答复",
    ),
    Transition(
        name="answer",
        label="答复",
        sources=frozenset({S.ASSIGNED}),
        target=S.REPLIED,
        automatic=True,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
        told=lambda motion: f"已答复，请评价：{motion}",
    ),
    Transition(
        name="close",
        label="办结",
        icon="check-circle",
        style="secondary",
        sources=frozenset({S.REPLIED}),
        target=S.CLOSED,
        allowed=is_clerk,
        form=NoteForm,
        blocked=_verdict_first,
        effect=_close,
        confirm=lambda motion: [
            ("代表评价", Rating(said).label if (said := _lead_rating(motion)) else "未反馈")
        ],
        says_why=True,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
        told=_closed,
    ),
    Transition(
        name="lapse",
        label="未反馈办结",
        sources=frozenset({S.REPLIED}),
        target=S.CLOSED,
        automatic=True,
        tell=lambda motion: [*services.authors_of(motion), *people_in(Role.CLERK)],
        told=_lapsed,
    ),
    Transition(
        name="reopen",
        label="补评价",
        sources=frozenset({S.CLOSED}),
        target=S.REPLIED,
        automatic=True,
    ),
    Transition(
        name="revise",
        label="修改评价",
        sources=frozenset({S.CLOSED}),
        target=S.REPLIED,
        automatic=True,
    ),
    Transition(
        name="settle",
        label="主席团处理",
        icon="people",
        style="secondary",
        sources=frozenset({S.REPLIED}),
        target=S.CLOSED,
        allowed=is_office & was_redone,
        form=PresidiumForm,
        blocked=_still_dissatisfied,
        effect=_settle,
        confirm=_to_settle,
        tell=lambda motion: services.authors_and(motion, Role.CLERK, Role.CHAIR),
    ),
    Transition(
        name="redo",
        label="交回重办",
        sources=frozenset({S.REPLIED}),
        target=S.ASSIGNED,
        automatic=True,
        blocked=_not_dissatisfied,
        effect=_redo,
        tell=lambda motion: motion.watchers,
        told=lambda motion: f"交回重办：{motion}，{in_words(motion.due_on)}前再次答复",
    ),
    Transition(
        name="redo_again",
        label="主席团交回重办",
        icon="arrow-repeat",
        style="secondary",
        sources=frozenset({S.REPLIED}),
        target=S.ASSIGNED,
        allowed=is_office & was_redone,
        form=PresidiumForm,
        blocked=_still_dissatisfied,
        effect=_redo_again,
        confirm=_to_redo,
        tell=lambda motion: motion.watchers,
        told=lambda motion: f"主席团决定交回重办：{motion}，{in_words(motion.due_on)}前再次答复",
    ),
)
