"""``manage.py annual_report``: the year's report as files, without a running server."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from renda.core.models import Township
from renda.core.paper import render_docx, render_pdf
from renda.core.scoping import township_scope
from reports.models import AnnualReport
from reports.services import compile_report


class Command(BaseCommand):
    help = "生成年度工作总结：report.pdf、report.docx、figures.json"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--township", required=True, help="乡镇代号，如 lianxi")
        parser.add_argument("--year", required=True, type=int, help="年度")
        parser.add_argument("--out", required=True, type=Path, help="存放文件的目录")

    def handle(self, *args, township: str, year: int, out: Path, **options) -> None:
        place = Township.objects.filter(slug=township).first()
        if place is None:
            known = "、".join(Township.objects.values_list("slug", flat=True))
            raise CommandError(f"没有代号为 {township} 的乡镇，现有：{known}")
        if not 1954 <= year <= timezone.localdate().year:
            raise CommandError(f"年度应在 1954 至 {timezone.localdate().year} 之间")
        out.mkdir(parents=True, exist_ok=True)
        with township_scope(place.pk):
            report = AnnualReport.objects.filter(year=year).first()
            compiled = compile_report(report or AnnualReport(township=place, year=year))
            document, figures = compiled.document(), compiled.figures()
        pdf = render_pdf(document, attachments=[("figures.json", figures)])
        for name, data in (
            ("figures.json", figures),
            ("report.docx", render_docx(document)),
            ("report.pdf", pdf),
        ):
            partial = out / f".{name}.part"
            partial.write_bytes(data)
            partial.replace(out / name)
            self.stdout.write(f"{out / name}  {len(data) // 1024} KB")
        for miss in compiled.missing:
            self.stderr.write(f"缺数：第“{miss.chapter.title}”章 {miss.label}")
