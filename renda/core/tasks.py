"""Background jobs shared by all apps: ids in, one call each."""

import logging
import smtplib
from importlib import import_module

from celery import shared_task
from celery.signals import worker_init
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import send_mail
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from renda.core import daily as daily_checks
from renda.core import jobs
from renda.core.models import Notification, Township
from renda.core.notifications import SENDING, pause_after, to_send
from renda.core.paper import FontsMissing
from renda.core.robot import robot_url
from renda.core.scoping import township_task
from renda.core.statements import limit_statements
from renda.core.webhook import post_text

log = logging.getLogger(__name__)


@worker_init.connect
def get_ready(**signal: object) -> None:
    """Before its children begin: what limits a job, and what its first report need not wait for."""
    limit_statements(settings.JOB_STATEMENT_SECONDS)
    reverse(settings.LOGIN_REDIRECT_URL)  # reads every app's addresses
    try:
        import_module("renda.core.paper.pdf").get_ready()
    except FontsMissing as error:
        log.warning("no paper can be printed yet: %s", error)


@shared_task
@township_task
def run_job(job_id: int) -> None:
    """Do one job."""
    jobs.run(job_id)


@shared_task
@township_task
def deliver(*notification_ids: int) -> bool:
    """Send notifications by e-mail and webhook; whether all went out now. Safe to run any number of times."""
    return all([_deliver(pk) for pk in notification_ids])


def _deliver(notification_id: int) -> bool:
    """Send one, if nobody else does.

    The conditional UPDATE lets a single worker through; a failed sending leaves the row to the sweep,
    and a mail that went out is not sent again because the webhook failed.
    """
    now = timezone.now()
    waiting = to_send(now).filter(pk=notification_id)
    if not waiting.update(next_try_at=now + SENDING, attempts=F("attempts") + 1):
        return False
    note = Notification.objects.select_related("to").get(pk=notification_id)
    link = settings.SITE_URL + note.url
    try:
        if note.to.email and note.mailed_at is None:
            subject = " ".join(note.text.split())  # a reason may have several lines
            send_mail(subject, f"{note.text}\n{link}", None, [note.to.email])
            Notification.objects.filter(pk=note.pk).update(mailed_at=timezone.now())
        if url := robot_url():
            post_text(url, f"{note.to.name}：{note.text}\n{link}")
    except (OSError, smtplib.SMTPException) as error:
        log.warning("notification %s not sent: %s", note.pk, error)
        again = timezone.now() + pause_after(note.attempts)
        Notification.objects.filter(pk=note.pk).update(next_try_at=again)
        return False
    Notification.objects.filter(pk=note.pk).update(sent_at=timezone.now())
    return True


@shared_task
def sweep() -> int:
    """Publish again what was lost."""
    return jobs.sweep()


@shared_task
def daily() -> None:
    """Each township's morning checks; sessions that are over are forgotten."""
    SessionStore.clear_expired()
    for township_id in Township.objects.values_list("pk", flat=True):
        daily_township.delay(township_id=township_id)


@shared_task
@township_task
def daily_township() -> None:
    """Run every registered morning check of one township."""
    daily_checks.run_all(timezone.localdate())
