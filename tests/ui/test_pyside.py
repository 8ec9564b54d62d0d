"""PySide6 itself: the version in use must not lose references to None (6.12.0 does, and kills Python 3.11)."""

import sys

from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

SLACK = 2_000


class _Painted(QWidget):
    count = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.count += 1


def test_200_000_calls_that_return_none_keep_its_reference_count(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(200_000):
        label.setText("x")
    assert abs(sys.getrefcount(None) - before) < SLACK


def test_overridden_paint_events_keep_it_too(qtbot):
    widget = _Painted()
    qtbot.addWidget(widget)
    widget.resize(10, 10)
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    before = sys.getrefcount(None)
    for _ in range(3_000):
        widget.render(image)
    assert widget.count >= 3_000
    assert abs(sys.getrefcount(None) - before) < SLACK
