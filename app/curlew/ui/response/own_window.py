"""A response pane in a window of its own, for a second screen or beside another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from curlew import assets
from curlew.text import _
from curlew.ui.context import Ui
from curlew.ui.widgets.elided import ElidedLabel
from curlew.ui.widgets.parts import IconButton, TextButton, column, frame, label, row
from curlew.ui.widgets.tab_order import neighbour

COMMANDS = (
    "request.send",
    "request.send_and_save",
    "request.copy_curl",
    "file.save",
    "find",
    "tabs.close",
    "view.theme",
    "view.zoom_in",
    "view.zoom_out",
    "view.zoom_reset",
    "window.quit",
)
"""The commands whose keys count here too, besides those of the response."""


class ResponseWindow(QMainWindow):
    """Shows a response pane, which it gives back before it goes: `closing` is emitted while the pane is still in it."""

    closing = Signal()
    back_wanted = Signal()
    send_wanted = Signal()
    given_up = Signal()
    """Esc that nothing else has taken."""
    at_work_changed = Signal()
    """It became the window that is worked in, or ceased to be."""

    def __init__(self, ui: Ui, pane: QWidget, owner: QWidget, whose: Callable[[], tuple[str, str]]) -> None:
        """Take the pane, the page that lends it, and what returns the method and the name of the request."""
        super().__init__()
        self._ui, self._whose = ui, whose
        self.owner = owner
        self.setObjectName("response_window")
        self.setWindowIcon(QIcon(str(assets.path("icons", "curlew_icon.svg"))))
        self.setMinimumSize(480, 320)
        self._method = label("", "strong")
        self._name = ElidedLabel("")
        send = TextButton(ui.theme, _("Send"), "", "play", self.send_wanted.emit)
        send.setObjectName("window_send_button")
        send.setToolTip(ui.actions.titled("request.send"))
        back = IconButton(ui.theme, "split", _("Bring the response back"))
        back.setObjectName("window_back_button")
        back.clicked.connect(self.back_wanted)
        parts = row(self._method, self._name, send, back, margins=(16, 6, 12, 6), spacing=8)
        parts.setStretch(1, 1)
        layout = column(frame("surface", "bottom", parts), pane, spacing=0)
        layout.setStretch(1, 1)
        self.setCentralWidget(frame("bg", layout=layout))
        for spec in ui.actions.bound():
            if spec.id in COMMANDS or spec.id.startswith(("response.", "body.")):
                self.addAction(ui.actions.action(spec.id))
        ui.theme.dress_too(self)
        ui.theme.changed.connect(self._colour)
        self.show_name()

    def show_name(self) -> None:
        """Say whose response this is."""
        method, name = self._whose()
        self._method.setText(method)
        self._name.set_full_text(name)
        self.setWindowTitle(" – ".join((f"{method} {name}".strip(), "Curlew")))
        self._colour()

    def _colour(self) -> None:
        """Show the method in its colour."""
        self._method.setStyleSheet(f"color: {self._ui.theme.hex(self._method.text() or 'text2')};")

    # --- events ---

    def focusNextPrevChild(self, forward: bool) -> bool:
        found = neighbour(self, self.focusWidget(), forward)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return found is not None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.at_work_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        event.accept()
