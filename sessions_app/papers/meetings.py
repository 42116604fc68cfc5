"""The documents of the congress: agenda, sign-in book, results, resolutions, notices, minutes."""

from django.utils import timezone

from deputies.models import RollEntry
from renda.core import law
from renda.core.paper.blocks import (
    Block,
    Cell,
    Document,
    FormTable,
    Heading,
    Paragraph,
    RedHead,
    Signature,
    Table,
    Text,
    Title,
    cn_date,
)
from renda.core.paper.measures import ems
from renda.core.papers import paper
from renda.core.text import chinese_numeral, solid
from sessions_app.counting import Count, examine
from sessions_app.models import Notice, Post, PresidiumMeeting, Resolution, Session, Sitting

REMARKS = {
    RollEntry.State.PRESENT: "",
    RollEntry.State.ON_LEAVE: "请假",
    RollEntry.State.ABSENT: "缺席",
    RollEntry.State.EXPECTED: "",
}
WAYS = {
    RollEntry.Way.SCAN: "扫码签到",
    RollEntry.Way.CLERK: "现场登记",
    RollEntry.Way.PAPER: "纸质签到",
}


NOTE_HOLDS = 26
"""Characters of a line below a title; a longer one is broken between the day and the session."""
WHOLE = {"全体": "满票", "实到": "实到代表满票", None: "否"}


def full_name(session: Session) -> str:
    """练溪镇第十四届人民代表大会第二次会议."""
    return f"{session.township.name}{session.name}"


def title_of(session: Session, what: str) -> list[str]:
    """The session's name in one line, what it is in the next."""
    return [full_name(session), what]


def label(text: str) -> Cell:
    """A heading cell of a form."""
    return Cell(text, label=True)


COLUMNS = (1.9, 2.4, 1.9, 2.3, 1.9, 3.6)
"""Of a 选举结果报告单: the columns of a candidate's line, each wide enough for its label."""


@paper("sessions_app.session", "agenda", label="会议议程", perm="sessions_app.view_session")
def agenda(session: Session) -> Document:
    """建议议程, in the order in which it is put to the preparatory meeting."""
    lines = [
        Paragraph(f"{chinese_numeral(number)}、{solid(item.sentence)}")
        for number, item in enumerate(session.agenda_items.all(), 1)
    ]
    name = f"{full_name(session)}议程"
    return Document(
        name,
        [Title(title_of(session, "议　程"), note=f"（{cn_date(session.opens_on)}）"), *lines],
        author=session.township.presidium_name,
        created=session.opens_on,
        identifier=f"session-{session.pk}-agenda",
    )


@paper(
    "sessions_app.session",
    "notice",
    label="会议通知",
    perm="sessions_app.view_sitting",
    when=lambda session: session.notice_on is not None,
)
def session_notice(session: Session) -> Document:
    """会议通知 to every deputy: day, place, length, agenda, leave (浙江条例 20)."""
    until = "" if session.closes_on == session.opens_on else f"至{cn_date(session.closes_on)}"
    items = "；".join(solid(item.sentence) for item in session.agenda_items.all())
    blocks: list[Block] = [
        Title([f"关于召开{session.township.name}", f"{session.name}的通知"]),
        Paragraph("各位代表：", indent=False),
        Paragraph(
            f"经主席团会议决定，{full_name(session)}于{cn_date(session.opens_on)}{until}召开。"
            "现将有关事项通知如下："
        ),
        Paragraph(f"一、会议地点：{session.place}。"),
        Paragraph(f"二、会期：{session.days}天。"),
        Paragraph(f"三、建议议程：{items or '另行通知'}。"),
        Paragraph(
            "四、请各位代表安排好工作，准时出席。因健康等特殊原因不能出席的，"
            "应当在会前书面向主席团请假。"
        ),
        Signature(session.township.presidium_name, session.notice_on, sealed=True),
    ]
    return Document(
        f"关于召开{full_name(session)}的通知",
        blocks,
        author=session.township.presidium_name,
        created=session.notice_on,
        identifier=f"session-{session.pk}-notice",
    )


