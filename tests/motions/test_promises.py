"""承诺事项: reported, moved, confirmed on site with a photo, carried over, counted."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from motions.models import Commitment, CommitmentChange, Motion, Supplement
from motions.workflow import commitment_workflow, supplement_workflow
from renda.core.figures import Period, measure
from renda.core.models import Attachment, AuditEntry, Notification
from renda.core.scoping import township_scope
from renda.core.workflow import IllegalTransition
from tests.factories.motions import (
    CommitmentChangeFactory,
    CommitmentFactory,
    ReplyFactory,
    SupplementFactory,
)
from tests.files import PNG

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate().replace(day=1) + timedelta(days=400)
UNIT_OR_OFFICE = frozenset({"handler", "head", "clerk"})
OFFICE = frozenset({"clerk", "chair"})
STEPS = {
    "report": ({"open"}, "reported", UNIT_OR_OFFICE),
    "report_by_letter": ({"open"}, "reported", frozenset()),
    "send_back": ({"reported"}, "open", OFFICE),
    "propose_date": ({"open"}, "open", UNIT_OR_OFFICE),
    "agree_date": ({"open"}, "open", OFFICE),
    "refuse_date": ({"open"}, "open", OFFICE),
    "strike": ({"reported"}, "struck", OFFICE),
}
STATES = {
    "open": {},
    "reported": {"status": "reported", "reported_on": date(2025, 8, 20), "reported_note": "修完"},
    "struck": {
        "status": "struck",
        "reported_on": date(2025, 8, 20),
        "done_on": date(2025, 8, 28),
        "done_note": "到现场看过",
        "confirmed_by": "周玉兰",
    },
}
DATA = {
    "note": "同意", "reported_note": "修完了", "to_due": NEXT_YEAR, "reason": "雨季无法施工",
    "signer": "蒋文斌", "done_note": "到现场看过", "on": date(2025, 9, 1),
    "no_letter_reason": "已当面向代表说明",
}  # fmt: skip


@pytest.fixture
def promise(township, people, case):
    """``promise("open")``: what the unit's issued B reply promised for the end of August."""

    def make(state="open", *, issued_on=date(2025, 5, 20), result_class="B", **fields):
        motion = case(
            "replied", assignment="replied", replied_on=issued_on, result_class=result_class,
            assigned_on=date(2025, 3, 25),
        )  # fmt: skip
        reply = ReplyFactory(
            township=township,
            assignment=motion.row,
            result_class=result_class,
            number=f"练函〔2025〕{motion.pk}号",
            issued_on=issued_on,
            issued_by="蒋文斌",
        )
        row = CommitmentFactory(township=township, reply=reply, **(STATES[state] | fields))
        row.motion = motion
        return row

    return make


def take(step, row, user, **more):
    """The state afterwards, or None if the step was refused."""
    try:
        return commitment_workflow.perform(step, row, by=user, data=DATA | more).status
    except (PermissionDenied, IllegalTransition):
        return None


def test_the_table_holds_every_step():
    assert set(commitment_workflow.transitions) == set(STEPS)
    assert set(supplement_workflow.transitions) == {"issue"}


