from datetime import date

import factory

from deputies.models import (
    Constituency,
    Deputy,
    DeputyGroup,
    DutyReport,
    Fund,
    Honour,
    LiaisonStation,
    Mandate,
    Receipt,
    Roll,
    RollEntry,
    StudyMaterial,
    Training,
)
from tests.factories.base import TownshipModelFactory
from tests.factories.core import TermFactory, TownshipFactory

HERE = factory.SelfAttribute("..township")


class ConstituencyFactory(TownshipModelFactory):
    class Meta:
        model = Constituency

    township = factory.SubFactory(TownshipFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"测试{n}村")
    seats = 3


class GroupFactory(TownshipModelFactory):
    class Meta:
        model = DeputyGroup

    township = factory.SubFactory(TownshipFactory)
    name = factory.Sequence(lambda n: f"第{n}代表小组")


class StationFactory(TownshipModelFactory):
    class Meta:
        model = LiaisonStation

    township = factory.SubFactory(TownshipFactory)
    name = factory.Sequence(lambda n: f"第{n}联络站")


class DeputyFactory(TownshipModelFactory):
    """A person without a mandate: nobody expects them on a roll."""

    class Meta:
        model = Deputy

    township = factory.SubFactory(TownshipFactory)
    name = factory.Sequence(lambda n: f"代表{n}")
    gender = Deputy.Gender.MALE
    born_on = date(1975, 5, 1)
    education = Deputy.Education.SENIOR
    occupation = Deputy.Occupation.FARMER
    order = factory.Sequence(lambda n: n)


class MandateFactory(TownshipModelFactory):
    """A seat in the town's congress since 2024; ``mandate.deputy`` is the deputy in office."""

    class Meta:
        model = Mandate

    township = factory.SubFactory(TownshipFactory)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    term = factory.SubFactory(TermFactory, township=HERE)
    from_on = date(2024, 1, 9)


class RollFactory(TownshipModelFactory):
    class Meta:
        model = Roll

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}次会议")
    on = date(2025, 3, 12)
    kind = "training"


class RollEntryFactory(TownshipModelFactory):
    class Meta:
        model = RollEntry

    township = factory.SubFactory(TownshipFactory)
    roll = factory.SubFactory(RollFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)


class TrainingFactory(TownshipModelFactory):
    class Meta:
        model = Training

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}期培训")
    kind = Training.Kind.SPECIAL
    held_on = date(2025, 3, 12)
    content = "怎样写好建议"
    roll = factory.SubFactory(RollFactory, township=HERE)


class MaterialFactory(TownshipModelFactory):
    class Meta:
        model = StudyMaterial

    township = factory.SubFactory(TownshipFactory)
    title = factory.Sequence(lambda n: f"第{n}号文件")
    kind = StudyMaterial.Kind.SUPERIOR
    issued_on = date(2025, 3, 12)


class ReceiptFactory(TownshipModelFactory):
    class Meta:
        model = Receipt

    township = factory.SubFactory(TownshipFactory)
    material = factory.SubFactory(MaterialFactory, township=HERE)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)


class DutyReportFactory(TownshipModelFactory):
    class Meta:
        model = DutyReport

    township = factory.SubFactory(TownshipFactory)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    held_on = date(2025, 9, 18)
    place = "文化礼堂"
    voters_present = 50
    content = "一年履职情况"
    satisfied = 45
    basically_satisfied = 4
    dissatisfied = 1


class HonourFactory(TownshipModelFactory):
    class Meta:
        model = Honour

    township = factory.SubFactory(TownshipFactory)
    deputy = factory.SubFactory(DeputyFactory, township=HERE)
    name = "优秀代表"
    by = "县人大常委会"
    on = date(2025, 12, 1)


class FundFactory(TownshipModelFactory):
    """A new kind each time: a year has each kind once."""

    class Meta:
        model = Fund

    township = factory.SubFactory(TownshipFactory)
    year = 2025
    kind = factory.Iterator(Fund.Kind.values)
    budget = 20000
    spent = 5000
