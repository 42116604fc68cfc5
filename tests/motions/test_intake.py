"""Intake: earlier cases while typing, one matter, co-signers by a day, 议案's three texts, 代录."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.matters import hint, several_matters
from motions.models import CoSigner, Motion, RepeatLink, Review
from motions.similar import Typed, find_similar, pieces, rank
from motions.views.deputy import my_motions, my_todos, row
from motions.workflow import motion_workflow
from renda.core.calendar import due_by_days
from renda.core.models import AuditEntry, CalendarDay, LocalRule, Notification, Role
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import MembershipFactory, TownshipFactory
from tests.factories.deputies import DeputyFactory, MandateFactory
from tests.factories.motions import (
    AssignmentFactory,
    CoSignerFactory,
    MotionFactory,
    ReplyFactory,
)
from tests.factories.sessions import SessionFactory

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
PDF = b"%PDF-1.7\n" + b"0" * 64
TODAY = timezone.localdate


@pytest.fixture
def enter(client, people):
    """``enter("clerk")``: that person's browser, past the first page, which writes the clock."""

    def login(name):
        client.force_login(people.users[name])
        client.get(reverse("core:account"))
        return client

    return login


def typed(**more) -> dict:
    return {
        "title": "五雷小学放学时段交通疏导",
        "situation": "校门口拥堵。",
        "proposal": "校门段单行。",
        "field": "governance",
        "kind": "suggestion",
        **more,
    }


def on_paper(people, **more) -> dict:
    return typed(
        lead=people.lead.pk,
        source="own",
        submitted_on=str(TODAY()),
        no_scan_reason="代表口述，会后补签",
        **more,
    )


def invited(township, people, *, join_by=None, status="submitted"):
    """A case to which ``joint`` is invited."""
    motion = MotionFactory(
        township=township,
        lead=people.lead,
        status=status,
        join_by=join_by,
        term=people_term(people),
    )
    row = CoSignerFactory(township=township, motion=motion, deputy=people.joint, state="invited")
    return motion, row


def people_term(people):
    from renda.core.models import Term

    with township_scope(people.lead.township_id):
        return Term.objects.get()


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


def look(browser, **more):
    data = {"title": "五雷小学放学时段交通疏导", "situation": "校门口拥堵", **more}
    return browser.post(reverse("motions:similar"), data)


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


# --- co-signers -----------------------------------------------------------------------------
def test_the_invited_have_seven_days_unless_said_otherwise(enter, people, township, term):
    browser = enter("lead")
    browser.post(reverse("motions:submit"), typed(cosigners=[people.joint.pk]))
    own = TODAY() + timedelta(days=20)
    browser.post(
        reverse("motions:submit"),
        typed(title="清理积水", cosigners=[people.joint.pk], join_by=str(own)),
    )

    with township_scope(township.pk):
        first, second = Motion.objects.order_by("pk")
        assert (first.join_by, second.join_by) == (due_by_days(TODAY(), 7).on, own)
        told = Notification.objects.get(key=f"cosign:{first.pk}")
    assert (told.to, str(first.join_by) in told.text) == (people.joint.user, True)


def test_the_days_are_the_towns_own(in_township, people):
    LocalRule.objects.create(key="suggestion.cosign_days", value=10)
    motion, _ = invited(in_township, people)

    services.open_joining(motion, on=date(2026, 3, 2), is_first=True)

    assert motion.join_by == date(2026, 3, 12)
    CalendarDay.objects.create(date=date(2026, 3, 12), is_workday=False, note="植树")
    motion.join_by = None
    services.open_joining(motion, on=date(2026, 3, 2), is_first=False)
    assert motion.join_by == date(2026, 3, 13)


def test_a_day_gone_by_is_refused(enter, people, term):
    page = enter("lead").post(
        reverse("motions:submit"), typed(join_by=str(TODAY() - timedelta(days=1)))
    )

    assert page.context["form"].errors == {"join_by": ["请选今天或者以后的日期"]}


@pytest.mark.parametrize(("accept", "state"), [(True, "accepted"), (False, "declined")])
def test_an_invited_deputy_answers_once_and_the_lead_is_told(in_township, people, accept, state):
    _, row = invited(in_township, people, join_by=date(2026, 3, 9))
    by = people.users["joint"]

    services.answer_invitation(cosigner=row, accept=accept, by=by, on=date(2026, 3, 9))

    row.refresh_from_db()
    assert (row.state, row.answered_on, row.is_on_paper) == (state, date(2026, 3, 9), False)
    assert Notification.objects.get().to == people.lead.user
    with pytest.raises(ValidationError, match="您已答复过"):
        services.answer_invitation(cosigner=row, accept=True, by=by, on=date(2026, 3, 9))


