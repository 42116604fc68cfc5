"""From the draft to the number: handed in, accepted, sent back or turned down."""

from django.utils import timezone

from motions import services
from motions.forms import (
    AcceptForm,
    ForwardForm,
    MergeForm,
    ReferForm,
    RejectForm,
    SendBackForm,
)
from motions.models import Motion
from motions.permissions import is_bill, is_entered_by_office, is_full_bill, is_lead
from motions.workflow.day import day_of
from motions.workflow.motion.shared import about, reviewed, to_suggestion, told
from renda.core import law, notifications
from renda.core.calendar import due_by_days
from renda.core.law import joint_motion
from renda.core.models import Role, User
from renda.core.notifications import notify, people_in
from renda.core.permissions import is_clerk
from renda.core.workflow import Transition

S = Motion.Status
decides_alone = is_clerk & ~is_full_bill


def _unready(motion: Motion) -> str:
    wanted = (motion.situation, motion.proposal, motion.analysis)[: 3 if motion.is_bill else 2]
    if not all(wanted):
        if motion.is_bill:
            return f"议案要写明案由、案据和方案。（{law.cite('motion.content')}）"
        return "请先写明情况和具体建议。"
    if motion.is_bill:
        check = joint_motion(1 + motion.cosigners.exclude(state="declined").count())
        if not check.passed:
            return f"{check.computed}。{check.advice}也可以改为建议提出。（{check.article}）"
    return ""


def _submit(motion: Motion, by: User | None, data: dict) -> None:
    is_first, on = motion.submitted_on is None, day_of(data)
    motion.submitted_on = motion.submitted_on or on
    if motion.status == S.RETURNED:
        motion.resubmitted_on = on
    if is_first and not motion.is_by_office and timezone.localdate(motion.created_at) != on:
        services.place_in_time(motion, on)  # a draft kept from an earlier day
    with notifications.together():
        if not motion.is_by_office:  # on paper they have signed already
            services.open_joining(motion, on=on, is_first=is_first)
        elif motion.status == S.DRAFT:
            words = f"人大办已代为登记：{motion.official_title}（领衔 {motion.lead}）"
            notify(services.authors_and(motion), words, motion)
        notify(people_in(Role.CLERK), f"待受理：{motion.official_title}（{motion.lead}）", motion)


def _signed_by_enough(motion: Motion) -> str:
    """议案 needs five deputies who have confirmed; fewer may go on as a 建议 (代表法 15)."""
    if not motion.is_bill:
        return ""
    check = joint_motion(1 + motion.cosigners.filter(state="accepted").count())
    if check.passed:
        return ""
    return f"{check.computed}。可以退回补充联名，也可以“改作建议”后受理。（{check.article}）"


def _accept(motion: Motion, by: User | None, data: dict) -> None:
    services.number_motion(motion, on=day_of(data))
    services.record_review(motion, "accept", by=by, on=day_of(data), note=data.get("note", ""))


def _accepted_as(motion: Motion) -> str:
    """议案 goes to the presidium, everything else waits for 交办."""
    return S.PRESIDIUM if motion.is_bill else S.ACCEPTED


def _refer(motion: Motion, by: User | None, data: dict) -> None:
    reviewed("reference")(motion, by, data)
    services.send_for_reference(motion, units=data.get("units", ()), by=by, on=day_of(data))


def _merge(motion: Motion, by: User | None, data: dict) -> None:
    motion.merged_into = services.hold_main(motion, data["merged_into"])
    if motion.number is None:
        services.number_motion(motion, on=day_of(data))
    services.record_review(motion, "merge", by=by, on=day_of(data), note=data["note"])
    motion.own_authors = services.carry_merged(motion, by=by, on=day_of(data))
    services.tell_main(motion, f"{_merged(motion)}。{data['note']}", but=motion.own_authors)


def _merged(motion: Motion) -> str:
    main = motion.merged_into
    return f"{motion.official_title}（{motion.number_text}）并入{main.number_text}一并办理，答复送每位代表：{main}"


def _near(motion: Motion) -> list[tuple[str, str]]:
    """What a merger looks at: the case, and how many cases it brings along."""
    brought = motion.merged.count() if motion.pk else 0
    return told(
        *about(motion),
        ("一并转入", f"原已并入本件的 {brought} 件" if brought else ""),
        ("答复", "并入后随主件交办、答复，各位代表都收到答复，都可以评价"),
        ("主件已有答复的", "已有的答复同时告知本件代表，由答复单位向其补充答复"),
        ("依据", law.cite("suggestion.merge")),
    )


