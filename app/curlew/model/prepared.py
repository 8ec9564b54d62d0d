"""A request as it will be sent: every variable resolved, every inherited part in place, each header with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from curlew.model.auth import Auth


@dataclass(frozen=True, slots=True)
class Header:
    """One header to send.

    origin: `request`, `inherited` (with `source`, "Pets"), `auth`, `cookie` (from the jar) or `auto`; where one only looks at a request
    (`net/outlook.py`) also `omitted`: the settings leave it out. reason: why Curlew adds it, in words. secret: to be masked.
    """

    name: str
    value: str
    origin: str = "request"
    source: str = ""
    secret: bool = False
    reason: str = ""


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
class Proxy:
    """Where a request goes through. url: with scheme (`http`, `https`, `socks5`, `socks5h`) and credentials.

    bypass: hosts reached directly, as in `NO_PROXY` (`.example.com`, `10.0.0.0/8`, `*`). source: where it was set, in words.
    """

    url: str
    bypass: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate that proves who we are to hosts matching `host` (`api.example.com`, `*.example.com`, `host:8443`).

    kind: `pem` (certificate and key, which may be one file) or `pkcs12` (certificate only).
    """

    host: str
    kind: str = "pem"
    certificate: Path = Path()
    key: Path | None = None
    passphrase: str = ""


@dataclass(frozen=True, slots=True)
class SendSettings:
    """Settled settings; which a person can set, and how, stands in `model/send_settings.py`. Times: None for no limit.

    timeout_s: for the whole send; the others for one phase each (connecting has one by itself: who is silent then has nothing to
    wait for), idle_timeout_s between two arrivals of bytes.
    keep_method: 301, 302 and 303 change no method. trusted_hosts: credentials go there on a redirect, too (patterns as in Proxy.bypass).
    https_to_http, body_elsewhere: `ask`, `follow` or `stop` where a redirect leaves encryption, or takes a body to another origin.
    pinned: SHA-256 fingerprints (hex) of certificates that this machine trusts for this host, whatever is wrong with them.
    http_version: `auto` (what TLS negotiates), `1.1` or `2`. ip_version: `auto`, `4` or `6`. resolve: `HOST:PORT:ADDRESS` as in curl.
    header_encoding: `utf-8` or `latin-1`. as_is: send what is typed, however wrong. omit: automatic headers left out, in lower case.
    max_body: bytes of a response, unpacked, before a person is asked whether to go on; None for no limit.
    """

    encode_url: bool = True
    timeout_s: float | None = None
    connect_timeout_s: float | None = 30.0
    tls_timeout_s: float | None = 30.0
    write_timeout_s: float | None = None
    read_timeout_s: float | None = None
    idle_timeout_s: float | None = None
    follow_redirects: bool = True
    max_redirects: int = 5
    keep_method: bool = False
    forward_authorization: bool = False
    trusted_hosts: tuple[str, ...] = ()
    https_to_http: str = "ask"
    body_elsewhere: str = "ask"
    verify_tls: bool = True
    min_tls: str = "1.2"
    ca_files: tuple[Path, ...] = ()
    client_certificates: tuple[ClientCertificate, ...] = ()
    pinned: tuple[str, ...] = ()
    http_version: str = "auto"
    ip_version: str = "auto"
    resolve: tuple[str, ...] = ()
    unix_socket: str = ""
    proxy: Proxy | None = None
    header_encoding: str = "utf-8"
    as_is: bool = False
    omit: tuple[str, ...] = ()
    max_body: int | None = 100 * 1024 * 1024
    send_cookies: bool = True
    store_cookies: bool = True


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
