"""The last sends, on disk: a short line each for the list, the whole exchange when one is opened."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from curlew.errors import CurlewError, StorageError
from curlew.storage.history_log import HistoryLog
from curlew.text import _

if TYPE_CHECKING:
    from curlew.model.exchange import Exchange

_LOG = logging.getLogger(__name__)

FORMAT = 1

GATHER_S = 0.1
"""How long a send waits for others to be written with it: a sync each would cost more than the send itself."""

MadeContent: TypeAlias = "Callable[[], tuple[Exchange, str]]"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the list. url: as sent, masked; status: None where no response came, then `error` is the SendError's kind.

    name: the request's display name; path: the file that it came from, empty for a scratch request.
    """

    id: str
    started: float = 0.0
    method: str = ""
    url: str = ""
    status: int | None = None
    reason: str = ""
    error: str = ""
    total_ms: float | None = None
    size: int = 0
    name: str = ""
    path: str = ""
    collection: str = ""
    environment: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """One send as a whole. request_text: the request's file text (masked), to reopen it; the bodies lie in files."""

    entry: HistoryEntry
    exchange: Exchange
    request_text: str = ""


class History:
    """The list in memory, newest first; files are written, read and removed by one thread. Numbers, not dates, give the order.

    Sends that end shortly after each other are written together: a send is on the disk a tenth of a second after its end.
    """

    def __init__(self, folder: Path, keep: int = 500, failed: Callable[[CurlewError], None] = lambda _error: None) -> None:
        self._folder = folder
        self._keep = keep
        self._failed = failed
        self._entries: list[HistoryEntry] = []
        self._next = 1
        self._log = HistoryLog(folder)
        self._thread = ThreadPoolExecutor(1, "history")
        self._lock = Lock()
        self._waiting: list[tuple[HistoryEntry, MadeContent]] = []
        self._gone: list[str] = []
        self._hurry = Event()
        self.problems: list[str] = []

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """Newest first."""
        return tuple(self._entries)

    def load(self) -> None:
        """Read the list of earlier runs (not on the window's thread). Broken entries are skipped, and told in `problems`."""
        known = {entry.id for entry in self._entries}
        older: list[str] = []
        for found in self._log.scan():
            try:
                if found.problem:
                    raise ValueError(found.problem)
                entry = _entry_from(found.id, found.line)
            except (ValueError, TypeError) as error:
                name = found.place.path.name
                self.problems.append(_("The history entry {name} is broken and was skipped: {reason}").format(name=name, reason=error))
                continue
            if len(self._entries) >= self._keep:
                older.append(entry.id)
            elif entry.id not in known:
                self._entries.append(entry)
        self._next = max(self._next, self._log.last_number() + 1)
        if older:
            self._submit(lambda: self._log.remove(older))

    def set_keep(self, keep: int) -> None:
        """Change how many are kept; older ones go at the next send."""
        self._keep = keep

    def add(self, entry: HistoryEntry, content: MadeContent) -> HistoryEntry:
        """Put a send on top of the list; return the entry with its id. It is written soon, in the thread.

        `content` is called there: it returns the exchange and the request's text, both masked.
        """
        entry = replace(entry, id=f"{self._next:010d}")
        self._next += 1
        self._entries.insert(0, entry)
        gone = [old.id for old in self._entries[self._keep :]]
        del self._entries[self._keep :]
        with self._lock:
            first = not self._waiting
            self._waiting.append((entry, content))
            self._gone += gone
        if first:
            self._thread.submit(self._write_soon)
        return entry

    def fetch(self, entry_id: str) -> Future[HistoryRecord]:
        """Read one send as a whole, in the thread. The future raises StorageError where that fails."""
        self._hurry.set()
        return self._thread.submit(self._read, entry_id)

    def clear(self) -> None:
        """Forget all sends."""
        gone, self._entries = [entry.id for entry in self._entries], []
        self._submit(lambda: self._log.remove(gone, erase=True))

    def remove(self, entry_id: str) -> None:
        """Forget one send."""
        self._entries = [entry for entry in self._entries if entry.id != entry_id]
        self._submit(lambda: self._log.remove([entry_id], erase=True))

    def flush(self) -> None:
        """Wait until everything given so far is on disk. Not on the window's thread."""
        self._hurry.set()
        self._thread.submit(self._write_waiting).result()

    def close(self) -> None:
        self._hurry.set()
        self._thread.shutdown(wait=True)

    def _submit(self, work: Callable[[], None]) -> None:
        self._hurry.set()
        self._thread.submit(self._guarded, work)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except CurlewError as error:
            self._failed(error)
        except OSError as error:
            self._failed(StorageError(_("The history could not be written"), error.strerror or str(error)))
        except Exception as error:  # told, and the next send is kept again
            _LOG.exception("A send could not be put into the history")
            self._failed(StorageError(_("A send could not be put into the history"), repr(error)))

    # --- in the thread ---

    def _write_soon(self) -> None:
        self._hurry.wait(GATHER_S)
        self._hurry.clear()
        self._write_waiting()

    def _write_waiting(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
            gone, self._gone = self._gone, []
        records: list[tuple[str, dict[str, Any], bytes]] = []
        for entry, content in waiting:
            self._guarded(lambda entry=entry, content=content: records.append(self._encoded(entry, content)))  # type: ignore[misc]
        if records:
            self._guarded(lambda: self._log.append(records))
        if gone:
            self._guarded(lambda: self._log.remove(gone))

    def _encoded(self, entry: HistoryEntry, content: MadeContent) -> tuple[str, dict[str, Any], bytes]:
        from curlew.storage.exchange_json import encoded

        exchange, request_text = content()
        files = 0

        def keep_body(data: bytes) -> str:
            nonlocal files
            name = f"{entry.id}.{files}.body"
            files += 1
            self._log.keep_body(name, data)
            return name

        line = {"format": FORMAT, **dict(zip(_FIELDS, _values(entry), strict=True))}
        return entry.id, line, encoded(exchange, request_text, keep_body)

    def _read(self, entry_id: str) -> HistoryRecord:
        from curlew.storage.exchange_json import exchange_from_json

        try:
            mapping = json.loads(self._log.read(entry_id))
            exchange = exchange_from_json(mapping["exchange"], self._folder)
            entry = next(entry for entry in self._entries if entry.id == entry_id)
            return HistoryRecord(entry, exchange, str(mapping["request"]))
        except (OSError, ValueError, TypeError, LookupError, RecursionError, StopIteration) as error:
            raise StorageError(
                _("This entry of the history cannot be read"), f"{entry_id}: {error}", _("Remove it from the history.")
            ) from error


_FIELDS = tuple(field.name for field in fields(HistoryEntry))
_values = attrgetter(*_FIELDS)


def _entry_from(entry_id: str, mapping: dict[str, Any]) -> HistoryEntry:
    """Return the entry of a send's line. Raises ValueError or TypeError for a broken one."""
    if mapping.get("format", FORMAT) != FORMAT:
        raise ValueError(_("it was written by a newer Curlew"))
    entry = replace(HistoryEntry(**{name: mapping[name] for name in _FIELDS if name in mapping}), id=entry_id)
    numbers = (entry.started, entry.size, entry.status or 0, entry.total_ms or 0)
    words = (entry.method, entry.url, entry.reason, entry.error, entry.name, entry.path, entry.collection, entry.environment)
    if not all(isinstance(number, (int, float)) for number in numbers) or not all(isinstance(word, str) for word in words):
        raise TypeError("a field of another type")
    return entry
