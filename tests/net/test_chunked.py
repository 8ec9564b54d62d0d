from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curlew.net.chunked import ChunkDecoder


def test_chunks_are_joined_and_the_end_is_found() -> None:
    decoder = ChunkDecoder()
    data = b"3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX: 1\r\n\r\nmore"
    assert decoder.feed(data) == (b"abcde", len(data) - 4)
    assert decoder.ended
    assert decoder.trailers == [b"X: 1"]


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=6), st.lists(st.integers(1, 9), min_size=1, max_size=50))
def test_it_does_not_matter_how_the_bytes_are_cut(chunks: list[bytes], cuts: list[int]) -> None:
    wire = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    decoder, out, at, turn = ChunkDecoder(), b"", 0, 0
    while at < len(wire):
        piece = wire[at : at + cuts[turn % len(cuts)]]
        decoded, used = decoder.feed(piece)
        assert used == len(piece)
        out += decoded
        at += len(piece)
        turn += 1
    assert out == b"".join(chunks)
    assert decoder.ended


@pytest.mark.parametrize("wire", [b"zz\r\n", b"-1\r\n", b"\r\n", b"3\r\nabcd\r\n", b"3\r\nabc\n1\r\n", b"f" * 16 + b"\r\n", b"1" * 20000])
def test_C12_a_bad_chunk_is_told_in_words(wire: bytes) -> None:
    decoder = ChunkDecoder()
    decoder.feed(wire)
    assert decoder.failure is not None
    assert "chunk of the response" in decoder.failure.title


def test_C12_what_came_before_a_bad_chunk_is_kept() -> None:
    decoder = ChunkDecoder()
    assert decoder.feed(b"2\r\nab\r\nzz\r\n")[0] == b"ab"
    assert decoder.failure is not None
