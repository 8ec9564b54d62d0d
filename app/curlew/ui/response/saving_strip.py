"""How far a body is saved, while that takes a while, and the button that stops it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from curlew.text import _
from curlew.ui.response import texts
from curlew.ui.theme import Theme
from curlew.ui.widgets.parts import TextButton, frame, label, row

PATIENCE_MS = 300
TICK_MS = 100


class Saving:
    """One save under way: told of from the thread that writes, asked by the window."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size = name, size
        self.written = 0
        self.stopped = self.ended = False

    def told(self, written: int) -> bool:
        """Take how many bytes are written; return whether to go on."""
        self.written = written
        return not self.stopped


class SavingStrip(QFrame):
    """Hidden at first: most saves are done before it would be seen. It goes when the save has ended."""

    stop_wanted = Signal()

    def __init__(self, theme: Theme, saving: Saving) -> None:
        super().__init__()
        self.setObjectName("saving_strip")
        self._saving = saving
        self._words = label("", "medium")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setFixedHeight(3)
        self._bar.setAccessibleName(_("Progress of saving"))
        stop = TextButton(theme, _("Stop"), "", "", self.stop_wanted.emit)
        stop.setObjectName("stop_saving_button")
        inner = row(self._words, self._bar, stop, margins=(12, 4, 8, 4), spacing=12)
        inner.setStretch(1, 1)
        self.setLayout(row(frame("card", layout=inner), margins=(16, 6, 16, 2)))
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self._tick)
        self._ticker.start()
        self._waited = 0
        self.hide()

    def _tick(self) -> None:
        saving = self._saving
        if saving.ended:
            self._ticker.stop()
            self.hide()
            self.deleteLater()
            return
        self._waited += TICK_MS
        self.setVisible(self._waited >= PATIENCE_MS)
        words = _("Saving {name}: {written} of {size}")
        self._words.setText(words.format(name=saving.name, written=texts.size(saving.written), size=texts.size(saving.size)))
        self._bar.setValue(saving.written * 1000 // max(1, saving.size))
