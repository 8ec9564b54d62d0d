"""What the options of `curlew send` about how to send mean; it stands in place of what files say."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curlew.errors import UsageError
from curlew.model.inherit import Surroundings
from curlew.model.request import Settings
from curlew.model.send_settings import TABLE
from curlew.model.settling import with_value
from curlew.model.variables import Environment
from curlew.text import _


@dataclass(frozen=True, slots=True)
class Transport:
    """What the options say. files: those they name, which may be read wherever they lie; certificate: as an environment's file has it."""

    values: tuple[tuple[str, Any], ...] = ()
    files: frozenset[Path] = frozenset()
    certificate: dict[str, Any] | None = None

    def settings(self, own: Settings) -> Settings:
        """Return a request's settings with these in their place."""
        for key, value in self.values:
            own = with_value(own, TABLE[key], value)
        return own

    def around(self, around: Surroundings) -> Surroundings:
        """Return surroundings whose first client certificate is the one that was named."""
        if self.certificate is None:
            return around
        environment = around.environment or Environment("")
        certificates = (self.certificate, *environment.client_certificates)
        return replace(around, environment=replace(environment, client_certificates=certificates))


def transport_from(options: argparse.Namespace) -> Transport:
    """Read the options. Raises UsageError for what cannot be."""
    values: list[tuple[str, Any]] = []
    for option, key, value in (
        ("--no-encode", "encodeUrl", False if options.no_encode else None),
        ("--as-is", "asIs", True if options.as_is else None),
        ("--omit", "omitHeaders", tuple(options.omit) or None),
        ("--max-time", "timeout", _milliseconds("--max-time", options.max_time)),
        ("--connect-timeout", "connectTimeout", _milliseconds("--connect-timeout", options.connect_timeout)),
        ("--connect-timeout", "tlsTimeout", _milliseconds("--connect-timeout", options.connect_timeout)),  # which it covers in curl
        ("--location", "followRedirects", options.follow),
        ("--max-redirs", "maxRedirects", _whole("--max-redirs", options.max_redirs)),
        ("--insecure", "verifyTls", False if options.insecure else None),
        ("--tlsv", "minTls", options.min_tls),
        ("--cacert", "caFiles", tuple(str(_file("--cacert", name)) for name in options.cacert) or None),
        ("--resolve", "resolve", tuple(options.resolve) or None),
        ("--proxy", "proxy", _proxy(options)),
        ("--noproxy", "proxyBypass", None if options.noproxy is None else (options.noproxy,)),
        ("--unix-socket", "unixSocket", None if options.unix_socket is None else str(_absolute(options.unix_socket))),
        ("--http", "httpVersion", options.http_version),
        ("--ipv", "ipVersion", options.ip_version),
    ):
        if value is not None:
            problem = TABLE[key].problem(value)
            if problem:
                raise UsageError(_("{option} cannot be used like this").format(option=option), problem)
            values.append((key, value))
    certificate = _certificate(options)
    named = [*(entry for key, value in values if key == "caFiles" for entry in value)]
    named += [
        certificate[key] for key in ("certificateFilePath", "privateKeyFilePath", "pkcs12FilePath") if certificate and key in certificate
    ]
    return Transport(tuple(values), frozenset(Path(name) for name in named), certificate)


def _proxy(options: argparse.Namespace) -> str | None:
    if options.noproxy == "*":
        return "none"
    if options.proxy is None:
        if options.proxy_user is not None:
            raise UsageError(_("--proxy-user needs --proxy"))
        return None
    if not options.proxy.strip():
        return "none"  # as curl: an empty one goes directly
    from urllib.parse import quote

    from curlew.model.proxying import with_scheme

    url = with_scheme(options.proxy)
    if options.proxy_user is None:
        return url
    user, _colon, password = options.proxy_user.partition(":")
    scheme, _slashes, rest = url.partition("://")
    return f"{scheme}://{quote(user, safe='')}:{quote(password, safe='')}@{rest.rpartition('@')[2]}"


def _certificate(options: argparse.Namespace) -> dict[str, Any] | None:
    if options.cert is None:
        dependent = (("--key", options.key), ("--cert-type", options.cert_type), ("--pass", options.passphrase))
        lonely = next((name for name, value in dependent if value is not None), "")
        if lonely:
            raise UsageError(_("{option} needs --cert").format(option=lonely))
        return None
    kind = (options.cert_type or ("P12" if options.cert.lower().endswith((".p12", ".pfx")) else "PEM")).upper()
    if kind not in ("PEM", "P12"):
        raise UsageError(_("--cert-type {kind} is not known").format(kind=options.cert_type), hint=_("Write PEM or P12."))
    entry: dict[str, Any] = {"domain": "*", "passphrase": options.passphrase or ""}
    if kind == "P12":
        return entry | {"type": "pkcs12", "pkcs12FilePath": str(_file("--cert", options.cert))}
    entry |= {"type": "pem", "certificateFilePath": str(_file("--cert", options.cert))}
    return entry | ({"privateKeyFilePath": str(_file("--key", options.key))} if options.key else {})


def _absolute(name: str) -> Path:
    return Path(name).expanduser().absolute()


def _file(option: str, name: str) -> Path:
    path = _absolute(name)
    if not path.is_file():
        raise UsageError(_("{option} {path}: there is no such file").format(option=option, path=name))
    return path


def _milliseconds(option: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not seconds >= 0 or math.isinf(seconds):
        raise UsageError(_("{option} {text} is no time").format(option=option, text=text), hint=_("Write seconds, such as 2.5."))
    return max(1, round(seconds * 1000)) if seconds else 0


def _whole(option: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        number = int(text)
    except ValueError:
        raise UsageError(_("{option} {text} is no whole number").format(option=option, text=text)) from None
    return 1000 if number == -1 else number  # as curl: no limit
