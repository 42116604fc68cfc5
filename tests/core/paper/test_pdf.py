"""The PDF as a file: what is in it, that it repeats, and what it refuses to load."""

import io

import pytest
from django.conf import settings
from pypdf import PdfReader
from weasyprint import HTML

from renda.core.paper import ForbiddenAddress, UnmappableCharacters, engine, render_pdf
from renda.core.paper.blocks import Document, Fig, Heading, Link, Paragraph
from renda.core.paper.characters import missing_characters
from renda.core.paper.fetcher import OwnFilesFetcher, Refused
from tests.core.paper import samples

pytestmark = pytest.mark.usefixtures("fonts")
FIGURES = b'[{"key": "motions.received", "value": 6}]'


@pytest.fixture(scope="module")
def report() -> bytes:
    return render_pdf(samples.report(chapters=2), attachments=[("figures.json", FIGURES)])


def text(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def outline(items, depth=0):
    for item in items:
        if isinstance(item, list):
            yield from outline(item, depth + 1)
        else:
            yield depth, item.title


def test_same_document_gives_the_same_bytes(report):
    again = render_pdf(samples.report(chapters=2), attachments=[("figures.json", FIGURES)])
    assert again == report
    other = render_pdf(samples.report(chapters=2), attachments=[("figures.json", b"[]")])
    assert other != report


def test_file_carries_the_figures_and_says_what_it_is(report):
    reader = PdfReader(io.BytesIO(report))
    assert {name: files[0] for name, files in reader.attachments.items()} == {
        "figures.json": FIGURES
    }
    specification = reader.trailer["/Root"]["/AF"][0].get_object()
    assert specification["/AFRelationship"] == "/Data"
    assert reader.metadata.title == "练溪镇人大主席团2025年工作报告"
    assert reader.metadata.author == "练溪镇人大主席团"
    assert reader.metadata.creation_date.isoformat() == "2026-01-05T00:00:00+08:00"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in packet or 'pdfaid:part="3"' in packet


def test_headings_become_bookmarks(report):
    assert list(outline(PdfReader(io.BytesIO(report)).outline)) == [
        (0, "练溪镇第十四届人民代表大会主席团2025年工作报告"),
        (1, "1、推动代表建议落地见效"),
        (2, "（一）强化学习，提升代表履职能力"),
        (3, "1.办理实例"),
        (1, "2、推动代表建议落地见效"),
        (2, "（一）强化学习，提升代表履职能力"),
        (3, "1.办理实例"),
        (1, "2025年度指标一览表"),
    ]


def test_contents_name_the_page_of_each_heading(report):
    reader = PdfReader(io.BytesIO(report))
    pages = [page.extract_text() for page in reader.pages]
    for heading in ("1、推动代表建议落地见效", "2、推动代表建议落地见效"):
        page = next(n for n, words in enumerate(pages[1:], 2) if heading in words)
        line = next(line for line in pages[0].splitlines() if line.startswith(heading))
        assert line.rsplit("…", 1)[1].strip() == str(page)


def test_only_our_own_fonts_print(report):
    fonts = {
        font.get_object()["/BaseFont"].split("+")[1].removesuffix("-Bold")
        for page in PdfReader(io.BytesIO(report)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"fang", "kai", "hei", "song", "song-bold"}


def test_figures_and_links_are_plain_words_on_paper():
    words = [
        "共",
        Fig("motions.received", "6", "/figures/motions.received/", note="口径"),
        "件，见",
        Link("登记簿", "/motions/"),
        "，面商",
        Fig("motions.contacts", "", "/missing/", missing=True),
        "次。",
    ]
    pdf = render_pdf(Document("文件", [Paragraph(words)], created=samples.CREATED))
    assert text(pdf).startswith("共6件，见登记簿，面商缺数次。")
    reader = PdfReader(io.BytesIO(pdf))
    assert [page.get("/Annots") for page in reader.pages] == [None]
    assert b"figures/motions" not in pdf


def test_progress_reaches_a_hundred_and_never_falls():
    told = []
    render_pdf(samples.pure_han(3), progress=lambda percent, note: told.append((percent, note)))
    percents = [percent for percent, _ in told]
    assert percents == sorted(percents)
    assert told[0] == (2, "核对字体")
    assert told[-1] == (100, "完成")
    assert [note for _, note in told if note.startswith("排版第")] == [
        f"排版第 {page} 页" for page in (1, 2, 3)
    ]


def test_unmappable_character_is_reported_with_its_place_before_printing():
    document = Document(
        "文件",
        [Heading(2, "（一）代表名单"), Paragraph("出席会议的有张\ue123、李四等代表。")],
        created=samples.CREATED,
    )
    assert missing_characters(document) == [("\ue123", "出席会议的有张\ue123、李四等代表。")]
    with pytest.raises(UnmappableCharacters) as refusal:
        render_pdf(document)
    assert refusal.value.found == [("\ue123", "出席会议的有张\ue123、李四等代表。")]
    assert "“\ue123”（U+E123），在“出席会议的有张\ue123、李四等代表。”" in str(refusal.value)


def test_every_text_of_every_block_is_checked():
    for document in (samples.report(), samples.reply(), samples.decree(), samples.form()):
        assert missing_characters(document) == []


def test_rare_names_of_deputies_can_be_printed():
    names = Document(
        "名单",
        [Heading(level, "镕喆堃祎屾𬭎淏玥甪") for level in (1, 2, 3, 4)],
        created=samples.CREATED,
    )
    assert missing_characters(names) == []
    assert text(render_pdf(names)).count("镕喆堃祎屾𬭎淏玥甪") == 4


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "file://host/etc/passwd",
        "paper-font:unknown",
    ],
)
def test_fetcher_refuses_what_is_not_ours(address, tmp_path):
    with pytest.raises(Refused, match="不读取外部内容"):
        OwnFilesFetcher([tmp_path], {}).fetch(address)


