"""Drafts that save themselves: one row however often, nothing handed in, nothing overwritten."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import CoSigner, Motion, Reply, Supplement
from motions.workflow import supplement_workflow
from renda.core.models import AuditEntry, Notification, OnceKey
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import MembershipFactory, TownshipFactory
from tests.factories.motions import MotionFactory

pytestmark = pytest.mark.django_db
SUBMIT = "motions:submit"


@pytest.fixture
def enter(client, people):
    """``enter("lead")``: that person's browser, past the first page."""

    def login(name):
        client.force_login(people.users[name])
        client.get(reverse("core:account"))
        return client

    return login


def typed(**more) -> dict:
    return {"title": "清理废弃电杆", "field": "urban", "kind": "suggestion"} | more


def by_itself(**more) -> dict:
    """What the page's script posts."""
    return typed(draft="1", autosave="1", once=str(uuid.uuid4())) | more


def on_paper(people, **more) -> dict:
    day = str(timezone.localdate())
    return by_itself(lead=people.lead.pk, source="own", submitted_on=day, by_date="on") | more


def test_a_deputys_draft_is_kept_and_goes_on_as_the_same_row(enter, people, township):
    browser = enter("lead")

    first = browser.post(reverse(SUBMIT), by_itself(cosigners=[people.joint.pk])).json()
    with township_scope(township.pk):
        motion = Motion.objects.get()
    assert first["action"] == reverse("motions:amend", args=[motion.pk])
    assert (first["key"], first["revision"]) == (f"motions:amend-{motion.pk}", 1)
    assert first["at"] == f"{timezone.localtime():%H:%M}"

    more = by_itself(once=first["once"], seen_revision=1, situation="电杆倒在路边。")
    second = browser.post(first["action"], more)

    assert (second.status_code, second.json()["revision"]) == (200, 2)
    assert second.json()["once"] != first["once"]
    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.status, motion.situation) == ("draft", "电杆倒在路边。")
        assert (motion.lead, motion.submitted_on) == (people.lead, None)
        assert not CoSigner.objects.exists()  # taken off by the second save
        verbs = AuditEntry.objects.filter(model="motions.motion").order_by("seq")
        assert list(verbs.values_list("verb", flat=True))[-1] == "自动保存"
    page = browser.get(reverse("motions:mine"))
    assert "清理废弃电杆" in page.content.decode()
    assert "data-message" not in page.content.decode()


def test_an_answer_that_got_lost_leads_on_to_the_same_row(enter, people, township):
    browser, data = enter("lead"), by_itself()
    browser.post(reverse(SUBMIT), data)
    browser.post(reverse(SUBMIT), data | {"situation": "电杆倒在路边。"})

    third = browser.post(reverse(SUBMIT), data | {"situation": "电杆倒在路中间。"})

    assert (third.status_code, third.json()["revision"]) == (200, 3)
    with township_scope(township.pk):
        assert Motion.objects.get().situation == "电杆倒在路中间。"


def test_handing_in_after_a_lost_answer_hands_in_that_row_once(enter, people, township):
    browser, data = enter("lead"), by_itself()
    browser.post(reverse(SUBMIT), data)
    full = typed(once=data["once"], situation="电杆倒在路边。", proposal="请拉走。")

    sent = browser.post(reverse(SUBMIT), full, follow=True)
    again = browser.post(reverse(SUBMIT), full, follow=True)

    assert "已提交，人大办受理后编号交办。" in sent.content.decode()
    assert "这份草稿先前已经提交或者删除，没有重复登记。" in again.content.decode()
    late = browser.post(reverse(SUBMIT), data)
    assert (late.status_code, late.json()) == (409, {"refused": "这份草稿先前已经提交或者删除"})
    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.status, motion.situation) == ("submitted", "电杆倒在路边。")


