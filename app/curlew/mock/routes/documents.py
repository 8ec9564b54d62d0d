"""Fixed documents of several kinds, and compressed answers."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import replace

from curlew.mock.answers import JSON, error_reply, json_reply, text_reply
from curlew.mock.pictures import PNG_SIZE, png_picture, svg_picture
from curlew.mock.routes.methods import describe
from curlew.mock.routes.route import Route
from curlew.mock.samples import HTML, JSON_LIST, LANGUAGES, XML
from curlew.mock.shapes import EchoRequest, Reply


def _encoded(request: EchoRequest, coding: str, mark: str) -> Reply:
    reply = json_reply({**describe(request), mark: True})
    assert isinstance(reply.body, bytes)
    return replace(reply, headers=(*reply.headers, ("Content-Encoding", coding)), body=_packed(reply.body, coding))


def _packed(data: bytes, coding: str) -> bytes:
    if coding == "gzip":
        return gzip.compress(data, mtime=0)
    if coding == "br":
        import brotli  # type: ignore[import-untyped]  # used by this answer alone, as is the next one

        return bytes(brotli.compress(data))
    if coding == "zstd":
        from backports import zstd

        return zstd.compress(data)
    return zlib.compress(data)


def gzipped(request: EchoRequest) -> Reply:
    return _encoded(request, "gzip", "gzipped")


def deflated(request: EchoRequest) -> Reply:
    return _encoded(request, "deflate", "deflated")


def brotli_packed(request: EchoRequest) -> Reply:
    return _encoded(request, "br", "brotli")


def zstd_packed(request: EchoRequest) -> Reply:
    return _encoded(request, "zstd", "zstd")


def image(request: EchoRequest) -> Reply:
    kind = request.segments["kind"]
    if kind == "png":
        return Reply(200, (("Content-Type", "image/png"),), png_picture(PNG_SIZE))
    if kind == "svg":
        return text_reply(svg_picture(), "image/svg+xml")
    return error_reply(404, f"There is no picture of the kind {kind!r}.", "There are /image/png and /image/svg.")


ROUTES = (
    Route("/gzip", gzipped, "Tells the request back, compressed with gzip"),
    Route("/deflate", deflated, "Tells the request back, compressed with deflate"),
    Route("/brotli", brotli_packed, "Tells the request back, compressed with brotli"),
    Route("/zstd", zstd_packed, "Tells the request back, compressed with zstandard"),
    Route("/encoding/utf8", lambda _request: text_reply(LANGUAGES, "text/plain; charset=utf-8"), "A text in many scripts, as UTF-8"),
    Route("/json", lambda _request: text_reply(JSON_LIST, JSON), "A JSON document"),
    Route("/xml", lambda _request: text_reply(XML, "application/xml"), "An XML document"),
    Route("/html", lambda _request: text_reply(HTML, "text/html; charset=utf-8"), "An HTML page"),
    Route("/image/{kind}", image, "A picture: /image/png or /image/svg"),
)
