from datetime import UTC, date, datetime

import factory

from activities.models import (
    Activity,
    Adoption,
    Article,
    Campaign,
    Consultation,
    Deed,
    DutyCase,
    HeadCount,
    Opinion,
    PublicMessage,
    Stop,
    VoterContact,
)
from tests.factories.base import TownshipModelFactory
from tests.factories.core import TownshipFactory, UnitFactory
from tests.factories.deputies import DeputyFactory, RollFactory, StationFactory

HERE = factory.SelfAttribute("..township")
DAY = date(2025, 4, 11)


class CampaignFactory(TownshipModelFactory):
    class Meta:
        model = Campaign

    township = factory.SubFactory(TownshipFactory)
    name = factory.Sequence(lambda n: f"第{n}个主题活动")
    starts_on = date(2025, 4, 1)
    ends_on = date(2025, 12, 20)
    aim = "查找问题，督促整改"


class ActivityFactory(TownshipModelFactory):
    """A registered visit: its roll is closed, and nobody is on it."""

    class Meta:
        model = Activity

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}次视察")
    kind = Activity.Kind.SITE_VISIT
    held_on = DAY
    content = "实地察看，听取介绍"
    organiser = "主席团"
    roll = factory.SubFactory(
        RollFactory,
        township=HERE,
        on=factory.SelfAttribute("..held_on"),
        kind="activity",
        is_closed=True,
    )


class StopFactory(TownshipModelFactory):
    class Meta:
        model = Stop

    township = factory.SubFactory(TownshipFactory)
    activity = factory.SubFactory(ActivityFactory, township=HERE)
    name = factory.Sequence(lambda n: f"第{n}处点位")


class HeadCountFactory(TownshipModelFactory):
    class Meta:
        model = HeadCount

    township = factory.SubFactory(TownshipFactory)
    activity = factory.SubFactory(ActivityFactory, township=HERE)
    role = HeadCount.Who.CADRE
    number = 5


class ConsultationFactory(TownshipModelFactory):
    class Meta:
        model = Consultation

    township = factory.SubFactory(TownshipFactory)
    matter = factory.Sequence(lambda n: f"第{n}号规划")
    held_on = DAY
    presented_by = "镇长"
    presentation = "规划介绍"
    roll = factory.SubFactory(
        RollFactory, township=HERE, on=DAY, kind="consultation", is_closed=True
    )


class OpinionFactory(TownshipModelFactory):
    class Meta:
        model = Opinion

    township = factory.SubFactory(TownshipFactory)
    activity = factory.SubFactory(ActivityFactory, township=HERE)
    text = factory.Sequence(lambda n: f"第{n}条意见")


class PassedOpinionFactory(OpinionFactory):
    """Passed on to a unit on 2025-04-14, not answered."""

    unit = factory.SubFactory(UnitFactory, township=HERE)
    passed_on = date(2025, 4, 14)
    status = Opinion.Status.PASSED


class VoterContactFactory(TownshipModelFactory):
    class Meta:
        model = VoterContact

    township = factory.SubFactory(TownshipFactory)
    station = factory.SubFactory(StationFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    met_on = DAY
    voters = 2
    issue = "路灯不亮"
    outcome = VoterContact.Outcome.SOLVED


class PublicMessageFactory(TownshipModelFactory):
    class Meta:
        model = PublicMessage

    township = factory.SubFactory(TownshipFactory)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    name = "村民"
    text = "请代表看看积水"
    sent_at = datetime(2025, 4, 11, 2, tzinfo=UTC)


class DeedFactory(TownshipModelFactory):
    class Meta:
        model = Deed

    township = factory.SubFactory(TownshipFactory)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    level = Deed.Level.TOWNSHIP
    kind = Deed.Kind.DEMOLITION
    on = date(2025, 4, 15)
    text = "带头拆除自家雨棚"


class ArticleFactory(TownshipModelFactory):
    class Meta:
        model = Article

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}篇信息")
    author = "周玉兰"
    sent_on = DAY
    sent_to = "县人大网"


class AdoptionFactory(TownshipModelFactory):
    class Meta:
        model = Adoption

    township = factory.SubFactory(TownshipFactory)
    article = factory.SubFactory(ArticleFactory, township=HERE)
    level = Adoption.Level.COUNTY
    outlet = factory.Sequence(lambda n: f"第{n}家网站")
    on = date(2025, 4, 14)
    url = "https://rd.example.cn/1.html"


class DutyCaseFactory(TownshipModelFactory):
    class Meta:
        model = DutyCase

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}个案例")
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    reported_on = DAY
