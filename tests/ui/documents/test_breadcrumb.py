"""The breadcrumb keeps to its room."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from curlew.ui.documents.breadcrumb import Breadcrumb


def test_a_long_name_gives_way_to_the_buttons(theme, qtbot):
    head = Breadcrumb(theme)
    qtbot.addWidget(head)
    button = QLabel("Save")
    head.add(button)
    head.show_path((), "A name that goes on <b>and</b> on and on and on")
    head.resize(240, 40)
    head.show()
    own = head.findChild(QLabel, "breadcrumb_name")
    assert own.mapTo(head, own.rect().topRight()).x() < button.x()
    assert button.geometry().right() <= head.width()
    assert own.text().endswith("…")
    assert own.toolTip().startswith("A name that goes on &lt;b")
