"""Photos for the public: each released by itself, as a copy without what the camera wrote into it."""

from collections.abc import Iterable
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q, QuerySet
from django.utils import timezone

from motions.models import Commitment, Motion, Publication
from renda.core import audit
from renda.core.attachments import attach_all, attachments_of
from renda.core.models import Attachment, User

PHOTO_TYPES = ("image/jpeg", "image/png")
COPY = "photo:"
"""The purpose of a copy, before the key of the photo that it was made of."""
CAPTIONS = {"photos": "现场", "before": "办理前", "reported": "办理后", "confirmed": "现场核实"}
LONGEST_SIDE = 1600


def photos_of_case(motion: Motion) -> QuerySet[Attachment]:
    """The photos that may be released: of the case and of what was promised; signed papers never."""
    promises = Commitment.objects.issued().filter(reply__assignment__motion=motion)
    own = Q(model="motions.motion", object_id=motion.pk) & ~Q(purpose="scans")
    promised = Q(model="motions.commitment", object_id__in=promises.values("pk"))
    return Attachment.objects.filter(own | promised, mime__in=PHOTO_TYPES).order_by("pk")


def caption_of(photo: Attachment) -> str:
    """What a photo shows, in words that name nobody."""
    return CAPTIONS.get(photo.purpose, "照片")


def released_photos(publication: Publication) -> dict[int, Attachment]:
    """The copies that the public sees, by the photo each was made of; one query."""
    copies = attachments_of(publication).filter(purpose__startswith=COPY).order_by("pk")
    return {int(copy.purpose.removeprefix(COPY)): copy for copy in copies}


def release_photos(*, publication: Publication, photos: Iterable[Attachment], by: User) -> None:
    """Let the public see these photos of the case, and no others. In a transaction of the caller's."""
    known = released_photos(publication)
    wanted = {photo.pk: photo for photo in photos}
    if gone := [copy for pk, copy in known.items() if pk not in wanted]:
        rows = Attachment.objects.filter(pk__in=[copy.pk for copy in gone])
        rows.update(voided_at=timezone.now())
        audit.record(by, "收回照片", publication, note="、".join(copy.name for copy in gone))
    copies = [
        (f"{COPY}{pk}", SimpleUploadedFile(f"{caption_of(photo)}.jpg", public_copy(photo)))
        for pk, photo in wanted.items()
        if pk not in known
    ]
    if copies:
        attach_all(publication, copies, by=by, verb="公开照片")


def public_copy(photo: Attachment) -> bytes:
    """The photo upright as a JPEG of moderate size: no place, time or camera is left in it.

    ``ValidationError`` for a file that is no readable photo.
    """
    from PIL import Image, ImageOps

    stored = BytesIO()
    try:
        with photo.file.open("rb") as stream, Image.open(stream) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            plain = Image.new("RGB", upright.size)
            plain.paste(upright)
            plain.save(stored, "JPEG", quality=82)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(f"“{photo.name}”打不开，不能公开，请重新上传这张照片") from error
    return stored.getvalue()
