"""The options of curl: which take an argument, which change what is sent, which only say what to do with the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from curlew.formats.curl import handlers as do
from curlew.formats.curl import transport as way
from curlew.formats.curl.draft import Draft
from curlew.text import _

Handler = Callable[[Draft, str], None]

SHORT = {
    "0": "http1.0", "1": "tlsv1", "2": "sslv2", "3": "sslv3", "4": "ipv4", "6": "ipv6", "a": "append", "A": "user-agent",
    "b": "cookie", "B": "use-ascii", "c": "cookie-jar", "C": "continue-at", "d": "data", "D": "dump-header", "e": "referer", "E": "cert",
    "f": "fail", "F": "form", "g": "globoff", "G": "get", "h": "help", "H": "header", "i": "include", "I": "head",
    "j": "junk-session-cookies", "J": "remote-header-name", "k": "insecure", "K": "config", "l": "list-only", "L": "location",
    "m": "max-time", "M": "manual", "n": "netrc", "N": "no-buffer", "o": "output", "O": "remote-name", "p": "proxytunnel",
    "P": "ftp-port", "q": "disable", "Q": "quote", "r": "range", "R": "remote-time", "s": "silent", "S": "show-error",
    "t": "telnet-option", "T": "upload-file", "u": "user", "U": "proxy-user", "v": "verbose", "V": "version", "w": "write-out",
    "x": "proxy", "X": "request", "y": "speed-time", "Y": "speed-limit", "z": "time-cond", "Z": "parallel", "#": "progress-bar",
    ":": "next",
}  # fmt: skip

WITH_ARGUMENT: dict[str, Handler] = {
    "request": do.method,
    "url": do.url,
    "url-query": do.url_query,
    "header": do.header,
    "data": do.data,
    "data-ascii": do.data,
    "data-binary": do.data_binary,
    "data-raw": do.data_raw,
    "data-urlencode": do.data_urlencode,
    "json": do.json_data,
    "form": do.form,
    "form-string": do.form_string,
    "upload-file": do.upload,
    "user": do.user,
    "oauth2-bearer": do.bearer,
    "user-agent": do.user_agent,
    "referer": do.referer,
    "cookie": do.cookie,
    "range": do.byte_range,
    "max-time": do.max_time,
    "max-redirs": do.max_redirects,
    "connect-timeout": way.connect_timeout,
    "resolve": way.resolve,
    "unix-socket": way.unix_socket,
    "cacert": way.ca_file,
    "cert": way.certificate,
    "key": way.quiet_key,
    "pass": way.quiet_key,
    "cert-type": way.quiet_key,
    "key-type": way.quiet_key,
    "proxy": way.proxy(),
    "proxy-user": way.proxy_user,
    "socks5": way.proxy("socks5"),
    "socks5-hostname": way.proxy("socks5h"),
    "noproxy": way.no_proxy,
    "aws-sigv4": way.aws,
    "cookie-jar": way.cookie_jar,
    "request-target": way.request_target,
}
"""Options with an argument that change the request."""

PLAIN: dict[str, Handler] = {
    "get": do.get,
    "head": do.head,
    "insecure": do.insecure,
    "location": do.follow,
    "location-trusted": do.follow_trusted,
    "globoff": do.no_globbing,
    "path-as-is": do.path_as_is,
    "basic": do.auth_kind("basic"),
    "digest": do.auth_kind("digest"),
    "ntlm": do.auth_kind("ntlm"),
    "http1.1": way.saying("httpVersion", "1.1"),
    "http2": way.saying("httpVersion", "auto"),  # as curl means it: where TLS agrees on it, else HTTP/1.1
    "http2-prior-knowledge": way.saying("httpVersion", "2"),
    "ipv4": way.saying("ipVersion", "4"),
    "ipv6": way.saying("ipVersion", "6"),
    "tlsv1": way.saying("minTls", "1.0"),
    "tlsv1.0": way.saying("minTls", "1.0"),
    "tlsv1.1": way.saying("minTls", "1.1"),
    "tlsv1.2": way.saying("minTls", "1.2"),
    "tlsv1.3": way.saying("minTls", "1.3"),
    "post301": way.keep_method("301"),
    "post302": way.keep_method("302"),
    "post303": way.keep_method("303"),
    "netrc": way.netrc,
    "netrc-optional": way.netrc,
    "compressed": do.nothing,  # every request asks for compressed answers
}
"""Options without an argument that change the request, or whose wish is met anyway."""

NEGATED: dict[str, Handler] = {"location": do.no_follow, "location-trusted": do.no_follow, "insecure": do.secure}
"""What `--no-…` of an option does; of any other it does nothing."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


QUIET_WITH_ARGUMENT = _names(
    """
    output dump-header write-out stderr trace trace-ascii trace-config output-dir create-file-mode etag-save libcurl hsts alt-svc
    limit-rate retry retry-delay retry-max-time parallel-max rate keepalive-time keepalive-cnt speed-limit speed-time
    happy-eyeballs-timeout-ms expect100-timeout max-filesize ssl-sessions
    """
)
"""They say what curl does with the answer, or how patiently: nothing of it changes the request."""

