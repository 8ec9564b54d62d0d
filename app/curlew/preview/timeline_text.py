"""A send as text that reads well: what happened when, over which connection, with the heads of every hop."""

from __future__ import annotations

from collections.abc import Iterator

from curlew.model.exchange import Exchange, Hop, Interim, Response, SentRequest
from curlew.model.moments import moment
from curlew.preview.certificates import fingerprint_text, short_name, time_left, title_of
from curlew.preview.words import (
    PHASES,
    duration,
    event_title,
    exact_size,
    hop_counts,
    phase_title,
    printable,
    status_text,
    tls_words,
    verified_words,
    why_words,
)
from curlew.text import _

WIDTH = 14


def timeline_text(exchange: Exchange) -> str:
    """Return the whole timeline of a send. Mask the exchange first, if others are to read it."""
    return "\n".join(_lines(exchange)) + "\n"


def _lines(exchange: Exchange) -> Iterator[str]:
    counts = hop_counts(exchange)
    total = _("{time} in all").format(time=duration(exchange.timings.total)) if exchange.timings.total is not None else ""
    began = _("sent {when}").format(when=moment(exchange.started)) if exchange.started else ""
    yield ", ".join(part for part in (counts, total, began) if part)
    for number, hop in enumerate(exchange.hops, 1):
        yield ""
        yield from hop_lines(hop, number)
    if exchange.error is not None:
        yield ""
        yield _("Failed: {title}").format(title=printable(exchange.error.title))
        for line in (exchange.error.reason, *exchange.error.hint.splitlines(), exchange.error.code):
            if line:
                yield f"   {printable(line)}"
    for note in exchange.notes:
        yield _("Note: {text}").format(text=printable(note))


def hop_lines(hop: Hop, number: int) -> Iterator[str]:
    """Return one hop: its line, the connection, the times, the events, then both heads."""
    outcome = status_text(hop.response) if hop.response is not None else _("no response")
    yield printable(f"{number}. {hop.request.method} {hop.request.url}  →  {outcome}")
    for name, value in facts(hop):
        yield f"   {name:<{WIDTH}} {printable(value)}"
    for certificate in hop.connection.certificates:
        left, _tone = time_left(certificate)
        words = (title_of(certificate), _("by {issuer}").format(issuer=short_name(certificate.issuer)), left, certificate.problem)
        yield f"   {_('Certificate'):<{WIDTH}} {printable(', '.join(word for word in words if word))}"
        yield f"   {'':<{WIDTH}} SHA-256 {fingerprint_text(certificate.fingerprint)}"
    if hop.marks:
        yield f"   {_('Events')}"
        for mark in hop.marks:
            yield f"   {duration(mark.at):>12}  {event_title(mark.kind)}" + (f": {printable(mark.detail)}" if mark.detail else "")
    yield from _heads(hop)


def facts(hop: Hop) -> list[tuple[str, str]]:
    """Return what is known of a hop's way, times and sizes, as names and values."""
    way, response = hop.connection, hop.response
    connection = ", ".join(part for part in (_("used again") if way.reused else _("new"), way.remote) if part)
    local = _("from {address}").format(address=way.local) if way.local else ""
    spent = [(phase, getattr(hop.timings, phase, None)) for phase in (*PHASES, "total")]
    times = ", ".join(f"{_('total') if name == 'total' else phase_title(name)} {duration(ms)}" for name, ms in spent if ms is not None)
    found = [
        (_("Why"), why_words(hop)),
        (_("Connection"), " ".join(part for part in (connection, local) if part) if way.remote else ""),
        (_("Protocol"), response.http_version if response is not None else ""),
        (_("Proxy"), _("via {proxy}").format(proxy=way.proxy) if way.proxy else ""),
        (_("TLS"), ", ".join(part for part in (tls_words(hop), verified_words(hop)) if part)),
        (_("Client"), way.client_certificate),
        (_("Times"), times),
        (_("Sent"), _sizes(hop.request.head, hop.request.body.size)),
    ]
    if response is not None:
        sizes = _sizes(response.head, response.encoded_size)
        if response.encoded_size != response.body.size:
            sizes += _(", {size} decoded").format(size=exact_size(response.body.size))
        found += [(_("Received"), sizes), (_("Incomplete"), response.incomplete)]
        if response.stopped:
            found.append((_("Stopped"), _("by you")))
    return [(name, value) for name, value in found if value]


def _sizes(head: bytes | None, body: int) -> str:
    parts = [] if head is None else [_("head {size}").format(size=exact_size(len(head)))]
    return ", ".join((*parts, _("body {size}").format(size=exact_size(body))))


def _heads(hop: Hop) -> Iterator[str]:
    yield ""
    for line in request_lines(hop.request):
        yield f"   > {printable(line)}"
    for interim in hop.interim:
        yield "   <"
        for line in interim_lines(interim):
            yield f"   < {printable(line)}"
    if hop.response is not None:
        yield "   <"
        for line in response_lines(hop.response):
            yield f"   < {printable(line)}"
        if hop.response.trailers:
            yield f"   < {_('(after the body)')}"
            for name, value in hop.response.trailers:
                yield f"   < {printable(f'{name}: {value}')}"


def request_lines(request: SentRequest) -> list[str]:
    """Return a request's head in lines, or, on HTTP/2 where there are no bytes, its header list."""
    if request.head is not None:
        return _split(request.head)
    return [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in request.headers)]


def response_lines(response: Response) -> list[str]:
    if response.head is not None:
        return _split(response.head)
    return [f"{response.http_version} {status_text(response)}", *(f"{name}: {value}" for name, value in response.headers)]


def interim_lines(interim: Interim) -> list[str]:
    first = f"{interim.status} {interim.reason}".strip()
    return [first, *(f"{name}: {value}" for name, value in interim.headers)]


def _split(head: bytes) -> list[str]:
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    return [line.removesuffix("\r") for line in text.rstrip("\r\n").split("\n")]
