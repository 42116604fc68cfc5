"""一事一件: signs that a text holds more than one matter. Hints, for the writer to judge."""

import re

from renda.core import law

RULE = "suggestion.one_matter"
FURTHER = ("另外", "此外", "同时建议", "同时请", "还建议", "再建议", "顺便", "还有一件")
ITEM = re.compile(
    r"(?:^|[\s，；。,;])(?:[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]?\d+[）)、.．](?!\d))"
)
BETWEEN = re.compile(r"以及|和.*和|、.*、.*、|；|;")

FRAME = re.compile(r"^关于|的(?:建议|议案|批评|意见)$")
PARTED = re.compile(r"以及|同时|[，,；;、和与及并]")
SHORTEST = 3
"""So many characters name a matter: 修路灯, but not what stands before 和 in 和美乡村."""


def bare(title: str) -> str:
    """修路灯 of 关于修路灯的建议."""
    return FRAME.sub("", title.strip())


def matters_in(title: str) -> list[str]:
    """The matters that a title names side by side; empty if it names one only."""
    parts = [part.strip() for part in PARTED.split(bare(title))]
    parts = [part for part in parts if len(part) >= SHORTEST]
    return parts if len(parts) > 1 else []


def several_matters(title: str, *texts: str) -> list[str]:
    """What makes a text look like several matters, in words; empty if nothing does."""
    said = []
    if found := BETWEEN.search(title):
        sign = found.group()
        word = "“；”" if sign in "；;" else "“以及”" if sign == "以及" else "几件并列的事"
        said.append(f"标题里有{word}")
    if len(ITEM.findall(title)) >= 2:
        said.append("标题里有分条的序号")
    for text in texts:
        if found := next((word for word in FURTHER if word in text), ""):
            said.append(f"正文里有“{found}”")
            break
    return said


def hint(title: str, *texts: str) -> str:
    """The hint beside the form, with its article; empty if one matter is all there is."""
    said = several_matters(title, *texts)
    if not said:
        return ""
    return f"{'，'.join(said)}：如果说的是两件事，请分成两件提，各有承办单位和答复（{law.cite(RULE)}）。"
