"""What can be set about sending: one table, from which the file, the pages and what counts in the end (`settling`) follow."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from curlew.model.prepared import SendSettings
from curlew.model.proxying import proxy_caution, proxy_problem
from curlew.model.setting_checks import header_problem, pattern_problem, resolve_problem, shown
from curlew.registry import Registry
from curlew.text import _

Kind = Literal["switch", "number", "choice", "text", "list"]

LONGEST_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class SendSetting:
    """One setting.

    key: in the file. field: of the model's `Settings` where the standard has a place for it; empty: it lives in `Settings.own`.
    target: the field of `SendSettings` that it gives. default: what counts where nobody says anything, as a person would set it.
    fallback: the id of the program's own setting that counts before the default. choices: (value, label) pairs.
    least, most: bounds of a number. files: the entries of a list are files, to be picked. example: shown where nothing is set.
    check: tells in words what is wrong with one text or entry of the right type; empty if nothing. caution: what to mind about a text.
    """

    key: str
    target: str
    kind: Kind
    group: str
    label: str
    hint: str
    default: Any
    field: str = ""
    fallback: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: float = 0
    most: float = 2**31 - 1
    files: bool = False
    example: str = ""
    check: Callable[[str], str] | None = None
    caution: Callable[[str], str] | None = None

    @property
    def id(self) -> str:
        return self.key

    def fits(self, value: object) -> bool:
        """Whether a value has this setting's type; `problem` says what is wrong with one that has."""
        match self.kind:
            case "switch":
                return isinstance(value, bool)
            case "number":
                return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
            case "list":
                return isinstance(value, tuple) and all(isinstance(entry, str) for entry in value)
        return isinstance(value, str)

    def problem(self, value: Any) -> str:
        """Return in words why a value cannot count, empty if it can. Texts with variables are judged when they are filled in."""
        if not self.fits(value):
            return _("{value} is nothing that this setting can be").format(value=shown(value))
        if self.kind == "number" and not self.least <= value <= self.most:
            return _("A number from {least} to {most}").format(least=shown(self.least), most=shown(self.most))
        if self.kind == "choice" and value not in {choice for choice, _label in self.choices}:
            return _("One of: {choices}").format(choices=", ".join(choice for choice, _label in self.choices))
        texts = value if self.kind == "list" else (value,) if self.kind == "text" else ()
        found = (self.check(text) for text in texts if "{{" not in text) if self.check is not None else ()
        return next((problem for problem in found if problem), "")


GROUPS = (
    ("request", _("What goes out")),
    ("time", _("Time limits")),
    ("redirects", _("Redirects")),
    ("tls", _("Encryption")),
    ("connection", _("Connection")),
    ("response", _("What comes back")),
    ("cookies", _("Cookies")),
)


def _limit(key: str, target: str, label: str, hint: str, fallback: str = "", field: str = "") -> SendSetting:
    default = round((getattr(_DEFAULTS, target) or 0) * 1000)
    return SendSetting(key, target, "number", "time", label, hint, default, field, fallback, _("ms"), most=LONGEST_MS)


_ASKED = (("ask", _("Ask")), ("follow", _("Go on")), ("stop", _("Stop")))
_DEFAULTS = SendSettings()
MEGABYTE = 1024 * 1024

