"""``manage.py create_township``: a township with its first administrator, and its county if new."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model

from renda.core.accounts import open_account
from renda.core.models import County, Role, Township
from renda.core.origin import origin
from renda.core.scoping import township_scope


class Command(BaseCommand):
    help = "建立乡镇和它的第一个系统管理员账号。其余账号由管理员登录后开通。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", help="乡镇的网址名（小写字母、数字、连字符），如 lianxi")
        parser.add_argument("name", help="乡镇全称，如 练溪镇")
        parser.add_argument("--county", required=True, help="县（市、区）的网址名，如 xiyuan")
        parser.add_argument("--county-name", help="县（市、区）全称，新建县时填")
        parser.add_argument("--admin", required=True, help="管理员的账号")
        parser.add_argument("--admin-name", required=True, help="管理员的姓名")
        parser.add_argument("--population", type=int, default=0, help="人口")

    @transaction.atomic
    def handle(self, *args, slug: str, name: str, county: str, **given) -> None:
        try:
            above = County.objects.filter(slug=county).first()
            if above is None:
                if not given["county_name"]:
                    raise CommandError(f"还没有 {county} 这个县。新建请加 --county-name 全称")
                above = saved(County(slug=county, name=given["county_name"]))
            population = given["population"]
            township = saved(Township(county=above, slug=slug, name=name, population=population))
            with township_scope(township.pk), origin("create_township"):
                opened = open_account(
                    by=None,
                    username=given["admin"],
                    name=given["admin_name"],
                    role=Role.ADMIN,
                    anybody=True,
                )
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(f"已建立{above}{township}。管理员账号 {given['admin']}")
        if opened.password:
            self.stdout.write(f"初始密码 {opened.password}（首次登录须修改）")


def saved(row: Model) -> Model:
    """The row, checked and stored."""
    row.full_clean()
    row.save()
    return row
