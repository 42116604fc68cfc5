import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tokens import Token, broken, keys, lost, split, tokens, typed_numbers


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
        ("召开3次会议，答复率100%", ["3次"]),
        ("2025年1月21日召开第14届会议", []),
        ("发放公开信 1200 份，清理垃圾12.5吨", ["1200份"]),
    ],
)
def test_numbers_typed_by_hand_are_noticed(text, found):
    assert typed_numbers(text) == found


def test_torn_tokens_are_noticed():
    assert broken("收到⟦motions.received件") == ["⟦motions.received件"]
    assert broken("收到motions.received⟧件") == ["⟧"]
    assert broken("收到⟦motions.received⟧件") == []
