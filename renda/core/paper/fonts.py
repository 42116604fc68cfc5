"""Which fonts paper is set in: found on this machine, given one set of metrics, kept in a cache.

``python -m renda.core.paper.fonts`` prepares the cache at set-up. Fonts differ in ascent and
descent, so that one rare character from another font would make its line taller and a page lose
a line: every font is therefore copied once with the same vertical metrics.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

VERSION = 2
ASCENT, DESCENT = 0.88, 0.12
NOTO, WENKAI, FANDOL = "fonts-noto-cjk", "fonts-lxgw-wenkai", "texlive-lang-chinese"
SYSTEM = Path("/usr/share")
FANDOL_DIR = SYSTEM / "texlive/texmf-dist/fonts/opentype/public/fandol"
WENKAI_DIR = SYSTEM / "fonts/truetype/lxgw-wenkai"
NOTO_DIRS = (SYSTEM / "fonts/opentype/noto", SYSTEM / "fonts/opentype/noto-cjk")
FONT_SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}


def _noto(name: str) -> tuple[Path, ...]:
    return tuple(folder / name for folder in NOTO_DIRS)


@dataclass(frozen=True)
class Wanted:
    """A font that paper needs: its family, the files that may hold it and its package."""

    name: str
    family: str
    files: tuple[Path, ...]
    package: str


WANTED = (
    Wanted("fang", "FandolFang", (FANDOL_DIR / "FandolFang-Regular.otf",), FANDOL),
    Wanted("kai", "FandolKai", (FANDOL_DIR / "FandolKai-Regular.otf",), FANDOL),
    Wanted("wenkai", "LXGW WenKai", (WENKAI_DIR / "LXGWWenKai-Regular.ttf",), WENKAI),
    Wanted("hei", "Noto Sans CJK SC", _noto("NotoSansCJK-Regular.ttc"), NOTO),
    Wanted("song", "Noto Serif CJK SC", _noto("NotoSerifCJK-Regular.ttc"), NOTO),
    Wanted("song-bold", "Noto Serif CJK SC", _noto("NotoSerifCJK-Bold.ttc"), NOTO),
)
OFFICE = {
    "office-fang": ("仿宋_GB2312", "仿宋", "FangSong_GB2312", "FangSong"),
    "office-kai": ("楷体_GB2312", "楷体", "KaiTi_GB2312", "KaiTi"),
    "office-hei": ("黑体", "SimHei"),
    "office-title": ("方正小标宋简体", "方正小标宋", "小标宋", "FZXiaoBiaoSong", "FZXBS"),
    "office-song": ("宋体", "SimSun"),
}
# the first font that has a character prints it; the office's own fonts go first
CHAINS = {
    "fang": ("office-fang", "fang", "song", "wenkai", "any"),
    "kai": ("office-kai", "kai", "wenkai", "song", "any"),
    "hei": ("office-hei", "hei", "song-bold", "song", "any"),
    "title": ("office-title", "song-bold", "song", "hei", "any"),
    "song": ("office-song", "song", "hei", "any"),
}


class FontsMissing(RuntimeError):
    """No Chinese font at all is installed; the message says what to install."""


@dataclass(frozen=True)
class Source:
    """A font as it is installed: a file and, in a collection, the face's place."""

    name: str
    path: str
    face: int
    size: int
    changed: int


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
    """The fonts of one cache folder by name."""

    folder: Path
    fonts: dict[str, Prepared]

    def chain(self, role: str) -> list[Prepared]:
        """The fonts for a role (fang, kai, hei, title, song) in the order they are tried."""
        return [self.fonts[name] for name in CHAINS[role] if name in self.fonts]


def prepare_fonts(target_dir: Path, office_dir: Path | None = None) -> FontSet:
    """The prepared fonts in ``target_dir``; works only when an installed font has changed."""
    target_dir = Path(target_dir)
    sources = find_fonts(target_dir, office_dir)
    wanted = [asdict(source) for source in sources]
    manifest = target_dir / "fonts.json"
    if manifest.exists():
        known = json.loads(manifest.read_text(encoding="utf-8"))
        if known["version"] == VERSION and known["sources"] == wanted:
            fonts = _loaded(manifest, manifest.stat().st_mtime_ns)
            if all(font.file.exists() for font in fonts.fonts.values()):
                return fonts
    if not sources:
        raise FontsMissing(f"没有可用的中文字体。{install_advice()}")
    target_dir.mkdir(parents=True, exist_ok=True)
    fonts = [_prepare(source, target_dir) for source in sources]
    _replace(
        manifest,
        json.dumps({"version": VERSION, "sources": wanted, "fonts": fonts}).encode(),
    )
    kept = {font["file"] for font in fonts}
    for old in target_dir.glob("*.font"):
        if old.name not in kept:
            old.unlink(missing_ok=True)
    return _loaded(manifest, manifest.stat().st_mtime_ns)


