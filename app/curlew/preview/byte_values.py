"""What bytes mean when they are read as numbers, characters or moments."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from curlew.text import _

LONGEST = 8
"""Bytes that are looked at."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBERS = (
    (_("Int8"), "b", "B"),
    (_("Int16"), "h", "H"),
    (_("Int32"), "i", "I"),
    (_("Int64"), "q", "Q"),
)
_FLOATS = ((_("Float16"), "e"), (_("Float32"), "f"), (_("Float64"), "d"))


def values_of(data: bytes, little: bool) -> list[tuple[str, str]]:
    """Return (name, value) for each reading of the bytes from the first on; those that need more bytes than there are are left out."""
    return list(_values(data[:LONGEST], "<" if little else ">"))


def _values(data: bytes, order: str) -> Iterator[tuple[str, str]]:
    if not data:
        return
    yield _("Binary"), f"{data[0]:08b}"
    yield _("Character"), _character(data)
    for name, signed, unsigned in _NUMBERS:
        size = struct.calcsize(signed)
        if len(data) >= size:
            minus, plus = (struct.unpack(order + code, data[:size])[0] for code in (signed, unsigned))
            yield name, f"{minus:,}" if minus == plus else _("{signed} or {unsigned}").format(signed=f"{minus:,}", unsigned=f"{plus:,}")
    for name, code in _FLOATS:
        size = struct.calcsize(code)
        if len(data) >= size:
            yield name, f"{struct.unpack(order + code, data[:size])[0]:.9g}"
    if len(data) >= 4:
        yield _("Time, 32 bits"), _moment(struct.unpack(f"{order}I", data[:4])[0])
    if len(data) >= 8:
        yield _("Time, 64 bits"), _moment_of_64(struct.unpack(f"{order}q", data[:8])[0])


def _character(data: bytes) -> str:
    """Return the UTF-8 character that begins here, with its number; a dash where none does."""
    first = data[0]
    size = 1 if first < 0x80 else 2 if first >> 5 == 6 else 3 if first >> 4 == 14 else 4 if first >> 3 == 30 else 0
    try:
        found = data[:size].decode("utf-8")
    except UnicodeDecodeError:
        return "–"
    if len(found) != 1:
        return "–"
    return f"{found}  U+{ord(found):04X}" if found.isprintable() else f"U+{ord(found):04X}"


def _moment(seconds: float) -> str:
    try:
        return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:
        return "–"


def _moment_of_64(number: int) -> str:
    """Read a number of 64 bits as seconds, milli-, micro- or nanoseconds since 1970, whichever falls near our time."""
    for factor in (1, 1_000, 1_000_000, 1_000_000_000):
        if 0 < number / factor < 4_102_444_800:  # up to the year 2100
            return _moment(number / factor)
    return "–"
