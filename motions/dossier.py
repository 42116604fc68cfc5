"""案卷: every paper and file of a case in date order, as a list and as one PDF."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from operator import attrgetter

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from motions.models import (
    Assignment,
    Commitment,
    CommitmentChange,
    ContactLog,
    CoOpinion,
    Extension,
    Feedback,
    Motion,
    Objection,
    Reminder,
    Reply,
    Review,
    Supplement,
)
from motions.permissions.records import assignment_of
from renda.core.calendar import chinese_date
from renda.core.models import Attachment, User
from renda.core.paper.blocks import Document, Table, Title
from renda.core.papers import Paper, papers
from renda.core.together import rows_together

BINDABLE = ("application/pdf", "image/jpeg", "image/png")
# what happened on one day is bound in the order that the work takes
KINDS: tuple[tuple[type[models.Model], str, str, str], ...] = (
    (Motion, "register", "pk", "submitted_on"),
    (Assignment, "assignment", "motion", "assigned_on"),
    (Assignment, "receipt", "motion", "signed_on"),
    (Objection, "objection", "assignment__motion", "on"),
    (Extension, "extension", "assignment__motion", "on"),
    (ContactLog, "contact", "motion", "on"),
    (CoOpinion, "opinion", "assignment__motion", "on"),
    (Reminder, "urge", "motion", "on"),
    (Reminder, "order", "motion", "on"),
    (Reply, "letter", "assignment__motion", "issued_on"),
    (Motion, "delivery", "pk", "first_letter_on"),
    (Motion, "feedback", "pk", "replied_on"),
    (CommitmentChange, "change", "commitment__reply__assignment__motion", "on"),
    (Supplement, "letter", "assignment__motion", "issued_on"),
)
MERGED = "merged"
HUNG_ON: tuple[tuple[type[models.Model], str], ...] = (
    (Motion, "pk"),
    (Review, "motion"),
    (ContactLog, "motion"),
    (Reminder, "motion"),
    (Reply, "assignment__motion"),
    (Feedback, "motion"),
    (Supplement, "assignment__motion"),
    (Commitment, "reply__assignment__motion"),
)


@dataclass(frozen=True)
class Entry:
    """One document of the case: a paper that the system prints, or a file that was handed in."""

    on: date
    label: str
    note: str
    record: models.Model
    paper: Paper | None = None

    def url(self, form: str) -> str:
        """Where it is read: as a page, a PDF or a Word file; a file has one address only."""
        if self.paper is None:
            return reverse("core:attachment", args=[self.record.uuid])
        label = self.record._meta.label_lower
        return reverse("core:paper", args=[label, self.record.pk, self.paper.key, form])


def entries(motion: Motion, user: User) -> list[Entry]:
    """The documents of a case that this user may print, in date order; those of merged ones with it."""
    found = [*_papers(motion, user), *_files(motion)]
    return sorted(found, key=lambda entry: entry.on)


def _papers(motion: Motion, user: User) -> Iterator[Entry]:
    rows = _rows(motion)
    for model, key, _, day in KINDS:
        paper = papers[f"{model._meta.label_lower}/{key}"]
        for row in rows[model]:
            on = getattr(row, day)
            if on and paper.when(row) and user.has_perm(paper.perm, row):
                yield Entry(on, paper.label, _whose(row), row, paper)
        for other in rows[MERGED] if key == "register" else ():
            if user.has_perm(paper.perm, other):
                note = f"并入的{other.printed_number}"
                yield Entry(other.submitted_on, paper.label, note, other, paper)


def _rows(motion: Motion) -> dict[object, list]:
    """Every row of the case that prints something, and the cases merged into it: one query."""
    kinds = {model: to for model, _, to, _ in KINDS if model is not Motion}
    merged = motion.merged.select_related("lead", "session", "term").order_by()
    wanted = [_related(model.objects.filter(**{to: motion.pk})) for model, to in kinds.items()]
    *found, others = rows_together([*wanted, merged])
    for row in (row for rows in found for row in rows):
        if hasattr(row, "motion_id"):
            row.motion = motion
        if part := row if isinstance(row, Assignment) else assignment_of(row):
            part.motion = motion
    rows = {
        kind: sorted(each, key=attrgetter("pk")) for kind, each in zip(kinds, found, strict=True)
    }
    return rows | {Motion: [motion], MERGED: sorted(others, key=attrgetter("pk"))}


def _related(rows: models.QuerySet) -> models.QuerySet:
    """The rows with the unit that each belongs to."""
    paths = {Assignment: "unit", CommitmentChange: "commitment__reply__assignment__unit"}
    return rows.select_related(paths.get(rows.model, "assignment__unit")).order_by()


def _whose(row: models.Model) -> str:
    if isinstance(row, Motion):
        return ""
    assignment = row if isinstance(row, Assignment) else assignment_of(row)
    return str(assignment.unit) if assignment else ""


def _files(motion: Motion) -> Iterator[Entry]:
    """Files hung on the case and on what belongs to it: one query."""
    wanted = Q(model="motions.motion", object_id__in=motion.merged.order_by().values("pk"))
    for model, to in HUNG_ON:
        rows = model.objects.filter(**{to: motion.pk}).order_by().values("pk")
        wanted |= Q(model=model._meta.label_lower, object_id__in=rows)
    for file in Attachment.objects.filter(wanted).order_by("pk"):
        yield Entry(timezone.localdate(file.created_at), f"附件　{file.name}", "", file)


def bind(
    motion: Motion,
    found: list[Entry],
    reader: User,
    progress: Callable[[int, str], None] = lambda percent, note: None,
) -> tuple[bytes, int]:
    """卷内文件目录 and the documents one after the other as a PDF with a bookmark for each, and its pages.

    Files that are neither PDF nor picture are left out; the list says so.
    """
    from pypdf import PdfReader, PdfWriter

    bound = []
    for place, entry in enumerate(found):
        progress(100 * place // len(found), entry.label)
        data = _pages(entry, reader)
        bound.append(PdfReader(BytesIO(data)) if data else None)
    writer = PdfWriter()
    listed = _listed(motion, found, [len(part.pages) if part else 0 for part in bound])
    writer.append(BytesIO(listed), import_outline=False)
    for entry, part in zip(found, bound, strict=True):
        if part:
            writer.append(
                part, outline_item=f"{chinese_date(entry.on)} {entry.label} {entry.note}".strip()
            )
    pages = len(writer.pages)
    target = BytesIO()
    writer.write(target)
    return target.getvalue(), pages


def _listed(motion: Motion, found: list[Entry], pages: list[int]) -> bytes:
    """卷内文件目录: every document with its day and its pages; 另存 for what can't be bound."""
    from renda.core.paper.characters import missing_characters
    from renda.core.paper.pdf import render_pdf

    rows = [
        [str(number), chinese_date(entry.on), entry.label, entry.note, str(count or "另存")]
        for number, (entry, count) in enumerate(zip(found, pages, strict=True), 1)
    ]
    on = found[-1].on if found else timezone.localdate(motion.created_at)
    document = _list_of(motion, rows, on)
    if lacking := {ord(sign): "□" for sign, _ in missing_characters(document)}:  # of a file's name
        plain = [[cell.translate(lacking) for cell in row] for row in rows]
        document = _list_of(motion, plain, on)
    return render_pdf(document)


