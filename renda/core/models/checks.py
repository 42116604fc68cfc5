"""The checks of a row, asked in one question."""

from collections.abc import Sequence
from contextlib import suppress

from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import BooleanField, CheckConstraint, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE


class Checks:
    """Several check constraints as one: a single query where all of them hold.

    Django asks the database about each by itself, inside a transaction with a savepoint around each.
    Which of them failed is asked only where one did.
    """

    def __init__(self, checks: Sequence[CheckConstraint]) -> None:
        self.checks = checks

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises what the checks that fail say; a check over an excluded field is left out."""
        if self._all_hold(model, instance, exclude, using):
            return
        errors = []
        for check in self.checks:
            try:
                check.validate(model, instance, exclude=exclude, using=using)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)

    def _all_hold(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None,
        using: str,
    ) -> bool:
        values = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        query = Query(None)
        for name, value in values.items():
            is_expression = hasattr(value, "resolve_expression")
            query.add_annotation(value if is_expression else Value(value), name, select=False)
        query.add_annotation(Value(1), "_check")
        for check in self.checks:
            with suppress(FieldError):  # a check over a field that is left out
                query.add_q(Q(Coalesce(Q(check.condition), True, output_field=BooleanField())))
        return not query.where or query.get_compiler(using=using).execute_sql(SINGLE) is not None
