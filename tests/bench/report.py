"""The demo year's report as a worker makes it, in a process of its own: time, pages, peak memory."""

import json
import os
import resource
import sys
import time

YEAR = 2025
TOWNSHIP = "lianxi"


def peak_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(runs: int = 3) -> dict[str, object]:
    """Get ready as a worker does when it starts, then do the job; the first one is told apart."""
    import django

    django.setup()
    from renda.core.models import Township
    from renda.core.scoping import township_scope
    from renda.core.tasks import get_ready

    began = time.perf_counter()
    get_ready()
    ready = time.perf_counter() - began
    idle = peak_mb()
    with township_scope(Township.objects.get(slug=TOWNSHIP).pk):
        times = [timed_job() for _ in range(runs)]
        return {
            "ready": ready,
            "first": times[0],
            "again": min(times[1:]),
            "idle": idle,
            "peak": peak_mb(),
            **newest_file(),
        }


def timed_job() -> tuple[float, float]:
    """Seconds and CPU seconds from the worker's taking the job to the finished file."""
    from renda.core import jobs
    from reports.jobs import request_build
    from reports.models import AnnualReport, Build

    job = request_build(AnnualReport.objects.get(year=YEAR), Build.Form.PDF, by=None)
    began, cpu = time.perf_counter(), time.process_time()
    jobs.run(job.pk)
    return time.perf_counter() - began, time.process_time() - cpu


def newest_file() -> dict[str, int]:
    """Pages, bytes and figures of the file made last; the files themselves go away."""
    from pypdf import PdfReader

    from reports.models import Build

    builds = list(Build.objects.order_by("pk"))
    with builds[-1].file.open("rb") as file:
        pdf = PdfReader(file)
        found = {
            "pages": len(pdf.pages),
            "size": builds[-1].size,
            "figures": len(json.loads(pdf.attachments["figures.json"][0])),
        }
    for build in builds:
        build.file.delete(save=False)
    return found


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.dev")
    json.dump(measure(), sys.stdout)
