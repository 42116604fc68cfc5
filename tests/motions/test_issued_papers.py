"""What was issued stays as it was, whatever happens to the records afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions import services
from motions.models import Assignment, CommitmentChange, IssuedPaper, Motion, Reply, Supplement
from motions.workflow import motion_workflow, supplement_workflow
from renda.core.models import LocalRule, Role
from renda.core.paper import render_docx, render_pdf
from renda.core.paper.html import render_html
from renda.core.papers import papers
from tests.factories.core import UnitFactory
from tests.factories.motions import CommitmentFactory, ContactFactory, CoSignerFactory, ReplyFactory
from tests.motions.helpers.handling import asking, handed, objecting, step
from tests.motions.helpers.letters import BODY
from tests.motions.helpers.warnings import order_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def printed(row, key, reader):
    """The paper as its reader gets it: the page, the PDF and the Word file."""
    label = row._meta.label_lower
    fresh = type(row).objects.get(pk=row.pk)
    document = papers.get(f"{label}/{key}").document(fresh, reader)
    return render_html(document), render_pdf(document), render_docx(document)


def change_everything(people, main, other):
    """All that may happen to a case and its township after its papers went out."""
    people.unit.name, people.unit.short_name = "城乡发展办公室", "城发办"
    people.unit.save()
    people.lead.name, people.lead.phone = "新来的", "13900009999"
    people.lead.save()
    CoSignerFactory(township=main.township, motion=main, deputy=people.stranger)
    Motion.objects.filter(pk=main.pk).update(title="关于别的事的建议", code="闭-99")
    Motion.objects.filter(pk=other.pk).update(
        status="merged", merged_into=main, number=99, code="闭-98", accepted_on=TODAY()
    )
    LocalRule.objects.create(key="suggestion.result_scheme", value=2)
    main.township.name = "改名镇"
    main.township.save()


@pytest.fixture
def answered_now(in_township, people, case):
    """A case that its unit answers today with a promise; and another case of the matter."""
    main, other = case("accepted", number=7, code="闭-07"), case("submitted")
    (row,) = handed(main, people)
    row = step("sign", row, people.users["handler"], person="何敏")
    ContactFactory(township=in_township, motion=main, assignment=row, on=row.assigned_on)
    reply = ReplyFactory(
        township=in_township, assignment=row, result_class="B", body=BODY, done_items="设了垃圾箱"
    )
    CommitmentFactory(
        township=in_township, reply=reply, text="补设两个点", due_on=TODAY() + timedelta(days=60)
    )
    row = step("send", row, people.users["handler"])
    row = step("issue", row, people.users["head"])
    return main, other, row


def test_an_issued_reply_stays_word_for_word(answered_now, people):
    main, other, _ = answered_now
    reply, reader = Reply.objects.get(), people.users["clerk"]
    before = printed(reply, "letter", reader)
    assert people.lead.name in before[0]

    change_everything(people, main, other)
    Reply.objects.update(body="别的话", result_class="C", contact="别人")
    CommitmentChange.objects.create(
        commitment=reply.commitments.get(), old_due=TODAY() + timedelta(days=30),
        new_due=TODAY() + timedelta(days=60), reason="等", signer="钱", on=TODAY(),
        decision="granted", decided_by="李", decided_on=TODAY(),
    )  # fmt: skip

    assert printed(reply, "letter", reader) == before
    assert printed(main, "letter", reader) == before


def test_an_issued_supplement_stays_word_for_word(answered_now, people):
    main, other, row = answered_now
    letter = Supplement.objects.create(
        assignment=row,
        body=BODY,
        contact="何敏",
        drafted_on=TODAY(),
        drafted_by=people.users["handler"],
        status="signing",
    )
    services.choose_commitments(letter, Reply.objects.get().commitments.all())
    supplement_workflow.perform("issue", letter, by=people.users["head"])
    before = printed(letter, "letter", people.users["clerk"])
    assert "补设两个点" in before[0]

    change_everything(people, main, other)
    Reply.objects.get().commitments.update(text="别的事")

    assert printed(letter, "letter", people.users["clerk"]) == before


def test_a_draft_follows_the_records_until_it_is_issued(in_township, people, case):
    main = case("assigned")
    reply = ReplyFactory(township=in_township, assignment=main.row, body=BODY)
    people.unit.name = "城乡发展办公室"
    people.unit.save()

    assert "城乡发展办公室" in printed(reply, "letter", people.users["head"])[0]
    assert not IssuedPaper.objects.exists()


def test_a_handed_over_slip_stays_but_for_the_units_own_signature(in_township, people, case):
    main, other = case("accepted", number=7, code="闭-07"), case("submitted")
    (row,) = handed(main, people)
    reader = people.users["clerk"]
    before = printed(row, "assignment", reader)

    change_everything(people, main, other)
    services.assign(
        motion=Motion.objects.get(pk=main.pk), units=[(people.other_unit, "assist")], on=TODAY(),
        by=reader, further=True,
    )  # fmt: skip
    Assignment.objects.filter(pk=row.pk).update(due_on=TODAY() + timedelta(days=400))

    after = papers["motions.assignment/assignment"].document(row, reader)
    phone = people.lead.phone
    assert render_html(after).replace(phone, "") == before[0].replace(phone, "")
    row.refresh_from_db()
    step("sign", row, people.users["handler"], person="何敏")
    signed = printed(row, "assignment", reader)[0]
    assert people.users["handler"].name not in before[0]
    assert people.users["handler"].name in signed


def test_an_extension_and_a_second_round_have_slips_of_their_own(in_township, people, case):
    main = case("accepted", number=7, code="闭-07")
    (row,) = handed(main, people)
    row = step("sign", row, people.users["handler"], person="何敏")
    before = printed(row, "assignment", people.users["clerk"])[0]
    row = asking(row, people)
    row = step("grant_extension", row, people.users["clerk"], note="同意")

    assert printed(row, "assignment", people.users["clerk"])[0] == before


def test_who_takes_a_case_over_gets_a_slip_that_stays(in_township, people, case):
    main = case("accepted", number=7, code="闭-07")
    (row,) = handed(main, people)
    objecting(row, people)
    row.refresh_from_db()
    step("agree", row, people.users["clerk"], to_unit=people.other_unit, note="改交")

    new = Assignment.objects.get(unit=people.other_unit)
    kept = IssuedPaper.objects.filter(model="motions.assignment").order_by("pk")
    assert [paper.object_id for paper in kept] == [row.pk, new.pk]
    assert kept[1].document.title == f"交办单 闭-07 {people.other_unit}"


def test_an_order_and_an_urging_stay_and_take_the_answer(in_township, people, case):
    main, other = case("assigned", code="闭-07", due_on=TODAY()), case("submitted")
    order = order_of(main, people, on=TODAY())
    assert services.remind_many(motions=[main], by=people.users["clerk"], on=TODAY()) == 1
    urge = main.reminders.get(kind="urge")
    reader = people.users["clerk"]
    before = printed(order, "order", reader), printed(urge, "urge", reader)
    assert "请抓紧办理" in before[1][0]

    change_everything(people, main, other)
    Assignment.objects.update(due_on=TODAY() + timedelta(days=90))

    assert (printed(order, "order", reader), printed(urge, "urge", reader)) == before
    services.answer_order(order=order, response="已进场", on=TODAY())
    assert "已进场" in printed(order, "order", reader)[0]


READERS = [(Role.CLERK, True), (Role.HANDLER, True), (Role.GOV_OFFICE, False)]


@pytest.mark.parametrize(("role", "is_whole"), READERS)
def test_a_kept_slip_masks_the_telephone_by_reader(
    in_township, people, case, person, role, is_whole
):
    people.lead.phone = "13800001234"
    people.lead.save()
    (row,) = handed(case("accepted", number=7), people)
    unit = people.unit if role == Role.HANDLER else None

    page = printed(row, "assignment", person(role, unit))[0]

    assert ("13800001234" in page, "138****1234" in page) == (is_whole, not is_whole)


def test_the_batch_prints_what_was_handed_over(enter, in_township, people, case):
    rows = [handed(case("accepted", number=n, code=f"闭-0{n}"), people)[0] for n in (1, 2)]
    url = reverse("motions:motion_list")
    data = {"action": "print", "pk": [row.motion_id for row in rows]}
    browser = enter("clerk")

    before = browser.post(url, data).content
    Motion.objects.update(title="关于别的事的建议")

    assert before.startswith(b"%PDF")
    assert browser.post(url, data).content == before


def test_handing_over_many_keeps_their_slips_in_as_many_queries(in_township, people, case):
    def cost(number):
        plans = [
            services.Plan(motion=case("accepted", number=n), units=[(people.unit, "lead")])
            for n in range(number * 100, number * 100 + number)
        ]
        with CaptureQueriesContext(connection) as asked:
            services.assign_all(plans=plans, on=TODAY(), by=people.users["clerk"])
        return len(asked)

    cost(1)  # reads what stays known afterwards
    assert cost(2) == cost(6)
    assert IssuedPaper.objects.count() == Assignment.objects.count() == 9


def test_merging_afterwards_leaves_the_addressees(answered_now, people, seated):
    main, other, _ = answered_now
    other.lead = seated()
    other.save()
    second = UnitFactory(township=main.township)
    Motion.objects.filter(pk=main.pk).update(status="assigned")
    services.assign(
        motion=Motion.objects.get(pk=main.pk), units=[(second, "separate")], on=TODAY(),
        by=people.users["clerk"], further=True,
    )  # fmt: skip
    before = printed(Reply.objects.get(), "letter", people.users["clerk"])[0]

    motion_workflow.perform(
        "merge", Motion.objects.get(pk=other.pk), by=people.users["clerk"],
        data={"merged_into": main, "note": "相同"},
    )  # fmt: skip

    after = printed(Reply.objects.get(), "letter", people.users["clerk"])[0]
    assert after == before
    assert other.lead.name not in after
