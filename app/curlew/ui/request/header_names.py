"""Completion of header names and of their usual values."""

from __future__ import annotations

from curlew.model.rows import Row
from curlew.text import _
from curlew.ui.widgets.completion import Offer, Provider, Suggestion

NAMES: tuple[tuple[str, str], ...] = (
    ("Accept", _("media types that are welcome")),
    ("Accept-Charset", _("character sets that are welcome")),
    ("Accept-Encoding", _("how the answer may be packed")),
    ("Accept-Language", _("languages that are welcome")),
    ("Access-Control-Request-Headers", _("headers of the request to come (CORS)")),
    ("Access-Control-Request-Method", _("method of the request to come (CORS)")),
    ("Authorization", _("who asks; the Authorization tab writes it")),
    ("Cache-Control", _("what may be cached")),
    ("Connection", _("what happens to the connection afterwards")),
    ("Content-Type", _("media type of the body")),
    ("Content-Disposition", _("how the body is to be shown or named")),
    ("Content-Encoding", _("how the body is packed")),
    ("Content-Language", _("language of the body")),
    ("Content-Length", _("size of the body in bytes")),
    ("Content-Location", _("where the body can be found")),
    ("Content-MD5", _("checksum of the body")),
    ("Content-Range", _("which part of the whole the body is")),
    ("Cookie", _("cookies that go with the request")),
    ("DNT", _("asks not to be tracked")),
    ("Date", _("when the request was made")),
    ("Expect", _("asks before a large body is sent")),
    ("Forwarded", _("whom a proxy speaks for")),
    ("From", _("mail address of who asks")),
    ("Host", _("host that is asked")),
    ("Idempotency-Key", _("makes a repeated request safe")),
    ("If-Match", _("only if the entity tag is one of these")),
    ("If-Modified-Since", _("only if it changed since")),
    ("If-None-Match", _("only if the entity tag is none of these")),
    ("If-Range", _("a part, if nothing changed")),
    ("If-Unmodified-Since", _("only if it did not change since")),
    ("Link", _("related resources")),
    ("Max-Forwards", _("how many proxies it may pass")),
    ("Origin", _("page that the request comes from")),
    ("Pragma", _("caching, for HTTP/1.0")),
    ("Prefer", _("what the client would like")),
    ("Priority", _("how urgent the answer is")),
    ("Proxy-Authorization", _("who asks, for the proxy")),
    ("Range", _("which part of the whole is wanted")),
    ("Referer", _("page that led here")),
    ("Sec-Fetch-Dest", _("what the answer is for")),
    ("Sec-Fetch-Mode", _("how the request was made")),
    ("Sec-Fetch-Site", _("where the request comes from")),
    ("SOAPAction", _("what a SOAP request wants")),
    ("TE", _("transfer codings that are welcome")),
    ("Traceparent", _("trace that the request belongs to")),
    ("Tracestate", _("details of the trace")),
    ("Trailer", _("headers that follow the body")),
    ("Transfer-Encoding", _("how the body is cut up")),
    ("Upgrade", _("another protocol is wished for")),
    ("User-Agent", _("program that asks")),
    ("Via", _("proxies on the way")),
    ("X-API-Key", _("key of an API")),
    ("X-CSRF-Token", _("token against forged requests")),
    ("X-Correlation-ID", _("number that ties log entries together")),
    ("X-Forwarded-For", _("address of the first client")),
    ("X-Forwarded-Host", _("host that was asked first")),
    ("X-Forwarded-Proto", _("protocol of the first request")),
    ("X-HTTP-Method-Override", _("method that is meant")),
    ("X-Requested-With", _("how the request was made")),
    ("X-Request-ID", _("number of the request")),
)

MEDIA_TYPES = (
    "application/json",
    "application/problem+json",
    "application/ld+json",
    "application/vnd.api+json",
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/graphql-response+json",
    "application/x-ndjson",
    "application/xml",
    "application/soap+xml",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/x-protobuf",
    "application/yaml",
    "multipart/form-data",
    "text/plain",
    "text/plain; charset=utf-8",
    "text/html",
    "text/csv",
    "text/xml",
    "text/event-stream",
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/svg+xml",
    "audio/mpeg",
    "video/mp4",
    "*/*",
)

VALUES: dict[str, tuple[str, ...]] = {
    "accept": MEDIA_TYPES,
    "content-type": MEDIA_TYPES,
    "accept-encoding": ("gzip, deflate, br", "gzip", "br", "zstd", "identity"),
    "content-encoding": ("gzip", "br", "deflate", "zstd"),
    "accept-language": ("en", "en-US,en;q=0.9", "de-DE,de;q=0.9", "fr-FR,fr;q=0.9", "es-ES,es;q=0.9", "*"),
    "cache-control": ("no-cache", "no-store", "max-age=0", "only-if-cached", "no-transform"),
    "connection": ("keep-alive", "close", "Upgrade"),
    "authorization": ("Bearer ", "Basic ", "Digest ", "Token "),
    "expect": ("100-continue",),
    "pragma": ("no-cache",),
    "prefer": ("return=minimal", "return=representation", "respond-async", "handling=strict"),
    "te": ("trailers",),
    "transfer-encoding": ("chunked",),
    "upgrade": ("websocket", "h2c"),
    "x-requested-with": ("XMLHttpRequest",),
    "x-http-method-override": ("PUT", "PATCH", "DELETE"),
    "x-forwarded-proto": ("https", "http"),
    "dnt": ("1", "0"),
    "range": ("bytes=0-1023", "bytes=-500"),
}

_NAME_CHOICES = tuple(Suggestion(name, meaning) for name, meaning in NAMES)


def names_provider(_row: Row) -> Provider:
    """Complete the name of a header."""

    def offer(text: str, caret: int, explicit: bool) -> Offer | None:
        if "{{" in text or (not text and not explicit):
            return None
        return Offer(0, len(text), text[:caret], _NAME_CHOICES)

    return offer


def values_provider(row: Row) -> Provider:
    """Complete the value of a header, if its name has usual ones."""
    return choices_provider(VALUES.get(row.name.strip().lower(), ()))


def choices_provider(values: tuple[str, ...]) -> Provider:
    """Offer some usual texts; they never take Enter away by themselves."""
    choices = tuple(Suggestion(value) for value in values)

    def offer(text: str, caret: int, explicit: bool) -> Offer | None:
        if not choices or "{{" in text or (not text and not explicit):
            return None
        return Offer(0, len(text), text[:caret], choices, eager=False)

    return offer
