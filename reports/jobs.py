"""The report's long work in the background, done once and never by half: issuing it, compiling its files."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from renda.core.garbage import own_garbage
from renda.core.jobs import JobFailed, LostClaim, Run, enqueue, job
from renda.core.models import Job, User
from reports.models import AnnualReport, Build, build_folder
from reports.services import compile_report, edition_of
from reports.workflow import lacks, report_workflow


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


def back_to_review(job: Job, why: str) -> None:
    """A report that will not be issued after all may be worked on again."""
    issuing = AnnualReport.objects.filter(status=AnnualReport.Status.ISSUING)
    if report := issuing.filter(pk=job.params["report"]).first():
        report_workflow.follow("give_back", report, by=job.by, data={"note": why})


@job("reports.issue", undone=back_to_review)
def issue(run: Run) -> None:
    """Read the report at one moment, see that it can be printed, keep what was read and close it."""
    from renda.core.paper import FontsMissing, UnmappableCharacters, refuse_unprintable

    run.progress(5, "正在汇总数据")
    report = AnnualReport.objects.select_related("township").get(pk=run.params["report"])
    edition = edition_of(report)
    if reason := lacks(edition.missing):
        raise JobFailed(reason)
    run.progress(60, "正在核对字体")
    try:
        refuse_unprintable(edition.document())
    except (FontsMissing, UnmappableCharacters) as error:
        raise JobFailed(str(error)) from error
    run.progress(80, "正在固定数字和文字")

    def close() -> str:
        data = {"edition": edition}
        return report_workflow.follow("finish", report, by=run.job.by, data=data).get_absolute_url()

    run.finish(note=f"共固定 {len(edition.figures)} 个数字", write=close)


@job("reports.build")
def build(run: Run) -> None:
    """Compile, render, keep the file; the row that makes it visible comes with the job's end."""
    from renda.core.paper import FontsMissing, UnmappableCharacters

    if run.job.attempts > 1:
        forget_attempts(run.job)
    report = AnnualReport.objects.select_related("township").get(pk=run.params["report"])
    try:
        with own_garbage():
            data = made(report, run)
    except (FontsMissing, UnmappableCharacters) as error:
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


def made(report: AnnualReport, run: Run) -> bytes:
    """The bytes of the file."""
    from renda.core.paper import render_docx, render_pdf

    run.progress(5, "正在汇总数据")
    compiled = compile_report(report)
    run.progress(25, "正在排版")
    if run.params["form"] == Build.Form.DOCX:
        return render_docx(compiled.document())
    return render_pdf(
        compiled.document(),
        attachments=[("figures.json", compiled.figures())],
        progress=lambda percent, note: run.progress(25 + percent * 7 // 10, note),
    )
