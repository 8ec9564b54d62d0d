"""One response as a side of a comparison, and where others to compare it with come from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from curlew.engine.session import Session
from curlew.model.exchange import Exchange
from curlew.model.tree import ROOT
from curlew.storage.exchange_json import LARGEST_BODY
from curlew.storage.history import HistoryEntry
from curlew.text import _
from curlew.ui.response.texts import host_of, size


@dataclass(frozen=True, slots=True)
class Side:
    """A response with what tells it apart. history: its id there, empty where it has none. label: the environment, or another name.

    colour: the environment's, as its file says. name: of the request; path: of its file, empty for a request without one.
    cut: in words, what of the body the history did not keep.
    """

    exchange: Exchange
    label: str = ""
    colour: str = ""
    history: str = ""
    name: str = ""
    path: str = ""
    cut: str = ""

    @property
    def when(self) -> str:
        return moment(self.exchange.started)


def pair_title(a: Side | None, b: Side | None) -> str:
    """Return what tells two sides apart, in words: their labels, or where those are the same, when they came."""
    if a is not None and b is not None and a.label == b.label:
        return _("{a} and {b}").format(a=a.when, b=b.when)
    return _("{a} and {b}").format(a=a.label if a else "–", b=b.label if b else "–")


def missing_of(letter: str, side: Side) -> str:
    """Return what of a side's body is not there to be compared, in words; empty where all of it is."""
    response = side.exchange.response
    if response is None:
        error = side.exchange.error
        return _("{side} has no response: {reason}").format(side=letter, reason=error.title) if error is not None else ""
    if side.cut:
        return f"{letter}: {side.cut}"
    body = response.body
    if body.data is not None and len(body.data) < body.size:
        text = _("The history kept the first {kept} of {whole} of {side}: the rest is not compared.")
        return text.format(kept=size(len(body.data)), whole=size(body.size), side=letter)
    return f"{letter}: {response.incomplete}" if response.incomplete else ""


def moment(started: float) -> str:
    """Return a time as people say it: `today 20:52:11`."""
    try:
        time = datetime.fromtimestamp(started)
    except (OverflowError, ValueError, OSError):
        return ""
    if not started:
        return ""
    if time.date() == date.today():
        return _("today {time}").format(time=f"{time:%H:%M:%S}")
    if time.date() == date.today() - timedelta(days=1):
        return _("yesterday {time}").format(time=f"{time:%H:%M:%S}")
    return f"{time.day} {time:%b %H:%M:%S}"


async def from_history(session: Session, entry: HistoryEntry) -> Side:
    """Return a send of the history as a side. Raises StorageError."""
    record = await asyncio.wrap_future(session.history.fetch(entry.id))
    label = entry.environment or entry.name or host_of(entry.url)
    colour = colour_of(session, entry.path, entry.environment)
    return Side(record.exchange, label, colour, entry.id, entry.name, entry.path, _cut(record.exchange))


def _cut(exchange: Exchange) -> str:
    """Return what the history says of a body that it kept a part of: the last of its words, as it reads the last response last."""
    response = exchange.response
    cut = response is not None and response.body.size == LARGEST_BODY and exchange.notes
    return exchange.notes[-1] if cut else ""


def entry_of(session: Session, exchange: Exchange) -> HistoryEntry | None:
    """Return where a send of this run stands in the history."""
    started = exchange.started
    return next((entry for entry in session.history.entries if entry.started == started and started), None)


def of_exchange(session: Session, exchange: Exchange, name: str, path: str) -> Side:
    """Return a response that is shown as a side."""
    entry = entry_of(session, exchange)
    environment = entry.environment if entry is not None else ""
    colour = colour_of(session, path, environment)
    return Side(exchange, environment or name, colour, entry.id if entry is not None else "", name, path)


def owner_of(session: Session, path: str) -> int:
    """Return whose environments count for a request: its collection, or the workspace."""
    item = session.tree.by_path(Path(path)) if path else None
    collection = session.tree.collection_of(item.id) if item is not None else None
    return collection.id if collection is not None else ROOT


def colour_of(session: Session, path: str, environment: str) -> str:
    """Return the colour of an environment, empty for none."""
    files = session.environments(owner_of(session, path))
    return next((file.value.color for file in files if file.name == environment), "") or ""


def earlier(session: Session, path: str, url: str, method: str) -> Iterator[HistoryEntry]:
    """Yield the sends of a request, newest first: those of its file, or those without a file of the same method and address."""
    address = url.partition("?")[0]
    for entry in session.history.entries:
        if (path and entry.path == path) or (
            not path and not entry.path and entry.method == method and entry.url.partition("?")[0] == address
        ):
            yield entry
