"""Secrets masked: by the names of headers, and by value in every form in which a value travels."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from operator import is_ as _is
from typing import Any, TypeVar
from urllib.parse import quote, quote_plus

from curlew.model.content import Content
from curlew.model.exchange import Certificate, Connection, CookieNote, Exchange, Hop, Response, SendError, SentRequest

T = TypeVar("T")

MASK = "••••••"
SHORTEST = 4
"""Shorter values are masked in their headers only: as a part of any text they would mask half of it."""

_SENSITIVE = re.compile(r"auth|token|api-?key|cookie|secret|session|password|credential", re.IGNORECASE)
_SCHEMES = re.compile(r"(Basic|Bearer|Digest|Negotiate|NTLM|AWS4-HMAC-SHA256|Token|ApiKey)\s+", re.IGNORECASE)
_ADDRESSES = {"host", "location", "content-location", "referer", "origin", "link", "refresh"}
_NOT_SECRET = {"www-authenticate", "proxy-authenticate", "access-control-allow-credentials"}
_USUAL_NAME = 64


def is_masked_header(name: str) -> bool:
    """Return whether a header's value is masked whatever it is."""
    return _look_at_name(name)[0]


def _treatment(name: str) -> tuple[bool, bool]:
    """Return whether a header's value is masked whatever it is, and whether it holds addresses."""
    lower = name.lower()
    return bool(_SENSITIVE.search(name)) and lower not in _NOT_SECRET, lower in _ADDRESSES


_known_treatment = lru_cache(512)(_treatment)


def _look_at_name(name: str) -> tuple[bool, bool]:
    return _known_treatment(name) if len(name) <= _USUAL_NAME else _treatment(name)


def forms(secret: str) -> tuple[str, ...]:
    """Return the forms in which a value can stand in a message: as it is, escaped for URLs, JSON and HTML, within base64."""
    import html  # only loaded where a secret is sent: a start needs no table of entities

    found = [secret, quote(secret, safe=""), quote(secret), quote_plus(secret), json.dumps(secret)[1:-1]]
    found += [json.dumps(secret, ensure_ascii=False)[1:-1], html.escape(secret), html.escape(secret, quote=False)]
    found += [form.replace("%", "%25") for form in (quote(secret, safe=""),)]
    found += [re.sub(r"%[0-9A-F]{2}", lambda hit: hit[0].lower(), form) for form in (quote(secret, safe=""), quote_plus(secret))]
    found.append(secret.replace("+", " "))  # what a server makes of a form that was not escaped
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


_IN_FORMS = {" ": r"|[+]", "+": "| |%20"}
"""What becomes of a blank in a form, and of a plus sign that was taken for a blank."""


