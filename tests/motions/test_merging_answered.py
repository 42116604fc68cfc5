"""并案 into a case that is answered in part, or anew: whoever is merged gets its answer."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import IssuedPaper, OwedLetter, Reply, ReplyOpening, Supplement
from motions.workflow import motion_workflow, supplement_workflow
from renda.core.calendar import due_by_days
from renda.core.paper.blocks import Addressee
from renda.core.todos import tiles_for
from renda.core.workflow import IllegalTransition
from tests.factories.motions import ContactFactory, ReplyFactory
from tests.motions.helpers.handling import handed, step, told
from tests.motions.helpers.letters import BODY, lines, one
from tests.motions.helpers.verdict import again, rated

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def prepared(row, people, handler="handler"):
    """Signed for, talked over, with a draft that may be sent to the head."""
    row.refresh_from_db()
    row = step("sign", row, people.users[handler], person="何敏") if row.signed_on is None else row
    ContactFactory(township=row.township, motion=row.motion, assignment=row, on=TODAY())
    ReplyFactory(township=row.township, assignment=row, body=BODY, done_items="设了垃圾箱")
    return row


def issue(row, people, handler="handler", head="head"):
    row.refresh_from_db()
    if not row.replies.exists():
        row = prepared(row, people, handler)
    if row.status == "handling":
        row = step("send", row, people.users[handler])
    return step("issue", row, people.users[head])


def halves(motion, people):
    """Two units that answer apart, the first of which has."""
    rows = services.assign(
        motion=motion, units=[(people.unit, "separate"), (people.other_unit, "separate")],
        on=TODAY(), by=people.users["clerk"],
    )  # fmt: skip
    issue(rows[0], people)
    return rows


def redone(motion, people):
    """Answered, 不满意, and handed back."""
    (row,) = handed(motion, people)
    issue(row, people)
    motion = again(motion)
    rated(motion, people.lead, "dissatisfied", on=TODAY())
    return list(again(motion).assignments.filter(round=2))


STATES = {
    "accepted": lambda motion, people: [],
    "waiting": handed,
    "handling": lambda m, p: [step("sign", handed(m, p)[0], p.users["handler"], person="何敏")],
    "signing": lambda m, p: [step("send", prepared(handed(m, p)[0], p), p.users["handler"])],
    "half answered": halves,
    "handed back": redone,
}


@pytest.fixture
def other(in_township, case, seated):
    """Another author's case of the same matter, joined by nobody."""
    motion = case("submitted")
    motion.lead = seated()
    motion.save()
    motion.cosigners.all().delete()
    return motion


def merge(main, other, people):
    return motion_workflow.perform(
        "merge", other, by=people.users["clerk"],
        data={"merged_into": again(main), "note": "内容相同"},
    )  # fmt: skip


def addressed():
    """Everybody to whom some issued letter is addressed."""
    papers = IssuedPaper.objects.filter(model__in=("motions.reply", "motions.supplement"))
    return "、".join(one(paper.document, Addressee).text for paper in papers)


@pytest.mark.parametrize("state", STATES)
def test_both_authors_are_answered_in_whatever_state_the_case_is(people, case, other, state):
    main = case("accepted", number=7, code="闭-07")
    rows = STATES[state](main, people)
    other = merge(main, other, people)

    rows = rows or handed(again(main), people)
    for row, handler, head in zip(
        rows, ("handler", "other_handler"), ("head", "other_head"), strict=False
    ):
        row.refresh_from_db()
        if row.status != "replied":
            issue(row, people, handler, head)
    for owed in OwedLetter.objects.open():
        letter = Supplement.objects.create(
            assignment=owed.assignment,
            body=BODY,
            contact="何敏",
            drafted_on=TODAY(),
            status="signing",
        )
        supplement_workflow.perform("issue", letter, by=people.users["head"])

    assert again(main).status == "replied"
    for deputy in (people.lead, people.joint, other.lead):
        assert deputy.name in addressed()
    assert not OwedLetter.objects.open().exists()


@pytest.mark.parametrize("state", [name for name in STATES if name not in {"half answered"}])
def test_nothing_is_owed_where_the_coming_letter_answers_everybody(people, case, other, state):
    main = case("accepted", number=7, code="闭-07")
    STATES[state](main, people)

    merge(main, other, people)

    assert not OwedLetter.objects.exists()


@pytest.fixture
def half(people, case, other):
    """A case that one of two units has answered, with another author's merged into it since."""
    main = case("accepted", number=7, code="闭-07")
    main.rows = halves(main, people)
    main.letter = Reply.objects.get()
    main.kept = IssuedPaper.objects.get(model="motions.reply").content
    main.other = merge(main, other, people)
    main.owed = OwedLetter.objects.get()
    return main


