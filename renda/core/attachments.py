"""Files people hand in: accepted by what they contain, stored under a random name, served with a check.

An attachment belongs to a record; who may see the record may see its files.
"""

import hashlib
import zipfile
from collections.abc import Iterable
from io import BytesIO

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models

from renda.core import audit
from renda.core.models import Attachment, User

OFFICE = "application/vnd.openxmlformats-officedocument."
ALLOWED = {
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".wps": "application/vnd.ms-works",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
NAMES = "docx、xlsx、pdf、ofd、wps、jpg、png"
INSIDE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".ofd": "OFD.xml"}
STARTS = {
    ".pdf": b"%PDF-",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".wps": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_MEMBERS = 5000


def check_file(upload: UploadedFile) -> str:
    """The MIME type that the content of ``upload`` proves; ``ValidationError`` says how to mend it."""
    limit = settings.UPLOAD_LIMIT_MB
    if upload.size > limit * 1024 * 1024:
        raise ValidationError(f"文件超过 {limit} MB，请压缩后再传")
    if not upload.size:
        raise ValidationError("这是一个空文件，请重新选择")
    suffix = "." + upload.name.rsplit(".", 1)[-1].lower() if "." in upload.name else ""
    if suffix not in ALLOWED:
        raise ValidationError(f"不能上传这种文件，请用 {NAMES}")
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    if suffix in STARTS:
        if not data.startswith(STARTS[suffix]):
            raise ValidationError(_mismatch(upload.name, suffix, data))
        return ALLOWED[suffix]
    _check_zip(data, upload.name, suffix)
    return ALLOWED[suffix]


def _check_zip(data: bytes, name: str, suffix: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        UnicodeDecodeError,
    ):  # all that it says of no archive
        raise ValidationError(_mismatch(name, suffix, data)) from None
    unpacked = sum(member.file_size for member in members)
    if (
        len(members) > MAX_MEMBERS
        or unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(len(data), 1024)
    ):
        raise ValidationError("文件解开后过大，疑似压缩炸弹，不能上传")
    if INSIDE[suffix] not in {member.filename for member in members}:
        raise ValidationError(_mismatch(name, suffix, data))


def _mismatch(name: str, suffix: str, data: bytes) -> str:
    try:
        real = puremagic.from_string(data[:65536], filename=None) or "未知类型"
    except (puremagic.PureError, ValueError):
        real = "未知类型"
    return f"“{name}”的内容不是 {suffix.removeprefix('.')}（实为 {real}），请用原软件另存后再传"


def attach(
    record: models.Model, upload: UploadedFile, *, by: User | None, purpose: str = ""
) -> Attachment:
    """Check a file and hang it on a record."""
    attachment = _unsaved(record, upload, by, purpose)
    attachment.save()
    _tell(record, attachment, by, "上传附件")
    return attachment


def attach_all(
    record: models.Model, files: Iterable[tuple[str, UploadedFile]], *, by: User | None, verb: str
) -> list[Attachment]:
    """Hang files on a record, each for its purpose, by one query; the history calls it ``verb``."""
    rows = [_unsaved(record, upload, by, purpose) for purpose, upload in files]
    Attachment.objects.bulk_create(rows)
    with audit.together():
        for row in rows:
            _tell(record, row, by, verb)
    return rows


def _unsaved(
    record: models.Model, upload: UploadedFile, by: User | None, purpose: str
) -> Attachment:
    """The attachment of a file that was checked."""
    mime = check_file(upload)
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    attachment = Attachment(
        model=record._meta.label_lower,
        object_id=record.pk,
        purpose=purpose,
        name=upload.name[-200:],
        mime=mime,
        size=upload.size,
        sha256=digest,
        by=by,
    )
    attachment.township_id = record.township_id
    attachment.file = upload
    return attachment


def _tell(record: models.Model, attachment: Attachment, by: User | None, verb: str) -> None:
    audit.record(by, verb, record, name=attachment.name, sha256=attachment.sha256)


def attachments_of(*records: models.Model) -> models.QuerySet[Attachment]:
    """The files of one or several records of one model."""
    return Attachment.objects.filter(
        model=records[0]._meta.label_lower, object_id__in=[r.pk for r in records]
    )
