"""Lines of a hex dump."""

from curlew.preview.hexdump import hexdump


def test_a_full_and_a_short_line() -> None:
    assert hexdump(bytes(range(0x30, 0x40)) + b"\x00\xff", start=0x100).decode().split("\n") == [
        "00000100  30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  0123456789:;<=>?",
        "00000110  00 ff                                             ..",
    ]


def test_nothing_gives_nothing() -> None:
    assert hexdump(b"") == b""
