"""Which fonts paper is set in: given one set of metrics and kept in a cache.

``python -m renda.core.paper.fonts`` prepares the cache at set-up. Fonts differ in ascent and
descent, so that one rare character from another font would make its line taller and a page lose
a line: every font is therefore copied once with the same vertical metrics.

fontTools is imported only when a font is opened, which the application never does once it is set up.
"""

import hashlib
import json
import os
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from renda.core.paper.errors import FontsMissing
from renda.core.paper.installed import (
    WANTED,
    Source,
    free_fonts,
    install_advice,
    office_fonts,
)

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

VERSION = 2
ASCENT, DESCENT = 0.88, 0.12
MANIFEST = "fonts.json"
# the first font that has a character prints it; the office's own fonts go first
CHAINS = {
    "fang": ("office-fang", "fang", "song", "wenkai", "any"),
    "kai": ("office-kai", "kai", "wenkai", "song", "any"),
    "hei": ("office-hei", "hei", "song-bold", "song", "wenkai", "any"),
    "title": ("office-title", "song-bold", "song", "hei", "wenkai", "any"),
    "song": ("office-song", "song", "hei", "wenkai", "any"),
}


@dataclass(frozen=True)
class Prepared:
    """A font of the cache and the characters it has, as ranges."""

    name: str
    file: Path
    ranges: tuple[tuple[int, int], ...]

    @cached_property
    def characters(self) -> frozenset[int]:
        """Every code point the font can print."""
        return frozenset(c for first, last in self.ranges for c in range(first, last + 1))


@dataclass(frozen=True)
class FontSet:
    """The fonts of both caches by name; ``folder`` is that of the free ones."""

    folder: Path
    fonts: dict[str, Prepared]

    def chain(self, role: str) -> list[Prepared]:
        """The fonts for a role (fang, kai, hei, title, song) in the order they are tried."""
        return [self.fonts[name] for name in CHAINS[role] if name in self.fonts]


def prepare_fonts(target_dir: Path, office_dir: Path | None = None) -> FontSet:
    """The prepared fonts; works only when an installed font has changed.

    The free fonts are kept in ``target_dir``, the office's own beside their files, so that the
    first may be part of a read-only image.
    """
    target_dir = Path(target_dir)
    fonts = _cached(target_dir, free_fonts(target_dir), keep=True)
    if office_dir and (own := office_fonts(Path(office_dir))):
        fonts |= _cached(Path(office_dir) / "prepared", own, keep=False)
    if not fonts:
        raise FontsMissing(f"没有可用的中文字体。{install_advice()}")
    return FontSet(target_dir, fonts)


def missing_packages(target_dir: Path) -> list[str]:
    """The Debian packages whose fonts are neither installed nor prepared, in order."""
    target_dir = Path(target_dir)
    there = {source.name for source in free_fonts(target_dir)}
    there |= {font["name"] for font in _manifest(target_dir)["fonts"]}
    return list(dict.fromkeys(want.package for want in WANTED if want.name not in there))


def _manifest(folder: Path) -> dict:
    """What a cache folder says it holds; nothing when it is of another version."""
    path = folder / MANIFEST
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return known if known.get("version") == VERSION else {"sources": [], "fonts": []}


def _cached(folder: Path, sources: list[Source], *, keep: bool) -> dict[str, Prepared]:
    """The prepared fonts of one folder; ``keep`` those whose installed file has gone since."""
    known = _manifest(folder)
    if keep:
        names = {source.name for source in sources}
        gone = [one for one in known["sources"] if one["name"] not in names]
        sources = sources + [Source(**one) for one in gone if not Path(one["path"]).exists()]
    wanted = [asdict(source) for source in sources]
    whole = all((folder / font["file"]).exists() for font in known["fonts"])
    if not sources:
        return {}
    if known["sources"] != wanted or not whole:
        folder.mkdir(parents=True, exist_ok=True)
        old = {font["name"]: font for font in known["fonts"]}
        fonts = [
            _prepare(source, folder) if Path(source.path).exists() else old[source.name]
            for source in sources
        ]
        content = {"version": VERSION, "sources": wanted, "fonts": fonts}
        _replace(folder / MANIFEST, json.dumps(content).encode())
        kept = {font["file"] for font in fonts}
        for path in folder.glob("*.font"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
    return dict(_loaded(folder, (folder / MANIFEST).stat().st_mtime_ns))


def _prepare(source: Source, folder: Path) -> dict:
    """One font with the common metrics in the cache folder, as an entry of the manifest."""
    from fontTools.ttLib import TTFont

    digest = hashlib.sha256(repr((VERSION, source)).encode()).hexdigest()[:12]
    target = folder / f"{source.name}-{digest}.font"
    collection = source.path.lower().endswith((".ttc", ".otc"))
    with closing(
        TTFont(
            source.path,
            fontNumber=source.face if collection else -1,
            lazy=True,
            recalcBBoxes=False,
            recalcTimestamp=False,
        )
    ) as font:
        characters = sorted(font.getBestCmap())
        if not target.exists():
            normalise(font)
            waiting = target.with_suffix(f".{os.getpid()}.tmp")
            font.save(waiting, reorderTables=False)
            waiting.replace(target)
    return {"name": source.name, "file": target.name, "ranges": _ranges(characters)}


def normalise(font: "TTFont") -> None:
    """Set ascent 0.88 em, descent 0.12 em and no gap; drop vertical and device tables."""
    em = font["head"].unitsPerEm
    up, down = round(ASCENT * em), round(DESCENT * em)
    hhea, os2 = font["hhea"], font["OS/2"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down
    for table in ("vhea", "vmtx", "VORG", "DSIG", "hdmx", "VDMX", "LTSH"):
        if table in font:
            del font[table]


def _ranges(characters: list[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for character in characters:
        if ranges and ranges[-1][1] == character - 1:
            ranges[-1][1] = character
        else:
            ranges.append([character, character])
    return ranges


def _replace(path: Path, content: bytes) -> None:
    waiting = path.with_suffix(f".{os.getpid()}.tmp")
    waiting.write_bytes(content)
    waiting.replace(path)


@lru_cache(maxsize=8)
def _loaded(folder: Path, changed: int) -> dict[str, Prepared]:
    return {
        font["name"]: Prepared(
            font["name"],
            folder / font["file"],
            tuple((first, last) for first, last in font["ranges"]),
        )
        for font in _manifest(folder)["fonts"]
    }


def main() -> int:
    """Prepare the cache that the settings name and say what is in it."""
    from renda.settings.base import OFFICE_FONT_DIR, PAPER_FONT_DIR

    try:
        fonts = prepare_fonts(PAPER_FONT_DIR, OFFICE_FONT_DIR)
    except FontsMissing as error:
        print(error, file=sys.stderr)
        return 1
    print(f"公文字体 {len(fonts.fonts)} 种：{fonts.folder}")
    if packages := missing_packages(PAPER_FONT_DIR):
        print(f"缺少 {'、'.join(packages)} 的字体。{install_advice()}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
