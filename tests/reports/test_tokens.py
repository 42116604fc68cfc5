import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tokens import Token, apart, broken, keys, lost, split, tokens, typed_numbers


def test_a_line_splits_into_words_and_tokens():
    line = "收到⟦motions.received⟧件，有⟦activities.places@7:list⟧。"

    assert list(split(line)) == [
        "收到",
        Token("value", ("motions.received",)),
        "件，有",
        Token("list", ("activities.places@7",)),
        "。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "⟦motions.received⟧",
        "⟦motions.units:points⟧",
        "⟦activities.held:month⟧",
        "⟦supervision.inspections:by kind⟧",
        "⟦motions.received:table⟧",
        "⟦bars:motions.class_a,motions.class_b 办理结果⟧",
        "⟦years:motions.received,activities.held@3 与上年对比⟧",
    ],
)
def test_a_token_writes_itself_as_it_was_read(text):
    [token] = tokens(text)

    assert str(token) == text
    assert "".join(str(part) for part in split(text)) == text


@given(st.text(alphabet="⟦⟧:. abmotions收到件1\n", max_size=60))
def test_splitting_loses_nothing(text):
    assert "".join(str(part) for part in split(text)) == text


def test_keys_are_named_once_in_order():
    text = "⟦b.two⟧⟦a.one⟧⟦b.two⟧\n⟦bars:a.one,c.three 图⟧"

    assert keys(text) == ["b.two", "a.one", "c.three"]


def test_lost_tells_which_numbers_an_edit_took_out():
    before = "⟦a.one⟧件，⟦a.one⟧次，⟦a.two⟧人"

    assert lost(before, "⟦a.two⟧人，⟦a.one⟧件") == [Token("value", ("a.one",))]
    assert lost(before, before) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到6件建议", ["6件"]),
        ("收到⟦motions.received⟧件建议", []),
        ("召开3次会议，答复率100%，满意率98.5％", ["3次", "100%", "98.5％"]),
        ("发放公开信 1200 份，清理垃圾12.5吨", ["1200份", "12.5吨"]),
        ("投入320万元，争取1.2亿元，捐款1,500元", ["320万元", "1.2亿元", "1,500元"]),
        ("流转30亩，修路3.5公里，铺砖200平方米", ["30亩", "3.5公里", "200平方米"]),
        ("惠及３０余户、160人次，办了2场次", ["３０余户", "160人次", "2场次"]),
        ("六件建议，十二项，三十余人，两百多户", ["六件", "十二项", "三十余人", "两百多户"]),
        ("收到建议一件，召开会议一次", ["一件", "一次"]),
        ("满意率百分之九十八点五", ["百分之九十八点五"]),
        ("全年12次", ["12次"]),
    ],
)
def test_numbers_typed_by_hand_are_noticed(text, found):
    assert typed_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "收到⟦motions.received⟧件建议，答复率⟦motions.reply_rate⟧，共⟦a.b⟧％",
        "2025年1月21日9时30分召开第14届会议",
        "2025年、二〇二五年、3月、2025年度、十四五期间、近三年",
        "第十四届人民代表大会第二次会议，十四届人大二次会议，镇第14届人大第3、4次会议",
        "依照第十五条、第三十五条第一款第三项，第三十五、三十六条",
        "〔2025〕12号，G320国道，三个月内，5个工作日",
        "一个重要方面，一户一策，一批重点工作，每一件，这一次，第一次，一次性，统一",
        "“四个意识”“两个维护”",
    ],
)
def test_dates_ordinals_and_figures_are_no_numbers_typed_by_hand(text):
    assert typed_numbers(text) == []


@pytest.mark.parametrize(
    "token",
    [
        "⟦activities.held:month⟧",
        "⟦supervision.inspections:by kind⟧",
        "⟦activities.places@7:table⟧",
        "⟦bars:a.one,b.two 办理结果⟧",
        "⟦years:a.one,b.two 与上年对比⟧",
    ],
)
def test_a_chart_gets_a_line_of_its_own(token):
    assert apart(f"活动⟦a.one⟧次{token}，有\n## 小标题{token}") == (
        f"活动⟦a.one⟧次\n{token}\n，有\n## 小标题\n{token}"
    )
    assert apart(f"前\n\n{token}\n##\n后") == f"前\n{token}\n后"
    assert apart("活动⟦a.one⟧次，有⟦a.two:list⟧") == "活动⟦a.one⟧次，有⟦a.two:list⟧"


def test_torn_tokens_are_noticed():
    assert broken("收到⟦motions.received件") == ["⟦motions.received件"]
    assert broken("收到motions.received⟧件") == ["⟧"]
    assert broken("收到⟦motions.received⟧件") == []
