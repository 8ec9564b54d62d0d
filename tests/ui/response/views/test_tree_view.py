"""A body as a tree: what its rows say, opening and closing by mouse and keyboard, search, filter, memory of what was open."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from curlew.preview.opened import Opened
from curlew.ui.response.views import ranked
from curlew.ui.response.views.tree_view import TreeView

PETS = {
    "page": 1,
    "items": [
        {"id": 10, "name": "Rex", "status": "available", "tags": ["a", "b"], "owner": {"id": 7, "email": "ada@example.com"}},
        {"id": 11, "name": "Tom", "status": "sold", "tags": [], "owner": {"id": 8, "email": "bob@example.com"}},
    ],
    "total": 2,
}


@pytest.fixture
def view(ui, qtbot) -> TreeView:
    view = TreeView(ui)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    QTest.qWaitForWindowExposed(view)
    yield view
    view.stop()


def show(view: TreeView, qtbot, body: object, kind: str = "json") -> None:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    with qtbot.waitSignal(view.shown):
        view.show_body(Opened.of_text(text, kind))


def rows(view: TreeView) -> list[str]:
    return [view.model.index(row, 0).data() for row in range(view.model.rowCount())]


def closed(view: TreeView, qtbot, body: object, kind: str = "json") -> None:
    show(view, qtbot, body, kind)
    view.collapse_all()


def arrive(view: TreeView, qtbot) -> None:
    qtbot.waitUntil(lambda: not view.busy)


def test_a_small_body_is_open_as_far_as_it_fits(view, qtbot):
    show(view, qtbot, PETS)
    assert rows(view)[:6] == ["page: 1", "items: 2 items", "0: 5 keys · Rex, available", "id: 10", 'name: "Rex"', 'status: "available"']
    assert rows(view)[-1] == "total: 2"


def test_the_model_is_a_good_one(view, qtbot, qtmodeltester):
    show(view, qtbot, PETS)
    qtmodeltester.check(view.model)
    for row in (1, 2, 0):
        view.table.toggle(row)
    qtmodeltester.check(view.model)


def test_G01_to_G08_values_stand_there_as_they_came(view, qtbot):
    big = b"1" * 1_000_000
    text = (
        b'{"a":9007199254740993,"b":1.10,"c":-0,"d":1E400,"e":NaN,"k":1,"k":2,"s":"\\ud800","u":"\\u00e9",'
        b'"n":' + big + b',"x":"' + b"y" * 2_000_000 + b'"} trailing'
    )
    show(view, qtbot, text)
    shown = rows(view)
    assert shown[:4] == ["a: 9007199254740993", "b: 1.10", "c: -0", "d: 1E400"]
    assert shown[4:9] == ["e: NaN", "k: 1", "k: 2", 's: "\\ud800"', 'u: "\\u00e9"']
    assert len(shown[9]) < 500
    assert len(shown[10]) < 500
    assert view.model.text(10).note == "2.00 MB"
    assert view.model.text(4).flags == ("not JSON",)
    assert view.model.text(5).flags == view.model.text(6).flags == ("duplicate key",)


def test_several_values_one_after_another_are_a_list(view, qtbot):
    show(view, qtbot, b'{"a":1}\n{"a":2}\n[3]\n')
    assert [row.partition(":")[0] for row in rows(view)] == ["0", "a", "1", "a", "2", "0"]


@pytest.mark.parametrize("text", [b")]}',\n[1]", b"callback([1]);", b"\xef\xbb\xbf[1]"[3:]])
def test_what_stands_around_json_is_no_part_of_the_tree(view, qtbot, text):
    show(view, qtbot, text)
    assert rows(view) == ["0: 1"]


def test_a_single_value_is_one_row(view, qtbot):
    show(view, qtbot, b'"words"')
    assert rows(view) == ['"words"']
    view.table.go_to(0)
    assert view.path.facts.full_text == "string, 5 characters"
    assert view.path.place == ()


def test_broken_json_goes_as_far_as_it_does_and_says_why(view, qtbot):
    show(view, qtbot, b'{"a":[1,2,{"b":tru')
    assert rows(view) == [
        "a: 3 items",
        "0: 1",
        "1: 2",
        "2: 1 key",
        "b: tru",
        "the object is never closed",
        "the list is never closed",
        "the object is never closed",
    ]


def test_times_are_told_in_local_time(view, qtbot, monkeypatch):
    show(view, qtbot, {"at": "2026-11-10T09:24:00Z", "day": "2026-11-10", "createdAt": 1793000000, "count": 1793000000})
    notes = [view.model.text(row).note for row in range(4)]
    assert notes[0].endswith("local time")
    assert "2026" in notes[2]
    assert notes[1] == notes[3] == ""


def test_the_keyboard_opens_closes_and_goes(view, qtbot):
    closed(view, qtbot, PETS)
    table = view.table
    table.setFocus()
    table.go_to(1)
    steps = [
        (Qt.Key.Key_Right, 1, 5),  # opens
        (Qt.Key.Key_Right, 2, 5),  # goes in
        (Qt.Key.Key_Plus, 2, 10),
        (Qt.Key.Key_Down, 3, 10),
        (Qt.Key.Key_Left, 2, 10),  # goes out
        (Qt.Key.Key_Minus, 2, 5),
        (Qt.Key.Key_Return, 2, 10),
        (Qt.Key.Key_End, 9, 10),
        (Qt.Key.Key_Home, 0, 10),
        (Qt.Key.Key_PageDown, 9, 10),
        (Qt.Key.Key_PageUp, 0, 10),
    ]
    for key, row, count in steps:
        QTest.keyClick(table, key)
        assert (table.row, view.model.rowCount()) == (row, count), key


def test_a_star_opens_everything_below(view, qtbot):
    closed(view, qtbot, PETS)
    view.table.go_to(1)
    QTest.keyClick(view.table, Qt.Key.Key_Asterisk)
    arrive(view, qtbot)
    assert view.model.rowCount() == 3 + 2 + 5 + 2 + 2 + 5 + 2
    assert view.table.row == 1


def test_typing_goes_to_a_key(view, qtbot):
    show(view, qtbot, PETS)
    view.table.go_to(0)
    view.table.keyboardSearch("ow")
    assert view.path.place == ("items", 0, "owner")
    view.table.keyboardSearch("o")
    assert view.path.place == ("items", 1, "owner")


def test_the_mouse_opens_at_the_chevron_and_by_a_double_click(view, qtbot):
    closed(view, qtbot, PETS)
    table = view.table
    middle = table.visualRect(view.model.index(1, 0)).center().y()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(22, middle))
    assert view.model.rowCount() == 5
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, middle))
    assert (table.row, view.model.rowCount()) == (1, 5)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, middle))
    assert view.model.rowCount() == 3


def test_the_path_tells_where_the_person_is_and_takes_back_up(view, qtbot):
    show(view, qtbot, PETS)
    places: list[object] = []
    view.place_changed.connect(places.append)
    view.go_to(("items", 0, "owner", "email"))
    arrive(view, qtbot)
    assert places[-1] == view.path.place == ("items", 0, "owner", "email")
    assert view.path.facts.full_text == "string, 15 characters"
    view.path.picked.emit(("items",))
    arrive(view, qtbot)
    assert view.path.place == ("items",)
    assert view.path.facts.full_text == "array, 2 items"
    view.path.picked.emit(())
    assert view.path.place == ()
    assert view.path.facts.full_text == "object, 3 keys"


def test_rows_speak(view, qtbot):
    closed(view, qtbot, PETS)
    speak = lambda row: view.model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)  # noqa: E731
    assert speak(0) == "page, 1, number, level 1"
    assert speak(1) == "items, array, 2 items, collapsed, level 1"
    view.table.toggle(1)
    assert speak(1) == "items, array, 2 items, expanded, level 1"


def test_copy_takes_the_value_and_the_menu_offers_more(view, qtbot):
    show(view, qtbot, PETS)
    view.go_to(("items", 0, "name"))
    arrive(view, qtbot)
    view.table.setFocus()
    QTest.keySequence(view.table, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "Rex"
    wanted: list[str] = []
    view.filter_wanted.connect(wanted.append)
    view.open_menu(view.table.row, QPoint(5, 5))
    menu = next(menu for menu in view.findChildren(QMenu) if menu.isVisible())
    titles = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert titles[:5] == ["Copy value", "Copy as JSON", "Copy key", "Copy path", "Filter by this value"]
    menu.actions()[titles.index("Filter by this value") + 1].trigger()
    menu.close()
    assert wanted == ["$.items[?@.name == 'Rex']"]


def test_without_a_row_the_whole_body_is_copied_as_it_came(view, qtbot):
    for kind, text in (("json", b'{"a": "&amp;",  "n": 1.10}'), ("xml", b"<a>&amp;<b/> </a>")):
        show(view, qtbot, text, kind)
        view.go_to(())
        view.copy()
        assert QGuiApplication.clipboard().text() == text.decode()


def test_the_search_opens_the_way_to_each_match(view, qtbot):
    closed(view, qtbot, PETS)
    view.open_find()
    QTest.keyClicks(view.finder.bar.field, "example.com")
    QTest.keyClick(view.finder.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.path.place == ("items", 0, "owner", "email"))
    QTest.keyClick(view.finder.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.path.place == ("items", 1, "owner", "email"))
    QTest.keyClick(view.finder.bar.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.path.place == ("items", 0, "owner", "email"))
    QTest.keyClick(view.finder.bar.field, Qt.Key.Key_Escape)
    assert view.finder.bar.isHidden()


def test_levels_and_everything_can_be_opened_and_closed(view, qtbot):
    closed(view, qtbot, PETS)
    assert view.model.rowCount() == 3
    view.expand_to(2)
    arrive(view, qtbot)
    assert view.model.rowCount() == 5
    for tool in view.tools():
        qtbot.addWidget(tool)
    view.expand_button.click()
    arrive(view, qtbot)
    assert view.model.rowCount() == 21
    view.go_to(("items", 1, "owner", "id"))
    arrive(view, qtbot)
    view.collapse_button.click()
    assert view.model.rowCount() == 3
    assert view.path.place == ("items",)


def test_expanding_a_tree_without_end_stops_and_says_so(view, qtbot, notices):
    closed(view, qtbot, b"[" + b",".join([b"[1]"] * 30_000) + b"]")
    view.expand_all()
    arrive(view, qtbot)
    assert 50_000 <= view.model.rowCount() < 60_000
    assert notices.shown[-1][1].startswith("Expanded as far as")


def test_what_was_open_is_open_in_the_next_response(view, qtbot):
    closed(view, qtbot, PETS)
    view.go_to(("items", 1, "owner", "email"))
    arrive(view, qtbot)
    before = rows(view)
    later = json.loads(json.dumps(PETS))
    later["page"] = 2
    show(view, qtbot, later)
    assert rows(view)[1:] == before[1:]
    assert rows(view)[0] == "page: 2"
    assert view.path.place == ("items", 1, "owner", "email")


def test_a_state_is_json_and_comes_back_in_another_view(view, ui, qtbot):
    closed(view, qtbot, PETS)
    view.go_to(("items", 0))
    arrive(view, qtbot)
    view.table.toggle(view.table.row)
    state = json.loads(json.dumps(view.state()))
    other = TreeView(ui)
    qtbot.addWidget(other)
    other.restore_state(state)
    show(other, qtbot, PETS)
    assert rows(other) == rows(view)
    assert other.path.place == ("items", 0)
    other.restore_state({"open": "nonsense", "top": "x"})
    other.restore_state({"open": [["gone", 3], [1.5], "x"], "current": ["no"], "top": -1})
    arrive(other, qtbot)
    other.stop()


def test_matches_are_marked_and_can_be_all_that_is_shown(view, qtbot):
    closed(view, qtbot, PETS)
    places = (("items", 0, "name"), ("items", 1, "owner"))
    view.mark(places)
    view.next_match()
    arrive(view, qtbot)
    assert view.path.place == places[0]
    assert view.model.match_of(view.table.row)
    assert view.model.index(view.table.row, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("string, match, level 3")
    view.next_match()
    arrive(view, qtbot)
    assert view.path.place == places[1]
    view.show_only(places)
    arrive(view, qtbot)
    assert [row.partition(":")[0] for row in rows(view)] == ["items", "0", "name", "1", "owner", "id", "email"]
    view.show_only(None)
    assert view.model.rowCount() == 3
    view.mark(())
    assert not view.model.match_of(1)


def test_a_way_that_is_gone_while_other_rows_come_ends_in_those(view, qtbot):
    closed(view, qtbot, PETS)
    places = (("items", 0, "name"), ("items", 1, "owner"))
    view.mark(places)
    view.next_match()
    view.show_only(places)
    arrive(view, qtbot)
    view.mark(places)
    view.show_only(places)  # nothing new
    arrive(view, qtbot)
    assert view.model.rowCount() == 7
    assert view.path.place == places[0]
    view.expand_all()
    view.go_to(("items", 1, "owner", "email"))
    arrive(view, qtbot)
    assert view.path.place == ("items", 1, "owner", "email")
    view.mark(())
    view.show_only(None)
    arrive(view, qtbot)
    assert view.model.rowCount() == 3


def test_a_hundred_thousand_matches_are_marked_off_the_loop(view, qtbot):
    closed(view, qtbot, b"[" + b",".join([b'{"n":1}'] * 5000) + b"]")
    places = tuple((n, "n") for n in range(0, 5000, 2))
    view.mark(places)
    view.show_only(None)
    arrive(view, qtbot)
    view.table.toggle(0)
    assert view.model.match_of(1)
    view.show_only(places)
    arrive(view, qtbot)
    assert view.model.rowCount() == 2500 + 2000
    assert view.model.text(view.model.rowCount() - 1).key == "4998"


def test_xml_is_a_tree_of_elements_attributes_and_texts(view, qtbot):
    show(view, qtbot, b'<feed a="1"><entry><id>7</id></entry><entry/>words<!-- c --></feed>', "xml")
    assert rows(view) == ["feed: 5 children · 1", '@a: "1"', "entry: 1 child", "id: 7", "entry: ", "words", "<!-- c -->"]
    view.go_to(("feed", "entry[1]", "id"))
    arrive(view, qtbot)
    assert view.path.place == ("feed", "entry[1]", "id")
    view.copy()
    assert QGuiApplication.clipboard().text() == "7"


def test_G04_depth_100000_opens_and_goes_on(view, qtbot):
    show(view, qtbot, b"[" * 100_000 + b"]" * 100_000)
    assert view.model.rowCount() >= 1
    view.table.go_to(view.model.rowCount() - 1)
    before = view.model.rowCount()
    for _level in range(60):
        QTest.keyClick(view.table, Qt.Key.Key_Right)
        arrive(view, qtbot)
    assert view.model.rowCount() > before + 20
    assert view.path.facts.full_text.startswith("level ")
    view.grab()


def test_a_large_list_grows_while_it_is_read_and_stops_with_the_view(view, ui, qtbot):
    text = b"[" + b",".join(b'{"n":%d}' % n for n in range(200_000)) + b"]"
    show(view, qtbot, text)
    assert view.model.rowCount() == 200_000
    view.go_to((150_000, "n"))
    arrive(view, qtbot)
    assert view.path.place == (150_000, "n")
    view.show_body(Opened.of_text(text, "json"))
    view.stop()
    assert not view.loader.busy
    view.show_body(Opened())
    assert view.model.rowCount() == 0


def test_a_view_that_goes_in_the_middle_of_work_leaves_nothing(ui, qtbot):
    text = b"[" + b",".join(b'{"n":[%d]}' % n for n in range(100_000)) + b"]"
    for work in (lambda view: None, lambda view: view.expand_all(), lambda view: view.mark([(n, "n") for n in range(50_000)])):
        view = TreeView(ui)
        view.show_body(Opened.of_text(text, "json"))
        work(view)
        qtbot.waitUntil(lambda view=view: view.model.rowCount() > 0)
        work(view)
        halt = view.loader.halt
        view.deleteLater()
        qtbot.waitUntil(halt.is_set)
        qtbot.waitUntil(lambda: not ui.tasks.running)


def test_what_is_no_tree_says_so(view, qtbot):
    with qtbot.waitSignal(view.failed) as caught:
        view.show_body(Opened.of_text(b"words", "text"))
    assert caught.args == ["a tree shows JSON and XML only"]


def test_the_tree_is_offered_for_json_and_xml():
    offered = {kind: [one.id for one in ranked(Opened.of_text(b"x", kind))] for kind in ("json", "xml", "text")}
    assert "tree" in offered["json"]
    assert "tree" in offered["xml"]
    assert "tree" not in offered["text"]
