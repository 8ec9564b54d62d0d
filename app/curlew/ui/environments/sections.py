"""Below an environment's own variables: one section for each place that gives more of them, read only."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from curlew.text import _
from curlew.ui.environments.shapes import inherited_shape
from curlew.ui.environments.sources import Source
from curlew.ui.theme import Theme
from curlew.ui.tree.labels import shorten
from curlew.ui.widgets.cell_table import CellTable
from curlew.ui.widgets.parts import TextButton, column, frame, label, row
from curlew.ui.widgets.variables import VariableSource


class SourceSection(QFrame):
    """A head that folds, and the rows below it. `open_requested` carries the environment that they come from."""

    open_requested = Signal(object)

    def __init__(self, theme: Theme, variables: VariableSource, source: Source) -> None:
        super().__init__()
        self._theme = theme
        self.source = source
        self._shown: set[str] = set()
        self.table = CellTable(theme, variables, inherited_shape(self._shown), source.title, fit=True, ghost=False)
        self.table.horizontalHeader().hide()
        self.table.set_rows(source.rows)
        self._fold = QToolButton()
        self._fold.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold.setAccessibleName(source.title)
        self._fold.clicked.connect(lambda: self._show_rows(self.table.isHidden()))
        self.table.trail_clicked.connect(self._toggle_shown)
        count, note = label(str(len(source.rows)), "badge"), label(source.note, "meta")
        parts: list[QWidget | None] = [self._fold, label(shorten(source.title), "strong"), count, note, None]
        count.setFixedHeight(theme.px(19))
        file = source.file
        if file is not None:
            title = _("Open {name}").format(name=shorten(file.name))
            parts.append(TextButton(theme, title, "link", act=lambda: self.open_requested.emit(file)))
        head = frame("band", "bottom", row(*parts, margins=(8, 0, 12, 0), spacing=8))
        head.setFixedHeight(theme.px(34))
        self.setLayout(column(head, self.table, spacing=0))
        self._show_rows(True)
        theme.changed.connect(self._recolour)

    def _recolour(self) -> None:
        self._show_rows(not self.table.isHidden())

    def _toggle_shown(self, number: int, _column: str, _icon: str) -> None:
        self._shown ^= {source_row.name for source_row in self.table.rows()[number : number + 1]}
        self.table.viewport().update()

    def _show_rows(self, on: bool) -> None:
        self.table.setVisible(on)
        self._fold.setIcon(self._theme.icon("chevron_down" if on else "chevron_right", "text2", 14))
        self._fold.setToolTip(_("Fold") if on else _("Unfold"))
