"""What the public reads: only what was released, with names and numbers masked, township by township."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from motions.masking import masked, numbers_in
from motions.models import Motion, Publication
from motions.services import public_draft
from motions.workflow import publication_workflow
from renda.core.attachments import attach
from renda.core.figures import Period, measure
from renda.core.models import Attachment, AuditEntry
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import TownshipFactory
from tests.factories.motions import (
    CommitmentChangeFactory,
    CommitmentFactory,
    MotionFactory,
    PublicationFactory,
    ReplyFactory,
)

pytestmark = pytest.mark.django_db


def published(case, **fields) -> Publication:
    """A closed case of the lead deputy that everybody can read."""
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20), verdict="satisfied")
    return PublicationFactory(
        township=motion.township, motion=motion, status="published", published_on=date(2025, 6, 1),
        **fields,
    )  # fmt: skip


def main_of(page) -> str:
    """The page between its head and its foot."""
    return page.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("张小明家门口", ["张小明"], "张某某家门口"),
        ("张小明明和张小明", ["张小明", "张小明明"], "张某某某和张某某"),
        ("电话13800001234。", [], "电话138****1234。"),
        ("电话 138 0000 1234。", [], "电话 138****1234。"),
        ("座机0570-3081234", [], "座机0570-****234"),
        ("身份证330821196502034518", [], "身份证******************"),
        ("卡号6228480012345678901", [], "卡号****8901"),
        (
            "全长 620 米，2025年8月31日前，投资12000000元",
            [],
            "全长 620 米，2025年8月31日前，投资12000000元",
        ),
    ],
)
def test_names_and_private_numbers_are_masked(text, names, shown):
    assert masked(text, names) == shown


def test_the_numbers_found_are_listed_once():
    assert numbers_in("打13800001234或0570-3081234，再打13800001234") == [
        "13800001234",
        "0570-3081234",
    ]


def test_everybody_reads_a_published_case_masked(in_township, people, case):
    found = published(case)
    Motion.objects.filter(pk=found.motion_id).update(result_class="A")

    page = Client().get(reverse("motions_public:motion", args=[in_township.slug, found.pk]))

    words = page.content.decode()
    assert page.status_code == 200
    assert "村民张某某家进出不便，电话138****1234。" in words
    assert people.lead.name in words
    assert people.joint.name in words
    assert people.unit.name in words
    assert "A 类（已解决或者基本解决）" in words
    for hidden in ("张小明", "13800001234", people.lead.phone or "无电话"):
        assert hidden not in words


def test_authors_and_verdict_stay_away_when_not_released(in_township, people, case):
    found = published(case, shows_authors=False, shows_verdict=False)

    words = main_of(
        Client().get(reverse("motions_public:motion", args=[in_township.slug, found.pk]))
    )

    assert people.lead.name not in words
    assert people.joint.name not in words
    assert "满意" not in words


@pytest.mark.parametrize("status", ["draft", "taken_down"])
def test_what_is_not_published_is_not_there(in_township, case, status):
    found = published(case)
    Publication.objects.filter(pk=found.pk).update(status=status)
    public = Client()

    assert (
        public.get(reverse("motions_public:motion", args=[in_township.slug, found.pk])).status_code
        == 404
    )
    assert (
        "还没有公开的建议"
        in public.get(reverse("motions_public:motions", args=[in_township.slug])).content.decode()
    )


def test_another_townships_case_is_not_found_under_this_one(in_township, case):
    found = published(case)
    other = TownshipFactory()

    assert (
        Client().get(reverse("motions_public:motion", args=[other.slug, found.pk])).status_code
        == 404
    )
    assert Client().get(reverse("motions_public:motions", args=["nowhere"])).status_code == 404
    with township_scope(other.pk):
        theirs = PublicationFactory(
            township=other, status="published", published_on=date(2025, 6, 2)
        )
    listed = Client().get(reverse("motions_public:motions", args=[in_township.slug]))
    assert [line["title"] for line in listed.context["lines"]] == [found.public_title]
    assert theirs.motion.title not in listed.content.decode()


def test_the_preview_is_exactly_what_the_public_sees(in_township, clerk, client, case):
    found = published(case)
    client.force_login(clerk)

    preview = client.get(reverse("motions:publication_preview", args=[found.pk]))

    public = Client().get(reverse("motions_public:motion", args=[in_township.slug, found.pk]))
    assert main_of(preview) == main_of(public)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 2),
        ("?q=凉亭", 1),
        ("?q=没有的词", 0),
        ("?field=traffic", 1),
        ("?year=2025", 2),
        ("?year=2019", 0),
        ("?page=99", 2),
    ],
)
def test_the_public_search_finds_by_word_field_and_year(in_township, case, asked, number):
    published(case)
    motion = MotionFactory(
        township=in_township, status="closed", field="traffic", title="关于新建凉亭的建议",
        replied_on=date(2025, 5, 20),
    )  # fmt: skip
    PublicationFactory(
        township=in_township, motion=motion, status="published", published_on=date(2025, 6, 1)
    )

    page = Client().get(reverse("motions_public:motions", args=[in_township.slug]) + asked)

    assert len(page.context["lines"]) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("张小明", 0),
        ("小明", 0),
        ("13800001234", 0),
        ("李大山", 0),
        ("0570-3081234", 0),
        ("张某某", 1),
        ("李某某", 1),
        ("138****1234", 1),
        ("桥面重新浇筑", 1),
        ("机耕路被水冲毁", 1),
    ],
)
def test_the_public_search_finds_only_what_the_public_reads(in_township, case, words, number):
    found = published(
        case,
        reply_text="桥面重新浇筑，李大山家门口也通了，电话0570-3081234。",
        masked_names="张小明\n李大山",
    )

    page = Client().get(reverse("motions_public:motions", args=[in_township.slug]), {"q": words})

    assert [line["title"] for line in page.context["lines"]] == [found.public_title] * number


def test_a_name_masked_after_publishing_is_not_found_any_more(in_township, clerk, client, case):
    found = published(case, masked_names="")
    Motion.objects.filter(pk=found.motion_id).update(title="关于修通张小明家门前路的建议")
    found = Publication.objects.get(pk=found.pk)
    found.save()
    public = reverse("motions_public:motions", args=[in_township.slug])
    lines = Client().get(public, {"q": "张小明"}).context["lines"]
    assert [line["title"] for line in lines] == ["关于修通张小明家门前路的建议"]
    client.force_login(clerk)

    client.post(
        reverse("motions:publication_update", args=[found.pk]),
        {
            "case_text": found.case_text,
            "reply_text": found.reply_text,
            "masked_names": "张小明",
            "shows_authors": "on",
            "shows_verdict": "on",
            "seen_revision": found.revision,
        },
    )

    assert Client().get(public, {"q": "张小明"}).context["lines"] == []
    lines = Client().get(public, {"q": "门前路"}).context["lines"]
    assert [line["title"] for line in lines] == ["关于修通张某某家门前路的建议"]


def test_the_public_list_asks_the_same_number_of_questions_for_one_and_for_twenty(
    in_township, case, django_assert_num_queries
):
    url = reverse("motions_public:motions", args=[in_township.slug])
    published(case)
    with django_assert_num_queries(4):
        Client().get(url)
    for _ in range(19):
        published(case)
    with django_assert_num_queries(4):
        Client().get(url)


def test_the_office_drafts_from_the_case_and_publishes(in_township, people, client, case):
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    client.force_login(people.users["clerk"])
    url = reverse("motions:publication_create", args=[motion.pk])

    form = client.get(url).context["form"]
    client.post(
        url,
        {
            "case_text": form["case_text"].value(),
            "reply_text": "已经修好。",
            "masked_names": "李四\n\n李四",
            "shows_authors": "on",
        },
    )

    found = Publication.objects.get(motion=motion)
    assert (found.case_text, found.masked_names, found.status) == (
        "机耕路被水冲毁。\n秋收前抢修。",
        "李四",
        "draft",
    )
    after = publication_workflow.perform("publish", found, by=people.users["clerk"])
    assert (after.status, after.published_by) == ("published", people.users["clerk"].name)
    assert measure("motions.published", Period.year(2025)).value == 1
    publication_workflow.perform(
        "take_down", after, by=people.users["clerk"], data={"note": "有误"}
    )
    assert measure("motions.published", Period.year(2025)).value == 0


def test_the_drafts_reply_holds_every_part_of_the_letter(in_township, case):
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 5, 20), body="您的建议已收悉。\n感谢支持。", done_items="修好前半段",
        declined="不设路灯，预算没有安排。",
    )  # fmt: skip
    CommitmentFactory(township=in_township, reply=reply)

    assert public_draft(motion).reply_text.splitlines() == [
        "您的建议已收悉。", "已经办的：", "修好前半段", "正在办和计划办的：",
        "修完后半段，2025年8月31日前完成", "没有采纳的及原因：", "不设路灯，预算没有安排。", "感谢支持。",
    ]  # fmt: skip


def test_the_draft_says_what_the_letter_said(in_township, case):
    motion = case("closed", assignment="replied", replied_on=date(2025, 5, 20))
    reply = ReplyFactory(
        township=in_township, assignment=motion.row, number="练村函〔2025〕1号", issued_by="钱小凤",
        issued_on=date(2025, 5, 20), body="感谢您提出建议。\n已会同有关单位办理。", done_items="1.修好前半段\n\n2.清了边沟",
    )  # fmt: skip
    promise = CommitmentFactory(
        township=in_township, reply=reply, text="修完后半段", due_on=date(2025, 10, 31)
    )
    CommitmentChangeFactory(
        township=in_township, commitment=promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22), old_due=date(2025, 8, 31), new_due=date(2025, 10, 31),
    )  # fmt: skip

    assert public_draft(motion).reply_text.splitlines() == [
        "感谢您提出建议。", "已会同有关单位办理。", "已经办的：", "修好前半段", "清了边沟",
        "正在办和计划办的：", "修完后半段，2025年8月31日前完成",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "agrees", "reason"),
    [("assigned", True, "答复以后"), ("closed", False, "代表不同意公开")],
)
def test_what_must_not_be_published_is_refused(in_township, people, case, status, agrees, reason):
    motion = case(
        status, is_public=agrees, replied_on=date(2025, 5, 20) if status == "closed" else None
    )
    found = PublicationFactory(township=in_township, motion=motion)

    with pytest.raises(IllegalTransition, match=reason):
        publication_workflow.perform("publish", found, by=people.users["clerk"])


def test_too_short_a_name_is_refused_beside_its_field(in_township, people, client, case):
    motion = case("closed", replied_on=date(2025, 5, 20))
    client.force_login(people.users["clerk"])

    page = client.post(
        reverse("motions:publication_create", args=[motion.pk]),
        {"case_text": "写好的", "reply_text": "已经修好。", "masked_names": "张"},
    )

    assert page.context["form"].errors["masked_names"] == ["“张”太短，请写全名"]
    assert "写好的" in page.content.decode()


@pytest.mark.parametrize("name", ["lead", "handler", "gov_office", "admin"])
def test_nobody_but_the_office_and_the_county_opens_the_drafts(
    in_township, people, client, case, name
):
    found = published(case)
    client.force_login(people.users[name])

    for page in ("publication_detail", "publication_preview", "publication_update"):
        assert client.get(reverse(f"motions:{page}", args=[found.pk])).status_code == 403


# --- photos ----------------------------------------------------------------------------------
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
