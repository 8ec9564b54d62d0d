from __future__ import annotations

import gzip
import random
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from curlew.net.decode import STEP, Unpacker
from curlew.net.newer_codings import REMEMBERED

TEXT = b"hello world " * 50
NOISE = random.Random(3).randbytes(9000)
SKIPPED = b"\x50\x2a\x4d\x18\x04\0\0\0abcd"


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzipped, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}


def checked_zstd(data: bytes) -> bytes:
    return zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1})


def unpacked(encoding: str, data: bytes, cut: int = 7) -> tuple[bytes, Unpacker]:
    unpacker = Unpacker([encoding])
    out = b"".join(piece for at in range(0, len(data), cut) for piece in unpacker.feed(data[at : at + cut]))
    unpacker.finish()
    return out, unpacker


def unpack(encoding: str, data: bytes, cut: int = 7) -> tuple[bytes, str]:
    out, unpacker = unpacked(encoding, data, cut)
    return out, unpacker.problem


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzipped(TEXT)),
        ("X-GZip", gzipped(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstd.compress(TEXT)),
        ("gzip, deflate", zlib.compress(gzipped(TEXT))),
        ("br, identity, zstd, gzip", gzipped(zstd.compress(brotli.compress(TEXT)))),
        ("gzip", gzipped(TEXT[:100]) + gzipped(TEXT[100:])),
        ("zstd", zstd.compress(TEXT[:100]) + SKIPPED + zstd.compress(TEXT[100:])),
        ("identity", TEXT),
        ("", TEXT),
    ],
)
@pytest.mark.parametrize("cut", [1, 7, 100000])
def test_C25_C28_every_coding_is_taken_off_whole(encoding: str, data: bytes, cut: int) -> None:
    assert unpack(encoding, data, cut) == (TEXT, "")


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("cut", [1, 5000, 100000])
def test_C23_C24_data_that_ends_early_is_shown_as_far_as_it_goes(coding: str, cut: int) -> None:
    data = TEXT * 2000 + NOISE
    out, problem = unpack(coding, PACKERS[coding](data)[:-20], cut)
    assert len(out) > (1_000_000 if coding != "zstd" else 900_000)  # zstd gives whole blocks only
    assert data.startswith(out)
    assert problem == f"The {coding} data ended early: the end of the body is missing."


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("cut", [1, 5000, 100000])
def test_C23_C27_damaged_data_is_shown_up_to_the_damage(coding: str, cut: int) -> None:
    data = b"".join(b"line %d of many\n" % number for number in range(90_000))
    packed = bytearray(PACKERS[coding](data))
    at = len(packed) // 2
    packed[at : at + 40] = bytes(b ^ 0x5A for b in packed[at : at + 40])
    out, problem = unpack(coding, bytes(packed), cut)
    assert len(out) > len(data) // 4
    assert out[: len(data) // 4] == data[: len(data) // 4]
    assert "damaged" in problem


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("cut", [1, 3, 100000])
def test_C26_junk_behind_the_data_is_noted(coding: str, cut: int) -> None:
    out, unpacker = unpacked(coding, PACKERS[coding](TEXT) + b"\x1fjunk", cut)
    assert (out, unpacker.problem) == (TEXT, "")
    assert unpacker.notes == ["5 bytes follow the packed data; they were ignored."]


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("text", [b"plain text, whatever the header says", b'{"a": 1}', b"<!doctype html>", b"Nope"])
def test_C23_C27_a_body_that_is_not_packed_at_all_is_to_be_shown_as_it_came(coding: str, text: bytes) -> None:
    _out, unpacker = unpacked(coding, text)
    assert unpacker.useless
    assert "shown as it came" in unpacker.problem


@pytest.mark.parametrize(("coding", "packer", "at"), [("gzip", gzipped, -6), ("deflate", zlib.compress, -1), ("zstd", checked_zstd, -1)])
def test_C27_a_bad_checksum_keeps_the_data(coding: str, packer: object, at: int) -> None:
    data = bytearray(packer(TEXT))  # type: ignore[operator]
    data[at] ^= 1
    out, problem = unpack(coding, bytes(data))
    assert out == TEXT
    assert "damaged" in problem


@pytest.mark.parametrize("coding", ["compress", "dcb", "aws-chunked", "gzip, exi"])
def test_C28_a_coding_that_cannot_be_unpacked_is_named(coding: str) -> None:
    out, unpacker = unpacked(coding, b"\x0b\x02\x80hello\x03")
    assert out == b"\x0b\x02\x80hello\x03"
    assert coding.rpartition(" ")[2] in unpacker.problem
    assert not unpacker.packed


@pytest.mark.parametrize("coding", PACKERS)
def test_an_empty_body_needs_no_unpacking(coding: str) -> None:
    out, unpacker = unpacked(coding, b"")
    assert (out, unpacker.problem, unpacker.useless) == (b"", "", False)


@pytest.mark.parametrize("coding", PACKERS)
def test_C22_a_bomb_comes_in_bounded_steps(coding: str) -> None:
    steps = Unpacker([coding]).feed(PACKERS[coding](bytes(50_000_000)))
    sizes = [len(next(steps)) for _ in range(40)]
    assert 0 < max(sizes) <= 2 * STEP


def test_C22_a_body_that_grows_beyond_reason_has_a_note() -> None:
    _out, unpacker = unpacked("br", brotli.compress(bytes(20_000_000), quality=5))
    assert "times as large on being unpacked" in unpacker.notes[0]


def test_C22_zstd_may_not_ask_for_any_amount_of_memory() -> None:
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 28})
    _out, unpacker = unpacked("zstd", packer.compress(NOISE) + packer.flush(), 100_000)
    assert "asks for more than 128 MB of memory" in unpacker.problem


@pytest.mark.parametrize("cut", [1, 7, 1000])
@pytest.mark.parametrize("coding", ["zstd", "deflate"])
def test_C28_data_packed_with_a_dictionary_is_called_so(coding: str, cut: int) -> None:
    if coding == "zstd":
        words = zstd.train_dict([b"user id %d name foo bar" % n for n in range(2000)], 2000)
        data = zstd.compress(b"user id 5 name foo bar", zstd_dict=words)
    else:
        packer = zlib.compressobj(zdict=b"hello world")
        data = packer.compress(TEXT) + packer.flush()
    out, unpacker = unpacked(coding, data, cut)
    assert not out
    assert unpacker.useless
    assert f"The {coding} data was packed with a dictionary" in unpacker.problem
    assert "is not" not in unpacker.problem


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_C23_damage_in_a_long_body_costs_but_a_little_of_it(coding: str) -> None:
    data = random.Random(5).randbytes(REMEMBERED + 500_000) + TEXT * 1000
    packed = PACKERS[coding](data) + b"tail"
    out, _unpacker = unpacked(coding, packed, 60_000)
    assert len(out) > REMEMBERED
    assert data.startswith(out)


def test_too_many_codings_are_not_begun() -> None:
    out, problem = unpack(", ".join(["gzip"] * 6), b"x")
    assert out == b"x"
    assert "6 times" in problem


def test_C27_the_inner_coding_of_two_can_be_the_wrong_one() -> None:
    out, unpacker = unpacked("br, gzip", gzipped(b"never seen brotli \xff\xff\xff"))
    assert out == b""
    assert unpacker.useless
