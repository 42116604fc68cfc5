"""The second wall: what PostgreSQL itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from renda.core.models import Notification, Unit
from renda.core.scoping import everywhere, reading_scope, township_scope
from tests.architecture.models import OWNED
from tests.factories.core import MembershipFactory, UnitFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="row-level security needs PostgreSQL"
    ),
]


@pytest.fixture
def as_application():
    """Ask as the application's role does: no superuser, and row-level security binds it.

    ``scripts/with_services.sh`` connects as such a role; a superuser takes the part of one here.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (False,):
            return
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'renda_probe'")
        if not cursor.fetchone():
            cursor.execute("CREATE ROLE renda_probe NOLOGIN")
        cursor.execute("GRANT USAGE ON SCHEMA public TO renda_probe")
        cursor.execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO renda_probe"
        )
        cursor.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO renda_probe")
        cursor.execute("SET LOCAL ROLE renda_probe")


def unscoped(sql: str) -> list:
    """Run SQL that forgot its WHERE."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_sql_that_forgot_the_township_sees_its_own_rows_only(township, as_application):
    ours, theirs = UnitFactory(township=township), UnitFactory()
    sql = "SELECT id FROM core_unit ORDER BY id"

    with township_scope(township.pk):
        assert unscoped(sql) == [(ours.pk,)]
    with reading_scope([township.pk, theirs.township_id]):
        assert unscoped(sql) == [(ours.pk,), (theirs.pk,)]
    with everywhere():
        assert unscoped(sql) == [(ours.pk,), (theirs.pk,)]
    assert unscoped(sql) == []


def test_a_rollback_does_not_leave_another_townships_scope_open(township, as_application):
    ours, theirs = UnitFactory(township=township), UnitFactory()
    sql = "SELECT id FROM core_unit"

    with township_scope(township.pk):
        assert unscoped(sql) == [(ours.pk,)]
        with transaction.atomic():
            with township_scope(theirs.township_id):
                assert unscoped(sql) == [(theirs.pk,)]
            transaction.set_rollback(True)
        assert unscoped(sql) == [(ours.pk,)]


def test_a_row_cannot_be_written_into_another_township(township, as_application):
    other = UnitFactory().township_id

    with (
        township_scope(township.pk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Unit.objects.bulk_create([Unit(township_id=other, name="混进来的")])


def test_a_foreign_key_cannot_point_into_another_township(township):
    from deputies.models import Deputy, DeputyGroup

    with township_scope(township.pk):
        group = DeputyGroup.objects.create(name="第一代表小组")
    other = UnitFactory().township
    stray = {
        "township": other,
        "name": "甲",
        "gender": "male",
        "born_on": "1970-01-01",
        "education": "senior",
        "occupation": "farmer",
        "group": group,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with township_scope(other.pk), pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.bulk_create([Deputy(**stray)])


def test_every_owned_table_has_the_wall():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity "
            "AND relname IN (SELECT tablename FROM pg_policies WHERE policyname = 'township_wall')"
        )
        walled = {name for (name,) in cursor.fetchall()}

    assert {m._meta.db_table for m in OWNED} - walled == set()


def test_every_key_between_owned_rows_is_checked_with_the_township():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'")
        checked = {name for (name,) in cursor.fetchall()}
    wanted = {
        f"{model._meta.db_table}_{field.column}_home"[:63]
        for model in OWNED
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model in OWNED
    }

    assert wanted - checked == set()


def test_a_person_of_two_townships_reads_each_inbox_apart(township, as_application):
    member = MembershipFactory(township=township)
    other = UnitFactory().township
    for place in (township, other):
        with township_scope(place.pk):
            Notification.objects.create(to=member.user, text=place.name, url="/")

    with township_scope(other.pk):
        assert [n.text for n in Notification.objects.filter(to=member.user)] == [other.name]