@pytest.mark.parametrize("status", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_exactly_where_the_table_says(in_township, people, promise, step, status):
    sources, target, allowed = STEPS[step]
    for name, user in people.users.items():
        row = promise(status)
        if step in {"agree_date", "refuse_date"}:
            CommitmentChangeFactory(township=in_township, commitment=row)
        row = Commitment.objects.get(pk=row.pk)
        before = Commitment.objects.filter(pk=row.pk).values().get()

        result = take(step, row, user)

        may = status in sources and name in allowed
        assert result == (target if may else None), name
        if not may:
            assert Commitment.objects.filter(pk=row.pk).values().get() == before, name


@pytest.mark.parametrize("name", ["handler", "clerk", "lead", "other_head", "county", "admin"])
def test_only_the_units_head_issues_a_supplement(in_township, people, promise, name):
    row = promise()
    letter = SupplementFactory(township=in_township, assignment=row.motion.row)

    with pytest.raises(PermissionDenied):
        supplement_workflow.perform("issue", letter, by=people.users[name])

    assert Supplement.objects.get().number == ""


# --- another day ----------------------------------------------------------------------------------
def test_an_agreed_change_moves_the_day_keeps_the_old_one_and_tells_the_deputies(
    in_township, people, promise
):
    row = promise()
    take("propose_date", row, people.users["handler"])
    change = CommitmentChange.objects.get()
    assert (change.old_due, change.new_due, change.decision) == (row.due_on, NEXT_YEAR, "pending")
    assert Commitment.objects.get(pk=row.pk).due_on == row.due_on

    take("agree_date", row, people.users["clerk"])

    change.refresh_from_db()
    moved = Commitment.objects.for_list().get(pk=row.pk)
    assert (change.decision, change.decided_by) == ("granted", people.users["clerk"].name)
    assert (moved.due_on, moved.moved, moved.first_due) == (NEXT_YEAR, 1, row.due_on)
    assert moved.promised_on == row.due_on
    told = Notification.objects.filter(to=people.lead.user, text__startswith="承诺日期改为")
    assert told.count() == 1


def test_a_refused_change_leaves_the_day(in_township, people, promise):
    row = promise()
    take("propose_date", row, people.users["handler"])

    take("refuse_date", row, people.users["chair"])

    kept = Commitment.objects.for_list().get(pk=row.pk)
    assert (kept.due_on, kept.moved, kept.asked_due) == (row.due_on, 0, None)


def test_only_one_change_waits_at_a_time(in_township, people, promise):
    row = promise()
    take("propose_date", row, people.users["handler"])

    assert take("propose_date", row, people.users["handler"]) is None
    assert CommitmentChange.objects.count() == 1


def test_reporting_settles_a_change_that_waits(in_township, people, promise):
    row = promise()
    take("propose_date", row, people.users["handler"])

    take("report", row, people.users["handler"])

    change = CommitmentChange.objects.get()
    assert (change.decision, change.note) == ("denied", "已报完成，不再变更日期。")


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2025-08-31", "应晚于原承诺日期 2025-08-31"),
        ("2025-09-30", "请填今天以后的日期"),
    ],
)
def test_the_new_day_lies_ahead(enter, promise, day, error):
    row = promise()
    url = reverse("core:step", args=["motions.commitment", row.pk, "propose_date"])

    page = enter("handler").post(url, {"to_due": day, "reason": "雨季", "signer": "蒋文斌"})

    assert page.context["form"].errors == {"to_due": [error]}


# --- on site ---------------------------------------------------------------------------------------
def strike_url(row):
    return reverse("core:step", args=["motions.commitment", row.pk, "strike"])


@pytest.mark.parametrize("letter", [None, "draft"])
def test_without_a_further_letter_it_is_struck_off_with_a_reason_only(
    enter, in_township, people, promise, letter
):
    row = promise("reported")
    if letter:
        draft = SupplementFactory(township=in_township, assignment=row.motion.row)
        Commitment.objects.filter(pk=row.pk).update(supplement=draft)
    photo = SimpleUploadedFile("现场.png", PNG, "image/png")
    data = {"on": "2025-09-01", "done_note": "到现场看过", "photos": [photo]}
    browser = enter("clerk")
    page = browser.get(strike_url(row)).content.decode()
    assert "解决后再次答复代表" in page
    assert "二次答复" in page

    page = browser.post(strike_url(row), data)
    assert list(page.context["form"].errors) == ["no_letter_reason"]
    assert take("strike", row, people.users["clerk"], no_letter_reason="") is None
    assert Commitment.objects.get(pk=row.pk).status == "reported"
    photo.seek(0)
    browser.post(strike_url(row), data | {"no_letter_reason": "代表已到现场看过"})

    struck = Commitment.objects.get(pk=row.pk)
    assert (struck.status, struck.no_letter_reason) == ("struck", "代表已到现场看过")
    page = browser.get(row.motion.get_absolute_url())
    assert "没有二次答复的原因：代表已到现场看过" in page.content.decode()
    texts = [e.text for r in page.context["rounds"] for e in r.events]
    assert "到现场看过\n没有二次答复的原因：代表已到现场看过" in texts
    sheet = browser.get(reverse("motions:commitment_list") + "?tab=struck&export=xlsx")
    heads, values = load_workbook(BytesIO(sheet.content)).active.values
    assert dict(zip(heads, values, strict=True))["没有二次答复的原因"] == "代表已到现场看过"


