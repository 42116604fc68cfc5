"""The unit's letters: what a class owes, the reply's parts on paper, supplements, the inbox."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, Commitment, Reply, Supplement
from motions.papers.letters import letter_of, names_of, supplement_of
from motions.services.letters import items_of, words_of
from motions.services.replies import next_letter_number
from motions.workflow import assignment_workflow, supplement_workflow
from renda.core.models import AuditEntry, Notification
from renda.core.paper.blocks import Addressee, Heading, Imprint, Letter, Paragraph, Title, plain
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.core import UnitFactory
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentFactory,
    ContactFactory,
    CoSignerFactory,
    MotionFactory,
    ReplyFactory,
    SupplementFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 10)
BODY = "您提出的建议已收悉。经研究，现答复如下：\n感谢您对我们工作的关心和支持。"


@pytest.fixture
def enter(client, people):
    def login(name):
        client.force_login(people.users[name])
        client.get(reverse("core:account"))
        return client

    return login


@pytest.fixture
def replied(township, people, case):
    """``replied()``: a case that the unit has answered with a promise for the end of August."""

    def make(result_class="B", **reply):
        motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20))
        motion.reply = ReplyFactory(
            township=township,
            assignment=motion.row,
            result_class=result_class,
            number="练函〔2025〕1号",
            issued_on=date(2025, 5, 20),
            issued_by="蒋文斌",
            **reply,
        )
        motion.promise = CommitmentFactory(township=township, reply=motion.reply)
        return motion

    return make


def sent(result_class, promise="", **texts) -> dict:
    """What the reply page sends."""
    data = {"result_class": result_class, "body": BODY, "contact": "何敏　0570", **texts}
    rows = {"rows0-TOTAL_FORMS": "1", "rows0-INITIAL_FORMS": "0"}
    day = "2025-10-31" if promise else ""
    return data | rows | {"rows0-0-text": promise, "rows0-0-due_on": day}


# --- what a class owes ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "errors"),
    [
        (sent("A"), {"done_items": ["A 类答复须写明已经办了什么。"]}),
        (
            sent("B", done_items="修好前半段"),
            {"__all__": ["B 类答复须写明承诺事项和完成日期，到期再次答复后销号。"]},
        ),
        (sent("C"), {"declined": ["C 类答复须写明没有采纳的事项和原因。"]}),
    ],
)
def test_a_class_owes_what_the_letter_must_say(enter, people, township, case, data, errors):
    motion = case("assigned")
    ContactFactory(township=township, motion=motion)

    page = enter("handler").post(reverse("motions:reply_create", args=[motion.row.pk]), data)

    assert page.context["form"].errors == errors
    with township_scope(township.pk):
        assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        sent("A", done_items="修好前半段"),
        sent("B", promise="修好后半段"),
        sent("C", declined="拓宽：占用基本农田"),
    ],
)
def test_a_complete_letter_goes_to_the_head(enter, people, township, case, data):
    motion = case("assigned")
    ContactFactory(township=township, motion=motion)

    enter("handler").post(reverse("motions:reply_create", args=[motion.row.pk]), data)

    with township_scope(township.pk):
        assert Assignment.objects.get(pk=motion.row.pk).status == "signing"


def test_a_draft_may_be_incomplete_and_stays_open_for_writing(enter, people, township, case):
    motion = case("assigned")

    answer = enter("handler").post(
        reverse("motions:reply_create", args=[motion.row.pk]), sent("A") | {"draft": "1"}
    )

    with township_scope(township.pk):
        reply = Reply.objects.get()
        assert answer.url == reverse("motions:reply_update", args=[reply.pk])
        assert Assignment.objects.get(pk=motion.row.pk).status == "handling"


@pytest.mark.parametrize("step", ["send", "issue"])
def test_an_incomplete_letter_is_neither_sent_nor_issued(in_township, people, case, step):
    status = "handling" if step == "send" else "signing"
    motion = case("assigned", assignment=status)
    ContactFactory(township=in_township, motion=motion)
    ReplyFactory(township=in_township, assignment=motion.row, done_items="")

    with pytest.raises(IllegalTransition, match="A 类答复须写明已经办了什么"):
        assignment_workflow.perform(step, motion.row, by=people.users["head"])


def test_the_page_shows_what_each_class_asks_for(enter, people, case):
    motion = case("assigned")

    page = enter("handler").get(reverse("motions:reply_create", args=[motion.row.pk]))

    assert [(t["letter"], t["words"], t["need"]) for t in page.context["classes"]] == [
        ("A", "已解决或者基本解决", "写明已经办了什么"),
        ("B", "部分解决或者已列入计划解决", "写明承诺事项和日期"),
        ("C", "受条件限制，留作参考或者不可行", "写明原因"),
    ]


# --- the letter ------------------------------------------------------------------------------
def lines(document) -> list[str]:
    """The words of the letter's body, in order."""
    found = []
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Paragraph):
            found.append(plain(block.content))
    return found


