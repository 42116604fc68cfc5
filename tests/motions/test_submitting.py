"""Handing in: what a deputy's form and the office's leave behind."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from motions.models import Motion
from renda.core.models import Attachment
from renda.core.scoping import township_scope
from tests.files import PNG

pytestmark = pytest.mark.django_db


def test_a_deputy_submits_with_photo_and_invitation(enter, people, township, term):
    browser = enter("lead")
    photo = SimpleUploadedFile("现场.png", PNG, "image/png")

    response = browser.post(
        reverse("motions:submit"),
        {
            "title": "五雷小学放学时段交通疏导",
            "situation": "校门口拥堵。",
            "proposal": "校门段单行。",
            "field": "governance",
            "kind": "suggestion",
            "place": "五雷村",
            "cosigners": [people.joint.pk],
            "suggested_unit": people.unit.pk,
            "is_public": "on",
            "photos": [photo],
        },
    )

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert response.url == motion.get_absolute_url()
        assert (motion.status, motion.lead, motion.term, motion.session, motion.is_by_office) == (
            "submitted",
            people.lead,
            term,
            None,
            False,
        )
        assert motion.official_title == "关于五雷小学放学时段交通疏导的建议"
        assert motion.submitted_on == timezone.localdate()
        assert (motion.is_public, motion.wants_contact) == (True, False)
        assert motion.suggested_unit == people.unit
        assert list(motion.cosigners.values_list("deputy", "state")) == [
            (people.joint.pk, "invited")
        ]
        assert list(Attachment.objects.values_list("name", "purpose", "object_id")) == [
            ("现场.png", "photos", motion.pk)
        ]


def test_an_unfinished_draft_may_be_kept_and_is_the_authors_alone(enter, people, township, term):
    browser = enter("lead")

    browser.post(
        reverse("motions:submit"),
        {"title": "清理废弃电杆", "field": "urban", "kind": "suggestion", "draft": "1"},
    )

    with township_scope(township.pk):
        motion = Motion.objects.get()
    assert motion.status == "draft"
    assert enter("clerk").get(motion.get_absolute_url()).status_code == 403
    assert enter("lead").get(reverse("motions:amend", args=[motion.pk])).status_code == 200


def test_two_matters_in_one_title_are_refused(enter, people, township, term):
    response = enter("lead").post(
        reverse("motions:submit"),
        {"title": "修路；装灯", "situation": "坏", "proposal": "修", "field": "urban", "kind": "suggestion"},
    )  # fmt: skip

    assert response.context["form"].errors == {
        "title": ["一事一件：请只写一件事，其他的另提一件。"]
    }


def test_a_returned_case_is_completed_and_sent_again(enter, people, township, case):
    motion = case("returned")

    enter("lead").post(
        reverse("motions:amend", args=[motion.pk]),
        {
            "title": motion.title,
            "situation": "补充了情况。",
            "proposal": "抢修。",
            "field": "traffic",
            "kind": "suggestion",
            "cosigners": [people.joint.pk],
            "seen_revision": motion.revision,
        },
    )

    with township_scope(township.pk):
        motion = Motion.objects.get(pk=motion.pk)
    assert (motion.status, motion.situation, motion.submitted_on) == (
        "submitted",
        "补充了情况。",
        date(2025, 3, 3),
    )


def test_the_office_enters_a_paper_form(
    enter, people, township, term, django_assert_max_num_queries
):
    browser = enter("clerk")
    scan = SimpleUploadedFile("原件.pdf", b"%PDF-1.7\n" + b"0" * 64, "application/pdf")

    with django_assert_max_num_queries(60):
        browser.post(
            reverse("motions:motion_create"),
            {
                "kind": "suggestion",
                "lead": people.lead.pk,
                "cosigners": [people.joint.pk],
                "submitted_on": "2025-03-03",
                "title": "关于修复机耕路的建议",
                "field": "agriculture",
                "source": "own",
                "situation": "冲毁。",
                "proposal": "抢修。",
                "is_public": "on",
                "scans": [scan],
            },
        )

    with township_scope(township.pk):
        motion = Motion.objects.get()
        assert (motion.status, motion.is_by_office, motion.lead, motion.submitted_on) == (
            "submitted",
            True,
            people.lead,
            date(2025, 3, 3),
        )
        assert list(motion.cosigners.values_list("deputy", "state", "answered_on")) == [
            (people.joint.pk, "accepted", date(2025, 3, 3))
        ]


def test_joining_is_answered_on_the_case(enter, people, township, case):
    motion = case("submitted")
    with township_scope(township.pk):
        motion.cosigners.update(state="invited")
    browser = enter("joint")
    assert browser.get(motion.get_absolute_url()).context["can_answer"] is True

    browser.post(reverse("motions:answer_invitation", args=[motion.pk]), {"answer": "accept"})

    with township_scope(township.pk):
        assert list(motion.cosigners.values_list("state", flat=True)) == ["accepted"]
    assert browser.get(motion.get_absolute_url()).context["can_answer"] is False


def test_nobody_answers_for_another(enter, people, township, case):
    motion = case("accepted")

    response = enter("deputy").post(
        reverse("motions:answer_invitation", args=[motion.pk]), {"answer": "accept"}
    )

    assert response.status_code == 403


def test_a_suggestion_handed_in_is_announced_once(client, people):
    client.force_login(people.lead.user)
    text = {"title": "修路灯", "situation": "不亮", "proposal": "换灯头"}
    form = client.get(reverse("motions:submit")).context["form"]
    sent = text | {"kind": "suggestion", "field": form["field"].initial or "other"}

    page = client.post(reverse("motions:submit"), sent, follow=True)

    assert [str(m) for m in page.context["messages"]] == ["已提交，人大办受理后编号交办。"]