def test_after_the_day_the_page_and_the_post_say_it_is_closed(enter, people, township):
    yesterday = TODAY() - timedelta(days=1)
    motion, _ = invited(township, people, join_by=yesterday)
    browser = enter("joint")

    text = browser.get(motion.get_absolute_url()).content.decode()
    assert "同意联名" not in text
    assert f"已在 {yesterday} 截止" in text
    page = browser.post(
        reverse("motions:answer_invitation", args=[motion.pk]), {"answer": "accept"}, follow=True
    )
    assert f"联名已在 {yesterday} 截止" in page.content.decode()
    with township_scope(township.pk):
        assert CoSigner.objects.get().state == "invited"
        assert my_todos(people.joint, TODAY()) == []


def test_the_office_records_a_signature_on_paper_after_the_day(enter, people, township):
    motion, row = invited(township, people, join_by=TODAY() - timedelta(days=1))
    browser = enter("clerk")
    url = reverse("motions:signatures", args=[motion.pk])
    assert url in browser.get(motion.get_absolute_url()).content.decode()
    scan = SimpleUploadedFile("签名.pdf", PDF, "application/pdf")

    missing = browser.post(url, {"cosigners": [row.pk], "on": str(TODAY())})
    assert list(missing.context["form"].errors) == ["scans"]
    browser.post(url, {"cosigners": [row.pk], "on": str(TODAY()), "scans": [scan]})

    with township_scope(township.pk):
        after = CoSigner.objects.get()
        assert (after.state, after.is_on_paper, after.answered_on) == ("accepted", True, TODAY())
        assert after.words(motion, TODAY()) == ("done", "纸质签名")
        assert Notification.objects.get().to == people.lead.user


@pytest.mark.parametrize(
    ("name", "url", "status"),
    [
        ("lead", "signatures", 403),
        ("chair", "signatures", 403),
        ("joint", "remind_cosigners", 403),
        ("clerk", "remind_cosigners", 403),
        ("deputy", "drop_draft", 403),
        ("clerk", "drop_draft", 403),
    ],
)
def test_who_may_not(enter, people, township, name, url, status):
    motion, _ = invited(township, people)

    assert enter(name).post(reverse(f"motions:{url}", args=[motion.pk])).status_code == status


@pytest.mark.parametrize(
    "url", ["signatures", "remind_cosigners", "drop_draft", "answer_invitation"]
)
def test_another_townships_case_does_not_exist(client, outsider, people, township, url):
    motion, _ = invited(township, people)
    client.force_login(outsider)

    assert client.post(reverse(f"motions:{url}", args=[motion.pk])).status_code == 404


def test_the_lead_sees_who_answered_and_reminds_once_a_day(enter, people, township):
    motion, row = invited(township, people, join_by=TODAY() + timedelta(days=3))
    CoSignerFactory(township=township, motion=motion, deputy=people.stranger, state="declined")
    browser = enter("lead")

    page = browser.get(motion.get_absolute_url())
    assert [(c.deputy, words) for c, _, words in page.context["signers"]] == [
        (people.joint, "待确认"),
        (people.stranger, "未同意"),
    ]
    url = reverse("motions:remind_cosigners", args=[motion.pk])
    assert "已提醒 1 位代表" in browser.post(url, follow=True).content.decode()
    assert "今天已经提醒过" in browser.post(url, follow=True).content.decode()
    with township_scope(township.pk):
        assert [n.to for n in Notification.objects.all()] == [people.joint.user]
        again = services.remind_invited(
            motion=motion, by=people.users["lead"], on=TODAY() + timedelta(days=1)
        )
        assert [c.pk for c in again] == [row.pk]


def test_the_silent_are_called_late_after_the_day(township, people):
    motion, row = invited(township, people, join_by=date(2026, 3, 9))

    assert row.words(motion, date(2026, 3, 9)) == ("due", "待确认")
    assert row.words(motion, date(2026, 3, 10)) == ("late", "逾期未答复")