def one(document, kind):
    return next(block for block in document.blocks if isinstance(block, kind))


def test_the_letter_numbers_its_parts_between_the_opening_and_the_thanks(in_township, people, case):
    motion = case("assigned")
    reply = ReplyFactory(
        township=in_township,
        assignment=motion.row,
        result_class="B",
        body=BODY,
        done_items="1. 修好前半段\n2、清了边沟。",
        declined="拓宽到六米：占用基本农田",
    )
    CommitmentFactory(township=in_township, reply=reply, text="修完后半段")
    other = UnitFactory(township=in_township, name="镇财政所", short_name="财政所")
    helper = AssignmentFactory(
        township=in_township, motion=motion, unit=other, role="assist", status="handling"
    )
    services.give_opinion(
        assignment=helper, text="同意列入计划", signer="王", by=people.users["clerk"], on=DAY
    )

    document = letter_of(reply)

    assert lines(document) == [
        "您提出的建议已收悉。经研究，现答复如下：",
        "一、已经办的",
        "1.修好前半段。",
        "2.清了边沟。",
        "二、正在办和计划办的",
        "修完后半段，2025年8月31日前完成。以上事项办成后再次答复。",
        "三、没有采纳的及原因",
        "拓宽到六米：占用基本农田。",
        "四、会办单位意见",
        "财政所：同意列入计划。",
        "感谢您对我们工作的关心和支持。",
    ]
    head = one(document, Letter)
    assert (head.class_mark, head.number) == ("B", "（签发时编号）")
    assert one(document, Addressee).text == f"{people.lead.name}、{people.joint.name}代表："
    assert one(document, Imprint).copies_to.endswith("财政所")


def test_the_offices_own_numbers_are_counted_on(in_township, case):
    motion = case("assigned")
    body = "现答复如下：\n一、道路列入计划。\n二、管网另行安排。\n感谢您。"
    reply = ReplyFactory(township=in_township, assignment=motion.row, body=body, done_items="测量")

    assert lines(letter_of(reply))[3:5] == ["三、已经办的", "测量。"]


def test_authors_of_merged_cases_are_addressed_and_their_cases_named(in_township, people, case):
    motion = case("assigned")
    merged = MotionFactory(
        township=in_township, term=motion.term, lead=people.stranger, status="merged",
        merged_into=motion, title="关于修路的建议",
    )  # fmt: skip
    joined = CoSignerFactory(township=in_township, motion=merged)

    document = letter_of(ReplyFactory(township=in_township, assignment=motion.row, body=BODY))

    names = [people.lead.name, people.joint.name, people.stranger.name, joined.deputy.name]
    assert names_of(motion, [merged]) == names
    assert f"{people.stranger.name}代表提出的《关于修路的建议》" in lines(document)[1]


