"""Which kind of content a body is: a vote by its declared type and by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from curlew.registry import Registry
from curlew.text import _

SNIFFED = 1024
"""Bytes from the beginning that are looked at."""

_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x01\x00", "image/x-icon"),
)
_SVG = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s+svg[^>]*>\s*)*<svg[\s>]", re.IGNORECASE | re.DOTALL)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|h1|p|div|table|script)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(rb"\s*<(?:\?xml\b|!DOCTYPE\b|!--|[A-Za-z_][\w.:-]*[\s>/])")
_JSON = re.compile(rb"\s*(?:\)\]\}'[^\n]*\n\s*)?(?:\{\s*(?:\"|\})|\[\s*(?:[\[{\"\]\-0-9]|true|false|null))")
_JSON_TYPE = re.compile(
    r"(?:application|text)/(?:[\w.+-]*\+)?(?:json5?|x-json|ld\+json|x-ndjson|ndjson|jsonl|json-seq|problem\+json|manifest\+json)$"
)
_XML_TYPE = re.compile(r"(?:application|text|image)/(?:[\w.+-]*\+)?xml(?:-dtd)?$")
_TEXT_TYPE = re.compile(r"text/|application/(?:javascript|ecmascript|x-javascript|yaml|x-yaml|toml|sql|graphql|x-www-form-urlencoded|x-sh)")
_BINARY_TYPE = re.compile(
    r"(?:audio|video|font)/|application/(?:octet-stream|pdf|zip|gzip|x-gzip|x-tar|wasm|protobuf|x-protobuf|grpc|msgpack|cbor)"
)


@dataclass(frozen=True, slots=True)
class ContentKind:
    """A kind of content. votes: (declared type, first bytes) -> 0 … 1, how surely a body is of this kind."""

    id: str
    label: str
    votes: Callable[[str, bytes], float]


def media_type(content_type: str) -> str:
    """Return the type of a Content-Type without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def image_type(data: bytes) -> str:
    """Return the type of an image by its first bytes, empty for anything else."""
    for magic, name in _IMAGES:
        if data.startswith(magic):
            return name if name != "image/bmp" or (len(data) > 30 and data[6:10] == b"\0\0\0\0") else ""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypheic"):
        return "image/avif"
    return "image/svg+xml" if _SVG.match(data[:SNIFFED]) else ""


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes are no text: control characters in number, unless every second byte is empty (UTF-16)."""
    start = data[:SNIFFED]
    if not start or start.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    zeros = start.count(0)
    if zeros:
        return max(start[0::2].count(0), start[1::2].count(0)) < 0.4 * len(start) or min(start[0::2].count(0), start[1::2].count(0)) > 0
    controls = sum(start.count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
    return controls * 20 > len(start)


def _votes_image(declared: str, start: bytes) -> float:
    found = image_type(start)
    if found == "image/svg+xml":
        return 0.95 if "svg" in declared or "xml" not in declared else 0.5
    return 1.0 if found else 0.0


def _votes_json(declared: str, start: bytes) -> float:
    if _JSON_TYPE.match(declared):
        return 0.3 if _XML.match(start) or looks_binary(start) else 0.9
    return (0.6 if declared.startswith("text/") or not declared else 0.55) if _JSON.match(start) and "html" not in declared else 0.0


def _votes_html(declared: str, start: bytes) -> float:
    if declared in ("text/html", "application/xhtml+xml"):
        return 0.3 if looks_binary(start) else 0.9
    return 0.7 if _HTML.match(start) else 0.0


def _votes_xml(declared: str, start: bytes) -> float:
    if _XML_TYPE.match(declared):
        return 0.9 if _XML.match(start) else 0.3
    return 0.5 if _XML.match(start) else 0.0


def _votes_text(declared: str, start: bytes) -> float:
    return 0.45 if _TEXT_TYPE.match(declared) and not looks_binary(start) else 0.2


def _votes_binary(declared: str, start: bytes) -> float:
    if looks_binary(start):
        return 0.8
    return 0.25 if _BINARY_TYPE.match(declared) else 0.0


KINDS: Registry[ContentKind] = Registry(
    [
        ContentKind("json", _("JSON"), _votes_json),
        ContentKind("xml", _("XML"), _votes_xml),
        ContentKind("html", _("HTML"), _votes_html),
        ContentKind("text", _("Text"), _votes_text),
        ContentKind("image", _("Image"), _votes_image),
        ContentKind("binary", _("Binary"), _votes_binary),
    ]
)


def kind_of(content_type: str, start: bytes, name: str = "") -> str:
    """Return the id of the kind that a body most surely is; `start` are its first bytes, `name` that of a file or a path."""
    declared = media_type(content_type)
    head = start[:SNIFFED].removeprefix(b"\xef\xbb\xbf")
    return max(KINDS, key=lambda kind: kind.votes(declared, head)).id
