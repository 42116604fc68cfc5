"""代表活动记录 and 接待选民登记表 as they are printed."""

from django.utils import timezone

from activities.models import Activity, VoterContact
from activities.words import spoken_days
from deputies.models import RollEntry
from renda.core.paper.blocks import Cell, Document, FormTable, cn_date
from renda.core.papers import paper
from renda.core.text import solid

WIDTHS = (3, 6, 3, 6)


def _came(expected: list[RollEntry], present: list[RollEntry]) -> str:
    """应到26人，实到24人; before anybody was marked the expected alone."""
    if all(entry.state == RollEntry.State.EXPECTED for entry in expected):
        return f"应到{len(expected)}人。"
    return f"应到{len(expected)}人，实到{len(present)}人。"


def _names(entries: list[RollEntry], state: str) -> str:
    return "、".join(e.deputy.name for e in entries if e.deputy_id and e.state == state)


@paper("activities.activity", "record", label="代表活动记录", perm="activities.view_activity")
def activity_record(activity: Activity) -> Document:
    """The record of one activity: who, where, what, and where the opinions went."""
    entries = (
        list(RollEntry.objects.filter(roll=activity.roll_id).by_name()) if activity.roll_id else []
    )
    expected = [e for e in entries if e.deputy_id]
    present = [e for e in expected if e.state == RollEntry.State.PRESENT]
    others = "，".join(solid(str(row)) for row in activity.head_counts.all())
    stops = "\n".join(
        f"{n}. {stop}" + (f"：{stop.found}" if stop.found else "")
        for n, stop in enumerate(activity.stops.all(), start=1)
    )
    opinions = list(activity.opinions.select_related("deputy", "unit").order_by("pk"))
    given = "\n".join(
        f"{n}. {o.text}" + (f"（{o.deputy}）" if o.deputy_id else "")
        for n, o in enumerate(opinions, start=1)
    )
    went = "\n".join(
        f"{n}. {o.get_status_display()}"
        + (f"，{o.unit}" if o.unit_id else "")
        + (f"：{o.answer}" if o.answer else "")
        for n, o in enumerate(opinions, start=1)
    )
    day = f"{activity.held_on.year}年{spoken_days(activity.held_on, activity.until_on)}"
    rows = [
        [Cell("活动主题", label=True), Cell(activity.title, colspan=3)],
        ["类　　型", activity.get_kind_display(), "时　　间", day],
        ["地　　点", activity.place, "组 织 者", str(activity.group or activity.organiser)],
        [
            Cell("参加代表", label=True),
            Cell(
                _came(expected, present) + _names(entries, RollEntry.State.PRESENT),
                colspan=3,
                align="left",
            ),
        ],
        [
            Cell("请假代表", label=True),
            Cell(_names(entries, RollEntry.State.ON_LEAVE) or "无", colspan=3, align="left"),
        ],
        ["列席部门", activity.attending or "无", "其他人员", others or "无"],
        _wide("听取介绍", activity.heard_whom),
        _wide("活动内容", activity.content, tall=True),
        _wide("视察点位", stops),
        _wide(f"意见建议\n（{len(opinions)}条）", given),
        _wide("交办去向\n和结果", went),
        [
            "记 录 人",
            activity.recorder,
            "登记日期",
            cn_date(timezone.localtime(activity.created_at).date()),
        ],
    ]
    return Document(
        f"代表活动记录：{activity.title}",
        [
            FormTable(
                rows,
                title="代表活动记录",
                left=activity.township.presidium_name,
                widths=WIDTHS,
            )
        ],
        kind="form",
        created=activity.held_on,
        identifier=f"activity-{activity.pk}-{activity.revision}",
    )


def _wide(label: str, text: str, *, tall: bool = False) -> list[Cell]:
    return [Cell(label, label=True), Cell(text or "无", colspan=3, tall=tall, align="left")]


@paper(
    "activities.votercontact",
    "register",
    label="接待选民登记表",
    perm="activities.print_votercontact",
)
def contact_register(contact: VoterContact) -> Document:
    """The form a station fills in for each matter that voters raise."""
    solved = "是" if contact.outcome == VoterContact.Outcome.SOLVED else "否"
    rows = [
        [
            "编　　号",
            contact.number,
            "日　　期",
            cn_date(contact.met_on),
        ],
        ["方　　式", contact.get_way_display(), "代　　表", str(contact.deputy)],
        ["联 络 站", str(contact.station or "—"), "地　　点", contact.place or "—"],
        ["来 访 人", contact.visitor or "—", "村（组）", contact.visitor_village or "—"],
        ["联系电话", contact.visitor_phone or "—", "选民人数", f"{contact.voters}人"],
        _wide("反映问题", contact.issue, tall=True),
        ["当场解决", solved, "处理方式", contact.get_outcome_display()],
        [
            "承办单位",
            str(contact.unit or "—"),
            "转交日期",
            cn_date(contact.passed_on) if contact.passed_on else "—",
        ],
        _wide("处理结果", contact.result, tall=True),
        [
            "反馈日期",
            cn_date(contact.answered_on) if contact.answered_on else "—",
            "代表签名",
            "",
        ],
    ]
    return Document(
        f"代表接待选民登记表（{contact.met_on:%Y-%m-%d} {contact.deputy}）",
        [
            FormTable(
                rows,
                title="代表接待（走访）选民登记表",
                left=contact.township.presidium_name,
                widths=WIDTHS,
            )
        ],
        kind="form",
        created=contact.met_on,
        identifier=f"contact-{contact.pk}-{contact.revision}",
    )