def _taken_in(motion: Motion) -> list[tuple[str, str]]:
    """What the case becomes, and until when the office had to say so."""
    numbers, days = law.values_and_days("suggestion.accept_days")
    until = due_by_days(motion.handed_in_on, numbers["suggestion.accept_days"], days).on
    return [
        *about(motion),
        ("类别", motion.get_kind_display()),
        ("受理以后", "编号，送主席团决定是否列入议程" if motion.is_bill else "编号，转入待交办"),
        ("受理期限", f"{until}（{law.rule('suggestion.accept_days').reference}）"),
    ]


def _sent_back(motion: Motion) -> list[tuple[str, str]]:
    """What follows for the deputy and for the office's days."""
    return [
        *about(motion),
        ("退回以后", "代表补充后再次提交，受理期限自再次提交之日起算"),
    ]


def _turned_down(motion: Motion) -> list[tuple[str, str]]:
    """What the office may refuse, and what follows."""
    return [
        *about(motion),
        ("不受理以后", "不编号、不交办；原因和说明送领衔、联名代表"),
        ("依据", law.cite("suggestion.not_accepted")),
    ]


def _passed_up(motion: Motion) -> list[tuple[str, str]]:
    return [
        *about(motion),
        ("转报以后", "不编号、不交办；转报哪里、由谁跟进告知领衔、联名代表"),
    ]


def _for_reference(motion: Motion) -> list[tuple[str, str]]:
    return [
        *about(motion),
        ("转参考以后", "不编号、不交办，所选单位不用答复；理由告知领衔、联名代表"),
    ]


INTAKE = (
    Transition(
        name="submit",
        label="提交",
        icon="send",
        sources=frozenset({S.DRAFT, S.RETURNED}),
        target=S.SUBMITTED,
        allowed=is_lead | (is_clerk & is_entered_by_office),
        blocked=_unready,
        effect=_submit,
        confirm=about,
    ),
    Transition(
        name="accept",
        label="受理",
        icon="check2",
        sources=frozenset({S.SUBMITTED}),
        target=_accepted_as,
        allowed=is_clerk,
        form=AcceptForm,
        blocked=_signed_by_enough,
        effect=_accept,
        confirm=_taken_in,
        tell=services.authors_of,
        told=lambda motion: f"已受理，编为{motion.number_text}：{motion.official_title}",
    ),
    Transition(
        name="as_suggestion",
        label="改作建议",
        icon="arrow-left-right",
        style="secondary",
        sources=frozenset({S.SUBMITTED}),
        target=S.SUBMITTED,
        allowed=(is_lead | decides_alone) & is_bill,
        effect=to_suggestion,
        confirm=about,
        tell=lambda motion: services.authors_and(motion, Role.CLERK),
    ),
    Transition(
        name="send_back",
        label="退回补充",
        icon="arrow-return-left",
        style="secondary",
        sources=frozenset({S.SUBMITTED}),
        target=S.RETURNED,
        allowed=is_clerk,
        form=SendBackForm,
        effect=reviewed("return"),
        confirm=_sent_back,
        says_why=True,
        tell=services.authors_of,
    ),
    Transition(
        name="refer",
        label="转工作参考",
        icon="bookmark",
        style="secondary",
        sources=frozenset({S.SUBMITTED}),
        target=S.REFERENCE,
        allowed=decides_alone,
        form=ReferForm,
        effect=_refer,
        confirm=_for_reference,
        says_why=True,
        tell=services.authors_of,
    ),
    Transition(
        name="forward",
        label="转报上级",
        icon="box-arrow-up",
        style="secondary",
        sources=frozenset({S.SUBMITTED}),
        target=S.FORWARDED,
        allowed=decides_alone,
        form=ForwardForm,
        effect=reviewed("forward"),
        confirm=_passed_up,
        says_why=True,
        tell=services.authors_of,
    ),
    Transition(
        name="merge",
        label="并案",
        icon="intersect",
        style="secondary",
        sources=frozenset({S.SUBMITTED, S.ACCEPTED}),
        target=S.MERGED,
        allowed=is_clerk & ~is_bill,
        form=MergeForm,
        effect=_merge,
        confirm=_near,
        says_why=True,
        tell=lambda motion: motion.own_authors,
        told=_merged,
    ),
    Transition(
        name="reject",
        label="不予受理",
        icon="slash-circle",
        style="danger",
        sources=frozenset({S.SUBMITTED}),
        target=S.REJECTED,
        allowed=decides_alone,
        form=RejectForm,
        effect=reviewed("reject"),
        confirm=_turned_down,
        says_why=True,
        tell=services.authors_of,
    ),
)
