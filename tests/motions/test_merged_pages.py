"""What the pages of two merged cases say: where each went, whose talk it was, what may still be done."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.dossier import entries
from motions.models import Assignment, Motion, Reply, Review
from motions.papers.case import registration_form
from motions.views.deputy import my_todos
from motions.workflow import motion_workflow
from renda.core.paper.html import render_html
from renda.core.scoping import township_scope
from tests.factories.motions import AssignmentFactory, ContactFactory
from tests.motions.helpers.browser import client_of

pytestmark = pytest.mark.django_db
NOTE = "同一条路，一并办理。"


@pytest.fixture
def merged(in_township, people, case, answered):
    """A case of another deputy, merged into one before that was answered."""
    motion = case("submitted")
    Motion.objects.filter(pk=motion.pk).update(
        lead=people.stranger, number=None, code="", accepted_on=None
    )
    Motion.objects.filter(pk=answered.pk).update(
        status="assigned", replied_on=None, number=900, code="闭-900"
    )
    answered.refresh_from_db()
    data = {"merged_into": answered, "note": NOTE, "on": date(2025, 4, 2)}
    motion = motion_workflow.perform("merge", motion, by=people.users["clerk"], data=data)
    Motion.objects.filter(pk=answered.pk).update(status="replied", replied_on=date(2025, 5, 20))
    return motion


def labels(page):
    return {b["label"] for group in page.context["action_groups"] for b in group["buttons"]}


def test_a_merged_case_says_where_it_went_on_the_page_and_on_paper(people, merged):
    page = client_of(people.users["clerk"]).get(merged.get_absolute_url())

    went = f"并入{merged.merged_into.number_text}办理"
    events = [e for r in page.context["rounds"] for e in r.events if e.kind == "review"]
    assert [(e.title, e.text) for e in events] == [(went, NOTE)]
    printed = f"并入{merged.merged_into.printed_number}办理"
    assert page.context["sheet"]["office_words"] == f"{printed}。{NOTE}"
    assert f"{printed}。{NOTE}" in render_html(registration_form(merged, people.users["clerk"]))


def test_a_merged_case_is_withdrawn_until_its_main_case_is_answered(people, merged):
    browsers = [client_of(people.users[name]) for name in ("clerk", "deputy")]
    for browser in browsers:
        assert "撤回" not in labels(browser.get(merged.get_absolute_url()))

    Motion.objects.filter(pk=merged.merged_into_id).update(status="assigned", replied_on=None)
    for browser in browsers:  # one unit's letter is an answer
        assert "撤回" not in labels(browser.get(merged.get_absolute_url()))
    Reply.objects.filter(assignment__motion=merged.merged_into_id).update(voided_at=timezone.now())
    Assignment.objects.filter(motion=merged.merged_into_id).update(
        status="handling", finished_on=None
    )

    for browser in browsers:
        assert "撤回" in labels(browser.get(merged.get_absolute_url()))


def test_a_talk_says_with_which_of_the_authors_it_was(people, merged, answered):
    ContactFactory(
        township=merged.township, motion=answered, assignment=answered.row, deputy=people.stranger,
        on=date(2025, 4, 9), words="先修塌方的一段。", confirmation="true",
        confirmed_on=date(2025, 4, 10),
    )  # fmt: skip

    page = client_of(people.users["clerk"]).get(answered.get_absolute_url())

    events = [e for r in page.context["rounds"] for e in r.events if e.kind == "contact"]
    confirmed, talk = events[:2]
    assert (confirmed.title, confirmed.who) == ("代表确认面商记录属实", people.stranger.name)
    assert talk.text.startswith(f"{people.stranger}代表意见：先修塌方的一段。")


def test_the_bundle_has_the_merged_form_before_the_handing_over(people, merged, answered):
    Motion.objects.filter(pk=merged.pk).update(submitted_on=answered.assigned_on)
    Motion.objects.filter(pk=answered.pk).update(submitted_on=answered.assigned_on)

    found = entries(Motion.objects.get(pk=answered.pk), people.users["clerk"])

    assert [(e.label, e.note) for e in found[:3]] == [
        ("登记表", ""),
        ("登记表", f"并入的{merged.printed_number}"),
        ("交办单", str(people.unit)),
    ]


def test_its_author_is_asked_to_rate_as_the_author_of_a_merged_case(people, merged, answered):
    notes = [line["note"] for line in my_todos(people.stranger, date(2025, 5, 21))]

    last = Motion.objects.get(pk=answered.pk).feedback_due
    by = f"，{last.month}月{last.day}日前评价"
    assert notes == [f"{answered.short_title}　{people.unit}　您的一件并入本件{by}"]


@pytest.mark.parametrize(
    ("decision", "more", "words"),
    [
        ("accept", {}, "说明。"),
        ("reject", {"reason": "private"}, "不予受理（涉及本人或者亲属的私事）。说明。"),
        ("reference", {"sent": "水利站、财政所"}, "转工作参考，送水利站、财政所。说明。"),
        ("forward", {}, "转报上级。说明。"),
    ],
)
def test_the_offices_decision_is_named_before_its_words(decision, more, words):
    assert Review.office_words(decision, "说明。", **more) == words


def test_its_author_reads_on_the_rating_page_which_case_was_merged(people, merged, answered):
    url = reverse("motions:rate", args=[answered.pk])

    page = client_of(people.users["deputy"]).get(url).content.decode()

    assert f"您提出的《{merged.official_title}》（{merged.printed_number}）并入本件" in page
    for name in ("lead", "clerk"):
        assert "并入本件，一并答复" not in client_of(people.users[name]).get(url).content.decode()


@pytest.mark.parametrize("many", [0, 150])
def test_cases_like_it_are_offered_first_as_its_main_case(enter, township, case, many):
    motion = case("submitted", title="关于修复村口路灯的建议", situation="一到晚上就看不见。")
    like = case("accepted", title="关于更换上湾村老化路灯的建议", submitted_on=date(2025, 1, 2))
    case("closed", title="关于修复溪口村村口路灯的建议")
    other = case("accepted", title="关于修复路堰自然村机耕路的建议")
    values = {f.attname: getattr(other, f.attname) for f in Motion._meta.concrete_fields}
    del values["id"]
    with township_scope(township.pk):
        Motion.objects.bulk_create(
            Motion(**values | {"number": 30_000 + n, "code": f"另-{n}"}) for n in range(many)
        )
    url = reverse("core:step", args=["motions.motion", motion.pk, "merge"])
    browser = enter("clerk")

    html = browser.get(url).content.decode()
    found = browser.get(url, {"options": "merged_into", "typed": ""}).json()["options"]
    typed = browser.get(url, {"options": "merged_into", "typed": "建议"}).json()["options"]

    words = f"{like}（内容相近）"
    assert found[0] == typed[0] == [str(like.pk), words]
    assert "（内容相近）" not in found[1][1]
    select = html.split('<select name="merged_into"')[1].split("</select>")[0]
    listed = select.split("<option ")[1:]
    assert [words in part for part in listed[:3]] == [False, True, False]
    assert len(listed) == (3 if not many else 22)
    assert "内容相近的排在最前" in html


def test_its_author_reads_which_units_handle_the_main_case_and_as_what(people, merged, answered):
    browser = client_of(people.users["deputy"])
    words = f"{merged.merged_into.official_title}，{people.unit}主办。"
    assert words in browser.get(merged.get_absolute_url()).content.decode()

    parts = Assignment.objects.filter(motion=answered)
    parts.update(role="separate")
    AssignmentFactory(
        township=merged.township, motion=answered, unit=people.other_unit, role="separate"
    )

    words = f"，{people.unit}、{people.other_unit}分办。"
    assert words in browser.get(merged.get_absolute_url()).content.decode()
