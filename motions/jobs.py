"""Binding a case's papers in the background: finished once, never half a file."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from motions.dossier import bind, entries
from motions.models import Dossier, Motion
from renda.core.jobs import JobFailed, LostClaim, Run, enqueue, job
from renda.core.models import Job, User


def request_dossier(motion: Motion, *, by: User) -> Job:
    """Have a case's papers bound; asking twice while one is under way gives the same job."""
    return enqueue(
        "motions.dossier",
        f"{motion} 案卷"[:120],
        by=by,
        key=f"dossier-{motion.pk}",
        motion=motion.pk,
    )


@job("motions.dossier")
def dossier(run: Run) -> None:
    """Render and bind, keep the file; the row that makes it visible comes with the job's end."""
    from renda.core.paper import UnmappableCharacters

    motion = Motion.objects.for_detail().get(pk=run.params["motion"]).with_parts()
    found = entries(motion, run.job.by)
    try:
        data, pages = bind(
            motion,
            found,
            run.job.by,
            lambda percent, note: run.progress(percent * 9 // 10, note),
        )
    except UnmappableCharacters as error:
        raise JobFailed(str(error)) from error
    row = Dossier(
        motion=motion,
        job=run.job,
        pages=pages,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    row.township_id = motion.township_id
    row.file.save("dossier.pdf", ContentFile(data), save=False)

    def show() -> str:
        row.save()
        return reverse("motions:dossier_file", args=[row.pk])

    try:
        run.finish(note=f"共 {pages} 页", write=show)
    except LostClaim:
        default_storage.delete(row.file.name)
        raise
