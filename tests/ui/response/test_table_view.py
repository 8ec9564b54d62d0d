"""The table of a body: rows, columns, order and filters as a person meets them."""

import json

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from curlew.preview.opened import Opened
from curlew.ui.response.views.table import loading as loading_module
from curlew.ui.response.views.table.choosing import hide_column
from curlew.ui.response.views.table.picker import ColumnPicker
from curlew.ui.response.views.table_view import TableView
from helpers.heartbeat import Heartbeat
from helpers.ui_over import ui_over

PETS = {
    "total": 4,
    "items": [
        {"id": 10, "name": "Bruno", "status": "available", "price": 1250.5, "owner": {"email": "ada@example.com", "since": "2020"}},
        {"id": 2, "name": "luna", "status": "sold", "price": 980, "owner": None},
        {"id": 17, "name": "Rex 10", "status": "available", "price": 75, "tags": ["a", "b"]},
        {"id": 3, "name": "Rex 9", "status": "available", "price": 400, "owner": {"email": "li@example.com"}},
    ],
    "facets": ["x", "y"],
}


@pytest.fixture
def view(theme, notices, qtbot):
    with ui_over(theme, None, notices) as ui:
        view = TableView(ui)
        qtbot.addWidget(view)
        qtbot.addWidget(view.tools()[0])
        view.resize(1000, 400)
        view.show()
        view.show_body(Opened.of_text(json.dumps(PETS).encode(), "json"))
        yield view
        view.stop()


def test_filters_of_another_body_do_not_hide_all_rows(view):
    view.set_filter(("price",), "> 1000")
    view.show_body(Opened.of_text(b'[{"a": 1}, {"a": 2}]', "json"))
    assert view.model.rowCount() == 2


def column(view: TableView, name: str) -> list[str]:
    at = next(at for at, one in enumerate(view.model.columns) if one.name == name)
    return [str(view.model.index(row, at).data()) for row in range(view.model.rowCount())]


def names(view: TableView) -> list[str]:
    return [one.name for one in view.model.columns]


def foot(view: TableView, name: str) -> str:
    return view.foot.findChild(QLabel, name).text()


def click_title(view: TableView, name: str, shift: bool = False) -> None:
    head = view.grid.head
    section = names(view).index(name)
    place = head.viewport().rect().topLeft()
    place.setX(head.sectionViewportPosition(section) + 20)
    place.setY(10)
    keys = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_rows_and_columns_stand_there_at_once(view):
    assert names(view) == ["id", "name", "status", "price", "owner", "tags"]
    assert column(view, "price") == ["1250.5", "980", "75", "400"]
    assert foot(view, "table_count") == "4 rows"


def test_the_model_keeps_qts_rules(view):
    tester = QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.sort_by(("id",), down=True)
    view.set_filter(("name",), "rex")
    view.clear_filters()
    hide_column(view, ("id",))
    assert tester.model() is view.model


def test_a_click_on_a_title_sorts_up_then_down_then_not(view):
    orders = []
    for _click in range(3):
        click_title(view, "id")
        orders.append(column(view, "id"))
    assert orders == [["2", "3", "10", "17"], ["17", "10", "3", "2"], ["10", "2", "17", "3"]]


def test_shift_adds_a_column_to_those_that_sort(view):
    click_title(view, "status")
    click_title(view, "id", shift=True)
    assert column(view, "id") == ["3", "10", "17", "2"]


def test_texts_sort_as_people_count(view):
    view.sort_by(("name",), down=False)
    assert column(view, "name") == ["Bruno", "luna", "Rex 9", "Rex 10"]


def test_the_field_below_a_title_filters(view, qtbot):
    view.grid.head.focus_field(("price",))
    field = view.grid.head.field(("price",))
    QTest.keyClicks(field.edit, ">= 400")
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    assert foot(view, "table_count") == "3 of 4 rows"
    assert field.property("active")
    QTest.keyClick(field.edit, Qt.Key.Key_Escape)
    assert view.model.rowCount() == 4


def test_a_wrong_filter_is_marked_and_filters_nothing(view):
    view.set_filter(("price",), ">")
    field = view.grid.head.field(("price",))
    assert field.property("wrong")
    assert "Type a value" in field.edit.accessibleDescription()
    assert view.model.rowCount() == 4


