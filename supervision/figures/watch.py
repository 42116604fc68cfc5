"""Figures of the village elections that presidium members watched."""

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from deputies.models import Deputy
from renda.core.figures import Period, count, listing, people, total
from sessions_app.models import PresidiumMember
from supervision.figures.plans import years
from supervision.models import ElectionVillage, VillageElectionWatch
from supervision.words import spoken_village

GROUP = "监督"


@count(
    "supervision.watch_villages",
    label="换届观察村（社区）",
    unit="个",
    group=GROUP,
    record_url="supervision:watch_create",
)
def watch_villages(period: Period) -> QuerySet[ElectionVillage]:
    """统计期所在年度有主席团成员或者代表驻点参加换届指导的村（社区），一个村计一个。"""
    return ElectionVillage.objects.filter(year__range=years(period)).order_by("pk")


@people(
    "supervision.watch_members",
    label="驻村指导换届的主席团成员",
    group=GROUP,
    record_url="supervision:watch_list",
)
def watch_members(period: Period) -> QuerySet[Deputy]:
    """统计期所在年度驻点参加村级组织换届指导、期内担任主席团成员的代表，一人驻几个村也只计一次。"""
    villages = watch_villages(period).filter(observer=OuterRef("pk"))
    seats = PresidiumMember.objects.filter(deputy=OuterRef("pk"), from_on__lte=period.end).exclude(
        until_on__lt=period.start
    )
    return Deputy.objects.filter(Exists(villages), Exists(seats))


@count(
    "supervision.watch_observations", label="换届环节观察", unit="次", group=GROUP, on="on",
    record_url="supervision:watch_list",
)  # fmt: skip
def watch_observations(period: Period) -> QuerySet[VillageElectionWatch]:
    """日期在统计期内的换届观察记录，一个村一个环节一名观察人计一次。"""
    return VillageElectionWatch.objects.filter(on__range=period.days)


@count(
    "supervision.watch_mended", label="观察中发现的问题", unit="个", group=GROUP, on="on",
)  # fmt: skip
def watch_mended(period: Period) -> QuerySet[VillageElectionWatch]:
    """日期在统计期内、结论为“已纠正”或者“有问题”的换届观察记录。"""
    return watch_observations(period).exclude(verdict=VillageElectionWatch.Verdict.GOOD)


@total(
    "supervision.watch_recommended", label="代表推荐人选", unit="人", group=GROUP,
    field="recommended", on="on",
    record_url="supervision:watch_list",
)  # fmt: skip
def watch_recommended(period: Period) -> QuerySet[VillageElectionWatch]:
    """日期在统计期内的换届观察记录所登记的代表推荐人选之和；推荐到不同村的分别计。"""
    return watch_observations(period).filter(recommended__gt=0)


@count(
    "supervision.watch_exchanges", label="与党委政府交换意见", unit="次", group=GROUP, on="on",
    record_url="supervision:watch_list",
)  # fmt: skip
def watch_exchanges(period: Period) -> QuerySet[VillageElectionWatch]:
    """日期在统计期内、登记了与党委、政府交换意见情况的换届观察记录。"""
    return watch_observations(period).exclude(note="")


@count(
    "supervision.watch_exchanges_before", label="选举前与党委政府交换意见", unit="次", group=GROUP,
    on="on",
)  # fmt: skip
def watch_exchanges_before(period: Period) -> QuerySet[VillageElectionWatch]:
    """“与党委政府交换意见”中，日期早于该村投票日的；没有登记投票日的村不计。"""
    return watch_exchanges(period).filter(on__lt=F("village__elected_on"))


@listing(
    "supervision.watch_list", label="驻村指导换届一览", group=GROUP, unit="个",
    item=spoken_village,
)  # fmt: skip
def watch_list(period: Period) -> QuerySet[ElectionVillage]:
    """统计期所在年度有人驻点参加换届指导的村（社区），列出村名、驻村主席团成员和有观察记录的环节数。"""
    seen = watch_observations(period).filter(village=OuterRef("pk")).order_by().values("village")
    steps = seen.annotate(steps=Count("step", distinct=True)).values("steps")
    rows = watch_villages(period).annotate(steps_seen=Coalesce(Subquery(steps), 0))
    return rows.select_related("observer")
