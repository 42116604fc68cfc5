"""Words: what paper changes in those that a screen shows."""

import pytest

from renda.core.text import solid


@pytest.mark.parametrize(
    ("screen", "paper"),
    [
        ("选举副镇长 3 名", "选举副镇长3名"),
        ("2025 年第 9 号", "2025年第9号"),
        ("赞成 58　弃权 2，全体代表 63", "赞成58　弃权2，全体代表63"),
        ("何敏　0570-0000127", "何敏　0570-0000127"),
        ("第 A 类 10 30", "第 A 类10 30"),
    ],
)
def test_paper_has_no_spaces_between_chinese_and_numbers(screen, paper):
    assert solid(screen) == paper
