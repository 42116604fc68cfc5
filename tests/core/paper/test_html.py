"""Documents on screen: live figures, escaping, and every block in the theme's classes."""

import re

from renda.core.paper import render_html
from renda.core.paper.blocks import (
    Cell,
    Contents,
    Document,
    Fig,
    FormTable,
    Heading,
    Link,
    Paragraph,
    Table,
    Text,
)
from tests.core.paper import samples

FIGURES = Paragraph(
    [
        "共",
        Fig("motions.received", "6", "/figures/motions.received/", note="受理的议案建议"),
        "件，",
        Fig("motions.units", "3"),
        "个单位，面商",
        Fig("motions.contacts", "", "/missing/", missing=True, note="面商次数"),
        "次，见",
        Link("登记簿", "/motions/"),
    ]
)


def screen(*blocks, live=False, **options) -> str:
    return render_html(Document("文件", blocks, created=samples.CREATED, **options), live=live)


def test_live_figures_are_chips_that_open_their_rows():
    assert screen(FIGURES, live=True) == (
        '<div class="manuscript"><p>共<a class="fig" href="/figures/motions.received/"'
        ' title="motions.received：受理的议案建议" data-figure="motions.received">6</a>件，'
        '<span class="fig" title="motions.units" data-figure="motions.units">3</span>个单位，面商'
        '<a class="fig fig-missing" href="/missing/" title="motions.contacts：面商次数"'
        ' data-figure="motions.contacts">'
        '<i class="bi bi-exclamation-triangle-fill" aria-hidden="true"></i> 缺数</a>次，见'
        '<a href="/motions/">登记簿</a></p></div>'
    )


def test_without_live_everything_is_words():
    assert screen(FIGURES) == (
        '<div class="manuscript"><p>共6件，3个单位，面商缺数次，见登记簿</p></div>'
    )


def test_every_word_is_escaped():
    evil = '<script>alert("1")</script>'
    escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"
    html = screen(
        Paragraph(
            [evil, Text(evil, strong=True), Fig(evil, evil, evil, note=evil), Link(evil, evil)]
        ),
        Heading(1, evil),
        Table([evil], [[evil]], caption=evil),
        FormTable([[evil, evil]], title=evil, left=evil, right=evil),
        live=True,
    )
    assert "<script" not in html
    assert html.count(escaped) == 19


def test_a_letters_imprint_is_its_copies_alone():
    html = render_html(samples.reply())
    assert "<div>抄送：镇人大主席团，镇政府办公室。</div>" in html
    assert "印发" not in html
    assert "<div>抄送：县人大常委会。</div>" in render_html(samples.decree())
    assert "<span>2026年1月5日印发</span>" in render_html(samples.decree())


def test_no_inline_style_or_script_reaches_the_page():
    for document in (samples.report(), samples.reply(), samples.decree(), samples.form()):
        html = render_html(document, live=True)
        assert re.findall(r"style=|<script|<style|\son\w+=", html) == []


def test_contents_lead_to_the_headings():
    html = screen(
        Contents(),
        Heading(1, "一、会议", anchor="meetings"),
        Heading(2, "（一）大会"),
        Heading(3, "1."),
    )
    assert re.findall('href="#([^"]+)"', html) == ["meetings", "h2"]
    assert re.findall('<h[2-5] id="([^"]+)"', html) == ["meetings", "h2", "h3"]


def test_equal_anchors_become_unique():
    html = screen(Heading(1, "一", anchor="a"), Heading(1, "二", anchor="a"))
    assert re.findall('id="([^"]+)"', html) == ["a", "a-"]


def test_form_reads_rows_as_label_and_value():
    html = screen(
        FormTable(
            [
                ["标题", "建议"],
                ["代表", "陈根法", "证号", "14-017"],
                [Cell("意见", label=True), Cell("同意\n受理", tall=True, sign="周玉兰")],
            ],
            title="登记表",
            left="二次会议",
            right="第 1 号",
        ),
        kind="form",
    )
    assert html == (
        '<div class="sheet"><h2 class="sheet-title">登记表</h2>'
        '<div class="sheet-sub"><span>二次会议</span><span>第 1 号</span></div>'
        '<table class="paper-form"><tbody>'
        '<tr><th scope="row">标题</th><td colspan="3" class="">建议</td></tr>'
        '<tr><th scope="row">代表</th><td class="">陈根法</td>'
        '<th scope="row">证号</th><td class="">14-017</td></tr>'
        '<tr><th scope="row">意见</th><td colspan="3" class="tall">同意<br>受理'
        '<span class="sign">周玉兰</span></td></tr></tbody></table></div>'
    )
