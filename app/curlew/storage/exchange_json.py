"""An exchange as JSON, its bodies beside it: what the history keeps."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
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


def exchange_to_json(exchange: Exchange, keep_body: Callable[[Content], str]) -> dict[str, Any]:
    """Return the mapping; `keep_body` stores a body and returns its name, empty for an empty one."""
    return {
        "hops": [_hop_to_json(hop, keep_body) for hop in exchange.hops],
        "error": None if exchange.error is None else asdict(exchange.error),
        "timings": asdict(exchange.timings),
        "notes": list(exchange.notes),
        "started": exchange.started,
        "received": _bytes_to_json(exchange.received[: 64 * 1024]),
        "id": exchange.id,
    }


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


def _hop_to_json(hop: Hop, keep_body: Callable[[Content], str]) -> dict[str, Any]:
    response = hop.response
    return {
        "request": _message_to_json(hop.request, keep_body),
        "response": None if response is None else _message_to_json(response, keep_body),
        "timings": asdict(hop.timings),
        "connection": asdict(hop.connection),
        "why": hop.why,
        "started": hop.started,
        "interim": [asdict(interim) for interim in hop.interim],
        "cookies": [asdict(cookie) for cookie in hop.cookies],
        "marks": [asdict(mark) for mark in hop.marks],
    }


def _message_to_json(message: SentRequest | Response, keep_body: Callable[[Content], str]) -> dict[str, Any]:
    mapping: dict[str, Any] = {field.name: getattr(message, field.name) for field in fields(message)}
    mapping.pop("encoded", None)  # the unpacked body says the same
    mapping["headers"] = [list(row) for row in message.headers]
    mapping["head"] = _bytes_to_json(message.head)
    mapping["body"] = {"size": message.body.size, "file": keep_body(message.body)}
    return mapping


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
    if not name:
        return Content()
    path = folder / Path(name).name
    size = path.stat().st_size
    if size < whole:
        notes.append(
            _("Of the {which} body, the history keeps the first {kept} of {whole} bytes.").format(which=which, kept=size, whole=whole)
        )
    return replace(Content(), data=None, path=path, size=size)


def _bytes_to_json(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes_from_json(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