@paper(
    "sessions_app.sitting",
    "roll",
    label="签到册",
    perm="sessions_app.view_sitting",
    when=lambda sitting: sitting.roll_id is not None,
)
def roll(sitting: Sitting) -> Document:
    """签到册: everybody expected, with a place to sign; 应到 = 出席 + 请假 + 缺席 at the foot."""
    entries = list(sitting.roll.entries.by_name())
    deputies = [e for e in entries if e.deputy_id]
    rows = [
        [
            number,
            entry.deputy.name if entry.deputy_id else entry.guest,
            entry.deputy.group.name if entry.deputy_id and entry.deputy.group_id else "",
            WAYS.get(entry.way, "") if entry.state == RollEntry.State.PRESENT else "",
            f"{timezone.localtime(entry.at):%H:%M}" if entry.at else "",
            REMARKS[entry.state] + (f"（{entry.reason}）" if entry.reason else ""),
        ]
        for number, entry in enumerate(entries, 1)
    ]
    count = {state: sum(e.state == state for e in deputies) for state in REMARKS}
    day = timezone.localtime(sitting.starts_at).date()
    foot = (
        f"应到代表{len(deputies)}名，实到{count[RollEntry.State.PRESENT]}名，"
        f"请假{count[RollEntry.State.ON_LEAVE]}名，缺席{count[RollEntry.State.ABSENT]}名"
    )
    if waiting := count[RollEntry.State.EXPECTED]:
        foot += f"，未签到{waiting}名"
    return Document(
        f"{full_name(sitting.session)}{sitting}签到册",
        [
            Title(title_of(sitting.session, f"{sitting}签到册"), note=f"（{cn_date(day)}）"),
            Table(
                ["序号", "姓名", "代表小组", "签名", "时间", "备注"],
                rows,
                widths=[1, 2, 2.6, 2.2, 1.4, 2.6],
            ),
            Paragraph(f"{foot}。", close=True),
        ],
        author=sitting.session.township.presidium_name,
        created=day,
        identifier=f"sitting-{sitting.pk}-roll",
    )


@paper(
    "sessions_app.post",
    "report",
    label="选举结果报告单",
    perm="sessions_app.view_post",
    when=lambda post: post.ballot is not None and post.ballot.status != "entering",
)
def election_report(post: Post) -> Document:
    """选举结果报告单: ballots, votes, who is elected and whether 满票, signed by the scrutineers."""
    election, ballot = post.election, post.ballot
    session = election.session
    ballot.post = post
    count = examine(post, ballot, post.standing)
    listed = [line for line in count.lines if not line.candidate.is_write_in]
    written = [line for line in count.lines if line.candidate.is_write_in]
    expected = expected_at(election.sitting, ballot.total)
    abstained = sum(line.candidate.votes_abstain for line in listed)
    rows = [
        [label("职务"), Cell(post.title), label("应选名额"), Cell(f"{post.seats}名"), label("候选人数"), Cell(f"{len(listed)}名")],
        [label("全体代表"), Cell(ballot.total), label("应到"), Cell(expected), label("实到"), Cell(ballot.present)],
        [label("发出票"), Cell(ballot.issued), label("收回票"), Cell(ballot.returned), label("有效票"), Cell(ballot.valid)],
        [label("无效票"), Cell(ballot.void), label("弃权"), Cell(f"{abstained}票"), label("当选票数"), Cell(f"过全体代表半数，\n至少{law.majority_needed(ballot.total)}票")],
        [label("候选人"), label("赞成"), label("反对"), label("弃权"), label("结果"), label("是否满票")],
    ]  # fmt: skip
    for line in listed:
        c = line.candidate
        whole = law.unanimous(c.votes_for, ballot.present, ballot.total)
        said = [c.name, c.votes_for, c.votes_against, c.votes_abstain, line.label, WHOLE[whole]]
        rows.append([Cell(each, align="center") for each in said])
    others = "；".join(f"{w.candidate.name}{w.candidate.votes_for}票" for w in written) or "无"
    won = "、".join(line.candidate.name for line in count.lines if line.is_elected) or "无"
    rows += [
        [label("另选他人"), Cell(others, align="left")],
        [label("当选人"), Cell(won, align="left")],
        [
            label("说明"),
            Cell(f"{_outcome(count)}（{count.article}）", align="left"),
        ],
        [label("总监票人"), Cell(ballot.chief_scrutineer, sign="（签字）")],
        [label("监票人"), Cell(ballot.scrutineers, sign="（签字）")],
        [label("计票人"), Cell(ballot.tellers, sign="（签字）")],
    ]
    return Document(
        f"{full_name(session)}{post}结果报告单",
        [
            FormTable(
                rows,
                title=f"{full_name(session)}\n{post}结果报告单",
                left=str(election.sitting or ""),
                right=cn_date(election.held_on),
                widths=COLUMNS,
            )
        ],
        kind="form",
        author=session.township.presidium_name,
        created=election.held_on,
        identifier=f"post-{post.pk}-report",
    )


