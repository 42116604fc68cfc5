"""议案: what is not listed becomes a 建议 unless a reason is given; a listed one may be withdrawn."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motions.models import Motion
from motions.papers.case import registration_form
from motions.workflow import motion_workflow
from renda.core.calendar import chinese_date
from renda.core.models import Attachment, AuditEntry, Notification
from renda.core.paper.html import render_html
from renda.core.workflow import IllegalTransition
from tests.factories.motions import CoSignerFactory
from tests.factories.sessions import MeetingFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"0" * 64
SAID = {"on": "2025-03-20", "note": "经主席团会议研究。"}
WHY = "与正在修订的上位法重复"


def step_url(motion, name):
    return reverse("core:step", args=["motions.motion", motion.pk, name])


def test_leaving_a_bill_off_says_that_it_becomes_a_suggestion_as_a_rule(
    in_township, people, case, client
):
    motion = case("presidium", kind="bill")
    client.force_login(people.users["chair"])

    page = client.get(step_url(motion, "leave_off")).content.decode()

    assert "未列入议程的代表议案，转为建议、批评和意见办理" in page
    assert "《浙江省代表建议办理规定》第二条、《重庆市乡镇人民代表大会工作条例》第十四条" in page
    assert "请用“转为建议”" in page
    assert "不转为建议的原因" in page


def test_a_bill_is_left_off_only_with_a_reason_that_stays_in_the_history(
    in_township, township, people, case, client
):
    motion = case("presidium", kind="bill")
    meeting = MeetingFactory(township=township)
    data = {"meeting": meeting.pk, "on": meeting.held_on.isoformat(), "note": "经主席团会议研究。"}
    client.force_login(people.users["chair"])

    page = client.post(step_url(motion, "leave_off"), data)
    assert list(page.context["form"].errors) == ["why"]
    assert Motion.objects.get(pk=motion.pk).status == "presidium"
    client.post(step_url(motion, "leave_off"), data | {"why": WHY})

    words = f"经主席团会议研究。不转为建议的原因：{WHY}"
    after = Motion.objects.get(pk=motion.pk)
    assert (after.status, after.kind) == ("not_listed", "bill")
    assert list(after.reviews.values_list("decision", "meeting", "note")) == [
        ("not_listed", meeting.pk, words)
    ]
    assert AuditEntry.objects.get(verb="不列入议程").detail["note"] == words
    page = client.get(motion.get_absolute_url())
    decided = f"不列入会议议程（{chinese_date(meeting.held_on)}主席团会议）。{words}"
    assert page.context["sheet"]["presidium_words"] == decided
    assert decided in render_html(registration_form(after, people.users["chair"]))
    texts = [e.text for r in page.context["rounds"] for e in r.events]
    assert f"{meeting.held_on} 主席团会议\n{words}" in texts


def test_a_listed_bill_is_withdrawn_with_the_presidiums_consent(
    in_township, township, people, case, client
):
    motion = case("on_agenda", kind="bill", number=4)
    meeting = MeetingFactory(township=township)
    client.force_login(people.users["clerk"])
    page = client.get(step_url(motion, "withdraw_bill")).content.decode()
    assert "交付表决前提案人要求撤回的，经主席团同意" in page
    assert "《地方组织法》第二十二条" in page
    data = {"meeting": meeting.pk, "on": meeting.held_on.isoformat(), "note": "同意撤回。"}

    page = client.post(step_url(motion, "withdraw_bill"), data)
    assert list(page.context["form"].errors) == ["files"]
    paper = SimpleUploadedFile("撤回申请.pdf", PDF, content_type="application/pdf")
    client.post(step_url(motion, "withdraw_bill"), data | {"files": [paper]})

    after = Motion.objects.get(pk=motion.pk)
    review = after.reviews.get()
    assert (after.status, after.number) == ("withdrawn", 4)
    assert (review.decision, review.meeting, review.on, review.note) == (
        "withdrawal", meeting, meeting.held_on, "同意撤回。",
    )  # fmt: skip
    assert Attachment.objects.get().object_id == review.pk
    told = Notification.objects.filter(text__startswith="主席团同意撤回，审议终止：")
    assert people.users["lead"].pk in set(told.values_list("to", flat=True))
    page = client.get(motion.get_absolute_url())
    assert page.context["sheet"]["presidium_words"] == (
        f"主席团同意撤回（{chinese_date(meeting.held_on)}主席团会议）。同意撤回。"
    )


def test_the_deputy_alone_does_not_take_a_listed_bill_back(in_township, people, case):
    motion = case("on_agenda", kind="bill")

    with pytest.raises(IllegalTransition, match="不能撤回"):
        motion_workflow.perform("withdraw", motion, by=people.users["lead"], data={"note": "撤"})

    assert Motion.objects.get(pk=motion.pk).status == "on_agenda"


def test_a_decision_is_not_dated_ahead(people, case, client):
    motion = case("on_agenda", kind="bill")
    client.force_login(people.users["chair"])

    page = client.post(step_url(motion, "withdraw_bill"), SAID | {"on": str(date(2099, 1, 1))})

    assert "on" in page.context["form"].errors


def test_a_decision_is_not_dated_before_the_bill(in_township, people, case, client):
    motion = case("presidium", kind="bill")
    client.force_login(people.users["chair"])

    data = SAID | {"on": str(motion.submitted_on - timedelta(days=1))}
    page = client.post(step_url(motion, "put_on_agenda"), data)

    words = f"不能早于提出日期{chinese_date(motion.submitted_on)}"
    assert page.context["form"].errors == {"on": [words]}
    client.post(step_url(motion, "put_on_agenda"), data | {"on": str(motion.submitted_on)})
    assert Motion.objects.get(pk=motion.pk).status == "on_agenda"


def test_each_decision_on_a_bill_has_one_button(people, case, client):
    motion = case("presidium", kind="bill")
    client.force_login(people.users["chair"])

    groups = client.get(motion.get_absolute_url()).context["action_groups"]

    assert [(b["label"], b["css"]) for group in groups for b in group["buttons"]] == [
        ("列入议程", "primary"),
        ("转为建议", "outline-secondary"),
        ("不列入议程", "outline-danger"),
    ]


def test_a_suggestion_that_was_a_bill_is_titled_as_one(in_township, people, case):
    motion = case("presidium", kind="bill", title="关于加快水库清淤的议案")
    assert motion.official_title == "关于加快水库清淤的议案"

    motion = motion_workflow.perform(
        "convert", motion, by=people.users["chair"], data={"on": date(2025, 3, 20), "note": "转"}
    )

    assert (motion.official_title, motion.short_title) == ("关于加快水库清淤的建议", "加快水库清淤")
    motion.title = "加快水库清淤的议案"
    assert motion.official_title == "关于加快水库清淤的建议"
    motion.title = "关于征求群众的意见"
    assert motion.official_title == "关于征求群众的意见"


@pytest.mark.parametrize(("kind", "ending"), [("bill", "的议案"), ("criticism", "的批评")])
def test_a_title_without_its_ending_gets_it(in_township, case, kind, ending):
    motion = case("submitted", kind=kind, title="关于划定水库禁养区")

    assert motion.official_title == f"关于划定水库禁养区{ending}"
    assert motion.short_title == "划定水库禁养区"


@pytest.mark.parametrize("joined", [4, 5])
def test_a_bill_of_five_is_the_presidiums_to_decide(in_township, people, case, seated, joined):
    """The office accepts it or sends it back; with fewer it may also refuse it or hand it on."""
    motion = case("submitted", kind="bill", analysis="水质不达标。")
    for _ in range(joined - 2):  # the lead and one co-signer are there
        CoSignerFactory(
            township=in_township, motion=motion, deputy=seated(with_account=False), state="accepted"
        )
    CoSignerFactory(
        township=in_township, motion=motion, deputy=people.stranger, state="invited"
    )  # counts for nothing

    open_to = {
        name: {step.name for step in motion_workflow.available(motion, people.users[name])}
        for name in ("clerk", "chair", "lead")
    }

    alone = set() if joined == 5 else {"as_suggestion", "refer", "forward", "reject"}
    assert open_to == {
        "clerk": {"accept", "send_back", "withdraw"} | alone,
        "chair": set(),
        "lead": {"as_suggestion", "withdraw"},
    }
