"""Earlier cases: found while typing, linked, and unlinked again."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions import services
from motions.models import RepeatLink
from motions.similar import Typed, find_similar, pieces, rank
from renda.core.models import AuditEntry
from renda.core.scoping import township_scope
from tests.factories.motions import (
    MotionFactory,
    ReplyFactory,
)
from tests.motions.helpers.intake import look, people_term, typed

pytestmark = pytest.mark.django_db


# --- earlier cases -----------------------------------------------------------------------
def test_pieces_leave_out_what_every_title_has():
    assert pieces("关于加强五雷小学的建议") == {"五雷", "雷小", "小学", "学的"}
    assert pieces("修路，装灯") == {"修路", "装灯"}


def test_the_same_place_and_matter_ranks_before_the_same_place():
    known = [
        (1, "关于修复五雷村机耕路的建议", "五雷村", "traffic", ""),
        (2, "关于五雷小学门口增设减速带、疏导交通的建议", "五雷小学", "governance", ""),
        (3, "关于清理练溪河道的建议", "", "urban", ""),
        *((10 + n, f"关于第{n}组安装路灯的建议", "", "urban", "") for n in range(30)),
    ]

    found = rank(Typed("五雷小学放学时段交通疏导", field="governance"), known)

    assert found[0][0] == 2
    assert {pk for pk, _ in found} <= {1, 2}


EARLIER = dict(enumerate((
    "更换上湾村老化路灯", "修复溪口村村口路灯", "清理溪口段河道淤泥", "练溪河道清淤疏浚",
    "清理上湾村口倒伏大树", "修复路堰自然村机耕路", "改造集镇五雷街排水设施", "增设青岭村公交候车亭",
    "完善姚埠社区老旧小区消防设施", "建设和美乡村示范点", "规范集镇夜市噪声管理", "弘扬练溪孝德家风",
    "延长便民服务中心中午服务时间", "为独居老人安装烟感报警器", "加固枫树底村山塘坝体",
)))  # fmt: skip


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("修复村口路灯和清理河道淤泥", {0, 1, 2, 3}),
        ("关于修复村口路灯的建议", {0, 1}),
        ("清理河道淤泥", {2, 3}),
        ("完善五雷街排水并增设公交候车亭", {6, 7}),
        ("修复机耕路，更换路灯", {0, 1, 5}),
        ("修路灯以及加固山塘", {0, 1, 14}),
        ("和美乡村建设", {9}),
        ("打造直播电商基地和组织退役军人培训", set()),
    ],
)
def test_a_title_with_two_matters_finds_the_cases_about_each(title, found):
    known = [(pk, f"关于{matter}的建议", "", "", "") for pk, matter in EARLIER.items()]

    assert {pk for pk, _ in rank(Typed(title), known)} == found


@pytest.fixture
def earlier(township, people, case):
    """A closed case of 2021 about the same school, with its issued reply."""
    motion = case(
        "closed",
        title="关于五雷小学门口交通疏导的建议",
        submitted_on=date(2021, 3, 3),
        place="五雷小学",
        result_class="A",
        main_unit=people.unit,
    )
    ReplyFactory(
        township=township, assignment=motion.row, number="练建函〔2021〕3号",
        issued_on=date(2021, 5, 6), issued_by="蒋文斌",
    )  # fmt: skip
    return motion


def test_earlier_cases_show_with_state_class_and_reply(enter, earlier):
    page = look(enter("lead"))
    text = page.content.decode()

    assert [each.motion for each in page.context["found"]] == [earlier]
    assert earlier.get_absolute_url() in text
    for words in (
        earlier.title,
        "2021-03-03",
        earlier.number_text,
        "已办结",
        "A 类（已解决或者基本解决）",
    ):
        assert words in text
    assert (
        reverse("core:paper", args=["motions.reply", earlier_reply(earlier), "letter", "html"])
        in text
    )
    assert f'name="earlier" value="{earlier.pk}"' in text


def earlier_reply(motion):
    from motions.models import Reply

    with township_scope(motion.township_id):
        return Reply.objects.get(assignment__motion=motion).pk


def test_a_merged_earlier_case_shows_what_became_of_the_main_one(enter, earlier, case):
    other = case("merged", title="关于五雷小学放学拥堵的建议", merged_into=earlier)

    found = {each.motion: each for each in look(enter("lead")).context["found"]}

    assert found[other].handled == earlier
    assert [r.number for r in found[other].replies] == ["练建函〔2021〕3号"]
    assert found[other].result == "A 类（已解决或者基本解决）"


@pytest.mark.parametrize(("title", "number"), [("五雷小", 0), ("五雷小学交通疏导", 1)])
def test_nothing_is_looked_for_before_four_characters(enter, earlier, title, number):
    assert len(look(enter("lead"), title=title, situation="").context["found"]) == number


def test_drafts_and_other_townships_never_show(enter, people, township, case):
    title = "关于五雷小学门口交通疏导的建议"
    case("draft", title=title)
    MotionFactory(township=township, lead=people.stranger, title=title, status="submitted",
                  term=people_term(people))  # fmt: skip
    MotionFactory(status="closed", title=title)

    assert look(enter("lead")).context["found"] == []
    assert [m.motion.status for m in look(enter("clerk")).context["found"]] == ["submitted"]


@pytest.mark.parametrize(
    ("name", "status"),
    [("lead", 200), ("joint", 200), ("clerk", 200), ("chair", 403), ("handler", 403), ("county", 403)],
)  # fmt: skip
def test_who_may_look(enter, people, name, status):
    assert look(enter(name)).status_code == status


def test_strangers_log_in_first(client, people):
    answer = look(client)

    assert (answer.status_code, answer.url.startswith(reverse("core:login"))) == (302, True)


@pytest.mark.parametrize("rows", [1, 100])
def test_looking_asks_four_questions_for_one_case_and_a_hundred(
    in_township, people, case, rows, django_assert_num_queries
):
    for number in range(rows):
        case("accepted", title=f"关于五雷小学第{number}次交通疏导的建议")
    user = people.users["lead"]
    assert user.has_perm("motions.find_similar")  # roles are read

    with django_assert_num_queries(4):
        found = find_similar(Typed("五雷小学放学时段交通疏导"), user=user)

    assert len(found) == min(rows, 5)


def test_one_tap_links_the_earlier_case_when_the_new_one_is_saved(enter, people, township, earlier):
    enter("lead").post(reverse("motions:submit"), typed(earlier=[earlier.pk]))

    with township_scope(township.pk):
        link = RepeatLink.objects.get()
        assert (link.motion.status, link.earlier) == ("submitted", earlier)


def test_a_draft_or_foreign_case_cannot_be_linked(enter, people, township, case):
    foreign, draft = MotionFactory(status="closed"), case("draft")

    for pk in (foreign.pk, draft.pk):
        page = enter("joint").post(reverse("motions:submit"), typed(earlier=[pk]))
        assert list(page.context["form"].errors) == ["earlier"]


def test_what_was_ticked_is_ticked_when_the_form_comes_back(enter, people, earlier):
    page = enter("lead").post(reverse("motions:submit"), typed(title="", earlier=[earlier.pk]))

    assert f'value="{earlier.pk}" checked' in page.content.decode()


# --- a link to the wrong case --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "name", "page"),
    [
        ("draft", "lead", "amend"),
        ("returned", "lead", "amend"),
        ("accepted", "clerk", "motion_detail"),
        ("accepted", "clerk", "motion_update"),
    ],
)
def test_a_wrong_link_is_taken_away_and_may_be_set_again(
    enter, people, township, case, status, name, page
):
    motion, other, wrong = case(status), case("closed"), case("closed")
    with township_scope(township.pk):
        links = services.link_earlier(
            motion=motion, earlier=[other, wrong], by=people.users["clerk"]
        )
    url = reverse("motions:unlink", args=[motion.pk, wrong.pk])
    browser = enter(name)
    assert url in browser.get(reverse(f"motions:{page}", args=[motion.pk])).content.decode()
    assert str(wrong) in browser.get(url).content.decode()

    with CaptureQueriesContext(connection) as asked:
        answer = browser.post(url)

    assert answer.url == motion.get_absolute_url()
    assert len(asked) <= 20
    with township_scope(township.pk):
        assert list(motion.repeats.values_list("earlier", flat=True)) == [other.pk]
        assert RepeatLink.with_voided.filter(motion=motion).count() == len(links) == 2
        (line,) = AuditEntry.objects.filter(verb="取消关联以前的建议")
        assert (line.object_id, line.note, line.actor) == (
            motion.pk, str(wrong), people.users[name],
        )  # fmt: skip
    assert browser.post(url).status_code == 404
    with township_scope(township.pk):
        services.link_earlier(motion=motion, earlier=[wrong], by=people.users["clerk"])
        assert set(motion.repeats.values_list("earlier", flat=True)) == {other.pk, wrong.pk}


@pytest.mark.parametrize(
    ("status", "name", "code"),
    [
        ("submitted", "lead", 403),
        ("accepted", "lead", 403),
        ("draft", "clerk", 403),
        ("accepted", "joint", 403),
        ("accepted", "handler", 403),
        ("accepted", "chair", 403),
    ],
)
def test_nobody_else_and_no_author_of_a_submitted_case_unlinks(
    enter, people, township, case, status, name, code
):
    motion, earlier = case(status), case("closed")
    with township_scope(township.pk):
        services.link_earlier(motion=motion, earlier=[earlier], by=people.users["clerk"])
    url = reverse("motions:unlink", args=[motion.pk, earlier.pk])

    browser = enter(name)

    assert (browser.get(url).status_code, browser.post(url).status_code) == (code, code)
    assert url not in browser.get(motion.get_absolute_url()).content.decode()
    with township_scope(township.pk):
        assert motion.repeats.count() == 1


def test_the_office_links_an_earlier_case_from_the_cases_page(enter, people, township, case):
    motion, earlier = case("accepted"), case("closed")

    answer = enter("clerk").post(
        reverse("motions:repeat_create", args=[motion.pk]),
        {"earlier": earlier.pk, "note": "去年提过"},
    )

    assert answer.url == motion.get_absolute_url()
    with township_scope(township.pk):
        (link,) = motion.repeats.all()
        assert (link.earlier_id, link.note) == (earlier.pk, "去年提过")
