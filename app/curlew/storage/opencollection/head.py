"""The head of a file, without parsing it: kind, name, method, address and place, from Bruno's layout."""

from __future__ import annotations

import re
from typing import NamedTuple

from curlew.model.tree import ItemKind
from curlew.storage.opencollection.scalars import Plain, as_number, is_null, reads_as_text

OPAQUE_LABELS = {"grpc": "gRPC", "websocket": "WS", "app": "APP", "script": "JS"}

_BLOCK = rb"(?:\A|\n)%b:[ ]*\r?\n((?:[ ]{2}.*(?:\n|\Z)|[ ]*\r?\n)+)"
_INFO = re.compile(_BLOCK % b"info")
_CALL = re.compile(_BLOCK % b"(?:http|graphql)")
_KEY = re.compile(rb"^  (name|type|seq|method|url):(?: +(.*?))? *\r?$(?!\n {3,}[^ \r\n])", re.MULTILINE)
_KEYS = re.compile(rb"^  (name|type|seq|method|url):", re.MULTILINE)

_FLOW = rb"([A-Za-z][^\r\n]*)|\"([^\"\\\r\n]*)\"|'([^'\r\n]*)'"
_USUAL = re.compile(
    rb"info:\n  name: (?:%b)\n  type: (http|graphql)\n  seq: ([0-9]{1,9}(?:\.[0-9]{1,9})?)\n\n?(?:http|graphql):\n"
    rb"  method: ([A-Z]+)\n  url: (?:%b)\n(?! {3})" % (_FLOW, _FLOW)
)
"""The layout of nearly every file, here and in Bruno: one match instead of many. What it does not take, the rest looks at."""

_ENOUGH = 16_384
_MAYBE_CUT = 4_096
"""From this many bytes on, what is given may be a file's beginning only."""


class Head(NamedTuple):
    """What the tree shows of a file. `sure` is false where the head could not tell: the rest is then only a guess."""

    kind: ItemKind
    name: str
    label: str = ""
    url: str = ""
    seq: float | None = None
    sure: bool = True


def opaque_label(kind: str) -> str:
    """Return the short text for a kind that Curlew does not edit."""
    return OPAQUE_LABELS.get(kind, kind[:6].upper())


def scan_head(data: bytes, stem: str) -> Head:
    """Look at a file's bytes (its beginning will do) and say what it is. stem: the name where the file has none."""
    usual = usual_head(data)
    if usual is not None:
        return usual
    cut = len(data) >= _MAYBE_CUT
    data = data[: data.rfind(b"\n", 0, _ENOUGH) + 1] if cut else data
    unsure = Head(ItemKind.REQUEST, stem, sure=False)
    block = _INFO.search(data)
    if block is None or (cut and block.end() == len(data)):
        return unsure
    try:
        info = _keys(block.group(1))
        kind = _scalar(info.get(b"type", b""))
        name = _scalar(info.get(b"name", b"")) or stem
        number = info.get(b"seq")
        seq = None if number is None else as_number(_scalar(number))
        if kind not in ("http", "graphql"):
            return unsure if not kind and _CALL.search(data) else _other(kind, name, seq)
        call = _CALL.search(data, block.end() - 1)
        details = _keys(call.group(1)) if call else {}
        method = _scalar(details.get(b"method", b"")) or ("POST" if kind == "graphql" else "GET")
        label = "GQL" if kind == "graphql" else method.upper()
        whole = b"method" in details or not cut or (call is not None and call.end() < len(data))
        return Head(ItemKind.REQUEST, name, label, _scalar(details.get(b"url", b"")), seq, whole and b"url" in details)
    except ValueError:
        return unsure


def usual_head(data: bytes) -> Head | None:
    """Look at a file in the layout of nearly every file; None where it has another one, which `scan_head` knows."""
    found = _USUAL.match(data)
    if found is None:
        return None
    plain, double, single, kind, seq, method, url, url_double, url_single = found.groups()
    for scalar in (plain, url):
        if scalar is not None and (b": " in scalar or b" #" in scalar or scalar[-1] in b": " or scalar in (b"null", b"Null", b"NULL")):
            return None
    try:
        name = (plain or double or single or b"").decode()
        address = (url or url_double or url_single or b"").decode()
    except UnicodeDecodeError:
        return None
    if not name:
        return None
    return Head(ItemKind.REQUEST, name, "GQL" if kind == b"graphql" else method.decode(), address, float(seq))


def _other(kind: str, name: str, seq: float | None) -> Head:
    """Tell folders from the rest; a folder's file often does not say that it is one."""
    if kind in ("folder", ""):
        return Head(ItemKind.FOLDER, name, seq=seq, sure=bool(kind))
    return Head(ItemKind.OPAQUE, name, opaque_label(kind), seq=seq)


def _keys(block: bytes) -> dict[bytes, bytes]:
    """Return the keys of a block that fit on one line. Raises ValueError where one of those wanted does not, or stands twice."""
    found = _KEY.findall(block)
    keys = dict(found)
    if len(keys) != len(_KEYS.findall(block)):
        raise ValueError(block)
    return keys


def _scalar(source: bytes) -> str:
    """Return the text of a scalar on one line. Raises ValueError for what needs the parser."""
    text = source.strip(b" ").decode("utf-8")
    if not text:
        return ""
    quote = text[0]
    if quote == '"' and text.endswith('"') and len(text) > 1 and "\\" not in text and text.count('"') == 2:
        return text[1:-1]
    if quote == "'" and text.endswith("'") and len(text) > 1 and text.count("'") == 2:
        return text[1:-1]
    if quote in "\"'|>&*!{[#%@`" or " #" in text or ": " in text:
        raise ValueError(text)
    return "" if not reads_as_text(text) and is_null(Plain(text)) else text
