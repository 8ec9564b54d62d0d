from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from curlew.model.rows import Note, Row
from curlew.ui.request.shapes import action_shape, assertion_shape, form_shape, header_shape, path_shape, query_shape, variable_shape
from curlew.ui.widgets.cell_table import CellTable, RowsEditor
from curlew.ui.widgets.cell_table.columns import parts_of_line
from curlew.ui.widgets.cell_table.model import MIME, CellModel
from curlew.ui.widgets.variables import VariableSource

ROWS = (Row("A", "1"), Row("B", "2", description=Note("kept")), Row("C", "3", False))
SHAPES = (query_shape, path_shape, header_shape, form_shape, variable_shape, assertion_shape, action_shape)


@pytest.fixture
def table(theme, qtbot) -> Iterator[CellTable]:
    made = CellTable(theme, VariableSource(), header_shape(), "Headers")
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.set_rows(ROWS)
    made.show()
    QApplication.processEvents()
    yield made
    made.hide()


def names(table: CellTable) -> str:
    return "".join(row.name for row in table.rows())


def go_to(table: CellTable, row: int, column: int) -> None:
    table.setFocus()
    table.setCurrentIndex(table.cells.index(row, column))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_makes_a_sound_model(shape, qtmodeltester) -> None:
    model = CellModel(shape())
    qtmodeltester.check(model, force_py=True)
    model.set_rows((model.shape.blank(),) * 3)
    qtmodeltester.check(model, force_py=True)


def test_models_stay_sound_through_changes(qtmodeltester) -> None:
    model = CellModel(header_shape())
    qtmodeltester.check(model, force_py=True)
    model.set_rows(ROWS)
    model.set_rows((ROWS[0], Row("X"), Row("Y"), *ROWS[1:]))
    model.set_rows(ROWS[:1])
    model.setData(model.index(1, 1), "new")
    model.insert(0, [Row("first")])
    model.move([0], 3)
    model.remove([0])
    assert [row.name for row in model.rows()] == ["new", "first"]


def test_typing_into_the_last_row_makes_it_a_row(table, qtbot) -> None:
    go_to(table, 3, 1)
    qtbot.keyClicks(table, "X")
    field = table.open_field()
    qtbot.keyClicks(field, "-Id")
    assert table.rows()[-1] == Row("X-Id")
    assert table.cells.rowCount() == 5


def test_a_row_left_empty_goes_again(table, qtbot) -> None:
    go_to(table, 3, 1)
    qtbot.keyClicks(table, "X")
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Backspace)
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(table.rows()) == 3)


def test_escape_brings_the_old_text_back(table, qtbot) -> None:
    go_to(table, 0, 2)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.keyClicks(table.open_field(), "99")
    assert table.rows()[0].value == "99"
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Escape)
    assert table.rows() == ROWS


def test_one_click_edits_and_a_click_on_the_box_switches(table, qtbot) -> None:
    cell = table.visualRect(table.cells.index(0, 2)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    assert table.open_field() is not None
    box = table.visualRect(table.cells.index(1, 0))
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=box.topLeft() + QPointF(4, 4).toPoint())
    assert not table.rows()[1].enabled


def test_tab_goes_through_the_cells_and_out_of_the_last_row(table, qtbot) -> None:
    go_to(table, 2, 2)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Tab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, 3)
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Tab)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (3, 1)
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Tab)
    assert table.open_field() is None
    assert len(table.rows()) == 3


def test_enter_goes_down(table, qtbot) -> None:
    go_to(table, 0, 1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Return)
    assert table.currentIndex().row() == 1


def test_keys_duplicate_delete_and_move_rows(table, qtbot) -> None:
    go_to(table, 0, 1)
    qtbot.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert names(table) == "AABC"
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert names(table) == "ABC"
    go_to(table, 0, 1)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(table) == "BAC"
    assert table.currentIndex().row() == 1
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(table) == "ABC"
    go_to(table, 1, 0)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert not table.rows()[1].enabled


