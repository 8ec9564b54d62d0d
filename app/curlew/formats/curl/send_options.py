"""How a request is sent, as options of curl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from curlew.model.inherit import Surroundings
from curlew.model.proxying import DIRECT, SYSTEM, with_scheme
from curlew.model.request import Request
from curlew.model.sent_certificates import certificates_for, is_for
from curlew.model.settling import origins
from curlew.model.template import PLACEHOLDER

Expand = Callable[[str], str]
Options = Iterator[tuple[str, ...]]


def send_options(request: Request, around: Surroundings, expand: Expand, url: str) -> Options:
    """Yield the options for what is set about sending, here or above; what is as curl does it by itself has none."""
    said = {key: origin.value for key, origin in origins(request.settings, around).items()}
    yield from _redirects(said)
    yield from _times(said)
    yield from _tls(said, around, expand, url)
    yield from _connection(said, expand, url)
    yield from _proxy(said, expand)
    if said.get("encodeUrl") is False:
        yield ("--path-as-is",)
    for name in said.get("omitHeaders", ()):
        yield ("-H", f"{expand(name)}:")


def _redirects(said: dict[str, Any]) -> Options:
    if said.get("followRedirects") is False:
        return
    yield ("--location-trusted" if said.get("forwardAuthorizationHeader") is True else "--location",)
    if "maxRedirects" in said:
        yield ("--max-redirs", str(int(said["maxRedirects"])))
    if said.get("keepMethod"):
        yield from (("--post301",), ("--post302",), ("--post303",))


def _times(said: dict[str, Any]) -> Options:
    for key, option in (("timeout", "--max-time"), ("connectTimeout", "--connect-timeout")):
        if said.get(key):
            yield (option, f"{said[key] / 1000:g}")


def _tls(said: dict[str, Any], around: Surroundings, expand: Expand, url: str) -> Options:
    if said.get("verifyTls") is False:
        yield ("--insecure",)
    if "minTls" in said:
        yield (f"--tlsv{said['minTls']}",)
    for path in said.get("caFiles", ())[:1]:  # curl takes one file
        yield ("--cacert", expand(path))
    host, port = _place(url)
    found = next((one for one in certificates_for(around, expand) if host and is_for(one.host, host, port)), None)
    if found is not None:  # its password is not written: curl asks for it
        yield ("--cert", str(found.certificate).replace("\\", "\\\\").replace(":", "\\:"))
        if found.kind == "pkcs12":
            yield ("--cert-type", "P12")
        if found.key is not None:
            yield ("--key", str(found.key))


def _place(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return "", 0


def _connection(said: dict[str, Any], expand: Expand, url: str) -> Options:
    plain = not url.lower().startswith("https:")
    match said.get("httpVersion"):
        case "1.1":
            yield ("--http1.1",)
        case "2":
            yield ("--http2-prior-knowledge" if plain else "--http2",)
    if said.get("ipVersion") in ("4", "6"):
        yield (f"-{said['ipVersion']}",)
    for entry in said.get("resolve", ()):
        yield ("--resolve", expand(entry))
    if said.get("unixSocket"):
        yield ("--unix-socket", expand(said["unixSocket"]))


def _proxy(said: dict[str, Any], expand: Expand) -> Options:
    address = expand(str(said.get("proxy", ""))).strip()
    if address == DIRECT:
        yield ("--noproxy", "*")
        return
    if address and address != SYSTEM:
        scheme, _marks, rest = with_scheme(address).partition("://")
        account, _at, host = rest.rpartition("@")
        yield ("-x", f"{scheme}://{host}")
        yield from _account(account)
    bypass = ",".join(expand(entry) for entry in said.get("proxyBypass", ()))
    if bypass:
        yield ("--noproxy", bypass)


def _account(account: str) -> Options:
    """Write who logs in at a proxy; a password that is no variable is left out, and curl asks for it."""
    user, _colon, password = account.partition(":")
    if user:
        yield ("--proxy-user", f"{unquote(user)}:{password}" if PLACEHOLDER.fullmatch(password) else unquote(user))
