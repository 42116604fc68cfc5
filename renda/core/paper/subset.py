"""Small copies of fonts that hold just the characters of one document.

A prepared font is up to 25 MB and WeasyPrint would copy and load each one whole for every document;
the subset takes 10 ms and keeps a worker's memory low. WeasyPrint needs the same library to embed
fonts quickly, so nothing new is asked of the machine; without it fonts are used whole.
"""

import ctypes
import ctypes.util
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LIBRARIES = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")
POINTERS = (
    "hb_blob_create_from_file_or_fail",
    "hb_blob_get_data",
    "hb_face_create",
    "hb_face_reference_blob",
    "hb_subset_input_create_or_fail",
    "hb_subset_input_unicode_set",
    "hb_subset_or_fail",
)


@cache
def library() -> ctypes.CDLL | None:
    """libharfbuzz-subset, or None when it is not installed."""
    for name in (*LIBRARIES, ctypes.util.find_library("harfbuzz-subset")):
        try:
            found = ctypes.CDLL(name) if name else None
        except OSError:
            continue
        if found:
            for function in POINTERS:
                getattr(found, function).restype = ctypes.c_void_p
            return found
    return None


def subset(font: Path, characters: Iterable[int]) -> bytes:
    """The font with only these characters; the whole font where it can't be cut."""
    hb = library()
    if hb is None:
        return font.read_bytes()
    p = ctypes.c_void_p
    blob = p(hb.hb_blob_create_from_file_or_fail(str(font).encode()))
    if not blob:
        raise FileNotFoundError(font)
    face = p(hb.hb_face_create(blob, 0))
    wanted = p(hb.hb_subset_input_create_or_fail())
    chosen = p(hb.hb_subset_input_unicode_set(wanted))
    for character in sorted(characters):
        hb.hb_set_add(chosen, character)
    cut = p(hb.hb_subset_or_fail(face, wanted))
    try:
        if not cut:
            return font.read_bytes()
        content = p(hb.hb_face_reference_blob(cut))
        size = ctypes.c_uint()
        data = hb.hb_blob_get_data(content, ctypes.byref(size))
        copy = ctypes.string_at(data, size.value)
        hb.hb_blob_destroy(content)
        return copy
    finally:
        if cut:
            hb.hb_face_destroy(cut)
        hb.hb_subset_input_destroy(wanted)
        hb.hb_face_destroy(face)
        hb.hb_blob_destroy(blob)