def test_the_foot_sums_up_the_column_that_sorts(view):
    view.sort_by(("price",), down=True)
    assert foot(view, "table_sums") == "sum 2,705.5   average 676.38   min 75   max 1250.5"


def test_the_foot_sums_up_the_numbers_that_are_selected(view):
    at = names(view).index("price")
    model, flag = view.grid.selectionModel(), QItemSelectionModel.SelectionFlag.Select
    model.select(view.model.index(0, at), flag)
    model.select(view.model.index(1, at), flag)
    assert foot(view, "table_sums").startswith("sum 2,230.5 ")
    assert "2 cells selected" in foot(view, "table_count")


def test_selected_cells_are_copied_with_tabs(view):
    view.grid.selectRow(1)
    QTest.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "2\tluna\tsold\t980\tnull\t"


def test_rows_are_copied_as_csv_and_as_json(view):
    view.set_filter(("name",), "rex")
    view._tools.share_wanted.emit("copy_csv")
    assert QGuiApplication.clipboard().text().splitlines()[:2] == [
        "id,name,status,price,owner,tags",
        '17,Rex 10,available,75,,"[""a"", ""b""]"',
    ]
    view._tools.share_wanted.emit("copy_json")
    assert json.loads(QGuiApplication.clipboard().text()) == PETS["items"][2:]


def test_rows_are_saved(view, tmp_path, qtbot, notices):
    target = tmp_path / "rows.csv"
    columns, rows = view.model.columns, view.model.rows
    from curlew.preview.table.text import as_csv

    view._tasks.start(view._sharing.write(target, lambda: as_csv(rows, range(4), columns)), "saving")
    qtbot.waitUntil(lambda: bool(notices.shown))
    assert target.read_bytes().startswith(b"id,name,status,price,owner,tags\r\n10,Bruno,")
    assert [one.name for one in tmp_path.iterdir()] == ["rows.csv"]


