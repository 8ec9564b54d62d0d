from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt

from curlew.ui.widgets.cell_table import CellTable, Column, Look, Shape
from curlew.ui.widgets.variables import VariableSource


@dataclass(frozen=True)
class Entry:
    name: str = ""
    on: bool = False
    enabled: bool = True


SWITCH = Column("on", "On", lambda row: "1" if row.on else "", lambda row, on: replace(row, on=bool(on)), kind="switch", width=80)
STRUCK = Column("name", "Name", lambda row: row.name, look=lambda row: Look(row.name, strike=row.on))


@pytest.fixture
def table(theme, qtbot):
    table = CellTable(theme, VariableSource(), Shape((STRUCK, SWITCH), Entry, lambda row: not row.name), "Entries")
    qtbot.addWidget(table)
    table.resize(300, 120)
    table.set_rows((Entry("a"), Entry("b", on=True)))
    table.show()
    return table


def picture(table, row, column):
    return table.viewport().grab(table.visualRect(table.cells.index(row, column))).toImage()


def test_a_switch_is_painted_as_it_stands(table):
    assert picture(table, 0, 1) != picture(table, 1, 1)
    assert picture(table, 0, 1) != picture(table, 2, 1), "the empty last row has none"


def test_a_click_and_space_turn_it(table, qtbot):
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.cells.index(0, 1)).center())
    assert table.rows()[0].on
    table.setCurrentIndex(table.cells.index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert not table.rows()[0].on


def test_it_is_told_in_words(table):
    told = [table.cells.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert told == ["off", "on"]


def test_a_struck_cell_looks_struck(table):
    table.set_rows((Entry("name"), Entry("name", on=True)))
    assert picture(table, 0, 0) != picture(table, 1, 0)
