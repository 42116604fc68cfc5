from datetime import date

import factory

from supervision.models import (
    Appraisal,
    ElectionVillage,
    Finding,
    Inspection,
    InspectionOpinion,
    LivelihoodProject,
    PlanItem,
    VillageElectionWatch,
    WorkTarget,
)
from tests.factories.base import TownshipModelFactory
from tests.factories.core import TownshipFactory, UnitFactory
from tests.factories.deputies import DeputyFactory, RollFactory

HERE = factory.SelfAttribute("..township")
DAY = date(2025, 8, 15)


class PlanItemFactory(TownshipModelFactory):
    class Meta:
        model = PlanItem

    township = factory.SubFactory(TownshipFactory)
    year = 2025
    title = factory.Sequence(lambda n: f"第{n}项监督议题")
    kind = "special"
    month = 9


class WorkTargetFactory(TownshipModelFactory):
    class Meta:
        model = WorkTarget

    township = factory.SubFactory(TownshipFactory)
    year = 2025
    content = factory.Sequence(lambda n: f"第{n}项目标任务")
    unit = factory.SubFactory(UnitFactory, township=HERE)
    leader = "蒋文斌"
    person = "何敏"
    due_on = date(2025, 11, 28)


class ProjectFactory(TownshipModelFactory):
    class Meta:
        model = LivelihoodProject

    township = factory.SubFactory(TownshipFactory)
    year = 2025
    no = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"第{n}件实事")
    content = "为民办实事"
    unit = factory.SubFactory(UnitFactory, township=HERE)


class InspectionFactory(TownshipModelFactory):
    """One that was carried out, with a closed roll that nobody is on."""

    class Meta:
        model = Inspection

    township = factory.SubFactory(TownshipFactory)
    kind = Inspection.Kind.SPECIAL
    title = factory.Sequence(lambda n: f"第{n}次专项督查")
    topic = "三改一拆"
    held_on = DAY
    status = Inspection.Status.HELD
    roll = factory.SubFactory(
        RollFactory,
        township=HERE,
        on=factory.SelfAttribute("..held_on"),
        kind="inspection",
        is_closed=True,
    )


class OpinionFactory(TownshipModelFactory):
    class Meta:
        model = InspectionOpinion

    township = factory.SubFactory(TownshipFactory)
    inspection = factory.SubFactory(InspectionFactory, township=HERE)
    text = factory.Sequence(lambda n: f"第{n}条意见")
    unit = factory.SubFactory(UnitFactory, township=HERE)


class FindingFactory(TownshipModelFactory):
    """One that nobody was told of yet."""

    class Meta:
        model = Finding

    township = factory.SubFactory(TownshipFactory)
    year = factory.LazyAttribute(lambda finding: finding.found_on.year)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"第{n}处排口无标识")
    found_on = DAY


class HandedFindingFactory(FindingFactory):
    """One that a unit has to put right."""

    unit = factory.SubFactory(UnitFactory, township=HERE)
    person = "宋晓东"
    handed_on = date(2025, 9, 16)
    due_on = date(2025, 10, 16)
    status = Finding.Status.HANDED


class AppraisalFactory(TownshipModelFactory):
    """Sixty of sixty-four voted: 44 satisfied, 12 basically, 3 not, 1 does not know."""

    class Meta:
        model = Appraisal

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}次工作评议")
    unit = factory.SubFactory(UnitFactory, township=HERE)
    held_on = date(2025, 8, 22)
    total = 64
    issued = 60
    returned = 60
    satisfied = 44
    basically_satisfied = 12
    dissatisfied = 3
    unknown = 1


class VillageFactory(TownshipModelFactory):
    class Meta:
        model = ElectionVillage

    township = factory.SubFactory(TownshipFactory)
    year = 2025
    name = factory.Sequence(lambda n: f"第{n}村")
    observer = factory.SubFactory(DeputyFactory, township=HERE)


class WatchFactory(TownshipModelFactory):
    class Meta:
        model = VillageElectionWatch

    township = factory.SubFactory(TownshipFactory)
    village = factory.SubFactory(VillageFactory, township=HERE)
    observer = factory.SelfAttribute("village.observer")
    step = VillageElectionWatch.Step.VOTING
    on = date(2025, 12, 6)
