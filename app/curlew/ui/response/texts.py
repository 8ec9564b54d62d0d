"""Times, sizes and states of a response in words."""

from __future__ import annotations

from http import HTTPStatus

from curlew.preview.words import (
    PHASES,
    duration,
    exact_size,
    phase_title,
    reason_of,
    size,
    status_text,
    tls_words,
)

__all__ = [
    "PHASES",
    "duration",
    "exact_size",
    "host_name",
    "host_of",
    "meaning_of_status",
    "phase_title",
    "reason_of",
    "size",
    "status_role",
    "status_text",
    "tls_words",
]


def status_role(status: int) -> str:
    """Return the colour of a status: `ok`, `info`, `warn` or `err`."""
    if status < 200:
        return "info"
    if status < 300:
        return "ok"
    if status < 400:
        return "info"
    return "warn" if status < 500 else "err"


def meaning_of_status(status: int) -> str:
    """Return what a status says in general."""
    try:
        return HTTPStatus(status).description
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """Return host and port of a URL, without user and password."""
    rest = url.partition("://")[2] or url
    authority = rest
    for stop in "/?#":
        authority = authority.partition(stop)[0]
    return authority.rpartition("@")[2]


def host_name(url: str) -> str:
    """Return the host of a URL alone, without its port."""
    host = host_of(url)
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host
