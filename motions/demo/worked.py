"""Cases that people of the demo take through the workflow itself: two merged into one, a 议案 voted on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db.models import Max
from django.utils import timezone

from motions import services
from motions.demo.cases import workday
from motions.models import Assignment, ContactLog, Motion, Reply
from motions.workflow import assignment_workflow, motion_workflow
from renda.core.demo import Demo
from renda.core.models import Notification, User
from sessions_app.models import AgendaItem, Resolution, Session, Vote

READ_AFTER = timedelta(days=7)
TREE = "关于清理上湾村口倒伏大树的建议"
WIRES = "关于抢修上湾村口被大树压断的广播线的建议"
BILL = "关于划定石坑坪饮用水源保护范围的议案"
JOINED = ("江喆敏", "谢大海", "邵祎", "汪德明", "吴建平")


@contextmanager
def at(demo: Demo, day: date, hour: time) -> Iterator[None]:
    """What is done in the block was done then, and whoever was told was told then; old news is read."""
    last = Notification.objects.aggregate(last=Max("pk"))["last"] or 0
    moment = demo.moment(timezone.make_aware(datetime.combine(day, hour)))
    with demo.on(moment):
        yield
    is_old = day < demo.today - READ_AFTER
    told = Notification.objects.filter(pk__gt=last)
    told.update(created_at=moment, read_at=moment if is_old else None)


def take(record: Motion | Assignment, step: str, by: User, on: date, **data: object):
    """One step of a workflow, taken by somebody on a day."""
    workflow = motion_workflow if isinstance(record, Motion) else assignment_workflow
    return workflow.perform(step, record, by=by, data=data | {"on": on})


def hand_in(demo: Demo, on: date, joined: tuple[str, ...], **fields: object) -> Motion:
    """A deputy writes a case on the phone, the co-signers sign on paper, and it is handed in."""
    by_name, clerk = demo.shared["by_name"], demo.users["clerk"]
    motion = Motion(township=demo.township, drafted_by=clerk, is_by_office=True, **fields)
    if motion.lead.user_id:
        motion.drafted_by, motion.is_by_office = motion.lead.user, False
    services.place_in_time(motion, on)
    motion.submitted_on = on if motion.is_by_office else None
    with at(demo, on, time(8, 40)):
        motion.save()
        demo.record(motion.drafted_by, "登记" if motion.is_by_office else "填写", [motion], on)
        people = [by_name[name] for name in joined if name in by_name]
        services.invite(motion=motion, deputies=people, by=motion.drafted_by, confirmed_on=on)
        return take(motion, "submit", motion.drafted_by, on)


# --- two cases of one matter ---------------------------------------------------------------------
def merge_two(demo: Demo) -> list[Motion]:
    """Two deputies ask for the same: the office merges the cases, and one letter answers both."""
    day = [workday(demo.today - timedelta(days=n)) for n in range(7)]
    if day[6] < date(2026, 1, 1):
        return []
    by_name, clerk = demo.shared["by_name"], demo.users["clerk"]
    tree = hand_in(
        demo, day[6], ("章淑琴",), lead=by_name["林美凤"], title=TREE, field="traffic",
        place="上湾村口", situation="大风刮倒村口一棵枫杨，压住半幅路面，校车绕行。",
        proposal="锯断清运，恢复通车；同排另两棵空心的，请林业员看过再定。",
    )  # fmt: skip
    wires = hand_in(
        demo, day[5], ("谢大海",), lead=by_name["陈根法"], title=WIRES, field="governance",
        place="上湾村口", situation="村口大树倒下，压断应急广播线，全村听不到预警。",
        proposal="清走大树，接通广播线，改走对侧电杆。",
    )  # fmt: skip
    with at(demo, day[4], time(9, 20)):
        tree = take(tree, "accept", clerk, day[4], note="一事一件，内容具体，予以受理。")
        wires = take(wires, "accept", clerk, day[4], note="一事一件，内容具体，予以受理。")
        note = "同一棵倒伏的大树引起，一并清理、抢修，一并答复两位代表。"
        wires = take(wires, "merge", clerk, day[4], merged_into=tree, note=note)
    with at(demo, day[4], time(10)):
        unit = demo.shared["units"]["build"]
        (part,) = services.assign(
            motion=tree, units=[(unit, "lead")], on=day[4], by=clerk, leader=unit.leader,
            instruction="两件一并办理，先清路，再接线，两位代表都要见到。",
        )  # fmt: skip
    answer(demo, part, [tree.lead, wires.lead], day)
    return [Motion.objects.get(pk=motion.pk) for motion in (tree, wires)]


def answer(demo: Demo, part: Assignment, deputies: list, day: list[date]) -> None:
    """Signed for, both deputies met on site, one letter to both; the author of the merged case has read it."""
    handler, head = demo.users["handler"], demo.users["head"]
    with at(demo, day[3], time(8, 30)):
        part = take(part, "sign", handler, day[3], person=handler.name)
    said = ("树清掉就行，另两棵也要看。", "广播线要改走对侧，免得再压断。")
    for deputy, words in zip(deputies, said, strict=True):
        with at(demo, day[3], time(15)):
            contact = services.add_contact(
                contact=ContactLog(
                    township=demo.township, motion=part.motion, assignment=part, deputy=deputy,
                    stage="during", way="visit", on=day[3], place="上湾村口",
                    people=f"{part.unit}{handler.name}，{deputy}代表", words=words, response="今天清路，明天接线。",
                ),
            )  # fmt: skip
            demo.record(handler, "登记", [contact], day[3])
        with at(demo, day[2], time(19, 10)):
            services.confirm_contact(
                contact=contact, is_true=True, note="", by=deputy.user, on=day[2]
            )
    main = part.motion
    with at(demo, day[2], time(16)):
        letter = Reply.objects.create(
            township=demo.township, assignment=part, result_class="A",
            body=f"您提出的《{main.official_title}》（{main.printed_number}）已收悉。经研究，现答复如下：\n"
            "感谢您对我们工作的关心和支持。",
            done_items="倒伏的枫杨已锯断清运，路面当天恢复通车\n另两棵空心的已由林业员鉴定，截去树冠\n"
            "广播线改走对侧电杆，已恢复播音",
            contact=f"{handler.name}　{part.unit.phone}", drafted_by=handler, drafted_on=day[2],
        )  # fmt: skip
        demo.record(handler, "拟稿", [letter], day[2])
        part = take(part, "send", handler, day[2])
    with at(demo, day[1], time(11)):
        take(part, "issue", head, day[1])
    letter.refresh_from_db()
    read_at = demo.moment(timezone.make_aware(datetime.combine(day[1], time(19, 30))))
    services.keep_opening(replies=[letter], deputy=deputies[1], at=read_at)


# --- a 议案 on the agenda ------------------------------------------------------------------------
def vote_on_bill(demo: Demo) -> Motion | None:
    """Six deputies' 议案 is put on the agenda of the year's first session, which passes it."""
    session = demo.shared["sessions"].get("14-4")
    if session is None:
        return None
    on, chair, clerk = session.opens_on, demo.users["chair"], demo.users["clerk"]
    bill = hand_in(
        demo, on, JOINED, kind="bill", lead=demo.shared["by_name"]["潘水根"], title=BILL,
        field="urban", place="石坑坪水库",
        situation="石坑坪水库供全镇饮用水，库区至今没有划定保护范围，违建、垂钓时有发生。",
        analysis="没有保护范围，巡查、处罚都缺依据；县里要求乡镇划定，由镇人民代表大会作出决定。",
        proposal="划定一级、二级保护范围，立界桩；一级范围内禁止新建、垂钓和野泳，由镇人民政府组织实施。",
    )  # fmt: skip
    with at(demo, on, time(9, 10)):
        bill = take(bill, "accept", clerk, on, note="六名代表联名，符合议案条件。")
        bill = take(
            bill, "put_on_agenda", chair, on, note="属本级职权，内容具体，列入本次会议议程。"
        )
    vote = decide(demo, session)
    with at(demo, session.closes_on, time(11, 40)):
        said = f"{vote.held_on} 表决“{vote.matter}”：{vote.result}，{vote.counts_text}"
        return take(bill, "record_vote", clerk, session.closes_on, vote=vote, note=said)


def decide(demo: Demo, session: Session) -> Vote:
    """The session debates it as its last item and decides."""
    title = "关于石坑坪饮用水源保护范围的决定"
    known = session.votes.order_by("pk").last()
    last = session.agenda_items.order_by("order").last()
    item = AgendaItem.objects.create(
        session=session, order=last.order + 1, kind=AgendaItem.Kind.VOTE, title=f"审议《{BILL}》"
    )
    vote = Vote.objects.create(
        session=session, sitting=known.sitting, agenda_item=item, matter=f"{title}（草案）",
        held_on=session.closes_on, total=session.total_deputies, present=known.present,
        votes_for=known.present - 2, votes_abstain=2,
    )  # fmt: skip
    resolution = Resolution.objects.create(
        session=session, agenda_item=item, vote=vote, kind=Resolution.Kind.DECISION, title=title,
        text="会议决定，划定石坑坪水库一级、二级饮用水源保护范围，由镇人民政府立桩公示并组织实施，"
        "每年向镇人民代表大会报告。",
        passed_on=session.closes_on,
    )  # fmt: skip
    decided = timezone.make_aware(datetime.combine(session.closes_on, time(11, 5)))
    demo.record(demo.users["clerk"], "登记", [item, vote, resolution], decided)
    return vote
