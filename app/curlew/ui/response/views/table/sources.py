"""Which rows of a body a table shows: those of one of its lists, or of the whole as CSV."""

from __future__ import annotations

from curlew.preview.opened import Opened
from curlew.preview.places import Place
from curlew.preview.table.cells import Path
from curlew.preview.table.columns import Source
from curlew.preview.table.csv import DELIMITERS, CsvRows, Dialect, sniff
from curlew.preview.table.look import Found, first_found
from curlew.ui.response.views.table.look import Look
from curlew.ui.response.views.table.tools import TableTools


class Sources:
    """What the body has, and what of it is shown; keeps the tools telling the same."""

    def __init__(self, tools: TableTools) -> None:
        self._tools = tools
        self._found: list[Found] = []
        self.opened = Opened()
        self.current: Found | Dialect | None = None

    def take(self, opened: Opened) -> None:
        """Begin with another body."""
        self.opened, self._found, self.current = opened, [], None

    @property
    def is_searched(self) -> bool:
        """Whether all that the body has is known."""
        return bool(self._found) or self.opened.kind != "json"

    def rows(self, look: Look) -> Source | None:
        """Return the rows that are asked for, or the best ones; None where the body has none."""
        return self._list_rows(look) if self.opened.kind == "json" else self._csv_rows(look)

    def _list_rows(self, look: Look) -> Source | None:
        found = next((one for one in self._found if one.title == look.source), None) or first_found(self.opened.text)
        self.current = found
        if found is None:
            return None
        self._tools.show_found(self._found or [found], found)
        return found.rows(self.opened.text)

    def _csv_rows(self, look: Look) -> Source | None:
        dialect = sniff(self.opened.text, "text/csv" if self.opened.kind == "csv" else self.opened.declared)
        chosen = look.source if look.source in DELIMITERS else ""
        if dialect is None and not chosen:
            self.current = None
            return None
        dialect = dialect or Dialect()
        self.current = dialect = Dialect(chosen or dialect.delimiter, dialect.header if look.header is None else look.header)
        self._tools.show_dialect(dialect)
        return CsvRows(self.opened.text, dialect)

    def offer(self, found: list[Found], wanted: str) -> bool:
        """Offer all lists, the best first. Return whether another one than that which is shown was asked for."""
        self._found = sorted(found, key=lambda one: (-one.worth, len(one.place)))
        now = self.current
        self._tools.show_found(self._found, now if isinstance(now, Found) else None)
        return isinstance(now, Found) and now.title != wanted and any(one.title == wanted for one in found)

    def other_with(self, place: Place) -> str:
        """Return the list in which a place stands, where it does not stand in the one that is shown; else empty."""
        now = self.current
        if not isinstance(now, Found) or place[: len(now.place)] == now.place:
            return ""
        fitting = (one.title for one in self._found if one.place == place[: len(one.place)] and len(one.place) < len(place))
        return next(fitting, "")

    def cell_at(self, place: Place) -> tuple[int, Path] | None:
        """Return the row and the column of a place in the list that is shown."""
        now = self.current
        if not isinstance(now, Found) or len(place) <= len(now.place) or place[: len(now.place)] != now.place:
            return None
        row = place[len(now.place)]
        return (row, place[len(now.place) + 1 :][:1]) if isinstance(row, int) else None
