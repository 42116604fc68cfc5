"""What the presidium makes of a 议案 (组织法 22)."""

from motions import services
from motions.forms import LeaveOffForm, PresidiumForm
from motions.models import Motion
from motions.workflow.motion.shared import about, reviewed, to_suggestion
from renda.core import law
from renda.core.models import User
from renda.core.permissions import is_office
from renda.core.workflow import Transition

S = Motion.Status


def _to_presidium(motion: Motion) -> list[tuple[str, str]]:
    """What the presidium decides on: the bill, who stands behind it, until when."""
    joined = motion.cosigners.filter(state="accepted").count()
    return [
        *about(motion),
        ("编号", motion.number_text),
        ("联名", f"领衔 1 人，联名 {joined} 人"),
        ("受理日期", str(motion.accepted_on)),
        ("依据", law.cite("motion.agenda")),
    ]


def _not_listed(motion: Motion) -> list[tuple[str, str]]:
    """The same, and that a bill which is not listed is handled as a 建议 as a rule."""
    rule = law.rule("motion.to_suggestion")
    return [*_to_presidium(motion), ("一般做法", f"{rule.text}（{rule.basis}）请用“转为建议”。")]


def _convert(motion: Motion, by: User | None, data: dict) -> None:
    to_suggestion(motion, by, data)
    reviewed("convert")(motion, by, data)


PRESIDIUM = (
    Transition(
        name="put_on_agenda",
        label="列入议程",
        icon="card-checklist",
        sources=frozenset({S.PRESIDIUM}),
        target=S.ON_AGENDA,
        allowed=is_office,
        form=PresidiumForm,
        effect=reviewed("agenda"),
        confirm=_to_presidium,
        tell=services.authors_of,
    ),
    Transition(
        name="convert",
        label="转为建议",
        icon="arrow-left-right",
        style="secondary",
        sources=frozenset({S.PRESIDIUM}),
        target=S.ACCEPTED,
        allowed=is_office,
        form=PresidiumForm,
        effect=_convert,
        confirm=_to_presidium,
        tell=services.authors_of,
        told=lambda motion: f"主席团决定转为建议办理：{motion}",
    ),
    Transition(
        name="leave_off",
        label="不列入议程",
        icon="slash-circle",
        style="danger",
        sources=frozenset({S.PRESIDIUM}),
        target=S.NOT_LISTED,
        allowed=is_office,
        form=LeaveOffForm,
        effect=reviewed("not_listed"),
        confirm=_not_listed,
        says_why=True,
        tell=services.authors_of,
    ),
)
