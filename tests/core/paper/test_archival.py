"""PDF/A-3u (ISO 19005-3): what the standard asks of the file, read out of the file.

There is no validator to be had from the package registries that runs without Java, so that the conditions
are checked one by one: they are those that our own documents could break.
"""

import io
import re
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from renda.core.paper import render_pdf
from renda.core.paper.blocks import Chart, Document
from tests.core.paper import samples

pytestmark = pytest.mark.usefixtures("fonts")
FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition",
    "/Trans", "/GoTo3DView", "/JavaScript",
}  # fmt: skip
BLEND_MODES = {
    "/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge",
    "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color",
    "/Luminosity",
}  # fmt: skip
PRINT, HIDDEN_OR_UNSEEN = 0b100, 0b100011  # annotation flags: Print; Invisible, Hidden, NoView
CMYK = re.compile(rb"(?:^|\s)(?:[\d.]+\s+){4}[kK]\s")


@pytest.fixture(scope="module")
def data() -> bytes:
    report = samples.report(chapters=2)
    chart = Chart("columns", "每月代表活动", [3, 0, 5], ["1月", "2月", "3月"], "次")
    document = Document(
        report.title, [*report.blocks, chart], author=report.author, created=samples.CREATED
    )
    return render_pdf(document, attachments=[("figures.json", b"[]")])


@pytest.fixture
def pdf(data) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def everything(pdf: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of the file, streams among them, the nested ones too."""
    waiting = [IndirectObject(n, 0, pdf).get_object() for n in range(1, pdf.trailer["/Size"])]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [v for v in each.values() if not isinstance(v, IndirectObject)]
        elif isinstance(each, ArrayObject):
            waiting += [v for v in each if not isinstance(v, IndirectObject)]


def test_the_file_says_which_part_of_the_standard_it_keeps(pdf, data):
    packet = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()

    told = {
        name: re.search(rf'pdfaid:{name}(?:>|=")(\w+)', packet)[1]
        for name in ("part", "conformance")
    }
    assert told == {"part": "3", "conformance": "U"}
    assert re.match(rb"%PDF-1\.[4-7]\s+%[\x80-\xff]{4}", data)


def test_nothing_is_encrypted_and_the_file_has_an_identity(pdf):
    assert "/Encrypt" not in pdf.trailer
    first, second = pdf.trailer["/ID"]
    assert first
    assert second


def test_colours_are_those_of_an_embedded_profile(pdf):
    [intent] = [each.get_object() for each in pdf.trailer["/Root"]["/OutputIntents"]]
    profile = intent["/DestOutputProfile"].get_object()
    content = profile.get_data()

    assert intent["/S"] == "/GTS_PDFA1"
    assert (content[36:40], content[16:20], profile["/N"]) == (b"acsp", b"RGB ", 3)
    assert int.from_bytes(content[:4], "big") == len(content)
    pages = [page.get_contents().get_data() for page in pdf.pages]
    assert [number for number, words in enumerate(pages, 1) if CMYK.search(words)] == []
    assert [each for each in everything(pdf) if each.get("/ColorSpace") == "/DeviceCMYK"] == []


def test_every_font_is_embedded_and_its_characters_can_be_read(pdf):
    fonts = [each for each in everything(pdf) if each.get("/Type") == "/Font"]
    composite = [font for font in fonts if font["/Subtype"] == "/Type0"]
    single = [font for font in fonts if font["/Subtype"] != "/Type0"]

    assert composite
    assert [font["/BaseFont"] for font in composite if "/ToUnicode" not in font] == []
    for font in single:
        descriptor = font["/FontDescriptor"].get_object()
        files = {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)
        assert len(files) == 1, font["/BaseFont"]
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])  # a subset says so
        if font["/Subtype"] == "/CIDFontType2":
            assert font["/CIDToGIDMap"] == "/Identity"


def test_transparency_stays_within_what_the_standard_names(pdf):
    states = [each for each in everything(pdf) if {"/BM", "/SMask", "/TR", "/HTP"} & set(each)]

    modes = {state["/BM"] for state in states if "/BM" in state}
    assert modes <= BLEND_MODES
    assert [state for state in states if {"/TR", "/HTP"} & set(state)] == []


def test_nothing_runs_and_nothing_is_fetched_from_elsewhere(pdf):
    root, every = pdf.trailer["/Root"], list(everything(pdf))

    assert {each["/S"] for each in every if each.get("/Type") == "/Action"} <= {"/URI", "/GoTo"}
    assert [each for each in every if each.get("/S") in FORBIDDEN_ACTIONS] == []
    assert [each for each in every if "/AA" in each or "/JS" in each] == []
    assert not {"/AcroForm", "/OpenAction", "/NeedsRendering"} & set(root)
    streams = [each for each in every if isinstance(each, StreamObject)]
    assert [each for each in streams if "/F" in each or each.get("/Filter") == "/LZWDecode"] == []


def test_links_are_printed_as_they_are_seen(pdf):
    links = [each for each in everything(pdf) if each.get("/Subtype") == "/Link"]

    assert links
    assert {link["/F"] & PRINT for link in links} == {PRINT}
    assert {link["/F"] & HIDDEN_OR_UNSEEN for link in links} == {0}


def test_what_is_attached_says_what_it_is_to_the_document(pdf):
    root = pdf.trailer["/Root"]
    [number] = {each.idnum for each in root["/AF"]}
    attached = IndirectObject(number, 0, pdf).get_object()
    names = root["/Names"]["/EmbeddedFiles"].get_object()["/Names"]
    stream = attached["/EF"]["/F"].get_object()

    assert (attached["/AFRelationship"], attached["/F"], attached["/UF"]) == (
        "/Data",
        "figures.json",
        "figures.json",
    )
    assert names[1].get_object() == attached
    assert stream["/Subtype"] == "/application#2Fjson" or stream["/Subtype"] == "/application/json"
    assert "/ModDate" in stream["/Params"]


def test_the_two_places_for_title_author_and_dates_agree(pdf):
    packet = pdf.trailer["/Root"]["/Metadata"].get_object().get_data().decode()

    assert pdf.metadata.title in packet
    assert pdf.metadata.author in packet
    assert pdf.metadata.creation_date.isoformat() in packet
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
