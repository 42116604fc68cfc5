"""The term, and the clerk's desk."""

import pytest
from django.urls import reverse

from tests.factories.core import TermFactory


@pytest.fixture
def term(township):
    return TermFactory(township=township, number=14)


@pytest.fixture
def desk(client, clerk):
    """The clerk's browser, past the first page: that one writes the session's clock."""
    client.force_login(clerk)
    client.get(reverse("core:account"))
    return client
