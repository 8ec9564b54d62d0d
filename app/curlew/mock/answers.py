"""Making replies: JSON with the sender's own JSON kept to the letter, text, errors in words."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

from curlew.mock.shapes import EchoRequest, Reply

JSON = "application/json; charset=utf-8"


class Verbatim(str):
    """JSON text that goes into an answer as it is, so that 1.10 stays 1.10 and a duplicate key stays double."""


def json_text(value: object) -> str:
    if isinstance(value, Verbatim):
        return str(value)
    return json.dumps(value, indent=2, ensure_ascii=False)


def json_reply(values: Mapping[str, object], status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Reply:
    """Answer an object; its top-level values may be Verbatim."""
    lines = [f"  {json.dumps(key)}: {json_text(value).replace(chr(10), chr(10) + '  ')}" for key, value in values.items()]
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    return Reply(status, (("Content-Type", JSON), *headers), text.encode("utf-8", "replace"))


def text_reply(text: str, content_type: str, status: int = 200) -> Reply:
    return Reply(status, (("Content-Type", content_type),), text.encode())


def error_reply(status: int, error: str, hint: str = "", headers: Iterable[tuple[str, str]] = ()) -> Reply:
    """Answer a refusal in words."""
    return json_reply({"error": error, **({"hint": hint} if hint else {})}, status, headers)


def as_json(data: bytes | None) -> Verbatim | None:
    """Return the text of a body if it is strict JSON in UTF-8, else None."""
    if not data:
        return None
    try:
        text = data.decode()
        json.loads(text, parse_constant=_refuse, parse_int=len, parse_float=len)
    except (ValueError, RecursionError):
        return None
    return Verbatim(text.strip())


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def as_text(data: bytes | None, content_type: str) -> str | None:
    """Return bytes as text, or as a data: address where they are not UTF-8; None stays None."""
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        kind = content_type.partition(";")[0].strip() or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def gathered(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Gather pairs into an object; a name that comes more than once gets a list of its values."""
    found: dict[str, list[Any]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def joined_headers(request: EchoRequest) -> dict[str, str]:
    """Return the headers by name as first spelled; several of one name joined as RFC 9110 section 5.3 does."""
    spelled: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    for name, value in request.headers:
        spelled.setdefault(name.lower(), name)
        values.setdefault(name.lower(), []).append(value)
    return {name: ", ".join(values[key]) for key, name in spelled.items()}
