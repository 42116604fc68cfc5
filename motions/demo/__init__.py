"""The demo's motions: 2024 in outline, 2025 whole, this year in every state."""

from datetime import date, time, timedelta

from motions import services
from motions.demo.build import Builder
from motions.demo.handling_report import load_reports
from motions.demo.past import CASES_2024, CASES_2025, CASES_2026, EARLIER
from motions.demo.photos import show_places
from motions.demo.planning import plan_next
from motions.demo.publishing import publish
from motions.demo.running import cases_now
from motions.demo.small import small_cases
from motions.demo.urging import urge, wait_for_verdicts
from motions.demo.worked import merge_two, vote_on_bill
from motions.models import AssignmentMeeting, KeyFollowUp, Motion, RepeatLink
from renda.core.demo import Demo, demo_part
from renda.core.models import Term
from sessions_app.models import Session

MEETINGS = (
    ("14-1", date(2024, 3, 12)),
    ("14-2", date(2025, 3, 25)),
    ("14-4", date(2026, 3, 17)),
)
WULEI = "关于对集镇五雷街道路硬化及雨污管网改造的建议"
RUNNING_KEY = "关于提升溪口村自来水水压的建议"


@demo_part("motions", order=30)
def load(demo: Demo) -> None:
    """Meetings first, then the cases, then what links them; leaves ``demo.shared["motions"]``."""
    builder = Builder(demo)
    if not demo.full:
        demo.shared["motions"] = builder.load(small_cases(demo.today), {})
        wait_for_verdicts(demo, demo.shared["motions"].values())
        publish(demo)
        return
    cases = [*CASES_2024, *CASES_2025, *CASES_2026]
    cases = [c for c in cases if c.submitted <= demo.today]
    running = [c for c in cases_now(demo.today) if is_this_year(c, demo.today)]
    found = builder.load([*cases, *running], meetings(demo))
    worked = [vote_on_bill(demo), *merge_two(demo)]
    found |= {motion.title: motion for motion in worked if motion}
    demo.shared["motions"] = found
    link(demo, found)
    show_places(demo, found[WULEI])
    load_reports(demo)
    publish(demo)
    for motion in found.values():
        if motion.status == Motion.Status.ACCEPTED:
            plan_next(demo, motion)


def is_this_year(case, today: date) -> bool:
    """Early in a year the older of the running cases would belong to the complete year before."""
    return case.submitted is None or case.submitted >= date(2026, 1, 1)


def meetings(demo: Demo) -> dict[date, AssignmentMeeting]:
    """The 交办会 of each year, by day."""
    rows = [
        AssignmentMeeting(
            township=demo.township,
            held_on=on,
            starts_at=time(9, 0),
            place="镇政府三楼会议室",
            host=demo.users["chair"].name,
            session=demo.shared["sessions"].get(key),
            minutes="主席通报议案建议交办情况，镇长提出办理要求，各承办单位负责人签收交办单并表态。",
        )
        for key, on in MEETINGS
        if on <= demo.today
    ]
    AssignmentMeeting.objects.bulk_create(rows)
    clerk = demo.users["clerk"]
    demo.record(clerk, "登记", rows, lambda row: row.held_on - timedelta(days=4))
    for row in rows:
        with demo.on(row.held_on - timedelta(days=3)):
            services.ask_heads(meeting=row, by=clerk)
        heads = row.roll.entries.order_by("pk").values_list("pk", flat=True)
        with demo.on(row.held_on):
            services.keep_attendance(meeting=row, present=list(heads[1:]), by=clerk)
    return {row.held_on: row for row in rows}


def link(demo: Demo, found: dict[str, Motion]) -> None:
    """五雷街 was raised before, in the term before and a year earlier; the presidium watches it."""
    main = found[WULEI]
    before = earlier(demo)
    last_year = found[EARLIER]
    links = [
        RepeatLink.objects.create(motion=main, earlier=row, note="同一条街的路面和管网")
        for row in (before, last_year)
    ]
    clerk = demo.users["clerk"]
    demo.record(clerk, "登记", [before], main.submitted_on)
    demo.record(clerk, "关联", links, main.submitted_on)
    KeyFollowUp.objects.create(
        motion=main,
        leader="镇长陆海峰",
        supervisor=f"主席{demo.users['chair'].name}",
        on=date(2025, 3, 25),
        requirement="道路硬化与雨污分流一次设计、一次开挖，年内完工，每月报一次进度。",
        result="7月进场，10月底完工；8月、10月主席团成员和领衔代表两次到现场督办，并参加验收。",
    )
    running = found.get(RUNNING_KEY)
    if running and running.assigned_on:
        KeyFollowUp.objects.create(
            motion=running,
            leader="副镇长汤晓琴",
            supervisor=f"主席{demo.users['chair'].name}",
            on=running.assigned_on,
            requirement="赶在夏季用水高峰前通水，每半月报一次进度。",
            result="5月18日加压泵站通水；5月22日主席团成员和领衔代表到高处农户家中查看水压。"
            if running.replied_on
            else "",
        )
    late = [m for m in found.values() if m.is_open and m.due_on < demo.today]
    urge(demo, late)
    wait_for_verdicts(demo, found.values())


def earlier(demo: Demo) -> Motion:
    """The same matter at the fourth session of the thirteenth term, kept from the paper files."""
    term = Term.objects.get(number=13)
    session, _ = Session.objects.get_or_create(
        township=demo.township,
        term=term,
        session_no=4,
        defaults={
            "opens_on": date(2022, 2, 16),
            "closes_on": date(2022, 2, 16),
            "place": "镇文化礼堂",
            "total_deputies": 62,
            "status": Session.Status.ARCHIVED,
        },
    )
    return Motion.objects.create(
        term=term,
        session=session,
        number=9,
        code="13-4-09",
        lead=demo.shared["by_name"]["陈根法"],
        title="关于修补集镇五雷街路面的建议",
        field="urban",
        situation="五雷街路面坑洼，雨天积水，学生上下学不便。",
        proposal="修补破损路面，疏通路边排水沟。",
        drafted_by=demo.users["clerk"],
        is_by_office=True,
        submitted_on=date(2022, 2, 16),
        accepted_on=date(2022, 2, 16),
        assigned_on=date(2022, 3, 15),
        replied_on=date(2022, 6, 8),
        closed_on=date(2022, 6, 20),
        main_unit=demo.shared["units"]["build"],
        due_on=date(2022, 6, 15),
        result_class="B",
        verdict="basically",
        status=Motion.Status.CLOSED,
    )
