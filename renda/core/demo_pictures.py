"""Small drawn pictures of a place, before and after something was done there: the demo's evidence."""

from functools import lru_cache
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SIZE = (480, 360)
VARIANTS = 8
COLOURS = {"stream": ("#7d6a4a", "#4f8fa8"), "road": ("#8f8373", "#5d6166")}
"""The middle of the picture before and after."""


@lru_cache(maxsize=32)
def picture(kind: str, variant: int, scene: str = "stream") -> bytes:
    """A JPEG of the same place ``before`` (littered, broken up) or ``after`` (clear, even)."""
    from PIL import Image, ImageDraw

    chance = Random(variant)
    image = Image.new("RGB", SIZE, "#dfe6ea")
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    ridge = [(x, 120 + chance.randint(-30, 30)) for x in range(0, width + 60, 60)]
    draw.polygon([(0, height), *ridge, (width, height)], fill="#7f9a76")
    left, right = 150 + chance.randint(-40, 40), 330 + chance.randint(-40, 40)
    bank = [(left + 60, 170), (right - 60, 170), (right + 60, height), (left - 60, height)]
    draw.polygon(bank, fill=COLOURS[scene][kind != "before"])
    if scene == "road" and kind != "before":
        middle = (left + right) // 2
        draw.line((middle, 176, middle, height), fill="#f2efe6", width=4)
    else:
        spots(draw, chance, kind, scene, (left - 20, right + 20))
    stored = BytesIO()
    image.save(stored, "JPEG", quality=70)
    return stored.getvalue()


def spots(draw: "ImageDraw", chance: Random, kind: str, scene: str, span: tuple[int, int]) -> None:
    """Litter on the stream or ripples, holes in the road."""
    for _ in range(14):
        x, y = chance.randint(*span), chance.randint(200, SIZE[1] - 16)
        size = chance.randint(6, 14)
        if scene == "road":
            draw.ellipse((x, y, x + 3 * size, y + size), fill="#5a5045")
        elif kind == "before":
            colour = chance.choice(["#e8e4d8", "#b9503f"])
            draw.rectangle((x, y, x + size, y + size // 2), fill=colour)
        else:
            draw.line((x, y, x + 26, y), fill="#9cc3d1", width=2)
