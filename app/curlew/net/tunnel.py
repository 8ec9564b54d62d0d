"""Through an HTTP proxy: a tunnel by CONNECT, or the request in absolute form."""

from __future__ import annotations

import re
from dataclasses import replace

from curlew.model.prepared import Header, Prepared
from curlew.net.errors import ConnectingError, ProtocolError, ReadingError, SendingError, code_of
from curlew.net.head import END_OF_HEAD, MAX_HEAD, Head, looks_like_http, parse_head, shown, text_of
from curlew.net.pipe import BytePipe
from curlew.net.proxy import ProxyAddress
from curlew.net.record import Record
from curlew.text import _

KEPT_ANSWER = 4096
"""Bytes of a refusal's body that are kept, to be shown."""


def authority(host: str, port: int) -> str:
    """Return host and port as a proxy reads them; the zone of an IPv6 address means nothing to it."""
    name = host.partition("%")[0]
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def in_absolute_form(prepared: Prepared, proxy: ProxyAddress) -> Prepared:
    """Return the request as a proxy takes it: the whole URL as its target, and the proxy's credentials (RFC 9112 section 3.2.2)."""
    place = authority(prepared.host, prepared.port).removesuffix(":80")
    target = b"" if prepared.target == b"*" else prepared.target
    headers = prepared.headers
    typed = any(header.name.lower() == "proxy-authorization" for header in headers)
    if proxy.authorization and not typed:
        reason = _("User name and password of the proxy {proxy}.").format(proxy=proxy.address)
        headers = (*headers, Header("Proxy-Authorization", proxy.authorization, "auto", secret=True, reason=reason))
    secrets = (*prepared.secrets, *proxy.secrets)
    return replace(prepared, target=b"http://" + place.encode("ascii") + target, headers=headers, secrets=secrets)


async def open_tunnel(pipe: BytePipe, host: str, port: int, proxy: ProxyAddress, record: Record) -> None:
    """Ask the proxy for a tunnel; when this returns, what is written to the pipe reaches the server."""
    place = authority(host, port)
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    try:
        await pipe.write("\r\n".join((*lines, "", "")).encode("ascii"))
        head, rest = await _answer(pipe, proxy)
    except SendingError as error:
        raise proxy_failure(proxy, error) from error
    if head.status >= 300:
        record.raw = bytearray(head.raw + rest[:KEPT_ANSWER])
        raise _refused(head, place, proxy)
    pipe.put_back(rest)


async def _answer(pipe: BytePipe, proxy: ProxyAddress) -> tuple[Head, bytes]:
    data = b""
    while True:
        while not (found := END_OF_HEAD.search(data)):
            if not looks_like_http(data) or len(data) > MAX_HEAD:
                raise _no_proxy(proxy, data)
            more = await pipe.read()
            if not more:
                raise _no_proxy(proxy, data) if data else _closed(proxy)
            data += more
        try:
            head = parse_head(data[: found.end()])
        except ProtocolError as error:
            raise _no_proxy(proxy, data) from error
        if head.status >= 200:
            return head, data[found.end() :]
        data = data[found.end() :]


def proxy_failure(proxy: ProxyAddress, error: SendingError) -> ConnectingError:
    """Return the error for a connection to the proxy that broke."""
    if isinstance(error, ConnectingError):
        return error
    hint = _("Check the proxy’s address, and whether it runs.")
    title = _("The connection to the proxy {proxy} broke").format(proxy=proxy.address)
    return _bad(title, error.reason if isinstance(error, ReadingError) else f"{error.title}. {error.reason}", hint)


def unreached(proxy: ProxyAddress, error: ConnectingError) -> ConnectingError:
    """Return the error for a proxy that could not be connected to; the kind and the phase stay, which tell names from addresses."""
    title = _("The proxy {proxy} could not be reached").format(proxy=proxy.address)
    if error.kind == "refused":
        title = _("The proxy {proxy} refused the connection").format(proxy=proxy.address)
    elif error.kind == "dns":
        title = _("The proxy {proxy} could not be found").format(proxy=proxy.address)
    hint = _("Is the proxy running, and is its address right?")
    if proxy.source:
        hint = _("Is the proxy running, and is its address right? Its address comes {source}.").format(source=proxy.source)
    return ConnectingError(error.kind, title, error.reason, hint, error.phase, code=error.code or code_of(error.__cause__))


def wants_credentials(head: Head, proxy: ProxyAddress) -> tuple[str, str, str]:
    """Return title, reason and hint for a proxy that asks for credentials, or did not take them."""
    offered = [text_of(value) for value in head.values(b"proxy-authenticate")]
    schemes = [found[0] for value in offered if (found := re.match(r"[^\s,=]+", value))]
    if head.status == 407 and offered and not any(scheme.lower() == "basic" for scheme in schemes):
        reason = _("It answered 407 and takes only {schemes}; Curlew can give it a user name and password as “Basic”.")
        return (
            _("The proxy wants a kind of sign-in that Curlew cannot do"),
            reason.format(schemes=", ".join(schemes)),
            _("Ask the proxy’s operator for Basic, or for a SOCKS proxy."),
        )
    realm = re.search(r'realm="([^"]*)"', offered[0]) if offered else None
    said = _(" It calls itself {realm}.").format(realm=f"“{realm[1]}”") if realm and realm[1] else ""
    if proxy.user is not None:
        reason = _("It answered {status} to those of {proxy}.").format(status=head.status, proxy=proxy.named)
        return _("The proxy did not take the user name and password"), reason + said, _("Correct them in the proxy’s address.")
    reason = _("{proxy} answered 407.").format(proxy=proxy.named)
    hint = _("Write them into the proxy’s address: http://user:password@proxy:3128.")
    return _("The proxy wants a user name and password"), reason + said, hint


def _refused(head: Head, place: str, proxy: ProxyAddress) -> ConnectingError:
    if head.status == 407 or (head.status == 401 and proxy.user is not None):  # as tinyproxy answers wrong ones
        return _bad(*wants_credentials(head, proxy))
    answer = f"{head.status} {text_of(head.reason)}".strip()
    reason = _("{proxy} answered {answer}.").format(proxy=proxy.named, answer=answer)
    if head.status in (500, 502, 503, 504):
        title = _("The proxy could not reach {place}").format(place=place)
        return _bad(title, reason, _("Check the host in the URL, and whether the proxy knows its name."))
    if head.status in (400, 405, 501):
        title = _("The proxy makes no tunnels")
        return _bad(title, reason, _("Is it a proxy at all? Check its address, or use another one for https."))
    title = _("The proxy does not let you reach {place}").format(place=place)
    return _bad(title, reason, _("Ask the proxy’s operator, or add the host to those that are reached without it."))


def _closed(proxy: ProxyAddress) -> ConnectingError:
    title = _("The proxy closed the connection without answering")
    return _bad(title, _("Not one byte came back from {proxy}.").format(proxy=proxy.named), _("Check the proxy’s address and its scheme."))


def _no_proxy(proxy: ProxyAddress, data: bytes) -> ConnectingError:
    first = data.lstrip(b"\r\n").split(b"\n", 1)[0].rstrip(b"\r")
    hint = _("Check the proxy’s address and its scheme: it may be a SOCKS or an HTTPS proxy.")
    reason = _("{proxy} answered {line}, which is not HTTP.").format(proxy=proxy.named, line=shown(first))
    return _bad(_("What answers at the proxy’s address is no HTTP proxy"), reason, hint)


def _bad(title: str, reason: str, hint: str) -> ConnectingError:
    return ConnectingError("proxy", title, reason, hint, "proxy")
