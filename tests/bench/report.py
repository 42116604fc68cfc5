"""The demo year's report in a process of its own: time to compile and to render, pages, peak memory."""

import json
import os
import resource
import sys
import time
from io import BytesIO

YEAR = 2025
TOWNSHIP = "lianxi"


def peak_mb() -> float:
    """The most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(runs: int = 3) -> dict[str, object]:
    """Compile and render as a worker does; the first run is told apart, for it loads the fonts."""
    import django

    django.setup()
    from pypdf import PdfReader

    from renda.core.models import Township
    from renda.core.paper import render_pdf
    from renda.core.scoping import township_scope
    from reports.models import AnnualReport
    from reports.services import compile_report

    place = Township.objects.get(slug=TOWNSHIP)
    idle = peak_mb()
    times = []
    for _ in range(runs):
        began, cpu = time.perf_counter(), time.process_time()
        with township_scope(place.pk):
            compiled = compile_report(AnnualReport.objects.get(year=YEAR))
            document, figures = compiled.document(), compiled.figures()
        done = time.perf_counter()
        pdf = render_pdf(document, attachments=[("figures.json", figures)])
        end = time.perf_counter()
        times.append((done - began, end - done, end - began, time.process_time() - cpu))
    return {
        "first": times[0],
        "again": min(times[1:], key=lambda each: each[2]),
        "idle": idle,
        "peak": peak_mb(),
        "pages": len(PdfReader(BytesIO(pdf)).pages),
        "size": len(pdf),
        "figures": len(json.loads(figures)),
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renda.settings.dev")
    json.dump(measure(), sys.stdout)
