"""Reading, selecting and searching among bytes."""

from __future__ import annotations

import mmap
import tempfile
import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from curlew.ui.theme import Theme
from curlew.ui.widgets.hex_view import HexPane
from curlew.ui.widgets.hex_view.geometry import Geometry
from curlew.ui.widgets.hex_view.pane import offset_typed

Key, Mod = Qt.Key, Qt.KeyboardModifier
DATA = bytes(range(256)) * 40


@pytest.fixture
def pane(theme: Theme, qtbot: QtBot) -> HexPane:
    pane = HexPane(theme, "Bytes")
    qtbot.addWidget(pane)
    pane.resize(1000, 500)
    pane.show()
    pane.set_data(DATA)
    pane.grid.setFocus()
    return pane


def copied(pane: HexPane) -> str:
    QTest.keyClick(pane.grid, Key.Key_C, Mod.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_what_is_selected_by_keys_is_copied_in_hex(pane: HexPane) -> None:
    for _ in range(3):
        QTest.keyClick(pane.grid, Key.Key_Right)
    for _ in range(4):
        QTest.keyClick(pane.grid, Key.Key_Right, Mod.ShiftModifier)
    assert copied(pane) == "03 04 05 06"
    QTest.keyClick(pane.grid, Key.Key_End, Mod.ControlModifier)
    assert pane.grid.caret == len(DATA)
    QTest.keyClick(pane.grid, Key.Key_Home, Mod.ControlModifier | Mod.ShiftModifier)
    assert len(bytes.fromhex(copied(pane))) == len(DATA)


def test_a_click_on_a_digit_or_a_character_is_the_same_place(pane: HexPane) -> None:
    grid, place = pane.grid, pane.grid.geometry_
    y = grid._height * 2 + 4
    for x in (place.hex_of(5) + 2, place.text_of(5) + 2):
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(x), y))
        assert grid.caret == 2 * place.columns + 5


@pytest.mark.parametrize("width", [200, 420, 700, 1000, 1800])
def test_every_byte_has_a_place_of_its_own(width: int) -> None:
    place = Geometry.fitting(8.0, width, 10**12)
    for column in range(place.columns):
        assert place.column_at(place.hex_of(column) + 8) == (column, False)
        assert place.column_at(place.text_of(column) + 4) == (column, True)
    assert place.width <= width or place.columns == 4


def test_bytes_are_found_and_gone_through_round_the_end(pane: HexPane) -> None:
    pane.open_find()
    QTest.keyClicks(pane.finder.bar.field, "ff 00 01")
    QTest.keyClick(pane.finder.bar.field, Key.Key_Return)
    assert pane.finder.bar._count.text() == "1 of 39"
    assert pane.grid.caret == 255
    QTest.keyClick(pane.finder.bar.field, Key.Key_Return, Mod.ShiftModifier)
    assert pane.grid.caret == 39 * 256 - 1
    pane.finder.bar.kind.chosen.emit("text")
    pane.finder.bar.field.setText("ABC")
    pane.finder.begin()
    assert pane.finder.bar._count.text() == "79 of 80", "in either case, from where the caret is"
    QTest.keyClick(pane.finder.bar.field, Key.Key_Escape)
    assert pane.finder.bar.isHidden()
    assert not pane.grid.found


def test_what_is_no_pattern_is_told(pane: HexPane) -> None:
    pane.open_find()
    pane.finder.bar.field.setText("4g")
    pane.finder.begin()
    assert "“g” is no hex digit" in pane.finder.bar._count.text()


def test_values_follow_the_caret_and_the_byte_order(pane: HexPane) -> None:
    pane.grid.select(1, 1)
    shown = {name.text(): value.text() for name, value in pane.inspector._labels if not name.isHidden()}
    assert shown["Int16"] == "513"
    pane.inspector.order.chosen.emit("big")
    shown = {name.text(): value.text() for name, value in pane.inspector._labels if not name.isHidden()}
    assert shown["Int16"] == "258"
    pane.resize(500, 400)
    assert pane.inspector.isHidden(), "no room for it"


@pytest.mark.parametrize(
    ("typed", "offset"),
    [
        ("10", 10),
        ("1,000", 1000),
        ("0x10", 16),
        ("ffh", 255),
        ("50%", 5120),
        ("-1", None),
        ("x", None),
        ("99999999999", None),
        ("nan%", None),
    ],
)
def test_an_offset_as_people_type_it(typed: str, offset: int | None) -> None:
    assert offset_typed(typed, len(DATA)) == offset


def test_going_to_an_offset(pane: HexPane) -> None:
    QTest.keyClick(pane.grid, Key.Key_G, Mod.ControlModifier)
    QTest.keyClicks(pane.go_to_field, "0x1234")
    QTest.keyClick(pane.go_to_field, Key.Key_Return)
    assert pane.grid.caret == 0x1234
    assert "4,660 (0x1234)" in pane._place.text()


def test_a_place_comes_back(pane: HexPane) -> None:
    pane.grid.select(700, 700)
    state = pane.state()
    pane.set_data(DATA)
    assert pane.grid.caret == 0
    pane.restore_state(state)
    assert pane.grid.caret == 700
    pane.restore_state({"caret": 10**9, "order": 3, "inspector": "x"})
    assert pane.grid.caret == 700


@pytest.mark.parametrize("data", [b"", b"\x00", b"x" * 15, b"x" * 16, b"x" * 17])
def test_few_bytes_and_none(pane: HexPane, data: bytes) -> None:
    pane.set_data(data)
    pane.grid.grab()
    QTest.keyClick(pane.grid, Key.Key_End, Mod.ControlModifier)
    assert pane.grid.caret == len(data)


def test_a_gigabyte_is_shown_at_once(pane: HexPane) -> None:
    with tempfile.TemporaryFile() as file:
        file.truncate(2**30)
        data = mmap.mmap(file.fileno(), 2**30, access=mmap.ACCESS_READ)
    began = time.perf_counter()
    pane.set_data(data)
    pane.grid.select(2**30 - 1, 2**30 - 1)
    pane.grid.grab()
    assert time.perf_counter() - began < 1
    assert pane.grid.accessibleDescription() == "Offset 1,073,741,823: 00, 0"
    pane.set_data(b"")
    data.close()


def test_too_much_is_not_copied_and_that_is_said(pane: HexPane, qtbot: QtBot) -> None:
    pane.set_data(bytes(8_000_001))
    with qtbot.waitSignal(pane.refused) as refused:
        pane.copy()
    assert refused.args is not None
    assert "8 MB" in refused.args[0]
