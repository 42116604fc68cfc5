"""``manage.py workflow_diagrams``: every status workflow as a diagram, for ``docs/流程.md``."""

from django.apps import apps
from django.core.management.base import BaseCommand

from renda.core.workflow import Workflow, workflow_of

HEAD = """# 办理流程

每类记录从登记到办结经过哪些状态、每一步叫什么，由程序中的流程定义生成，请勿手工修改：

    python manage.py workflow_diagrams > docs/流程.md

- 箭头上的文字就是页面上的按钮；标“（自动）”的没有按钮，由前一步带出。
- 按钮只对有权办理的人显示；每一步都留痕，谁在什么时候办的，在记录的“办理经过”里看。
"""


class Command(BaseCommand):
    help = "输出全部办理流程图（Mermaid），供 docs/流程.md 使用。"
    requires_system_checks = []

    def handle(self, *args, **options) -> None:
        flows = [flow for model in apps.get_models() if (flow := workflow_of(model))]
        self.stdout.write("\n".join([HEAD, *map(chapter, flows)]), ending="")


def chapter(flow: Workflow) -> str:
    """One workflow under its app's and model's names."""
    meta = flow.model._meta
    heading = f"{meta.app_config.verbose_name}：{meta.verbose_name}"
    return f"## {heading}\n\n```mermaid\n{flow.diagram()}\n```\n"
