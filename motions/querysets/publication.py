"""Questions about what the public reads."""

from typing import Self

from django.db import models


class PublicationQuerySet(models.QuerySet):
    def readable(self) -> Self:
        """What everybody can read: published by the office, and the deputy still agrees."""
        return self.filter(status="published", motion__is_public=True)
