"""Bytes looked for, read as values, and written in Base64."""

from __future__ import annotations

import base64
import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.preview.base64_text import decoded, encoded
from curlew.preview.buffer import Gathering
from curlew.preview.byte_values import values_of
from curlew.preview.search.byte_search import SLICE, BytePattern, ByteSearch, hex_pattern, text_pattern


def _found(data: bytes, pattern: BytePattern) -> list[int]:
    search = ByteSearch(data, pattern)
    for _step in search.steps():
        pass
    return list(search.found)


@pytest.mark.parametrize(
    ("pattern", "offsets"),
    [("de ad", [1]), ("DEAD", [1]), ("0xde, 0xad", [1]), ("de ??", [1]), ("?f", [0, 4]), ("0?", [0, 5]), ("ff 00", [])],
)
def test_bytes_are_found_by_their_digits(pattern: str, offsets: list[int]) -> None:
    assert _found(b"\x0f\xde\xad\xbe\xef\x01", hex_pattern(pattern)) == offsets


@pytest.mark.parametrize("text", ["d", "xy", "de a", "d e a"])
def test_what_is_no_pattern_says_why(text: str) -> None:
    made = hex_pattern(text)
    assert made.expression is None
    assert made.problem


def test_matches_at_the_border_of_slices_are_found_once() -> None:
    data = bytearray(3 * SLICE)
    places = [0, SLICE - 2, 2 * SLICE - 1, 3 * SLICE - 4]
    for place in places:
        data[place : place + 4] = b"\xca\xfe\xba\xbe"
    assert _found(bytes(data), hex_pattern("cafebabe")) == places


@given(st.binary(max_size=60), st.binary(min_size=1, max_size=3))
def test_the_matches_are_those_of_an_expression(data: bytes, wanted: bytes) -> None:
    assert _found(data, hex_pattern(wanted.hex())) == [match.start() for match in re.finditer(re.escape(wanted), data, re.DOTALL)]


def test_text_is_found_in_either_case() -> None:
    assert _found(b"one ONE", text_pattern("One", case=False)) == [0, 4]
    assert _found("für".encode(), text_pattern("ü")) == [1]


def test_what_bytes_mean() -> None:
    values = dict(values_of(struct.pack("<q", 1_795_200_000_000), little=True))
    assert values["Int64"] == "1,795,200,000,000"
    assert values["Time, 64 bits"] == "2026-11-20 18:40:00 UTC"
    assert dict(values_of(b"\xff\xff", little=True))["Int16"] == "-1 or 65,535"
    assert dict(values_of(struct.pack(">f", 1.5), little=False))["Float32"] == "1.5"
    assert dict(values_of("☃".encode(), little=True))["Character"] == "☃  U+2603"
    assert dict(values_of(b"\x80", little=True))["Character"] == "–"
    assert values_of(b"", little=True) == []


@given(st.binary(max_size=12), st.booleans())
def test_any_bytes_mean_something(data: bytes, little: bool) -> None:
    assert all(name and value for name, value in values_of(data, little))


@given(st.binary(max_size=400), st.booleans(), st.booleans())
def test_base64_comes_back(data: bytes, wrapped: bool, url_safe: bool) -> None:
    text = encoded(data, wrapped, url_safe)[:]
    assert all(len(line) <= 76 for line in text.split(b"\n")) or not wrapped
    if len(text) >= 4:
        assert decoded(text) == data


def test_many_slices_make_one_text() -> None:
    data = bytes(range(256)) * 6000
    kept = Gathering()
    kept.add(data)
    assert encoded(kept.buffer(), wrapped=False, url_safe=False)[:] == base64.b64encode(data)
    assert encoded(data, wrapped=True, url_safe=False)[:].replace(b"\n", b"") == base64.b64encode(data)


@pytest.mark.parametrize("text", [b"", b"abc", b"no base64!", b"abcde", b"====", b"{}", b"a=bc"])
def test_other_texts_are_no_base64(text: bytes) -> None:
    assert decoded(text) is None or text == b"abc"
