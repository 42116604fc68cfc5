"""What the congress made of a listed 议案: which vote decided on it (组织法 22)."""

from motions.forms.voting import BillVoteForm, DropVoteForm
from motions.models import Motion
from motions.services import authors_and, voting
from motions.workflow.motion.shared import about
from renda.core import law
from renda.core.calendar import chinese_date
from renda.core.models import Role, User
from renda.core.permissions import is_office
from renda.core.workflow import Transition
from sessions_app.models import Vote

S = Motion.Status


def voted(vote: Vote) -> str:
    """2025年1月21日表决“……”：通过（赞成 54）."""
    return f"{chinese_date(vote.held_on)}表决“{vote.matter}”：{vote.result}（{vote.counts_text}）"


def _cannot_record(motion: Motion) -> str:
    if vote := voting.vote_of(motion):
        return f"已登记{voted(vote)}。登记错的，先按“撤销表决登记”。"
    if not voting.votes_on(motion).exists():
        return "列入议程以后，会议上还没有登记过表决。请先打开这次会议，按“登记表决”，再回来选。"
    return ""


def _not_recorded(motion: Motion) -> str:
    return "" if motion.votes.exists() else "还没有登记表决。"


def _keep(motion: Motion, by: User | None, data: dict) -> None:
    voting.keep_vote(motion, data["vote"])


def _drop(motion: Motion, by: User | None, data: dict) -> None:
    voting.drop_vote(motion)


def _before(motion: Motion) -> list[tuple[str, str]]:
    return [
        *about(motion),
        ("编号", motion.number_text),
        ("登记以后", "不能再撤回"),
        ("依据", law.cite("vote.majority")),
    ]


def _recorded(motion: Motion) -> list[tuple[str, str]]:
    vote = voting.vote_of(motion)
    return [
        *about(motion),
        ("编号", motion.number_text),
        ("现登记的", voted(vote) if vote else "没有"),
        ("会议上的表决", "不变，只取消它与本件的关联"),
    ]


VOTING = (
    Transition(
        name="record_vote",
        label="登记表决",
        icon="check2-square",
        sources=frozenset({S.ON_AGENDA}),
        target=S.ON_AGENDA,
        allowed=is_office,
        form=BillVoteForm,
        blocked=_cannot_record,
        effect=_keep,
        confirm=_before,
        says_why=True,
        tell=lambda motion: authors_and(motion, Role.CLERK),
        told=lambda motion: f"大会已表决：{motion}",
    ),
    Transition(
        name="drop_vote",
        label="撤销表决登记",
        icon="arrow-counterclockwise",
        style="secondary",
        sources=frozenset({S.ON_AGENDA}),
        target=S.ON_AGENDA,
        allowed=is_office,
        form=DropVoteForm,
        blocked=_not_recorded,
        effect=_drop,
        confirm=_recorded,
        says_why=True,
        tell=lambda motion: authors_and(motion, Role.CLERK),
        told=lambda motion: f"表决登记有误，已撤销：{motion}",
    ),
)
