"""Between sessions: the presidium, its meetings, its notices and its rules."""

from datetime import date, timedelta
from random import Random

from deputies.models import Deputy, Roll, RollEntry
from renda.core.demo import Demo
from renda.core.numbers import next_number
from sessions_app.demo.texts import (
    LIANXI_PRESIDIUM,
    MEETINGS,
    RULE_TEXTS,
    RULES,
    SMALL_MEETINGS,
    SMALL_RULES,
    YAOBU_PRESIDIUM,
)
from sessions_app.models import (
    Notice,
    PresidiumMeeting,
    PresidiumMember,
    PresidiumTopic,
    RuleDocument,
    RuleVersion,
)
from sessions_app.services import adopt_version, hold_presidium_meeting


def load_presidium(demo: Demo) -> None:
    """The presidium elected at the first session; the first is chair, the second vice chair."""
    names = LIANXI_PRESIDIUM if demo.full else YAOBU_PRESIDIUM
    by_name = demo.shared["by_name"]
    people: list[Deputy] = [by_name[name] for name in names]
    roles = ["chair", "vice_chair", *["member"] * len(people)]
    if not demo.full:
        roles[1] = "member"
    PresidiumMember.objects.bulk_create(
        PresidiumMember(
            township=demo.township,
            term=demo.shared["term"],
            deputy=deputy,
            role=role,
            from_on=demo.shared["term"].starts_on,
        )
        for deputy, role in zip(people, roles, strict=False)
    )
    demo.shared["presidium"] = people


def load_meetings(demo: Demo, chance: Random) -> None:
    """A meeting every quarter, with its topics and roll."""
    rows = MEETINGS if demo.full else SMALL_MEETINGS
    found: dict[date, PresidiumMeeting] = {}
    topics = []
    for no, (held_on, subjects) in enumerate((r for r in rows if r[0] < demo.today), 1):
        meeting = hold_presidium_meeting(
            meeting=PresidiumMeeting(
                term=demo.shared["term"],
                no=no,
                held_on=held_on,
                place="镇政府二楼会议室" if demo.full else "乡政府会议室",
                chaired_by=demo.users["chair"].name,
                recorder=demo.users["clerk"].name,
                guests="镇人民政府分管领导，各代表小组组长" if demo.full else "",
            )
        )
        entries = list(RollEntry.objects.filter(roll=meeting.roll))
        for entry in entries:
            entry.state = RollEntry.State.PRESENT
        if chance.random() < 0.5:
            entries[-1].state, entries[-1].reason = RollEntry.State.ON_LEAVE, "公出"
        RollEntry.objects.bulk_update(entries, ["state", "reason"])
        Roll.objects.filter(pk=meeting.roll.pk).update(is_closed=True)
        present = sum(entry.state == RollEntry.State.PRESENT for entry in entries)
        topics += [
            PresidiumTopic(
                township=demo.township,
                meeting=meeting,
                order=order,
                title=title,
                reporter=reporter,
                discussion="与会人员逐项讨论，提出修改意见。",
                decision=decision,
                votes_for=present,
            )
            for order, (title, reporter, decision) in enumerate(subjects, 1)
        ]
        found[held_on] = meeting
    PresidiumTopic.objects.bulk_create(topics)
    demo.record(demo.users["clerk"], "登记", found.values(), lambda meeting: meeting.held_on)
    demo.shared["presidium_meetings"] = found


def load_notices(demo: Demo) -> None:
    """Every session is announced, every election's result published; one draft waits."""
    clerk = demo.users["clerk"]
    presidium = demo.township.presidium_name
    issued = []
    for session in demo.shared["sessions"].values():
        name = f"{demo.township.name}{session.name}"
        rows = [
            (
                "session",
                f"关于召开{session.name}的公告",
                f"经主席团会议决定，{name}于{chinese(session.opens_on)}召开。特此公告。",
                session.published_on,
                None,
            )
        ]
        for election in session.elections.prefetch_related("posts__candidates", "posts__ballots"):
            rows.append(
                (
                    "election",
                    f"关于{election.get_kind_display()}结果的公告",
                    f"{name}于{chinese(session.closes_on)}{election.get_kind_display()}："
                    + "；".join(elected_of(post) for post in election.posts.all())
                    + "。特此公告。",
                    session.closes_on,
                    election,
                )
            )
        issued += [notice_of(demo, session, *row) for row in rows]
    if demo.full:
        issued.append(
            notice_of(
                demo,
                None,
                "credentials",
                "关于补选代表资格的公告",
                f"经代表资格审查委员会审查，{presidium}确认凌海燕的代表资格有效。特此公告。",
                date(2025, 7, 18),
                None,
            )
        )
    issued.sort(key=lambda notice: notice.issued_on)
    for notice in issued:
        notice.year = notice.issued_on.year
        notice.number = next_number(f"notice:{notice.year}")
        notice.save()
    demo.record(clerk, "发布", issued, lambda notice: notice.issued_on)
    draft = Notice.objects.create(
        kind="other",
        title="关于公布代表联络站接待日的公告",
        text="现将本年度第一季度各代表联络站接待选民的日期公布如下，欢迎选民届时前往。",
    )
    demo.record(clerk, "登记", [draft], demo.today - timedelta(days=1))


def notice_of(demo: Demo, session, kind, title, text, on, election) -> Notice:
    """An issued notice that still lacks its number."""
    return Notice(
        session=session,
        election=election,
        kind=kind,
        title=title,
        text=text,
        issued_on=on,
        status="issued",
    )


def elected_of(post) -> str:
    """陆海峰当选为镇长."""
    names = [
        c.name
        for c, result in zip(post.standing, post.outcome.candidates, strict=True)
        if result.is_elected
    ]
    return f"{'、'.join(names)}当选为{post.title}"


def chinese(day: date) -> str:
    """2025年1月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def load_rules(demo: Demo) -> None:
    """Every rule with its versions, each adopted by the presidium meeting of its day."""
    meetings: dict[date, PresidiumMeeting] = demo.shared["presidium_meetings"]
    written: list[RuleDocument] = []
    first_adopted: dict[int, date] = {}
    for name, category, versions in RULES if demo.full else SMALL_RULES:
        known = [row for row in versions if row[1] < demo.today]
        if not known:
            continue
        document = RuleDocument.objects.create(name=name, category=category)
        written.append(document)
        first_adopted[document.pk] = min(adopted_on for _, adopted_on, _ in known)
        for kind, adopted_on, in_force_from in known:
            adopt_version(
                version=RuleVersion(
                    document=document,
                    kind=kind,
                    adopted_on=adopted_on,
                    in_force_from=in_force_from,
                    meeting=meetings.get(adopted_on),
                    text=RULE_TEXTS[name],
                )
            )
    demo.record(demo.users["clerk"], "登记", written, lambda document: first_adopted[document.pk])
