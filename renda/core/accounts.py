"""Accounts: who gets one here, with which role, until when, and whose password may be set here."""

from dataclasses import dataclass
from datetime import date, timedelta

from axes.utils import reset as unlock
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string

from renda.core import audit
from renda.core.models import UNIT_ROLES, Membership, Role, Unit, User
from renda.core.scoping import current_township_id

IDLE = timedelta(days=180)
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on a slip of paper


@dataclass(frozen=True)
class Opened:
    """A role that somebody has here; ``password`` is the initial one of a new account, else empty."""

    membership: Membership
    password: str
    is_new: bool


def roles_here() -> QuerySet[Membership]:
    """The roles held in this township."""
    return Membership.objects.filter(township=current_township_id())


def with_initial_password(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those whose account still has the password it was opened with."""
    return rows.filter(user__must_change_password=True)


def idle(rows: QuerySet[Membership], today: date) -> QuerySet[Membership]:
    """Those whose account was in use and that nobody logged in with for half a year."""
    long_ago = Q(user__last_login=None) | Q(user__last_login__date__lt=today - IDLE)
    return rows.filter(long_ago, user__must_change_password=False)


def without_head(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those of the units that have no account of a head: what is sent up there nobody can sign."""
    heads = Membership.objects.filter(
        township=OuterRef("township"),
        unit=OuterRef("pk"),
        role=Role.UNIT_HEAD,
        user__is_active=True,
    )
    return units.exclude(Exists(heads))


def is_ours(user: User) -> bool:
    """Whether the account worked in this township and nowhere else, and never read for the county.

    Only such an account is this township's to rename, to give another role or a new password.
    """
    held = Membership.every.filter(user=user).values_list("township", "role")
    return bool(held) and all(
        (township, role == Role.COUNTY) == (current_township_id(), False) for township, role in held
    )


def set_initial_password(user: User) -> str:
    """A new password that the person must change at the first login; given back, kept nowhere."""
    password = get_random_string(10, ALPHABET)
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    unlock(username=user.username)
    return password


@transaction.atomic
def open_account(
    *,
    by: User | None,
    username: str,
    name: str,
    role: str,
    unit: Unit | None = None,
    phone: str = "",
    email: str = "",
    anybody: bool = False,
) -> Opened:
    """Give a person a role in this township, with a new account or the one that is there.

    An account that works elsewhere too takes another role only from the operator (``anybody``).
    ``ValidationError`` names the field that has to be mended.
    """
    if role in UNIT_ROLES and unit is None:
        raise ValidationError({"unit": "承办单位的账号须选单位"})
    if role not in UNIT_ROLES and unit is not None:
        raise ValidationError({"unit": "只有承办单位的账号才选单位，请清空"})
    details = {"name": name, "phone": phone, "email": email}
    user, is_new = User.objects.get_or_create(username=username, defaults=details)
    if not is_new and user.name != name:
        raise ValidationError({"username": "这个账号已属于另一个人，请换一个账号"})
    if not is_new and not anybody and not is_ours(user):
        raise ValidationError(
            {
                "username": "这个账号在别的乡镇或者县人大使用，本乡镇不能添加角色，请联系县里的系统维护人员"
            }
        )
    password = set_initial_password(user) if is_new else ""
    membership, added = Membership.objects.get_or_create(
        user=user, township_id=current_township_id(), role=role, unit=unit
    )
    if added:
        audit.record(by, "开通账号", membership, role=role)
    return Opened(membership, password, added)


@transaction.atomic
def reset_password(*, membership: Membership, by: User) -> str:
    """A new initial password for one of this township's own accounts."""
    if not is_ours(membership.user):
        raise ValidationError(
            f"{membership.user.name}的账号在别的乡镇或者县人大也使用，密码不由本乡镇重置。"
            "请本人登录后修改，忘记密码的联系县里的系统维护人员。"
        )
    password = set_initial_password(membership.user)
    audit.record(by, "重置密码", membership)
    return password


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> None:
    """Take a role away; who has none left can no longer log in. The row stays for the history."""
    if membership.user_id == by.pk and membership.role == Role.ADMIN:
        raise ValidationError("不能解除自己的系统管理员角色，请由另一位管理员办理。")
    if membership.role == Role.COUNTY:
        raise ValidationError("县人大的阅览角色由县里开通，本乡镇不能解除。")
    ended = Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    if ended:
        audit.record(by, "解除角色", membership)


@transaction.atomic
def change_account(*, membership: Membership, by: User, **details: str) -> None:
    """Correct name, phone and e-mail of one of this township's own accounts."""
    user = membership.user
    if not is_ours(user):
        raise ValidationError("这个账号在别的乡镇或者县人大也使用，姓名和联系方式由本人修改。")
    changes = {
        str(User._meta.get_field(name).verbose_name): [getattr(user, name), value]
        for name, value in details.items()
        if getattr(user, name) != value
    }
    for name, value in details.items():
        setattr(user, name, value)
    user.save(update_fields=list(details))
    if changes:
        audit.record(by, "修改账号", membership, changes=changes)
