"""A filtered, sorted, paginated list with its Excel export."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_filters import FilterSet
from django_filters.views import FilterView

from renda.core.columns import Column, as_rows, link_cell
from renda.core.models import User
from renda.core.registry import count_together
from renda.core.views.exports import Exported
from renda.core.views.permission import PagePermission
from renda.core.widgets import list_in_part

NO_FILTERS = {"page", "sort", "tab", "export", "part"}


@dataclass(frozen=True)
class Action:
    """A button at the top of a page, shown to those who hold ``perm``."""

    label: str
    url: str
    perm: str
    icon: str = "plus-lg"
    primary: bool = True

    def link(self, args: tuple = ()) -> dict:
        """What the template needs."""
        return {
            "label": self.label,
            "url": reverse(self.url, args=args),
            "icon": self.icon,
            "primary": self.primary,
        }


@dataclass(frozen=True)
class Tab:
    """A quick view of a list: the name of a queryset method, called with ``user`` and ``today``."""

    key: str
    label: str
    method: str = ""
    takes: tuple[str, ...] = ()

    def narrow(self, rows: QuerySet, user: User) -> QuerySet:
        """The rows of this tab."""
        if not self.method:
            return rows
        given = {"user": user, "today": timezone.localdate()}
        return getattr(rows, self.method)(*(given[name] for name in self.takes))


class ListPage(PagePermission, Exported, FilterView):
    """A list. ``?export=xlsx`` gives all its filtered rows; htmx gets the card without the frame.

    ``stacks`` says that on a phone a row's title stands above the rest, without column heads: for rows
    whose values say by themselves what they are. ``row_edit`` is the page where a row without a page of its own is corrected (args: the row's pk).
    """

    template_name = "core/list.html"
    card_template = "core/partials/list_card.html"
    rows_template = "core/partials/rows.html"
    paginate_by = 25
    strict = False

    title = ""
    lead = ""
    columns: tuple[Column, ...] = ()
    ordering: tuple[str, ...] = ()
    tabs: tuple[Tab, ...] = ()
    actions: tuple[Action, ...] = ()
    row_edit: Action | None = None
    stacks = False
    batch_actions: tuple[dict, ...] = ()
    foot_note = ""
    empty_icon = "inbox"
    empty_title = ""
    empty_text = ""

    def get_title(self) -> str:
        return self.title or str(self.model._meta.verbose_name)

    def get_queryset(self) -> QuerySet:
        rows = self.model.objects.all()
        return rows.for_list() if hasattr(rows, "for_list") else rows

    def get_filterset_kwargs(self, filterset_class) -> dict:
        kwargs = super().get_filterset_kwargs(filterset_class)
        self.unfiltered = kwargs["queryset"] = self.sorted(kwargs["queryset"])
        kwargs["queryset"] = self.current_tab.narrow(kwargs["queryset"], self.request.user)
        return kwargs

    def get_filterset(self, filterset_class) -> FilterSet:
        filters = super().get_filterset(filterset_class)
        for field in filters.form.fields.values():
            list_in_part(field)
        return filters

    @property
    def current_tab(self) -> Tab:
        wanted = self.request.GET.get("tab", "")
        return next(
            (t for t in self.tabs if t.key == wanted), self.tabs[0] if self.tabs else Tab("", "")
        )

    def sorted(self, rows: QuerySet) -> QuerySet:
        """The rows in the order asked by ``?sort=``, which only a sortable column can name.

        The last word is the key's: a row is on one page only, and in one file of an export.
        """
        name, back = self.sort_key
        for column in self.columns:
            if name and column.sort == name:
                parts = [f"-{p}" if back else p for p in name.split(",")]
                return rows.order_by(*parts, "-pk" if back else "pk")
        given = self.ordering or rows.query.order_by or self.model._meta.ordering
        return rows.order_by(*given, *([] if {"pk", "-pk"} & set(given) else ["pk"]))

    @property
    def sort_key(self) -> tuple[str, bool]:
        asked = self.request.GET.get("sort", "")
        return asked.removeprefix("-"), asked.startswith("-")

    def get_rows(self, records: Iterable[Model]) -> list[dict]:
        """What ``rows_template`` draws of the page's records."""
        rows = as_rows(self.columns, records)
        if self.may_edit_rows:
            for row in rows:
                row["cells"].append(link_cell(self.row_edit.link((row["pk"],))))
        return rows

    @cached_property
    def may_edit_rows(self) -> bool:
        """Whether each row leads this person to where it is corrected."""
        return bool(self.row_edit) and self.request.user.has_perm(self.row_edit.perm)

    def heads(self) -> list[dict]:
        """The column heads with their sorting links."""
        name, back = self.sort_key
        heads = []
        for column in self.columns:
            current = ("desc" if back else "asc") if column.sort and column.sort == name else ""
            query = self.request.GET.copy()
            query.pop("page", None)
            query["sort"] = f"-{column.sort}" if current == "asc" else column.sort
            heads.append(
                {
                    "label": column.label,
                    "css": column.css,
                    "sort": column.sort,
                    "current": current,
                    "url": f"?{query.urlencode()}" if column.sort else "",
                }
            )
        if self.may_edit_rows:
            heads.append({"label": "操作", "css": "nowrap", "sort": "", "current": "", "url": ""})
        return heads

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each tab has, all counted in one query."""
        plain = self.unfiltered.order_by()
        return count_together({t.key: t.narrow(plain, self.request.user) for t in self.tabs})

    def get_paginator(self, queryset: QuerySet, *args, **kwargs) -> Paginator:
        """The pages; where no filter narrows the tab, its count is the number of rows."""
        paginator = super().get_paginator(queryset, *args, **kwargs)
        asked = self.filterset.data or {}
        if (
            self.tabs
            and not self.is_fragment
            and NO_FILTERS.issuperset(k for k in asked if asked[k])
        ):
            paginator.count = self.counts[self.current_tab.key]
        return paginator

    def of_page(self, rows: QuerySet) -> Iterable[Model]:
        """The records of a page with all that its columns read."""
        return rows

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        paginator, page, rows, is_one_of_many = super().paginate_queryset(queryset, page_size)
        return paginator, page, self.of_page(rows), is_one_of_many

    def tab_links(self) -> list[dict]:
        """The tabs with their counts; htmx, which swaps the card under them, gets none."""
        if self.is_fragment:
            return []
        current = self.current_tab.key
        return [
            {
                "label": t.label,
                "count": self.counts[t.key],
                "url": f"?tab={t.key}" if t.key else self.request.path,
                "current": t.key == current,
            }
            for t in self.tabs
        ]

    def get(self, request, *args, **kwargs) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.GET.get("export") == "xlsx":
            return self.export()
        return response

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        exports = self.export_links(context["paginator"].count) if context["paginator"] else []
        actions = [a.link() for a in self.actions if user.has_perm(a.perm)]
        filtered = any(v for k, v in self.request.GET.items() if k not in NO_FILTERS)
        return context | {
            "title": self.get_title(),
            "lead": self.lead,
            "columns": self.heads(),
            "rows": self.get_rows(context["object_list"]),
            "rows_template": self.rows_template,
            "tabs": self.tab_links(),
            "page_actions": actions,
            "batch_actions": [b for b in self.batch_actions if user.has_perm(b["perm"])],
            "exports": exports,
            "is_filtered": filtered,
            "empty": {
                "icon": self.empty_icon,
                "title": self.empty_title or f"还没有{self.get_title()}",
                "text": self.empty_text,
                "action": actions[0] if actions else None,
            },
            "is_fragment": self.is_fragment,
        }

    @property
    def is_fragment(self) -> bool:
        headers = self.request.headers
        return bool(headers.get("HX-Request")) and not headers.get("HX-History-Restore-Request")

    def get_template_names(self) -> list[str]:
        return [self.card_template if self.is_fragment else self.template_name]

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response
