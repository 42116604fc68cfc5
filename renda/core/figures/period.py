"""The span of days that a figure is about."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """A closed span of days, usually one calendar year."""

    start: date
    end: date

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def days(self) -> tuple[date, date]:
        return self.start, self.end

    @property
    def previous(self) -> "Period":
        """The same span a year earlier."""
        return Period(_year_before(self.start), _year_before(self.end))

    def __str__(self) -> str:
        if self == Period.year(self.start.year):
            return f"{self.start.year} 年度"
        return f"{self.start} 至 {self.end}"


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
