"""Which kind of content a body is: a vote by its declared type and by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

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
_TEXT_TYPE = re.compile(r"text/|application/(?:toml|sql|x-www-form-urlencoded|x-sh)")
_TYPES = {
    "css": re.compile(r"text/(?:x-)?(?:css|scss|less)"),
    "javascript": re.compile(r"(?:application|text)/(?:x-)?(?:javascript|ecmascript|jscript|typescript|node)"),
    "yaml": re.compile(r"(?:application|text)/(?:x-|vnd\.)?(?:[\w.-]+\+)?yaml"),
    "graphql": re.compile(r"(?:application|text)/(?:x-)?graphql"),
    "markdown": re.compile(r"text/(?:x-|vnd\.daringfireball\.)?markdown"),
    "csv": re.compile(r"(?:application|text)/(?:x-)?(?:csv|comma-separated-values|tab-separated-values|tsv)"),
}
"""Texts that are told by their declared type (or their name) alone."""

_JSONP = re.compile(rb"\s*(?:/\*\*/)?\s*[\w$.]+\(\s*(?:\{\s*\"[^\"]*\"\s*:|\[\s*\{\s*\")")
_YAML = re.compile(rb"(?:%YAML |---[ \t]*\r?\n[\w\"'#-])")
_VAGUE = frozenset({"", "text/plain", "application/octet-stream", "binary/octet-stream"})
_ENDINGS = {
    "application/json": ("json", "ndjson", "jsonl", "geojson", "har", "ipynb", "webmanifest", "map"),
    "text/html": ("html", "htm", "xhtml"),
    "application/xml": ("xml", "rss", "atom", "xsd", "xsl", "wsdl", "gpx", "kml", "plist"),
    "text/css": ("css", "scss", "less"),
    "text/javascript": ("js", "mjs", "cjs", "jsx", "ts", "tsx"),
    "application/yaml": ("yaml", "yml"),
    "application/graphql": ("graphql", "gql", "graphqls"),
    "text/markdown": ("md", "markdown", "mdown"),
    "text/csv": ("csv", "tsv", "tab"),
}
_TYPE_OF_ENDING = {ending: declared for declared, endings in _ENDINGS.items() for ending in endings}
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


def type_of_name(name: str) -> str:
    """Return the type that the ending of a file's name or a path stands for, empty for one that is not known."""
    return _TYPE_OF_ENDING.get(PurePosixPath(name.lower()).suffix.removeprefix("."), "")


def _votes_by_type(kind: str) -> Callable[[str, bytes], float]:
    """Return the votes for a language that its declared type tells."""
    pattern = _TYPES[kind]
    return lambda declared, start: 0.85 if pattern.fullmatch(declared) and not looks_binary(start) else 0.0


def _votes_yaml(declared: str, start: bytes) -> float:
    return _votes_by_type("yaml")(declared, start) or (0.5 if declared in _VAGUE and _YAML.match(start) else 0.0)


def _votes_json(declared: str, start: bytes) -> float:
    if _JSON_TYPE.match(declared):
        return 0.3 if _XML.match(start) or looks_binary(start) else 0.9
    if _TYPES["javascript"].fullmatch(declared) and (_JSON.match(start) or _JSONP.match(start)):
        return 0.87  # many servers declare JSON, or a call around it, to be a script
    if _TYPES["yaml"].fullmatch(declared) and _JSON.match(start):
        return 0.87
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
        ContentKind("css", "CSS", _votes_by_type("css")),
        ContentKind("javascript", "JavaScript", _votes_by_type("javascript")),
        ContentKind("yaml", "YAML", _votes_yaml),
        ContentKind("graphql", "GraphQL", _votes_by_type("graphql")),
        ContentKind("markdown", "Markdown", _votes_by_type("markdown")),
        ContentKind("csv", "CSV", _votes_by_type("csv")),
        ContentKind("text", _("Text"), _votes_text),
        ContentKind("image", _("Image"), _votes_image),
        ContentKind("binary", _("Binary"), _votes_binary),
    ]
)


def kind_of(content_type: str, start: bytes, name: str = "") -> str:
    """Return the id of the kind that a body most surely is; `start` are its first bytes, `name` that of a file or a path."""
    declared = media_type(content_type)
    if declared in _VAGUE:
        declared = type_of_name(name) or declared
    head = start[:SNIFFED].removeprefix(b"\xef\xbb\xbf")
    return max(KINDS, key=lambda kind: kind.votes(declared, head)).id
