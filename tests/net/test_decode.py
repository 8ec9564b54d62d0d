from __future__ import annotations

import gzip
import zlib

import pytest

from curlew.net.decode import STEP, Unpacker

TEXT = b"hello world " * 50


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def unpack(encoding: str, data: bytes, cut: int = 7) -> tuple[bytes, str]:
    unpacker = Unpacker([encoding])
    out = b"".join(piece for at in range(0, len(data), cut) for piece in unpacker.feed(data[at : at + cut]))
    unpacker.finish()
    return out, unpacker.problem


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("X-GZip", gzip.compress(TEXT, mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip, deflate", zlib.compress(gzip.compress(TEXT, mtime=0))),
        ("gzip", gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0)),
        ("identity", TEXT),
        ("", TEXT),
    ],
)
@pytest.mark.parametrize("cut", [1, 7, 100000])
def test_C25_every_coding_is_taken_off_whole(encoding: str, data: bytes, cut: int) -> None:
    assert unpack(encoding, data, cut) == (TEXT, "")


def test_C24_data_that_ends_early_is_shown_as_far_as_it_goes() -> None:
    out, problem = unpack("gzip", gzip.compress(bytes(range(256)) * 400)[:-20])
    assert out
    assert "ended early" in problem


def test_C26_junk_behind_gzip_is_noted() -> None:
    unpacker = Unpacker(["gzip"])
    assert b"".join(unpacker.feed(gzip.compress(TEXT, mtime=0) + b"junk")) == TEXT
    unpacker.finish()
    assert (unpacker.problem, unpacker.note) == ("", "4 bytes follow the packed data; they were ignored.")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_C27_a_body_that_is_not_packed_at_all_is_shown_as_it_came(encoding: str) -> None:
    out, problem = unpack(encoding, b"plain text, whatever the header says")
    assert out == b"plain text, whatever the header says"
    assert "shown as it came" in problem


def test_C27_a_bad_checksum_keeps_the_data() -> None:
    data = bytearray(gzip.compress(TEXT, mtime=0))
    data[-6] ^= 1
    out, problem = unpack("gzip", bytes(data))
    assert out == TEXT
    assert "damaged" in problem


def test_C23_C28_a_coding_that_cannot_be_unpacked_is_named() -> None:
    out, problem = unpack("br", b"\x0b\x02\x80hello\x03")
    assert out == b"\x0b\x02\x80hello\x03"
    assert "br" in problem


def test_an_empty_body_needs_no_unpacking() -> None:
    assert unpack("gzip", b"") == (b"", "")


def test_C22_a_bomb_comes_in_bounded_steps() -> None:
    unpacker = Unpacker(["gzip"])
    steps = unpacker.feed(gzip.compress(bytes(50_000_000)))
    assert all(len(next(steps)) <= STEP for _ in range(20))


def test_too_many_codings_are_not_begun() -> None:
    assert unpack(", ".join(["gzip"] * 6), b"x")[0] == b"x"
