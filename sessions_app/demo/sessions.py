"""Sessions as they were held, and the next one in preparation."""

from datetime import timedelta
from random import Random

from renda.core.demo import Demo
from sessions_app.demo.agenda import load_agenda, load_documents
from sessions_app.demo.answering import load_credentials, load_interpellation
from sessions_app.demo.moments import moment, step_taken
from sessions_app.demo.sittings import Away, load_sittings
from sessions_app.demo.texts import LIANXI, YAOBU, Plan
from sessions_app.demo.voting import load_election, load_resignations, load_votes
from sessions_app.models import (
    AgendaItem,
    Session,
    Sitting,
)
from sessions_app.services import all_deputies, hold_sitting

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
    load_credentials(demo, found["14-1"])
    if demo.full:
        load_interpellation(demo, found[f"14-{len(held)}"])
        load_resignations(demo, found["14-2"])


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
