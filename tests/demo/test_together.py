"""What is read by one query for many tables is what each table's own query reads."""

from django.apps import apps
from django.db.models import Model

from motions.models import Assignment, Commitment, Motion
from renda.core.models import AuditEntry, Record
from renda.core.scoping import township_scope
from renda.core.together import hang, hang_together, rows_together
from renda.core.trail import owners, with_owners

SOME = 20


def values(row: Model, paths: list[str]) -> dict[str, object]:
    """Every column of a row and of what it hangs on."""
    found = {"": {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}}
    for path in paths:
        owner = row
        for name in path.split("__"):
            owner = getattr(owner, name)
        found[path] = {f.attname: getattr(owner, f.attname) for f in owner._meta.concrete_fields}
    return found


def test_rows_of_every_kind_are_what_their_own_query_reads(in_full, django_assert_num_queries):
    models = [m for m in apps.get_models() if issubclass(m, Record)] + [AuditEntry]
    wanted = [
        with_owners(m._base_manager.order_by("pk"))[:SOME]
        for m in models
        if m._base_manager.exists()
    ]
    assert len(wanted) > 40
    singly = [[values(row, list(owners(rows.model))) for row in rows] for rows in wanted]

    with django_assert_num_queries(1):
        found = rows_together(wanted)
    with django_assert_num_queries(0):
        jointly = [
            [values(row, list(owners(rows.model))) for row in kind]
            for rows, kind in zip(wanted, found, strict=True)
        ]

    assert jointly == singly


def test_only_the_named_columns_are_read_and_others_when_asked_for(
    in_full, django_assert_num_queries
):
    rows = Motion.objects.order_by("pk").only("title", "due_on")[:2]
    short = [(m.title, m.due_on, m.situation) for m in Motion.objects.order_by("pk")[:2]]

    ((first, second),) = rows_together([rows])

    with django_assert_num_queries(0):
        assert [(m.title, m.due_on) for m in (first, second)] == [row[:2] for row in short]
    with django_assert_num_queries(1):
        assert first.situation == short[0][2]


def test_a_missing_owner_is_none_and_no_rows_are_none(world, in_full, django_assert_num_queries):
    new = Motion.objects.filter(main_unit=None).select_related("main_unit")[:1]
    given = Assignment.objects.select_related("unit")[:1]
    unit = given[0].unit

    with django_assert_num_queries(1):
        (motion,), nobodys, (assignment,) = rows_together([new, Motion.objects.none(), given])
        assert (motion.main_unit, nobodys, assignment.unit.name) == (None, [], unit.name)

    with township_scope(world.small.pk):
        ((other,),) = rows_together([Motion.objects.order_by("pk")[:1]])
    assert other.township_id == world.small.pk


def test_rows_know_what_was_annotated(in_full):
    wanted = Commitment.objects.for_list().order_by("pk")
    singly = [(row.pk, row.moved, row.first_due, row.asked_due) for row in wanted]

    (found,) = rows_together([wanted])

    assert any(moved for _, moved, _, _ in singly)
    assert [(row.pk, row.moved, row.first_due, row.asked_due) for row in found] == singly


def test_rows_hang_on_their_records_as_if_prefetched(in_full, django_assert_num_queries):
    wanted = Motion.objects.filter(cosigners__isnull=False, assignments__isnull=False)
    motion, other = wanted.distinct().order_by("pk")[:2]
    names = [c.deputy.name for c in other.cosigners.all()]
    units = [a.unit.name for a in other.assignments.all()]

    with django_assert_num_queries(1):
        hang_together(
            other,
            cosigners=other.cosigners.select_related("deputy"),
            assignments=other.assignments.select_related("unit"),
        )
    with django_assert_num_queries(0):
        assert [c.deputy.name for c in other.cosigners.all()] == names
        assert [a.unit.name for a in other.assignments.all()] == units
        assert all(a.motion is other for a in other.assignments.all())

    hang(other.cosigners.all(), [motion, other], "cosigners")
    with django_assert_num_queries(0):
        assert (len(motion.cosigners.all()), len(other.cosigners.all())) == (0, len(names))


def test_nothing_asked_is_no_query(in_full, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows_together([]) == []
