"""Photos are published one by one, as copies that tell neither place nor maker."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from motions.models import Publication
from motions.workflow import publication_workflow
from renda.core.attachments import attach
from renda.core.models import Attachment, AuditEntry
from tests.factories.core import TownshipFactory
from tests.factories.motions import CommitmentFactory, PublicationFactory, ReplyFactory
from tests.motions.helpers.publishing import main_of

pytestmark = pytest.mark.django_db
MAKER, TURNED, GPS = 0x010F, 0x0112, 0x8825


def taken(record, clerk, purpose="photos", *, kind="JPEG", size=(1800, 900)) -> Attachment:
    """A photo as a phone takes it: lying on its side, with the place and the maker in it."""
    image, stored = Image.new("RGB", size, "#7f9a76"), BytesIO()
    exif = Image.Exif()
    exif[MAKER], exif[TURNED], exif[GPS] = "PhoneMaker", 6, {1: "N", 2: (30.0, 12.0, 5.0)}
    image.save(stored, kind, exif=exif)
    upload = SimpleUploadedFile(f"张小明家门口.{kind.lower()}", stored.getvalue())
    return attach(record, upload, by=clerk, purpose=purpose)


@pytest.fixture
def with_photos(in_township, clerk, case):
    """A 公开稿 still to be published; its case has two photos of its own, a promise one, a scan one."""
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 5, 20),
    )  # fmt: skip
    promise = CommitmentFactory(township=in_township, reply=reply)
    found = PublicationFactory(township=in_township, motion=motion)
    found.own, found.other = taken(motion, clerk), taken(motion, clerk, kind="PNG", size=(40, 30))
    found.seen, found.scan = taken(promise, clerk, "before"), taken(motion, clerk, "scans")
    return found


def step_url(found, step="publish") -> str:
    return reverse("core:step", args=["motions.publication", found.pk, step])


def photos_on(found) -> list[str]:
    """The addresses of the photos on the public page."""
    url = reverse("motions_public:motion", args=[found.township.slug, found.pk])
    return [photo["url"] for photo in Client().get(url).context["shown"]["photos"]]


def test_no_photo_is_published_that_nobody_ticked(with_photos, clerk, client):
    client.force_login(clerk)

    form = client.get(step_url(with_photos)).context["form"]
    client.post(step_url(with_photos), {})

    offered = list(form.fields["photos"].queryset)
    assert offered == [with_photos.own, with_photos.other, with_photos.seen]
    assert form["photos"].value() in (None, [])
    assert "看得清人脸、车牌、门牌、证件的不要公开" in form["photos"].help_text
    assert Publication.objects.get().status == "published"
    assert photos_on(with_photos) == []
    assert not Attachment.objects.filter(model="motions.publication").exists()


def test_a_ticked_photo_is_shown_as_a_copy_without_place_and_maker(with_photos, clerk, client):
    client.force_login(clerk)

    client.post(step_url(with_photos), {"photos": [with_photos.own.pk, with_photos.seen.pk]})

    url, _ = photos_on(with_photos)
    answer = Client().get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "%E5%BC%A0%E5%B0%8F%E6%98%8E" not in answer["Content-Disposition"]
    assert b"PhoneMaker" not in answer.content
    with Image.open(BytesIO(answer.content)) as copy:
        assert copy.size == (800, 1600)  # upright, and not larger than a screen needs
        assert dict(copy.getexif()) == {}
    page = Client().get(
        reverse("motions_public:motion", args=[with_photos.township.slug, with_photos.pk])
    )
    assert [photo["caption"] for photo in page.context["shown"]["photos"]] == ["现场", "办理前"]
    assert "张小明" not in page.content.decode()
    lines = AuditEntry.objects.filter(verb="公开照片", object_id=with_photos.pk)
    assert [line.actor for line in lines] == [clerk, clerk]


def test_publishing_asks_the_same_for_one_photo_and_for_ten(with_photos, clerk, client):
    client.force_login(clerk)
    client.get(reverse("core:account"))
    more = [taken(with_photos.motion, clerk).pk for _ in range(10)]
    costs = []

    for chosen in (more[:1], more):
        with CaptureQueriesContext(connection) as asked:
            client.post(step_url(with_photos), {"photos": chosen})
        costs.append(len(asked))
        assert len(photos_on(with_photos)) == len(chosen)
        client.post(step_url(with_photos, "take_down"), {"note": "有误"})

    assert costs[0] == costs[1] <= 20


def test_nothing_else_of_the_case_is_served_without_login(with_photos, clerk, client):
    client.force_login(clerk)
    client.post(step_url(with_photos), {"photos": [with_photos.own.pk]})
    copy = Attachment.objects.get(model="motions.publication")
    slug, public = with_photos.township.slug, Client()

    def status(pk, uuid, place=slug) -> int:
        return public.get(reverse("motions_public:photo", args=[place, pk, uuid])).status_code

    assert status(with_photos.pk, copy.uuid) == 200
    assert status(with_photos.pk, with_photos.own.uuid) == 404
    assert status(with_photos.pk, with_photos.scan.uuid) == 404
    assert status(with_photos.pk, copy.uuid, TownshipFactory().slug) == 404
    other = PublicationFactory(
        township=with_photos.township, status="published", published_on=date(2025, 6, 1)
    )
    assert status(other.pk, copy.uuid) == 404
    assert public.get(reverse("core:attachment", args=[copy.uuid])).status_code == 302
    client.post(step_url(with_photos, "take_down"), {"note": "有误"})
    assert status(with_photos.pk, copy.uuid) == 404


def test_the_preview_shows_the_photos_to_the_office_alone(with_photos, people, client):
    client.force_login(people.users["clerk"])
    url = reverse("motions:publication_update", args=[with_photos.pk])
    seen = client.get(url).context["form"]["seen_revision"].value()
    texts = {"case_text": "写好的", "reply_text": "已经修好。", "seen_revision": seen}

    client.post(url, {**texts, "photos": [with_photos.own.pk]}, follow=True)

    preview = client.get(reverse("motions:publication_preview", args=[with_photos.pk]))
    (photo,) = preview.context["shown"]["photos"]
    assert photo["url"] in main_of(preview)
    assert client.get(photo["url"]).status_code == 200
    assert Client().get(photo["url"]).status_code == 404
    client.force_login(people.users["handler"])
    assert client.get(photo["url"]).status_code == 404
    publication_workflow.perform(
        "publish", Publication.objects.get(), by=people.users["clerk"], data={}
    )
    public = Client().get(
        reverse("motions_public:motion", args=[with_photos.township.slug, with_photos.pk])
    )
    assert main_of(public) == main_of(preview)
    assert Client().get(photo["url"]).status_code == 200


def test_a_photo_is_taken_back_at_once_and_the_history_says_so(with_photos, clerk, client):
    client.force_login(clerk)
    client.post(step_url(with_photos), {"photos": [with_photos.own.pk, with_photos.seen.pk]})
    first, second = photos_on(with_photos)
    url = reverse("motions:publication_update", args=[with_photos.pk])
    form = client.get(url).context["form"]
    assert form["photos"].value() == [with_photos.own.pk, with_photos.seen.pk]

    client.post(
        url,
        {
            "case_text": "写好的", "reply_text": "已经修好。", "photos": [with_photos.seen.pk],
            "seen_revision": form["seen_revision"].value(),
        },
    )  # fmt: skip

    assert photos_on(with_photos) == [second]
    assert Client().get(first).status_code == 404
    assert AuditEntry.objects.get(verb="收回照片").note == "现场.jpg"
    assert Attachment.objects.filter(pk=with_photos.own.pk).exists()


def test_a_file_that_is_no_photo_is_refused_in_words(with_photos, clerk, client):
    broken = SimpleUploadedFile("坏的.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    bad = attach(with_photos.motion, broken, by=clerk)
    client.force_login(clerk)

    page = client.post(step_url(with_photos), {"photos": [bad.pk]})

    assert "“坏的.png”打不开，不能公开，请重新上传这张照片" in page.content.decode()
    assert Publication.objects.get().status == "draft"


def test_a_case_without_photos_is_not_asked_for_any(in_township, clerk, client, case):
    motion = case("closed", replied_on=date(2025, 5, 20))
    found = PublicationFactory(township=in_township, motion=motion)
    client.force_login(clerk)

    pages = [
        step_url(found),
        reverse("motions:publication_update", args=[found.pk]),
    ]

    assert ["photos" in client.get(page).context["form"].fields for page in pages] == [False, False]
