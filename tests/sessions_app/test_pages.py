"""Every page: query counts, the other township, and who may open what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from renda.core.models import Role
from renda.core.scoping import township_scope
from sessions_app.models import Session
from sessions_app.urls import urlpatterns
from tests.sessions_app.rows import fill

pytestmark = pytest.mark.django_db


LISTS = {
    "session": 7,
    "vote": 7,
    "resolution": 7,
    "post": 9,
    "presidiummeeting": 8,
    "presidiummember": 9,
    "notice": 7,
    "resignation": 7,
    "removal": 7,
    "ruledocument": 8,
    "interpellation": 7,
    "credentialreport": 7,
}


def queries(client, url):
    client.get(url)  # the session's first request also writes the session
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(url)
    assert response.status_code == 200
    return len(seen)


@pytest.mark.parametrize(("name", "number"), LISTS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(client, clerk, township, name, number, rows):
    for _ in range(rows):
        fill(township)
    client.force_login(clerk)
    assert queries(client, reverse(f"sessions_app:{name}_list")) == number


DETAILS = {
    "session": 11,
    "sitting": 7,
    "sessiondocument": 9,
    "vote": 9,
    "resolution": 7,
    "election": 10,
    "presidiummeeting": 10,
    "notice": 7,
    "resignation": 7,
    "removal": 7,
    "ruledocument": 9,
    "interpellation": 9,
    "credentialreport": 8,
}


@pytest.mark.parametrize(("name", "number"), DETAILS.items())
@pytest.mark.parametrize("rows", [1, 3])
def test_record_asks_the_same_number_of_queries(client, clerk, township, name, number, rows):
    records = fill(township, rows)
    client.force_login(clerk)
    url = reverse(f"sessions_app:{name}_detail", args=[records[name].pk])
    assert queries(client, url) == number


@pytest.mark.parametrize("rows", [1, 3])
def test_tally_page_asks_the_same_number_of_queries(client, clerk, township, rows):
    records = fill(township, rows)
    client.force_login(clerk)
    assert queries(client, reverse("sessions_app:post_tally", args=[records["post"].pk])) == 9


def pages():
    """(name, kwarg or None, model whose pk it takes) of every URL of this app."""
    assert get_resolver().namespace_dict["sessions_app"]
    parents = {"nomination": "post", "ruleversion": "ruledocument"}
    for pattern in urlpatterns:
        model = pattern.name.split("_")[0]
        route = str(pattern.pattern)
        if "parent_pk" in route:
            yield pattern.name, "parent_pk", parents.get(model, "session")
        else:
            yield pattern.name, "pk" if "pk" in route else None, model


@pytest.mark.parametrize(("name", "kwarg", "model"), list(pages()))
def test_pages_are_closed_to_strangers_and_other_townships(
    client, township, outsider, name, kwarg, model
):
    records = fill(township)
    kwargs = {kwarg: records[model].pk} if kwarg else {}
    url = reverse(f"sessions_app:{name}", kwargs=kwargs)
    assert client.get(url).status_code in {302, 405}
    client.force_login(outsider)
    for method in (client.get, client.post):
        response = method(url)
        if kwarg:
            assert response.status_code in {403, 404, 405}
        assert str(records["session"]) not in response.content.decode()


OFFICE, READERS = {"clerk", "chair"}, {"clerk", "chair", "county"}


ROLES = {
    "session_list": READERS | {"deputy"},
    "session_detail": READERS | {"deputy"},
    "sessiondocument_detail": READERS | {"deputy"},
    "resolution_list": READERS | {"deputy"},
    "resolution_detail": READERS | {"deputy"},
    "ruledocument_list": READERS | {"deputy"},
    "ruledocument_detail": READERS | {"deputy"},
    "notice_list": READERS | {"deputy", "gov_office"},
    "notice_detail": READERS,
    "sitting_detail": READERS,
    "vote_list": READERS,
    "vote_detail": READERS,
    "election_detail": READERS,
    "post_list": READERS,
    "post_tally": READERS,
    "presidiummeeting_list": READERS,
    "presidiummeeting_detail": READERS,
    "presidiummember_list": READERS,
    "resignation_list": READERS,
    "resignation_detail": READERS,
    "removal_list": READERS,
    "removal_detail": READERS,
    "post_update": set(),
    "nomination_create": set(),
    "nomination_update": set(),
    "interpellation_list": READERS,
    "interpellation_detail": READERS,
    "credentialreport_list": READERS,
    "credentialreport_detail": READERS,
    "session_screen": OFFICE,
    "election_screen": OFFICE,
}
POST_ONLY = {"sitting_sign", "sitting_close", "sessiondocument_read", "post_tally_preview"}


@pytest.mark.parametrize(("name", "kwarg", "model"), list(pages()))
def test_pages_open_to_exactly_their_roles(client, township, person, unit, name, kwarg, model):
    if name in POST_ONLY:
        pytest.skip("answers POST only; tested where it is used")
    records = fill(township)
    kwargs = {kwarg: records[model].pk} if kwarg else {}
    url = reverse(f"sessions_app:{name}", kwargs=kwargs)
    opened = set()
    for role in Role:
        user = person(role, unit if role in {Role.HANDLER, Role.UNIT_HEAD} else None)
        client.force_login(user)
        if client.get(url).status_code == 200:
            opened.add(str(role))
    assert opened == {str(r) for r in ROLES.get(name, OFFICE)}


def test_archived_session_and_what_hangs_on_it_cannot_be_changed(client, clerk, township):
    records = fill(township)
    with township_scope(township.pk):
        Session.objects.update(status="archived")
    client.force_login(clerk)
    for name in ("session", "vote", "resolution", "sitting", "election", "sessiondocument"):
        url = reverse(f"sessions_app:{name}_update", args=[records[name].pk])
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403
    for name in ("vote", "resolution", "sitting"):
        url = reverse(f"sessions_app:{name}_create", args=[records["session"].pk])
        assert client.post(url, {}).status_code == 403
