"""Who sits in the congress: how many, of what kind, who came and who went."""

from datetime import date

from django.db.models import QuerySet

from deputies.figures.shared import GROUP
from deputies.models import Constituency, Deputy, DeputyGroup, LiaisonStation, Mandate
from renda.core.figures import Period, count, people, total


@people("deputies.in_office", label="实有代表", unit="名", group=GROUP, law="deputy.record")
def in_office(period: Period) -> QuerySet[Deputy]:
    """期末最后一日代表资格有效的本乡镇人大代表，暂停执行职务的计入，每人计一次。只担任上级人大代表的不计。"""
    return Deputy.objects.seated(period.end)


@total("deputies.seats", label="代表名额", unit="名", group=GROUP, field="seats",
       law="seats.fixed")  # fmt: skip
def seats(period: Period) -> QuerySet[Constituency]:
    """现有各选区应选的本乡镇人大代表名额之和，不分年度。"""
    return Constituency.objects.all()


@total("deputies.vacancies", label="代表缺额", unit="名", group=GROUP, field="vacant",
       law="deputy_election.by_election")  # fmt: skip
def vacancies(period: Period) -> QuerySet[Constituency]:
    """各选区的名额减去期末最后一日该选区选出、资格有效的本乡镇人大代表数，不足的相加；暂停执行职务的不算出缺，资格没有登记选区的不抵。期末以前没有登记过代表的年度不计。"""
    return Constituency.objects.short_of_deputies(period.end).order_by("number", "pk")


@people("deputies.women", label="妇女代表", unit="名", group=GROUP)
def women(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中性别为女的，每人计一次。"""
    return in_office(period).filter(gender=Deputy.Gender.FEMALE)


@people("deputies.party_members", label="中共党员代表", unit="名", group=GROUP)
def party_members(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中政治面貌为中共党员的，每人计一次。"""
    return in_office(period).filter(party=Deputy.Party.CPC)


@people("deputies.minorities", label="少数民族代表", unit="名", group=GROUP)
def minorities(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中民族不是汉族的，每人计一次；没有填写民族的不计。"""
    return in_office(period).exclude(ethnicity__in=("", "汉族", "汉"))


def _composed(path: str, words: dict[str, tuple[str, str]], told: str) -> None:
    """Declare a figure for each thing that a field of a deputy in office may hold."""
    for name, (held, label) in words.items():

        def rows(period: Period, held: str = held) -> QuerySet[Deputy]:
            return in_office(period).filter(**{path: held})

        rows.__doc__ = f"期末实有的本乡镇人大代表中{told}为“{label}”的，每人计一次。"
        people(f"deputies.{name}", label=f"{told}：{label}", unit="名", group=GROUP)(rows)


_composed("occupation", {f"work_{o.value}": (o.value, o.label) for o in Deputy.Occupation}, "职业")
_composed(
    "education", {f"taught_{e.value}": (e.value, e.label) for e in Deputy.Education}, "文化程度"
)


def _aged(period: Period, years: int) -> date:
    """Who turned this old by the period's last day was born on or before this day."""
    last = period.end
    return date(last.year - years, last.month, min(last.day, 28 if last.month == 2 else last.day))


@people("deputies.aged_young", label="35 周岁以下代表", unit="名", group=GROUP)
def aged_young(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中，到期末最后一日未满 36 周岁的，每人计一次。"""
    return in_office(period).filter(born_on__gt=_aged(period, 36))


@people("deputies.aged_middle", label="36 至 55 周岁代表", unit="名", group=GROUP)
def aged_middle(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中，到期末最后一日满 36 周岁、未满 56 周岁的，每人计一次。"""
    return in_office(period).filter(born_on__lte=_aged(period, 36), born_on__gt=_aged(period, 56))


@people("deputies.aged_senior", label="56 周岁以上代表", unit="名", group=GROUP)
def aged_senior(period: Period) -> QuerySet[Deputy]:
    """期末实有的本乡镇人大代表中，到期末最后一日满 56 周岁的，每人计一次。"""
    return in_office(period).filter(born_on__lte=_aged(period, 56))


@people("deputies.county_level", label="县人大代表", unit="名", group=GROUP)
def county_level(period: Period) -> QuerySet[Deputy]:
    """期末最后一日县级人大代表资格有效的代表，含同时担任乡镇代表的，每人计一次。"""
    return Deputy.objects.seated(period.end, Mandate.Level.COUNTY)


@people("deputies.two_levels", label="同时担任县、乡镇代表", unit="名", group=GROUP)
def two_levels(period: Period) -> QuerySet[Deputy]:
    """期末同时具有县级和本乡镇人大代表资格的代表，每人计一次。"""
    return county_level(period) & in_office(period)


@count("deputies.by_elected", label="补选代表", unit="名", group=GROUP, on="from_on")
def by_elected(period: Period) -> QuerySet[Mandate]:
    """期内补选产生的本乡镇人大代表资格，按当选日期计。"""
    return Mandate.objects.of_township().filter(is_by_election=True, from_on__range=period.days)


@count(
    "deputies.ended", label="代表资格终止", unit="名", group=GROUP, law="deputy.loss", on="until_on"
)
def ended(period: Period) -> QuerySet[Mandate]:
    """期内终止的本乡镇人大代表资格，按终止日期计；任期届满的不计。"""
    ended = Mandate.objects.of_township().filter(until_on__range=period.days)
    return ended.exclude(end_reason=Mandate.EndReason.TERM)


@count("deputies.groups", label="代表小组", unit="个", group=GROUP, law="group.form")
def groups(period: Period) -> QuerySet[DeputyGroup]:
    """现有的代表小组，不分年度。"""
    return DeputyGroup.objects.all()


@count("deputies.stations", label="代表联络站", unit="个", group=GROUP)
def stations(period: Period) -> QuerySet[LiaisonStation]:
    """现有的代表联络站，不分年度。"""
    return LiaisonStation.objects.all()