def test_what_was_saved_elsewhere_later_wins(enter, people, township, case):
    motion = case("draft", situation="手机上写的")
    browser, url = enter("lead"), reverse("motions:amend", args=[motion.pk])
    seen = motion.revision
    elsewhere = by_itself(seen_revision=seen, situation="电脑上改的")
    assert browser.post(url, elsewhere).status_code == 200

    stale = browser.post(url, by_itself(seen_revision=seen, situation="手机上又改的"))

    assert stale.status_code == 409
    assert stale.json() == {
        "refused": "这份草稿后来在别处保存过，这里的改动没有覆盖它，只存在这台设备上",
        "latest": url,
    }
    with township_scope(township.pk):
        assert Motion.objects.get().situation == "电脑上改的"


def test_what_a_draft_needs_is_named_and_nothing_is_kept(enter, people, township):
    untitled = enter("lead").post(reverse(SUBMIT), by_itself(title=""))

    assert untitled.status_code == 422
    assert untitled.json() == {"missing": "一句话说清要办的事：请填写这一项。"}
    with township_scope(township.pk):
        assert (Motion.objects.count(), OnceKey.objects.count()) == (0, 0)


@pytest.mark.parametrize("status", ["returned", "submitted"])
def test_only_a_draft_saves_itself(enter, people, township, case, status):
    motion = case(status, situation="原来的")
    url = reverse("motions:amend", args=[motion.pk])

    answer = enter("lead").post(url, by_itself(situation="改了"))

    assert answer.status_code == (409 if status == "returned" else 403)
    with township_scope(township.pk):
        assert Motion.objects.get().situation == "原来的"
    if status == "returned":
        assert "data-autosave" not in enter("lead").get(url).content.decode()


def test_the_office_goes_on_with_its_draft_and_hands_it_in(enter, people, township):
    browser = enter("clerk")
    first = browser.post(reverse("motions:motion_create"), on_paper(people)).json()
    page = browser.get(first["action"]).content.decode()
    assert "data-autosave" in page
    assert "保存草稿" in page
    assert "采纳落实的典型" not in page

    full = on_paper(
        people, once=first["once"], seen_revision=1, situation="倒了", proposal="拉走",
        no_scan_reason="代表口述，会后补签", by_date="",
    )  # fmt: skip
    del full["draft"], full["autosave"]
    browser.post(first["action"], full)

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.status, motion.is_by_office) == ("submitted", True)
        assert (motion.lead, motion.situation) == (people.lead, "倒了")


def letter(**more) -> dict:
    """A unit's reply as the page's script posts it, with a promise typed below."""
    rows = {"rows0-TOTAL_FORMS": 1, "rows0-INITIAL_FORMS": 0}
    row = {"rows0-0-text": "修好路面", "rows0-0-due_on": "2026-12-20"}
    typed = {"result_class": "B", "body": "经研究，现答复如下：", "contact": "李红 63-0101"}
    return typed | rows | row | {"draft": "1", "autosave": "1", "once": str(uuid.uuid4())} | more


def test_a_units_reply_saves_itself_and_leaves_promises_to_the_hand(enter, people, township, case):
    motion, browser = case("assigned"), enter("handler")
    url = reverse("motions:reply_create", args=[motion.row.pk])
    assert "data-autosave" in browser.get(url).content.decode()

    first = browser.post(url, letter()).json()
    more = letter(once=first["once"], seen_revision=first["revision"], body="已现场看过。")
    second = browser.post(first["action"], more).json()

    assert first["note"] == "承诺事项要按“保存草稿”才存到服务器"
    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert first["action"] == reverse("motions:reply_update", args=[reply.pk])
        assert (reply.body, reply.result_class, reply.issued_on) == ("已现场看过。", "B", None)
        assert (reply.commitments.count(), motion.row.status) == (0, "handling")
    kept = letter(once=second["once"], seen_revision=second["revision"])
    del kept["autosave"]
    browser.post(second["action"], kept)
    with township_scope(township.pk):
        assert [c.text for c in Reply.objects.get().commitments.all()] == ["修好路面"]


