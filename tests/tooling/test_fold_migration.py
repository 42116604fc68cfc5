"""Folding a migration: what can stand in its table does, what can't stays where it was."""

from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel

from scripts.fold_migration import fold

TITLE_ONCE = models.UniqueConstraint(
    fields=["title"], condition=models.Q(voided_at=None), name="title_once"
)
ON_TITLE = models.Index(fields=["-title"], name="on_title")
ON_OWNER = models.Index(fields=["owner"], name="on_owner")
SEATS = models.CheckConstraint(condition=models.Q(seats__gte=1), name="seats")


def table() -> CreateModel:
    return CreateModel(
        "Paper",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("title", models.CharField(max_length=10)),
            ("seats", models.IntegerField()),
            ("voided_at", models.DateTimeField(null=True)),
        ],
        {"ordering": ["title"]},
    )


def test_fold_moves_what_the_table_has_the_fields_for():
    created = table()
    kept, moved = fold(
        [
            created,
            AddConstraint("paper", TITLE_ONCE),
            AddIndex("paper", ON_TITLE),
            AddConstraint("paper", SEATS),
        ]
    )
    assert (kept, moved) == ([created], 3)
    assert created.options == {
        "ordering": ["title"],
        "constraints": [TITLE_ONCE, SEATS],
        "indexes": [ON_TITLE],
    }


def test_fold_leaves_what_needs_a_later_field():
    created, later = table(), AddField("paper", "owner", models.IntegerField(default=0))
    index = AddIndex("paper", ON_OWNER)
    assert fold([created, later, index]) == ([created, later, index], 0)
    assert created.options == {"ordering": ["title"]}


def test_fold_leaves_expressions_and_tables_of_other_migrations():
    expression = models.Index(models.F("title").desc(), name="by_title")
    created = table()
    operations = [created, AddIndex("paper", expression), AddIndex("other", ON_TITLE)]
    assert fold(operations) == (operations, 0)
    assert created.options == {"ordering": ["title"]}
