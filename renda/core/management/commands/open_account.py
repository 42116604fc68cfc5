"""``manage.py open_account``: what no township may do itself: the county's reader, a role in a second township."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from renda.core.accounts import open_account
from renda.core.models import Role, Township, Unit
from renda.core.origin import origin
from renda.core.scoping import township_scope


class Command(BaseCommand):
    help = "给一个人在一个或几个乡镇开通角色：县人大的账号、在两个乡镇任职的人。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--role", choices=Role.values, required=True, help="角色")
        parser.add_argument(
            "--township", action="append", default=[], help="乡镇的网址名，可写几次"
        )
        parser.add_argument("--county", help="县的网址名：该县的所有乡镇")
        parser.add_argument("--unit", help="单位全称，承办单位的角色须填")

    @transaction.atomic
    def handle(self, *args, username: str, name: str, role: str, **given) -> None:
        townships = Township.objects.filter(slug__in=given["township"])
        if given["county"]:
            townships = Township.objects.filter(county__slug=given["county"])
        missing = set(given["township"]) - {t.slug for t in townships}
        if missing or not townships:
            raise CommandError(f"没有这样的乡镇：{'、'.join(sorted(missing)) or given['county']}")
        for township in townships:
            with township_scope(township.pk), origin("open_account"):
                try:
                    opened = open_account(
                        by=None,
                        username=username,
                        name=name,
                        role=role,
                        unit=self.unit(given["unit"]),
                        anybody=True,
                    )
                except ValidationError as error:
                    raise CommandError("；".join(error.messages)) from error
            self.stdout.write(f"{township}：{opened.membership}")
            if opened.password:
                self.stdout.write(f"初始密码 {opened.password}（首次登录须修改）")

    @staticmethod
    def unit(name: str | None) -> Unit | None:
        """The unit of that name in the township in scope."""
        if not name:
            return None
        unit = Unit.objects.filter(name=name).first()
        if unit is None:
            raise CommandError(f"没有“{name}”这个单位")
        return unit
