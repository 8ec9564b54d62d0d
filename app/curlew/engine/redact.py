"""Secrets masked: by the names of headers, and by value in every form in which a value travels."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, quote_plus

from curlew.model.content import Content
from curlew.model.exchange import Exchange, Hop, Response, SendError, SentRequest

MASK = "••••••"
SHORTEST = 4
"""Shorter values are masked in their headers only: as a part of any text they would mask half of it."""

_SENSITIVE = re.compile(r"auth|token|api-?key|cookie|secret|session|password|credential", re.IGNORECASE)
_SCHEMES = re.compile(r"(Basic|Bearer|Digest|Negotiate|NTLM|AWS4-HMAC-SHA256|Token|ApiKey)\s+", re.IGNORECASE)
_NOT_SECRET = {"www-authenticate", "proxy-authenticate", "access-control-allow-credentials"}


def is_masked_header(name: str) -> bool:
    """Return whether a header's value is masked whatever it is."""
    return bool(_SENSITIVE.search(name)) and name.lower() not in _NOT_SECRET


def forms(secret: str) -> tuple[str, ...]:
    """Return the forms in which a value can stand in a message: as it is, escaped for URLs, JSON and HTML, within base64."""
    import html  # only loaded where a secret is sent: a start needs no table of entities

    found = [secret, quote(secret, safe=""), quote(secret), quote_plus(secret), json.dumps(secret)[1:-1]]
    found += [json.dumps(secret, ensure_ascii=False)[1:-1], html.escape(secret), html.escape(secret, quote=False)]
    found += [form.replace("%", "%25") for form in (quote(secret, safe=""),)]
    found += [re.sub(r"%[0-9A-F]{2}", lambda hit: hit[0].lower(), form) for form in (quote(secret, safe=""), quote_plus(secret))]
    found += _base64_forms(secret.encode("utf-8", "surrogatepass"))
    return tuple(dict.fromkeys(form for form in found if len(form) >= SHORTEST))


def _base64_forms(data: bytes) -> list[str]:
    """Return the characters that the bytes make at each of the three places where they can begin within a longer text."""
    found = []
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + data).decode("ascii")
        sure = encoded[(offset * 8 + 5) // 6 : (offset + len(data)) * 8 // 6]
        if len(sure) >= 6:
            found += [sure, sure.replace("+", "-").replace("/", "_")]
    return found


class Redactor:
    """Masks the given values wherever they stand."""

    def __init__(self, secrets: Iterable[str]) -> None:
        every = {form for secret in secrets if len(secret) >= SHORTEST for form in forms(secret)}
        longest_first = sorted(every, key=len, reverse=True)
        self._text = re.compile("|".join(map(re.escape, longest_first))) if every else None
        as_bytes = [re.escape(form.encode("utf-8", "surrogatepass")) for form in longest_first]
        self._data = re.compile(b"|".join(as_bytes)) if every else None

    def text(self, text: str) -> str:
        return self._text.sub(MASK, text) if self._text else text

    def data(self, data: bytes) -> bytes:
        return self._data.sub(MASK.encode(), data) if self._data else data

    def header(self, name: str, value: str) -> str:
        """Mask a header's value: wholly by its name (the scheme of an Authorization and a cookie's name stay), else by value."""
        if not is_masked_header(name):
            return self.text(value)
        if "cookie" in name.lower():
            first, *rest = value.split(";")
            if name.lower() == "set-cookie":
                return "; ".join((_masked_pair(first), *(self.text(part.strip()) for part in rest)))
            return "; ".join(_masked_pair(part) for part in (first, *rest))
        scheme = _SCHEMES.match(value)
        return (scheme[0] if scheme else "") + MASK if value else value

    def head(self, head: bytes | None) -> bytes | None:
        """Mask the headers in a raw head, line by line."""
        if head is None:
            return None
        return b"\n".join(self._line(line) for line in head.split(b"\n"))

    def _line(self, line: bytes) -> bytes:
        name, colon, value = line.partition(b":")
        label = name.decode("latin-1").strip()
        if not colon or not is_masked_header(label):
            return self.data(line)
        ending = b"\r" if value.endswith(b"\r") else b""
        masked = self.header(label, value.strip().decode("utf-8", "replace"))
        return name + b": " + masked.encode() + ending

    def content(self, content: Content) -> Content:
        """Mask a body in memory. One in a file is left: whoever copies it masks what it copies with `data`."""
        return content if content.data is None else Content.of(self.data(content.data))

    def exchange(self, exchange: Exchange) -> Exchange:
        """Return an exchange fit to be kept: nothing of the secrets is left in it."""
        return replace(
            exchange,
            hops=tuple(self._hop(hop) for hop in exchange.hops),
            error=self._error(exchange.error),
            notes=tuple(self.text(note) for note in exchange.notes),
            received=self.data(exchange.received),
            secrets=(),
        )

    def _hop(self, hop: Hop) -> Hop:
        return replace(hop, request=self._request(hop.request), response=self._response(hop.response))

    def _headers(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.header(name, value)) for name, value in headers)

    def _request(self, sent: SentRequest) -> SentRequest:
        body = self.content(sent.body)
        return replace(sent, url=self.text(sent.url), headers=self._headers(sent.headers), body=body, head=self.head(sent.head))

    def _response(self, response: Response | None) -> Response | None:
        if response is None:
            return None
        return replace(response, headers=self._headers(response.headers), body=self.content(response.body), head=self.head(response.head))

    def _error(self, error: SendError | None) -> SendError | None:
        return error and replace(error, title=self.text(error.title), reason=self.text(error.reason), hint=self.text(error.hint))


def _masked_pair(pair: str) -> str:
    name, equals, _value = pair.strip().partition("=")
    return f"{name}={MASK}" if equals else MASK


def redacted(exchange: Exchange) -> Exchange:
    """Return an exchange with its own secrets masked."""
    return Redactor(exchange.secrets).exchange(exchange)