def test_the_merged_author_is_told_of_the_answer_and_reads_it(half, people, client):
    author = half.other.lead.user

    words = f"并入的件已有答复，请打开看：{again(half)}，{people.unit}（{half.letter.number}）"
    assert words in told(author)
    assert f"并入贵单位已经答复的{again(half)}" in told(people.users["handler"])[-1]
    client.force_login(author)
    page = client.get(reverse("motions:mine")).content.decode()
    assert half.other.short_title in page
    url = reverse("core:paper", args=["motions.reply", half.letter.pk, "letter", "html"])
    assert client.get(url).status_code == 200
    assert ReplyOpening.objects.get().deputy == half.other.lead


def test_the_receipt_of_the_merged_author_is_asked_for(half, people, enter):
    page = enter("clerk").get(half.get_absolute_url()).content.decode()

    assert f"{half.other.lead.name}代表还没有打开" in page


def test_the_issued_letter_keeps_its_addressees(half):
    paper = IssuedPaper.objects.get(model="motions.reply")

    assert paper.content == half.kept
    assert half.other.lead.name not in one(paper.document, Addressee).text


def test_a_letter_is_owed_within_thirty_days_of_the_merger(half):
    assert (half.owed.merged_on, half.owed.due_on) == (TODAY(), due_by_days(TODAY(), 30).on)
    assert half.owed.due_words == f"工作惯例：自并案之日 {TODAY()} 起算，当日不计"


def waits_for(user):
    return {tile.label: tile for tile in tiles_for(user, TODAY())}.get("并案待补充答复")


def test_the_office_and_the_unit_have_it_to_do_until_the_letter_went_out(half, people, enter):
    assert waits_for(people.users["clerk"]) is not None
    assert waits_for(people.users["handler"]) is not None
    assert waits_for(people.users["other_handler"]) is None
    page = enter("clerk").get(half.get_absolute_url())
    assert [each["may_waive"] for each in page.context["owed"]] == [True]
    assert "并案待补充答复" in page.content.decode()
    listed = enter("handler").get(reverse("motions:owedletter_list"))
    assert [row.pk for row in listed.context["object_list"]] == [half.owed.pk]
    page = enter("handler").get(half.get_absolute_url())
    assert page.context["owed"][0]["write"].pk == half.rows[0].pk

    form = enter("handler").get(reverse("motions:supplement_create", args=[half.rows[0].pk]))
    body = form.context["form"]["body"].value()
    assert "已经办的：设了垃圾箱。" in body
    letter = Supplement.objects.create(
        assignment=half.rows[0], body=body, contact="何敏", drafted_on=TODAY(), status="signing"
    )
    supplement_workflow.perform("issue", letter, by=people.users["head"])

    assert waits_for(people.users["clerk"]) is None
    half.owed.refresh_from_db()
    assert (half.owed.supplement, half.owed.settled_by) == (letter, people.users["head"].name)
    document = IssuedPaper.objects.get(model="motions.supplement").document
    assert half.other.lead.name in one(document, Addressee).text
    assert f"{half.other.lead.name}代表提出的" in "".join(lines(document))
    assert enter("clerk").get(half.get_absolute_url()).context["owed"] == []
    listed = enter("clerk").get(reverse("motions:owedletter_list"))
    assert list(listed.context["object_list"]) == []


def test_the_office_may_say_why_no_letter_is_needed(half, people, enter):
    url = reverse("motions:waive_letter", args=[half.owed.pk])
    assert enter("handler").get(url).status_code == 403
    office = enter("clerk")

    assert office.post(url, {"no_letter_reason": ""}).status_code == 200
    assert OwedLetter.objects.open().exists()
    form = office.get(url).context["form"]
    answer = office.post(
        url, {"no_letter_reason": "已当面送达原答复", "revision": form.instance.revision}
    )

    assert answer.url == half.get_absolute_url()
    half.owed.refresh_from_db()
    assert half.owed.no_letter_reason == "已当面送达原答复"
    assert "不再补充答复并入的" in told(people.users["handler"])[-1]
    page = office.get(half.get_absolute_url()).content.decode()
    assert "已当面送达原答复" in page
    with pytest.raises(IllegalTransition, match="请刷新"):
        services.waive_letter(
            owed=half.owed, reason="再写一次", by=people.users["clerk"], on=TODAY()
        )


def test_the_answer_of_a_second_round_settles_what_was_owed(half, people):
    issue(half.rows[1], people, "other_handler", "other_head")
    rated(again(half), people.lead, "dissatisfied", on=TODAY())
    first = again(half).assignments.get(round=2, unit=people.unit)

    issue(first, people)

    half.owed.refresh_from_db()
    assert half.owed.no_letter_reason.startswith("已由重新办理的答复一并答复（")


def test_another_townships_owed_letter_is_not_found(half, client, outsider):
    client.force_login(outsider)

    assert client.get(reverse("motions:waive_letter", args=[half.owed.pk])).status_code == 404