QUIET = _names(
    """
    silent show-error verbose include show-headers fail fail-with-body fail-early remote-name remote-name-all remote-header-name
    remote-time no-buffer buffer progress-bar progress-meter styled-output create-dirs clobber remove-on-error skip-existing
    trace-time trace-ids use-ascii parallel parallel-immediate retry-connrefused retry-all-errors keepalive tcp-nodelay disable
    junk-session-cookies sessionid xattr raw suppress-connect-headers alpn npn
    """
)

OTHERS_WITH_ARGUMENT = _names(
    """
    abstract-unix-socket capath ciphers config connect-to continue-at crlfile curves delegation dns-interface dns-ipv4-addr
    dns-ipv6-addr dns-servers doh-url ech egd-file engine etag-compare ftp-account ftp-alternative-to-user ftp-method ftp-port
    ftp-ssl-ccc-mode haproxy-clientip hostpubmd5 hostpubsha256 interface ip-tos ipfs-gateway krb local-port login-options mail-auth
    mail-from mail-rcpt netrc-file pinnedpubkey preproxy proto proto-default proto-redir proxy-cacert proxy-capath proxy-cert
    proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name
    proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser proxy1.0 pubkey quote random-file sasl-authzid service-name
    socks4 socks4a socks5-gssapi-service telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser
    upload-flags variable vlan-priority
    """
)
OTHERS = _names(
    """
    anyauth negotiate ntlm-wb http0.9 http1.0 http3 http3-only sslv2 sslv3 ssl ssl-reqd cert-status ca-native crlf append list-only
    manual help version proxytunnel tr-encoding haproxy-protocol ignore-content-length form-escape proxy-insecure proxy-basic
    proxy-digest proxy-anyauth proxy-ntlm proxy-negotiate proxy-http2 doh-insecure compressed-ssh disable-eprt disable-epsv eprt epsv
    ftp-create-dirs ftp-pasv disallow-username-in-url false-start mptcp sasl-ir socks5-basic socks5-gssapi ssl-allow-beast
    ssl-auto-client-cert ssl-no-revoke ssl-revoke-best-effort tcp-fastopen tftp-no-options metalink
    """
)
"""Options that would change something, which Curlew says it does not apply."""

_TAKING = frozenset(WITH_ARGUMENT) | QUIET_WITH_ARGUMENT | OTHERS_WITH_ARGUMENT
_ALL = tuple(sorted(_TAKING | frozenset(PLAIN) | QUIET | OTHERS | {"next"}))


@dataclass(frozen=True, slots=True)
class Option:
    """One option as it was written and by its full name; `argument` is None where it takes none."""

    written: str
    name: str
    argument: str | None = None
    negated: bool = False


def read_options(arguments: Sequence[str], draft: Draft) -> None:
    """Carry the options and addresses of a command into a draft, up to `--next`; what is not understood becomes a note."""
    for option in _options(arguments, draft):
        if option.name == "next":
            draft.note(_("Only the first request was taken; there are more behind --next."))
            return
        _apply(option, draft)


def _options(arguments: Sequence[str], draft: Draft) -> Iterator[Option]:
    waiting = list(reversed(arguments))
    only_addresses = False
    while waiting:
        word = waiting.pop()
        if only_addresses or not word.startswith("-") or word == "-":
            yield Option(word, "url", word)
        elif word == "--":
            only_addresses = True
        elif word.startswith("--"):
            yield _long(word, waiting, draft)
        else:
            yield from _short(word, waiting, draft)


def _long(word: str, waiting: list[str], draft: Draft) -> Option:
    name = word[2:]
    if name.startswith("expand-") and name[7:] in _TAKING:
        draft.note(_("{option} expands variables of curl, which were kept as written.").format(option=word))
        name = name[7:]
    negated = name.startswith("no-") and name not in _ALL
    full = _full_name(name[3:] if negated else name)
    if negated:
        return Option(word, full, negated=True)
    return Option(word, full, _argument(word, waiting, draft) if full in _TAKING else None)


def _full_name(name: str) -> str:
    """Complete a name that curl takes too: any beginning of a long option."""
    if name in _ALL or not name:
        return name
    return next((known for known in _ALL if known.startswith(name)), name)


def _short(word: str, waiting: list[str], draft: Draft) -> Iterator[Option]:
    for place, letter in enumerate(word[1:], 2):
        name = SHORT.get(letter, "")
        if name in _TAKING:
            rest = word[place:]
            yield Option(f"-{letter}", name, rest or _argument(f"-{letter}", waiting, draft))
            return
        yield Option(f"-{letter}", name)


def _argument(option: str, waiting: list[str], draft: Draft) -> str:
    if waiting:
        return waiting.pop()
    draft.note(_("{option} lacks its value.").format(option=option))
    return ""


def _apply(option: Option, draft: Draft) -> None:
    table = NEGATED if option.negated else WITH_ARGUMENT if option.argument is not None else PLAIN
    handler = table.get(option.name)
    if handler is not None:
        handler(draft, option.argument or "")
    elif option.name in QUIET or option.name in QUIET_WITH_ARGUMENT or (option.negated and option.name in _ALL):
        pass
    elif option.name in _ALL:
        told = option.argument is not None and not option.name.endswith(("pass", "password", "user"))
        shown = f"{option.written} {option.argument}" if told else option.written
        draft.note(_("{option} is not applied.").format(option=shown))
    else:
        draft.note(_("{option} is no option of curl that Curlew knows.").format(option=option.written))
