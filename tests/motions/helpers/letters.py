"""A letter's text, and what stands on its paper."""

from datetime import date

from renda.core.paper.blocks import Heading, Paragraph, plain

DAY = date(2025, 6, 10)
BODY = "您提出的建议已收悉。经研究，现答复如下：\n感谢您对我们工作的关心和支持。"


def lines(document) -> list[str]:
    """The words of the letter's body, in order."""
    found = []
    for block in document.blocks:
        if isinstance(block, Heading):
            found.append(block.text)
        elif isinstance(block, Paragraph):
            found.append(plain(block.content))
    return found


def one(document, kind):
    return next(block for block in document.blocks if isinstance(block, kind))
