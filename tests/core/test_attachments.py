import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from renda.core.attachments import attach, attachments_of, check_file
from renda.core.models import AuditEntry
from tests.factories.core import UnitFactory

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def zipped(*names: str, size: int = 10) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * size)
    return stream.getvalue()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("照片.png", PNG, "image/png"),
        ("照片.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
        ("函.pdf", b"%PDF-1.7\n", "application/pdf"),
        (
            "表.xlsx",
            zipped("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("公文.ofd", zipped("OFD.xml"), "application/ofd"),
    ],
)
def test_a_file_is_what_its_content_says(name, content, mime):
    assert check_file(SimpleUploadedFile(name, content)) == mime


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("run.exe", b"MZ", "不能上传这种文件"),
        ("无后缀", b"MZ", "不能上传这种文件"),
        ("页面.png", b"<html><script>", "内容不是 png"),
        ("表.xlsx", b"PK\x03\x04broken", "内容不是 xlsx"),
        ("表.xlsx", zipped("word/document.xml"), "内容不是 xlsx"),
        ("函.docx", zipped("路.xml").replace("路".encode(), b"\xb7\xb7\xb7"), "内容不是 docx"),
        ("函.docx", zipped("a").replace(b"PK\1\2\x14\3\x14", b"PK\1\2\x14\3\x99"), "内容不是 docx"),
        ("空.pdf", b"", "空文件"),
        ("大.docx", zipped("word/document.xml", size=30_000_000), "压缩炸弹"),
    ],
)
def test_a_wrong_file_is_refused_with_advice(name, content, told):
    with pytest.raises(ValidationError, match=told):
        check_file(SimpleUploadedFile(name, content))


def test_a_file_over_the_limit_is_refused(settings):
    settings.UPLOAD_LIMIT_MB = 1
    with pytest.raises(ValidationError, match="超过 1 MB"):
        check_file(SimpleUploadedFile("函.pdf", b"%PDF-" + b"0" * 1_100_000))


def test_an_attachment_keeps_its_name_and_hides_its_path(in_township, clerk, unit, media):
    found = attach(unit, SimpleUploadedFile("现场.png", PNG), by=clerk)

    assert found.name == "现场.png"
    assert "现场" not in found.file.name
    assert found.file.name.startswith(f"attachments/{in_township.pk}/")
    assert list(attachments_of(unit)) == [found]
    assert AuditEntry.objects.get().verb == "上传附件"


def test_a_file_is_served_to_those_who_may_see_its_record_only(
    client, in_township, clerk, person, outsider, unit, media
):
    found = attach(unit, SimpleUploadedFile("现场.png", PNG), by=clerk)
    url = f"/file/{found.uuid}/"

    assert client.get(url).status_code == 302
    client.force_login(outsider)
    assert client.get(url).status_code == 404
    client.force_login(person("deputy"))
    assert client.get(url).status_code == 403
    client.force_login(clerk)
    answer = client.get(url)
    assert (answer.status_code, answer.content) == (200, PNG)
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_uploading_needs_the_right_to_change(client, in_township, clerk, chair, unit, media):
    url = f"/attach/core.unit/{unit.pk}/"
    client.force_login(chair)
    assert client.post(url, {"file": SimpleUploadedFile("a.png", PNG)}).status_code == 403
    client.force_login(clerk)
    assert client.post(url, {"file": SimpleUploadedFile("a.png", PNG)}).status_code == 302
    assert attachments_of(unit).count() == 1
    assert client.post(f"/attach/core.unit/{UnitFactory().pk}/").status_code == 404
