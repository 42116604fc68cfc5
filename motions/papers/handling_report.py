"""办理情况报告 to the congress, in official layout: its words follow from its numbers."""

from collections.abc import Iterator
from datetime import date

from motions.masking import masked
from motions.models import HandlingReport, Motion, Publication
from motions.report_contents import UNIT_HEADS, contents
from renda.core.calendar import chinese_date, chinese_numeral
from renda.core.paper import blocks as b
from renda.core.papers import paper
from renda.core.rates import percent

CASE_HEADS = ("案号", "标题", "领衔代表", "主办单位", "交办", "答复", "类别", "评价或\n状态")
KEY_HEADS = ("案号", "标题", "领衔代表", "主办单位", "领办", "督办", "结果", "评价")
MISSING = "（待写）"
NOT_PUBLIC = "（不公开）"


@paper(
    "motions.handlingreport", "report", label="报告", perm="motions.view_handlingreport"
)  # fmt: skip
def handling_report(report: HandlingReport) -> b.Document:
    """The report with its tables; issued, it says what it said then."""
    return document(report, contents(report))


def public_report(report: HandlingReport) -> b.Document:
    """The same for everybody: of a case that is not public its number, units and days alone; of the
    others no more than their 公开稿 shows."""
    found = contents(report)
    codes = [row[0] for row in found["cases"]]
    private = set(Motion.objects.private().filter(code__in=codes).values_list("code", flat=True))
    texts: dict[str, list[Publication]] = {}
    for text in Publication.objects.filter(motion__code__in=codes).select_related("motion"):
        texts.setdefault(text.motion.code, []).append(text)
    shown = {
        name: [
            unnamed(row) if row[0] in private else released(row, texts.get(row[0], []))
            for row in found[name]
        ]
        for name in ("keys", "cases")
    }
    return document(report, found | shown)


def released(row: list[str], texts: list[Publication]) -> list[str]:
    """A case's line with the names masked, and without the author or the verdict if a 公开稿 of that
    number leaves them out."""
    code, title, author, *facts, verdict = row
    title = masked(title, [name for text in texts for name in text.names])
    author = author if all(text.shows_authors for text in texts) else "—"
    verdict = verdict if all(text.shows_verdict for text in texts) else "—"
    return [code, title, author, *facts, verdict]


def unnamed(row: list[str]) -> list[str]:
    """A case's line without its title, its author and what the author said of the answer."""
    return [row[0], NOT_PUBLIC, "—", *row[3:-1], "—"]


def document(report: HandlingReport, found: dict) -> b.Document:
    """The paper of the report with these contents."""
    office = report.township.presidium_name
    return b.Document(
        report.title,
        [*body(report, office, found), *annex(found)],
        author=office,
        created=day_of(report),
        identifier=f"handling-{report.township.slug}-{report.year}-{report.status}",
    )


def day_of(report: HandlingReport) -> date:
    """The report's own date: its issue, or the last day it speaks of."""
    return report.issued_on or date(report.year, 12, 31)


def body(report: HandlingReport, office: str, found: dict) -> Iterator[b.Block]:
    n, heard = found["numbers"], report.session
    note = f"（{chinese_date(heard.opens_on)}在{heard.name}上）" if heard else ""
    yield b.Title([office, report.title], note=note)
    yield b.Addressee("各位代表")
    yield b.Paragraph(
        f"现将{report.year}年代表提出的议案和建议、批评、意见（以下统称建议）的办理情况报告如下。"
        if n["received"] > 1
        else f"现将{report.year}年代表议案和建议、批评、意见的提出和办理情况报告如下。"
    )
    parts = [
        ("基本情况", basics(report.year, found)),
        ("主要做法", lines(report.practices) or practices(n)),
        ("存在问题", lines(report.problems) or [MISSING]),
        ("下一步打算", lines(report.plans) or [MISSING]),
    ]
    for place, (title, words) in enumerate(parts, 1):
        yield b.Heading(1, f"{chinese_numeral(place)}、{title}")
        yield from (b.Paragraph(text) for text in words)
        if place == 1:
            yield from unit_table(found["units"])
        if place == 2:
            yield from key_table(found["keys"], found["classes"])
    if found["cases"]:
        yield b.Attachments([f"{report.year}年代表议案、建议办理情况汇总表"])
    yield b.Signature(office, day_of(report))


