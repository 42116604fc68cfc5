"""Saving: never twice, never over another's change, nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse

from renda.core.models import AuditEntry, LocalRule, Unit
from tests.factories.core import UnitFactory

FIELDS = {"name": "水利站", "kind": "station", "is_active": "on"}


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def test_a_new_record_is_saved_with_one_line_of_history(desk, in_township, clerk):
    answer = desk.post(reverse("core:unit_create"), FIELDS | {"once": uuid.uuid4()})

    unit = Unit.objects.get()
    assert (unit.name, unit.kind, unit.initials) == ("水利站", "station", "slz")
    assert answer["Location"] == unit.get_absolute_url()
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.label) == (clerk, "登记", "水利站")
    assert ("单位名称", "", "水利站") in entry.changes


def test_a_double_click_saves_once_and_leads_to_the_same_page(desk, in_township):
    data = FIELDS | {"once": uuid.uuid4()}

    first = desk.post(reverse("core:unit_create"), data)
    second = desk.post(reverse("core:unit_create"), data | {"name": "水利站 "})

    assert Unit.objects.count() == 1
    assert AuditEntry.objects.count() == 1
    assert second["Location"] == first["Location"]


def test_an_error_keeps_what_was_typed_and_says_how_to_mend_it(desk, in_township):
    UnitFactory(township=in_township, name="水利站")

    answer = desk.post(reverse("core:unit_create"), FIELDS | {"phone": "0570-1234567"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "已有同名单位" in html
    assert 'value="0570-1234567"' in html
    assert Unit.objects.count() == 1


def test_a_change_made_meanwhile_is_not_overwritten(desk, in_township, unit):
    seen = unit.revision
    unit.phone = "0570-1111111"
    unit.save()

    url = reverse("core:unit_update", args=[unit.pk])
    answer = desk.post(url, FIELDS | {"phone": "0570-2222222", "seen_revision": seen})

    html = answer.content.decode()
    unit.refresh_from_db()
    assert unit.phone == "0570-1111111"
    assert "别人已修改过" in html
    assert 'value="0570-2222222"' in html

    again = {"phone": "0570-2222222", "seen_revision": unit.revision}
    assert desk.post(url, FIELDS | again).status_code == 302
    unit.refresh_from_db()
    assert unit.phone == "0570-2222222"


def test_an_edit_writes_old_and_new(desk, in_township, unit):
    desk.post(
        reverse("core:unit_update", args=[unit.pk]),
        FIELDS | {"name": unit.name, "seen_revision": unit.revision},
    )

    assert AuditEntry.objects.get().changes == [("类别", "乡镇内设机构", "驻乡镇站所")]


def test_voiding_needs_a_reason_and_takes_the_record_out_of_lists(desk, in_township, unit):
    url = reverse("core:void", args=["core.unit", unit.pk])
    assert desk.post(url, {"note": " "}).status_code == 200
    assert Unit.objects.filter(pk=unit.pk).exists()

    desk.post(url, {"note": "重复登记"})

    assert not Unit.objects.filter(pk=unit.pk).exists()
    assert Unit.with_voided.get(pk=unit.pk).voided_at is not None
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.detail["note"]) == ("作废", "重复登记")
    assert desk.get(unit.get_absolute_url()).status_code == 404


def test_a_record_others_hang_on_is_not_voided(desk, in_township):
    from deputies.models import Deputy, DeputyGroup

    group = DeputyGroup.objects.create(name="第一代表小组")
    Deputy.objects.create(
        name="甲", gender="male", born_on="1970-01-01", education="senior",
        occupation="farmer", group=group,
    )  # fmt: skip

    url = reverse("core:void", args=["deputies.deputygroup", group.pk])
    answer = desk.post(url, {"note": "误登"})

    assert "1 条代表" in answer.content.decode()
    assert DeputyGroup.objects.filter(pk=group.pk).exists()


def test_a_local_rule_takes_a_lawful_value_with_its_basis(desk, in_township):
    url = reverse("core:rule", args=["suggestion.sign_days"])

    assert desk.post(url, {"value": "3", "reason": ""}).status_code == 200
    assert not LocalRule.objects.exists()
    desk.post(url, {"value": "3", "reason": "本镇办理办法第八条"})

    rule = LocalRule.objects.get()
    assert (rule.key, rule.value, rule.reason) == ("suggestion.sign_days", 3, "本镇办理办法第八条")
    assert AuditEntry.objects.get().verb == "修改参数"


def test_a_national_limit_cannot_be_stretched(desk, in_township):
    url = reverse("core:rule", args=["suggestion.reply_months"])

    answer = desk.post(url, {"value": "5", "reason": "不合法"})

    assert answer.status_code == 200
    assert not LocalRule.objects.exists()
    assert desk.get(reverse("core:rule", args=["session.quorum"])).status_code == 404


def test_lists_sort_by_declared_columns_only(desk, in_township):
    UnitFactory(township=in_township, name="乙办", kind="office")
    UnitFactory(township=in_township, name="甲站", kind="station")

    def names(query: str) -> list[str]:
        return [u.name for u in desk.get(f"/system/units/{query}").context["object_list"]]

    assert names("?sort=-kind") == ["甲站", "乙办"]
    assert names("?sort=kind") == ["乙办", "甲站"]
    assert sorted(names("?sort=township__county__name")) == ["乙办", "甲站"]


def test_a_list_is_exported_with_no_cell_that_runs(desk, in_township):
    from io import BytesIO

    from openpyxl import load_workbook

    UnitFactory(township=in_township, name="=1+1", phone="@cmd")

    answer = desk.get("/system/units/?export=xlsx")

    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert rows[0][:2] == ("名称", "类别")
    assert rows[1][0] == "'=1+1"
    assert rows[1][4] == "'@cmd"
