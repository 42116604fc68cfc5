"""申请改期: a unit's clerk drafts it and its head signs, or the head makes it at once; the office decides.

What waits for the head is the unit's own affair: to everybody else the promised day stands.
"""

from motions import services
from motions.forms import GiveBackForm, HeadSignForm, ProposeDateForm
from motions.models import Commitment, Submittal
from motions.permissions import (
    drafts_for_head,
    heads_unit,
    is_asking_for_another_day,
    is_date_at_head,
)
from motions.workflow.day import day_of, in_words
from renda.core.attachments import attach
from renda.core.calendar import chinese_date
from renda.core.forms import NoteForm
from renda.core.models import User
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition

C = Commitment.Status


def promise_facts(commitment: Commitment) -> list[tuple[str, str]]:
    """A promise as a confirmation repeats it."""
    return [
        ("承诺事项", commitment.text),
        ("答复", commitment.reply.number),
        ("承诺完成日期", str(commitment.due_on)),
        ("单位报告", commitment.reported_note or "—"),
    ]


def staff_for(commitment: Commitment) -> list[User]:
    """Everybody at the unit that promised."""
    return services.staff_of(commitment.reply.assignment.unit_id)


def _heads(commitment: Commitment) -> list[User]:
    return services.staff_of(commitment.reply.assignment.unit_id, heads_only=True)


def _propose(commitment: Commitment, by: User, data: dict) -> None:
    """The unit's head says it, in that account's own name; the office only enters what a head has signed
    on paper, in the name on the paper, which it keeps: then no draft waits any more."""
    if heads_unit(by, commitment):
        services.make_in_person(by=by, on=day_of(data), **_draft_of(commitment, data))
        return
    services.drop_date_draft(commitment)
    change = services.propose_date(
        commitment=commitment,
        due_on=data["to_due"],
        reason=data["reason"],
        signer=data["signer"],
        is_by_office=True,
        by=by,
        on=day_of(data),
    )
    for upload in data.get("files") or ():
        attach(change, upload, by=by, purpose="files")


def _draft_of(commitment: Commitment, data: dict) -> dict:
    return {
        "assignment": commitment.reply.assignment,
        "commitment": commitment,
        "kind": Submittal.Kind.DATE,
        "text": data["reason"],
        "new_due": data["to_due"],
    }


def _draft(commitment: Commitment, by: User, data: dict) -> None:
    services.submit(by=by, on=day_of(data), **_draft_of(commitment, data))
    commitment.is_at_head = True


def _sign(commitment: Commitment, by: User, data: dict) -> None:
    services.sign_submittal(record=commitment, seen=data.get("seen"), by=by, on=day_of(data))
    commitment.is_at_head = False


def _give_back(commitment: Commitment, by: User, data: dict) -> None:
    services.send_back_submittal(
        record=commitment, seen=data.get("seen"), note=data["note"], by=by, on=day_of(data)
    )
    commitment.is_at_head = False


def _take_back(commitment: Commitment, by: User, data: dict) -> None:
    services.take_back_submittal(record=commitment, by=by, on=day_of(data))
    commitment.is_at_head = False


def _to_draft(commitment: Commitment) -> list[tuple[str, str]]:
    """The promise, and what the head said if a draft came back."""
    came_back = services.why_it_came_back(commitment, Submittal.Kind.DATE)
    return [*came_back, *promise_facts(commitment)]


def _asked_already(commitment: Commitment) -> str:
    return "已有一份变更承诺日期的申请在审核。" if commitment.asked_change else ""


def _too_late_to_sign(commitment: Commitment) -> str:
    """A day that has passed meanwhile is no promise."""
    draft = services.at_head(commitment)
    if draft is None or draft.new_due > max(day_of({}), commitment.due_on):
        return ""
    return f"申请改到的日期{chinese_date(draft.new_due)}已过，请退回修改。"


def _nothing_asked(commitment: Commitment) -> str:
    return "" if commitment.asked_change else "没有待审核的变更申请。"


