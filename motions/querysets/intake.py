"""Questions about many co-signers at once."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class CoSignerQuerySet(models.QuerySet):
    def waiting(self, today: date) -> Self:
        """Invited to a case that was handed in, with time left to answer."""
        rows = self.filter(state="invited").exclude(
            motion__status__in=("draft", "withdrawn", "rejected")
        )
        return rows.exclude(motion__voided_at__isnull=False).exclude(motion__join_by__lt=today)

    def unanswered(self) -> Self:
        """Invited and silent, in time or not."""
        return self.filter(state="invited")

    def to_be_reminded(self, today: date) -> Self:
        """Silent, and not reminded today."""
        return self.unanswered().filter(Q(reminded_on=None) | Q(reminded_on__lt=today))
