"""What is copied and saved of a table, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from curlew.preview.table.columns import Source
from curlew.preview.table.text import as_csv, as_json, as_tsv
from curlew.text import _
from curlew.ui.response.views.table.look import Look
from curlew.ui.response.views.table.model import TableModel
from curlew.ui.response.views.table.selecting import Selected
from curlew.ui.response.views.table.sharing import AT_ONCE, Sharing


class Taking:
    """Takes what the model shows."""

    def __init__(self, model: TableModel, sharing: Sharing) -> None:
        self._model, self._sharing = model, sharing

    def _order(self) -> Sequence[int]:
        rows, order = self._model.rows, self._model.order
        assert rows is not None
        return range(len(rows)) if order is None else order

    def copy(self, selected: Selected) -> None:
        """Copy the selected cells with tabs between them; all that are shown, with their titles, where none is selected."""
        model = self._model
        rows, columns = model.rows, model.columns
        if rows is None:
            return
        if not selected.cells:
            order = self._order()
            self._sharing.copy(lambda: as_tsv(rows, order, columns, header=True), _work(rows, order, len(order) * len(columns)))
            return
        chosen = [columns[at] for at in selected.columns]
        taken = map(model.source_row, selected.rows())
        work = _work(rows, map(model.source_row, selected.rows()), selected.cells)
        self._sharing.copy(lambda: as_tsv(rows, taken, chosen), work)

    def share(self, what: str, guard: bool, look: Look) -> None:
        """Copy or save the rows that are shown."""
        rows, columns = self._model.rows, list(self._model.columns)
        if rows is None:
            return
        order = self._order()
        kept = None if look.shown is None and look.columns is None else columns

        def pieces() -> Iterator[str]:
            return as_json(rows, order, kept) if what.endswith("json") else as_csv(rows, order, columns, guard)

        if what.startswith("copy"):
            self._sharing.copy(pieces, _work(rows, order, len(order) * max(1, len(columns))))
        elif what == "save_json":
            self._sharing.save(_("Save the rows as JSON"), "rows.json", pieces)
        else:
            self._sharing.save(_("Save the rows as CSV"), "rows.csv", pieces)


def _work(rows: Source, order: Iterable[int], cells: int) -> int:
    """Return for how many cells these count: more than can be copied at once where one of the rows is large."""
    return AT_ONCE + 1 if cells <= AT_ONCE and any(map(rows.is_heavy, order)) else cells
