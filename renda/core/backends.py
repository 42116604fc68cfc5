"""Passwords from Django, rights from the rules alone."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from renda.core.models import Membership, User
from renda.core.models.people import by_township
from renda.core.prepared import prepared


@prepared
def memberships_of(user_id: int) -> QuerySet[Membership]:
    """The account's roles, each with the account and the township: asked by every request."""
    rows = Membership.objects.filter(user=user_id)
    return rows.select_related("user", "township__county").order_by("pk")


class AccountBackend(ModelBackend):
    """Checks passwords; grants nothing, so that a "no" of the rules costs no query."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, with its memberships read by the same query."""
        held = memberships_of(user_id)
        if not held:
            return super().get_user(user_id)
        user = held[0].user
        user.memberships_by_township = by_township(held)
        return user if self.user_can_authenticate(user) else None

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        return False

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return set()
