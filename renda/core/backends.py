"""Passwords from Django, rights from the rules alone."""

from django.contrib.auth.backends import ModelBackend


class AccountBackend(ModelBackend):
    """Checks passwords; grants nothing, so that a "no" of the rules costs no query."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        return False

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        return set()