def test_with_an_issued_letter_no_reason_is_asked(enter, in_township, promise):
    row = promise("reported")
    letter = SupplementFactory(
        township=in_township, assignment=row.motion.row, status="issued", number="练函〔2025〕99号",
        issued_by="蒋文斌", issued_on=date(2025, 8, 20),
    )  # fmt: skip
    Commitment.objects.filter(pk=row.pk).update(supplement=letter)
    browser = enter("clerk")

    page = browser.get(strike_url(row))
    assert list(page.context["form"].fields) == ["on", "done_note", "photos"]
    assert "练函〔2025〕99号" in page.content.decode()
    photo = SimpleUploadedFile("现场.png", PNG, "image/png")
    browser.post(
        strike_url(row), {"on": "2025-09-01", "done_note": "到现场看过", "photos": [photo]}
    )

    struck = Commitment.objects.get(pk=row.pk)
    assert (struck.status, struck.no_letter_reason) == ("struck", "")


def test_a_letter_may_still_tell_of_what_was_reported_before(enter, in_township, people, promise):
    row, told, struck = promise("reported"), promise("reported"), promise("struck")
    part = row.motion.row
    Commitment.objects.filter(pk__in=(told.pk, struck.pk)).update(reply=row.reply)
    issued = SupplementFactory(
        township=in_township, assignment=part, status="issued", number="练函〔2025〕98号",
        issued_by="蒋文斌", issued_on=date(2025, 8, 20),
    )  # fmt: skip
    Commitment.objects.filter(pk=told.pk).update(supplement=issued)
    browser = enter("handler")
    url = reverse("motions:supplement_create", args=[part.pk])

    page = browser.get(url)
    assert list(page.context["form"].fields["commitments"].queryset) == [row]
    browser.post(url, {"body": "已经修完。", "contact": "何敏", "commitments": [row.pk]})
    letter = Supplement.objects.get(status="draft")
    supplement_workflow.perform("issue", letter, by=people.users["head"])

    row = Commitment.objects.get(pk=row.pk)
    assert (row.status, row.supplement, row.is_answered_again) == ("reported", letter, True)
    assert row.reported_note == "修完"
    assert Commitment.objects.get(pk=told.pk).supplement == issued


def test_striking_off_needs_a_photo(enter, township, promise):
    row = promise("reported")
    data = {"on": "2025-09-01", "done_note": "到现场看过", "no_letter_reason": "已当面说明"}
    browser = enter("clerk")

    page = browser.post(strike_url(row), data)
    assert list(page.context["form"].errors) == ["photos"]

    photo = SimpleUploadedFile("现场.png", PNG, "image/png")
    browser.post(strike_url(row), data | {"photos": [photo]})

    with township_scope(township.pk):
        struck = Commitment.objects.get(pk=row.pk)
        assert (struck.status, struck.done_on) == ("struck", date(2025, 9, 1))
        file = Attachment.objects.get(model="motions.commitment")
        assert (file.object_id, file.purpose, file.name) == (row.pk, "confirmed", "现场.png")


def test_the_photos_of_before_and_after_stand_on_the_case(enter, township, people, promise):
    row = promise()
    url = reverse("core:step", args=["motions.commitment", row.pk, "report"])
    enter("handler").post(
        url,
        {
            "reported_note": "修完了",
            "before": [SimpleUploadedFile("办前.png", PNG, "image/png")],
            "photos": [SimpleUploadedFile("办后.png", PNG, "image/png")],
        },
    )

    page = enter("lead").get(row.motion.get_absolute_url())

    photos = page.context["promises"][0]["photos"]
    assert {kind: [f.name for f in files] for kind, files in photos.items()} == {
        "before": ["办前.png"],
        "reported": ["办后.png"],
    }
    assert "办理前：办前.png" in page.content.decode()


def test_sent_back_it_is_with_the_unit_again(in_township, people, promise):
    row = promise("reported")

    take("send_back", row, people.users["clerk"], note="还差二十米")

    again = Commitment.objects.get(pk=row.pk)
    assert (again.status, again.reported_on, again.reported_note) == ("open", None, "")
    assert AuditEntry.objects.filter(detail__note="还差二十米").count() == 1


