"""Every list's Excel file and every attachment of the demo year leaves exactly one line of history."""

import pytest
from django.test import Client
from django.urls import reverse

from renda.core import reads
from renda.core.models import Attachment, AuditEntry
from renda.core.scoping import township_scope
from renda.core.views import ListPage
from tests.demo.test_pages import pages_of

READERS = ("clerk", "admin")


def newest(world) -> int:
    """The number of the township's latest line."""
    with township_scope(world.full.pk):
        return AuditEntry.objects.order_by("-seq").values_list("seq", flat=True).first()


@pytest.mark.parametrize("name", READERS)
def test_every_export_is_one_line(world, name):
    client, wrong, seen = Client(), [], 0
    client.force_login(world.user(name))
    for url in pages_of(world, ListPage):
        before = newest(world)
        answer = client.get(url.path, {"export": "xlsx"})
        is_file = answer.get("Content-Disposition", "").startswith("attachment")
        seen += is_file
        if newest(world) - before != is_file:
            wrong.append((url.path, answer.status_code, newest(world) - before))

    assert wrong == []
    assert seen > 3


def test_every_attachment_is_one_line(world):
    client = Client()
    client.force_login(world.user("clerk"))
    with township_scope(world.full.pk):
        files = list(Attachment.objects.order_by("pk"))
    counted = {}
    for file in files:
        before = newest(world)
        answer = client.get(reverse("core:attachment", args=[file.uuid]))
        counted[file] = (answer.status_code, newest(world) - before)

    assert files
    assert set(counted.values()) == {(200, 1)}
    with township_scope(world.full.pk):
        line = AuditEntry.objects.latest("seq")
    assert (line.verb, line.detail["name"]) == ("下载附件", files[-1].name)
    assert line.verb in reads.verbs()
