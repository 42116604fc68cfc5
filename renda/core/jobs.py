"""The truth about background work is a ``Job`` row; Celery only carries its number.

*Enqueue* writes the row and publishes its id after the commit. *Run* claims the row with one
conditional UPDATE, so that two workers never do one job twice, and works under a lease that
every progress report renews. *Finish* writes the result only while the claim still holds.
Work that will not be done (failed, given up, cancelled) is *undone* in the transaction that says so.
A broker that is down delays work and loses none: the sweep publishes again whatever waited
too long or whose worker died.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from renda.core.models import Job, User
from renda.core.notifications import notify, to_send
from renda.core.publishing import publish, publish_on_commit
from renda.core.scoping import everywhere

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
WAIT_BEFORE_AGAIN = timedelta(seconds=settings.JOB_RETRY_SECONDS)
MAX_ATTEMPTS = 5
SWEEP_AT_MOST = 500


class LostClaim(Exception):
    """Another worker took this job over, or it was cancelled."""


class JobFailed(Exception):
    """A job can't be done; the message tells the user how to mend it. Not retried."""


@dataclass(frozen=True)
class Kind:
    """A declared kind of work.

    ``undone(job, why)`` puts back what was set aside for work that will not be done any more.
    """

    name: str
    run: Callable[["Run"], None]
    undone: Callable[[Job, str], None] | None = None


@dataclass
class Run:
    """One attempt at a job: what its function is given."""

    job: Job
    claim: uuid.UUID

    @property
    def params(self) -> dict:
        return self.job.params

    def progress(self, percent: int, note: str = "") -> None:
        """Tell the user how far we are, and keep the claim alive."""
        self._held().update(
            percent=percent, note=note[:300], leased_until=timezone.now() + LEASE
        ) or self._lost()

    def finish(
        self, url: str = "", note: str = "", *, write: Callable[[], str] | None = None
    ) -> None:
        """Mark the job done, exactly once; ``write`` runs in the same transaction and may give the url."""
        with transaction.atomic():
            self._held().update(
                status=Job.Status.DONE,
                percent=100,
                note=note[:300],
                finished_at=timezone.now(),
                leased_until=None,
            ) or self._lost()
            if write:
                url = write() or url
            Job.objects.filter(pk=self.job.pk).update(url=url)
            if self.job.by and url:
                notify([self.job.by], f"已完成：{self.job.label}", url)

    def fail(self, note: str) -> None:
        """Give the job up, telling why."""
        _end(self._held(), self.job.pk, Job.Status.FAILED, note)

    def _held(self) -> models.QuerySet:
        return Job.objects.filter(pk=self.job.pk, claim=self.claim, status=Job.Status.RUNNING)

    def _lost(self) -> None:
        raise LostClaim(self.job)


_kinds: dict[str, Kind] = {}


def job(name: str, *, undone: Callable[[Job, str], None] | None = None) -> Callable:
    """Register a function that takes a ``Run`` as the work behind ``name``."""

    def register(run: Callable[[Run], None]) -> Callable[[Run], None]:
        if name in _kinds:
            raise ValueError(f"job {name!r} is declared twice")
        _kinds[name] = Kind(name, run, undone)
        return run

    return register


def enqueue(kind: str, label: str, *, by: User | None, key: str = "", **params: object) -> Job:
    """Write down a piece of work and have it done after the commit.

    With a ``key``, work that is already waiting or running under it is returned instead.
    """
    if kind not in _kinds:
        raise KeyError(kind)
    try:
        with transaction.atomic():
            row = Job.objects.create(kind=kind, label=label, params=params, by=by, key=key)
    except IntegrityError:
        if not key:
            raise
        waiting = Job.objects.filter(key=key, status__in=Job.OPEN).first()
        # none: it ended between our question and this one
        return waiting or enqueue(kind, label, by=by, key=key, **params)
    publish_on_commit("run_job", row.pk)
    return row


def run(job_id: int) -> bool:
    """Do one job; False if there was nothing to do, or another took it over. Safe to call again, anywhere.

    An error of the program ends the job, for it would only come again, and is raised once the user is
    told: Celery logs it with its trace and drops the message. A job whose worker dies is left to the next.
    """
    claim, now = uuid.uuid4(), timezone.now()
    free = Q(status=Job.Status.QUEUED) | Q(status=Job.Status.RUNNING, leased_until__lt=now)
    taken = Job.objects.filter(free, pk=job_id).update(
        status=Job.Status.RUNNING,
        claim=claim,
        leased_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if not taken:
        return False
    attempt = Run(Job.objects.select_related("by").get(pk=job_id), claim)
    if attempt.job.attempts > MAX_ATTEMPTS:
        attempt.fail(f"试了 {MAX_ATTEMPTS} 次都没有完成，请联系系统管理员")
        return False
    try:
        _kinds[attempt.job.kind].run(attempt)
    except JobFailed as error:
        attempt.fail(str(error))
    except LostClaim:
        log.warning("job %s went on elsewhere", job_id)
        return False
    except Exception:
        log.error("job %s failed", job_id)
        attempt.fail("程序出错，已记入日志。请重试一次；仍不行请联系系统管理员")
        raise
    return True


def cancel(job_id: int) -> bool:
    """Stop an open job; what is running notices at its next progress report."""
    return _end(
        Job.objects.filter(pk=job_id, status__in=Job.OPEN), job_id, Job.Status.CANCELLED, "已取消"
    )


def _end(rows: models.QuerySet, job_id: int, status: str, why: str) -> bool:
    """Close a job that will not be done and put back what waited for it; False if it is closed."""
    with transaction.atomic():
        ended = rows.update(
            status=status, note=why[:300], finished_at=timezone.now(), leased_until=None
        )
        if not ended:
            return False
        row = Job.objects.select_related("by").get(pk=job_id)
        undone = _kinds[row.kind].undone if row.kind in _kinds else None
        if undone:
            undone(row, why)
        return True


def sweep() -> int:
    """Publish again, in every township, what the broker lost or a dead worker left. Returns how many."""
    now = timezone.now()
    late = now - WAIT_BEFORE_AGAIN
    with everywhere():
        jobs = Job.objects.filter(
            Q(status=Job.Status.QUEUED, created_at__lt=late)
            | Q(status=Job.Status.RUNNING, leased_until__lt=now)
        ).order_by("pk")
        waiting = list(jobs.values_list("pk", "township_id")[:SWEEP_AT_MOST])
        notes = to_send(now).filter(created_at__lt=late).order_by("pk")
        unsent = list(notes.values_list("pk", "township_id")[:SWEEP_AT_MOST])
    sent = 0
    for task, rows in (("run_job", waiting), ("deliver", unsent)):
        for pk, township_id in rows:
            if not publish(task, pk, township_id):
                return sent
            sent += 1
    return sent