def test_a_letter_keeps_the_day_it_promised_when_the_promise_is_moved(in_township, replied):
    from tests.factories.motions import CommitmentChangeFactory

    promise = replied().promise
    CommitmentChangeFactory(
        township=in_township, commitment=promise, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    Commitment.objects.filter(pk=promise.pk).update(due_on=date(2025, 10, 31))

    words = "".join(lines(letter_of(promise.reply)))

    assert "2025年8月31日前完成" in words
    assert "10月31日" not in words


def test_items_lose_the_numbers_people_type():
    assert items_of("1. 甲\n（2）乙\n三、丙\n\n2025年完成") == ["甲", "乙", "丙", "2025年完成"]
    assert words_of("甲\n感谢您。") == (["甲"], ["感谢您。"])
    assert words_of("甲\n乙") == (["甲", "乙"], [])


# --- supplements ------------------------------------------------------------------------------
def test_a_supplement_goes_from_the_clerk_over_the_head_to_the_deputies(
    enter, people, township, replied
):
    motion = replied()
    url = reverse("motions:supplement_create", args=[motion.row.pk])
    browser = enter("handler")
    page = browser.get(url)
    assert page.context["form"].initial["commitments"] == [motion.promise.pk]

    answer = browser.post(
        url, {"body": "后半段已修完。", "contact": "何敏", "commitments": [motion.promise.pk]}
    )

    with township_scope(township.pk):
        letter = Supplement.objects.get()
        assert answer.url == reverse("motions:supplement_update", args=[letter.pk])
        assert (letter.status, letter.number, letter.drafted_by) == (
            "draft", "", people.users["handler"],
        )  # fmt: skip
        assert Commitment.objects.get(pk=motion.promise.pk).status == "open"
        assert (
            Notification.objects.filter(to=people.users["head"], text__startswith="待签发").count()
            == 1
        )
        next_letter_number(people.unit, timezone.localdate())
        CommitmentFactory(township=township, reply=motion.reply, supplement=letter)
    step = reverse("core:step", args=["motions.supplement", letter.pk, "issue"])
    head = enter("head")
    assert head.get(step).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        head.post(step)
    assert len(asked) <= 20, [q["sql"][:120] for q in asked]

    with township_scope(township.pk):
        letter.refresh_from_db()
        promise = Commitment.objects.get(pk=motion.promise.pk)
        assert (letter.status, letter.issued_by) == ("issued", people.users["head"].name)
        assert letter.number.endswith(f"〔{timezone.localdate().year}〕2号")
        assert (promise.status, promise.supplement_id) == ("reported", letter.pk)
        assert promise.reported_note == f"已以补充答复函报告（{letter.number}）"
        for user in (people.lead.user, people.joint.user):
            assert Notification.objects.filter(to=user, text__startswith="已补充答复").count() == 1


def test_replies_and_supplements_share_one_series_of_numbers(in_township, people, replied):
    motion = replied()
    first = next_letter_number(people.unit, DAY)
    letter = SupplementFactory(township=in_township, assignment=motion.row)

    issued = supplement_workflow.perform("issue", letter, by=people.users["head"], data={"on": DAY})

    assert (first[-2:], issued.number[-2:]) == ("1号", "2号")


def test_a_second_draft_leads_to_the_first(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)

    answer = enter("handler").get(reverse("motions:supplement_create", args=[motion.row.pk]))

    assert answer.url == reverse("motions:supplement_update", args=[letter.pk])


@pytest.mark.parametrize(
    "name",
    ["clerk", "chair", "lead", "joint", "other_handler", "other_head", "gov_office", "county"],
)
def test_nobody_else_writes_or_reads_a_supplements_draft(enter, people, township, replied, name):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)
    browser = enter(name)

    for url in (
        reverse("motions:supplement_create", args=[motion.row.pk]),
        reverse("motions:supplement_update", args=[letter.pk]),
        reverse("core:paper", args=["motions.supplement", letter.pk, "letter", "html"]),
    ):
        assert browser.get(url).status_code == 403, url


def test_an_open_case_takes_no_supplement(enter, people, case):
    motion = case("assigned")

    answer = enter("handler").get(reverse("motions:supplement_create", args=[motion.row.pk]))

    assert answer.status_code == 403


