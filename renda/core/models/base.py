"""The two bases of every row that belongs to a township."""

from functools import cache

from django.db import models

from renda.core.models.checks import Checks
from renda.core.scoping import RecordManager, TownshipManager, current_township_id


class OwnedKey(models.ForeignKey):
    """A foreign key inside one township.

    It has no index of its own: every index begins with ``township_id``, so the model declares
    ``models.Index(fields=["township", <field>])`` where rows are looked up by it. PROTECT unless told.
    """

    def __init__(self, to, on_delete=models.PROTECT, **kwargs) -> None:
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)

    def validate(self, value: object, model_instance: models.Model) -> None:
        """A row that was set as an object came out of the database; it isn't looked up again."""
        if self.is_cached(model_instance):
            known = self.get_cached_value(model_instance)
            if known is not None and getattr(known, self.target_field.attname) == value:
                models.Field.validate(self, value, model_instance)
                return
        super().validate(value, model_instance)


@cache
def _labels_of(field: models.Field) -> dict:
    return dict(field.flatchoices)


class TownshipModel(models.Model):
    """Base of every row that belongs to one township.

    New rows join the township in scope; a row can never be moved to another.
    """

    township = OwnedKey("core.Township", related_name="+", editable=False, verbose_name="乡镇")

    objects = TownshipManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **kwargs) -> None:
        if self.township_id is None:
            self.township_id = current_township_id()
        elif self.township_id != current_township_id():
            raise ValueError(f"{self!r} belongs to another township")
        super().save(*args, **kwargs)

    def _get_FIELD_display(self, field: models.Field) -> str | None:
        """``get_…_display``: Django lays the choices out anew for every word, a list asks for dozens."""
        value = getattr(self, field.attname)
        return _labels_of(field).get(value, value)

    def get_constraints(self) -> list[tuple[type[models.Model], list]]:
        """What ``validate_constraints`` asks, the checks of each table together."""
        found = []
        for model, constraints in super().get_constraints():
            checks = [c for c in constraints if isinstance(c, models.CheckConstraint)]
            others = [c for c in constraints if c not in checks]
            found.append((model, [*others, Checks(checks)] if checks else others))
        return found


class Record(TownshipModel):
    """Base of business rows: counts its revisions, and is voided (作废) instead of deleted.

    ``objects`` leaves voided rows out; ``with_voided`` has them all (a foreign key still
    finds its voided target). ``revision`` rises with every save: an edit page that was
    opened on an older one is refused instead of overwriting.
    """

    revision = models.PositiveIntegerField("修订次数", default=0, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    voided_at = models.DateTimeField("作废时间", null=True, blank=True, editable=False)

    objects = RecordManager()
    with_voided = TownshipManager()

    class Meta:
        abstract = True
        base_manager_name = "with_voided"

    def save(self, *args, **kwargs) -> None:
        self.revision += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "revision"}
        super().save(*args, **kwargs)

    def parts(self) -> list[models.QuerySet]:
        """Rows that exist only for this record, such as its roll: they are voided with it."""
        return []
