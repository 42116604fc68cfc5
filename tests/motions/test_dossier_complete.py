"""案卷 is whole: every paper of the case, of what was merged into it, and who has read the answer."""

import re
from datetime import date, datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from motions import services
from motions.dossier import bind, entries
from motions.forms.urging import OrderForm, ReminderForm
from motions.models import CoOpinion, Motion, Reminder, ReplyOpening, Review
from motions.papers.case import delivery_form
from motions.papers.handing import assignment_form
from motions.papers.parts import change_form
from renda.core.attachments import attach
from renda.core.models import Attachment
from renda.core.paper.html import render_html
from renda.core.papers import papers
from tests.factories.motions import (
    AssignmentFactory,
    CommitmentChangeFactory,
    CommitmentFactory,
    ContactFactory,
    CoSignerFactory,
    ExtensionFactory,
    HandlingReportFactory,
    MotionFactory,
    ObjectionFactory,
    ReminderFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.factories.sessions import MeetingFactory
from tests.files import PNG

pytestmark = pytest.mark.django_db
ELSEWHERE = {
    "motions.handlingreport/report",  # of the year, not of a case
    "motions.motion/letter",  # the same as the reply's own
}
ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
SIGNED = {"issued_by": "钱小凤", "issued_on": date(2025, 5, 20)}


@pytest.fixture
def whole(in_township, township, people, case, seated):
    """A case that has a row of every kind that prints a paper, with another merged into it."""
    motion = case("replied", assignment="replied", replied_on=date(2025, 5, 20), code="闭-01")
    own = {"township": township, "assignment": motion.row}
    type(motion.row).objects.filter(pk=motion.row.pk).update(
        signed_on=date(2025, 3, 26), signed_by="何敏", assigned_on=date(2025, 3, 25)
    )
    ObjectionFactory(**own, decision="denied", decided_on=date(2025, 3, 29), decided_by="周玉兰")
    ExtensionFactory(**own)
    ContactFactory(**own, motion=motion)
    helper = AssignmentFactory(
        township=township, motion=motion, unit=people.other_unit, role="assist",
        status="opinion_given",
    )  # fmt: skip
    CoOpinion.objects.create(assignment=helper, text="同意", signer="王", on=date(2025, 5, 1))
    ReminderFactory(**own, motion=motion, on=date(2025, 5, 2))
    ReminderFactory(
        **own, motion=motion, kind="order", number="督〔2025〕1号", leader="沈国良",
        on=date(2025, 5, 3), feedback_due=date(2025, 5, 9),
    )  # fmt: skip
    motion.letter = ReplyFactory(**own, number="练村函〔2025〕1号", **SIGNED)
    promise = CommitmentFactory(township=township, reply=motion.letter)
    motion.change = CommitmentChangeFactory(township=township, commitment=promise)
    SupplementFactory(
        **own, status="issued", number="练村函〔2025〕2号", issued_by="钱小凤",
        issued_on=date(2025, 9, 1),
    )  # fmt: skip
    motion.other = MotionFactory(
        township=township, term=motion.term, lead=seated(), status="merged", merged_into=motion,
        number=8, code="闭-08", submitted_on=date(2025, 3, 20), title="关于同一条路的建议",
    )  # fmt: skip
    CoSignerFactory(township=township, motion=motion.other, deputy=people.stranger)
    return Motion.objects.for_detail().get(pk=motion.pk).with_parts(), motion


def names(found):
    return {f"{entry.record._meta.label_lower}/{entry.paper.key}" for entry in found if entry.paper}


def test_every_paper_that_a_case_can_have_is_bound(whole, people):
    motion, _ = whole
    registered = {name for name, _ in papers.items() if name.startswith("motions.")}

    assert names(entries(motion, people.users["clerk"])) == registered - ELSEWHERE


def test_they_stand_by_date_with_the_merged_cases_form_among_them(whole, people):
    motion, made = whole
    found = entries(motion, people.users["clerk"])

    assert [entry.on for entry in found] == sorted(entry.on for entry in found)
    forms = [entry for entry in found if entry.label == "登记表"]
    assert [(entry.record.pk, entry.note) for entry in forms] == [
        (motion.pk, ""), (made.other.pk, "并入的闭会第8号"),
    ]  # fmt: skip
    assert [entry.label for entry in found][-1] == "补充答复函"


def test_the_bundle_prints_them_all(whole, people):
    motion, _ = whole
    clerk = people.users["clerk"]
    found = entries(motion, clerk)

    data, pages = bind(motion, found, clerk)

    assert data.startswith(b"%PDF")
    assert pages >= len(found)
    marks = [mark.title for mark in PdfReader(BytesIO(data)).outline if hasattr(mark, "title")]
    assert marks[0].startswith("2025年3月3日 登记表")
    assert [mark for mark in marks if ISO.search(mark)] == []


def test_the_bundle_begins_with_the_list_of_what_is_in_it(whole, people):
    """With the pages of each; what can't be bound is kept elsewhere, a sign that no font has is a box."""
    motion, _ = whole
    clerk = people.users["clerk"]
    attach(motion, SimpleUploadedFile("批复.png", PNG), by=clerk)
    Attachment.objects.update(name="批复\U0001f600.ofd", mime="application/ofd")
    found = entries(motion, clerk)

    data, _ = bind(motion, found, clerk)

    first = PdfReader(BytesIO(data)).pages[0].extract_text().replace("\n", " ")
    assert first.startswith("卷内文件目录")
    assert motion.official_title in first
    assert "1 2025年3月3日 登记表 1" in first
    assert "2 2025年3月20日 登记表 并入的闭会第8号 1" in first
    assert "批复□.ofd" in first
    assert "另存" in first


def test_no_day_on_any_paper_is_written_as_in_lists(whole, township, people):
    """2026年11月26日 on paper, whoever wrote the words: a form's own cells, or the system for the office."""
    motion, made = whole
    clerk = people.users["clerk"]
    moved = {"assigned_on": date(2026, 7, 3), "due_on": date(2026, 10, 8), "signed_on": None}
    late = AssignmentFactory(
        township=township, motion=made, role="separate", status="waiting", **moved
    )
    services.remind_many(motions=[made], by=clerk, on=date(2026, 11, 26))
    for form in (ReminderForm, OrderForm):
        row = Reminder(motion=made, assignment=late, by="周玉兰", on=date(2026, 11, 26))
        row.text = form.usual_words(row)
        row.save()
    meeting = MeetingFactory(township=township, held_on=date(2026, 11, 3))
    for decision in ("return", "agenda"):
        Review.objects.create(
            motion=made, decision=decision, by="周玉兰", on=date(2026, 11, 4), note="意见。",
            meeting=meeting if decision == "agenda" else None,
        )  # fmt: skip
    report = HandlingReportFactory(township=township, year=2025)
    records = {}
    for model in (type(report), *(type(entry.record) for entry in entries(motion, clerk))):
        records[model._meta.label_lower] = list(model.objects.all())

    said, printed = {}, set()
    for name, paper in papers.items():
        for record in records.get(paper.model, ()):
            if paper.when(record):
                page = render_html(paper.document(record, clerk))
                text = re.sub(r"<[^>]*>", " ", page)
                said[f"{name} {record.pk}"] = ISO.findall(text)
                printed.add(name)

    assert printed == {name for name, _ in papers.items() if name.startswith("motions.")}
    assert {name: days for name, days in said.items() if days} == {}


@pytest.mark.parametrize("copies", [1, 3])
def test_the_page_costs_the_same_however_many_papers_there_are(
    whole, township, people, enter, copies
):
    motion, made = whole
    for n in range(copies):
        ContactFactory(township=township, motion=made, assignment=made.row)
        MotionFactory(
            township=township, term=made.term, lead=people.stranger, status="merged",
            merged_into=made, number=20 + n, code=f"闭-{20 + n}",
        )  # fmt: skip
    browser, url = enter("clerk"), reverse("motions:dossier", args=[motion.pk])
    browser.get(url)

    with CaptureQueriesContext(connection) as asked:
        page = browser.get(url)

    assert len(page.context["entries"]) == 16 + 2 * copies
    assert len(asked) <= 12, [q["sql"][:90] for q in asked]


def test_the_receipt_says_when_each_deputy_opened_the_reply(whole, people):
    motion, made = whole
    at = timezone.make_aware(datetime(2025, 5, 21, 14, 3))
    ReplyOpening.objects.create(reply=made.letter, deputy=people.lead, at=at)

    page = render_html(delivery_form(motion))

    assert f"{people.lead.name}代表首次打开5月21日14:03" in page
    others = sorted((people.joint, made.other.lead, people.stranger), key=lambda each: each.pk)
    assert f"{'、'.join(each.name for each in others)}代表还没有打开" in page
    assert "练村函〔2025〕1号" in page


@pytest.mark.parametrize(
    ("name", "sees"), [("clerk", True), ("handler", True), ("lead", False), ("county", False)]
)
def test_who_may_read_the_receipts(whole, people, name, sees):
    motion, _ = whole

    assert ("motions.motion/delivery" in names(entries(motion, people.users[name]))) is sees


def test_a_changed_promise_has_its_form(whole):
    _, made = whole

    page = render_html(change_form(made.change))

    assert "承诺改期申请表" in page
    assert made.change.reason in page
    assert made.letter.number in page


def test_a_half_answered_case_has_its_receipts_too(in_township, township, people, case):
    motion = case("assigned", assignment="replied", code="闭-02")
    motion.row.finished_on = date(2025, 5, 20)
    motion.row.save()
    ReplyFactory(township=township, assignment=motion.row, number="练村函〔2025〕1号", **SIGNED)
    AssignmentFactory(
        township=township, motion=motion, unit=people.other_unit, role="separate",
        status="handling",
    )  # fmt: skip

    found = entries(Motion.objects.for_detail().get(pk=motion.pk), people.users["clerk"])

    (receipt,) = [entry for entry in found if entry.label == "送达回执"]
    assert receipt.on == date(2025, 5, 20)
    page = render_html(delivery_form(motion))
    assert f"{people.lead.name}、{people.joint.name}代表还没有打开" in page


def test_what_is_hung_on_an_order_is_bound_with_the_case(whole, people):
    motion, _ = whole
    order = Reminder.objects.orders().get()
    file = attach(order, SimpleUploadedFile("现场情况.png", PNG), by=people.users["handler"])

    found = [entry for entry in entries(motion, people.users["clerk"]) if entry.record == file]

    assert [entry.label for entry in found] == ["附件　现场情况.png"]


def test_a_slip_handed_over_says_where_its_clerk_is_named(whole):
    _, made = whole

    assert "见签收回执" in render_html(assignment_form(made.row))
