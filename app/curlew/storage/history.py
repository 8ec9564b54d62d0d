"""The last sends, on disk: a short line each for the list, the whole exchange when one is opened."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from curlew.errors import CurlewError, StorageError
from curlew.model.content import Content
from curlew.storage import jsonfile
from curlew.text import _

if TYPE_CHECKING:
    from curlew.model.exchange import Exchange

_LOG = logging.getLogger(__name__)

FORMAT = 1

LARGEST_BODY = 1024 * 1024
"""Of each body only so many bytes are kept."""


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
    """The list in memory, newest first; files are written, read and removed by one thread. Numbers, not dates, give the order."""

    def __init__(self, folder: Path, keep: int = 500, failed: Callable[[CurlewError], None] = lambda _error: None) -> None:
        self._folder = folder
        self._keep = keep
        self._failed = failed
        self._entries: list[HistoryEntry] = []
        self._next = 1
        self._thread = ThreadPoolExecutor(1, "history")
        self.problems: list[str] = []

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """Newest first."""
        return tuple(self._entries)

    def load(self) -> None:
        """Read the list of earlier runs (not on the window's thread). Broken entries are skipped, and told in `problems`."""
        found: list[HistoryEntry] = []
        for path in sorted(self._folder.glob("*.jsonl"), reverse=True):
            try:
                with path.open("rb") as file:
                    found.append(_entry_from_line(path.stem, file.readline()))
            except (OSError, ValueError, TypeError, RecursionError) as error:
                self.problems.append(_("The history entry {name} is broken and was skipped: {reason}").format(name=path.name, reason=error))
        numbers = [int(path.stem) for path in self._folder.glob("*.jsonl") if path.stem.isdecimal()]
        self._next = max([self._next, *(number + 1 for number in numbers)])
        self._entries += [entry for entry in found if entry.id not in {known.id for known in self._entries}]

    def set_keep(self, keep: int) -> None:
        """Change how many are kept; older ones go at the next send."""
        self._keep = keep

    def add(self, entry: HistoryEntry, content: Callable[[], tuple[Exchange, str]]) -> HistoryEntry:
        """Put a send on top of the list; return the entry with its id. The files follow in the thread.

        `content` is called there: it returns the exchange and the request's text, both masked.
        """
        entry = replace(entry, id=f"{self._next:010d}")
        self._next += 1
        self._entries.insert(0, entry)
        gone = self._entries[self._keep :]
        del self._entries[self._keep :]
        self._submit(lambda: self._write(HistoryRecord(entry, *content())))
        self._submit(lambda: self._remove(gone))
        return entry

    def fetch(self, entry_id: str) -> Future[HistoryRecord]:
        """Read one send as a whole, in the thread. The future raises StorageError where that fails."""
        return self._thread.submit(self._read, entry_id)

    def clear(self) -> None:
        """Forget all sends."""
        gone, self._entries = self._entries, []
        self._submit(lambda: self._remove(gone))

    def remove(self, entry_id: str) -> None:
        """Forget one send."""
        gone = [entry for entry in self._entries if entry.id == entry_id]
        self._entries = [entry for entry in self._entries if entry.id != entry_id]
        self._submit(lambda: self._remove(gone))

    def flush(self) -> None:
        """Wait until everything given so far is on disk. Not on the window's thread."""
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _submit(self, work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except CurlewError as error:
                self._failed(error)
            except OSError as error:
                self._failed(StorageError(_("The history could not be written"), error.strerror or str(error)))
            except Exception as error:  # told, and the next send is kept again
                _LOG.exception("A send could not be put into the history")
                self._failed(StorageError(_("A send could not be put into the history"), repr(error)))

        self._thread.submit(guarded)

    def _write(self, record: HistoryRecord) -> None:
        from curlew.storage.exchange_json import exchange_to_json

        name = record.entry.id
        bodies: list[Path] = []

        def keep_body(content: Content) -> str:
            data = content.read(LARGEST_BODY)
            if not data:
                return ""
            path = self._folder / f"{name}.{len(bodies)}.body"
            jsonfile.write_bytes(path, data)
            bodies.append(path)
            return path.name

        whole = exchange_to_json(record.exchange, keep_body)
        lines = ({"format": FORMAT, **asdict(record.entry)}, {"exchange": whole, "request": record.request_text})
        data = b"\n".join(json.dumps(line, ensure_ascii=True).encode("ascii") for line in lines)
        jsonfile.write_bytes(self._folder / f"{name}.jsonl", data)

    def _read(self, entry_id: str) -> HistoryRecord:
        from curlew.storage.exchange_json import exchange_from_json

        path = self._folder / f"{entry_id}.jsonl"
        try:
            head, _newline, rest = path.read_bytes().partition(b"\n")
            mapping = json.loads(rest)
            exchange = exchange_from_json(mapping["exchange"], self._folder)
            return HistoryRecord(_entry_from_line(entry_id, head), exchange, str(mapping["request"]))
        except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
            raise StorageError(
                _("This entry of the history cannot be read"), f"{path.name}: {error}", _("Remove it from the history.")
            ) from error

    def _remove(self, entries: list[HistoryEntry]) -> None:
        for entry in entries:
            for path in (self._folder / f"{entry.id}.jsonl", *self._folder.glob(f"{entry.id}.*.body")):
                path.unlink(missing_ok=True)


def _entry_from_line(entry_id: str, line: bytes) -> HistoryEntry:
    """Return the entry of a file's first line. Raises ValueError or TypeError for a broken one."""
    mapping = json.loads(line)
    if not isinstance(mapping, dict):
        raise TypeError("no mapping")
    if mapping.get("format", FORMAT) != FORMAT:
        raise ValueError(_("it was written by a newer Curlew"))
    known = {name: mapping[name] for name in HistoryEntry.__slots__ if name in mapping}
    entry = replace(HistoryEntry(**known), id=entry_id)
    numbers = (entry.started, entry.size, entry.status or 0, entry.total_ms or 0)
    words = (entry.method, entry.url, entry.reason, entry.error, entry.name, entry.path, entry.collection, entry.environment)
    if not all(isinstance(number, (int, float)) for number in numbers) or not all(isinstance(word, str) for word in words):
        raise TypeError("a field of another type")
    return entry
