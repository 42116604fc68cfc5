"""Guests on a roll: by name, or a deputy who was not expected; none is counted where a quorum is needed."""

import pytest
from django.urls import reverse

from deputies.models import Deputy, Roll, RollEntry
from deputies.services import open_roll
from renda.core.scoping import township_scope
from tests.deputies.conftest import DAY

pytestmark = pytest.mark.django_db


def test_a_guest_is_present_and_not_counted(client, clerk, roll):
    client.force_login(clerk)

    client.post(
        reverse("deputies:guest_create", args=[roll.pk]), {"guest": "陆海峰", "guest_post": "镇长"}
    )

    with township_scope(roll.township_id):
        guest = RollEntry.objects.get(deputy=None)
        counted = Roll.objects.with_counts().get()
    assert (guest.guest, guest.state) == ("陆海峰", "present")
    assert (counted.expected, counted.present) == (3, 0)


def test_a_deputy_without_a_vote_is_no_line_of_a_sitting(client, clerk, in_township, people):
    """列席 of a county deputy must not raise 应到 and 实到, from which the quorum is told."""
    of_county = Deputy.objects.in_office(DAY, "county").get()
    client.force_login(clerk)
    answers = []
    for kind in ("sitting", "training"):
        roll = open_roll(title="会议", on=DAY, kind=kind)
        url = reverse("deputies:guest_create", args=[roll.pk])
        page = client.post(url, {"deputy": of_county.pk})
        answers.append((page.status_code, Roll.objects.with_counts().get(pk=roll.pk).expected))

    assert answers == [(200, 3), (302, 4)]


@pytest.mark.parametrize("both", [True, False])
def test_a_guest_is_either_a_deputy_or_a_name(client, clerk, roll, people, both):
    client.force_login(clerk)
    data = {"deputy": people[0].pk, "guest": "陆海峰"} if both else {}

    page = client.post(reverse("deputies:guest_create", args=[roll.pk]), data)

    assert page.context["form"].errors == {"guest": ["代表和其他人员，填一项，也只填一项"]}


def test_a_guest_is_set_right_and_taken_off(client, clerk, outsider, roll):
    client.force_login(clerk)
    client.post(reverse("deputies:guest_create", args=[roll.pk]), {"guest": "陆海锋"})
    with township_scope(roll.township_id):
        guest = RollEntry.objects.get(deputy=None)
    edit = reverse("deputies:guest_update", args=[guest.pk])

    assert f'href="{edit}"' in client.get(roll.get_absolute_url()).content.decode()
    empty = client.post(edit, {"guest": "", "seen_revision": guest.revision})
    client.post(edit, {"guest": "陆海峰", "seen_revision": guest.revision})
    with township_scope(roll.township_id):
        assert RollEntry.objects.get(deputy=None).guest == "陆海峰"
    client.post(client.get(edit).context["void_url"], {"note": "没有到会"})

    client.force_login(outsider)
    assert client.get(edit).status_code == 404
    assert empty.context["form"].errors == {"guest": ["请填写这一项。"]}
    with township_scope(roll.township_id):
        assert not RollEntry.objects.filter(deputy=None).exists()
