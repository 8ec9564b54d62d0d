"""The one JSON object of `curlew send --json`."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from curlew.model.content import Content
from curlew.model.cookies import ResponseCookie, response_cookies
from curlew.model.exchange import Exchange, Hop, Response, SendError, SentRequest, Timings
from curlew.model.request import Request
from curlew.preview.charset import codec_of, declared_charset


def report(exchange: Exchange, request: Request, notes: Iterable[str]) -> dict[str, Any]:
    """Return the object. request: stands in for the sent one where nothing went out."""
    hops = exchange.hops or (Hop(SentRequest(request.method, request.url)),)
    response = hops[-1].response
    return {
        **_hop(hops[-1]),
        "redirects": [_hop(hop) for hop in hops[:-1]],
        "timings_ms": _timings(exchange.timings),
        "cookies": [_cookie(cookie) for cookie in response_cookies(response.headers)] if response is not None else [],
        "notes": list(notes),
        "error": _error(exchange.error),
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {"request": _request(hop.request), "response": None if hop.response is None else _response(hop.response)}


def _request(sent: SentRequest) -> dict[str, Any]:
    content_type = next((value for name, value in sent.headers if name.lower() == "content-type"), "")
    return {
        "method": sent.method,
        "url": sent.url,
        "headers": [list(header) for header in sent.headers],
        "body": body_json(sent.body, content_type),
        "head": _base64(sent.head),
    }


def _response(response: Response) -> dict[str, Any]:
    return {
        "status": response.status,
        "reason": response.reason,
        "http_version": response.http_version,
        "headers": [list(header) for header in response.headers],
        "body": body_json(response.body, response.header("content-type")),
        "encoded_size": response.encoded_size,
        "size": response.body.size,
        "head": _base64(response.head),
    }


def body_json(body: Content, content_type: str) -> dict[str, str]:
    """Return `text` where the bytes decode strictly in the declared charset (UTF-8 if none is), else `base64`."""
    data = body.read()
    text = strict_text(data, content_type)
    return {"base64": base64.b64encode(data).decode()} if text is None else {"text": text}


def strict_text(data: bytes, content_type: str) -> str | None:
    """Return bytes as text; None where they are not in the declared charset, or that is none for text."""
    codec = codec_of(declared_charset(content_type) or "utf-8")
    try:
        return data.decode(codec) if codec is not None else None
    except UnicodeError:
        return None


def _base64(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()


def _timings(timings: Timings) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 3) for name, value in asdict(timings).items()}


def _cookie(cookie: ResponseCookie) -> dict[str, Any]:
    told = asdict(cookie)
    told["other"] = list(cookie.other)
    return told


def _error(error: SendError | None) -> dict[str, str] | None:
    return None if error is None else {"kind": error.kind, "title": error.title, "reason": error.reason, "hint": error.hint}
