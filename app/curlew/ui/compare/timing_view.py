"""The phases of two sends beside each other, with bars and by how much they differ."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from curlew.model.exchange import Timings
from curlew.preview.compare.timing import PhaseTimes, compare_times, difference_words
from curlew.text import _
from curlew.ui.response.texts import duration
from curlew.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_TOKENS = {"queue": "ph_queue", "prepare": "ph_queue", "dns": "ph_dns", "connect": "ph_tcp", "proxy": "ph_tcp", "tls": "ph_tls"}
_TOKENS |= {"send": "ph_send", "wait": "ph_wait", "receive": "ph_down", "total": "text3"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine


class TimingModel(QAbstractTableModel):
    """Phases by sides."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.phases: tuple[PhaseTimes, ...] = ()

    def show_times(self, a: Timings, b: Timings) -> None:
        self.beginResetModel()
        self.phases = compare_times(a, b)
        self.endResetModel()

    @property
    def longest(self) -> float:
        """The longest phase of either side, in milliseconds."""
        return max((time or 0.0 for phase in self.phases if phase.id != "total" for time in (phase.a, phase.b)), default=0.0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.phases)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (_("Phase"), "A", "B", _("Difference"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_MIDDLE)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        phase = self.phases[index.row()]
        if role == ROW_ROLE:
            return phase
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = (phase.title, duration(phase.a), duration(phase.b), difference_words(phase.a, phase.b))
            return words[index.column()]
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: TimingModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, phase = self._theme, self._model.phases[index.row()]
        total = phase.id == "total"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        painter.fillRect(box, theme.color("surface" if total else "bg"))
        text = str(index.data() or "")
        inner = box.adjusted(12, 0, -12, 0)
        if index.column() in (1, 2):
            time = phase.a if index.column() == 1 else phase.b
            room = max(0.0, inner.width() - theme.px(90))
            if time is not None and self._model.longest and not total:
                bar = QRectF(inner.x(), inner.center().y() - 4, max(2.0, room * time / self._model.longest), 8)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color(_TOKENS.get(phase.id, "text3")))
                painter.drawRoundedRect(bar, 3, 3)
            inner.setLeft(inner.right() - theme.px(82))
        token = "text"
        if index.column() == 3 and phase.a is not None and phase.b is not None:
            token = "warn" if phase.b > phase.a * 1.1 + 1 else "ok" if phase.a > phase.b * 1.1 + 1 else "text2"
        painter.setFont(theme.font(12, 600 if total else 400))
        painter.setPen(theme.color(token))
        painter.drawText(inner, _MIDDLE, text)
        painter.setPen(theme.color("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()


class TimingView(QTableView):
    """The table of times."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.times = TimingModel(self)
        self.setObjectName("timing_table")
        self.setAccessibleName(_("Times of both sends"))
        self.setModel(self.times)
        self.setItemDelegate(_Delegate(theme, self.times, self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column, mode in enumerate(
            (QHeaderView.ResizeMode.Interactive, *(QHeaderView.ResizeMode.Stretch,) * 2, QHeaderView.ResizeMode.Interactive)
        ):
            header.setSectionResizeMode(column, mode)
        self._retheme()
        theme.changed.connect(self._retheme)

    def _retheme(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(34))
        self.setColumnWidth(0, self._theme.px(150))
        self.setColumnWidth(3, self._theme.px(190))
