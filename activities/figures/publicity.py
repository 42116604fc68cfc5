"""Figures of deputies' examples and of what was written about their work."""

from django.db.models import QuerySet

from activities.models import Adoption, Article, Deed, DutyCase
from activities.words import spoken_adoption
from deputies.models import Deputy
from renda.core.figures import Period, count, listing, people, rate

GROUP = "宣传制度"
DOING = "闭会活动"


@count(
    "activities.deeds",
    label="代表事例",
    unit="件",
    group=DOING,
    on="on",
    record_url="activities:deed_create",
)
def deeds(period: Period) -> QuerySet[Deed]:
    """本期内登记的代表带头拆违、带头整治、捐资出力等事例，一件计一件，不论是否属于主题活动。"""
    return Deed.objects.between(*period.days)


def _doers(period: Period, level: str = "") -> QuerySet[Deputy]:
    rows = deeds(period).filter(level=level) if level else deeds(period)
    return Deputy.objects.filter(pk__in=rows.order_by().values("deputy"))


@people("activities.deed_deputies", label="有代表事例的代表", group=DOING)
def deed_deputies(period: Period) -> QuerySet[Deputy]:
    """本期内登记有代表事例的代表，同一人有多件事例只计一人。"""
    return _doers(period)


@people(
    "activities.deed_county",
    label="有代表事例的县代表",
    group=DOING,
    record_url="activities:deed_create",
)
def deed_county(period: Period) -> QuerySet[Deputy]:
    """本期内登记有代表事例、当日为县人大代表的，同一人只计一人；兼任乡镇代表的计在此处。"""
    return _doers(period, Deed.Level.COUNTY)


@people(
    "activities.deed_township",
    label="有代表事例的乡镇代表",
    group=DOING,
    record_url="activities:deed_create",
)
def deed_township(period: Period) -> QuerySet[Deputy]:
    """本期内登记有代表事例、当日只是乡镇人大代表的，同一人只计一人；已计入县代表的不再计。"""
    return _doers(period, Deed.Level.TOWNSHIP).exclude(
        pk__in=_doers(period, Deed.Level.COUNTY).values("pk")
    )


@count(
    "activities.articles", label="报送宣传信息", unit="篇", group=GROUP, on="sent_on",
    empty="missing", record_url="activities:article_create",
)  # fmt: skip
def articles(period: Period) -> QuerySet[Article]:
    """本期内投稿的人大工作宣传信息，按投稿日期计，一篇投往多家只计一篇。"""
    return Article.objects.between(*period.days)


@count("activities.articles_adopted", label="录用宣传信息", unit="篇", group=GROUP, on="sent_on")
def articles_adopted(period: Period) -> QuerySet[Article]:
    """本期内投稿的宣传信息中至少被一家媒体录用的，一篇被多家录用只计一篇。"""
    return articles(period).filter(pk__in=Adoption.objects.order_by().values("article"))


rate(
    "activities.adoption_rate",
    label="宣传信息录用率",
    group=GROUP,
    numerator="activities.articles_adopted",
    denominator="activities.articles",
    definition="录用宣传信息÷报送宣传信息×100%，按篇计，一篇被多家录用只计一篇。",
)


@count(
    "activities.articles_county", label="县级录用宣传信息", unit="篇", group=GROUP, on="sent_on",
    empty="missing", record_url="activities:article_create",
)  # fmt: skip
def articles_county(period: Period) -> QuerySet[Article]:
    """本期内投稿的宣传信息中被县级媒体（县人大网等）录用的，一篇被多家县级媒体录用只计一篇；同时被市级录用的两处都计。"""
    return articles(period).adopted(Adoption.Level.COUNTY)


@count(
    "activities.articles_city", label="市级录用宣传信息", unit="篇", group=GROUP, on="sent_on",
    empty="missing", record_url="activities:article_create",
)  # fmt: skip
def articles_city(period: Period) -> QuerySet[Article]:
    """本期内投稿的宣传信息中被市级媒体（市人大网等）录用的，一篇被多家市级媒体录用只计一篇；同时被县级录用的两处都计。"""
    return articles(period).adopted(Adoption.Level.CITY)


@count("activities.adoptions", label="宣传信息录用", unit="次", group=GROUP, on="on")
def adoptions(period: Period) -> QuerySet[Adoption]:
    """本期内投稿的宣传信息被各级媒体录用的次数，一篇被几家录用计几次。"""
    return _adoptions(period)


@listing("activities.articles_city_list", label="市级录用一览", group=GROUP, unit="篇",
         item=spoken_adoption, on="on")  # fmt: skip
def articles_city_list(period: Period) -> QuerySet[Adoption]:
    """本期内投稿的宣传信息被市级媒体录用的情况，列出标题、媒体和链接；一篇被多家录用的分别列出。"""
    return _adoptions(period, Adoption.Level.CITY)


@listing("activities.articles_county_list", label="县级录用一览", group=GROUP, unit="篇",
         item=spoken_adoption, on="on")  # fmt: skip
def articles_county_list(period: Period) -> QuerySet[Adoption]:
    """本期内投稿的宣传信息被县级媒体录用的情况，列出标题、媒体和链接；一篇被多家录用的分别列出。"""
    return _adoptions(period, Adoption.Level.COUNTY)


def _adoptions(period: Period, level: str = "") -> QuerySet[Adoption]:
    rows = Adoption.objects.filter(article__in=articles(period).order_by())
    rows = rows.filter(level=level) if level else rows
    return rows.select_related("article").order_by("on", "pk")


@count(
    "activities.duty_cases", label="上报履职案例", unit="件", group=GROUP, on="reported_on",
    empty="missing", record_url="activities:dutycase_create",
)  # fmt: skip
def duty_cases(period: Period) -> QuerySet[DutyCase]:
    """本期内向代表履职服务平台上报的代表先进事例，按上报日期计，一件计一件。"""
    return DutyCase.objects.between(*period.days)


@listing("activities.duty_cases_list", label="履职案例一览", group=GROUP, unit="件",
         item=lambda c: f"《{c.title}》", on="reported_on")  # fmt: skip
def duty_cases_list(period: Period) -> QuerySet[DutyCase]:
    """本期内上报的代表履职案例，按上报日期先后列出名称。"""
    return duty_cases(period).order_by("reported_on", "pk")
