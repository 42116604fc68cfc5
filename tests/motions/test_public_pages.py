"""What the public reads: only what was released, with names and numbers masked, township by township."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motions.masking import masked, numbers_in
from motions.models import Motion, Publication
from renda.core.scoping import township_scope
from tests.factories.core import TownshipFactory
from tests.factories.motions import (
    MotionFactory,
    PublicationFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.motions.helpers.publishing import main_of, published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("张小明家门口", ["张小明"], "张某某家门口"),
        ("张小明明和张小明", ["张小明", "张小明明"], "张某某某和张某某"),
        ("电话13800001234。", [], "电话138****1234。"),
        ("电话 138 0000 1234。", [], "电话 138****1234。"),
        ("座机0570-3081234", [], "座机0570-****234"),
        ("座机（0570）3081234、057182345678", [], "座机0570-****234、0571-****5678"),
        ("联系电话：82345678，投资82345678元", [], "联系电话：****5678，投资82345678元"),
        ("拨+8613800001234", [], "拨138****1234"),
        ("请张　明、张 小 明到场", ["张明", "张 小明"], "请张某、张某某到场"),
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


def test_authors_that_are_not_released_are_masked_within_the_texts_too(in_township, people, case):
    """The lead, who joined, and the author of a case merged into it, in whatever text they stand."""
    lead, joint, other = people.lead.name, people.joint.name, people.stranger.name
    found = published(case, masked_names="")
    MotionFactory(
        township=in_township, term=found.motion.term, lead=people.stranger, status="merged",
        merged_into=found.motion,
    )  # fmt: skip
    found.case_text = f"{lead}、{joint}多次反映。"
    found.reply_text = f"{lead}代表：您提出的建议与{other}代表的一并答复。"
    found.shows_authors = False
    found.save()

    words = main_of(
        Client().get(reverse("motions_public:motion", args=[in_township.slug, found.pk]))
    )

    assert [
        name for name in (lead, joint, other) if name in words or name in found.search_text
    ] == []
    assert "多次反映" in words


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


def test_a_deputy_who_no_longer_agrees_is_no_longer_read(in_township, people, client, case):
    found = published(case)
    Motion.objects.filter(pk=found.motion_id).update(is_public=False)
    slug = in_township.slug

    assert Client().get(reverse("motions_public:motion", args=[slug, found.pk])).status_code == 404
    assert found.public_title not in main_of(
        Client().get(reverse("motions_public:motions", args=[slug]))
    )
    assert not Motion.objects.published().exists()
    client.force_login(people.users["clerk"])
    office = client.get(reverse("motions:publication_list"), {"tab": "private"}).content.decode()
    assert "已停止公开" in office


def test_a_further_letter_asks_for_a_new_public_text(in_township, people, client, case):
    found = published(case)
    issued = {"township": in_township, "issued_by": "钱小凤", "number": "练村函〔2025〕1号"}
    reply = ReplyFactory(assignment=found.motion.row, issued_on=date(2025, 5, 20), **issued)
    office = client
    office.force_login(people.users["clerk"])
    change = reverse("motions:publication_update", args=[found.pk])
    words = {"case_text": found.case_text, "reply_text": "已经修好。", "shows_authors": "on"}
    office.post(change, words)
    assert not Motion.objects.outdated_in_public().exists()

    SupplementFactory(
        assignment=reply.assignment, issued_on=date(2025, 9, 1), status="issued",
        **issued | {"number": "练村函〔2025〕2号"},
    )  # fmt: skip

    assert list(Motion.objects.outdated_in_public()) == [found.motion]
    page = office.get(reverse("motions:publication_list"), {"tab": "outdated"}).content.decode()
    assert found.motion.code in page
    assert "公开稿待更新" in office.get("/").content.decode()
    office.post(change, words)
    assert not Motion.objects.outdated_in_public().exists()
