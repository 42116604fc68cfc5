"""What a session's records refer to is the session's own, and so is their day."""

import pytest
from django.urls import reverse

from tests.factories.sessions import ElectionFactory, SessionFactory, VoteFactory

pytestmark = pytest.mark.django_db


def test_what_a_session_decides_it_decides_on_its_days(client, clerk, township):
    session = SessionFactory(township=township)
    client.force_login(clerk)
    told = {}
    for page, name, day in (
        ("vote", "held_on", "2025-01-22"),
        ("resolution", "passed_on", "2025-01-20"),
        ("sitting", "starts_at", "2025-01-22T09:00"),
    ):
        url = reverse(f"sessions_app:{page}_create", args=[session.pk])
        form = client.post(url, {name: day, "kind": "plenary"}).context["form"]
        told[page] = form.errors[name]

    words = "应在会期内（2025-01-21 至 2025-01-21），请核对日期或者会期"
    assert told == {"vote": [words], "resolution": [words], "sitting": [words]}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, {"session": ["所选的表决是{}的，请选这次会议"]}),
        ({"session": "own", "applied_on": "2025-01-22"}, {"applied_on": ["不能晚于表决日期 2025-01-21"]}),
        ({"session": "own"}, None),
    ],
)  # fmt: skip
def test_a_vote_decides_a_resignation_at_its_own_session(client, clerk, township, changes, errors):
    """Else the resignation would read 接受辞职 and stand in no figure of the session."""
    vote = VoteFactory(township=township)
    client.force_login(clerk)
    data = {"name": "裘建民", "post": "mayor", "applied_on": "2025-01-09", "reason": "调动"}
    data |= {"vote": vote.pk} | changes
    if "session" in changes:
        data["session"] = vote.session_id

    page = client.post(reverse("sessions_app:resignation_create"), data)

    if errors is None:
        assert page.status_code == 302
    else:
        short = vote.session.short_name
        expected = {name: [w.format(short) for w in words] for name, words in errors.items()}
        assert page.context["form"].errors == expected


def test_a_notice_is_about_an_election_of_its_session(client, clerk, township):
    session, election = SessionFactory(township=township), ElectionFactory(township=township)
    client.force_login(clerk)
    data = {"kind": "election", "title": "公告", "text": "特此公告", "session": session.pk}

    page = client.post(reverse("sessions_app:notice_create"), data | {"election": election.pk})

    assert page.context["form"].errors == {"election": [f"请选{session.short_name}的选举"]}
