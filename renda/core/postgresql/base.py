"""Django's PostgreSQL backend, telling the database which townships are in scope.

Row-level security compares ``township_id`` with the setting ``renda.townships``. It is
sent only when it differs from what this connection was told last; a rollback makes the
server forget, so it makes us forget too.
"""

from django.db.backends.postgresql import base

from renda.core.scoping import database_scope


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._told: str | None = None

    def create_cursor(self, name=None):
        scope = database_scope()
        if scope != self._told:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config('renda.townships', %s, false)", [scope])
            self._told = scope
        return super().create_cursor(name)

    def get_new_connection(self, conn_params):
        self._told = None
        return super().get_new_connection(conn_params)

    def _rollback(self):
        self._told = None
        return super()._rollback()

    def _savepoint_rollback(self, sid):
        super()._savepoint_rollback(sid)
        self._told = None
