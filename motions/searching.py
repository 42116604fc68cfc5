"""Where the search box looks for motions."""

from django.db.models import QuerySet

from motions.permissions import visible_motions
from renda.core.models import User
from renda.core.searching import searchable


@searchable("motions", label="议案建议", perm="motions.list_motion")
def motions(text: str, user: User) -> QuerySet:
    """By number, title, lead deputy; only what the user may open."""
    return visible_motions(user).matching(text).order_by("-submitted_on", "-pk")
