"""The law book: complete, well formed, cited in Chinese, with local numbers."""

from pathlib import Path

import pytest

from renda.core import law
from renda.core.law.document import as_markdown
from renda.core.law.rule import Rule, Share, cite_article

ROOT = Path(__file__).resolve().parents[2]


def test_every_rule_is_well_formed():
    keys = [rule.key for rule in law.rules()]
    assert len(keys) == len(set(keys)) == sum(len(group) for _, group in law.groups())
    for rule in law.rules():
        assert rule.title, rule.key
        assert rule.text.endswith("。"), rule.key
        assert rule.source in law.SOURCES, rule.key
        assert rule.level in ("national", "local"), rule.key
        assert rule.citation, rule.key
        assert rule.basis.startswith(rule.citation), rule.key
        assert bool(rule.unit or rule.options) == (rule.default is not None), rule.key
        assert not (rule.share and rule.default is not None), rule.key


def test_titles_tell_rules_apart():
    titles = [rule.title for rule in law.rules()]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_national_rules_stand_in_national_laws_and_all_others_are_local():
    for rule in law.rules():
        assert (rule.level == "national") == (rule.source[0] == "L"), rule.key


def test_rules_of_provisional_sources_are_marked_unconfirmed():
    for rule in law.rules():
        if rule.source in ("Z2", "P", "M"):
            assert rule.unconfirmed, rule.key


@pytest.mark.parametrize(
    ("key", "citation", "number"),
    [
        ("session.quorum", "《地方组织法》第十四条", None),
        ("vote.majority", "《地方组织法》第二十五条", None),
        ("session.first", "《地方组织法》第二十条", 2),
        ("motion.sponsors", "《地方组织法》第二十二条", 5),
        ("interpellation.sponsors", "《地方组织法》第二十四条", 10),
        ("election.nomination", "《地方组织法》第二十六条", 10),
        ("election.by_election", "《地方组织法》第三十条", None),
        ("removal.sponsors", "《地方组织法》第三十一条", None),
        ("seats.base", "《选举法》第十二条", 45),
        ("deputy.record", "《代表法》第五十八条", None),
        ("deputy.absences", "《代表法》第六十二条", 2),
        ("suggestion.reply_months", "《代表法》第五十一条", 3),
        ("suggestion.reply_months_extended", "《代表法》第五十一条", 6),
        ("suggestion.accept_days", "《浙江省代表建议办理规定》第十条", 7),
        ("suggestion.objection_days", "《浙江省代表建议办理规定》第十四条", 10),
        ("suggestion.assist_months", "《浙江省代表建议办理规定》第十八条", 2),
        ("suggestion.redo_months", "《浙江省代表建议办理规定》第二十四条", 1),
        ("suggestion.sign_days", "工作惯例", 2),
        ("deputy.visit_feedback", "《浙江省实施〈代表法〉办法》第二十四条", 3),
        ("deputy.days", "《浙江省实施〈代表法〉办法》第三十五条", 7),
        ("presidium.interval", "《浙江省乡镇人民代表大会工作条例》第二十四条", 3),
        ("presidium.oath", "《浙江省乡镇人民代表大会工作条例》第十条第十四项", None),
        ("session.notice", "《浙江省乡镇人民代表大会工作条例》第二十条", 7),
        ("counting.period", "《民法典》第二百零一条、第二百零二条、第二百零三条", None),
        ("election.candidate_sum", "本次选举办法", None),
    ],
)
def test_rules_cite_their_article_and_set_their_number(key, citation, number):
    assert (law.cite(key), law.rule(key).default) == (citation, number)


def test_a_rule_names_its_law_in_full_with_the_version():
    rule = law.rule("suggestion.reply_months")
    assert (rule.source_name, rule.version) == (
        "中华人民共和国全国人民代表大会和地方各级人民代表大会代表法",
        "2025年3月11日修正",
    )
    assert rule.basis == "《代表法》第五十一条、《浙江省代表建议办理规定》第二十一条"
    assert rule.reference == "《代表法》第五十一条：自交办之日起三个月内答复"
    assert law.rule("election.by_election").reference == "《地方组织法》第三十条"


def test_citations_refuse_what_is_no_article():
    assert cite_article("L1", "25,29") == "《地方组织法》第二十五条、第二十九条"
    assert cite_article("M", "") == "本次选举办法"
    with pytest.raises(ValueError, match="names no article"):
        cite_article("L1", "二十五")


def test_unknown_keys_and_missing_numbers_are_errors():
    with pytest.raises(KeyError):
        law.rule("session.nothing")
    with pytest.raises(ValueError, match="sets no number"):
        law.default("session.quorum")
    with pytest.raises(ValueError, match="demands no share"):
        law.share("session.first")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share(2, 3, exceed=False), "三分之二以上"),
        (Share(1, 5, exceed=False), "五分之一以上"),
        (Share(1, 2, exceed=True), "过半数"),
        (Share(1, 2, exceed=False), "半数以上"),
        (Share(2, 3, exceed=True), "超过三分之二"),
    ],
)
def test_shares_are_named_by_their_counting_word(share, words):
    assert str(share) == words


def test_numbers_of_the_law_are_not_a_townships_to_change():
    assert law.rule("motion.sponsors").is_adjustable is False
    assert law.rule("motion.sponsors").problem_with(3) == "“议案联名人数”没有可以由本地调整的数。"
    assert law.rule("session.quorum").problem_with(2) == "“到会人数”没有可以由本地调整的数。"
    assert [
        rule.key for rule in law.rules() if rule.is_adjustable and rule.level == "national"
    ] == [
        "suggestion.reply_months",
        "suggestion.reply_months_extended",
    ]


@pytest.mark.parametrize(
    ("key", "number", "problem"),
    [
        ("suggestion.reply_months", 2, ""),
        ("suggestion.reply_months", 3, ""),
        ("suggestion.reply_months", 4, "“答复期限”不能超过 3 个月。"),
        ("suggestion.reply_months", 0, "“答复期限”不能少于 1 个月。"),
        ("suggestion.redo_months", 2, ""),
        ("suggestion.redo_months", "2", "“重新办理”应填整数。"),
        ("suggestion.redo_months", True, "“重新办理”应填整数。"),
        ("suggestion.redo_months", 1.5, "“重新办理”应填整数。"),
        ("suggestion.redo_months", None, "“重新办理”应填整数。"),
    ],
)
def test_local_numbers_stay_within_the_law(key, number, problem):
    assert law.rule(key).problem_with(number) == problem


def test_value_texts_for_lists():
    texts = {key: law.rule(key).value_text for key in ("session.first", "session.quorum")}
    assert texts == {"session.first": "2 个月", "session.quorum": "三分之二以上"}
    assert law.rule("deputy.rights").value_text == "—"


def test_a_key_declared_twice_is_refused(monkeypatch):
    from renda.core.law import registry

    twin = Rule(key="twin.rule", title="甲", text="甲。", source="P")
    monkeypatch.setattr(registry, "ALL", (("甲", (twin, twin)),))
    with pytest.raises(ValueError, match="declared twice"):
        registry._by_key.__wrapped__()


def test_the_printed_law_book_is_up_to_date():
    printed = (ROOT / "docs" / "法规.md").read_text(encoding="utf-8")
    assert printed == as_markdown()
    assert printed.count("\n| ") == len(law.rules()) + len(law.SOURCES) + len(law.groups()) + 1