TABLE: Registry[SendSetting] = Registry(
    [
        SendSetting(
            "encodeUrl",
            "encode_url",
            "switch",
            "request",
            _("Encode the URL"),
            _("Escape characters that a URL may not hold; off: send it exactly as typed."),
            _DEFAULTS.encode_url,
            "encode_url",
        ),
        SendSetting(
            "asIs",
            "as_is",
            "switch",
            "request",
            _("Send as is"),
            _("Send headers and body as they are typed, even if they contradict each other: a wrong Content-Length, no Host."),
            _DEFAULTS.as_is,
        ),
        SendSetting(
            "headerEncoding",
            "header_encoding",
            "choice",
            "request",
            _("Encoding of header values"),
            _("How characters beyond ASCII become bytes."),
            _DEFAULTS.header_encoding,
            choices=(("utf-8", "UTF-8"), ("latin-1", "Latin-1")),
        ),
        SendSetting(
            "omitHeaders",
            "omit",
            "list",
            "request",
            _("Headers left out"),
            _("Headers that Curlew would add by itself, by name."),
            _DEFAULTS.omit,
            example="User-Agent",
            check=header_problem,
        ),
        _limit(
            "timeout",
            "timeout_s",
            _("Timeout"),
            _("How long a whole send may take; 0 for as long as it wants."),
            "send.timeout_ms",
            "timeout",
        ),
        _limit("connectTimeout", "connect_timeout_s", _("Connect"), _("For one try; 0 for no limit."), "send.connect_timeout_ms"),
        _limit("tlsTimeout", "tls_timeout_s", _("TLS handshake"), _("For agreeing on encryption; 0 for no limit.")),
        _limit("writeTimeout", "write_timeout_s", _("Sending"), _("While the server takes in nothing; 0 for no limit.")),
        _limit("readTimeout", "read_timeout_s", _("First byte"), _("Until the answer begins; 0 for no limit.")),
        _limit("idleTimeout", "idle_timeout_s", _("Silence"), _("While an answer pauses that has begun; 0 for no limit.")),
        SendSetting(
            "followRedirects",
            "follow_redirects",
            "switch",
            "redirects",
            _("Follow redirects"),
            _("Go on to where an answer with status 3xx points."),
            _DEFAULTS.follow_redirects,
            "follow_redirects",
            "send.follow_redirects",
        ),
        SendSetting(
            "maxRedirects",
            "max_redirects",
            "number",
            "redirects",
            _("At most redirects"),
            _("Stop after so many."),
            _DEFAULTS.max_redirects,
            "max_redirects",
            "send.max_redirects",
            most=1000,
        ),
        SendSetting(
            "keepMethod",
            "keep_method",
            "switch",
            "redirects",
            _("Keep the method"),
            _("Repeat a POST as a POST, body included, where 301, 302 and 303 would make it a GET."),
            _DEFAULTS.keep_method,
        ),
        SendSetting(
            "forwardAuthorizationHeader",
            "forward_authorization",
            "switch",
            "redirects",
            _("Authorization to other hosts"),
            _("Send the Authorization header on where a redirect leads to another host."),
            _DEFAULTS.forward_authorization,
            "forward_authorization",
        ),
        SendSetting(
            "trustedHosts",
            "trusted_hosts",
            "list",
            "redirects",
            _("Hosts that get credentials"),
            _("A redirect to one of them keeps authorization, cookies and secret headers."),
            _DEFAULTS.trusted_hosts,
            example="*.example.com",
            check=pattern_problem,
        ),
        SendSetting(
            "httpsToHttp",
            "https_to_http",
            "choice",
            "redirects",
            _("From https to http"),
            _("What to do where a redirect leaves encryption."),
            _DEFAULTS.https_to_http,
            choices=_ASKED,
        ),
        SendSetting(
            "bodyElsewhere",
            "body_elsewhere",
            "choice",
            "redirects",
            _("The body to another origin"),
            _("What to do where a redirect wants the body sent to another host."),
            _DEFAULTS.body_elsewhere,
            choices=_ASKED,
        ),
        SendSetting(
            "verifyTls",
            "verify_tls",
            "switch",
            "tls",
            _("Verify the certificate"),
            _("Refuse servers whose TLS certificate cannot be trusted."),
            _DEFAULTS.verify_tls,
            "verify_tls",
            "send.verify_tls",
        ),
        SendSetting(
            "minTls",
            "min_tls",
            "choice",
            "tls",
            _("TLS at least"),
            _("Older versions are broken; some old devices know no other."),
            _DEFAULTS.min_tls,
            fallback="send.min_tls",
            choices=tuple((version, f"TLS {version}") for version in ("1.0", "1.1", "1.2", "1.3")),
        ),
        SendSetting(
            "caFiles",
            "ca_files",
            "list",
            "tls",
            _("Own certificate authorities"),
            _("PEM files with certificates to trust beside those of this system."),
            (),
            files=True,
            example="certs/ca.pem",
        ),
        SendSetting(
            "httpVersion",
            "http_version",
            "choice",
            "connection",
            _("HTTP version"),
            _("Automatic: what the server and Curlew agree on."),
            _DEFAULTS.http_version,
            fallback="send.http_version",
            choices=(("auto", _("Automatic")), ("1.1", "HTTP/1.1"), ("2", "HTTP/2")),
        ),
        SendSetting(
            "ipVersion",
            "ip_version",
            "choice",
            "connection",
            _("IP version"),
            _("Which addresses of a host to use."),
            _DEFAULTS.ip_version,
            choices=(("auto", _("Automatic")), ("4", _("IPv4 only")), ("6", _("IPv6 only"))),
        ),
        SendSetting(
            "resolve",
            "resolve",
            "list",
            "connection",
            _("Host overrides"),
            _("Connect to an address without asking DNS, as curl’s --resolve: HOST:PORT:ADDRESS."),
            _DEFAULTS.resolve,
            example="api.example.com:443:127.0.0.1",
            check=resolve_problem,
        ),
        SendSetting(
            "unixSocket",
            "unix_socket",
            "text",
            "connection",
            _("Unix socket"),
            _("Connect to this socket file instead of the host, as curl’s --unix-socket."),
            _DEFAULTS.unix_socket,
            example="/var/run/docker.sock",
        ),
        SendSetting(
            "proxy",
            "proxy",
            "text",
            "connection",
            _("Proxy"),
            _("An address such as http://proxy:3128, https://… or socks5://…; “none” for no proxy, “system” for what the system says."),
            "",
            example="http://proxy:3128",
            check=proxy_problem,
            caution=proxy_caution,
        ),
        SendSetting(
            "proxyBypass",
            "proxy",
            "list",
            "connection",
            _("Without the proxy"),
            _("Hosts that are reached directly: names, .domains, networks."),
            (),
            example="localhost",
            check=lambda text: "" if text.strip() else _("An empty entry names no host"),
        ),
        SendSetting(
            "maxBody",
            "max_body",
            "number",
            "response",
            _("Ask before a body larger than"),
            _("Unpacked; 0 for no limit."),
            (_DEFAULTS.max_body or 0) // MEGABYTE,
            fallback="send.max_body_mb",
            unit=_("MB"),
            most=1024 * 1024,
        ),
        SendSetting(
            "sendCookies",
            "send_cookies",
            "switch",
            "cookies",
            _("Send cookies"),
            _("Of the jar of this workspace and environment."),
            _DEFAULTS.send_cookies,
            fallback="send.send_cookies",
        ),
        SendSetting(
            "storeCookies",
            "store_cookies",
            "switch",
            "cookies",
            _("Store cookies"),
            _("Keep what servers set."),
            _DEFAULTS.store_cookies,
            fallback="send.store_cookies",
        ),
    ]
)
"""Every setting that a request, a folder, a collection or a workspace can have, in the order in which people see them."""


def in_order(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return own settings in the table's order, unknown ones behind."""
    known = {setting.key: own[setting.key] for setting in TABLE if not setting.field and setting.key in own}
    return known | {key: value for key, value in own.items() if key not in known}
