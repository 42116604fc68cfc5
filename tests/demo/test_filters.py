"""A list filters by what it names: by default it would offer every field, accounts of all townships among them."""

from renda.core.views import ListPage
from tests.demo.urls import patterns


def test_every_list_names_its_filters():
    lists = {
        view
        for _, pattern in patterns()
        if (view := getattr(pattern.callback, "view_class", None)) and issubclass(view, ListPage)
    }

    assert [v.__name__ for v in lists if v.filterset_class is v.filterset_fields is None] == []
