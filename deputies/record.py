"""One deputy's year as the 履职档案 shows it: official facts, attendance, eight parts."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date

from deputies.models import Deputy, Mandate, RollEntry
from renda.core.calendar import chinese_date
from renda.core.duty import PARTS, DutyLine, duty_record
from renda.core.figures import Period
from renda.core.rates import percent
from renda.core.text import chinese_numeral
from renda.core.together import hang, rows_together

UNITS = {2: "次", 3: "次", 4: "次", 5: "次", 6: "件", 7: "次", 8: "项"}
HEADS = {
    2: ("会议", "到会"),
    3: ("活动", "记录"),
    4: ("学习培训", "到会"),
    5: ("活动", "记录"),
    6: ("标题", "身份和结果"),
    7: ("事项", "结果"),
    8: ("荣誉", "授予单位"),
}


@dataclass(frozen=True)
class Part:
    """One of the parts two to eight."""

    number: int
    title: str
    lines: list[DutyLine]

    @property
    def heading(self) -> str:
        """二、参加会议."""
        return f"{chinese_numeral(self.number)}、{self.title}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page."""
        return f"p{self.number}"

    @property
    def count(self) -> str:
        """4 次."""
        return f"{len(self.lines)} {UNITS[self.number]}"

    @property
    def heads(self) -> tuple[str, str]:
        """What its first and last column are called."""
        return HEADS[self.number]


@dataclass(frozen=True)
class DutyFile:
    """A deputy's record of one year; ``day`` is the last one it speaks of.

    ``missed`` are the lines of the year's rolls that say 请假 or 缺席, each with its roll; ``posts`` is what
    the first part says beside the form: seats on the presidium.
    """

    deputy: Deputy
    period: Period
    day: date
    parts: list[Part]
    missed: list[RollEntry] = field(default_factory=list)
    posts: list[DutyLine] = field(default_factory=list)

    @property
    def seat(self) -> Mandate | None:
        """The mandate the file belongs to."""
        return self.deputy.seat(self.day)

    @property
    def seats(self) -> list[Mandate]:
        """The mandates running on that day, else the last one."""
        return self.deputy.seats_on(self.day) or list(self.deputy.mandates.all())[:1]

    @property
    def standing(self) -> dict[str, str]:
        """在任, 暂停执行职务 or 已离任, with its tone."""
        tone, label = self.deputy.standing(self.day)
        return {"tone": tone, "label": label}

    @property
    def term(self) -> str:
        """第十四届, or nothing for a deputy of another congress."""
        return str(self.seat.term or "") if self.seat else ""

    @property
    def congress(self) -> str:
        """练溪镇第十四届人民代表大会."""
        return f"{self.deputy.township}{self.term}人民代表大会"

    @property
    def other_levels(self) -> str:
        """县人大代表, where the deputy sits in a higher congress too."""
        seats = [m for m in self.deputy.seats_on(self.day) if m.level != Mandate.Level.TOWNSHIP]
        return "、".join(f"{m.get_level_display()}人大代表" for m in seats)

    @property
    def rate(self) -> str:
        """Attendance in percent, without the sign; — where nothing was held."""
        return percent(self.deputy.present, self.deputy.expected, sign="", whole=True)

    @property
    def rate_note(self) -> str:
        """20 ÷ 21."""
        return f"{self.deputy.present} ÷ {self.deputy.expected}" if self.deputy.expected else ""

    @property
    def leave_note(self) -> str:
        """请假 1，缺席 0."""
        return f"请假 {self.deputy.on_leave}，缺席 {self.deputy.absent}"

    @property
    def visits(self) -> int:
        """Lines of part three."""
        return self._lines(3)

    @property
    def meetings(self) -> int:
        """Lines of part five."""
        return self._lines(5)

    @property
    def suggestions(self) -> int:
        """Lines of part six."""
        return self._lines(6)

    def _lines(self, number: int) -> int:
        return sum(len(part.lines) for part in self.parts if part.number == number)

    @property
    def form(self) -> list[list[tuple[str, str]]]:
        """人大代表基本情况 in the official order: three pairs a row, a long one two, the longest alone."""
        deputy, seat = self.deputy, self.seat
        place = str(seat.constituency or "") if seat else ""
        posts = "；".join(f"{chinese_date(line.on)}起任{line.title}" for line in self.posts)
        return [
            [
                ("姓名", deputy.name),
                ("性别", deputy.get_gender_display()),
                ("民族", deputy.ethnicity),
            ],
            [
                ("出生年月", f"{deputy.born_on.year}年{deputy.born_on.month}月"),
                ("政治面貌", deputy.get_party_display()),
                ("文化程度", deputy.get_education_display()),
            ],
            [
                ("工作单位及职务", deputy.workplace),
                ("职业类别", deputy.get_occupation_display()),
            ],
            [
                ("选区", place),
                ("代表小组", str(deputy.group or "")),
                ("联络站", str(deputy.station or "")),
            ],
            [
                ("当选日期", chinese_date(seat.from_on) if seat else ""),
                ("产生方式", self.origin),
                ("其他级别", self.other_levels),
            ],
            *([[("主席团职务", posts)]] if posts else []),
        ]

    @property
    def origin(self) -> str:
        """补选, 连任 or 新任."""
        if self.seat is None:
            return ""
        if self.seat.is_by_election:
            return "补选"
        return "连任" if self.seat.is_reelected else "新任"


def duty_file(pk: int, period: Period, today: date, wanted: Container[int] = PARTS) -> DutyFile:
    """The record of one deputy of the township in scope, with the parts that are wanted.

    Raises ``Deputy.DoesNotExist``.
    """
    deputy = (
        Deputy.objects.select_related("group", "station", "township")
        .with_attendance(*period.days)
        .get(pk=pk)
    )
    mandates, missed = rows_together(
        [
            deputy.mandates.select_related("constituency", "term"),
            deputy.roll_entries.missed().held_between(*period.days).select_related("roll"),
        ]
    )
    hang(sorted(mandates, key=lambda m: (-m.from_on.toordinal(), m.pk)), [deputy], "mandates")
    lines = duty_record(deputy, period, wanted)
    return DutyFile(
        deputy,
        period,
        max(min(period.end, today), period.start),
        [Part(number, PARTS[number], lines[number]) for number in range(2, 9) if number in wanted],
        sorted(missed, key=lambda entry: (entry.roll.on, entry.pk)),
        lines[1],
    )