def test_nested_columns_come_from_the_picker(view, qtbot):
    view.open_columns()
    picker = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ColumnPicker))
    assert picker.findChild(QLabel, "columns_shown").text() == "6 of 8 shown"
    picker.search.setText("email")
    picker.list.setCurrentIndex(picker.list.model().index(0, 0))
    QTest.keyClick(picker.list, Qt.Key.Key_Space)
    assert "owner.email" in names(view)
    assert column(view, "owner.email") == ["ada@example.com", "", "", "li@example.com"]
    picker.search.clear()
    picker.list.setCurrentIndex(picker.list.model().index(0, 0))
    QTest.keyClick(picker.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(view)[:2] == ["name", "id"]
    picker.reset_wanted.emit()
    assert names(view) == ["id", "name", "status", "price", "owner", "tags"]
    picker.close()


def test_other_lists_are_offered_and_shown(view):
    sources = view._tools.sources
    assert [sources.itemText(at) for at in range(sources.count())] == ["$.items", "$.facets"]
    sources.setCurrentIndex(1)
    sources.activated.emit(1)
    assert names(view) == ["value"]
    assert column(view, "value") == ["x", "y"]


def test_the_look_is_remembered(view):
    view.sort_by(("id",), down=True)
    view.set_filter(("status",), "= available")
    hide_column(view, ("price",))
    state = json.loads(json.dumps(view.state()))
    view.restore_state({})
    assert column(view, "id") == ["10", "2", "17", "3"]
    view.restore_state(state)
    assert column(view, "id") == ["17", "10", "3"]
    assert "price" not in names(view)
    assert view.grid.head.field(("status",)).edit.text() == "= available"


@pytest.mark.parametrize(
    "state", [{"columns": 3}, {"sorts": [[["x"], 1], "x"]}, {"filters": [[["gone"], "x"]]}, {"widths": [[["id"], "x"]]}]
)
def test_a_state_that_does_not_fit_hurts_nothing(view, state):
    view.restore_state(state)
    assert view.model.rowCount() in (0, 4)


def test_cells_say_their_column_and_value(view):
    spoken = [view.model.index(1, at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(6)]
    assert spoken == ["id: 2", "name: luna", "status: sold", "price: 980", "owner: null", "tags: empty"]


def test_the_menu_of_a_cell_filters_by_its_value(view):
    from curlew.ui.response.views.table.cell_menu import cell_menu

    menu = cell_menu(view._ui, view, view.model.index(1, 2))
    titles = {action.text(): action for action in menu.actions()}
    titles["Only rows with this value"].trigger()
    assert column(view, "name") == ["luna"]
    titles["Copy path"].trigger()
    assert QGuiApplication.clipboard().text() == "$.items[1].status"
    menu.deleteLater()


def test_enter_opens_a_nested_value(view, qtbot):
    view.grid.setCurrentIndex(view.model.index(0, 4))
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    popup = next(one for one in QApplication.topLevelWidgets() if one.objectName() == "value_popup")
    assert b'"email": "ada@example.com"' in bytes(popup.pane.view.source.data)
    popup.close()


def test_find_goes_from_cell_to_cell(view):
    view.open_find()
    bar = view._finder.bar
    bar.field.setText("rex")
    view._finder.search()
    assert view._finder.found == [(2, 1), (3, 1)]
    assert view.grid.currentIndex().row() == 2
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert view.grid.currentIndex().row() == 3
    bar.close_bar()
    assert not view._finder.found


def test_a_place_is_gone_to(view):
    view.go_to(("items", 3, "price"))
    assert (view.grid.currentIndex().row(), view.grid.currentIndex().column()) == (3, 3)


def test_csv_has_its_delimiter_and_titles(view):
    view.show_body(Opened.of_text(b"id;name\n1;a\n2;b\n", "csv"))
    assert (names(view), column(view, "name")) == (["id", "name"], ["a", "b"])
    view._tools.header_chosen.emit(False)
    assert (names(view), view.model.rowCount()) == (["column 1", "column 2"], 3)


def test_a_body_without_rows_is_told(view, qtbot):
    with qtbot.waitSignal(view.failed):
        view.show_body(Opened.of_text(b'{"a": 1}', "json"))


def test_a_large_body_comes_in_a_worker_and_can_be_left(view, qtbot, monkeypatch):
    monkeypatch.setattr(loading_module, "AT_ONCE", 0)
    data = b"[" + b",".join(b'{"id": %d, "name": "n%d"}' % (n, n) for n in range(30_000)) + b', {"id": 1, "late": 2}]'
    with qtbot.waitSignal(view.shown, timeout=10_000):
        view.show_body(Opened.of_text(data, "json"))
    assert view.model.rowCount() == 30_001
    qtbot.waitUntil(lambda: names(view) == ["id", "name", "late"], timeout=10_000)
    view.sort_by(("name",), down=True)
    qtbot.waitUntil(lambda: view.model.order is not None, timeout=10_000)
    assert view.model.index(0, 1).data() == "n29999"
    view.set_filter(("name",), "n2999")
    view.arranging.stop()
    assert view.model.rowCount() == 30_001
    view.show_body(Opened.of_text(data, "json"))
    view.stop()


def test_a_heavy_row_is_read_elsewhere(view, qtbot):
    data = b'[{"id": 1, "text": "' + b"x" * 600_000 + b'"}]'
    view.show_body(Opened.of_text(data, "json"))
    qtbot.waitUntil(lambda: view.model.rowCount() == 1, timeout=10_000)
    qtbot.waitUntil(lambda: str(view.model.index(0, 0).data()) == "1", timeout=10_000)


def test_the_csv_button_offers_what_can_be_done(view, qtbot):
    view._tools._open_menu()
    menu = view._tools.findChild(QMenu, "table_csv_menu")
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == ["Copy as CSV", "Copy as JSON", "Save as CSV…", "Save as JSON…", "Make formulas harmless in CSV"]
    menu.close()


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_few_rows_of_megabytes_are_copied_without_a_halt(view, qtbot, kind):
    long = "k" * 1_000_000
    body = json.dumps([{long: 1, "b": 2}, {long: 3, "b": 4}]) if kind == "json" else "a,b\n" + "x," * 40_000 + "\n"
    with qtbot.waitSignal(view.shown, timeout=10_000):
        view.show_body(Opened.of_text(body.encode(), kind))
    QGuiApplication.clipboard().clear()
    beat = Heartbeat()
    beat.start()
    view.copy()
    assert beat.stop() < 1000  # it is begun, and goes on elsewhere
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "", timeout=20_000)
    assert ("1\t2" in QGuiApplication.clipboard().text()) is (kind == "json")
    assert len(view.model.headerData(0, Qt.Orientation.Horizontal)) <= 1000
