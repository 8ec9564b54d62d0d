"""Checking the JSON object of `curlew send --json` against its description, key by key."""

from __future__ import annotations

import base64
from typing import Any

TIMINGS = {"queue", "proxy", "dns", "connect", "tls", "send", "wait", "receive", "total"}

HOP = {"request", "response", "why", "started_ms", "timings_ms", "sizes", "connection", "interim", "marks", "jar"}
RESPONSE = {"status", "reason", "http_version", "headers", "body", "encoded_size", "size", "head", "trailers", "incomplete"}
SIZES = {"request_head", "request_body", "response_head", "response_body", "response_body_decoded"}
CONNECTION = {"remote", "local", "reused", "tls", "verified", "pinned", "proxy", "client_certificate", "certificates"}


def check_report(report: Any) -> None:
    """Fail where an object is not exactly of the described shape."""
    assert set(report) == HOP | {"redirects", "started", "received", "cookies", "notes", "error"}
    check_hop({name: report[name] for name in HOP})
    for hop in report["redirects"]:
        check_hop(hop)
    assert all(isinstance(cookie, dict) and isinstance(cookie["name"], str) for cookie in report["cookies"])
    assert report["started"] >= 0
    assert report["received"] is None or base64.b64decode(report["received"], validate=True)
    assert all(isinstance(note, str) and note for note in report["notes"])
    if report["error"] is not None:
        assert set(report["error"]) == {"kind", "title", "reason", "hint", "phase", "code", "field"}
        assert all(isinstance(value, str) for value in report["error"].values())
        assert report["error"]["kind"]
        assert report["error"]["title"]


def check_hop(hop: Any) -> None:
    assert set(hop) == HOP
    assert set(hop["timings_ms"]) == TIMINGS
    assert all(value is None or (isinstance(value, (int, float)) and value >= 0) for value in hop["timings_ms"].values())
    assert hop["why"] in ("", "redirect", "auth", "retry")
    assert hop["started_ms"] >= 0
    assert set(hop["sizes"]) == SIZES
    assert all(value is None or type(value) is int for value in hop["sizes"].values())
    assert set(hop["connection"]) == CONNECTION
    assert all(set(mark) == {"at_ms", "kind", "detail"} and mark["at_ms"] >= 0 for mark in hop["marks"])
    assert all(set(note) == {"name", "outcome", "reason", "domain", "path"} for note in hop["jar"])
    assert all(set(each) == {"status", "reason", "headers"} for each in hop["interim"])
    request, response = hop["request"], hop["response"]
    assert set(request) == {"method", "url", "headers", "body", "head"}
    assert isinstance(request["method"], str)
    assert isinstance(request["url"], str)
    _check_message(request)
    if response is None:
        return
    assert set(response) == RESPONSE
    assert type(response["status"]) is int
    assert isinstance(response["reason"], str)
    assert response["http_version"].startswith("HTTP/")
    assert type(response["encoded_size"]) is type(response["size"]) is int
    _check_message(response)
    assert response["size"] == len(body_bytes(response["body"])) or "charset" in str(response["headers"]).lower()


def _check_message(message: Any) -> None:
    assert all(len(header) == 2 and all(isinstance(part, str) for part in header) for header in message["headers"])
    assert len(message["body"]) == 1
    assert set(message["body"]) <= {"text", "base64"}
    body_bytes(message["body"])
    if message["head"] is not None:
        assert base64.b64decode(message["head"], validate=True).endswith(b"\r\n\r\n")


def body_bytes(body: dict[str, str]) -> bytes:
    """Return a body's bytes, for `text` as UTF-8."""
    return body["text"].encode() if "text" in body else base64.b64decode(body["base64"], validate=True)
