"""Co-signers: invited until a day, reminded, or signed on paper."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motions import services
from motions.models import CoSigner, Motion
from motions.views.deputy import my_todos
from renda.core.calendar import chinese_date, due_by_days, said_date
from renda.core.models import CalendarDay, LocalRule, Notification
from renda.core.scoping import township_scope
from tests.factories.motions import CoSignerFactory
from tests.files import PDF
from tests.motions.helpers.intake import TODAY, invited, typed

pytestmark = pytest.mark.django_db


def test_the_invited_have_seven_days_unless_said_otherwise(enter, people, township, term):
    browser = enter("lead")
    browser.post(reverse("motions:submit"), typed(cosigners=[people.joint.pk]))
    own = TODAY() + timedelta(days=20)
    browser.post(
        reverse("motions:submit"),
        typed(title="清理积水", cosigners=[people.joint.pk], join_by=str(own)),
    )

    with township_scope(township.pk):
        first, second = Motion.objects.order_by("pk")
        assert (first.join_by, second.join_by) == (due_by_days(TODAY(), 7).on, own)
        told = Notification.objects.get(key=f"cosign:{first.pk}")
    assert (told.to, said_date(first.join_by, TODAY()) in told.text) == (people.joint.user, True)


def test_the_days_are_the_towns_own(in_township, people):
    LocalRule.objects.create(key="suggestion.cosign_days", value=10)
    motion, _ = invited(in_township, people)

    services.open_joining(motion, on=date(2026, 3, 2), is_first=True)

    assert motion.join_by == date(2026, 3, 12)
    CalendarDay.objects.create(date=date(2026, 3, 12), is_workday=False, note="植树")
    motion.join_by = None
    services.open_joining(motion, on=date(2026, 3, 2), is_first=False)
    assert motion.join_by == date(2026, 3, 13)


def test_a_day_gone_by_is_refused(enter, people, term):
    page = enter("lead").post(
        reverse("motions:submit"), typed(join_by=str(TODAY() - timedelta(days=1)))
    )

    assert page.context["form"].errors == {"join_by": ["请选今天或者以后的日期"]}


@pytest.mark.parametrize(("accept", "state"), [(True, "accepted"), (False, "declined")])
def test_an_invited_deputy_answers_once_and_the_lead_is_told(in_township, people, accept, state):
    _, row = invited(in_township, people, join_by=date(2026, 3, 9))
    by = people.users["joint"]

    services.answer_invitation(cosigner=row, accept=accept, by=by, on=date(2026, 3, 9))

    row.refresh_from_db()
    assert (row.state, row.answered_on, row.is_on_paper) == (state, date(2026, 3, 9), False)
    assert Notification.objects.get().to == people.lead.user
    with pytest.raises(ValidationError, match="您已答复过"):
        services.answer_invitation(cosigner=row, accept=True, by=by, on=date(2026, 3, 9))


def test_who_declined_is_told_so_when_pressing_again_on_an_old_page(enter, people, township):
    motion, _ = invited(township, people)
    browser, url = enter("joint"), reverse("motions:answer_invitation", args=[motion.pk])
    browser.post(url, {"answer": "decline"})

    page = browser.post(url, {"answer": "accept"}, follow=True)

    assert page.redirect_chain == [(reverse("motions:home"), 302)]
    assert "您已答复过：未同意。要改请联系人大办。" in {str(m) for m in page.context["messages"]}
    with township_scope(township.pk):
        assert CoSigner.objects.get().state == "declined"


def test_after_the_day_the_page_and_the_post_say_it_is_closed(enter, people, township):
    yesterday = TODAY() - timedelta(days=1)
    motion, _ = invited(township, people, join_by=yesterday)
    browser = enter("joint")

    text = browser.get(motion.get_absolute_url()).content.decode()
    assert "同意联名" not in text
    assert f"已于{chinese_date(yesterday)}截止" in text
    page = browser.post(
        reverse("motions:answer_invitation", args=[motion.pk]), {"answer": "accept"}, follow=True
    )
    assert f"联名已于{chinese_date(yesterday)}截止" in page.content.decode()
    with township_scope(township.pk):
        assert CoSigner.objects.get().state == "invited"
        assert my_todos(people.joint, TODAY()) == []


@pytest.mark.parametrize(
    ("status", "words"),
    [("submitted", "　待确认：{}"), ("forwarded", "　未答复：{}"), ("rejected", "　未答复：{}")],
)
def test_the_form_says_whether_the_silent_may_still_answer(enter, people, township, status, words):
    motion, _ = invited(township, people, status=status)

    text = enter("clerk").get(motion.get_absolute_url()).content.decode()

    assert words.format(people.joint.name) in text


def test_the_office_records_a_signature_on_paper_after_the_day(enter, people, township):
    motion, row = invited(township, people, join_by=TODAY() - timedelta(days=1))
    browser = enter("clerk")
    url = reverse("motions:signatures", args=[motion.pk])
    assert url in browser.get(motion.get_absolute_url()).content.decode()
    scan = SimpleUploadedFile("签名.pdf", PDF, "application/pdf")

    missing = browser.post(url, {"cosigners": [row.pk], "on": str(TODAY())})
    assert list(missing.context["form"].errors) == ["scans"]
    browser.post(url, {"cosigners": [row.pk], "on": str(TODAY()), "scans": [scan]})

    with township_scope(township.pk):
        after = CoSigner.objects.get()
        assert (after.state, after.is_on_paper, after.answered_on) == ("accepted", True, TODAY())
        assert after.words(motion, TODAY()) == ("done", "纸质签名")
        assert Notification.objects.get().to == people.lead.user


@pytest.mark.parametrize(
    ("name", "url", "status"),
    [
        ("lead", "signatures", 403),
        ("chair", "signatures", 403),
        ("joint", "remind_cosigners", 403),
        ("clerk", "remind_cosigners", 403),
        ("deputy", "drop_draft", 403),
        ("clerk", "drop_draft", 403),
    ],
)
def test_who_may_not(enter, people, township, name, url, status):
    motion, _ = invited(township, people)

    assert enter(name).post(reverse(f"motions:{url}", args=[motion.pk])).status_code == status


@pytest.mark.parametrize(
    "url", ["signatures", "remind_cosigners", "drop_draft", "answer_invitation"]
)
def test_another_townships_case_does_not_exist(client, outsider, people, township, url):
    motion, _ = invited(township, people)
    client.force_login(outsider)

    assert client.post(reverse(f"motions:{url}", args=[motion.pk])).status_code == 404


def test_the_lead_sees_who_answered_and_reminds_once_a_day(enter, people, township):
    motion, row = invited(township, people, join_by=TODAY() + timedelta(days=3))
    CoSignerFactory(township=township, motion=motion, deputy=people.stranger, state="declined")
    browser = enter("lead")

    page = browser.get(motion.get_absolute_url())
    assert [(c.deputy, words) for c, _, words in page.context["signers"]] == [
        (people.joint, "待确认"),
        (people.stranger, "未同意"),
    ]
    url = reverse("motions:remind_cosigners", args=[motion.pk])
    assert "已提醒 1 位代表" in browser.post(url, follow=True).content.decode()
    assert "今天已经提醒过" in browser.post(url, follow=True).content.decode()
    with township_scope(township.pk):
        assert [n.to for n in Notification.objects.all()] == [people.joint.user]
        again = services.remind_invited(
            motion=motion, by=people.users["lead"], on=TODAY() + timedelta(days=1)
        )
        assert [c.pk for c in again] == [row.pk]


def test_the_silent_are_called_late_after_the_day(township, people):
    motion, row = invited(township, people, join_by=date(2026, 3, 9))

    assert row.words(motion, date(2026, 3, 9)) == ("due", "待确认")
    assert row.words(motion, date(2026, 3, 10)) == ("late", "逾期未答复")


@pytest.mark.parametrize("status", ["rejected", "closed", "withdrawn"])
def test_nobody_is_waited_for_once_the_case_is_over(township, people, status):
    motion, row = invited(township, people, status=status)

    assert row.words(motion, TODAY()) == ("draft", "未答复")


def test_an_invitation_stands_in_the_todos_with_its_day(in_township, people):
    motion, _ = invited(in_township, people, join_by=date(2026, 3, 9))

    (line,) = my_todos(people.joint, date(2026, 3, 2))

    assert line["title"] == f"确认联名：{motion.short_title}"
    assert line["note"] == f"{people.lead}邀请您联名，3月9日前答复"
