"""投屏: the screen in the hall lives through a day, while the account behind it does not."""

import time

import pytest
from django.conf import settings
from django.urls import reverse

from renda.core.middleware import SCREEN_HOURS
from renda.core.models import Role
from tests.factories.sessions import SessionFactory

HOUR = 3600


@pytest.fixture
def at(client, person):
    client.force_login(person(Role.CLERK))
    client.get(reverse("core:account"))
    return client


def left_alone(client, seconds: int, *, began: int | None = None) -> int:
    """Nobody touched the machine for so long; when that began."""
    session = client.session
    session["seen_at"] = int(time.time()) - seconds
    session["began_at"] = int(time.time()) - (began or seconds)
    session.save()
    return session["seen_at"]


def test_the_screen_goes_on_and_its_asking_counts_as_nobodys_action(at, in_township):
    screen = reverse("sessions_app:session_screen", args=[SessionFactory(township=in_township).pk])
    before = left_alone(at, settings.SESSION_IDLE_MINUTES * 60 + 5)

    answers = [at.get(screen, headers={"X-Poll": "1"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert at.session["seen_at"] == before
    assert 'hx-headers=\'{"X-Poll": "1"}\'' in answers[0].content.decode()
    assert "本屏可整天投放" in answers[0].content.decode()


def test_anything_else_on_that_machine_ends_the_session_and_the_screen_with_it(at, in_township):
    session = SessionFactory(township=in_township)
    screen = reverse("sessions_app:session_screen", args=[session.pk])
    left_alone(at, settings.SESSION_IDLE_MINUTES * 60 + 5)
    assert at.get(screen).status_code == 200

    assert at.get(session.get_absolute_url()).url.startswith(reverse("core:login"))
    assert at.get(screen).status_code == 302


@pytest.mark.parametrize(
    ("alone", "began"),
    [(SCREEN_HOURS * HOUR + 5, None), (3 * HOUR, settings.SESSION_ABSOLUTE_HOURS * HOUR + 5)],
)
def test_the_screen_ends_after_its_day_and_with_the_longest_session(at, in_township, alone, began):
    screen = reverse("sessions_app:session_screen", args=[SessionFactory(township=in_township).pk])
    left_alone(at, alone, began=began)
    assert at.get(screen).url.startswith(reverse("core:login"))


@pytest.mark.parametrize(("method", "path"), [("post", ""), ("get", "nowhere/")])
def test_a_post_or_an_unknown_address_is_no_screen(at, in_township, method, path):
    screen = reverse("sessions_app:session_screen", args=[SessionFactory(township=in_township).pk])
    left_alone(at, settings.SESSION_IDLE_MINUTES * 60 + 5)
    assert getattr(at, method)(screen + path).url.startswith(reverse("core:login"))
