"""申请改期: drafted by a clerk of the unit, signed by its head; until then the unit's own affair."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Commitment, CommitmentChange, Submittal
from motions.todos import issue_dates, mend_dates, promises_moving
from motions.workflow import commitment_workflow, supplement_workflow
from motions.workflow.day import in_words
from renda.core.calendar import chinese_date
from renda.core.models import Notification
from tests.factories.motions import SupplementFactory
from tests.motions.helpers.promises import DATA, NEXT_YEAR, take

pytestmark = pytest.mark.django_db
WORDS = "电杆要等供电所停电迁移"
OUTSIDE = ("clerk", "chair", "gov_office", "county", "lead", "other_handler", "other_head")


@pytest.fixture
def sent(in_township, people, promise):
    """A promise whose 改期申请 a clerk of the unit has put before its head."""
    row = promise()
    assert take("draft_date", row, people.users["handler"], reason=WORDS) == "open"
    return Commitment.objects.get(pk=row.pk)


def step_url(row, name):
    return reverse("core:step", args=["motions.commitment", row.pk, name])


def buttons(page):
    return [b["label"] for row in page.context["promises"] for b in row["buttons"]]


def todo_rows(people, name):
    today, user = timezone.localdate(), people.users[name]
    return [kind(user, today).count() for kind in (issue_dates, mend_dates)]


def told(people, name):
    texts = Notification.objects.filter(to=people.users[name]).order_by("pk")
    return list(texts.values_list("text", flat=True))


def test_a_draft_is_nobodys_affair_but_the_units(enter, people, sent):
    assert (sent.is_at_head, sent.due_on) == (True, date(2025, 8, 31))
    assert CommitmentChange.objects.count() == 0
    assert told(people, "head") == [f"待签发：“{sent.text}”的改期申请"]
    page = sent.get_absolute_url()
    for name in OUTSIDE:
        assert told(people, name) == [], name
        found = enter(name).get(page)
        assert WORDS not in found.content.decode(), name
        assert "改期申请" not in found.content.decode(), name
    assert promises_moving(people.users["clerk"], timezone.localdate()).count() == 0
    for name in ("handler", "head"):
        found = enter(name).get(page).content.decode()
        assert f"{sent.text}，改到 {NEXT_YEAR}：{WORDS}" in found
        assert "改期申请待本单位负责人签发" in found


def test_each_finds_the_buttons_and_what_to_do(enter, people, sent):
    page = sent.get_absolute_url()

    assert buttons(enter("head").get(page)) == ["报完成", "签发改期申请", "退回修改"]
    assert buttons(enter("handler").get(page)) == ["报完成", "撤回送签"]
    assert [todo_rows(people, n) for n in ("head", "handler", "other_head")] == [
        [1, 0], [0, 0], [0, 0],
    ]  # fmt: skip
    inbox = enter("head").get(reverse("motions:inbox"))
    assert [row["commitment"].pk for row in inbox.context["promised"]] == [sent.pk]


def test_the_head_reads_it_and_the_signature_makes_the_request(enter, people, sent):
    browser, url = enter("head"), step_url(sent, "sign_date")
    page = browser.get(url)
    for words in (WORDS, str(NEXT_YEAR), people.users["handler"].name):
        assert words in page.content.decode()

    browser.post(url, {"seen": page.context["form"]["seen"].value()})

    change = CommitmentChange.objects.get()
    assert (change.decision, change.reason, change.signer, change.is_by_office) == (
        "pending", WORDS, people.users["head"].name, False,
    )  # fmt: skip
    draft = Submittal.objects.get()
    assert (draft.outcome, draft.drafted_by, draft.settled_by) == (
        "signed", people.users["handler"].name, people.users["head"].name,
    )  # fmt: skip
    assert Commitment.objects.get().is_at_head is False
    assert todo_rows(people, "head") == [0, 0]
    (words,) = told(people, "chair")
    assert words.startswith(f"{people.unit}申请把承诺日期改到{in_words(NEXT_YEAR)}")


def test_what_the_head_sends_back_is_mended_and_begins_with_what_was_written(enter, people, sent):
    enter("head").post(step_url(sent, "give_back_date"), {"note": "写明供电所的答复"})

    assert todo_rows(people, "handler") == [0, 1]
    assert told(people, "handler") == [f"改期申请退回修改：{sent.text}。写明供电所的答复"]
    inbox = enter("handler").get(reverse("motions:inbox"))
    assert [row["commitment"].pk for row in inbox.context["promised"]] == [sent.pk]
    assert "改期申请已由负责人退回修改" in inbox.content.decode()
    page = enter("handler").get(step_url(sent, "draft_date"))
    said = f"{timezone.localdate()} {people.users['head'].name}：写明供电所的答复"
    assert said in page.content.decode()
    form = page.context["form"]
    assert (form["reason"].value(), form["to_due"].value()) == (WORDS, NEXT_YEAR)
    enter("handler").post(
        step_url(sent, "draft_date"), {"reason": "供电所已书面答复", "to_due": str(NEXT_YEAR)}
    )
    assert (todo_rows(people, "handler"), todo_rows(people, "head")) == ([0, 0], [1, 0])
    outcomes = Submittal.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["returned", "pending"]


def test_a_head_may_make_it_himself_after_all(people, sent):
    take("take_back_date", sent, people.users["handler"])
    assert told(people, "head")[-1] == f"经办人已撤回送签，不用再签：“{sent.text}”的改期申请"

    take("propose_date", sent, people.users["head"])

    assert CommitmentChange.objects.get().signer == people.users["head"].name
    rows = Submittal.objects.order_by("pk").values_list("outcome", "kind", "drafted_by")
    assert list(rows) == [
        ("taken_back", "date", people.users["handler"].name),
        ("signed", "date", people.users["head"].name),
    ]


def test_a_draft_that_another_took_the_place_of_is_not_signed(enter, people, sent):
    seen = Submittal.objects.get().pk
    take("take_back_date", sent, people.users["handler"])
    take("draft_date", sent, people.users["handler"], reason="另一份")

    assert take("sign_date", sent, people.users["head"], seen=seen) is None

    assert CommitmentChange.objects.count() == 0
    assert Submittal.objects.pending().get().text == "另一份"


def test_a_day_that_has_passed_meanwhile_is_not_signed_for(enter, people, sent):
    yesterday = timezone.localdate() - timedelta(days=1)
    Submittal.objects.update(new_due=yesterday)

    page = enter("head").get(step_url(sent, "sign_date"), follow=True)

    assert f"申请改到的日期{chinese_date(yesterday)}已过，请退回修改。" in page.content.decode()
    assert take("sign_date", sent, people.users["head"]) is None
    assert take("give_back_date", sent, people.users["head"]) == "open"


@pytest.mark.parametrize("how", ["report", "letter", "paper"])
def test_nobody_signs_what_is_not_needed_any_more(in_township, people, sent, how):
    if how == "report":
        take("report", sent, people.users["handler"])
    if how == "paper":
        take("propose_date", sent, people.users["clerk"])
    if how == "letter":
        letter = SupplementFactory(
            township=in_township, assignment=sent.reply.assignment, status="signing"
        )
        Commitment.objects.update(supplement=letter)
        supplement_workflow.perform("issue", letter, by=people.users["head"], data=DATA)

    assert Submittal.objects.get().outcome == "lapsed"
    assert Commitment.objects.get().is_at_head is False
    assert todo_rows(people, "head") == [0, 0]
    assert CommitmentChange.objects.count() == (1 if how == "paper" else 0)


def test_two_promises_of_one_letter_may_wait_at_once(in_township, people, sent):
    other = Commitment.objects.get()
    other.pk, other.text = None, "另一项"
    other.is_at_head = False
    other.save()

    assert take("draft_date", other, people.users["handler"], reason="另一项的原因") == "open"
    assert take("draft_date", other, people.users["handler"]) is None

    assert Submittal.objects.pending().count() == 2
    take("sign_date", other, people.users["head"])
    assert CommitmentChange.objects.get().reason == "另一项的原因"
    assert Commitment.objects.get(pk=sent.pk).is_at_head is True


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "不同意改期，仍应在{}前完成："), (-1, "不同意改期，承诺日期{}已过，请抓紧完成：")],
)
def test_a_refusal_names_the_promised_day_or_says_that_it_has_passed(days, words):
    due = timezone.localdate() + timedelta(days=days)
    promise = Commitment(text="修完后半段", due_on=due)

    said = commitment_workflow.transitions["refuse_date"].told(promise)

    assert said == words.format(in_words(due)) + "修完后半段"
