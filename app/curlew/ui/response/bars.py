"""What the waterfall shows of a send: one row a phase and a try, over one axis of time."""

from __future__ import annotations

from dataclasses import dataclass

from curlew.model.exchange import Exchange, Hop, Timings
from curlew.text import _

PHASE_TOKENS = {
    "queue": "ph_queue",
    "dns": "ph_dns",
    "connect": "ph_tcp",
    "proxy": "ph_queue",
    "tls": "ph_tls",
    "send": "ph_send",
    "wait": "ph_wait",
    "receive": "ph_down",
}
CONNECTING = ("dns", "connect", "proxy", "tls")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a phase, or (`try`) one address that was tried. start, length: in milliseconds since the send began.

    length: None where it did not happen; note: what is known of it (addresses, a version), or why it did not happen.
    skipped: it was not needed, which is drawn dashed.
    """

    phase: str
    start: float
    length: float | None
    note: str = ""
    skipped: bool = False


def bars_of(hop: Hop, start: float) -> list[Bar]:
    """Return a hop's rows in the order in which things happen, beginning at `start`."""
    rows: list[Bar] = []
    for phase in _phases(hop):
        length = getattr(hop.timings, phase)
        skipped = length is None and phase in CONNECTING and hop.response is not None
        rows.append(Bar(phase, start, length, _why_skipped(hop, phase) if skipped else _detail(hop, phase), skipped))
        if phase == "connect":
            rows += _tries(hop)
        start += length or 0.0
    return rows


def _phases(hop: Hop) -> list[str]:
    """Return the phases that can happen on this hop: no TLS for plain http, no proxy where there is none."""
    times, phases = hop.timings, []
    for phase in PHASE_TOKENS:
        if phase == "proxy" and times.proxy is None and not hop.connection.proxy:
            continue
        if phase == "tls" and times.tls is None and not hop.request.url.lower().startswith("https:"):
            continue
        if phase == "queue" and times.queue is None:
            continue
        phases.append(phase)
    return phases


def _why_skipped(hop: Hop, phase: str) -> str:
    if phase == "proxy" and not hop.connection.reused:
        return _("no tunnel needed")
    if hop.connection.reused:
        return _("connection kept open")
    return _("not needed")


def _detail(hop: Hop, phase: str) -> str:
    if phase == "tls":
        return hop.connection.tls
    found = [mark.detail for mark in hop.marks if mark.kind == phase and mark.detail]
    if phase == "connect":
        return "" if _tries(hop) else found[-1] if found else hop.connection.remote
    if phase == "proxy":
        return found[-1] if found else hop.connection.proxy
    return ", ".join(dict.fromkeys(found)) if phase in ("dns", "queue") else ""


def _tries(hop: Hop) -> list[Bar]:
    """Return one row for each address tried, where there was more than one, or one that failed."""
    tries = [mark for mark in hop.marks if mark.kind == "try"]
    if len(tries) < 2 and hop.response is not None:
        return []
    return [Bar("try", mark.at, None, mark.detail) for mark in tries]


def hop_starts(exchange: Exchange) -> list[float]:
    """Return when each hop began: as it was noted, else after those before it."""
    starts, at = [], 0.0
    for number, hop in enumerate(exchange.hops):
        began = hop.started if hop.started or not number else at
        starts.append(max(began, 0.0))
        at = began + hop_length(hop)
    return starts


def hop_length(hop: Hop) -> float:
    return max(hop.timings.total or 0.0, spent(hop.timings))


def spent(timings: Timings) -> float:
    """Return the sum of a hop's phases."""
    return float(sum(getattr(timings, phase) or 0.0 for phase in PHASE_TOKENS))


def span_of(exchange: Exchange) -> float:
    """Return how long the axis is, in milliseconds."""
    starts = hop_starts(exchange)
    ends = [start + hop_length(hop) for start, hop in zip(starts, exchange.hops, strict=True)]
    return max([*ends, exchange.timings.total or 0.0, 0.1])


def ticks(span: float, most: int = 6) -> list[float]:
    """Return round places on an axis from 0 to `span` milliseconds, about `most` of them."""
    step = 10.0 ** len(str(int(span))) / 1000
    for factor in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000):
        if span / (step * factor) <= most:
            step *= factor
            break
    return [step * number for number in range(int(span / step) + 1)]
