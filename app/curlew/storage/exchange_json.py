"""An exchange as JSON, its bodies beside it: what the history keeps."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from curlew.model.content import Content
from curlew.model.exchange import (
    Certificate,
    Connection,
    CookieNote,
    Exchange,
    Hop,
    Interim,
    Mark,
    Response,
    SendError,
    SentRequest,
    Timings,
)
from curlew.text import _

T = TypeVar("T")


INLINE = 64 * 1024
"""Bodies up to so many bytes stand in the JSON itself."""

LARGEST_BODY = 1024 * 1024
"""Of each body only so many bytes are kept."""


def encoded(exchange: Exchange, request_text: str, keep_body: Callable[[bytes], str]) -> bytes:
    """Return the JSON of a send; `keep_body` stores a large body in a file and returns its name."""

    def plain(value: Any) -> Any:
        """Return what stands for a value that JSON has no form for."""
        if type(value) is bytes:
            return base64.b64encode(value).decode("ascii")
        if type(value) is Content:
            data = value.read(LARGEST_BODY)
            told = {"size": value.size, "file": ""}
            if len(data) > INLINE:
                return {**told, "file": keep_body(data)}
            return {**told, "data": base64.b64encode(data).decode("ascii")} if data else told
        names, values = _shape(type(value))
        return dict(zip(names, values(value), strict=True))

    whole = replace(exchange, received=exchange.received[: 64 * 1024])
    return json.JSONEncoder(default=plain).encode({"exchange": whole, "request": request_text}).encode("ascii")


_shapes: dict[type, tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}

_LEFT_OUT: dict[type, set[str]] = {Exchange: {"secrets"}, Response: {"encoded"}}  # the unpacked body says the same as the encoded one


def _shape(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Return the names of a value's fields and what reads them all at once."""
    if kind not in _shapes:
        names = tuple(field.name for field in fields(kind) if field.name not in _LEFT_OUT.get(kind, ()))
        _shapes[kind] = (names, attrgetter(*names))
    return _shapes[kind]


def exchange_from_json(mapping: Mapping[str, Any], folder: Path) -> Exchange:
    """Return the exchange, its bodies as files in `folder`. Raises LookupError, TypeError or ValueError for a broken mapping."""
    notes = [str(note) for note in mapping["notes"]]
    hops = tuple(_hop_from_json(hop, folder, notes) for hop in mapping["hops"])
    error = None if mapping["error"] is None else _built(SendError, mapping["error"])
    return Exchange(
        hops,
        error,
        _built(Timings, mapping["timings"]),
        tuple(notes),
        float(mapping["started"]),
        _bytes_from_json(mapping["received"]) or b"",
        str(mapping["id"]),
    )


def _hop_from_json(mapping: Mapping[str, Any], folder: Path, notes: list[str]) -> Hop:
    request = _built(SentRequest, _message_from_json(mapping["request"], folder, notes, _("request")))
    answer = mapping["response"]
    response = None if answer is None else _built(Response, _message_from_json(answer, folder, notes, _("response")))
    connection = _built(Connection, mapping["connection"])
    return Hop(
        request,
        response,
        _built(Timings, mapping["timings"]),
        replace(connection, certificates=tuple(_built(Certificate, one) for one in mapping["connection"].get("certificates", ()))),
        str(mapping.get("why", "")),
        float(mapping.get("started", 0.0)),
        tuple(_built(Interim, one) for one in mapping.get("interim", ())),
        tuple(_built(CookieNote, one) for one in mapping.get("cookies", ())),
        tuple(_built(Mark, one) for one in mapping.get("marks", ())),
    )


def _built(kind: type[T], mapping: Mapping[str, Any]) -> T:
    """Return a frozen value of a kind; keys that it does not know (of a later version) are passed over."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _tupled(value) for name, value in mapping.items() if name in known})


def _tupled(value: Any) -> Any:
    return tuple(_tupled(one) for one in value) if isinstance(value, list) else value


def _message_from_json(mapping: Mapping[str, Any], folder: Path, notes: list[str], which: str) -> dict[str, Any]:
    found = dict(mapping)
    found["headers"] = tuple((str(name), str(value)) for name, value in found["headers"])
    found["head"] = _bytes_from_json(found["head"])
    found["body"] = _body_from_json(found["body"], folder, notes, which)
    return found


def _body_from_json(mapping: Mapping[str, Any], folder: Path, notes: list[str], which: str) -> Content:
    name, whole = str(mapping["file"]), int(mapping["size"])
    if "data" in mapping:
        content = Content.of(base64.b64decode(mapping["data"], validate=True))
    elif name:
        path = folder / Path(name).name
        content = replace(Content(), data=None, path=path, size=path.stat().st_size)
    else:
        return Content()
    if content.size < whole:
        text = _("Of the {which} body, the history keeps the first {kept} of {whole} bytes.")
        notes.append(text.format(which=which, kept=content.size, whole=whole))
    return content


def _bytes_from_json(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