def _read_draft(commitment: Commitment) -> list[tuple[str, str]]:
    """What the head signs, word for word: whose draft, of which promise, until when."""
    draft = services.at_head(commitment)
    if draft is None:
        return []
    return [
        ("承诺事项", commitment.text),
        ("答复", commitment.reply.number),
        ("拟稿", f"{draft.drafted_by}，{draft.on} 送签"),
        ("原承诺日期", str(commitment.due_on)),
        ("改为", str(draft.new_due)),
        ("原因", draft.text),
    ]


def _decide_date(grant: bool):
    def effect(commitment: Commitment, by: User | None, data: dict) -> None:
        services.decide_date(
            commitment=commitment, grant=grant, note=data["note"], by=by, on=day_of(data)
        )

    return effect


def _another_day(commitment: Commitment) -> list[tuple[str, str]]:
    change = commitment.asked_change
    if change is None:
        return []
    moved = commitment.changes.granted().count()
    return [
        ("承诺事项", commitment.text),
        ("申请单位", str(commitment.reply.assignment.unit)),
        ("原承诺日期", str(change.old_due)),
        ("改为", str(change.new_due)),
        ("原因", change.reason),
        ("已同意变更", f"{moved} 次"),
    ]


def _refused(commitment: Commitment) -> str:
    """The promised day stands, even if it has passed by now."""
    due = in_words(commitment.due_on)
    if commitment.due_on < day_of({}):
        return f"不同意改期，承诺日期{due}已过，请抓紧完成：{commitment.text}"
    return f"不同意改期，仍应在{due}前完成：{commitment.text}"


def _step(name: str, label: str, icon: str, **more: object) -> Transition:
    """A step about the day alone: the promise stays 履行中."""
    stays = {"sources": frozenset({C.OPEN}), "target": C.OPEN}
    return Transition(name=name, label=label, icon=icon, **stays, **more)


DATE_STEPS = [
    _step(
        "sign_date",
        "签发改期申请",
        "pen",
        allowed=heads_unit & is_date_at_head,
        form=HeadSignForm,
        blocked=_too_late_to_sign,
        effect=_sign,
        confirm=_read_draft,
    ),
    _step(
        "give_back_date",
        "退回修改",
        "arrow-return-left",
        style="secondary",
        allowed=heads_unit & is_date_at_head,
        form=GiveBackForm,
        effect=_give_back,
        confirm=_read_draft,
        says_why=True,
        tell=staff_for,
        told=lambda commitment: f"改期申请退回修改：{commitment.text}",
    ),
    _step(
        "take_back_date",
        "撤回送签",
        "arrow-counterclockwise",
        style="secondary",
        allowed=drafts_for_head & is_date_at_head,
        effect=_take_back,
        confirm=_read_draft,
        tell=_heads,
        told=lambda commitment: f"经办人已撤回送签，不用再签：“{commitment.text}”的改期申请",
    ),
    _step(
        "propose_date",
        "申请改期",
        "calendar-plus",
        style="secondary",
        allowed=(heads_unit & ~is_date_at_head) | is_clerk,
        form=ProposeDateForm,
        blocked=_asked_already,
        effect=_propose,
        confirm=promise_facts,
    ),
    _step(
        "draft_date",
        "申请改期（送负责人签）",
        "calendar-plus",
        style="secondary",
        allowed=drafts_for_head & ~is_date_at_head,
        form=ProposeDateForm,
        blocked=_asked_already,
        effect=_draft,
        confirm=_to_draft,
        tell=_heads,
        told=lambda commitment: f"待签发：“{commitment.text}”的改期申请",
    ),
    _step(
        "agree_date",
        "同意改期",
        "calendar-check",
        allowed=is_office & is_asking_for_another_day,
        form=NoteForm,
        blocked=_nothing_asked,
        effect=_decide_date(True),
        confirm=_another_day,
        says_why=True,
        tell=staff_for,
        told=lambda commitment: f"同意改期至{in_words(commitment.due_on)}：{commitment.text}",
    ),
    _step(
        "refuse_date",
        "不同意改期",
        "calendar-x",
        style="secondary",
        allowed=is_office & is_asking_for_another_day,
        form=NoteForm,
        blocked=_nothing_asked,
        effect=_decide_date(False),
        confirm=_another_day,
        says_why=True,
        tell=staff_for,
        told=_refused,
    ),
]