def test_row_keys_work_while_a_cell_is_edited(table, qtbot) -> None:
    go_to(table, 0, 1)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.keyClick(table.open_field(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(table) == "BAC"


def test_many_lines_become_rows(table, qtbot) -> None:
    go_to(table, 3, 1)
    table.paste_rows("X-One: 1\n// X-Two: a:b\nX-Three\t3\n")
    assert [(row.name, row.value, row.enabled) for row in table.rows()[3:]] == [
        ("X-One", "1", True),
        ("X-Two", "a:b", False),
        ("X-Three", "3", True),
    ]


def test_pasting_lines_into_a_field_makes_rows_and_one_line_does_not(table, qtbot) -> None:
    go_to(table, 3, 1)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    data = QMimeData()
    data.setText("X: 1\nY: 2")
    table.open_field().insertFromMimeData(data)
    assert names(table) == "ABCXY"
    table.edit_cell(0, "value")
    data.setText("two\nlines")
    table.open_field().insertFromMimeData(data)
    assert table.rows()[0].value == "two lines"


def test_dropping_moves_a_row(table) -> None:
    data = QMimeData()
    data.setData(MIME, b"0")
    place = QPointF(table.visualRect(table.cells.index(2, 1)).bottomLeft())
    event = QDropEvent(place, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    table.dropEvent(event)
    assert names(table) == "BCA"
    assert table.currentIndex().row() == 2


def test_pulling_a_row_drags_it_and_selects_no_others(table, qtbot, monkeypatch) -> None:
    dragged = []
    monkeypatch.setattr(CellTable, "startDrag", lambda self, _actions: dragged.append(self.chosen_rows()))
    start = table.visualRect(table.cells.index(1, 1)).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=start)
    far = QPointF(start.x(), start.y() + 60)
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        far,
        table.viewport().mapToGlobal(far),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(table.viewport(), move)
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=far.toPoint())
    assert dragged == [[1]]
    assert table.open_field() is None


def test_an_open_field_survives_rows_changed_from_outside(table, qtbot) -> None:
    go_to(table, 1, 2)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    table.set_rows((*ROWS[:2], Row("D", "4")))
    assert table.open_field() is not None
    qtbot.keyClicks(table.open_field(), "7")
    assert table.rows()[1].value == "7"


def test_text_form_and_back_keeps_descriptions(theme, qtbot) -> None:
    editor = RowsEditor(theme, VariableSource(), header_shape(), "Headers")
    qtbot.addWidget(editor)
    editor.set_rows(ROWS)
    editor.show_text(True)
    assert editor.lines.text() == "A: 1\nB: 2\n// C: 3"
    editor.lines.setPlainText("B: 20\nC: 3\nD: 4")
    assert editor.rows() == (Row("B", "20", description=Note("kept")), Row("C", "3"), Row("D", "4"))
    editor.lines.hide_completion()


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("A: b", ("A", "b", True)),
        ("A=b:c", ("A", "b:c", True)),
        ("A:b=c", ("A", "b=c", True)),
        ("//A: b", ("A", "b", False)),
        ("a\tb: c", ("a", "b: c", True)),
        (":authority: x", (":authority", "x", True)),
        ("lonely", ("lonely", "", True)),
    ],
)
def test_lines_are_read_as_people_write_them(line, parts) -> None:
    assert parts_of_line(line) == parts


@pytest.mark.parametrize("zoom", [1.0, 1.5])
def test_a_fitted_table_shows_all_of_its_last_row_in_a_styled_window(theme, qtbot, zoom):
    editor = RowsEditor(theme, VariableSource(), query_shape(), "Query", fit=True)
    area = QScrollArea()
    qtbot.addWidget(area)
    theme.add_sheet(area)
    area.setWidgetResizable(True)
    area.setWidget(editor)
    theme.set_zoom(zoom)
    try:
        area.resize(600, 400)
        area.show()
        editor.set_rows(ROWS)
        QApplication.processEvents()
        table = editor.table
        ghost = table.visualRect(table.cells.index(len(ROWS), 1))
        assert ghost.bottom() == table.viewport().rect().bottom()
    finally:
        theme.set_zoom(1.0)


def test_a_text_comes_before_the_badge_behind_it(table) -> None:
    delegate, font = table.itemDelegate(), table.font()
    assert delegate._badge_text("cannot be sent", "X-A", 300, "warning", font) == "cannot be sent"
    assert delegate._badge_text("cannot be sent", "X-Bad Name", 130, "warning", font) == ""
    assert delegate._badge_text("blanks cut", "long " * 50, 220, "warning", font).startswith("bl")
