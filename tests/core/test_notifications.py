from datetime import timedelta

from django.core import mail
from django.utils import timezone

from renda.core import jobs
from renda.core.models import Notification, Role
from renda.core.notifications import notify, people_in
from renda.core.tasks import deliver


def test_a_message_lands_in_the_inbox_and_is_mailed_once(in_township, clerk, unit, client):
    [note] = notify([clerk, clerk], "请签收", unit)

    sent = [deliver(note.pk, township_id=in_township.pk) for _ in range(2)]

    assert sent == [True, False]
    assert [(m.to, m.subject) for m in mail.outbox] == [([clerk.email], "请签收")]
    assert Notification.objects.get().url == unit.get_absolute_url()


def test_a_key_tells_each_person_once(in_township, clerk, chair, unit):
    notify([clerk], "即将到期", unit, key="due-7")
    notify([clerk, chair], "即将到期", unit, key="due-7")

    assert list(Notification.objects.order_by("pk").values_list("to", flat=True)) == [
        clerk.pk,
        chair.pk,
    ]


def test_inactive_people_are_not_told(in_township, person, unit):
    gone = person(Role.CLERK, is_active=False)

    assert notify([gone, None], "请签收", unit) == []


def test_people_in_knows_roles_and_units(in_township, person, unit, outsider):
    clerk, handler = person(Role.CLERK), person(Role.HANDLER, unit)

    assert people_in(Role.CLERK) == [clerk]
    assert people_in(Role.HANDLER, Role.UNIT_HEAD, unit_id=unit.pk) == [handler]
    assert people_in(Role.HANDLER, unit_id=unit.pk + 1) == []


def test_unsent_messages_are_swept(in_township, clerk, unit):
    [note] = notify([clerk], "请签收", unit)
    Notification.objects.filter(pk=note.pk).update(created_at=timezone.now() - timedelta(minutes=2))

    assert jobs.sweep() == 1


def try_now(note: Notification) -> bool:
    """Send it as if its pause were over."""
    Notification.objects.filter(pk=note.pk).update(next_try_at=None)
    return deliver(note.pk, township_id=note.township_id)


def test_a_mail_server_may_be_away_for_a_day(in_township, clerk, unit, settings):
    [note] = notify([clerk], "请签收", unit)
    settings.WEBHOOK_URL = "https://127.0.0.1:9/robot"  # nothing listens there
    begun = timezone.now() - timedelta(minutes=2)
    Notification.objects.filter(pk=note.pk).update(created_at=begun)

    pauses = []
    while jobs.sweep():
        assert try_now(note) is False
        assert (deliver(note.pk, township_id=in_township.pk), jobs.sweep()) == (False, 0)
        note.refresh_from_db()
        pauses.append(round((note.next_try_at - timezone.now()).total_seconds() / 60))
        Notification.objects.filter(pk=note.pk).update(next_try_at=timezone.now())

    assert pauses == [2**n for n in range(12)]
    assert sum(pauses[:-1]) > 24 * 60


def test_a_mail_is_not_sent_again_because_the_robot_was_away(in_township, clerk, unit, settings):
    [note] = notify([clerk], "请签收", unit)
    settings.WEBHOOK_URL = "https://127.0.0.1:9/robot"  # nothing listens there

    sent = [try_now(note) for _ in range(2)]
    settings.WEBHOOK_URL = ""
    sent.append(try_now(note))

    assert sent == [False, False, True]
    assert len(mail.outbox) == 1
    note.refresh_from_db()
    assert (note.mailed_at is None, note.sent_at is None) == (False, False)


def test_one_message_to_the_broker_carries_twenty_letters(
    in_township, person, unit, django_capture_on_commit_callbacks
):
    people = [person(Role.CLERK) for _ in range(21)]

    with django_capture_on_commit_callbacks() as messages:
        notes = notify(people, "请签收", unit)
    sent = deliver(*(note.pk for note in notes), township_id=in_township.pk)

    assert len(messages) == 2
    assert (sent, len(mail.outbox)) == (True, 21)


def test_letters_of_one_message_go_out_though_one_was_sent_before(in_township, person, unit):
    notes = notify([person(Role.CLERK) for _ in range(3)], "请签收", unit)
    pks = [note.pk for note in notes]
    deliver(pks[0], township_id=in_township.pk)

    assert deliver(*pks, township_id=in_township.pk) is False
    assert len(mail.outbox) == 3
    assert not Notification.objects.filter(sent_at=None).exists()


def test_a_reason_of_several_lines_goes_out_by_mail(in_township, clerk, unit):
    [note] = notify([clerk], "不同意退办：\n一、属本单位职责；\r\n二、期限已过。", unit)

    assert deliver(note.pk, township_id=in_township.pk) is True
    [sent] = mail.outbox
    assert sent.subject == "不同意退办： 一、属本单位职责； 二、期限已过。"
    assert sent.body.startswith(note.text)
