"""What deputies ask for in writing, and what is examined of them: 质询案, 代表资格审查报告."""

from datetime import date

from renda.core import law
from renda.core.paper.blocks import (
    Addressee,
    Annex,
    Attachments,
    Block,
    Cell,
    Document,
    FormTable,
    Paragraph,
    Signature,
    Table,
    Title,
    cn_date,
)
from renda.core.papers import paper
from sessions_app.models import CredentialReport, Interpellation
from sessions_app.papers.meetings import full_name, label

BLANK_DAY = "　　年　　月　　日"
SIGNERS_A_ROW = 3
LIST = "资格有效的代表名单"


def day_or_blank(day: date | None) -> str:
    """2026年1月20日, or the place where the day is written by hand."""
    return cn_date(day) if day else BLANK_DAY


def boxes(chosen: str, choices: list[tuple[str, str]]) -> str:
    """■口头答复　□书面答复; all empty before anything was chosen."""
    return "　".join(f"{'■' if value == chosen else '□'}{words}" for value, words in choices)


@paper(
    "sessions_app.interpellation",
    "form",
    label="质询案",
    perm="sessions_app.view_interpellation",
)
def interpellation_form(record: Interpellation) -> Document:
    """质询案: whom and what it asks, its deputies' own hands, the presidium's decision, the answers (组织法 24)."""
    name = full_name(record.session)
    decided = day_or_blank(record.decided_on)
    rows = [
        ["受质询机关", Cell(record.unit.name, colspan=3), label("提出日期"), cn_date(record.submitted_on)],
        ["质询的问题", Cell(record.subject, align="left")],
        ["质询的内容", Cell(record.text)],
        *signature_rows(record),
        ["主席团决定的\n答复方式", Cell(boxes(record.way, Interpellation.Way.choices), sign=f"主席团　{decided}")],
        *answer_rows(record),
    ]  # fmt: skip
    form = FormTable(
        rows,
        title=f"{name}\n质询案",
        left=law.rule("interpellation.sponsors").reference,
        widths=[2.4, *[1.5, 1.7] * SIGNERS_A_ROW],
    )
    return Document(
        f"{name}{record}",
        [form],
        kind="form",
        author=record.township.presidium_name,
        created=record.submitted_on,
        identifier=f"interpellation-{record.pk}-{record.revision}",
    )


def signature_rows(record: Interpellation) -> list[list[Cell]]:
    """Everybody who signed by name, three a row, each with room for a signature."""
    names = [sponsor.deputy.name for sponsor in record.signed]
    names += [""] * (-len(names) % SIGNERS_A_ROW)
    rows = [
        [cell for name in group for cell in (Cell(name, align="center"), Cell(""))]
        for group in zip(*[iter(names)] * SIGNERS_A_ROW, strict=True)
    ]
    head = Cell(f"联名代表\n（{len(record.signed)}名）", label=True, rowspan=len(rows) + 1)
    return [[head, *[label("姓名"), label("签名")] * SIGNERS_A_ROW], *rows]


def answer_rows(record: Interpellation) -> list[list]:
    """The answer, signed by the head; how many of the sponsors it did not do for; the second answer."""
    signers = len(record.signed)
    who = "负责人签署" if record.way == record.Way.WRITTEN else "答复人"
    few = "　　" if record.dissatisfied is None else str(record.dissatisfied)
    verdict = (
        f"不满意的提案代表{few}名（联名{signers}名）\n"
        f"{boxes(record.outcome, Interpellation.Outcome.choices)}"
    )
    rows = [
        ["答复的会议", Cell(record.answered_at, colspan=3), label("答复日期"), day_or_blank(record.answered_on)],
        ["答复内容", Cell(record.answer, tall=not record.answer, sign=f"{who}：{record.answered_by or '　　　　　'}")],
        ["提案代表\n的意见", Cell(verdict, align="left")],
    ]  # fmt: skip
    if record.outcome == Interpellation.Outcome.AGAIN:
        sign = f"负责人（签字）　{day_or_blank(record.again_on)}"
        rows.append(["再次答复", Cell(record.again, tall=not record.again, sign=sign)])
    return rows


@paper(
    "sessions_app.credentialreport",
    "report",
    label="审查报告",
    perm="sessions_app.view_credentialreport",
)
def credential_report(record: CredentialReport) -> Document:
    """代表资格审查报告, with the list of those confirmed where the roster holds just these (选举法 47)."""
    congress = f"{record.township.name}{record.term}人民代表大会"
    committee = f"{congress}代表资格审查委员会"
    by_election = record.kind == record.Kind.BY_ELECTION
    elected = f"补选的{record.term}" if by_election else f"换届选举当选的{record.term}"
    numbers = f"本次审查代表资格{record.examined}名，确认资格有效{record.confirmed}名"
    numbers += f"，资格无效{record.invalid}名。" if record.invalid else "。"
    for_whom = "各位代表" if record.session_id else record.township.presidium_name
    request = "请予审议" if record.session_id else "请主席团予以确认并公布"
    what = "关于补选代表的代表资格审查报告" if by_election else "关于代表资格的审查报告"
    mandates = list(record.elected().select_related("deputy", "constituency"))
    listed = len(mandates) == record.confirmed
    blocks: list[Block] = [
        Title([congress, "代表资格审查委员会", what], note=f"（{cn_date(record.reported_on)}）"),
        Paragraph(record.reported_by, indent=False, align="center"),
        Addressee(for_whom),
        Paragraph(
            f"根据{law.cite('deputy_election.credentials')}的规定，代表资格审查委员会对{elected}"
            "人民代表大会代表的资格进行了审查。现将审查情况报告如下："
        ),
        *[Paragraph(line) for line in record.text.splitlines() if line.strip()],
        Paragraph(numbers),
        Paragraph(f"以上报告，{request}。"),
        *([Attachments([LIST])] if listed else []),
        Signature(committee, record.reported_on),
    ]
    if listed:
        rows = [
            [
                number,
                mandate.deputy.name,
                mandate.deputy.get_gender_display(),
                str(mandate.constituency or ""),
                cn_date(mandate.from_on),
                "连任" if mandate.is_reelected else "",
            ]
            for number, mandate in enumerate(mandates, 1)
        ]
        head = ["序号", "姓名", "性别", "选区", "当选日期", "备注"]
        blocks += [Annex("附件", LIST), Table(head, rows, widths=[1, 1.7, 1, 4, 2.6, 1.2])]
    return Document(
        f"{congress}{what}",
        blocks,
        author=committee,
        created=record.reported_on,
        identifier=f"credentials-{record.pk}-{record.revision}",
    )
