"""``manage.py load_demo``: 练溪镇 with its three years, the smaller 姚埠乡, and the county above them."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from renda.core import demo_accounts as data
from renda.core.calendar import chinese_date
from renda.core.demo import Demo, load_parts
from renda.core.models import County, Membership, Notification, Role, Term, Township, Unit, User
from renda.core.origin import origin
from renda.core.scoping import township_scope

EARLIEST = date(2026, 2, 1)


class Command(BaseCommand):
    help = "装入演示数据：练溪镇、姚埠乡及所在县。可重复执行，已装入的乡镇不再装。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, help="以哪天为“今天”（YYYY-MM-DD）")
        parser.add_argument("--accounts", action="store_true", help="只列出演示账号")
        parser.add_argument(
            "--in-production", action="store_true", help="正式环境也装入：演示账号的密码人人可知"
        )

    def handle(
        self, *args, today: date | None, accounts: bool, in_production: bool, **options
    ) -> None:
        if not (accounts or in_production or settings.DEMO_ALLOWED):
            raise CommandError(
                "这是正式环境。演示账号的密码是公开的，装入后谁都能登录；"
                "只在试用的机器上装，确要装入请加 --in-production。"
                "建立乡镇请用 manage.py create_township。"
            )
        if not accounts:
            today = today or timezone.localdate()
            if today < EARLIEST:
                raise CommandError(
                    "演示数据含 2024、2025 两个完整年度和 2026 年 1 月的人代会，"
                    f"“今天”不能早于 {chinese_date(EARLIEST)}"
                )
            password = make_password(data.PASSWORD)
            for row in data.TOWNSHIPS:
                with transaction.atomic(), origin("load_demo"):
                    if load_township(row, today, password):
                        self.stdout.write(f"已装入{row[1]}")
        self.list_accounts()

    def list_accounts(self) -> None:
        self.stdout.write(f"演示账号（密码都是 {data.PASSWORD}）：")
        for _, township, _, _, _, accounts in data.TOWNSHIPS:
            for username, name, role, unit in accounts:
                where = next((u[2] for u in data.UNITS if u[0] == unit), "")
                self.stdout.write(
                    f"  {username:<10} {township} {Role(role).label} {name} {where}".rstrip()
                )
        username, name = data.COUNTY_ACCOUNT
        self.stdout.write(f"  {username:<10} 溪源县 {Role.COUNTY.label} {name}")


def load_township(row: tuple, today: date, password: str) -> bool:
    """Load one township with everything the apps add; False if it was there already."""
    slug, name, population, phone, full, accounts = row
    county, _ = County.objects.get_or_create(slug="xiyuan", defaults={"name": "溪源县"})
    township, _ = Township.objects.get_or_create(
        slug=slug,
        defaults={"county": county, "name": name, "population": population, "office_phone": phone},
    )
    with township_scope(township.pk):
        if Term.objects.exists():
            return False
        demo = Demo(township=township, full=full, today=today)
        demo.shared["units"] = units = load_units(demo)
        for username, person, role, unit in accounts:
            demo.users[username.removeprefix("y") if not full else username] = account(
                township, username, person, role, units.get(unit), password
            )
        account(township, *data.COUNTY_ACCOUNT, Role.COUNTY, None, password)
        load_parts(demo)
        # the demo's people have no mailboxes: their messages stay in the inbox, none is mailed
        Notification.objects.filter(sent_at=None).update(sent_at=timezone.now())
    return True


def load_units(demo: Demo) -> dict[str, Unit]:
    """The township's units, by their short key."""
    units = {}
    for key, name, short, kind, head, leader, phone in data.UNITS:
        if not demo.full:
            head, leader = data.SMALL_HEADS[key]
        if kind == Unit.Kind.GOVERNMENT:
            level = demo.township.level
            name, short = f"{level}人民政府", f"{level}政府"
        units[key] = Unit.objects.create(
            name=name, short_name=short, kind=kind, head=head, leader=leader, phone=phone
        )
    return units


def account(
    township: Township, username: str, name: str, role: Role, unit: Unit | None, password: str
) -> User:
    """An account with one role; the county's reader has the same one in every township."""
    user, _ = User.objects.get_or_create(
        username=username,
        defaults={"name": name, "password": password, "email": f"{username}@example.cn"},
    )
    Membership.objects.get_or_create(user=user, township=township, role=role, unit=unit)
    return user
