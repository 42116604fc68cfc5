"""Sessions with their sittings, rolls, reports, votes, resolutions and elections."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import Model
from django.utils import timezone

from deputies.models import Roll, RollEntry
from renda.core.demo import Demo
from renda.core.models import User
from sessions_app.demo.texts import LIANXI, YAOBU, Plan, Race, Report
from sessions_app.models import (
    AgendaItem,
    BallotCount,
    Candidate,
    DocumentReceipt,
    Election,
    Nomination,
    Post,
    PostKind,
    Resignation,
    Resolution,
    Session,
    SessionDocument,
    Sitting,
    Vote,
)
from sessions_app.services import all_deputies, hold_sitting

LEAVES = ("病假", "公出", "公出", "外出就医")
FILED_AFTER = timedelta(days=30)
AHEAD = timedelta(days=10)  # the session in preparation: its notice falls due in a few days


def load_sessions(demo: Demo, chance: Random) -> None:
    """The sessions held up to today, and the next one in preparation."""
    plans = LIANXI if demo.full else YAOBU
    held = [plan for plan in plans if plan.opens_on < demo.today]
    found = {f"14-{plan.no}": load_session(demo, chance, plan) for plan in held}
    number = len(held) + 1
    found[f"14-{number}"] = prepare(demo, number)
    demo.shared["sessions"] = found
    if demo.full:
        load_resignations(demo, found["14-2"])


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in the township."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def load_session(demo: Demo, chance: Random, plan: Plan) -> Session:
    """One session that was held, archived unless it is the latest."""
    day = plan.opens_on
    latest = (demo.today - day).days < 200
    session = Session.objects.create(
        term=demo.shared["term"],
        session_no=plan.no,
        opens_on=day,
        closes_on=plan.closes_on or day,
        place="镇文化礼堂" if demo.full else "乡政府三楼会议室",
        published_on=day - timedelta(days=13),
        notice_on=day - timedelta(days=11),
        papers_on=day - timedelta(days=4),
        total_deputies=all_deputies(day),
        guests="镇人民政府领导人员；镇属各单位、驻镇站所负责人；各村党支部书记；在本镇选出的县人大代表"
        if demo.full
        else "乡人民政府领导人员；各村党支部书记",
        status="closed" if latest else "archived",
    )
    clerk, chair = demo.users["clerk"], demo.users["chair"]
    demo.record(clerk, "登记", [session], session.published_on)
    away = Away(demo, chance, plan)
    sittings = load_sittings(demo, chance, session, away)
    items = load_agenda(demo, session, plan)
    load_documents(demo, chance, session, items)
    plenary = sittings["second"]
    present = session.total_deputies - len(away.leave) - len(away.absent)
    load_votes(demo, session, plenary, plan.reports, items, present)
    if plan.races:
        load_election(demo, session, plenary, plan, items, present)
    opened, ended = moment(day, 9), moment(session.closes_on, 11, 30)
    archived = session.closes_on + FILED_AFTER
    step_taken(demo, chair, "宣布开会", session, opened, ("convene", "preparing", "convened"))
    step_taken(demo, chair, "闭幕", session, ended, ("close", "convened", "closed"))
    if not latest:
        step_taken(demo, clerk, "归档", session, archived, ("archive", "closed", "archived"))
    return session


def step_taken(
    demo: Demo, by: User, label: str, row: Model, at: date | datetime, step: tuple[str, str, str]
) -> None:
    """The line that a step (name, state before, state after) leaves."""
    name, before, after = step
    demo.record(by, label, [row], at, step=name, before=before, after=after)


class Away:
    """Who could not come to one session; the presidium always does."""

    def __init__(self, demo: Demo, chance: Random, plan: Plan) -> None:
        always = {d.pk for d in demo.shared["presidium"]}
        free = [d.pk for d in demo.shared["deputies"] if d.pk not in always]
        chosen = chance.sample(free, plan.leave + plan.absent)
        self.leave = dict(zip(chosen[: plan.leave], LEAVES * 3, strict=False))
        self.absent = set(chosen[plan.leave :])


def load_sittings(demo: Demo, chance: Random, session: Session, away: Away) -> dict[str, Sitting]:
    """预备会议, two plenary sittings around the groups' review, and the presidium's."""
    day, last = session.opens_on, session.closes_on
    chaired = demo.users["chair"].name
    rows = {
        "preparatory": ("preparatory", 1, moment(day, 8, 30), "通过会议议程，选举主席团和秘书长"),
        "first": ("plenary", 1, moment(day, 9), "听取各项报告"),
        "group": ("group", 1, moment(day, 10), "分团审议各项报告"),
        "presidium": ("presidium", 1, moment(day, 10, 20), "听取各代表团审议情况汇报"),
        "second": ("plenary", 2, moment(last, 10, 30), "选举，表决各项决议"),
    }
    found = {}
    for key, (kind, no, at, content) in rows.items():
        sitting = Sitting(
            session=session, kind=kind, no=no, starts_at=at, content=content, chaired_by=chaired
        )
        found[key] = hold_sitting(sitting=sitting)
        sign_in(demo, chance, found[key].roll, at, away)
    demo.record(demo.users["clerk"], "登记", found.values(), session.papers_on)
    return found


def sign_in(demo: Demo, chance: Random, roll: Roll, at: datetime, away: Away) -> None:
    """They come in waves in the half hour before, but for those who are away; the roll is closed."""
    entries = RollEntry.objects.filter(roll=roll)
    approved_by = demo.users["chair"].name
    for pk, reason in away.leave.items():
        entries.filter(deputy=pk).update(
            state=RollEntry.State.ON_LEAVE, reason=reason, approved_by=approved_by
        )
    entries.filter(deputy__in=away.absent).update(state=RollEntry.State.ABSENT)
    coming = list(
        entries.filter(state=RollEntry.State.EXPECTED).values_list("pk", flat=True).order_by("pk")
    )
    chance.shuffle(coming)
    waves = 8
    for wave in range(waves):
        entries.filter(pk__in=coming[wave::waves]).update(
            state=RollEntry.State.PRESENT,
            at=at - timedelta(minutes=4 * wave + chance.randint(2, 5)),
            way=RollEntry.Way.CLERK if wave < 2 else RollEntry.Way.SCAN,
        )
    Roll.objects.filter(pk=roll.pk).update(is_closed=True)


def load_agenda(demo: Demo, session: Session, plan: Plan) -> dict[str, AgendaItem]:
    """Reports first, then elections, by report title and post kind."""
    rows = [(r.title, "report", r.title, r.reporter) for r in plan.reports]
    word = {"regular": "选举", "by_election": "补选"}.get(plan.election, "")
    for race in plan.races:
        title = PostKind(race.kind).label
        if not demo.full:
            title = title.replace("镇长", "乡长")
        rows.append((race.kind, "election", f"{word}{title} {race.seats} 名", ""))
    if plan.races:
        rows.append(("oath", "other", "宪法宣誓", ""))
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            township=demo.township, session=session, order=n, kind=kind, title=title, reporter=who
        )
        for n, (_, kind, title, who) in enumerate(rows, 1)
    )
    return {row[0]: item for row, item in zip(rows, items, strict=True)}


def load_documents(
    demo: Demo, chance: Random, session: Session, items: dict[str, AgendaItem]
) -> None:
    """The reports as papers of the pack, read by nearly everybody."""
    titles = [(item.title, item, False) for item in items.values() if item.kind == "report"]
    if any(item.kind == "election" for item in items.values()):
        titles.append(("选举办法", None, True))
    documents = SessionDocument.objects.bulk_create(
        SessionDocument(
            township=demo.township,
            session=session,
            agenda_item=item,
            order=n,
            title=title,
            is_draft=draft,
            summary=f"提请{session.name}审议。",
        )
        for n, (title, item, draft) in enumerate(titles, 1)
    )
    if session.papers_on is None:
        return
    people = demo.shared["deputies"]
    DocumentReceipt.objects.bulk_create(
        DocumentReceipt(
            township=demo.township,
            document=document,
            deputy=deputy,
            read_at=moment(session.papers_on, 19) + timedelta(minutes=chance.randint(0, 2800)),
        )
        for document in documents
        for deputy in people
        if chance.random() < 0.97
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
            "会议号召，全体代表和全镇人民团结一心，扎实工作，努力完成会议确定的各项任务。",
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


def prepare(demo: Demo, number: int) -> Session:
    """The next session: its day is set, its notice and papers are still due."""
    opens_on = demo.today + AHEAD
    while opens_on.weekday() > 4:
        opens_on += timedelta(days=1)
    session = Session.objects.create(
        term=demo.shared["term"],
        session_no=number,
        opens_on=opens_on,
        closes_on=opens_on,
        place="镇文化礼堂" if demo.full else "乡政府三楼会议室",
        published_on=demo.today - timedelta(days=2),
        total_deputies=all_deputies(opens_on),
    )
    unit = "镇" if demo.full else "乡"
    rows = (
        (
            "report",
            f"{unit}人民政府关于民生实事项目实施情况的报告",
            "陆海峰" if demo.full else "邵建忠",
        ),
        (
            "report",
            f"{unit}人民政府关于代表建议办理情况的报告",
            "吴秀英" if demo.full else "梅冬生",
        ),
        ("vote", f"关于{opens_on.year + 1}年民生实事项目的决定（草案）", ""),
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            township=demo.township, session=session, order=n, kind=kind, title=title, reporter=who
        )
        for n, (kind, title, who) in enumerate(rows, 1)
    )
    sitting = hold_sitting(
        sitting=Sitting(
            session=session, kind="plenary", no=1, starts_at=moment(opens_on, 9), content="听取报告"
        )
    )
    load_documents(demo, Random(7), session, {item.title: item for item in items})
    demo.record(demo.users["clerk"], "登记", [session, sitting], session.published_on)
    return session


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
