"""Subqueries about the rows that hang on the row of an outer query, named by its own relations."""

from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def rows_of(model: type[Model], path: str, key: str = "pk") -> QuerySet:
    """The rows at the end of a path of reverse relations: ``rows_of(Motion, "assignments__replies")``.

    They are those of the ``model`` row whose key the outer query has in ``key``.
    """
    way_back: list[str] = []
    for name in path.split("__"):
        relation = model._meta.get_field(name)
        model = relation.related_model
        way_back.insert(0, relation.field.name)
    return model.objects.filter(**{"__".join(way_back): OuterRef(key)})


def how_many(rows: QuerySet, by: str) -> Coalesce:
    """The number of a subquery's rows, 0 for none; ``by`` is the field that leads to the outer row."""
    number = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
