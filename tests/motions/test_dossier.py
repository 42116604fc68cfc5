"""案卷: every paper in date order, for those who may print it, bound once."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from motions.dossier import entries
from motions.models import Dossier
from renda.core import jobs
from renda.core.attachments import attach
from renda.core.models import Attachment, Job
from tests.factories.motions import (
    ContactFactory,
    ExtensionFactory,
    ObjectionFactory,
    ReminderFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich_case(in_township, people, case):
    """A case with a paper of nearly every kind and a photo."""
    motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20))
    row = motion.row
    type(row).objects.filter(pk=row.pk).update(signed_on=date(2025, 3, 26), signed_by="何敏")
    ObjectionFactory(
        township=in_township, assignment=row, decision="denied", decided_on=date(2025, 3, 29),
        decided_by="周玉兰",
    )  # fmt: skip
    ExtensionFactory(township=in_township, assignment=row)
    ContactFactory(township=in_township, motion=motion, assignment=row)
    ReminderFactory(township=in_township, assignment=row, motion=motion)
    ReminderFactory(
        township=in_township, assignment=row, motion=motion, kind="order", number="督〔2025〕1号",
        leader="沈国良",
        on=date(2025, 6, 26), feedback_due=date(2025, 7, 3),
    )  # fmt: skip
    ReplyFactory(
        township=in_township, assignment=row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 5, 20),
    )  # fmt: skip
    picture = BytesIO()
    Image.new("RGB", (300, 200), "green").save(picture, "JPEG")
    attach(motion, SimpleUploadedFile("现场.jpg", picture.getvalue()), by=people.users["clerk"])
    return motion


def labels(motion, user) -> list[str]:
    return [entry.label for entry in entries(motion, user)]


def test_the_papers_stand_in_date_order(rich_case, people):
    found = entries(rich_case, people.users["clerk"])

    assert [entry.label for entry in found] == [
        "登记表", "交办单", "签收回执", "退办申请表", "面商记录", "延期申请表", "答复函", "送达回执",
        "征询意见表", "催办单", "督办单", "附件　现场.jpg",
    ]  # fmt: skip
    days = [entry.on for entry in found]
    assert days == sorted(days)


def test_a_deputy_gets_only_what_is_for_deputies(rich_case, people):
    assert labels(rich_case, people.users["lead"]) == [
        "登记表", "面商记录", "答复函", "征询意见表", "附件　现场.jpg",
    ]  # fmt: skip


def test_binding_makes_one_file_with_a_bookmark_a_paper(
    rich_case, people, client, django_capture_on_commit_callbacks
):
    client.force_login(people.users["clerk"])

    with django_capture_on_commit_callbacks():
        answer = client.post(reverse("motions:bind_case", args=[rich_case.pk]))
        again = client.post(reverse("motions:bind_case", args=[rich_case.pk]))

    job = Job.objects.get()
    assert answer["Location"] == again["Location"] == reverse("core:job", args=[job.pk])
    assert jobs.run(job.pk) is True
    assert jobs.run(job.pk) is False
    job.refresh_from_db()
    assert job.status == "done", job.note
    bound = Dossier.objects.get()
    page = client.get(reverse("motions:dossier_file", args=[bound.pk]))
    reader = PdfReader(BytesIO(page.content))
    assert len(reader.pages) == bound.pages >= 10
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert [mark.split()[1] for mark in marks][:4] == ["登记表", "交办单", "签收回执", "退办申请表"]
    assert "按职责分工不属本单位" in "".join(p.extract_text() for p in reader.pages).replace(
        "\n", ""
    )


@pytest.mark.parametrize("name", ["lead", "handler", "county", "gov_office"])
def test_only_the_office_binds(rich_case, people, client, name):
    client.force_login(people.users[name])

    assert client.post(reverse("motions:bind_case", args=[rich_case.pk])).status_code == 403
    assert Job.objects.count() == 0


def test_a_word_file_is_named_as_left_out(rich_case, people, client):
    Attachment.objects.update(mime="application/ofd", name="批复.ofd")
    client.force_login(people.users["clerk"])

    words = client.get(reverse("motions:dossier", args=[rich_case.pk])).content.decode()

    assert "这种文件不能装订，请另行打印" in words
