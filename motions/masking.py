"""What must not be read by everybody: private persons' names, telephone and identity numbers."""

import re
from collections.abc import Iterable

IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}\d{7}[\dXx](?!\d)")
MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]\d{4}(\d{3,4})(?!\d)")
CARD = re.compile(r"(?<!\d)\d{12,15}(\d{4})(?!\d)")


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with every listed name as 张某某 and every private number as stars.

    Longer names go first, so that 张小明明 is not left half masked by 张小明.
    """
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, name[0] + "某" * (len(name) - 1))
    text = IDENTITY.sub("******************", text)
    text = CARD.sub(r"****\1", text)
    text = MOBILE.sub(r"\1****\2", text)
    return LANDLINE.sub(r"\1-****\2", text)


def numbers_in(text: str) -> list[str]:
    """The private numbers that will be masked, for the clerk to see."""
    found = []
    for pattern in (IDENTITY, MOBILE, LANDLINE, CARD):
        found += [match.group(0) for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))