def _list_of(motion: Motion, rows: list[list[str]], on: date) -> Document:
    table = Table(
        ["序号", "日期", "文件", "单位、说明", "页数"],
        rows,
        widths=[1.2, 3.4, 5, 4, 1.4],
        align=["center", "center", "left", "left", "center"],
    )
    title = Title("卷内文件目录", note=f"（{motion.printed_number}　{motion.official_title}）")
    return Document("卷内文件目录", [title, table], created=on)


def _pages(entry: Entry, reader: User) -> bytes:
    if entry.paper:
        from renda.core.paper.pdf import render_pdf

        return render_pdf(entry.paper.document(entry.record, reader))
    if entry.record.mime not in BINDABLE:
        return b""
    with entry.record.file.open("rb") as stream:
        data = stream.read()
    return data if entry.record.mime == BINDABLE[0] else _picture(data)


def _picture(data: bytes) -> bytes:
    """A picture alone on a page of A4, turned as the camera held it."""
    from PIL import Image, ImageOps

    width, height, margin = 1240, 1754, 90  # A4 at 150 dots an inch
    picture = ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB")
    picture.thumbnail((width - 2 * margin, height - 2 * margin))
    sheet = Image.new("RGB", (width, height), "white")
    sheet.paste(picture, ((width - picture.width) // 2, margin))
    target = BytesIO()
    sheet.save(target, "PDF", resolution=150)
    return target.getvalue()
