"""The one JSON object of `curlew send --json`."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from curlew.model.content import Content
from curlew.model.cookies import ResponseCookie, response_cookies
from curlew.model.exchange import Certificate, Connection, Exchange, Hop, Mark, Response, SendError, SentRequest, Timings
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
        "started": round(exchange.started, 3),
        "received": _base64(exchange.received or None),
        "cookies": [_cookie(cookie) for cookie in response_cookies(response.headers)] if response is not None else [],
        "notes": list(notes),
        "error": _error(exchange.error),
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "request": _request(hop.request),
        "response": None if hop.response is None else _response(hop.response),
        "why": hop.why,
        "started_ms": round(hop.started, 3),
        "timings_ms": _timings(hop.timings),
        "sizes": _sizes(hop),
        "connection": _connection(hop.connection),
        "interim": [{"status": each.status, "reason": each.reason, "headers": _pairs(each.headers)} for each in hop.interim],
        "marks": [_mark(mark) for mark in hop.marks],
        "jar": [asdict(note) for note in hop.cookies],
    }


def _sizes(hop: Hop) -> dict[str, int | None]:
    """Return the bytes of each part on the wire; a head of HTTP/2, which has none of its own, is null."""
    response = hop.response
    return {
        "request_head": None if hop.request.head is None else len(hop.request.head),
        "request_body": hop.request.body.size,
        "response_head": len(response.head) if response is not None and response.head is not None else None,
        "response_body": None if response is None else response.encoded_size,
        "response_body_decoded": None if response is None else response.body.size,
    }


def _connection(way: Connection) -> dict[str, Any]:
    return {
        "remote": way.remote,
        "local": way.local,
        "reused": way.reused,
        "tls": way.tls,
        "verified": way.verified,
        "pinned": way.pinned,
        "proxy": way.proxy,
        "client_certificate": way.client_certificate,
        "certificates": [_certificate(certificate) for certificate in way.certificates],
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {**asdict(certificate), "names": list(certificate.names)}


def _mark(mark: Mark) -> dict[str, Any]:
    return {"at_ms": round(mark.at, 3), "kind": mark.kind, "detail": mark.detail}


def _pairs(headers: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [list(header) for header in headers]


def _request(sent: SentRequest) -> dict[str, Any]:
    content_type = next((value for name, value in sent.headers if name.lower() == "content-type"), "")
    return {
        "method": sent.method,
        "url": sent.url,
        "headers": _pairs(sent.headers),
        "body": body_json(sent.body, content_type),
        "head": _base64(sent.head),
    }


def _response(response: Response) -> dict[str, Any]:
    return {
        "status": response.status,
        "reason": response.reason,
        "http_version": response.http_version,
        "headers": _pairs(response.headers),
        "body": body_json(response.body, response.header("content-type")),
        "encoded_size": response.encoded_size,
        "size": response.body.size,
        "head": _base64(response.head),
        "trailers": _pairs(response.trailers),
        "incomplete": response.incomplete,
    }


def body_json(body: Content, content_type: str) -> dict[str, str]:
    """Return `text` where the bytes decode strictly in the declared charset (UTF-8 if none is), else `base64`.

    `missing` says why there are none: the file that was sent cannot be read any more.
    """
    try:
        data = body.read()
    except OSError as error:  # a file that was sent is gone by now
        return {"base64": "", "missing": error.strerror or str(error)}
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
    return None if error is None else asdict(error)
