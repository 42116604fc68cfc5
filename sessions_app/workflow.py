"""The steps of a session, of a ballot count and of a notice."""

from django import forms
from django.db.models import Exists, OuterRef
from django.utils import timezone

from renda.core import law
from renda.core.forms import DateInput, NoteForm, StepForm
from renda.core.models import Role, User
from renda.core.notifications import people_in
from renda.core.numbers import next_number
from renda.core.permissions import is_clerk, is_office
from renda.core.workflow import Transition, Workflow
from sessions_app import services
from sessions_app.forms.election import names_in
from sessions_app.models import BallotCount, Notice, Session, Sitting


def quorum_missing(session: Session) -> str:
    """Why the session can't open yet: two thirds of all deputies must be there (组织法 14)."""
    sittings = session.sittings.plenary().with_counts().with_all_deputies(session.opens_on)
    best = max(sittings, key=lambda sitting: sitting.present, default=None)
    if best is None:
        return "还没有安排全体会议，请先“安排日程”。"
    check = law.quorum(best.present, best.all_deputies)
    return "" if check.passed else check.sentence


def fix_deputies(session: Session, by: User | None, data: dict) -> None:
    """From now on 全体代表 is the number of this day."""
    session.total_deputies = services.all_deputies(session.opens_on)


def still_open(session: Session) -> str:
    """What must be finished before the session closes; one query, for the button asks it too."""
    counting = BallotCount.objects.filter(post__election__session=OuterRef("pk")).exclude(
        status=BallotCount.Status.RELEASED
    )
    unsigned = Sitting.objects.filter(session=OuterRef("pk"), roll__is_closed=False)
    rows = Session.objects.filter(pk=session.pk)
    is_counting, is_signing = rows.values_list(Exists(counting), Exists(unsigned)).get()
    if is_counting:
        return "还有选举计票没有公布。"
    return "还有签到册没有截止。" if is_signing else ""


def facts_of_session(session: Session) -> list[tuple[str, str]]:
    """What the confirmation repeats."""
    return [
        ("会议", session.name),
        ("会期", f"{session.opens_on} 至 {session.closes_on}"),
        ("全体代表", f"{services.all_deputies(session.opens_on)} 名"),
    ]


session_workflow = Workflow(
    Session,
    [
        Transition(
            name="convene",
            label="宣布开会",
            sources=frozenset({Session.Status.PREPARING}),
            target=Session.Status.CONVENED,
            allowed=is_office,
            blocked=quorum_missing,
            checks=services.preparation_checks,
            effect=fix_deputies,
            confirm=facts_of_session,
            icon="play-circle",
        ),
        Transition(
            name="close",
            label="闭幕",
            sources=frozenset({Session.Status.CONVENED}),
            target=Session.Status.CLOSED,
            allowed=is_office,
            blocked=still_open,
            icon="stop-circle",
        ),
        Transition(
            name="archive",
            label="归档",
            sources=frozenset({Session.Status.CLOSED}),
            target=Session.Status.ARCHIVED,
            allowed=is_clerk,
            confirm=lambda s: [("会议", s.name), ("归档后", "议程、表决、决议不能再改")],
            icon="archive",
        ),
    ],
)


def why_not_counted(ballot: BallotCount) -> str:
    """A missing scrutineer, or one who is a candidate; the sums are the step's checks."""
    if not (ballot.chief_scrutineer and ballot.scrutineers and ballot.tellers):
        return "请填总监票人、监票人和计票人。"
    names = {c.name for c in ballot.post.listed}
    if both := names.intersection(names_in(f"{ballot.chief_scrutineer}、{ballot.scrutineers}")):
        return f"候选人{'、'.join(sorted(both))}不能担任监票人。"
    return ""


def facts_of_ballot(ballot: BallotCount) -> list[tuple[str, str]]:
    """What the confirmation repeats: who has how many votes, and who is elected."""
    outcome = ballot.post.outcome
    lines = [
        (
            "选票",
            f"发出 {ballot.issued}，收回 {ballot.returned}，有效 {ballot.valid}，无效 {ballot.void}",
        )
    ]
    if outcome:
        lines += [
            (c.name, f"赞成 {c.votes_for}，{result.verdict.label}")
            for c, result in zip(ballot.post.standing, outcome.candidates, strict=True)
        ]
        if outcome.advice:
            lines.append(("下一步", outcome.advice))
    return lines


def note_release(ballot: BallotCount, by: User | None, data: dict) -> None:
    """The moment of the announcement."""
    ballot.released_at = timezone.now()


def why_it_stands(ballot: BallotCount) -> str:
    """A session's papers are settled once it was archived."""
    session = ballot.post.election.session
    return f"{session}已经归档。" if session.status == Session.Status.ARCHIVED else ""


def facts_of_correction(ballot: BallotCount) -> list[tuple[str, str]]:
    """What the confirmation repeats, and what becomes of an announced result."""
    return [
        *facts_of_ballot(ballot),
        ("更正以后", "计票回到录入，重新核对、公布后才计入选举结果；已发布的公告不会随之更改"),
    ]


def note_correction(ballot: BallotCount, by: User | None, data: dict) -> None:
    """The announcement holds no longer."""
    ballot.released_at = None


ballot_workflow = Workflow(
    BallotCount,
    [
        Transition(
            name="check",
            label="核对无误",
            sources=frozenset({BallotCount.Status.ENTERING}),
            target=BallotCount.Status.CHECKED,
            allowed=is_office,
            blocked=why_not_counted,
            checks=lambda ballot: ballot.checks,
            confirm=facts_of_ballot,
            icon="check2-square",
        ),
        Transition(
            name="send_back",
            label="退回录入",
            sources=frozenset({BallotCount.Status.CHECKED}),
            target=BallotCount.Status.ENTERING,
            allowed=is_office,
            form=NoteForm,
            style="danger",
            icon="arrow-counterclockwise",
        ),
        Transition(
            name="release",
            label="公布结果",
            sources=frozenset({BallotCount.Status.CHECKED}),
            target=BallotCount.Status.RELEASED,
            allowed=is_office,
            effect=note_release,
            confirm=facts_of_ballot,
            icon="megaphone",
        ),
        Transition(
            name="correct",
            label="更正",
            sources=frozenset({BallotCount.Status.RELEASED}),
            target=BallotCount.Status.ENTERING,
            allowed=is_office,
            form=NoteForm,
            blocked=why_it_stands,
            effect=note_correction,
            confirm=facts_of_correction,
            style="danger",
            icon="arrow-counterclockwise",
        ),
    ],
)


class IssueForm(StepForm):
    """The day a notice is issued; its number follows from it."""

    issued_on = forms.DateField(label="发布日期", widget=DateInput, initial=timezone.localdate)


def number_notice(notice: Notice, by: User | None, data: dict) -> None:
    """The next number of the year, without gaps."""
    notice.issued_on = data["issued_on"]
    notice.year = notice.issued_on.year
    notice.number = next_number(f"notice:{notice.year}")


notice_workflow = Workflow(
    Notice,
    [
        Transition(
            name="issue",
            label="发布",
            sources=frozenset({Notice.Status.DRAFT}),
            target=Notice.Status.ISSUED,
            allowed=is_office,
            form=IssueForm,
            effect=number_notice,
            tell=lambda notice: people_in(Role.DEPUTY),
            told=lambda notice: f"公告 {notice.number_text}：{notice.title}",
            icon="megaphone",
        ),
    ],
)
