"""Intake: one matter, 议案's three texts, 代录, drafts and returned cases."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.matters import hint, several_matters
from motions.models import CoSigner, Motion, Review
from motions.similar import Typed, find_similar
from motions.views.deputy import my_motions, row
from motions.workflow import motion_workflow
from renda.core.models import AuditEntry, Role
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import MembershipFactory, TownshipFactory
from tests.factories.deputies import DeputyFactory
from tests.factories.motions import (
    AssignmentFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.factories.sessions import SessionFactory
from tests.files import PDF
from tests.motions.helpers.handling import told
from tests.motions.helpers.intake import TODAY, invited, look, on_paper, people_term, typed

pytestmark = pytest.mark.django_db


# --- one matter ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("五雷小学交通疏导", "校门口拥堵。", []),
        ("修复机耕路以及安装路灯", "", ["标题里有“以及”"]),
        ("修路；装灯", "", ["标题里有“；”"]),
        ("1.修路 2.装灯", "", ["标题里有分条的序号"]),
        ("修复机耕路", "路毁了。另外，村口没有路灯。", ["正文里有“另外”"]),
        ("修复机耕路", "尽快修。同时建议装路灯。", ["正文里有“同时建议”"]),
        ("修复3.5公里机耕路", "1.先修路基。2.再铺路面。", []),
    ],
)
def test_several_matters_are_noticed(title, text, said):
    assert several_matters(title, text) == said


def test_the_hint_names_its_article_and_blocks_nothing(enter, people, township, term):
    browser = enter("lead")
    text = "路毁了。另外，村口没有路灯。"

    assert "《" in hint("修复机耕路", text)
    assert "正文里有“另外”" in look(browser, title="修复机耕路", situation=text).content.decode()
    answer = browser.post(reverse("motions:submit"), typed(situation=text))
    assert answer.status_code == 302


# --- 议案 -----------------------------------------------------------------------------------
def test_a_bill_wants_all_three_texts_a_suggestion_two(enter, people, township, term):
    browser = enter("lead")

    page = browser.post(reverse("motions:submit"), typed(kind="bill"))
    assert page.context["form"].errors == {
        "analysis": ["议案要写明案由、案据和方案（《代表法》第十五条），请填写案据。"]
    }
    assert browser.post(reverse("motions:submit"), typed()).status_code == 302


def test_a_bill_short_of_five_stays_a_draft_and_is_told_why(enter, people, township, term):
    browser = enter("lead")
    data = typed(kind="bill", analysis="依据。", cosigners=[people.joint.pk])

    page = browser.post(reverse("motions:submit"), data, follow=True)

    text = page.content.decode()
    assert "2 名 &lt; 5 名" in text
    assert "还差 3 名" in text
    assert "改为建议提出" in text
    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.status, motion.kind) == ("draft", "bill")
        kept = {"success": f"已存为草稿：{motion}"}  # the browser's own copy goes only with this
    assert kept.items() <= {m.tags: str(m) for m in page.context["messages"]}.items()
    data |= {"kind": "suggestion", "seen_revision": motion.revision}
    browser.post(reverse("motions:amend", args=[motion.pk]), data)
    with township_scope(township.pk):
        assert Motion.objects.get().status == "submitted"


def test_the_lead_may_go_on_with_a_bill_as_a_suggestion(enter, people, township, case):
    motion = case("submitted", kind="bill", analysis="依据")
    page = enter("lead").get(motion.get_absolute_url())
    assert reverse("core:step", args=["motions.motion", motion.pk, "as_suggestion"]) in (
        page.content.decode()
    )
    assert page.context["joint_check"].computed == "2 名 < 5 名"

    with township_scope(township.pk):
        after = motion_workflow.perform("as_suggestion", motion, by=people.users["lead"])
    assert (after.kind, after.source, after.status) == ("suggestion", "bill", "submitted")


def test_both_names_of_each_text_stand_in_the_form(enter, people, term):
    text = enter("clerk").get(reverse("motions:motion_create")).content.decode()

    for words in ("情况（议案：案由）", "分析（议案：案据）", "具体建议（议案：方案）"):
        assert words in text
    assert "议案须五名以上代表联名（《地方组织法》第二十二条、《代表法》第十五条）" in text


# --- 代录 --------------------------------------------------------------------------------------
def test_the_office_adds_the_original_or_says_why_there_is_none(enter, people, township, term):
    browser, url = enter("clerk"), reverse("motions:motion_create")
    data = on_paper(people)
    del data["no_scan_reason"]

    page = browser.post(url, data)
    assert page.context["form"].errors == {
        "scans": ["请附有代表亲笔签名的原件扫描；确实没有的，在下面写明原因"]
    }
    scan = SimpleUploadedFile("原件.pdf", PDF, "application/pdf")
    assert browser.post(url, data | {"scans": [scan]}).status_code == 302
    assert browser.post(url, on_paper(people)).status_code == 302
    assert browser.post(url, data | {"draft": "1", "title": "先存着"}).status_code == 302
    with township_scope(township.pk):
        reasons = Motion.objects.order_by("pk").values_list("no_scan_reason", "status")
        assert list(reasons) == [
            ("", "submitted"), ("代表口述，会后补签", "submitted"), ("", "draft"),
        ]  # fmt: skip


def test_a_paper_form_that_stays_a_draft_is_shown_as_one(enter, people, township, term):
    browser, url = enter("clerk"), reverse("motions:motion_create")
    data = on_paper(people, kind="bill", analysis="依据。")

    page = browser.post(url, data, follow=True)

    motion = page.context["object"]
    assert [m.tags for m in page.context["messages"]] == ["warning", "success"]
    assert [str(m) for m in page.context["messages"]][1] == f"已存为草稿：{motion}"
    assert (motion.status, motion.submitted_on) == ("draft", TODAY())
    assert page.context["steps"][0] == {"label": "提交", "date": "—", "state": "now"}
    assert [e.title for r in page.context["rounds"] for e in r.events] == []

    edit = reverse("motions:motion_update", args=[motion.pk])
    data |= {"kind": "suggestion", "seen_revision": motion.revision}
    page = browser.post(edit, data, follow=True)

    motion = page.context["object"]
    assert [str(m) for m in page.context["messages"]] == [f"已登记：{motion}"]
    assert page.context["steps"][0] == {"label": "提交", "date": str(TODAY()), "state": "done"}
    assert [e.title for r in page.context["rounds"] for e in r.events] == ["提交"]


def test_going_back_to_the_form_after_handing_in_leads_to_the_case(enter, people, case):
    motion = case("submitted")
    form = reverse("motions:amend", args=[motion.pk])

    page = enter("lead").get(form, follow=True)

    assert page.redirect_chain == [(motion.get_absolute_url(), 302)]
    assert [str(m) for m in page.context["messages"]] == [
        "这一件已经提交，现为“待受理”，不能在这里修改。"
    ]
    assert enter("lead").post(form, typed()).status_code == 403
    for name in ("joint", "clerk"):
        assert enter(name).get(form).status_code == 403


def test_whoever_signed_on_paper_is_told_that_the_office_has_entered_it(
    enter, people, township, term
):
    browser, url = enter("clerk"), reverse("motions:motion_create")
    data = on_paper(people) | {"cosigners": [people.joint.pk]}
    browser.post(url, data | {"draft": "1"})
    with township_scope(township.pk):
        draft = Motion.objects.get()
        assert [told(people.users[name]) for name in ("lead", "joint")] == [[], []]

        motion_workflow.perform("submit", draft, by=people.users["clerk"])

        entered = f"人大办已代为登记：{draft.official_title}（领衔 {people.lead}）"
        has_read = {name: told(user) for name, user in people.users.items() if told(user)}
        assert has_read == {"lead": [entered], "joint": [entered]}


@pytest.mark.parametrize(
    ("day", "by_date", "given", "in_session"),
    [
        ("2025-01-21", "on", False, True),
        ("2025-01-22", "on", True, False),
        ("2025-01-21", "", False, False),
        ("2025-03-03", "", True, True),
    ],
)
def test_the_day_tells_sessions_from_between_unless_the_clerk_says_otherwise(
    enter, people, township, term, day, by_date, given, in_session
):
    session = SessionFactory(township=township, term=term)
    data = on_paper(people) | {"submitted_on": day}
    data |= {"by_date": by_date} if by_date else {}
    data |= {"session": session.pk} if given else {}

    enter("clerk").post(reverse("motions:motion_create"), data)

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.session, motion.term) == (session if in_session else None, term)


def test_a_draft_is_raised_to_the_session_in_which_it_is_handed_in(in_township, people, case, term):
    motion = case("draft")
    Motion.objects.filter(pk=motion.pk).update(created_at=timezone.now() - timedelta(days=3))
    session = SessionFactory(township=in_township, term=term, opens_on=TODAY(), closes_on=TODAY())

    after = motion_workflow.perform("submit", motion, by=people.users["lead"])

    assert (after.session, after.submitted_on) == (session, TODAY())


# --- drafts and returned cases ------------------------------------------------------------------
def test_a_deputy_deletes_an_own_draft_after_a_question(enter, people, township, case):
    motion = case("draft")
    browser, url = enter("lead"), reverse("motions:drop_draft", args=[motion.pk])
    assert url in browser.get(motion.get_absolute_url()).content.decode()
    assert "删除后不能恢复" in browser.get(url).content.decode()

    page = browser.post(url, follow=True)

    assert f"已删除草稿：{motion}" in page.content.decode()
    with township_scope(township.pk):
        assert not Motion.objects.exists()
        assert not CoSigner.objects.exists()
        assert Motion.with_voided.get().voided_at is not None
        assert AuditEntry.objects.filter(verb="删除草稿").count() == 1
    assert browser.get(motion.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", ["submitted", "returned", "accepted", "closed"])
def test_what_was_handed_in_is_not_deleted(enter, people, township, case, status):
    motion = case(status)

    answer = enter("lead").post(reverse("motions:drop_draft", args=[motion.pk]))

    assert answer.status_code == 403
    with township_scope(township.pk):
        assert Motion.objects.get().voided_at is None


def test_why_it_was_sent_back_stands_on_top_of_the_form(enter, people, township, case):
    motion = case("submitted")
    with township_scope(township.pk):
        motion_workflow.perform(
            "send_back", motion, by=people.users["clerk"], data={"note": "请写明路段和长度。"}
        )
    browser = enter("lead")

    for url in (motion.get_absolute_url(), reverse("motions:amend", args=[motion.pk])):
        page = browser.get(url)
        assert page.context["turned_down"].note == "请写明路段和长度。"
        assert page.content.decode().index("请写明路段和长度。") < page.content.decode().index(
            "机耕路被水冲毁"
        )


@pytest.mark.parametrize(
    ("step", "data", "decision"),
    [
        (
            "reject",
            {"reason": "tender", "note": "项目正在招标。"},
            "不予受理：涉及正在进行的招标投标",
        ),
        ("refer", {"note": "已列入整治方案。"}, "转工作参考"),
        ("forward", {"note": "转请县人大代表提出。"}, "转报上级"),
    ],
)
def test_why_it_is_not_handed_on_stands_on_top_of_the_deputys_page(
    enter, people, township, case, step, data, decision
):
    motion = case("submitted")
    data = data | ({"units": [people.unit]} if step == "refer" else {})
    with township_scope(township.pk):
        motion_workflow.perform(step, motion, by=people.users["clerk"], data=data)

    page = enter("lead").get(motion.get_absolute_url()).content.decode()

    assert page.index(f"<strong>{decision}</strong>") < page.index(data["note"])
    assert page.index(data["note"]) < page.index("机耕路被水冲毁")


# --- merged cases ---------------------------------------------------------------------------------
def test_a_merged_case_stays_with_its_authors_and_shows_the_main_ones_state(
    enter, people, township, case, django_assert_max_num_queries
):
    main = MotionFactory(
        township=township, lead=people.stranger, status="replied", term=people_term(people),
        main_unit=people.unit, title="关于主件的建议",
    )  # fmt: skip
    part = AssignmentFactory(township=township, motion=main, unit=people.unit, status="replied")
    reply = ReplyFactory(
        township=township, assignment=part, number="练函〔2025〕9号", issued_on=date(2025, 5, 20),
        issued_by="蒋文斌",
    )  # fmt: skip
    motion = case("merged", merged_into=main)
    letter = reverse("core:paper", args=["motions.reply", reply.pk, "letter", "html"])

    for name in ("lead", "joint"):
        browser = enter(name)
        with township_scope(township.pk):
            deputy = getattr(people, name)
            (line,) = [row(m, deputy, TODAY()) for m in my_motions(deputy)]
        assert line["words"] == "待评价"
        assert line["note"].startswith(
            f"{motion.number_text}　并入{main.number_text}　{people.unit}"
        )
        with django_assert_max_num_queries(12):
            page = browser.get(motion.get_absolute_url())
        text = page.content.decode()
        assert letter in text
        assert "答复同样送您" in text
        assert reverse("motions:rate", args=[main.pk]) in text


# --- cost --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 30])
def test_a_deputys_lists_cost_the_same_for_one_row_and_thirty(enter, people, township, case, rows):
    main = case("assigned")
    for _ in range(rows):
        case("merged", merged_into=main)
        invited(township, people)
    costs = set()
    for url in ("mine", "todo", "home"):
        for name in ("lead", "joint"):
            browser = enter(name)
            with CaptureQueriesContext(connection) as asked:
                browser.get(reverse(f"motions:{url}"))
            costs.add(len(asked) <= 16)
    assert costs == {True}


def test_illegal_steps_are_told(in_township, people, case):
    motion = case("draft", kind="bill", analysis="")

    with pytest.raises(IllegalTransition, match="案由、案据和方案"):
        motion_workflow.perform("submit", motion, by=people.users["lead"])


def test_other_towns_people_stay_out_of_reach(people, township):
    other = TownshipFactory()
    clerk = MembershipFactory(township=other, role=Role.CLERK).user
    DeputyFactory(township=other)
    with township_scope(other.pk):
        assert find_similar(Typed("修复第1号机耕路"), user=clerk) == []
        assert Review.objects.count() == 0
