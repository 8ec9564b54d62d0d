"""The controls of the table in the bar above the body: where the rows come from, CSV, the columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from curlew.preview.table.csv import DELIMITERS, Dialect
from curlew.preview.table.look import Found
from curlew.text import _
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import IconButton, TextButton, label, row

SHARES = ("copy_csv", "copy_json", "save_csv", "save_json")


class TableTools(QWidget):
    """Tells what a person picked; `parts` are what stands in the bar."""

    source_chosen = Signal(str)
    """The path of a container, or a delimiter."""
    header_chosen = Signal(bool)
    share_wanted = Signal(str)
    """One of SHARES."""
    columns_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.guard = False
        self._words = label(_("Rows from"), "meta")
        self.sources = QComboBox()
        self.sources.setObjectName("table_source")
        self.sources.setProperty("small", True)
        self.sources.setAccessibleName(_("Rows from"))
        self.sources.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sources.setMinimumContentsLength(11)
        self.sources.activated.connect(lambda _at: self.source_chosen.emit(str(self.sources.currentData())))
        self._header = QComboBox()
        self._header.setObjectName("table_header_row")
        self._header.setProperty("small", True)
        self._header.setAccessibleName(_("First row"))
        self._header.addItem(_("First row: titles"), True)
        self._header.addItem(_("First row: values"), False)
        self._header.activated.connect(lambda _at: self.header_chosen.emit(bool(self._header.currentData())))
        self.csv = TextButton(theme, _("CSV"), "", "download", self._open_menu)
        self.csv.setObjectName("table_csv")
        self.csv.setProperty("small", True)
        self.csv.setAccessibleName(_("Copy or save the rows as CSV or JSON"))
        self.csv.setToolTip(_("Copy or save the rows as CSV or JSON"))
        self.columns = IconButton(theme, "columns", _("Choose columns"))
        self.columns.setObjectName("table_columns")
        self.columns.clicked.connect(self.columns_wanted)
        self.setLayout(row(self._words, self.sources, self._header, self.csv, self.columns, spacing=8))

    def fit(self, width: int) -> None:
        """Leave out what can be done without where the view has little room."""
        px = self._theme.px
        self._words.setVisible(width >= px(760))
        self.csv.setText(f" {_('CSV')}" if width >= px(560) else "")
        self.sources.setMinimumContentsLength(11 if width >= px(760) else 5)
        self.updateGeometry()
        holder = self.parentWidget()
        layout = holder.layout() if holder is not None else None
        if holder is not None and layout is not None:  # a hidden one is not told by itself
            layout.invalidate()
            QCoreApplication.postEvent(holder, QEvent(QEvent.Type.LayoutRequest))

    def show_found(self, found: Sequence[Found], chosen: Found | None) -> None:
        """Offer the containers of a JSON body, the best first."""
        self.sources.clear()
        for one in found:
            count = "" if one.count is None else f"  ·  {one.count:,}"
            self.sources.addItem(one.title, one.title)
            self.sources.setItemData(self.sources.count() - 1, f"{one.title}{count}", Qt.ItemDataRole.ToolTipRole)
            self.sources.setItemData(self.sources.count() - 1, f"{one.title}{count}", Qt.ItemDataRole.AccessibleTextRole)
        if chosen is not None:
            self.sources.setCurrentIndex(max(0, self.sources.findData(chosen.title)))
        self._words.setText(_("Rows from"))
        self.sources.setAccessibleName(_("Rows from"))
        self._header.hide()

    def show_dialect(self, dialect: Dialect) -> None:
        """Offer the delimiters of a CSV text."""
        names = {",": _("Comma"), ";": _("Semicolon"), "\t": _("Tab"), "|": _("Bar |")}
        self.sources.clear()
        for mark in DELIMITERS:
            self.sources.addItem(names[mark], mark)
        self.sources.setCurrentIndex(max(0, self.sources.findData(dialect.delimiter)))
        self._words.setText(_("Delimiter"))
        self.sources.setAccessibleName(_("Delimiter"))
        self._header.setCurrentIndex(0 if dialect.header else 1)
        self._header.show()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("table_csv_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        titles = (_("Copy as CSV"), _("Copy as JSON"), _("Save as CSV…"), _("Save as JSON…"))
        for share, title in zip(SHARES, titles, strict=True):
            menu.addAction(title, partial(self.share_wanted.emit, share))
            if share == "copy_json":
                menu.addSeparator()
        menu.addSeparator()
        guard = menu.addAction(_("Make formulas harmless in CSV"), self._toggle_guard)
        guard.setCheckable(True)
        guard.setChecked(self.guard)
        guard.setToolTip(_("Puts ' before texts that a spreadsheet would run: those with =, +, - or @ at the beginning."))
        menu.setToolTipsVisible(True)
        menu.popup(self.csv.mapToGlobal(QPoint(0, self.csv.height())))

    def _toggle_guard(self) -> None:
        self.guard = not self.guard