def test_a_supplement_saves_itself_with_its_promises_until_it_is_sent(
    enter, people, township, replied
):
    motion, browser = replied(), enter("handler")
    url = reverse("motions:supplement_create", args=[motion.row.pk])
    page = browser.get(url).content.decode()
    assert "data-autosave" in page
    assert "保存草稿" in page
    words = {"contact": "何敏", "commitments": [motion.promise.pk], "draft": "1", "autosave": "1"}

    first = browser.post(url, words | {"body": "写了一半", "once": str(uuid.uuid4())}).json()
    more = words | {"once": first["once"], "seen_revision": first["revision"], "body": "写完了"}
    second = browser.post(first["action"], more).json()

    with township_scope(township.pk):
        letter = Supplement.objects.get()
        assert first["action"] == reverse("motions:supplement_update", args=[letter.pk])
        assert (letter.body, letter.status) == ("写完了", "draft")
        assert list(letter.commitments.all()) == [motion.promise]
        assert not Notification.objects.filter(to=people.users["head"]).exists()
        assert not Supplement.objects.exclude(status="draft").exists()
    inbox = enter("head").get(reverse("motions:inbox"))
    assert inbox.context["letters"] == []
    with (
        township_scope(township.pk),
        pytest.raises(IllegalTransition, match="现为“草稿”，不能签发补充答复"),
    ):
        supplement_workflow.perform("issue", letter, by=people.users["head"])

    sent = words | {"once": second["once"], "seen_revision": second["revision"], "body": "写完了"}
    del sent["draft"], sent["autosave"]
    browser = enter("handler")
    browser.post(second["action"], sent)
    with township_scope(township.pk):
        assert Supplement.objects.get().status == "signing"
        assert Notification.objects.get(to=people.users["head"]).text.startswith("待签发")
    late = browser.post(second["action"], more | {"once": str(uuid.uuid4())})
    assert (late.status_code, late.json()) == (409, {"refused": "这份草稿先前已经提交或者删除"})
    assert "data-autosave" not in browser.get(second["action"]).content.decode()


def test_a_supplement_kept_by_hand_is_not_before_the_head_yet(enter, people, township, replied):
    motion = replied()
    url = reverse("motions:supplement_create", args=[motion.row.pk])

    page = (
        enter("handler")
        .post(url, {"body": "写了一半", "contact": "何敏", "draft": "1"}, follow=True)
        .content.decode()
    )

    assert "补充答复稿已保存" in page
    assert "已提醒负责人签发" not in page
    with township_scope(township.pk):
        assert Supplement.objects.get().status == "draft"
        assert not Notification.objects.filter(to=people.users["head"]).exists()


@pytest.mark.parametrize("name", ["deputy", "clerk", "handler"])
def test_nobody_elses_draft_is_saved(enter, people, township, case, name):
    motion = case("draft", situation="原来的")

    answer = enter(name).post(reverse("motions:amend", args=[motion.pk]), by_itself())

    assert answer.status_code == 403
    with township_scope(township.pk):
        assert Motion.objects.get().situation == "原来的"


def test_another_townships_draft_does_not_exist(client, people, case):
    motion = case("draft")
    other = TownshipFactory()
    client.force_login(MembershipFactory(township=other, role="deputy").user)
    url = reverse("motions:amend", args=[motion.pk])

    assert client.post(url, by_itself()).status_code == 404


def test_strangers_are_sent_to_log_in(client, people):
    assert client.post(reverse(SUBMIT), by_itself()).url.startswith(reverse("core:login"))


@pytest.mark.parametrize("is_first", [True, False])
def test_a_save_asks_at_most_twenty_questions(enter, people, township, is_first):
    browser = enter("lead")
    draft = MotionFactory(township=township, lead=people.lead, status="draft")
    url = reverse(SUBMIT) if is_first else reverse("motions:amend", args=[draft.pk])
    more = {} if is_first else {"seen_revision": draft.revision}

    with CaptureQueriesContext(connection) as captured:
        answer = browser.post(url, by_itself(cosigners=[people.joint.pk], **more))

    # the savepoint stands in for the request's own transaction
    asked = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert answer.status_code == 200
    assert len(asked) <= 20, "\n".join(sql[:160] for sql in asked)
