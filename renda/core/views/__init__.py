"""Generic pages: an app's views subclass these and usually only name things."""

from renda.core.views.detail import DetailPage, RelatedTable, Section
from renda.core.views.forms import CreatePage, EditPage
from renda.core.views.lists import Action, ListPage, Tab
from renda.core.views.permission import PagePermission, require, signed_in
from renda.core.views.steps import TransitionPage

__all__ = [
    "Action",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "ListPage",
    "PagePermission",
    "RelatedTable",
    "Section",
    "Tab",
    "TransitionPage",
    "require",
    "signed_in",
]
