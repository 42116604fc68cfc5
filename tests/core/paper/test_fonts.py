"""The font cache: one set of metrics, nothing done twice, the office's own fonts first."""

from pathlib import Path

import pytest
from django.conf import settings as configured
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from renda.core.paper import installed
from renda.core.paper.checks import check_paper, missing_libraries
from renda.core.paper.fonts import FontsMissing, missing_packages, prepare_fonts
from renda.core.paper.subset import subset


def office_font(path: Path, family: str, ascent: int = 1300) -> None:
    """A real font file with one character and tall metrics."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "zhen"])
    builder.setupCharacterMap({ord("镇"): "zhen"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((900, 0))
    pen.lineTo((900, 800))
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyf({".notdef": glyph, "zhen": glyph})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "zhen": (1000, 0)})
    builder.setupHorizontalHeader(ascent=ascent, descent=-400)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=ascent, usWinAscent=ascent, usWinDescent=400)
    builder.setupPost()
    builder.save(path)


def test_every_prepared_font_has_the_same_metrics(fonts):
    for font in fonts.fonts.values():
        with TTFont(font.file, lazy=True) as file:
            em = file["head"].unitsPerEm
            measures = (
                file["hhea"].ascent / em,
                file["hhea"].descent / em,
                file["hhea"].lineGap,
                file["OS/2"].usWinAscent / em,
            )
        assert measures == (0.88, -0.12, 0, 0.88), font.name


def test_chains_end_in_fonts_with_the_rare_characters(fonts):
    assert [font.name for font in fonts.chain("fang")][:2] == ["fang", "song"]
    for role in ("fang", "kai", "hei", "title", "song"):
        characters = frozenset().union(*(font.characters for font in fonts.chain(role)))
        assert {char for char in "镕喆堃祎屾𬭎" if ord(char) not in characters} == set()


def test_second_preparation_changes_nothing(fonts):
    before = {path.name: path.stat().st_mtime_ns for path in fonts.folder.glob("*.font")}
    assert prepare_fonts(configured.PAPER_FONT_DIR, configured.OFFICE_FONT_DIR) == fonts
    after = {path.name: path.stat().st_mtime_ns for path in fonts.folder.glob("*.font")}
    assert after == before


@pytest.fixture
def bare_machine(monkeypatch):
    """No font is installed but those of the office."""
    monkeypatch.setattr(installed, "_installed", lambda want, target: None)
    monkeypatch.setattr(installed, "_any_chinese_font", lambda: None)


@pytest.mark.usefixtures("bare_machine")
def test_office_fonts_go_first_and_are_normalised(tmp_path):
    office = tmp_path / "office"
    office.mkdir()
    office_font(office / "a.ttf", "仿宋_GB2312")
    (office / "notes.txt").write_text("no font")
    (office / "broken.ttf").write_bytes(b"no font either")
    prepared = prepare_fonts(tmp_path / "cache", office)
    assert [font.name for font in prepared.chain("fang")] == ["office-fang"]
    assert prepared.fonts["office-fang"].characters == {ord("镇")}
    with TTFont(prepared.fonts["office-fang"].file) as file:
        assert (file["hhea"].ascent, file["OS/2"].sTypoDescender) == (880, -120)


@pytest.mark.usefixtures("bare_machine")
def test_changed_font_is_prepared_again_and_the_old_copy_removed(tmp_path):
    office, cache = tmp_path / "office", tmp_path / "office/prepared"
    office.mkdir()
    office_font(office / "a.ttf", "仿宋_GB2312")
    first = prepare_fonts(tmp_path / "free", office).fonts["office-fang"].file
    office_font(office / "a.ttf", "楷体_GB2312", ascent=1400)
    second = prepare_fonts(tmp_path / "free", office)
    assert list(second.fonts) == ["office-kai"]
    assert [path.name for path in cache.glob("*.font")] == [second.fonts["office-kai"].file.name]
    assert not first.exists()


def test_prepared_fonts_outlive_their_sources(tmp_path, monkeypatch):
    source = tmp_path / "FandolFang-Regular.otf"
    office_font(source, "FandolFang")
    place = (source, 0)
    monkeypatch.setattr(installed, "_any_chinese_font", lambda: None)
    monkeypatch.setattr(
        installed,
        "_installed",
        lambda want, folder: place if want.name == "fang" and source.exists() else None,
    )
    first = prepare_fonts(tmp_path / "cache")
    source.unlink()
    assert prepare_fonts(tmp_path / "cache") == first
    assert missing_packages(tmp_path / "cache") == [
        "texlive-lang-chinese",  # it also brings 楷体
        "fonts-lxgw-wenkai",
        "fonts-noto-cjk",
    ]


@pytest.mark.usefixtures("bare_machine")
def test_machine_without_fonts_is_told_what_to_install(tmp_path):
    with pytest.raises(FontsMissing, match=r"scripts/install_fonts\.sh"):
        prepare_fonts(tmp_path, tmp_path / "none")
    assert not (tmp_path / "fonts.json").exists()


@pytest.mark.usefixtures("bare_machine")
def test_check_names_the_missing_packages(settings, tmp_path):
    settings.PAPER_FONT_DIR = tmp_path
    found = check_paper(None)
    assert [warning.id for warning in found if "字体" in warning.msg] == ["paper.W001"]
    message = next(warning.msg for warning in found if "字体" in warning.msg)
    assert message == "缺少公文字体：texlive-lang-chinese、fonts-lxgw-wenkai、fonts-noto-cjk。"


@pytest.mark.usefixtures("fonts")
def test_check_is_silent_when_nothing_is_missing():
    if packages := missing_libraries():
        pytest.skip(f"{', '.join(packages)} not installed")
    assert check_paper(None) == []


def test_check_names_a_missing_library(monkeypatch):
    monkeypatch.setattr("renda.core.paper.checks.library", lambda: None)
    monkeypatch.setattr("renda.core.paper.checks.PANGO", {"libpango-1.0-0": "libnone.so.0"})
    assert missing_libraries() == ["libharfbuzz-subset0", "libpango-1.0-0"]


def test_subset_holds_the_asked_characters_only(fonts, tmp_path):
    whole = fonts.fonts["song"].file
    if (cut := subset(whole, [ord("镕"), ord("镇")])) == whole.read_bytes():
        pytest.skip("libharfbuzz-subset0 is not installed")
    (tmp_path / "cut").write_bytes(cut)
    with TTFont(tmp_path / "cut") as file:
        assert sorted(file.getBestCmap()) == sorted([ord("镕"), ord("镇")])
    assert len(cut) < 20_000
