"""The sends as a list, newest first, below a heading for each day; days can be folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from curlew.storage.history import HistoryEntry
from curlew.text import _
from curlew.ui.response.texts import duration, host_of

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
GROUPS = ("", "2xx", "4xx", "5xx", "failed")


@dataclass(frozen=True, slots=True)
class Heading:
    """A day: `key` as 2026-11-20, empty where the time is unknown."""

    key: str
    title: str
    count: int
    folded: bool


def day_title(day: date, today: date) -> str:
    """Return Today, Yesterday, or the date in short, with the year where it is another."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def when(entry: HistoryEntry) -> datetime | None:
    """Return the local time of a send, None if the file's number is none."""
    try:
        return datetime.fromtimestamp(entry.started)
    except (OverflowError, ValueError, OSError):
        return None


def path_of(entry: HistoryEntry) -> str:
    """Return path and query of a send, or what there is instead."""
    rest = entry.url.partition("://")[2] or entry.url
    slash = min((at for at in (rest.find("/"), rest.find("?")) if at >= 0), default=-1)
    return rest[slash:] if slash >= 0 else "/" if rest else entry.name or _("no address")


def matches(entry: HistoryEntry, words: Sequence[str], group: str) -> bool:
    """Tell whether an entry is of a group (`2xx`, …, `failed`) and holds every word."""
    if group == "failed" and entry.status is not None:
        return False
    if group.endswith("xx") and (entry.status is None or entry.status // 100 != int(group[0])):
        return False
    told = f"{entry.method} {entry.url} {entry.status or ''} {entry.reason} {entry.name} {entry.collection} {entry.error}".lower()
    return all(word in told for word in words)


class HistoryModel(QAbstractListModel):
    """Rows are `Heading` or `HistoryEntry`, under `ROW_ROLE`."""

    def __init__(self, today: Callable[[], date] = date.today, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._entries: tuple[HistoryEntry, ...] = ()
        self._words: tuple[str, ...] = ()
        self._group = ""
        self._folded: set[str] = set()
        self._rows: list[Heading | HistoryEntry] = []

    def set_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show these sends, newest first."""
        self._entries = tuple(entries)
        self._rebuild()

    def set_filter(self, text: str, group: str = "") -> None:
        """Show only what holds all words of `text` and is of the group."""
        self._words, self._group = tuple(text.lower().split()), group
        self._rebuild()

    def toggle(self, heading: Heading) -> None:
        """Fold a day, or open it."""
        self._folded ^= {heading.key}
        self._rebuild()

    @property
    def is_filtered(self) -> bool:
        return bool(self._words or self._group)

    def row_of(self, entry_id: str) -> int:
        """Return the row of an entry, -1 if it is not shown."""
        for number, row in enumerate(self._rows):
            if isinstance(row, HistoryEntry) and row.id == entry_id:
                return number
        return -1

    def at(self, row: int) -> Heading | HistoryEntry | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.at(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _rebuild(self) -> None:
        rows: list[Heading | HistoryEntry] = []
        days: dict[str, list[HistoryEntry]] = {}
        for entry in self._entries:
            if matches(entry, self._words, self._group):
                time = when(entry)
                days.setdefault(time.date().isoformat() if time is not None else "", []).append(entry)
        for key, entries in days.items():
            title = day_title(date.fromisoformat(key), self._today()) if key else _("Earlier")
            folded = key in self._folded
            rows.append(Heading(key, title, len(entries), folded))
            if not folded:
                rows += entries
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()


def spoken(row: Heading | HistoryEntry) -> str:
    """Return what a screen reader says of a row."""
    if isinstance(row, Heading):
        return f"{row.title}, {row.count}"
    time = when(row)
    outcome = str(row.status) if row.status is not None else _("failed")
    clock = f"{time:%H:%M}" if time is not None else ""
    parts = (f"{row.method} {path_of(row)}", outcome, host_of(row.url), clock, duration(row.total_ms) if row.total_ms else "")
    return ", ".join(part for part in parts if part)
