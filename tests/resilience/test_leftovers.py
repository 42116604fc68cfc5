"""A worker killed between writing its file and telling of it leaves a file nobody knows."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from renda.core import jobs
from renda.core.models import Job, Township
from renda.core.scoping import township_scope
from reports.jobs import request_build
from reports.models import AnnualReport, Build
from tests.demo.database import pointing_to


@pytest.fixture
def in_demo(demo_database, django_db_blocker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with django_db_blocker.unblock(), pointing_to(demo_database.copy()):
        town = Township.objects.get(slug="lianxi")
        with township_scope(town.pk):
            yield town


def test_the_next_attempt_removes_what_a_dead_one_wrote(in_demo, tmp_path):
    report = AnnualReport.objects.get(year=2025)
    job = request_build(report, Build.Form.DOCX, by=None)
    Job.objects.filter(pk=job.pk).update(attempts=1)
    folder = f"reports/{in_demo.pk}/{job.pk}"
    default_storage.save(f"{folder}/half.docx", ContentFile(b"half"))
    elsewhere = default_storage.save(
        f"reports/{in_demo.pk}/999999/other.docx", ContentFile(b"whole")
    )

    assert jobs.run(job.pk) is True

    build = Build.objects.get(job=job)
    assert build.file.name.startswith(folder)
    files = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()}
    assert files == {build.file.name, elsewhere}
