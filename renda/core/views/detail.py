"""One record: its facts in the official order, related tables, papers, files, steps and history."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.views.generic import DetailView

from renda.core import audit
from renda.core.attachments import attachments_of
from renda.core.columns import Column, as_rows, in_words, link_cell
from renda.core.more import Piece, piece, table_piece
from renda.core.papers import papers_of
from renda.core.registry import Registry
from renda.core.views.lists import Action
from renda.core.views.permission import PagePermission
from renda.core.workflow import workflow_of


@dataclass(frozen=True)
class Section:
    """A block of facts: field names, or (label, path or function) pairs."""

    title: str
    facts: tuple[str | tuple[str, str | Callable], ...]
    note: str = ""

    def of(self, record: models.Model) -> dict:
        """Labels and values in words, — for nothing."""
        pairs = []
        for fact in self.facts:
            if isinstance(fact, tuple):
                column = Column(*fact)
                pairs.append((column.label, column.text(record)))
            else:
                label = record._meta.get_field(fact).verbose_name
                display = f"get_{fact}_display"
                value = (
                    getattr(record, display)()
                    if hasattr(record, display)
                    else getattr(record, fact)
                )
                pairs.append((str(label), in_words(value) or "—"))
        return {"title": self.title, "facts": pairs, "note": self.note}


@dataclass(frozen=True)
class RelatedTable:
    """Rows that hang on the record: ``rows(record)`` gives them, ``add`` is the create page (args: pk).

    ``edit`` is the page where a row without a page of its own is corrected and voided (args: the row's pk).
    """

    title: str
    rows: Callable[[models.Model], Iterable[models.Model]]
    columns: tuple[Column, ...]
    empty: str = "还没有记录"
    add: Action | None = None
    edit: Action | None = None
    when: Callable[[models.Model], bool] = lambda record: True


shown_beside: Registry[tuple[str, RelatedTable, str]] = Registry("table beside a record")


def beside(model: str, key: str, table: RelatedTable, *, perm: str) -> None:
    """Show a table on the page of a lower app's records, to whoever has ``perm``.

    ``model`` is a label such as ``"sessions_app.vote"``. An app does so in its ``beside.py``.
    """
    shown_beside.add(key, (model, table, perm))


def hanging(rows: list[models.Model], record: models.Model) -> list[models.Model]:
    """The rows, each knowing ``record`` as what it hangs on: no query asks for it again."""
    for row in rows:
        for field in row._meta.local_fields:
            if field.related_model is type(record) and getattr(row, field.attname) == record.pk:
                field.set_cached_value(row, record)
    return rows


class DetailPage(PagePermission, DetailView):
    """One record, with the workflow steps open to this user.

    ``sections``, ``tables`` and ``actions`` say what it shows; ``edit_url`` names its edit page.
    """

    template_name = "core/detail.html"
    sections: tuple[Section, ...] = ()
    tables: tuple[RelatedTable, ...] = ()
    actions: tuple[Action, ...] = ()
    edit_url = ""
    edit_perm = ""
    void_perm = "core.void_record"
    as_form = False
    has_attachments = True
    shows_history = True

    def get_queryset(self):
        rows = self.model.objects.all()
        return rows.for_detail() if hasattr(rows, "for_detail") else rows

    def get_permission_object(self) -> models.Model:
        return self.get_object()

    def get_object(self, queryset=None) -> models.Model:
        if not hasattr(self, "_record"):
            self._record = super().get_object(queryset)
        return self._record

    def get_title(self) -> str:
        return str(self.object)

    def get_lead(self) -> str:
        return ""

    def get_steps(self) -> list[dict]:
        """The step bar: ``{label, date, state: done|now|""}``. None by default."""
        return []

    def history_of(self) -> list[models.Model]:
        """The records whose history the timeline shows."""
        return [self.object]

    def get_history(self) -> Piece:
        """The lines of history that the page shows, and the way to the others."""
        if not self.shows_history:
            return Piece()
        return piece(audit.history(*self.history_of()), self.request, name="history")

    def get_tables(self) -> list[dict]:
        label, may = self.model._meta.label_lower, self.request.user.has_perm
        further = [table for model, table, perm in shown_beside if model == label and may(perm)]
        tables = [*self.tables, *further]
        return [
            self.drawn(table, f"rows{place}")
            for place, table in enumerate(tables)
            if table.when(self.object)
        ]

    def drawn(self, table: RelatedTable, name: str) -> dict:
        """A table with a piece of its rows and what this person may do with them.

        ``?<name>=2`` asks for the next piece.
        """
        record, may = self.object, self.request.user.has_perm
        columns = [{"label": c.label, "css": c.css} for c in table.columns]
        shown = table_piece(table.rows(record), self.request, name=name)
        rows = as_rows(table.columns, hanging(shown.rows, record))
        if table.edit and rows and may(table.edit.perm, record):
            columns.append({"label": "操作", "css": "nowrap"})
            for row in rows:
                row["cells"].append(link_cell(table.edit.link((row["pk"],))))
        can_add = table.add and may(table.add.perm, record)
        return {
            "title": table.title,
            "name": name,
            "piece": shown,
            "columns": columns,
            "rows": rows,
            "empty": table.empty,
            "actions": [table.add.link((record.pk,))] if can_add else [],
        }

    def get_transitions(self) -> list[dict]:
        """The steps open to this user as buttons, with why one is blocked just now."""
        record, workflow = self.object, workflow_of(self.model)
        if workflow is None:
            return []
        return [
            {
                "label": t.label,
                "url": workflow.url(record, t),
                "style": t.style,
                "icon": t.icon,
                "blocked": t.blocked(record),
            }
            for t in workflow.available(record, self.request.user)
        ]

    def get_context_data(self, **kwargs) -> dict:
        record, user = self.object, self.request.user
        label = self.model._meta.label_lower
        actions = [a.link((record.pk,)) for a in self.actions if user.has_perm(a.perm, record)]
        if self.edit_url and user.has_perm(self.edit_perm, record):
            edit = reverse(self.edit_url, args=[record.pk])
            actions.append({"label": "修改", "url": edit, "icon": "pencil", "primary": False})
        can_void = bool(self.edit_url) and user.has_perm(self.void_perm, record)
        return super().get_context_data(**kwargs) | {
            "title": self.get_title(),
            "lead": self.get_lead(),
            "steps": self.get_steps(),
            "sections": [s.of(record) for s in self.sections],
            "tables": self.get_tables(),
            "page_actions": actions,
            "papers": papers_of(record, user),
            "transitions": self.get_transitions(),
            "attachments": list(attachments_of(record)) if self.has_attachments else [],
            "attach_url": reverse("core:attach", args=[label, record.pk])
            if self.has_attachments and self.edit_perm and user.has_perm(self.edit_perm, record)
            else "",
            "void_url": reverse("core:void", args=[label, record.pk]) if can_void else "",
            "history": self.get_history(),
        }