def missing_packages(target_dir: Path) -> list[str]:
    """The Debian packages whose fonts are not installed, in the order to name them."""
    return list(
        dict.fromkeys(want.package for want in WANTED if not _installed(want, Path(target_dir)))
    )


def install_advice() -> str:
    """How to install the fonts, for people."""
    return (
        "请运行 scripts/install_fonts.sh"
        f"（安装 {NOTO}、{WENKAI}，并从 {FANDOL} 取出仿宋、楷体），"
        "再运行 python -m renda.core.paper.fonts。"
    )


def find_fonts(target_dir: Path, office_dir: Path | None = None) -> list[Source]:
    """Every font that can be used: the office's own, then the free ones, then any Chinese font."""
    found = list(_office_fonts(office_dir)) if office_dir else []
    for want in WANTED:
        if place := _installed(want, target_dir):
            found.append(_source(want.name, *place))
    names = {source.name for source in found}
    if not names & {"song", "wenkai", "hei"} and (place := _any_chinese_font()):
        found.append(_source("any", *place))
    return found


def _installed(want: Wanted, target_dir: Path) -> tuple[Path, int] | None:
    """Where a wanted font is: unpacked beside the cache, at its known place, or by fontconfig."""
    for path in (target_dir / "src" / want.files[0].name, *want.files):
        if path.is_file():
            return path, _face(path, want.family)
    style = "Bold" if want.name.endswith("-bold") else "Regular"
    return _by_fontconfig(f"{want.family}:style={style}")


def _any_chinese_font() -> tuple[Path, int] | None:
    return _by_fontconfig(":lang=zh-cn")


@lru_cache
def _by_fontconfig(pattern: str) -> tuple[Path, int] | None:
    """The first installed font that fontconfig lists for a pattern."""
    try:
        listed = subprocess.run(
            ["fc-list", pattern, "--format", "%{file}\t%{index}\n"],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        ).stdout
    except (FileNotFoundError, subprocess.SubprocessError):
        return None  # a machine without fontconfig's tools: the known places are all there is
    for line in sorted(listed.splitlines()):
        path, _, face = line.partition("\t")
        if Path(path).suffix.lower() in FONT_SUFFIXES and int(face) < 0x10000:
            return Path(path), int(face)
    return None


def _office_fonts(folder: Path) -> Iterator[Source]:
    """The office's own fonts, recognised by the names inside the files."""
    found: dict[str, Source] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in FONT_SUFFIXES:
            for face, names in enumerate(_names(path, path.stat().st_mtime_ns)):
                for name, families in OFFICE.items():
                    if any(family in names for family in families):
                        found.setdefault(name, _source(name, path, face))
    yield from found.values()


@lru_cache
def _names(path: Path, changed: int) -> list[frozenset[str]]:
    """The family and full names of each face of a font file; an unreadable file has none."""
    try:
        if path.suffix.lower() in {".ttc", ".otc"}:
            with closing(TTCollection(path, lazy=True)) as collection:
                return [_face_names(font) for font in collection]
        with closing(TTFont(path, lazy=True)) as font:
            return [_face_names(font)]
    except (TTLibError, OSError):
        return []


def _face_names(font: TTFont) -> frozenset[str]:
    return frozenset(r.toUnicode() for r in font["name"].names if r.nameID in (1, 4, 16))


def _face(path: Path, family: str) -> int:
    """The place of a family in a collection, 0 in a plain font file."""
    if path.suffix.lower() not in {".ttc", ".otc"}:
        return 0
    faces = _names(path, path.stat().st_mtime_ns)
    return next((index for index, names in enumerate(faces) if family in names), 0)


def _source(name: str, path: Path, face: int) -> Source:
    stat = path.stat()
    return Source(name, str(path), face, stat.st_size, stat.st_mtime_ns)


def _prepare(source: Source, folder: Path) -> dict:
    """One font with the common metrics in the cache folder, as an entry of the manifest."""
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


def normalise(font: TTFont) -> None:
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


@lru_cache(maxsize=4)
def _loaded(manifest: Path, changed: int) -> FontSet:
    folder = manifest.parent
    return FontSet(
        folder,
        {
            font["name"]: Prepared(
                font["name"],
                folder / font["file"],
                tuple((first, last) for first, last in font["ranges"]),
            )
            for font in json.loads(manifest.read_text(encoding="utf-8"))["fonts"]
        },
    )


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
