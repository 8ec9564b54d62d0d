"""A URL as typed, taken apart for the wire: scheme, host, port and the exact request target."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from curlew.net.errors import SendingError
from curlew.net.host_names import ascii_host
from curlew.text import _

DEFAULT_PORTS = {"http": 80, "https": 443}
_CUT_SCHEME = re.compile(r"(https?):(?:/(?!/)|(?![/0-9]))", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*)://")
_NOT_IN_URL = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%{}]")
_NOT_IN_SEGMENT = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:@!$&'()*+,;=%{}]")
_NOT_TO_BE_TYPED = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_SEGMENT_NAME = re.compile(r":([^/?#]+)")


@dataclass(frozen=True, slots=True)
class Address:
    """host: as it is looked up (punycode, IPv6 without brackets); shown_host: with brackets, for URLs and the Host header.

    userinfo: what stood before `@`, None without; it is not part of `url`. path: with query, as it goes out.
    whole_server: the request is about the server, not about a path: its target is `*` (RFC 9110 section 9.3.7).
    """

    scheme: str
    host: str
    port: int
    path: str
    userinfo: str | None = None
    notes: tuple[str, ...] = ()
    whole_server: bool = False

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
        return b"*" if self.whole_server else self.path.encode("utf-8")


def _bad(title: str, reason: str = "", hint: str = "") -> SendingError:
    return SendingError("url", title, reason, hint, "prepare", field="url")


def split_scheme(text: str) -> tuple[str, str]:
    """Return scheme and rest; `http` where the text names none."""
    found = _SCHEME.match(text)
    if found:
        return found[1].lower(), text[found.end() :]
    return "http", text.removeprefix("//")


def host_part(text: str) -> str:
    """Return what stands between the scheme and the path of a URL as typed."""
    return re.split(r"[/?#]", split_scheme(text.strip())[1], maxsplit=1)[0]


def parse(text: str, encode: bool = True, values: dict[str, str] | None = None, method: str = "", as_is: bool = False) -> Address:
    """Take a URL apart. `values` replace `:name` segments. encode: percent-encode what may not stand in a URL, else leave all as typed.

    method: `OPTIONS` for the whole server is typed as `http://host*`, or as `http://host/*` where the URL is encoded.
    as_is: without encoding, blanks and control characters go out, too.
    """
    typed = text.lstrip() if as_is and not encode else text.strip()
    _check_characters(typed, as_is)
    if not typed:
        raise _bad(_("There is no URL"), _("The URL line is empty."), _("Type an address, such as https://example.com."))
    scheme, rest = _scheme_of(typed)
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    after = rest[len(authority) :]
    whole = method.upper() == "OPTIONS" and ((authority.endswith("*") and not after) or (encode and after == "/*"))
    userinfo, at, hostport = authority.removesuffix("*" if whole else "").rpartition("@")
    host, port, notes = _host_and_port(hostport, scheme)
    path = "/*" if whole else target_of(after, encode, values or {})
    if whole:
        notes = (*notes, _("OPTIONS * asks about the whole server. For the path /*, switch URL encoding off."))
    elif not encode and not as_is and " " in path:
        raise _bad(
            _("The URL holds a space"),
            _("A server takes it for the end of the address, and it is not to be encoded."),
            _("Write %20, switch URL encoding on, or switch “Send as is” on in the request’s settings."),
        )
    return Address(scheme, host, port, path, userinfo if at else None, (*notes, *_about_hidden(typed)), whole)


def _scheme_of(typed: str) -> tuple[str, str]:
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
    return scheme, rest


def _about_hidden(typed: str) -> tuple[str, ...]:
    """Tell of characters in the path that nobody sees, some of which turn the rest around."""
    if typed.isascii():
        return ()
    hidden = dict.fromkeys(f"U+{ord(c):04X} {unicodedata.name(c, '')}".strip() for c in typed if unicodedata.category(c) == "Cf")
    if not hidden:
        return ()
    return (_("The URL holds characters that cannot be seen: {names}.").format(names=", ".join(hidden)),)


def _check_characters(text: str, as_is: bool) -> None:
    if not _NOT_TO_BE_TYPED.search(text):
        return
    for position, character in enumerate(text, start=1):
        if not as_is and (character < " " or character == "\x7f"):
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
    host, notes = ascii_host(host)
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
    if not re.fullmatch(r"0*[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise _bad(
            _("{port} is not a port").format(port=text),
            _("Ports are numbers from 1 to 65535."),
            _("Correct what follows the host’s colon."),
        )
    return int(text)


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
