"""The demo's photos: what a deputy saw, what a unit reported as done, what the office saw on site."""

from datetime import date, datetime, time

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from motions.models import Commitment, Motion
from renda.core.attachments import attach
from renda.core.demo import Demo
from renda.core.demo_pictures import VARIANTS, picture
from renda.core.models import Attachment, Record, User

ROADS = ("traffic", "urban")
HUNG_AT = time(15, 20)


def show_places(demo: Demo, main: Motion) -> None:
    """Two photos of the key case by its deputy, and those of every promise that was reported."""
    for variant in range(2):
        seen = ("现场", "before", variant)
        _hang(demo, main, "photos", seen, by=main.drafted_by, on=main.submitted_on)
    reported = (
        Commitment.objects.filter(reported_on__isnull=False)
        .select_related("reply__assignment__motion", "reply__assignment__unit")
        .order_by("pk")
    )
    accounts = {user.name: user for user in demo.users.values()}
    clerk = demo.users["clerk"]
    for variant, row in enumerate(reported):
        by = accounts.get(row.reply.assignment.person, clerk)
        day = row.reported_on
        _hang(demo, row, "before", ("办理前", "before", variant), by=by, on=day)
        _hang(demo, row, "reported", ("办理后", "after", variant), by=by, on=day)
        if row.done_on:
            seen = ("现场核实", "after", variant)
            _hang(demo, row, "confirmed", seen, by=clerk, on=row.done_on)


def _hang(
    demo: Demo, record: Record, purpose: str, shot: tuple[str, str, int], *, by: User, on: date
) -> None:
    name, kind, variant = shot
    motion = record if isinstance(record, Motion) else record.reply.assignment.motion
    scene = "road" if motion.field in ROADS else "stream"
    upload = SimpleUploadedFile(f"{name}.jpg", picture(kind, variant % VARIANTS, scene))
    with demo.on(on):
        photo = attach(record, upload, by=by, purpose=purpose)
    taken_at = timezone.make_aware(datetime.combine(on, HUNG_AT))
    Attachment.objects.filter(pk=photo.pk).update(created_at=demo.moment(taken_at))
