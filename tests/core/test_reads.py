"""What was taken away or looked into leaves one line: who, from where, what. Everything else leaves none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from renda.core import audit, reads
from renda.core.attachments import attach
from renda.core.models import AuditEntry, Role
from renda.core.scoping import township_scope
from sessions_app.models import BallotCount
from tests.factories.deputies import DeputyFactory, MandateFactory
from tests.factories.motions import MotionFactory, NoteFactory
from tests.factories.sessions import BallotFactory
from tests.files import PDF, PNG


@pytest.fixture
def at(client, clerk):
    client.force_login(clerk)
    return client


def lines() -> list[tuple[str, str, str]]:
    """What was kept of reads, in order: verb, what, from where."""
    rows = AuditEntry.objects.filter(verb__in=reads.verbs()).order_by("seq")
    return [(row.verb, row.label, row.origin) for row in rows]


def test_an_attachment_opened_is_one_line_and_a_picture_in_a_page_none(
    at, in_township, unit, media
):
    seen = {"HTTP_ACCEPT": "image/avif,image/webp,*/*;q=0.8"}
    photo = attach(unit, SimpleUploadedFile("现场.png", PNG), by=None)
    paper = attach(unit, SimpleUploadedFile("清单.pdf", PDF), by=None)
    one = ("下载附件", str(unit), "127.0.0.1")

    at.get(reverse("core:attachment", args=[photo.uuid]), **seen)
    assert lines() == []
    at.get(reverse("core:attachment", args=[photo.uuid]))
    assert lines() == [one]
    at.get(reverse("core:attachment", args=[paper.uuid]), **seen)
    assert lines() == [one, one]
    assert AuditEntry.objects.latest("seq").detail["name"] == "清单.pdf"


def test_an_export_is_one_line_with_the_file_and_what_was_asked(at, in_township):
    at.get(reverse("core:units"))
    at.head(reverse("core:units") + "?export=xlsx")
    assert lines() == []

    at.get(reverse("core:units") + "?export=xlsx&kind=office")

    assert lines() == [("导出", str(in_township), "127.0.0.1")]
    detail = AuditEntry.objects.latest("seq").detail
    assert detail["file"].startswith("单位")
    assert detail["file"].endswith(".xlsx")
    assert detail["query"] == "kind=office"


def test_a_file_that_is_refused_leaves_nothing(client, person, in_township, unit, media):
    found = attach(unit, SimpleUploadedFile("清单.pdf", PDF), by=None)
    client.force_login(person(Role.DEPUTY))
    url = reverse("core:attachment", args=[found.uuid])
    assert client.get(url).status_code == 403
    assert client.get(reverse("core:units") + "?export=xlsx").status_code == 403
    assert lines() == []


def test_another_deputys_telephone_and_file_are_lines_ones_own_are_not(
    client, clerk, person, township
):
    user = person(Role.DEPUTY)
    deputy = DeputyFactory(township=township, user=user, phone="13800000000")
    MandateFactory(township=township, deputy=deputy)
    page = reverse("deputies:deputy_detail", args=[deputy.pk])
    record = reverse("deputies:record_detail", args=[deputy.pk])
    for reader in (user, clerk):
        client.force_login(reader)
        for url in (page, record):
            assert client.get(url).status_code == 200
    with township_scope(township.pk):
        rows = AuditEntry.objects.filter(verb__in=reads.verbs()).order_by("seq")
        kept = [(row.actor, row.verb, row.object_id) for row in rows]
    assert kept == [(clerk, "查看代表联系方式", deputy.pk), (clerk, "查看履职档案", deputy.pk)]


def test_a_case_is_a_line_only_if_it_is_not_public(at, in_township):
    public, private = (
        MotionFactory(township=in_township, status="accepted", is_public=is_public)
        for is_public in (True, False)
    )
    for motion in (public, private):
        assert at.get(motion.get_absolute_url()).status_code == 200
    assert lines() == [("查看不公开的案件", str(private), "127.0.0.1")]


def test_a_case_is_a_line_to_those_who_see_its_internal_notes(client, clerk, person, in_township):
    user = person(Role.DEPUTY)
    lead = DeputyFactory(township=in_township, user=user)
    motion = MotionFactory(township=in_township, status="assigned", is_public=False, lead=lead)
    page = motion.get_absolute_url()
    client.force_login(clerk)
    client.get(page)
    NoteFactory(township=in_township, motion=motion, text="只给办理单位看")

    for reader, shown in ((user, False), (clerk, True)):
        client.force_login(reader)
        assert ("只给办理单位看" in client.get(page).content.decode()) == shown

    by_whom = AuditEntry.objects.filter(verb__in=reads.verbs()).order_by("seq")
    assert [(line.actor, line.verb, line.object_id) for line in by_whom] == [
        (clerk, "查看不公开的案件", motion.pk),
        (clerk, "查看不公开的案件", motion.pk),
        (clerk, "查看内部批注", motion.pk),
    ]


@pytest.mark.parametrize("status", BallotCount.Status.values)
def test_a_count_is_a_line_until_it_is_announced(at, in_township, status):
    ballot = BallotFactory(township=in_township, status=status)
    assert at.get(reverse("sessions_app:post_tally", args=[ballot.post_id])).status_code == 200
    expected = [("查看计票", str(ballot.post), "127.0.0.1")]
    assert lines() == ([] if status == BallotCount.Status.RELEASED else expected)


def test_the_history_shows_only_reads_or_only_changes(at, in_township, unit):
    audit.record(None, "修改", unit)
    at.get(reverse("core:units") + "?export=xlsx")
    page = reverse("core:audit")
    verbs = {
        kind: [entry.verb for entry in at.get(page, {"kind": kind}).context["object_list"]]
        for kind in ("", "read", "write")
    }
    assert verbs == {"": ["导出", "修改"], "read": ["导出"], "write": ["修改"]}
    words = at.get(page).content.decode()
    assert all(what in words for what in reads.verbs().values())
