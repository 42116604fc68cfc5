"""Each unit numbers its letters in a series of its own."""

import pytest

from renda.core.models import Unit
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory

pytestmark = pytest.mark.django_db


def marks(*names: str) -> list[str]:
    return [Unit.objects.create(name=name).letter_mark for name in names]


def test_units_that_begin_alike_have_marks_of_their_own(in_township):
    assert marks("综合行政执法队", "综合治理办公室", "综合治理中心") == [
        "综合",
        "综合治",
        "综合治理",
    ]
    assert marks("水利", "水利站", "水利村", "村镇建设办") == ["水利", "水利站", "水利村", "村建"]


def test_the_township_s_own_name_is_no_mark(in_township):
    assert marks(f"{in_township.name}司法所", "县国土资源局") == ["司法", "国土"]


def test_a_voided_unit_keeps_its_mark(in_township, clerk):
    gone = Unit.objects.create(name="水利站")
    Unit.objects.filter(pk=gone.pk).update(voided_at="2025-06-25T00:00:00Z")

    assert marks("水利管理所") == ["水利管"]


def test_another_township_s_marks_are_free(in_township):
    marks("水利站")
    far = TownshipFactory()
    with township_scope(far.pk):
        assert marks("水利站") == ["水利"]


def test_a_mark_that_is_taken_is_refused_beside_its_field(in_township, client, clerk):
    marks("水利站")
    client.force_login(clerk)

    page = client.post(
        "/system/units/new/", {"name": "水利管理所", "kind": "office", "letter_mark": "水利"}
    )

    told = ["已有单位用这个发文代字，文号会混在一起，请换一个"]
    assert page.context["form"].errors == {"letter_mark": told}
    assert not Unit.objects.filter(name="水利管理所").exists()

    client.post(
        "/system/units/new/", {"name": "水利管理所", "kind": "office", "letter_mark": "水管"}
    )
    assert Unit.objects.get(name="水利管理所").letter_mark == "水管"