def test_taking_a_promise_out_of_a_draft_frees_it(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(township=township, assignment=motion.row)
    with township_scope(township.pk):
        Commitment.objects.update(supplement=letter)

    enter("handler").post(
        reverse("motions:supplement_update", args=[letter.pk]), {"body": "说明", "contact": "何敏"}
    )

    with township_scope(township.pk):
        assert Commitment.objects.get().supplement is None


def test_the_supplement_names_its_promises_and_breaks_a_long_title(in_township, replied):
    motion = replied()
    letter = SupplementFactory(township=in_township, assignment=motion.row, body=BODY)
    Commitment.objects.update(supplement=letter)

    document = supplement_of(letter)

    assert lines(document)[1:3] == [
        "一、本次报告的承诺事项",
        "修完后半段（承诺2025年8月31日前完成）。",
    ]
    assert one(document, Letter).class_mark == ""
    assert "".join(one(document, Title).lines) == letter.title
    assert letter.title.endswith("的补充答复")


def test_the_deputy_finds_the_issued_supplement_on_the_case(enter, people, township, replied):
    motion = replied()
    letter = SupplementFactory(
        township=township, assignment=motion.row, status="issued", number="练函〔2025〕9号",
        issued_on=date(2025, 8, 28), issued_by="蒋文斌",
    )  # fmt: skip

    page = enter("lead").get(motion.get_absolute_url())

    assert [row["supplement"] for row in page.context["supplements"]] == [letter]
    url = reverse("core:paper", args=["motions.supplement", letter.pk, "letter", "html"])
    assert url in page.content.decode()


# --- the inbox ---------------------------------------------------------------------------------
def buttons(page, key="rows") -> list[str]:
    return [button["label"] for row in page.context[key] for button in row["buttons"]]


def inbox(enter, name="handler", query=""):
    return enter(name).get(reverse("motions:inbox") + query)


@pytest.mark.parametrize(
    ("status", "left", "expected"),
    [
        ("waiting", 20, ["签收", "联系代表", "申请退办"]),
        ("handling", 20, ["答复", "联系代表", "申请退办", "申请延期"]),
        ("signing", 20, ["联系代表"]),
        ("objected", 20, []),
        ("replied", 20, ["补充答复"]),
        ("handling", -1, ["答复", "联系代表", "申请退办"]),
    ],
)
def test_a_row_has_the_buttons_that_are_possible(enter, people, case, status, left, expected):
    today = timezone.localdate()
    motion = case("assigned", assignment=status)
    with township_scope(motion.township_id):
        Assignment.objects.filter(pk=motion.row.pk).update(
            due_on=today + timedelta(days=left),
            objection_due=today,
            assigned_on=today - timedelta(days=30),
        )

    page = inbox(enter, query="?tab=all")

    assert buttons(page) == expected


def test_the_last_day_to_object_hides_the_button(enter, people, case):
    case("assigned")

    assert "申请退办" not in buttons(inbox(enter))


def test_the_head_issues_or_calls_back_from_the_inbox(enter, people, case):
    case("assigned", assignment="signing")

    assert buttons(inbox(enter, "head")) == ["签发", "退回修改", "联系代表"]


def test_what_waits_to_be_signed_for_stands_first(enter, people, case):
    waiting = case("assigned", assignment="waiting")
    handling = case("assigned")

    page = inbox(enter)

    assert [row["assignment"] for row in page.context["waiting"]] == [waiting.row]
    assert list(page.context["object_list"]) == [handling.row]


def test_promises_for_the_coming_month_stand_in_the_inbox(enter, people, township, replied):
    motion = replied()
    today = timezone.localdate()
    with township_scope(township.pk):
        Commitment.objects.filter(pk=motion.promise.pk).update(due_on=today + timedelta(days=30))
        far = CommitmentFactory(
            township=township, reply=motion.reply, due_on=today + timedelta(days=31)
        )

    page = inbox(enter)

    shown = [row["commitment"].pk for row in page.context["promised"]]
    assert shown == [motion.promise.pk]
    assert far.pk not in shown
    assert buttons(page, "promised") == ["报完成", "申请改期"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_with_everything_in_it_costs_the_same(
    enter, people, township, case, replied, rows
):
    for _ in range(rows):
        motion = replied_once = case("replied", assignment="replied", replied_on=DAY)
        SupplementFactory(township=township, assignment=motion.row)
        reply = ReplyFactory(
            township=township, assignment=replied_once.row, result_class="B",
            number=f"练函〔2025〕{motion.pk}号", issued_on=DAY, issued_by="蒋文斌",
        )  # fmt: skip
        CommitmentFactory(township=township, reply=reply)
        case("assigned", assignment="waiting")
        case("assigned")
    browser = enter("handler")

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("motions:inbox"))

    assert len(page.context["letters"]) == rows
    assert len(asked) == 9, [q["sql"][:120] for q in asked]


# --- missing opinions ------------------------------------------------------------------------
def test_the_lead_unit_asks_for_the_opinion_that_is_missing(enter, people, township, case):
    motion = case("assigned")
    AssignmentFactory(
        township=township, motion=motion, unit=people.other_unit, role="assist", status="handling"
    )
    page = enter("handler").get(reverse("motions:reply_create", args=[motion.row.pk]))
    assert [a.unit for a in page.context["missing"]] == [people.other_unit]

    enter("handler").post(reverse("motions:ask_opinions", args=[motion.row.pk]))

    with township_scope(township.pk):
        for name in ("other_handler", "other_head"):
            told = Notification.objects.filter(to=people.users[name])
            assert told.get().text.startswith(f"{people.unit}请你们尽快回会办意见")
        assert AuditEntry.objects.filter(verb="催会办意见").count() == 1


@pytest.mark.parametrize("name", ["clerk", "lead", "other_handler", "county"])
def test_nobody_else_asks_for_opinions(enter, people, case, name):
    motion = case("assigned")

    answer = enter(name).post(reverse("motions:ask_opinions", args=[motion.row.pk]))

    assert answer.status_code == 403
