"""Prints the law book as ``docs/法规.md``: ``python -m renda.core.law.document``."""

from renda.core.law.registry import groups, rules
from renda.core.law.rule import Rule
from renda.core.law.sources import SOURCES

HEAD = """# 法规与期限

系统使用的全部规则，由程序中的数据生成，请勿手工修改：

    python -m renda.core.law.document > docs/法规.md

- **国家**：法律规定，核对不通过时不能继续；**本地**：省、县或者本级办法可以不同，核对不通过时提示，说明原因后可以继续。
- 标“可调”的数可以在“参数与期限”里设本地值；标“待核”的没有读到现行条文，或者只是通行做法。
- 表中文字是内容提要，不是条文原文；办理时以现行有效的文本为准。
"""


def as_markdown() -> str:
    """The whole law book: sources, then every rule with its article and number."""
    parts = [HEAD, "## 依据\n", _sources()]
    for heading, group in groups():
        parts += [f"## {heading}\n", _rules(group)]
    parts.append(f"共 {len(rules())} 条规则。\n")
    return "\n".join(parts)


def _sources() -> str:
    lines = ["| 简称 | 全称 | 文本 | 说明 |", "|---|---|---|---|"]
    lines += [f"| {s.short} | {s.name} | {s.version} | {s.note} |" for s in SOURCES.values()]
    return "\n".join(lines) + "\n"


def _rules(group: tuple[Rule, ...]) -> str:
    lines = ["| 规则 | 内容 | 依据 | 数 | 层级 | 其他地方 |", "|---|---|---|---|---|---|"]
    for rule in group:
        marks = ["国家" if rule.level == "national" else "本地"]
        marks += ["可调"] * rule.is_adjustable + ["待核"] * rule.unconfirmed
        cells = (
            f"{rule.title}<br>`{rule.key}`",
            rule.text,
            rule.basis,
            rule.value_text,
            "、".join(marks),
            rule.elsewhere,
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
