"""What a session decides: votes, resolutions, elections, resignations."""

from datetime import timedelta

from renda.core.demo import Demo
from sessions_app.demo.moments import moment, step_taken
from sessions_app.demo.texts import Plan, Race, Report
from sessions_app.models import (
    AgendaItem,
    BallotCount,
    Candidate,
    Election,
    Nomination,
    Post,
    Resignation,
    Resolution,
    Session,
    Sitting,
    Vote,
)


def load_votes(
    demo: Demo,
    session: Session,
    sitting: Sitting,
    reports: tuple[Report, ...],
    items: dict[str, AgendaItem],
    present: int,
) -> None:
    """A vote and a resolution for every report that asks for one."""
    place = demo.township.name
    for report in reports:
        if not report.resolution:
            continue
        vote = Vote.objects.create(
            session=session,
            sitting=sitting,
            agenda_item=items[report.title],
            matter=f"{report.resolution}（草案）",
            way=Vote.Way.HANDS,
            held_on=session.closes_on,
            total=session.total_deputies,
            present=present,
            votes_for=present - report.abstain - report.against,
            votes_against=report.against,
            votes_abstain=report.abstain,
        )
        resolution = Resolution.objects.create(
            session=session,
            agenda_item=items[report.title],
            vote=vote,
            title=report.resolution,
            text=f"{place}{session.name}听取和审议了{report.reporter}所作的{report.title}。\n"
            "会议认为，报告实事求是，总结成绩客观全面，提出的任务和措施切实可行。会议决定批准这个报告。\n"
            f"会议号召，全体代表和全{demo.township.level}人民团结一心，扎实工作，努力完成会议确定的各项任务。",
            passed_on=session.closes_on,
        )
        decided = moment(session.closes_on, 10, 58)
        demo.record(demo.users["clerk"], "登记", [vote, resolution], decided)


def load_election(
    demo: Demo,
    session: Session,
    sitting: Sitting,
    plan: Plan,
    items: dict[str, AgendaItem],
    present: int,
) -> None:
    """The election with its counts, announced on the spot."""
    election = Election.objects.create(
        session=session,
        sitting=sitting,
        kind=plan.election,
        method="选举办法" if plan.election == "regular" else "补选办法",
        ballots_article="本次选举办法第九条",
        difference=1 if plan.election == "regular" else None,
    )
    clerk, chair = demo.users["clerk"], demo.users["chair"]
    demo.record(clerk, "登记", [election], session.papers_on)
    counted, checked, told = (moment(session.closes_on, 10, minute) for minute in (47, 50, 52))
    for race in plan.races:
        ballot = load_race(demo, election, race, items[race.kind], present)
        demo.record(clerk, "录入计票", [ballot], counted)
        step_taken(demo, clerk, "核对无误", ballot, checked, ("check", "entering", "checked"))
        step_taken(demo, chair, "公布结果", ballot, told, ("release", "checked", "released"))


def load_race(
    demo: Demo, election: Election, race: Race, item: AgendaItem, present: int
) -> BallotCount:
    """One post with its candidates and their votes."""
    session = election.session
    post = Post.objects.create(
        election=election, agenda_item=item, kind=race.kind, seats=race.seats
    )
    nomination = Nomination.objects.create(post=post, nominated_on=session.opens_on)
    by_name = demo.shared["by_name"]
    Candidate.objects.bulk_create(
        Candidate(
            township=demo.township,
            post=post,
            nomination=nomination,
            name=name,
            deputy=by_name.get(name),
            order=n,
            votes_for=present - against - abstain,
            votes_against=against,
            votes_abstain=abstain,
        )
        for n, (name, against, abstain) in enumerate(race.candidates, 1)
    )
    tellers = ("顾长根", "罗玉珍、戴明华", "周玉兰、施雅芬")
    if not demo.full:
        tellers = ("史长林", "龚建华、樊雪梅", "金月芳、胡春兰")
    return BallotCount.objects.create(
        post=post,
        total=session.total_deputies,
        present=present,
        issued=present,
        returned=present,
        valid=present,
        void=0,
        chief_scrutineer=tellers[0],
        scrutineers=tellers[1],
        tellers=tellers[2],
        released_at=moment(session.closes_on, 10, 52),
        status="released",
    )


def load_resignations(demo: Demo, session: Session) -> None:
    """Who left before the by-election, and the deputy whose seat ended: put to the second session."""
    present = session.votes.first().present
    town = ("裘建民", "mayor"), ("方伟东", "deputy_mayor"), ("汪雪琴", "deputy_mayor")
    votes = Vote.objects.bulk_create(
        Vote(
            township=demo.township,
            session=session,
            sitting=session.sittings.plenary().first(),
            matter=matter,
            held_on=session.opens_on,
            total=session.total_deputies,
            present=present,
            votes_for=present,
        )
        for matter in (
            "接受裘建民、方伟东、汪雪琴辞去职务的请求",
            "接受裘立军辞去镇人大代表职务的请求",
        )
    )
    rows = [
        *((name, None, post, votes[0], "工作调动") for name, post in town),
        ("裘立军", demo.shared["resigned"], "deputy", votes[1], "长期外出经商，难以履行代表职务"),
    ]
    resignations = Resignation.objects.bulk_create(
        Resignation(
            township=demo.township,
            name=name,
            deputy=deputy,
            post=post,
            session=session,
            vote=vote,
            reason=reason,
            applied_on=session.opens_on - timedelta(days=12),
        )
        for name, deputy, post, vote, reason in rows
    )
    clerk = demo.users["clerk"]
    demo.record(clerk, "登记", resignations, lambda resignation: resignation.applied_on)
    demo.record(clerk, "登记", votes, moment(session.opens_on, 10, 50))
