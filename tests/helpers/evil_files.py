"""Pictures, archives and bodies of parts that were made to hurt a viewer."""

# ruff: noqa: E501

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Evil:
    """everything: with all that a person could do, else shown only."""

    name: str
    data: bytes
    declared: str = ""
    everything: bool = True


def pictures() -> Iterator[Evil]:
    yield Evil("PNG 30000 x 30000", png(30_000, 30_000), "image/png")
    yield Evil("PNG 2^31 wide", png(2**31 - 1, 1, rows=0), "image/png")
    yield Evil("PNG 0 x 0", png(0, 0, rows=0), "image/png")
    yield Evil("PNG 1 x 60000", png(1, 60_000), "image/png")
    yield Evil("PNG 60000 x 1", png(60_000, 1), "image/png")
    yield Evil("PNG 7000 x 7000", png(7000, 7000), "image/png")
    whole = png(20, 20)
    for end in range(1, len(whole), 7):
        yield Evil(f"PNG cut at {end}", whole[:end], "image/png", False)
    yield Evil("PNG with a bomb of text", png(4, 4, more=chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 50_000_000))), "image/png")
    gif = b"GIF89a\x02\x00\x02\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    frame = b"!\xf9\x04\x00\x00\x00\x00\x00,\x00\x00\x00\x00\x02\x00\x02\x00\x00\x02\x02D\x01\x00"
    yield Evil("GIF of 20,000 frames without delay", gif + frame * 20_000 + b";", "image/gif")
    yield Evil("GIF 65535 x 65535", b"GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff" + frame * 3 + b";", "image/gif")
    yield Evil("GIF without end", gif + frame[:-4], "image/gif")
    yield Evil("GIF without a frame", gif + b";", "image/gif")
    yield Evil("WebP without anything", b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff" + b"\0" * 100, "image/webp")
    yield Evil("JPEG without anything", b"\xff\xd8\xff\xe1\xff\xffExif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 5000, "image/jpeg")
    yield Evil("BMP huge", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 2**30, 2**30, 1, 32, 0, 0, 1, 1, 0, 0), "image/bmp")
    yield Evil("icon of many", b"\0\0\1\0\xff\xff" + bytes(16) * 3000, "image/x-icon")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    yield Evil("SVG huge", svg + b'width="1e9" height="1e9"><rect width="1e9" height="1e9"/></svg>', "image/svg+xml")
    yield Evil("SVG without measures", svg + b'width="0" height="-5" viewBox="0 0 0 0"><rect/></svg>', "image/svg+xml")
    yield Evil("SVG measures that are none", svg + b'width="NaN" height="inf" viewBox="a b c d"><rect width="nan"/></svg>', "image/svg+xml")
    uses = b"".join(b'<g id="g%d">%s</g>' % (n, b'<use xlink:href="#g%d"/>' % (n - 1) * 10) for n in range(1, 10))
    yield Evil(
        "SVG bomb of uses",
        svg + b'width="9" height="9"><defs><g id="g0"><rect width="1" height="1"/></g>' + uses + b'</defs><use xlink:href="#g9"/></svg>',
        "image/svg+xml",
    )
    yield Evil("SVG that uses itself", svg + b'width="9" height="9"><g id="a"><use xlink:href="#a"/></g></svg>', "image/svg+xml")
    yield Evil(
        "SVG gradients in a circle",
        svg
        + b'width="9" height="9"><linearGradient id="a" xlink:href="#b"/><linearGradient id="b" xlink:href="#a"/><rect width="9" height="9" fill="url(#a)"/></svg>',
        "image/svg+xml",
    )
    yield Evil(
        "SVG pattern of itself",
        svg
        + b'width="9" height="9"><pattern id="p" width="1" height="1"><rect width="1" height="1" fill="url(#p)"/></pattern><rect width="9" height="9" fill="url(#p)"/></svg>',
        "image/svg+xml",
    )
    yield Evil(
        "SVG long path", svg + b'width="9" height="9"><path d="M0 0' + b" L1 1 A5 5 0 0 1 2 2" * 60_000 + b'"/></svg>', "image/svg+xml"
    )
    yield Evil(
        "SVG dashes",
        svg + b'width="9" height="9"><path stroke="red" stroke-dasharray="0.00001" stroke-width="1" d="M0 0 L100000 100000"/></svg>',
        "image/svg+xml",
    )
    yield Evil(
        "SVG filter",
        svg
        + b'width="9" height="9"><filter id="f"><feGaussianBlur stdDeviation="100000"/></filter><rect filter="url(#f)" width="9" height="9"/></svg>',
        "image/svg+xml",
    )
    yield Evil("SVG entity", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]>' + svg + b"><text>&a;</text></svg>", "image/svg+xml")
    yield Evil("SVG wide", svg + b'width="100000000" height="1"><rect width="9" height="9"/></svg>', "image/svg+xml")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, rows: int | None = None, more: bytes = b"") -> bytes:
    """Return a grey PNG of one bit a pixel."""
    row = b"\0" * (1 + (width + 7) // 8) if rows != 0 else b""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height if rows is None else rows)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + more
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def packed() -> Iterator[Evil]:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"\0" * 200_000_000)
    yield Evil("zip bomb", into.getvalue(), "application/zip")
    yield Evil("gzip bomb", gzip.compress(b"\0" * 100_000_000), "application/gzip")
    yield Evil("zip named JSON", into.getvalue(), "application/json", False)
    yield Evil("PDF head", b"%PDF-1.7\n" + bytes(range(256)) * 40, "application/pdf")
    yield Evil("certificate that is none", b"\x30\x82\xff\xff" + b"\xff" * 4000, "application/pkix-cert")
    yield Evil("PEM that is none", b"-----BEGIN CERTIFICATE-----\n" + b"AAAA" * 5000, "application/x-pem-file")


def parts() -> Iterator[Evil]:
    head = "multipart/form-data; boundary=b"
    yield Evil("multipart without an end", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b\r\n", head)
    yield Evil("multipart without a boundary", b"--b\r\n\r\nx\r\n--b--", "multipart/form-data")
    yield Evil("multipart with another boundary", b"--c\r\n\r\nx\r\n--c--", head)
    yield Evil("multipart of 50,000", b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 50_000 + b"--b--", head)
    yield Evil("multipart within itself", b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n--b--", head)
    yield Evil(
        "multipart, evil heads",
        b"--b\r\n"
        + b"X" * 200_000
        + b'\r\n\r\nx\r\n--b\r\n\xff\xff: \xff\r\n:\r\n\r\n--b\r\nContent-Disposition: form-data; name="<b>"; filename="../../x"\r\n\r\n<b>\r\n--b--',
        head,
    )
    yield Evil("multipart of boundaries", b"--b\r\n" * 50_000, head)
    yield Evil(
        "multipart base64 that is none",
        b"--b\r\nContent-Transfer-Encoding: base64\r\nContent-Type: image/png\r\n\r\n!!!\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ=\r\n--b--",
        head,
    )
    yield Evil("multipart, boundary of signs", b"--(*+\r\n\r\nx\r\n--(*+--", 'multipart/mixed; boundary="(*+"')
    yield Evil("form", b"a=1&b=%ff%00&&=&%&c=%zz&" + b"x=y&" * 50_000, "application/x-www-form-urlencoded")
    yield Evil("events", b'data: {"a": 1}\n\nevent: x\ndata: \xff\n\n' * 500, "text/event-stream")
