"""Compiling the report's files in the background: finished once, never half a file."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from renda.core.jobs import JobFailed, LostClaim, Run, enqueue, job
from renda.core.models import Job, User
from reports.models import AnnualReport, Build, build_folder
from reports.services import Compiled, compile_report


def request_build(report: AnnualReport, form: str, *, by: User) -> Job:
    """Have a file of the report made; asking twice while one is under way gives the same job."""
    return enqueue(
        "reports.build",
        f"{report}（{Build.Form(form).label}）",
        by=by,
        key=f"report-{report.pk}-{form}",
        report=report.pk,
        form=form,
    )


@job("reports.build")
def build(run: Run) -> None:
    """Compile, render, keep the file; the row that makes it visible comes with the job's end."""
    from renda.core.paper import UnmappableCharacters

    if run.job.attempts > 1:
        forget_attempts(run.job)
    run.progress(5, "正在汇总数据")
    report = AnnualReport.objects.select_related("township").get(pk=run.params["report"])
    compiled = compile_report(report)
    run.progress(25, "正在排版")
    try:
        data = rendered(compiled, run.params["form"], run)
    except UnmappableCharacters as error:
        raise JobFailed(str(error)) from error
    row = Build(
        report=report,
        job=run.job,
        form=run.params["form"],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        is_issued=report.is_issued,
    )
    row.township_id = report.township_id
    row.file.save(row.name, ContentFile(data), save=False)

    def show() -> str:
        row.save()
        return reverse("reports:build", args=[row.pk])

    try:
        run.finish(note=f"共 {len(data) // 1024} KB", write=show)
    except LostClaim:
        default_storage.delete(row.file.name)
        raise


def forget_attempts(job: Job) -> None:
    """Remove what a worker wrote that died before it could tell of it.

    One that still lives, but lost its lease, can't finish any more: its file is no loss.
    """
    folder = build_folder(job.township_id, job.pk)
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")


def rendered(compiled: Compiled, form: str, run: Run) -> bytes:
    """The bytes of the file."""
    from renda.core.paper import render_docx, render_pdf

    if form == Build.Form.DOCX:
        return render_docx(compiled.document())
    return render_pdf(
        compiled.document(),
        attachments=[("figures.json", compiled.figures())],
        progress=lambda percent, note: run.progress(25 + percent * 7 // 10, note),
    )
