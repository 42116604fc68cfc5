"""A document kept as data is the same document again."""

import json
from datetime import date

import pytest

from renda.core.paper import blocks as b
from renda.core.paper.docx import render_docx
from renda.core.paper.html import render_html
from renda.core.paper.keeping import pack, unpack

PARTS = [
    b.Title(["练溪镇人民代表大会", "代表建议交办单"], note="（草案）"),
    b.Heading(2, "（一）做法", anchor="how"),
    b.Paragraph(["共", b.Fig("motions.received", "6", href="/6/"), b.Text("件", strong=True)]),
    b.Paragraph(b.Link("看原文", "/motions/1/"), indent=False, align="right"),
    b.ListBlock(["路灯", "垃圾箱"], ordered=True),
    b.Table(["单位", "件数"], [["村镇建设办", 3]], caption="各单位", widths=[2, 1]),
    b.Chart("columns", "件数", [b.Series("建议", [1, 2.5])], ["2024", "2025"], unit="件"),
    b.Signature("村镇建设办", date(2025, 5, 20), sealed=True, contact="联系人：何敏"),
    b.PageBreak(),
    b.Contents(depth=1),
    b.FormTable(
        [["案号", "14-2-03"], ["意见", b.Cell("同意", tall=True, sign="负责人：何敏", rowspan=2)], []],
        title="会办意见表", left="第二次会议", widths=[1, 3],
    ),
    b.RedHead("练溪镇人民代表大会主席团", number="练人〔2025〕1号", issuer="沈国良"),
    b.Letter("练溪镇村镇建设办", number="练村函〔2025〕1号", class_mark="A", issuer="蒋文斌"),
    b.Addressee("胡月娥、邵祎代表"),
    b.Attachments(["汇总表"]),
    b.Annex("附件1", "汇总表"),
    b.Imprint("镇人民代表大会主席团", office="镇政府办", day=date(2025, 5, 21)),
    b.Code("https://example.test/step/1/", "扫码签收"),
]  # fmt: skip


def test_the_samples_have_every_kind_of_part():
    assert {type(part) for part in PARTS} == set(b.Block.__args__)


@pytest.mark.parametrize("kind", ["official", "form", "letter"])
def test_a_kept_document_is_the_same_again(kind):
    document = b.Document(
        "答复", PARTS, kind=kind, author="村镇建设办", created=date(2025, 5, 20), identifier="a-1",
        landscape=True,
    )  # fmt: skip

    again = unpack(json.loads(json.dumps(pack(document))))

    assert again == document
    assert render_html(again) == render_html(document)


def test_it_gives_the_same_word_file_byte_for_byte():
    document = b.Document("答复", PARTS[:5], created=date(2025, 5, 20))

    assert render_docx(unpack(json.loads(json.dumps(pack(document))))) == render_docx(document)


def test_a_part_of_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        unpack({"is": "Macro", "run": "rm"})
