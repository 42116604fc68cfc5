"""What the system administrator sees on the 工作台: accounts and units as they are today."""

from datetime import date

from django.db.models import QuerySet

from renda.core.accounts import idle, roles_here, with_initial_password, without_head
from renda.core.models import Membership, Unit, User
from renda.core.workbench import tally

MANAGE = "core.manage_accounts"


@tally("core.accounts", label="账号", perm=MANAGE, url="core:accounts")
def accounts(user: User, today: date) -> QuerySet[Membership]:
    """Roles held here."""
    return roles_here()


@tally(
    "core.initial", label="待改初始密码", perm=MANAGE, url="core:accounts", query="state=initial"
)
def initial(user: User, today: date) -> QuerySet[Membership]:
    """Accounts that nobody has made their own yet."""
    return with_initial_password(roles_here())


@tally("core.idle", label="半年没有登录", perm=MANAGE, url="core:accounts", query="state=idle")
def idle_accounts(user: User, today: date) -> QuerySet[Membership]:
    """Accounts that may be nobody's any more."""
    return idle(roles_here(), today)


@tally("core.units", label="单位", perm=MANAGE, url="core:units")
def units(user: User, today: date) -> QuerySet[Unit]:
    """Units, those no longer in use as well."""
    return Unit.objects.all()


@tally("core.headless", label="没有负责人账号", perm=MANAGE, url="core:units", query="head=none",
       unit="个单位")  # fmt: skip
def headless(user: User, today: date) -> QuerySet[Unit]:
    """Units in use whose replies nobody can sign."""
    return without_head(Unit.objects.filter(is_active=True))
