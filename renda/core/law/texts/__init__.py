"""All rules as data, one module a field."""

from renda.core.law.rule import Rule
from renda.core.law.texts import (
    congress,
    counting,
    deputies,
    deputy_elections,
    elections,
    motions,
    presidium,
    suggestions,
    supervision,
)

ALL: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("计数与期间", counting.RULES),
    ("人民代表大会会议", congress.RULES),
    ("主席团", presidium.RULES),
    ("议案、询问和质询", motions.RULES),
    ("大会选举、罢免和辞职", elections.RULES),
    ("代表选举", deputy_elections.RULES),
    ("代表", deputies.RULES),
    ("代表建议、批评和意见", suggestions.RULES),
    ("监督", supervision.RULES),
)
