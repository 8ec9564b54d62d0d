"""Copying text of any size to the clipboard: short ones at once, long ones in slices, and a word where it is too much."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from curlew.preview.buffer import Buffer
from curlew.text import _

AT_ONCE = 1024 * 1024
SLICE = 256 * 1024
LARGEST = 64 * 1000 * 1000
"""Bytes that go to the clipboard at most: other programs stand still over more."""


class Copying(QObject):
    """`refused` comes with the number of bytes where it is too much; `copied` with that number after a long copy.

    A long text goes to the clipboard as UTF-8: as a string all of it would be converted at once, and again by whoever takes it.
    """

    refused = Signal(object)
    copied = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: Iterator[str] = iter(())
        self._taken = QByteArray()
        self._size = 0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._advance)

    def start(self, pieces: Iterator[str], size: int) -> None:
        """Copy a text that comes piece by piece, about `size` bytes; ends a copy that is under way."""
        self.stop()
        if size > LARGEST:
            self.refused.emit(size)
        elif size <= AT_ONCE:
            QGuiApplication.clipboard().setText("".join(pieces))
        else:
            self._pieces, self._size = pieces, size
            self._taken.reserve(size)
            self._timer.start()

    def start_text(self, data: Buffer) -> None:
        """Copy a text of any size in slices; `copied` comes after a short one as well."""
        self.stop()
        if len(data) > LARGEST:
            self.refused.emit(len(data))
            return
        if len(data) <= AT_ONCE:
            QGuiApplication.clipboard().setText(data[:].decode("utf-8", "replace"))
            self.copied.emit(len(data))
            return
        self._pieces, self._size = _decoded(data), len(data)
        self._taken.reserve(len(data))
        self._timer.start()

    def stop(self) -> None:
        """End a copy that is under way; the clipboard stays as it is."""
        self._timer.stop()
        self._pieces, self._taken = iter(()), QByteArray()

    def _advance(self) -> None:
        piece = next(self._pieces, None)
        if piece is not None:
            self._taken.append(piece.encode("utf-8", "replace"))
            return
        given = QMimeData()
        given.setData("text/plain", self._taken)
        QGuiApplication.clipboard().setMimeData(given)
        self.stop()
        self.copied.emit(self._size)


def _decoded(data: Buffer) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for begin in range(0, len(data), SLICE):
        yield decoder.decode(data[begin : begin + SLICE])
    yield decoder.decode(b"", final=True)


def refusal(size: int) -> tuple[str, str, str]:
    """Return what is said where a copy is too large: title, reason, what to do."""
    reason = _("It has {n} MB; {most} MB go there at most.").format(n=f"{size / 1e6:,.0f}", most=LARGEST // 1_000_000)
    return _("Too much for the clipboard"), reason, _("Save the body to a file instead, or select less.")