def test_fetcher_refuses_a_way_out_of_its_folder(tmp_path):
    inside = tmp_path / "media"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    fetcher = OwnFilesFetcher([inside], {})
    for address in (f"{inside.as_uri()}/../secret.txt", f"{inside.as_uri()}/link.txt"):
        with pytest.raises(Refused):
            fetcher.fetch(address)


def test_fetcher_serves_our_own(tmp_path):
    (tmp_path / "a.txt").write_text("own")
    fetcher = OwnFilesFetcher([tmp_path], {"fang": b"font"})
    assert fetcher.fetch((tmp_path / "a.txt").as_uri()).read() == b"own"
    assert fetcher.fetch("paper-font:fang").read() == b"font"
    assert fetcher.fetch("data:text/plain,own").read() == b"own"


def test_layout_stops_at_a_foreign_address(tmp_path):
    page = HTML(
        string='<img src="http://127.0.0.1:9/a.png">', url_fetcher=OwnFilesFetcher([tmp_path], {})
    )
    with pytest.raises(Refused):
        page.render()


def test_words_can_not_smuggle_in_markup():
    evil = '<img src="http://127.0.0.1:9/a.png"><b>粗</b>'
    pdf = render_pdf(Document(evil, [Paragraph(evil), Heading(1, evil)], created=samples.CREATED))
    assert text(pdf).count("<b>粗</b>") == 2
    assert issubclass(ForbiddenAddress, ValueError)


def test_another_weasyprint_is_refused(monkeypatch):
    monkeypatch.setattr("weasyprint.__version__", "71.0")
    with pytest.raises(engine.WrongEngine, match=r"需要 WeasyPrint 70\.0，现装版本为 71\.0"):
        render_pdf(samples.pure_han(1))


def test_fonts_are_kept_in_the_folder_of_the_settings(fonts):
    assert fonts.folder == settings.PAPER_FONT_DIR
