from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from renda.core import audit
from renda.core.models import AuditEntry, AuditHead, Unit
from renda.core.origin import origin
from renda.core.wall import AppendOnly
from tests.factories.core import UnitFactory


def test_an_entry_says_who_what_and_from_where(in_township, clerk, unit):
    with origin("10.1.2.3"):
        entry = audit.record(clerk, "修改", unit, changes={"简称": ["", "建设办"]}, note="更正")

    assert (entry.actor, entry.actor_name, entry.verb) == (clerk, clerk.name, "修改")
    assert (entry.model, entry.object_id, entry.label) == ("core.unit", unit.pk, str(unit))
    assert entry.origin == "10.1.2.3"
    assert entry.changes == [("简称", "", "建设办")]
    assert entry.detail["note"] == "更正"


def test_entries_form_one_chain(in_township, clerk):
    units = UnitFactory.create_batch(3, township=in_township)
    audit.record(clerk, "登记", units[0])
    audit.record_many(clerk, "核对", units)

    entries = list(AuditEntry.objects.order_by("seq"))

    assert [e.seq for e in entries] == [1, 2, 3, 4]
    assert [e.previous for e in entries] == ["", *[e.hash for e in entries[:-1]]]
    assert AuditHead.objects.get().seq == 4
    assert audit.verify() is None


def test_chains_of_townships_are_separate(in_township, clerk, unit):
    audit.record(clerk, "登记", unit)
    other = UnitFactory()
    from renda.core.scoping import township_scope

    with township_scope(other.township_id):
        assert audit.record(None, "登记", other).seq == 1
    assert audit.record(clerk, "修改", unit).seq == 2


class Editor:
    """As much of a schema editor as ``AppendOnly`` needs, inside a test's transaction."""

    connection = connection

    def execute(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.fixture
def history_refuses(db):
    """The suite's SQLite tables are made without migrations: put the migration's own triggers up."""
    if connection.vendor == "sqlite":
        state = SimpleNamespace(apps=apps)
        AppendOnly("AuditEntry").database_forwards("core", Editor(), None, state)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda: AuditEntry.objects.update(actor_name="别人"),
        lambda: AuditEntry.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_history(in_township, clerk, unit, history_refuses, tamper):
    audit.record(clerk, "登记", unit)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper()

    assert AuditEntry.objects.get().actor_name == clerk.name


def test_verify_finds_a_forged_line(in_township, clerk, unit):
    audit.record(clerk, "登记", unit)
    forged = audit.record(clerk, "修改", unit)
    behind_our_back("UPDATE core_auditentry SET label = '别的' WHERE id = %s", forged.pk)

    assert audit.verify() == forged.seq


@pytest.mark.parametrize("cut", [1, 2])
def test_verify_finds_lines_cut_off_at_the_end(in_township, clerk, unit, cut):
    for verb in ("登记", "修改", "核对"):
        audit.record(clerk, verb, unit)
    behind_our_back("DELETE FROM core_auditentry WHERE seq > %s", 3 - cut)

    assert audit.verify() == 4 - cut


def test_the_command_says_which_history_is_whole(in_township, clerk, unit, capsys):
    audit.record(clerk, "登记", unit)
    slug, name = in_township.slug, in_township.name
    call_command("verify_history", township=slug)
    assert capsys.readouterr().out == f"{name}：完整，共 1 条\n"

    behind_our_back("UPDATE core_auditentry SET actor_name = '别人' WHERE seq = %s", 1)
    with pytest.raises(CommandError, match="不完整"):
        call_command("verify_history", township=slug)
    assert capsys.readouterr().out == f"{name}：从第 1 条起被改动或缺失\n"


def behind_our_back(sql: str, value: int) -> None:
    """Change the table as somebody with the database's password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql, [value])


def test_difference_names_fields_in_words(in_township):
    unit = UnitFactory(township=in_township)
    before = audit.snapshot(unit, ["kind", "phone", "is_active"])
    unit.kind, unit.is_active = Unit.Kind.STATION, False

    assert audit.difference(Unit, before, audit.snapshot(unit, ["kind", "phone", "is_active"])) == {
        "类别": ["乡镇内设机构", "驻乡镇站所"],
        "在用": ["是", "否"],
    }


def test_lines_of_a_block_are_chained_together(in_township, clerk, django_assert_num_queries):
    units = UnitFactory.create_batch(3, township=in_township)
    audit.record(clerk, "核对", units[0])

    with django_assert_num_queries(2), audit.together():
        audit.record(clerk, "登记", units[0])
        with audit.together():
            audit.record(clerk, "登记", units[1])
        audit.record(clerk, "修改", units[2])

    entries = list(AuditEntry.objects.order_by("seq"))
    assert [(e.seq, e.verb) for e in entries] == [
        (1, "核对"),
        (2, "登记"),
        (3, "登记"),
        (4, "修改"),
    ]
    assert audit.verify() is None


def test_a_block_that_fails_leaves_no_line(in_township, clerk, unit):
    def failing():
        with audit.together():
            audit.record(clerk, "登记", unit)
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    assert not AuditEntry.objects.exists()
    audit.record(clerk, "核对", unit)
    assert audit.verify() is None
