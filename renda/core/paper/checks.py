"""What this machine lacks to print official papers, said by ``manage.py check``."""

import ctypes
from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from renda.core.paper.fonts import missing_packages
from renda.core.paper.installed import install_advice
from renda.core.paper.subset import library

PANGO = {"libpango-1.0-0": "libpango-1.0.so.0", "libpangoft2-1.0-0": "libpangoft2-1.0.so.0"}


@register("paper")
def check_paper(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Warnings for missing libraries and fonts, each with what to install."""
    found: list[CheckMessage] = []
    if packages := missing_libraries():
        found.append(
            Warning(
                f"缺少排版所需的程序库：{'、'.join(packages)}。",
                hint=f"请以管理员身份运行：apt-get install {' '.join(packages)}"
                "（没有 libharfbuzz-subset0 时，每份文件要多用约 10 秒）",
                id="paper.W001",
            )
        )
    if packages := missing_packages(settings.PAPER_FONT_DIR):
        found.append(
            Warning(
                f"缺少公文字体：{'、'.join(packages)}。", hint=install_advice(), id="paper.W001"
            )
        )
    return found


def missing_libraries() -> list[str]:
    """The Debian packages of the libraries that can't be loaded."""
    absent = [] if library() else ["libharfbuzz-subset0"]
    for package, name in PANGO.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            absent.append(package)
    return absent
