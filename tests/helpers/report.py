"""Checking the JSON object of `curlew send --json` against its description, key by key."""

from __future__ import annotations

import base64
from typing import Any

TIMINGS = {"queue", "proxy", "dns", "connect", "tls", "send", "wait", "receive", "total"}


def check_report(report: Any) -> None:
    """Fail where an object is not exactly of the described shape."""
    assert set(report) == {"request", "response", "redirects", "timings_ms", "cookies", "notes", "error"}
    check_hop({"request": report["request"], "response": report["response"]})
    for hop in report["redirects"]:
        check_hop(hop)
    assert set(report["timings_ms"]) == TIMINGS
    assert all(value is None or (isinstance(value, (int, float)) and value >= 0) for value in report["timings_ms"].values())
    assert all(isinstance(cookie, dict) and isinstance(cookie["name"], str) for cookie in report["cookies"])
    assert all(isinstance(note, str) and note for note in report["notes"])
    if report["error"] is not None:
        assert set(report["error"]) == {"kind", "title", "reason", "hint"}
        assert all(isinstance(value, str) for value in report["error"].values())
        assert report["error"]["kind"]
        assert report["error"]["title"]


def check_hop(hop: Any) -> None:
    assert set(hop) == {"request", "response"}
    request, response = hop["request"], hop["response"]
    assert set(request) == {"method", "url", "headers", "body", "head"}
    assert isinstance(request["method"], str)
    assert isinstance(request["url"], str)
    _check_message(request)
    if response is None:
        return
    assert set(response) == {"status", "reason", "http_version", "headers", "body", "encoded_size", "size", "head"}
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
