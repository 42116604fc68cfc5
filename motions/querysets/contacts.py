"""Questions about many contacts with deputies at once."""

from typing import Self

from django.db import models

from motions.querysets.states import FACE_TO_FACE


class ContactQuerySet(models.QuerySet):
    def believed(self) -> Self:
        """Those that the deputy does not call untrue."""
        return self.exclude(confirmation="untrue")

    def unconfirmed_by(self, deputy_id: int | None) -> Self:
        """Talks with this deputy, who has not said yet whether the record is true."""
        return self.filter(deputy=deputy_id, confirmation="")

    def face_to_face(self) -> Self:
        """面商: the deputy was met, and does not call the record untrue."""
        return self.believed().filter(way__in=FACE_TO_FACE)
