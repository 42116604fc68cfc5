"""``manage.py verify_history``: whether a township's history is whole, or where it was tampered with."""

from django.core.management.base import BaseCommand, CommandError

from renda.core import audit
from renda.core.models import AuditEntry, Township
from renda.core.scoping import township_scope


class Command(BaseCommand):
    help = "核对操作记录有没有被改动、删除。有问题时说明从第几条起，并以错误结束。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--township", help="只核对这个乡镇（网址名），不写则核对全部")

    def handle(self, *args, township: str | None, **options) -> None:
        townships = Township.objects.order_by("pk")
        if township:
            townships = townships.filter(slug=township)
            if not townships:
                raise CommandError(f"没有 {township} 这个乡镇")
        broken = False
        for each in townships:
            with township_scope(each.pk):
                wrong = audit.verify()
                count = AuditEntry.objects.count()
            broken |= wrong is not None
            words = f"完整，共 {count} 条" if wrong is None else f"从第 {wrong} 条起被改动或缺失"
            self.stdout.write(f"{each.name}：{words}")
        if broken:
            raise CommandError("操作记录不完整：请保留现场和备份，向上级报告")
