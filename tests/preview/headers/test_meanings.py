"""Meanings of headers."""

from datetime import UTC, datetime

import pytest

from curlew.preview.headers.meanings import meaning

NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("Content-Type", "application/json; charset=utf-8", "JSON, UTF-8"),
        ("content-type", "application/vnd.x", ""),
        ("Cache-Control", "public, max-age=60", "fresh for 1 min"),
        ("Cache-Control", "no-store", "not to be kept by anyone"),
        ("Date", "Fri, 20 Nov 2026 11:00:00 GMT", "1 h ago"),
        ("Expires", "0", ""),
        ("Retry-After", "120", "in 2 min"),
        ("Sunset", "Sun, 22 Nov 2026 12:00:00 GMT", "in 2 days"),
        ("Deprecation", f"@{int(NOW.timestamp()) - 3600}", "1 h ago"),
        ("Deprecation", "@x", ""),
        ("Content-Range", "bytes 0-499/1234", "500 of 1,234 bytes"),
        ("Content-Disposition", 'attachment; filename="a"', "to be saved"),
        ("Link", '<https://a/?page=2>; rel="next", <https://a/?page=9>; rel=last', "next, last"),
        ("Server-Timing", "db;dur=53.2, app;dur=40", "93.2 ms in all"),
        ("Referrer-Policy", "no-referrer, strict-origin", "the site only, nothing from HTTPS to HTTP"),
        ("Strict-Transport-Security", "max-age=63072000; includeSubDomains", "HTTPS only for 2 years"),
        ("Content-Encoding", "br", "decoded for you"),
        ("Content-Length", "nonsense", ""),
        ("Content-Length", "12500", "12.5 KB"),
        ("Age", "1" * 400, ""),
        ("X-Unknown", "x", ""),
    ],
)
def test_meaning(name: str, value: str, words: str) -> None:
    assert meaning(name, value, NOW) == words
