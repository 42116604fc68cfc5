"""Small drawn pictures of a stream, dirty before and clean after, as evidence in the demo."""

from functools import lru_cache
from io import BytesIO
from random import Random

SIZE = (480, 360)
DIRTY, CLEAN = "#7d6a4a", "#4f8fa8"


@lru_cache(maxsize=16)
def picture(kind: str, variant: int) -> bytes:
    """A JPEG of the same place ``before`` (murky, littered) or ``after`` (clear)."""
    from PIL import Image, ImageDraw

    chance = Random(variant)
    image = Image.new("RGB", SIZE, "#dfe6ea")
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    ridge = [(x, 120 + chance.randint(-30, 30)) for x in range(0, width + 60, 60)]
    draw.polygon([(0, height), *ridge, (width, height)], fill="#7f9a76")
    left, right = 150 + chance.randint(-40, 40), 330 + chance.randint(-40, 40)
    bank = [(left + 60, 170), (right - 60, 170), (right + 60, height), (left - 60, height)]
    draw.polygon(bank, fill=DIRTY if kind == "before" else CLEAN)
    for _ in range(14):
        x, y = chance.randint(left - 20, right + 20), chance.randint(200, height - 16)
        if kind == "before":
            size = chance.randint(6, 14)
            draw.rectangle(
                (x, y, x + size, y + size // 2), fill=chance.choice(["#e8e4d8", "#b9503f"])
            )
        else:
            draw.line((x, y, x + 26, y), fill="#9cc3d1", width=2)
    stored = BytesIO()
    image.save(stored, "JPEG", quality=70)
    return stored.getvalue()
