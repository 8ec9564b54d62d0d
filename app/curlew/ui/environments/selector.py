"""The environment selector in the top bar: what the current collection uses, and what holds for the whole workspace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu

from curlew.engine.session import Change
from curlew.model.environment_file import EnvironmentFile
from curlew.model.tree import ROOT
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.environments.colours import dot_icon, paint_dot
from curlew.ui.environments.listing import owners
from curlew.ui.tree.labels import one_line
from curlew.ui.tree.menu import new_menu

WIDTH = 168
WIDE = 210


class EnvironmentSelector(QAbstractButton):
    """`set_collection` says whose environments count; None where no request is open.

    `manage_requested()` asks for the sidebar's list, `open_requested(owner, EnvironmentFile)` for an editor.
    """

    manage_requested = Signal()
    open_requested = Signal(object, object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._ui = ui
        self._collection: int | None = None
        self.setObjectName("environment_selector")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self.open_menu)
        stop = ui.session.changed.listen(self._on_change)
        self.destroyed.connect(lambda: stop())
        ui.theme.changed.connect(self.updateGeometry)
        self._refresh()

    # --- what counts ---

    def set_collection(self, owner: int | None) -> None:
        """Show the environments of a collection."""
        if owner != self._collection:
            self._collection = owner
            self._refresh()

    @property
    def collection(self) -> int | None:
        """The collection shown: the one set, else the only one of the workspace."""
        tree = self._ui.session.tree
        if self._collection is not None and self._collection in tree:
            return self._collection
        children = tree.child_ids(ROOT)
        return children[0] if len(children) == 1 else None

    def active(self) -> tuple[tuple[int, EnvironmentFile], ...]:
        """Return the environments in use as (owner, file): the collection's, then the workspace's."""
        found = []
        for owner in (self.collection, ROOT):
            name = self._ui.session.active_environment(owner) if owner is not None else ""
            file = next((file for file in self._files(owner) if file.name == name), None) if name else None
            if file is not None and owner is not None:
                found.append((owner, file))
        return tuple(found)

    def _files(self, owner: int | None) -> tuple[EnvironmentFile, ...]:
        return self._ui.session.environments(owner) if owner is not None else ()

    def _on_change(self, change: Change, _source: object) -> None:
        if change.kind in ("environments", "active-environment", "workspace", "tree", "item"):
            self._refresh()

    def _refresh(self) -> None:
        names = " + ".join(one_line(file.name) for _owner, file in self.active())
        self.setText(names or _("No environment"))
        self.setAccessibleName(_("Environment: {name}").format(name=self.text()))
        self.setToolTip(f"{self.accessibleName()}".replace("&", "&amp;").replace("<", "&lt;"))
        self.updateGeometry()
        self.update()

    # --- painting ---

    def sizeHint(self) -> QSize:
        return QSize(self._ui.theme.px(WIDE if len(self.active()) > 1 else WIDTH), self._ui.theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._ui.theme.px(96), self._ui.theme.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._ui.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("accent" if self.hasFocus() else "text3" if self.underMouse() else "border_strong"))
        painter.setBrush(theme.color("bg"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        side = theme.px(14)
        end = self.width() - side - 9.0
        painter.drawPixmap(int(end), (self.height() - side) // 2, theme.pixmap("chevron_down", "text3", 14, self.devicePixelRatioF()))
        painter.setFont(theme.font(13))
        active = self.active()
        if not active:
            painter.setPen(theme.color("text2"))
            self._words(painter, 12, end - 6, self.text())
            return
        left = 12.0
        for number, (_owner, file) in enumerate(active):
            paint_dot(painter, theme, left + 4, self.height() / 2, file.value.color)
            room = (end - 6 - left) if number == len(active) - 1 else (end - left) * 0.5
            painter.setPen(theme.color("text"))
            left = self._words(painter, left + 16, left + room, file.name) + 10

    def _words(self, painter: QPainter, left: float, right: float, text: str) -> float:
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, max(0.0, right - left))
        painter.drawText(QRectF(left, 0, right - left + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return left + metrics.horizontalAdvance(shown)

    # --- menu ---

    def open_menu(self) -> None:
        """Offer the environments; the arrow keys and Enter choose."""
        menu = new_menu(self)
        menu.setAccessibleName(_("Environment"))
        collection = self.collection
        headings = {heading.owner: heading.title for heading in owners(self._ui.session)}
        for owner in dict.fromkeys((collection, ROOT)):
            if owner is not None and owner in headings:
                self._fill_owner(menu, owner, headings[owner])
        menu.addSeparator()
        for owner, file in self.active():
            title = _("Edit {name}").format(name=file.name).replace("&", "&&")
            menu.addAction(self._ui.theme.icon("edit", "text2", 14), title, self._opening(owner, file))
        menu.addAction(self._ui.theme.icon("settings", "text2", 14), _("Manage environments"), self.manage_requested.emit)
        menu.setMinimumWidth(max(self.width(), self._ui.theme.px(220)))
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def _fill_owner(self, menu: QMenu, owner: int, title: str) -> None:
        files = [file for file in self._files(owner) if not file.problem]
        if owner == ROOT and not files:
            return
        active = self._ui.session.active_environment(owner)
        if menu.actions():
            menu.addSeparator()
        head = menu.addAction(one_line(title).replace("&", "&&"))
        head.setEnabled(False)
        head.setFont(self._ui.theme.font(11, 600))
        used = _("in use")
        none = menu.addAction(_("No environment") + (f"\t{used}" if not active else ""), self._using(owner, ""))
        none.setObjectName("none")
        for file in files:
            words = one_line(file.name).replace("&", "&&") + (f"\t{used}" if file.name == active else "")
            entry = menu.addAction(dot_icon(self._ui.theme, file.value.color), words, self._using(owner, file.name))
            entry.setObjectName(file.name)

    def _using(self, owner: int, name: str) -> Callable[[], None]:
        return lambda: self._ui.session.set_active_environment(owner, name, source=self)

    def _opening(self, owner: int, file: EnvironmentFile) -> Callable[[], None]:
        return lambda: self.open_requested.emit(owner, file)