def _outcome(count: Count) -> str:
    """What the count means for the seats; nothing is settled while it doesn't add up."""
    if count.is_open:
        return "票数待核对，暂不认定"
    return solid(count.advice) if count.advice else "应选名额已选足"


def expected_at(sitting: Sitting | None, total: int) -> int:
    """应到: the deputies on the sitting's roll; all of them where no roll was kept."""
    if sitting is None or sitting.roll_id is None:
        return total
    return sitting.roll.entries.of_deputies().count()


@paper("sessions_app.resolution", "text", label="决议文本", perm="sessions_app.view_resolution")
def resolution(record: Resolution) -> Document:
    """决议: the session's name over the title, the day and session that passed it in brackets."""
    session = record.session
    day, where = cn_date(record.passed_on), f"{full_name(session)}通过"
    passed = f"（{day}{where}）" if ems(day + where) + 2 <= NOTE_HOLDS else f"（{day}\n{where}）"
    return Document(
        record.title,
        [
            Title(title_of(session, record.title), note=passed),
            *[Paragraph(line) for line in record.text.splitlines() if line.strip()],
        ],
        author=session.township.presidium_name,
        created=record.passed_on,
        identifier=f"resolution-{record.pk}",
    )


@paper(
    "sessions_app.notice",
    "text",
    label="公告",
    perm="sessions_app.view_notice",
    when=lambda notice: notice.status == Notice.Status.ISSUED,
)
def notice(record: Notice) -> Document:
    """公告: the presidium's name, the number, the text, signed and dated."""
    office = record.township.presidium_name
    return Document(
        f"{office}公告{record.number_text}",
        [
            Title([office, "公　告"], note=record.number_text),
            *[Paragraph(line) for line in record.text.splitlines() if line.strip()],
            Signature(office, record.issued_on, sealed=True),
        ],
        author=office,
        created=record.issued_on,
        identifier=f"notice-{record.pk}",
    )


@paper(
    "sessions_app.presidiummeeting",
    "minutes",
    label="主席团会议纪要",
    perm="sessions_app.view_presidiummeeting",
)
def minutes(meeting: PresidiumMeeting) -> Document:
    """纪要: day, place, chair; each topic with what was decided; who was there, on one page."""
    entries = list(meeting.roll.entries.by_name()) if meeting.roll_id else []
    office = meeting.township.presidium_name
    blocks: list[Block] = [
        RedHead(f"{office}会议纪要", number=f"第{meeting.no}期"),
        Title(f"{meeting.title}纪要"),
    ]
    intro = f"{cn_date(meeting.held_on)}，{meeting.chaired_by}在{meeting.place}主持召开{meeting.title}。"
    blocks.append(Paragraph(f"{intro}{meeting.summary}".strip()))
    for number, topic in enumerate(meeting.topics.all(), 1):
        blocks.append(Heading(1, f"{chinese_numeral(number)}、{topic.title}"))
        heard = f"会议听取了{topic.reporter}的汇报。" if topic.reporter else ""
        if heard or topic.discussion:
            blocks.append(Paragraph(f"{heard}{topic.discussion}"))
        if topic.decision:
            votes = f"（赞成{topic.votes_for}票）" if topic.votes_for else ""
            blocks.append(Paragraph([Text("会议决定：", strong=True), f"{topic.decision}{votes}"]))
    people = (
        ("出席", names(entries, RollEntry.State.PRESENT)),
        ("请假", names(entries, RollEntry.State.ON_LEAVE)),
        ("列席", meeting.guests),
        ("记录", meeting.recorder),
    )
    named = [[Text(f"{word}：", strong=True), who] for word, who in people if who]
    blocks += [Paragraph(words, close=True) for words in named]
    return Document(
        f"{meeting.title}纪要",
        blocks,
        author=office,
        created=meeting.held_on,
        identifier=f"presidium-{meeting.pk}-minutes",
    )


def names(entries: list[RollEntry], state: str) -> str:
    """Those in a state, in the order of the sign-in book."""
    return "、".join(e.deputy.name for e in entries if e.deputy_id and e.state == state)
