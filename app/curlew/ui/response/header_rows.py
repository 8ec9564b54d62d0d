"""The rows of a header table: in wire order, numbered, with what each means in words."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from curlew.engine.redact import MASK
from curlew.model.exchange import CookieNote, Hop, Response
from curlew.preview.headers.meanings import meaning, request_meaning
from curlew.preview.headers.parts import parts
from curlew.preview.headers.purposes import purpose
from curlew.preview.headers.rates import rate_of, rate_words
from curlew.text import _
from curlew.ui.response.grid import Cell, Chip
from curlew.ui.response.texts import exact_size

Headers = Sequence[tuple[str, str]]
Row = tuple[Cell, ...]
_ORIGINS = {
    "auto": _("automatic"),
    "auth": _("authorization"),
    "cookie": _("cookie jar"),
    "inherited": _("inherited"),
}
"""Where a header that went out comes from; of one that was typed in the request nothing is said."""

_TONES = {"stored": "ok", "replaced": "ok", "removed": "warn", "refused": "err"}


def header_rows(
    headers: Headers,
    explain: Callable[[str, str], str] = meaning,
    cookies: Sequence[CookieNote] = (),
    wanted: str = "",
    origins: Sequence[str] = (),
) -> list[Row]:
    """Return number, name, value, meaning of each header that holds `wanted`; duplicates say which of how many they are."""
    totals = Counter(name.lower() for name, _value in headers)
    rate = rate_of({name.lower(): value for name, value in headers}, time.time())
    seen: Counter[str] = Counter()
    notes = iter(cookies)
    rows: list[Row] = []
    for number, (name, value) in enumerate(headers, 1):
        key = name.lower()
        seen[key] += 1
        chips = [Chip(_("{n} of {m}").format(n=seen[key], m=totals[key]), "info")] if totals[key] > 1 else []
        words = (rate_words(key, rate) if rate is not None and "limit" in key else "") or explain(name, value)
        if number <= len(origins) and (origin := _ORIGINS.get(origins[number - 1])):
            chips.append(Chip(origin))
        if key == "set-cookie" and (note := next(notes, None)) is not None:
            chips.append(Chip(_outcome(note), _TONES.get(note.outcome, "badge")))
            words = note.reason
        if wanted in key or wanted in value.lower():
            rows.append(_row(number, name, value, Cell(words, "text2", chips=tuple(chips), tip=partial(_tip, name, value))))
    return rows


def _tip(name: str, value: str) -> str:
    """Return what is said of a header where the pointer rests on it."""
    lines = [f"{part}  –  {words}" if words else part for part, words in parts(name, value)]
    return "\n".join((purpose(name), *lines[:12])).strip()


def _outcome(note: CookieNote) -> str:
    words = {"stored": _("stored"), "replaced": _("replaced"), "removed": _("removed"), "refused": _("refused")}
    return words.get(note.outcome, note.outcome)


def _row(number: int, name: str, value: str, explained: Cell) -> Row:
    shown = Cell(value, mono=True) if value else Cell(_("empty"), "text3")
    named = Cell(name, mono=True, strong=True, tip=explained.tip)
    return Cell(str(number), "text3", mono=True, right=True), named, shown, explained


def section(title: str) -> Row:
    """Return a row that heads those below it."""
    return Cell(title, "text2", strong=True, section=True), Cell(), Cell(), Cell()


def response_rows(hop: Hop, wanted: str = "") -> list[Row]:
    """Return all that came as headers: interim responses, the response, trailers, each below its title if there is more than one."""
    response = hop.response
    if response is None:
        return []
    own = header_rows(response.headers, _explained(response), hop.cookies, wanted)
    parts = [*_interim(hop, wanted), (_("Response"), own), (_("Trailers, after the body"), header_rows(response.trailers, wanted=wanted))]
    parts = [part for part in parts if part[1]]
    if len(parts) == 1 and not hop.interim and parts[0][1] is own:
        return own
    return [row for title, rows in parts for row in (section(title), *rows)]


def _interim(hop: Hop, wanted: str) -> Iterator[tuple[str, list[Row]]]:
    for each in hop.interim[:50]:
        title = _("{status} {reason}, before the response").format(status=each.status, reason=each.reason)
        yield title, header_rows(each.headers, wanted=wanted)


def request_rows(hop: Hop, wanted: str = "") -> list[Row]:
    """Return the headers as they were sent, with where those come from that were not typed in the request."""
    headers = [(name, _without_password(value) if name.lower() == "proxy-authorization" else value) for name, value in hop.request.headers]
    return header_rows(headers, request_meaning, wanted=wanted, origins=hop.request.origins)


def _without_password(value: str) -> str:
    """Mask what a proxy was told, as in the raw head (`heads.without_proxy_password`)."""
    scheme, space, _rest = value.partition(" ")
    return f"{scheme} {MASK}" if space else MASK


def _explained(response: Response) -> Callable[[str, str], str]:
    """Return what explains a header of this response, for which its body is known."""

    def explain(name: str, value: str) -> str:
        if name.lower() == "content-encoding" and response.body.size != response.encoded_size:
            size = f"{response.encoded_size:,}"
            return _("{decoded} decoded from {size}").format(decoded=exact_size(response.body.size), size=size)
        return meaning(name, value)

    return explain
