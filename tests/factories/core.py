from datetime import date

import factory
from factory.django import DjangoModelFactory

from renda.core.models import County, Membership, Role, Term, Township, Unit, User
from tests.factories.base import TownshipModelFactory


class CountyFactory(DjangoModelFactory):
    class Meta:
        model = County
        django_get_or_create = ("slug",)

    name = "测试县"
    slug = "county"


class TownshipFactory(DjangoModelFactory):
    class Meta:
        model = Township

    county = factory.SubFactory(CountyFactory)
    name = factory.Sequence(lambda n: f"测试{n}镇")
    slug = factory.Sequence(lambda n: f"town-{n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"用户{n}")
    email = factory.LazyAttribute(lambda u: f"{u.username}@example.cn")


class UnitFactory(TownshipModelFactory):
    class Meta:
        model = Unit

    township = factory.SubFactory(TownshipFactory)
    name = factory.Sequence(lambda n: f"第{n}办公室")


class TermFactory(TownshipModelFactory):
    class Meta:
        model = Term

    township = factory.SubFactory(TownshipFactory)
    number = factory.Sequence(lambda n: 14 + n)
    starts_on = date(2024, 1, 10)
    seats = 64


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    township = factory.SubFactory(TownshipFactory)
    role = Role.CLERK
    unit = None
