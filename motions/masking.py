"""What must not be read by everybody: private persons' names, telephone and identity numbers."""

import re
from collections.abc import Iterable

PRIVATE = (
    (re.compile(r"(?<!\d)\d{6}(?:19|20)\d{2}\d{7}[\dXx](?!\d)"), "*" * 18),  # identity card
    (re.compile(r"(?<!\d)\d{12,15}(\d{4})(?!\d)"), r"****\1"),  # bank card
    (re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)"), r"\1****\2"),
    (re.compile(r"(?<!\d)[(（]?(0\d{2,3})[)）]?[ -]?\d{4}(\d{3,4})(?!\d)"), r"\1-****\2"),
    (re.compile(r"((?:电话|座机|手机)号?码?[：: ]?)\d{3,4}[ -]?(\d{4})(?!\d)"), r"\1****\2"),
)
"""What a private number looks like, and what everybody reads in its place."""


def masked(text: str, names: Iterable[str] = ()) -> str:
    """The text with every listed name as 张某某 and every private number as stars.

    Longer names go first, so that 张小明明 is not left half masked by 张小明; a name is found
    as 张　明 too, as papers set names of two characters.
    """
    for name in sorted(("".join(name.split()) for name in names), key=len, reverse=True):
        spaced = r"\s*".join(map(re.escape, name))
        text = re.sub(spaced, name[0] + "某" * (len(name) - 1), text)
    for pattern, stars in PRIVATE:
        text = pattern.sub(stars, text)
    return text


def numbers_in(text: str) -> list[str]:
    """The private numbers that will be masked, for the clerk to see."""
    found = [match.group(0) for pattern, _ in PRIVATE for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))
