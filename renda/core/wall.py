"""Migration operations: what the database itself refuses.

``TownshipWall``   PostgreSQL: row-level security with FORCE, and composite foreign keys,
                   so that a row can neither be read from nor point into another township.
``AppendOnly``     both databases: a table whose rows can't be updated or deleted.
"""

from django.db import models
from django.db.migrations.operations.base import Operation

POLICY = """
CREATE POLICY township_wall ON {table}
USING (
  (SELECT current_setting('renda.townships', true)) = '*'
  OR township_id = ANY (
    (SELECT string_to_array(
      NULLIF(NULLIF(current_setting('renda.townships', true), '*'), ''), ','
    )::bigint[])::bigint[]
  )
)
"""


HOME = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') THEN
    ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (township_id, id);
  END IF;
END $$
"""


def give_home(model: type[models.Model], schema_editor) -> None:
    """A unique (township_id, id), which keys of other tables can refer to; made once."""
    table = model._meta.db_table
    schema_editor.execute(
        HOME.format(table=schema_editor.quote_name(table), name=f"{table}_home"[:63])
    )


def is_owned(model: type[models.Model]) -> bool:
    """Whether a (historical) model's rows belong to a township and are scoped by it."""
    return model._meta.label_lower != "core.membership" and any(
        field.name == "township" for field in model._meta.local_fields
    )


class TownshipWall(Operation):
    """Close the named models' tables to every township but the one in scope."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, models: list[str]) -> None:
        self.models = models

    def state_forwards(self, app_label, state) -> None:
        """The wall changes no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in self.models:
            self.close(to_state.apps.get_model(app_label, name), schema_editor)

    def close(self, model: type[models.Model], schema_editor) -> None:
        """Row-level security on the table, and its keys checked together with the township."""
        quote = schema_editor.quote_name
        table = quote(model._meta.db_table)
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(POLICY.format(table=table))
        give_home(model, schema_editor)
        for field in model._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or field.name == "township":
                continue
            target = field.related_model
            if not is_owned(target):
                continue
            give_home(target, schema_editor)
            name = quote(f"{model._meta.db_table}_{field.column}_home"[:63])
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} "
                f"FOREIGN KEY (township_id, {quote(field.column)}) "
                f"REFERENCES {quote(target._meta.db_table)} (township_id, id) "
                "DEFERRABLE INITIALLY DEFERRED"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        for name in self.models:
            table = schema_editor.quote_name(
                from_state.apps.get_model(app_label, name)._meta.db_table
            )
            schema_editor.execute(f"DROP POLICY IF EXISTS township_wall ON {table}")
            schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        return f"Close {', '.join(self.models)} to other townships"


class AppendOnly(Operation):
    """Refuse UPDATE and DELETE on a model's table, whoever asks."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label, state) -> None:
        """The trigger changes no model."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )
            return
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")
            return
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{verb.lower()}")

    def describe(self) -> str:
        return f"Make {self.model} append-only"
