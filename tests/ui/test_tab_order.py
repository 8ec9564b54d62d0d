"""Tab goes through the window as people see it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from curlew.ui.widgets.tab_order import neighbour, stops


def a_form(qtbot) -> tuple[QWidget, dict[str, QWidget]]:
    """Two columns, made in the wrong order: left a, b; right c, d; below e."""
    made: dict[str, QWidget] = {name: QLineEdit() for name in "edcba"}
    left, right, root = QWidget(), QWidget(), QWidget()
    left.setLayout(_column(made["a"], made["b"]))
    right.setLayout(_column(made["c"], made["d"]))
    layout = QVBoxLayout(root)
    columns = QHBoxLayout()
    columns.addWidget(left)
    columns.addWidget(right)
    layout.addLayout(columns)
    layout.addWidget(made["e"])
    qtbot.addWidget(root)
    root.show()
    qtbot.waitExposed(root)
    return root, made


def _column(*widgets: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def test_regions_come_one_after_the_other(qtbot):
    root, made = a_form(qtbot)
    assert list(stops(root)) == [made[name] for name in "abcde"]


def test_it_goes_round_both_ways(qtbot):
    root, made = a_form(qtbot)
    assert neighbour(root, made["e"], forward=True) is made["a"]
    assert neighbour(root, made["a"], forward=False) is made["e"]
    assert neighbour(root, None, forward=True) is made["a"]


def test_what_is_hidden_disabled_or_takes_no_focus_is_left_out(qtbot):
    root, made = a_form(qtbot)
    made["b"].hide()
    made["c"].setEnabled(False)
    made["d"].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    assert list(stops(root)) == [made["a"], made["e"]]


def test_a_text_field_is_one_stop_whatever_is_inside(qtbot):
    root = QWidget()
    text = QPlainTextEdit()
    inner = QPushButton("x", text)
    root.setLayout(_column(text, QPushButton("after")))
    qtbot.addWidget(root)
    root.show()
    assert inner not in list(stops(root))
    assert len(list(stops(root))) == 2