def _in_urls(secret: str) -> str:
    """Return a pattern for a value in which each character stands as it is or escaped for URLs: which ones are, differs with the place."""
    found = []
    for character in secret:
        escaped = "".join(f"%{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
        found.append(f"(?:{re.escape(character)}|(?i:{escaped}){_IN_FORMS.get(character, '')})")
    return "".join(found)


_SEPARATORS = re.compile(r"[/?#@:&=+;,\s]+")
_LONG_PIECE = 6
_CUT = "…"


class Redactor:
    """Masks the given values wherever they stand."""

    def __init__(self, secrets: Iterable[str]) -> None:
        given = [secret for secret in dict.fromkeys(secrets) if len(secret) >= SHORTEST]
        self._forms: list[str] = []
        self._text: re.Pattern[str] | None = None
        self._data: re.Pattern[bytes] | None = None
        self._pieces: re.Pattern[str] | None = None
        if given:
            self._look_for(given)

    def _look_for(self, given: list[str]) -> None:
        self._forms = longest_first = sorted({form for secret in given for form in forms(secret)}, key=len, reverse=True)
        mixed = [_in_urls(secret) for secret in sorted(given, key=len, reverse=True)]
        self._text = re.compile("|".join((*map(re.escape, longest_first), *mixed)))
        as_bytes = [re.escape(form.encode("utf-8", "surrogatepass")) for form in longest_first]
        as_bytes += [_in_urls(secret).encode("utf-8", "surrogatepass") for secret in sorted(given, key=len, reverse=True)]
        self._data = re.compile(b"|".join(as_bytes))
        pieces = sorted(
            {piece for secret in given for piece in _SEPARATORS.split(secret) if len(piece) >= _LONG_PIECE}, key=len, reverse=True
        )
        self._pieces = re.compile("|".join(map(re.escape, pieces))) if pieces else None

    @property
    def masks_nothing(self) -> bool:
        """Whether there is no value to look for: headers are masked by their names all the same."""
        return self._data is None

    def about(self, text: str) -> str:
        """Mask in a sentence or an address, where a value that holds `/`, `@` or `:` may have been taken apart."""
        text = without_userinfo(self.text(text))
        text = self._pieces.sub(MASK, text) if self._pieces else text
        return self._cut_off(text) if self._forms and _CUT in text else text

    def _cut_off(self, text: str) -> str:
        """Mask what was left of a value where a text was cut, which is marked by an ellipsis."""
        first, *rest = text.split(_CUT)
        kept = [first]
        for part in rest:
            head = kept[-1]
            starts = (form[:size] for form in self._forms for size in range(min(len(form), len(head)), SHORTEST - 1, -1))
            begun = max((start for start in starts if head.endswith(start)), key=len, default="")
            kept[-1] = head[: len(head) - len(begun)] + (MASK if begun else "")
            kept.append(part)
        return _CUT.join(kept)

    def text(self, text: str) -> str:
        return self._text.sub(MASK, text) if self._text else text

    def data(self, data: bytes) -> bytes:
        return self._data.sub(MASK.encode(), data) if self._data else data

    def header(self, name: str, value: str) -> str:
        """Mask a header's value: wholly by its name (the scheme of an Authorization and a cookie's name stay), else by value."""
        masked, is_address = _look_at_name(name)
        if not masked:
            return self.about(value) if is_address else self.text(value)
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
        lines = head.split(b"\n")
        masked = [self._line(line) for line in lines]
        return head if masked == lines else b"\n".join(masked)

    def _line(self, line: bytes) -> bytes:
        name, colon, value = line.partition(b":")
        label = name.decode("latin-1").strip()
        if not colon or not any(_look_at_name(label)):
            return self.data(line)
        ending = b"\r" if value.endswith(b"\r") else b""
        text = value.strip().decode("utf-8", "replace")
        masked = self.header(label, text)
        return line if masked == text else name + b": " + masked.encode() + ending

    def content(self, content: Content) -> Content:
        """Mask a body in memory. One in a file is left: whoever copies it masks what it copies with `data`."""
        return content if content.data is None or not self._data else Content.of(self.data(content.data))

    def exchange(self, exchange: Exchange) -> Exchange:
        """Return an exchange fit to be kept: nothing of the secrets is left in it. What holds none comes back as it is."""
        return _with(
            exchange,
            hops=_each(exchange.hops, self._hop),
            error=self._error(exchange.error),
            notes=_each(exchange.notes, self.about),
            received=self.data(exchange.received),
            secrets=(),
        )

    def _hop(self, hop: Hop) -> Hop:
        return _with(
            hop,
            request=self._request(hop.request),
            response=self._response(hop.response),
            connection=self._connection(hop.connection),
            interim=_each(hop.interim, lambda one: _with(one, reason=self.text(one.reason), headers=self._headers(one.headers))),
            cookies=_each(hop.cookies, self._cookie),
            marks=_each(hop.marks, lambda mark: _with(mark, detail=self.about(mark.detail)) if mark.detail else mark),
        )

    def _headers(self, headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return _each(headers, self._named)

    def _named(self, header: tuple[str, str]) -> tuple[str, str]:
        name, value = header
        kept, masked = self.text(name), self.header(name, value)
        return header if kept is name and masked is value else (kept, masked)

    def _request(self, sent: SentRequest) -> SentRequest:
        body, url = self.content(sent.body), self.about(sent.url)
        return _with(
            sent, method=self.text(sent.method), url=url, headers=self._headers(sent.headers), body=body, head=self.head(sent.head)
        )

    def _response(self, response: Response | None) -> Response | None:
        """Mask a response. Its body as received is not kept: compressed, no secret could be found in it."""
        if response is None:
            return None
        return _with(
            response,
            reason=self.text(response.reason),
            headers=self._headers(response.headers),
            body=self.content(response.body),
            head=self.head(response.head),
            incomplete=self.text(response.incomplete),
            trailers=self._headers(response.trailers),
            encoded=None,
        )

    def _connection(self, connection: Connection) -> Connection:
        client, proxy = self.text(connection.client_certificate), self.about(connection.proxy)
        return _with(connection, proxy=proxy, client_certificate=client, certificates=_each(connection.certificates, self._certificate))

    def _certificate(self, one: Certificate) -> Certificate:
        names = _each(one.names, self.text)
        return _with(one, subject=self.text(one.subject), issuer=self.text(one.issuer), names=names, problem=self.text(one.problem))

    def _cookie(self, note: CookieNote) -> CookieNote:
        name, path = self.text(note.name), self.text(note.path)
        return _with(note, name=name, reason=self.text(note.reason), domain=self.text(note.domain), path=path)

    def _error(self, error: SendError | None) -> SendError | None:
        texts = ("title", "reason", "hint", "code", "field")
        return error and _with(error, **{name: self.about(getattr(error, name)) for name in texts})


def _each(values: tuple[T, ...], masked: Callable[[T], T]) -> tuple[T, ...]:
    """Return the values masked; the same tuple where nothing in it had to be."""
    if not values:
        return values
    found = tuple([masked(value) for value in values])
    return values if all(map(_is, found, values)) else found


def _with(value: T, **fields: Any) -> T:
    """Return a dataclass's value with these fields; the same one where none differs. Most sends hold nothing to be masked."""
    for name, field in fields.items():
        if getattr(value, name) is not field:
            return replace(value, **fields)  # type: ignore[type-var]
    return value


_USERINFO = re.compile(r"(?<=://)[^/?#@\s]+(?=@)")


def without_userinfo(text: str) -> str:
    """Mask user and password of addresses in a text: whoever types them there means them to be secret, variables or not."""
    return _USERINFO.sub(MASK, text) if "@" in text else text


def _masked_pair(pair: str) -> str:
    name, equals, _value = pair.strip().partition("=")
    return f"{name}={MASK}" if equals else MASK


def redacted(exchange: Exchange) -> Exchange:
    """Return an exchange with its own secrets masked."""
    return Redactor(exchange.secrets).exchange(exchange)
