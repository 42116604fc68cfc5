"""承诺事项: reported, moved, confirmed on site with a photo."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from motions.models import Commitment, CommitmentChange, Supplement
from motions.workflow import supplement_workflow
from motions.workflow.day import in_words
from renda.core.models import Attachment, AuditEntry, Notification
from renda.core.scoping import township_scope
from tests.factories.motions import SupplementFactory
from tests.files import PNG
from tests.motions.helpers.promises import NEXT_YEAR, take

pytestmark = pytest.mark.django_db


def test_an_agreed_change_moves_the_day_keeps_the_old_one_and_tells_the_deputies(
    in_township, people, promise
):
    row = promise()
    take("propose_date", row, people.users["head"])
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
    take("propose_date", row, people.users["head"])

    take("refuse_date", row, people.users["chair"])

    kept = Commitment.objects.for_list().get(pk=row.pk)
    assert (kept.due_on, kept.moved, kept.asked_due) == (row.due_on, 0, None)


def test_only_one_change_waits_at_a_time(in_township, people, promise):
    row = promise()
    take("propose_date", row, people.users["head"])

    assert take("propose_date", row, people.users["head"]) is None
    assert CommitmentChange.objects.count() == 1


def test_reporting_settles_a_change_that_waits(in_township, people, promise):
    row = promise()
    take("propose_date", row, people.users["head"])

    take("report", row, people.users["handler"])

    change = CommitmentChange.objects.get()
    assert (change.decision, change.note) == ("denied", "已报完成，不再变更日期。")


def test_the_head_asks_in_his_own_name_whatever_is_typed(enter, in_township, people, promise):
    row = promise()
    url = reverse("core:step", args=["motions.commitment", row.pk, "propose_date"])
    browser = enter("head")

    assert set(browser.get(url).context["form"].fields) == {"to_due", "reason"}
    browser.post(url, {"to_due": str(NEXT_YEAR), "reason": "雨季", "signer": "别人"})

    change = CommitmentChange.objects.get()
    assert (change.signer, change.is_by_office) == (people.users["head"].name, False)
    assert enter("handler").get(url).status_code == 403


def test_the_office_enters_what_a_head_signed_on_paper_and_says_so(
    enter, in_township, people, promise
):
    row = promise()
    url = reverse("core:step", args=["motions.commitment", row.pk, "propose_date"])
    said = {"to_due": str(NEXT_YEAR), "reason": "雨季无法施工", "signer": "蒋文斌"}
    browser = enter("clerk")

    page = browser.post(url, said)
    assert list(page.context["form"].errors) == ["files"]
    browser.post(url, said | {"files": [SimpleUploadedFile("申请.png", PNG, "image/png")]})

    change = CommitmentChange.objects.get()
    assert (change.signer, change.is_by_office) == ("蒋文斌", True)
    words = Notification.objects.filter(to=people.users["chair"]).latest("pk").text
    assert words.startswith(
        f"人大办按书面申请代录：{people.unit}申请把承诺日期改到{in_words(NEXT_YEAR)}"
    )
    page = browser.get(row.motion.get_absolute_url())
    (event,) = [e for r in page.context["rounds"] for e in r.events if "申请改期至" in e.title]
    assert event.who == f"{people.unit}（人大办按书面申请代录）"
    assert [file["name"] for file in event.files] == ["申请.png"]


@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("2025-08-31", "应晚于原承诺日期2025年8月31日"),
        ("2025-09-30", "请填今天以后的日期"),
    ],
)
def test_the_new_day_lies_ahead(enter, promise, day, error):
    row = promise()
    url = reverse("core:step", args=["motions.commitment", row.pk, "propose_date"])

    page = enter("head").post(url, {"to_due": day, "reason": "雨季"})

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
    letter = Supplement.objects.get(status="signing")
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
