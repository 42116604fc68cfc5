"""What WeasyPrint can't do for Chinese official paper, added to one pinned version of it.

Lines are justified between Chinese characters (WeasyPrint stretches spaces only, so pure Chinese
text would stay ragged), and an empty ``<div class="snap" data-top="37">`` grows to the next line of
the page's grid, so that the body below a table stands on the grid again. The colour profile's file is
closed, and no object of the file is written and compressed twice. All reach into private functions;
another version is refused.
"""

import re
from typing import BinaryIO

import pydyf
import weasyprint
from weasyprint import pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as block_layout
from weasyprint.layout import inline as inline_layout
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

VERSION = "70.0"
PX_PER_MM = 96 / 25.4
PITCH_PX = 28.95 * 96 / 72
TOLERANCE_PX = 0.2
MOST_EMS = 3
FEWEST = 5
CJK = re.compile(
    "[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffee"
    "\U00020000-\U0003ffff]"
)


class WrongEngine(RuntimeError):
    """Another WeasyPrint than the one these changes were written for."""


_set_text = line_break.Layout.set_text
_justify_line = inline_layout.justify_line
_block_container_layout = block_layout.block_container_layout
_ColorProfile = pdf.ColorProfile
_write = pydyf.PDF.write


def install() -> None:
    """Change WeasyPrint for this process; safe to repeat."""
    if weasyprint.__version__ != VERSION:
        raise WrongEngine(
            f"公文排版需要 WeasyPrint {VERSION}，现装版本为 {weasyprint.__version__}。"
            "请按 requirements 重新安装。"
        )
    line_break.Layout.set_text = set_text
    inline_layout.justify_line = justify_line
    block_layout.block_container_layout = block_container_layout
    pdf.ColorProfile = color_profile
    pydyf.PDF.write = write


def set_text(self: line_break.Layout, text: str, justify: bool = False) -> None:
    """As WeasyPrint's, and spaces the Chinese characters of a justified line when it is drawn."""
    _set_text(self, text, justify)
    extra = getattr(self, "cjk_spacing", 0)
    if not extra:
        return
    base = self.style["letter_spacing"]
    spacing = int(((0 if base == "normal" else base) + extra) * TO_UNITS)
    attributes = pango.pango_layout_get_attributes(self.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for start, end in _runs(self.text):
        attribute = pango.pango_attr_letter_spacing_new(spacing)
        attribute.start_index, attribute.end_index = start, end
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(self.layout, attributes)


def _runs(text: str) -> list[list[int]]:
    """Where Chinese characters stand in the UTF-8 text, neighbours joined."""
    runs: list[list[int]] = []
    place = 0
    for character in text:
        size = len(character.encode())
        if CJK.match(character):
            if runs and runs[-1][1] == place:
                runs[-1][1] += size
            else:
                runs.append([place, place + size])
        place += size
    return runs


def justify_line(context: object, line: boxes.LineBox, extra: float) -> None:
    """Spread what a line lacks between its Chinese characters, else between words."""
    texts = [text for text in _texts(line) if text.text]
    if not texts:
        return
    last = texts[-1]
    gaps = sum(len(CJK.findall(text.text)) for text in texts) - bool(CJK.match(last.text[-1]))
    if gaps < FEWEST or extra > MOST_EMS * line.style["font_size"]:
        _justify_line(context, line, extra)
    else:
        _spread(line, extra / gaps, 0, last)


def _texts(box: boxes.Box) -> list[boxes.TextBox]:
    """The text boxes of a line from left to right."""
    if isinstance(box, boxes.TextBox):
        return [box]
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        return [t for child in box.children if child.is_in_normal_flow() for t in _texts(child)]
    return []


def _spread(box: boxes.Box, space: float, shift: float, last: boxes.TextBox) -> float:
    """Move a box by ``shift`` and widen its Chinese characters; returns the shift after it."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        count = len(CJK.findall(box.text))
        if box is last and box.text and CJK.match(box.text[-1]):
            count -= 1
        if count > 0:
            box.pango_layout.cjk_spacing = space
            box.width += count * space
            shift += count * space
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += shift
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _spread(child, space, shift, last)
        box.width += shift - before
    else:
        box.translate(shift, 0)
    return shift


def block_container_layout(
    context: object, box: boxes.Box, *args: object, **options: object
) -> tuple:
    """As WeasyPrint's; a ``snap`` box reaches down to the next line of the grid."""
    result = _block_container_layout(context, box, *args, **options)
    new, element = result[0], box.element
    if new is not None and element is not None and element.get("class") == "snap":
        top = float(element.get("data-top")) * PX_PER_MM
        beyond = (new.position_y - top) % PITCH_PX
        if TOLERANCE_PX < beyond < PITCH_PX - TOLERANCE_PX:
            new.height = PITCH_PX - beyond
    return result


def color_profile(file: BinaryIO, *args: object) -> object:
    """As WeasyPrint's, which would leave the file open."""
    with file:
        return _ColorProfile(file, *args)


class Written(pydyf.Object):
    """An object of the file whose bytes are known."""

    data = b""
    compressible = False

    def __init__(self, source: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation = source.number, source.generation
        self.data, self.compressible = source.data, source.compressible


def write(self: pydyf.PDF, *args: object, **options: object) -> None:
    """As pydyf's, which would make every object's bytes again to hash them all."""
    self.objects = [each if each.free == "f" else Written(each) for each in self.objects]
    _write(self, *args, **options)