def lines(text: str) -> list[str]:
    """The paragraphs of a typed part."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def basics(year: int, found: dict) -> list[str]:
    """一、基本情况: what was raised, handed over, answered, rated and promised; what is nought is left out."""
    n = found["numbers"]
    if not n["received"]:
        verb = "受理" if n["raised"] else "收到"
        return [f"{year}年没有{verb}代表提出的议案和建议、批评、意见。{aside(n)}"]
    told = [raised(year, n) + aside(n)]
    if not n["assigned"]:
        return [*told, f"到报告时{_all(n['received'])}正在按程序交办。"]
    told.append(answered(n))
    if n["replied"]:
        told.append(results(n, found["classes"]))
        told.append(verdicts(n))
    if n["commitments"]:
        told.append(promises(n, found["classes"]))
    return told


def _all(number: int) -> str:
    return "这1件" if number == 1 else f"这{number}件"


def raised(year: int, n: dict[str, int]) -> str:
    """收到几件: of which kind, and when."""
    if n["received"] == 1:
        kind = "议案" if n["bills"] else "建议"
        when = "会议期间" if n["in_session"] else "闭会期间"
        return f"{year}年收到代表在{when}提出的{kind}1件。{decided(n)}"
    kinds = _some((("议案", n["bills"]), ("建议、批评和意见", n["suggestions"])), "其中")
    times = _some((("会议期间提出", n["in_session"]), ("闭会期间提出", n["between_sessions"])))
    text = f"{year}年共收到代表提出的建议{n['received']}件，{kinds}；{times}"
    text += f"。主席团确定重点建议{n['key']}件" if n["key"] else ""
    text += f"。其中{n['repeated']}件是以前提出过的事项" if n["repeated"] else ""
    return f"{text}。{decided(n)}"


def decided(n: dict[str, int]) -> str:
    """What the congress made of the bills; nothing before a vote, and in reports issued before it was counted."""
    if not (voted := n.get("bills_voted", 0)):
        return ""
    passed = n["bills_passed"]
    how = "通过" if passed == voted else f"通过{passed}件" if passed else "未通过"
    return f"列入大会议程的议案，大会表决{voted}件，{how}。"


def aside(n: dict[str, int]) -> str:
    """What was raised and not handed to units; nothing if everything was accepted."""
    outcomes = (
        ("转工作参考", "for_reference"),
        ("转报上级", "forwarded"),
        ("不予受理", "rejected"),
    )
    parts = [f"{label}{n[name]}件" for label, name in outcomes if n[name]]
    return f"全年代表共提出{n['raised']}件，其中{'，'.join(parts)}。" if parts else ""


def _some(parts: tuple[tuple[str, int], ...], before: str = "") -> str:
    """其中议案2件，建议20件; 全部为建议, where there is one kind only."""
    shown = [(label, number) for label, number in parts if number]
    if len(shown) == 1:
        return f"全部为{shown[0][0]}"
    return before + "，".join(f"{label}{number}件" for label, number in shown)


def answered(n: dict[str, int]) -> str:
    """交办几件, 答复几件, how many in time."""
    units = f"交由{n['units']}个单位承办" if n["units"] > 1 else "交由承办单位办理"
    text = f"受理的建议中，已交办{n['assigned']}件，{units}。"
    if not n["replied"]:
        text += "到报告时还没有办复。"
    elif n["replied"] == n["assigned"]:
        text += f"已全部答复代表，答复率{rate(n['replied'], n['assigned'])}"
    else:
        text += f"已答复{n['replied']}件，答复率{rate(n['replied'], n['assigned'])}"
    if n["replied"]:
        text += f"；按期答复{n['replied_on_time']}件，按期答复率{rate(n['replied_on_time'], n['replied'])}。"
    if n["reached"]:
        text += (
            f"承办单位与代表联系的{n['reached']}件，联系率{rate(n['reached'], n['assigned'])}，"
            f"其中面商的{n['contacted']}件，面商率{rate(n['contacted'], n['assigned'])}。"
        )
    if n["overdue"]:
        text += f"超过期限没有答复的{n['overdue']}件。"
    return text


def rate(part: int, base: int) -> str:
    """85.7%（6/7）: never without the two numbers."""
    return f"{percent(part, base)}（{part}/{base}）"


def results(n: dict[str, int], classes: list[list]) -> str:
    """答复的件按结果分."""
    parts = [f"{words}的（{letter}类）{number}件" for letter, words, number in classes if number]
    text = f"从办理结果看，{'，'.join(parts)}。" if parts else ""
    return text + (f"因代表不满意交回重新办理{n['rehandled']}件。" if n["rehandled"] else "")


def verdicts(n: dict[str, int]) -> str:
    """代表怎么说; those who said nothing, in time or so far, are named and left out of the rate."""
    if not n["rated"]:
        return "答复的件，代表都还没有反馈评价。"
    said = [
        f"{label}{n[name]}件"
        for name, label in (
            ("satisfied", "满意"),
            ("basically_satisfied", "基本满意"),
            ("dissatisfied", "不满意"),
        )
        if n[name]
    ]
    text = (
        f"代表评价的{n['rated']}件中，{'，'.join(said)}，满意率{rate(n['satisfied'], n['rated'])}"
    )
    silent = _silent(n)
    return f"{text}；{silent}，不计入满意率。" if silent else f"{text}。"


def _silent(n: dict[str, int]) -> str:
    """未反馈1件，还没有评价2件: whose days for rating are over, and who may still rate."""
    every = n["replied"] - n["rated"]
    if "unreturned" not in n:  # a report that was issued before the two were told apart
        return f"没有反馈的{every}件" if every > 0 else ""
    lapsed, waiting = n["unreturned"], every - n["unreturned"]
    parts = [(lapsed, "逾期未反馈的"), (waiting, "还没有评价的")]
    return "，".join(f"{words}{number}件" for number, words in parts if number > 0)


def promises(n: dict[str, int], classes: list[list]) -> str:
    """承诺事项: made, kept, left."""
    best = classes[0][0]
    left = n["commitments"] - n["commitments_done"]
    text = f"答复中写明完成期限的承诺事项{n['commitments']}项，"
    kept = (
        f"作出承诺的{n['promised']}件中，承诺已全部兑现、转为{best}类的{n['converted']}件，"
        f"转{best}率{rate(n['converted'], n['promised'])}。"
        if n["promised"]
        else ""
    )
    if not left:
        return f"{text}已全部现场核实销号。{kept}"
    done = f"已现场核实销号{n['commitments_done']}项，" if n["commitments_done"] else ""
    return f"{text}{done}还有{left}项继续跟踪，完成后再次答复代表。{kept}"


def practices(n: dict[str, int]) -> list[str]:
    """二、主要做法, from the records, where the office has not written it."""
    told = []
    if n["assignment_meetings"]:
        times = f"{n['assignment_meetings']}次" if n["assignment_meetings"] > 1 else ""
        told.append(f"集中交办。召开{times}代表建议交办会，逐件明确承办单位、责任领导和答复期限。")
    if n["contacted"]:
        told.append(f"当面沟通。承办单位就{n['contacted']}件建议与代表面商，听取意见后再答复。")
    if n["key"]:
        told.append(f"重点督办。{n['key']}件重点建议由政府领导领办、主席团成员督办。")
    if n["reminders"]:
        told.append(f"跟踪催办。对临近期限和逾期的件催办、督办{n['reminders']}次。")
    if n["commitments_done"]:
        told.append(f"承诺销号。到现场核实承诺事项{n['commitments_done']}项，办成一项销号一项。")
    if not told:
        return [MISSING]
    if len(told) == 1:
        return told
    return [f"{chinese_numeral(place)}是{text}" for place, text in enumerate(told, 1)]


def unit_table(rows: list[list[str]]) -> Iterator[b.Block]:
    """各单位办理情况."""
    if rows:
        yield b.Table(
            ["单位", *UNIT_HEADS],
            rows,
            caption="各承办单位办理情况（单位：件）",
            widths=[3.9, *([1.15] * 3), 2.6, *([1.15] * 7), 2.6],
        )


def meaning(rows: list[list[str]], classes: list[list]) -> Iterator[b.Block]:
    """What the letters of a table's last column but one mean in this township."""
    if any(row[-2][:1] in {letter for letter, *_ in classes} for row in rows):
        said = "；".join(f"{letter}类为{words}" for letter, words, _ in classes)
        yield b.Paragraph(f"注：结果类别中，{said}。", close=True)


def key_table(rows: list[list[str]], classes: list[list]) -> Iterator[b.Block]:
    """重点建议办理情况."""
    if rows:
        yield b.Table(
            KEY_HEADS,
            rows,
            caption="重点建议办理情况",
            widths=[4.9, 9, 4, 5.2, 4.2, 4.2, 2.8, 3.2],
            align=["center", "left", *["center"] * 6],
        )
        yield from meaning(rows, classes)


def annex(found: dict) -> Iterator[b.Block]:
    """附件: every case of the year."""
    if found["cases"]:
        yield b.Annex("附件", "代表议案、建议办理情况汇总表")
        yield b.Table(
            CASE_HEADS,
            found["cases"],
            widths=[4.9, 9.6, 4, 5.2, 3.8, 3.8, 2.2, 3.3],
            align=["center", "left", *["center"] * 6],
        )
        yield from meaning(found["cases"], found["classes"])