# --- the list ----------------------------------------------------------------------------------------
def listed(enter, name="clerk", query="") -> list[int]:
    page = enter(name).get(reverse("motions:commitment_list") + query)
    assert page.status_code == 200
    return [row["commitment"].pk for row in page.context["rows"]]


def test_the_tabs_tell_the_states_apart(enter, township, promise):
    late = promise()
    ahead = promise(due_on=NEXT_YEAR)
    reported, struck = promise("reported"), promise("struck")
    moving = promise(due_on=NEXT_YEAR)
    CommitmentChangeFactory(township=township, commitment=moving, new_due=date(2030, 1, 1))

    assert listed(enter) == [late.pk, ahead.pk, moving.pk]
    assert listed(enter, query="?tab=overdue") == [late.pk]
    assert listed(enter, query="?tab=reported") == [reported.pk]
    assert listed(enter, query="?tab=struck") == [struck.pk]
    assert listed(enter, query="?tab=moving") == [moving.pk]
    assert len(listed(enter, query="?tab=all")) == 5


def test_a_years_list_holds_what_was_carried_over_into_it(enter, promise):
    old = promise(issued_on=date(2025, 5, 20))
    done_in_time = promise("struck", issued_on=date(2025, 5, 20))
    done_later = promise("struck", issued_on=date(2025, 5, 20), done_on=date(2026, 2, 3))
    new = promise(issued_on=date(2026, 4, 1))

    assert set(listed(enter, query="?tab=all&year=2025")) == {
        old.pk, done_in_time.pk, done_later.pk,
    }  # fmt: skip
    assert set(listed(enter, query="?tab=all&year=2026")) == {old.pk, done_later.pk, new.pk}
    assert set(listed(enter, query="?tab=all&year=2026&carried=true")) == {old.pk, done_later.pk}
    page = enter("clerk").get(reverse("motions:commitment_list") + "?tab=all&year=2026")
    marks = {row["commitment"].pk: row["carried"] for row in page.context["rows"]}
    assert marks == {old.pk: "2025年结转", done_later.pk: "2025年结转", new.pk: ""}
    assert [row.carried_into(2026) for row in (done_in_time, new)] == ["", ""]


def test_a_unit_sees_its_own_promises(enter, people, promise):
    row = promise()

    assert listed(enter, "handler") == [row.pk]
    assert listed(enter, "other_handler") == []


def test_the_export_tells_the_whole_story(enter, township, promise):
    row = promise("struck")
    CommitmentChangeFactory(
        township=township, commitment=row, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip

    sheet = enter("clerk").get(reverse("motions:commitment_list") + "?tab=all&export=xlsx")

    heads, line = load_workbook(BytesIO(sheet.content)).active.values
    told = dict(zip(heads, line, strict=True))
    assert told["承诺事项"] == "修完后半段"
    assert told["改期"] == "已改期 1 次，原定 2025-08-31"
    assert (told["状态"], told["现场核实情况"]) == ("已销号", "到现场看过")


# --- 转 A -------------------------------------------------------------------------------------------
def value(key):
    return measure(f"motions.{key}", Period.year(2025)).value


def test_a_case_becomes_a_when_everything_promised_is_struck_off(in_township, promise):
    whole = promise("struck")
    half = promise("struck")
    CommitmentFactory(township=in_township, reply=half.reply)
    promise("reported")
    promise("struck", result_class="A")

    year = Period.year(2025)
    assert (value("promised"), value("converted")) == (3, 1)
    assert measure("motions.converted_rate", year).text == "33.3%"
    assert list(measure("motions.converted", year).queryset) == [
        Motion.objects.get(pk=whole.motion.pk)
    ]


def test_moved_days_and_supplements_are_counted_in_their_year(in_township, promise):
    row = promise()
    CommitmentChangeFactory(
        township=in_township, commitment=row, decision="granted", decided_by="周玉兰",
        decided_on=date(2025, 8, 22),
    )  # fmt: skip
    CommitmentChangeFactory(township=in_township, commitment=row)
    SupplementFactory(
        township=in_township, assignment=row.motion.row, status="issued", number="练函〔2025〕7号",
        issued_on=date(2025, 8, 28), issued_by="蒋文斌",
    )  # fmt: skip

    assert (value("promises_moved"), value("supplements"), value("replies")) == (1, 1, 1)
