"""The smaller township's cases."""

from datetime import date, timedelta

from motions.demo.cases import Answer, Case, Talk, workday
from renda.core.calendar import add_months


def small_cases(today: date) -> list[Case]:
    """Four cases: one of 2025 closed, three of this year as far as it has run."""

    def ago(days: int) -> date:
        return workday(today - timedelta(days=days))

    start = workday(add_months(today + timedelta(days=8), -3))
    cases = [
        Case(
            title="关于修建石门村过水路面的建议", lead="高彩云", field="traffic", joint_number=3,
            situation="石门村过溪便道汛期被淹，学生绕行。",
            proposal="改建过水路面，加装护栏。",
            session="14-2", unit="build", person="祝水良", leader="蒋文斌",
            submitted=date(2025, 1, 15), accepted=date(2025, 1, 16), assigned=date(2025, 3, 18),
            signed=date(2025, 3, 19),
            talks=(Talk(date(2025, 4, 15), "visit", "during", "石门村", "护栏要高一些。"),),
            answers=(Answer(date(2025, 6, 3), "A", "一、过水路面5月完工。\n二、护栏已装。",
                            date(2025, 6, 12)),),
        ),
        Case(
            title="关于更换茶山村老旧变压器的建议", lead="樊雪梅", field="economy", joint_number=2,
            situation="制茶季电压不稳，烘干机停转。",
            proposal="联系供电所增容。",
            unit="agri", leader="汤晓琴",
            submitted=workday(start - timedelta(days=6)), accepted=workday(start - timedelta(days=3)),
            assigned=start, signed=start,
        ),
        Case(
            title="关于在乡卫生院开设中医门诊的建议", lead="龚建华", field="education",
            situation="群众看中医要到县城。",
            proposal="每周请县中医院医生坐诊两天。",
            submitted=ago(12), accepted=ago(9), assigned=ago(6), unit="social", leader="汤晓琴",
        ),
        Case(
            title="关于清理岭脚村废弃猪舍的建议", lead="邹秋菊", field="urban",
            situation="废弃猪舍三处，影响村容。",
            proposal="拆除复垦。",
            submitted=ago(2),
        ),
    ]  # fmt: skip
    first = date(2026, 1, 1)
    return [c for c in cases if (c.submitted.year == 2025 and c.session) or c.submitted >= first]