def test_an_invitation_stands_in_the_todos_with_its_day(in_township, people):
    motion, _ = invited(in_township, people, join_by=date(2026, 3, 9))

    (line,) = my_todos(people.joint, date(2026, 3, 2))

    assert line["title"] == f"确认联名：{motion.short_title}"
    assert line["note"] == f"{people.lead}邀请您联名，3月9日前答复"


# --- in office on the day --------------------------------------------------------------------
@pytest.fixture
def by_elected(township, term, person):
    """A deputy elected in July 2025."""
    deputy = MandateFactory(township=township, term=term, from_on=date(2025, 7, 10)).deputy
    with township_scope(township.pk):
        deputy.user = person(Role.DEPUTY, name=deputy.name)
        deputy.save()
    return deputy


def test_a_deputy_elected_in_july_cannot_be_put_on_a_june_case(enter, people, township, by_elected):
    browser = enter("clerk")
    data = on_paper(people, cosigners=[by_elected.pk]) | {"submitted_on": "2025-06-03"}

    page = browser.post(reverse("motions:motion_create"), data)

    assert page.context["form"].errors == {
        "cosigners": [f"{by_elected.name}在2025年6月3日不是在任的本级代表，不能列入"]
    }
    data |= {"cosigners": [], "lead": by_elected.pk}
    page = browser.post(reverse("motions:motion_create"), data)
    assert page.context["form"].errors == {
        "lead": [f"{by_elected}在2025年6月3日不是在任的本级代表"]
    }
    data["submitted_on"] = "2025-07-10"
    assert browser.post(reverse("motions:motion_create"), data).status_code == 302


def test_a_june_case_sent_back_takes_no_deputy_elected_in_july(
    enter, people, township, case, by_elected
):
    motion = case("returned", submitted_on=date(2025, 6, 3))
    data = typed(cosigners=[people.joint.pk, by_elected.pk], seen_revision=motion.revision)

    page = enter("lead").post(reverse("motions:amend", args=[motion.pk]), data)

    assert page.context["form"].errors == {
        "cosigners": [f"{by_elected.name}在2025年6月3日不是在任的本级代表，不能列入"]
    }


def test_a_deputy_elected_in_july_has_none_of_junes_duties(
    client, in_township, people, case, by_elected
):
    case("replied", submitted_on=date(2025, 6, 3))
    motion, _ = invited(in_township, people)

    assert (list(my_motions(by_elected)), my_todos(by_elected, TODAY())) == ([], [])
    client.force_login(by_elected.user)
    url = reverse("motions:answer_invitation", args=[motion.pk])
    assert client.post(url, {"answer": "accept"}).status_code == 403


def test_only_deputies_in_office_today_are_invited(enter, people, township, term):
    gone = MandateFactory(
        township=township, term=term, until_on=date(2025, 1, 9), end_reason="resigned"
    ).deputy
    county = MandateFactory(township=township, term=term, level="county").deputy

    for deputy in (gone, county):
        page = enter("lead").post(reverse("motions:submit"), typed(cosigners=[deputy.pk]))
        assert list(page.context["form"].errors) == ["cosigners"]


def test_who_left_office_since_stays_on_the_list_of_an_old_case(enter, people, township, case):
    motion = case("accepted")
    with township_scope(township.pk):
        people.joint.mandates.update(until_on=date(2025, 4, 1), end_reason="resigned")
    data = on_paper(people, cosigners=[people.joint.pk], title=motion.title) | {
        "submitted_on": "2025-03-03", "seen_revision": motion.revision,
    }  # fmt: skip

    answer = enter("clerk").post(reverse("motions:motion_update", args=[motion.pk]), data)

    assert answer.status_code == 302
    with township_scope(township.pk):
        assert [c.deputy for c in motion.cosigners.all()] == [people.joint]


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


def test_why_it_was_sent_back_stands_on_top_of_the_form(enter, people, township, case):
    motion = case("submitted")
    with township_scope(township.pk):
        motion_workflow.perform(
            "send_back", motion, by=people.users["clerk"], data={"note": "请写明路段和长度。"}
        )
    browser = enter("lead")

    for url in (motion.get_absolute_url(), reverse("motions:amend", args=[motion.pk])):
        page = browser.get(url)
        assert page.context["returned"].note == "请写明路段和长度。"
        assert page.content.decode().index("请写明路段和长度。") < page.content.decode().index(
            "机耕路被水冲毁"
        )


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
