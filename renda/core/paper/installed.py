"""Which fonts this machine has: the office's own, the free ones, else any Chinese font."""

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

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
# how the names of an office's own fonts begin: 仿宋_GB2312, 方正小标宋简体, FZXiaoBiaoSong-B05S …
OFFICE = {
    "office-fang": ("仿宋", "FangSong"),
    "office-kai": ("楷体", "KaiTi"),
    "office-hei": ("黑体", "SimHei"),
    "office-title": ("方正小标宋", "小标宋", "FZXiaoBiaoSong", "FZXBS"),
    "office-song": ("宋体", "SimSun"),
}


@dataclass(frozen=True)
class Source:
    """A font as it is installed: a file and, in a collection, the face's place."""

    name: str
    path: str
    face: int
    size: int
    changed: int


def install_advice() -> str:
    """How to install the fonts, for people."""
    return (
        "请运行 scripts/install_fonts.sh"
        f"（安装 {NOTO}、{WENKAI}，并从 {FANDOL} 取出仿宋、楷体），"
        "再运行 python -m renda.core.paper.fonts。"
    )


def free_fonts(folder: Path) -> list[Source]:
    """The free fonts that are installed or unpacked below ``folder``, else any Chinese font."""
    found = [_source(want.name, *place) for want in WANTED if (place := _installed(want, folder))]
    if not {source.name for source in found} & {"song", "wenkai", "hei"} and (
        place := _any_chinese_font()
    ):
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


def office_fonts(folder: Path) -> list[Source]:
    """The office's own fonts, recognised by the names inside the files."""
    found: dict[str, Source] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in FONT_SUFFIXES:
            for face, names in enumerate(_names(path, path.stat().st_mtime_ns)):
                for name, families in OFFICE.items():
                    if any(own.startswith(families) and "Ext" not in own for own in names):
                        found.setdefault(name, _source(name, path, face))
    return list(found.values())


@lru_cache
def _names(path: Path, changed: int) -> list[frozenset[str]]:
    """The family and full names of each face of a font file; an unreadable file has none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    with path.open("rb") as file:
        try:
            if path.suffix.lower() in {".ttc", ".otc"}:
                return [_face_names(font) for font in TTCollection(file, lazy=True)]
            return [_face_names(TTFont(file, lazy=True))]
        except TTLibError:
            return []


def _face_names(font: "TTFont") -> frozenset[str]:
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
