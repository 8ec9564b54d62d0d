"""A request as it will be sent: every variable resolved, every inherited part in place, each header with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from curlew.model.auth import Auth


@dataclass(frozen=True, slots=True)
class Header:
    """One header to send. `origin`: `request`, `inherited` (with `source`, "Folder Pets"), `auth` or `auto`; `secret`: to be masked."""

    name: str
    value: str
    origin: str = "request"
    source: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class FilePart:
    """Bytes that are read from a file while sending."""

    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Payload:
    """A body as a sequence of bytes and files, in order; `size` is the sum. `content_type` is the automatic header's value."""

    parts: tuple[bytes | FilePart, ...] = ()
    content_type: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class SendSettings:
    """Settled settings. timeout_s: None for no limit."""

    encode_url: bool = True
    timeout_s: float | None = None
    follow_redirects: bool = True
    max_redirects: int = 5
    forward_authorization: bool = False
    verify_tls: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """What goes to the wire. url: resolved, with scheme; target: the request target's bytes.

    missing: names of variables that are not set (in the host they forbid sending). notes: what a person should know, in words.
    secrets: values to mask in history and logs.
    """

    method: str
    url: str
    scheme: str
    host: str
    port: int
    target: bytes
    headers: tuple[Header, ...] = ()
    payload: Payload | None = None
    settings: SendSettings = SendSettings()
    auth: Auth | None = None
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
