"""A case's papers as one file."""

import uuid

from django.db import models

from motions.models.motion import Motion
from renda.core.models import Job, OwnedKey, TownshipModel


def dossier_path(dossier: "Dossier", filename: str) -> str:
    """A path that says nothing of its content, in a folder of the job's own."""
    return f"dossiers/{dossier.township_id}/{dossier.job_id}/{uuid.uuid4().hex}.pdf"


class Dossier(TownshipModel):
    """案卷: every paper of a case in date order, bound together on some day."""

    motion = OwnedKey(Motion, related_name="dossiers", verbose_name="议案建议")
    job = OwnedKey(Job, related_name="+")
    file = models.FileField("文件", upload_to=dossier_path)
    pages = models.PositiveIntegerField("页数")
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "案卷"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["township", "job"], name="one_dossier_per_job")
        ]
        indexes = [models.Index(fields=["township", "motion"], name="dossier_of_motion")]

    def __str__(self) -> str:
        return f"{self.motion} 案卷"
