"""A URL as typed, taken apart for the wire: scheme, host, port and the exact request target."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from curlew.net.errors import SendingError
from curlew.text import _

DEFAULT_PORTS = {"http": 80, "https": 443}
_CUT_SCHEME = re.compile(r"(https?):(?:/(?!/)|(?![/0-9]))", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_NOT_IN_URL = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]")
_NOT_IN_SEGMENT = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:@!$&'()*+,;=%{}]")
_NOT_IN_HOST = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=]")
_SEGMENT_NAME = re.compile(r":([^/?#]+)")


@dataclass(frozen=True, slots=True)
class Address:
    """host: as it is looked up (punycode, IPv6 without brackets); shown_host: with brackets, for URLs and the Host header.

    userinfo: what stood before `@`, None without; it is not part of `url`. path: with query, as it goes out.
    """

    scheme: str
    host: str
    port: int
    path: str
    userinfo: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def shown_host(self) -> str:
        return f"[{self.host.replace('%', '%25')}]" if ":" in self.host else self.host

    @property
    def host_header(self) -> str:
        """The value of the Host header: a zone of an IPv6 address means nothing to the server (RFC 6874 section 4)."""
        return re.sub(r"%[^\]]*", "", self.netloc)

    @property
    def netloc(self) -> str:
        return self.shown_host if self.port == DEFAULT_PORTS.get(self.scheme) else f"{self.shown_host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def target(self) -> bytes:
        return self.path.encode("utf-8")


def _bad(title: str, reason: str = "", hint: str = "") -> SendingError:
    return SendingError("url", title, reason, hint, "prepare")


def split_scheme(text: str) -> tuple[str, str]:
    """Return scheme and rest; `http` where the text names none."""
    found = _SCHEME.match(text)
    if found:
        return found[1].lower(), text[found.end() :]
    return "http", text.removeprefix("//")


def host_part(text: str) -> str:
    """Return what stands between the scheme and the path of a URL as typed."""
    return re.split(r"[/?#]", split_scheme(text.strip())[1], maxsplit=1)[0]


def parse(text: str, encode: bool = True, values: dict[str, str] | None = None) -> Address:
    """Take a URL apart. `values` replace `:name` segments. encode: percent-encode what may not stand in a URL, else leave all as typed."""
    typed = text.strip()
    _check_characters(typed)
    if not typed:
        raise _bad(_("There is no URL"), _("The URL line is empty."), _("Type an address, such as https://example.com."))
    cut = _CUT_SCHEME.match(typed)
    if cut:
        raise _bad(
            _("Slashes are missing in the URL"),
            _("It begins with {text}.").format(text=cut[0]),
            _("Write it as {scheme}://…").format(scheme=cut[1].lower()),
        )
    scheme, rest = split_scheme(typed)
    if scheme not in DEFAULT_PORTS:
        raise _bad(
            _("{scheme}:// cannot be sent").format(scheme=scheme),
            _("Curlew speaks http:// and https://."),
            _("Check the beginning of the URL."),
        )
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    userinfo, at, hostport = authority.rpartition("@")
    host, port, notes = _host_and_port(hostport, scheme)
    path = target_of(rest[len(authority) :], encode, values or {})
    return Address(scheme, host, port, path, userinfo if at else None, notes)


def _check_characters(text: str) -> None:
    for position, character in enumerate(text, start=1):
        if character in "\r\n\t\0" or character < " " or character == "\x7f":
            name = {"\r": _("a line break"), "\n": _("a line break"), "\t": _("a tab"), "\0": _("a NUL byte")}.get(
                character, _("a control character")
            )
            raise _bad(_("The URL holds {what}").format(what=name), _("It is character {n}.").format(n=position), _("Remove it."))
        if "\ud800" <= character <= "\udfff":
            raise _bad(
                _("The URL holds half of a character"),
                _("Character {n} is a lone surrogate.").format(n=position),
                _("Remove or retype it."),
            )


def _host_and_port(text: str, scheme: str) -> tuple[str, int, tuple[str, ...]]:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise _bad(_("The IPv6 address is not complete"), _("It says {host}.").format(host=text), _("Write it as http://[::1]:8080/."))
        host = host.replace("%25", "%")
        _check_ipv6(host)
        return host, _port(rest[1:], scheme), ()
    host, _colon, port = text.partition(":")
    if not host:
        raise _bad(
            _("The URL has no host"),
            _("Nothing stands between {scheme}:// and the path.").format(scheme=scheme),
            _("Type the server’s name."),
        )
    host, notes = _ascii_host(host)
    return host, _port(port, scheme), notes


def _check_ipv6(host: str) -> None:
    import ipaddress

    try:
        ipaddress.IPv6Address(host)
    except ValueError as error:
        raise _bad(_("[{host}] is not an IPv6 address").format(host=host), f"{error}.", _("Write it as http://[::1]:8080/.")) from None


def _port(text: str, scheme: str) -> int:
    if not text:
        return DEFAULT_PORTS[scheme]
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise _bad(
            _("{port} is not a port").format(port=text),
            _("Ports are numbers from 1 to 65535."),
            _("Correct what follows the host’s colon."),
        )
    return int(text)


def _ascii_host(host: str) -> tuple[str, tuple[str, ...]]:
    if host.isascii():
        wrong = _NOT_IN_HOST.search(host)
        if wrong:
            what = _("a space") if wrong[0] == " " else f"“{wrong[0]}”"
            raise _bad(
                _("{host} is not a host name").format(host=host),
                _("It holds {what}, which no host name can.").format(what=what),
                _("Check the URL."),
            )
        return host, ()
    ascii_host = _punycode(unicodedata.normalize("NFC", host))
    return ascii_host, (_("The host {host} is {ascii} on the network.").format(host=host, ascii=ascii_host),)


def _punycode(host: str) -> str:
    """Encode by IDNA 2008 with the mapping of UTS 46; symbols that it forbids (emoji) label by label, as browsers do."""
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        hidden = [c for c in host if unicodedata.category(c) in ("Cf", "Cc", "Zs", "Cn", "Co")]
        if hidden or not any(unicodedata.category(c) in ("So", "Sk") for c in host):
            reason = (
                _("It holds a character that cannot be seen.")
                if hidden
                else _("It breaks the rules for international names: {why}.").format(why=error)
            )
            raise _bad(
                _("{host} is not a host name").format(host="".join(c for c in host if c not in hidden)), reason, _("Check the URL.")
            ) from None
    labels = host.lower().split(".")
    return ".".join(label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in labels)


def quote(text: str, pattern: re.Pattern[str]) -> str:
    """Percent-encode the matches of a pattern as UTF-8."""
    return pattern.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), text)


def quote_query_value(text: str) -> str:
    """Percent-encode a text so that it is one name or value of a query."""
    return re.sub(r"[^A-Za-z0-9\-._~]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8")), text)


def target_of(text: str, encode: bool, values: dict[str, str]) -> str:
    """Return the request target for what follows the host."""
    if encode:
        text = text.split("#", 1)[0]
    path, mark, query = text.partition("?") if "#" not in text.split("?", 1)[0] else (text, "", "")
    if values:
        path = "/".join(_segment(segment, encode, values) for segment in path.split("/"))
    target = (path if path.startswith("/") else "/" + path) + mark + query
    return quote(target, _NOT_IN_URL) if encode else target


def _segment(segment: str, encode: bool, values: dict[str, str]) -> str:
    found = _SEGMENT_NAME.fullmatch(segment)
    if not found or found[1] not in values:
        return segment
    value = values[found[1]]
    return quote(value, _NOT_IN_SEGMENT) if encode else value


def segment_names(text: str) -> tuple[str, ...]:
    """Return the names of the `:name` segments of a URL as typed."""
    path = split_scheme(text.strip())[1][len(host_part(text)) :].split("?", 1)[0].split("#", 1)[0]
    return tuple(found[1] for segment in path.split("/") if (found := _SEGMENT_NAME.fullmatch(segment)))
