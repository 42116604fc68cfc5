"""A document as plain data, so that what was issued can be kept word for word and printed again."""

from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from typing import Any, get_args

from renda.core.paper import blocks
from renda.core.paper.inlines import Inline

KIND, DAY = "is", "day"
PLAIN = (str, int, float, type(None))


def pack(document: blocks.Document) -> dict[str, Any]:
    """The document as JSON data: every part names its kind and what differs from the usual."""
    return _packed(document)


def unpack(data: dict[str, Any]) -> blocks.Document:
    """The document that was packed, equal to it: it gives the same files, byte for byte."""
    return _unpacked(data)


def _packed(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, (list, tuple)):
        return [_packed(one) for one in value]
    if isinstance(value, date):
        return {KIND: DAY, "on": value.isoformat()}
    told = {KIND: type(value).__name__}
    for name, usual in _parts_of(type(value)):
        one = getattr(value, name)
        if usual is MISSING or usual != one:
            told[name] = _packed(one)
    return told


@cache
def _parts_of(kind: type) -> list[tuple[str, Any]]:
    """The parts of a kind by name, each with what it usually is."""
    return [(field.name, field.default) for field in fields(kind)]


def _unpacked(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpacked(one) for one in value)
    if not isinstance(value, dict):
        return value
    if value[KIND] == DAY:
        return date.fromisoformat(value["on"])
    told = {name: _unpacked(one) for name, one in value.items() if name != KIND}
    return _kinds()[value[KIND]](**told)


@cache
def _kinds() -> dict[str, type]:
    """Every kind of part that a document may have, by its name."""
    inside = (blocks.Document, blocks.Cell, blocks.Series)
    known = (*get_args(blocks.Block), *get_args(Inline), *inside)
    return {kind.__name__: kind for kind in known}
