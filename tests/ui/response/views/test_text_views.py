"""A body as text: laid out, or as it came."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from curlew.preview.opened import Opened
from curlew.ui.response.views.pretty_view import PrettyView
from curlew.ui.response.views.raw_view import RawView
from curlew.ui.widgets.text_view.text_menu import fill_menu

RAW = b'{"a":1.10,"b":[1,2]}'


@pytest.fixture
def show(ui, qtbot):
    def shown(make, opened, width=600):
        view = make(ui)
        qtbot.addWidget(view)
        view.resize(width, 400)
        view.show()
        with qtbot.waitSignal(view.shown):
            view.show_body(opened)
        return view

    return shown


def test_pretty_lays_json_out_and_raw_shows_it_as_it_came(show):
    pretty, raw = show(PrettyView, Opened.of_text(RAW, "json")), show(RawView, Opened.of_text(RAW, "json"))
    assert bytes(pretty.pane.view.source.data) == b'{\n  "a": 1.10,\n  "b": [\n    1,\n    2\n  ]\n}'
    assert bytes(raw.pane.view.source.data) == RAW


def test_the_foot_tells_where_the_caret_is_and_what_is_selected(show):
    view = show(PrettyView, Opened.of_text(RAW, "json"))
    view.set_facts("decoded from 9.1 MB gzip")
    view.pane.view.select(4, 9)
    assert view.foot.place.text() == "Ln 2, Col 8"
    assert view.foot.selected.text() == "5 characters selected"
    assert view.foot.charset.text() == "UTF-8"
    assert view.foot.came.text() == "decoded from 9.1 MB gzip"


def test_where_there_is_little_room_the_place_stays(show):
    view = show(PrettyView, Opened.of_text(RAW, "json"), width=350)
    view.set_facts("decoded from 9.1 MB gzip")
    assert view.foot.place.isVisible()
    assert not view.foot.came.isVisible()


XML = b"<feed><entry><id>1</id></entry><entry><id>2</id></entry></feed>"
BROKEN = b'{"a": 1, "b": [1, 2 3], "c": 4}'


def entry(view, path):
    """Return an entry of the context menu, by the titles that lead to it."""
    menu = QMenu(view)
    fill_menu(view.pane.view, menu)
    found = menu
    for title in path:
        action = next(action for action in found.actions() if action.text().partition("\t")[0] == title)
        found = action.menu() or action
    return found


def shown_path(view):
    return view.path.crumbs.path()


def test_the_path_of_the_caret_stands_in_the_foot_and_leads_there(show, qtbot):
    view = show(PrettyView, Opened.of_text(RAW, "json"))
    text = bytes(view.pane.view.source.data)
    with qtbot.waitSignal(view.place_changed) as told:
        view.pane.view.select(text.index(b"2"), text.index(b"2"))
    assert told.args == [("b", 1)]
    assert shown_path(view) == "$.b[1]"
    view.path.picked.emit(("a",))
    qtbot.waitUntil(lambda: view.pane.view.selected_text() == "1.10")
    qtbot.waitUntil(lambda: shown_path(view) == "$.a")


def test_a_place_that_is_asked_for_early_is_gone_to_when_the_body_is_there(ui, qtbot):
    view = PrettyView(ui)
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    view.go_to(("b", 1))
    view.show_body(Opened.of_text(RAW, "json"))
    qtbot.waitUntil(lambda: view.pane.view.selected_text() == "2")


def test_xml_has_places_too(show, qtbot):
    view = show(PrettyView, Opened.of_text(XML, "xml"))
    text = bytes(view.pane.view.source.data)
    assert text.count(b"\n") > 4
    with qtbot.waitSignal(view.place_changed) as told:
        view.pane.view.select(text.index(b"2"), text.index(b"2"))
    assert told.args == [("feed", "entry[2]", "id")]
    assert shown_path(view) == "/feed/entry[2]/id"


@pytest.mark.parametrize(("title", "copied"), [("Copy value", "1.10"), ("Copy as JSON", "1.10"), ("Copy key", "a"), ("Copy path", "$.a")])
def test_the_menu_copies_the_value_at_the_caret(show, qtbot, title, copied):
    view = show(PrettyView, Opened.of_text(RAW, "json"))
    QGuiApplication.clipboard().setText("")
    at = bytes(view.pane.view.source.data).index(b"1.10")
    view.pane.view.select(at, at)
    entry(view, (title,)).trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == copied)


def test_the_menu_filters_by_the_value_at_the_caret(show, qtbot):
    view = show(RawView, Opened.of_text(b'[{"id": 7, "s": "x"}]', "json"))
    at = view.pane.view.source.data.index(b"7")
    view.pane.view.select(at, at)
    with qtbot.waitSignal(view.filter_wanted) as told:
        entry(view, ("Filter by this value",)).trigger()
    assert told.args == ["$[?@.id == 7]"]


def test_the_whole_body_is_copied_as_shown_as_it_came_and_without_blanks(show, qtbot):
    spaced = b'{ "a" : 1.10, "b":[1, 2]}'
    view, clipboard = show(PrettyView, Opened.of_text(spaced, "json")), QGuiApplication.clipboard()
    entry(view, ("Copy all", "As shown")).trigger()
    assert clipboard.text() == bytes(view.pane.view.source.data).decode()
    entry(view, ("Copy all", "As it came")).trigger()
    assert clipboard.text() == spaced.decode()
    entry(view, ("Copy all", "Minified")).trigger()
    qtbot.waitUntil(lambda: clipboard.text() == RAW.decode())


def test_what_is_said_of_a_copy_fits_what_was_copied(show, qtbot, notices):
    view = show(RawView, Opened.of_text(RAW, "json"))
    assert view.copy() is None
    assert QGuiApplication.clipboard().text() == RAW.decode()
    view.pane.view.select(1, 4)
    assert view.copy() == "Copied the selection"
    large = show(RawView, Opened.of_text(b"words " * 400_000, "text"))
    assert large.copy() == ""
    qtbot.waitUntil(lambda: "Copied 2.4 MB" in str(vars(notices)))


def test_broken_json_is_shown_as_far_as_it_goes_and_a_button_leads_to_the_fault(show, qtbot):
    view = show(PrettyView, Opened.of_text(BROKEN, "json"))
    assert b'"a": 1,\n' in bytes(view.pane.view.source.data)
    assert "column 21" in view.foot.fault.accessibleDescription()
    qtbot.mouseClick(view.foot.fault, Qt.MouseButton.LeftButton)
    assert view.pane.view.selected_text() == "3"
    view.show_body(Opened.of_text(RAW, "json"))
    assert view.foot.fault.isHidden()


def test_a_large_body_is_begun_early_and_the_place_is_kept(ui, qtbot):
    data = b"[" + b",".join(b'{"id": %d, "name": "item"}' % n for n in range(40_000)) + b"]"
    view = PrettyView(ui)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    sizes = []
    view.pane.view.completed.connect(lambda: sizes.append(len(view.pane.view.source.data)))
    with qtbot.waitSignal(view.shown, timeout=20_000):
        view.show_body(Opened.of_text(data, "json"))
        qtbot.waitUntil(lambda: len(sizes) > 0)
        view.pane.view.go_to_line(50)
    assert sizes[0] < sizes[-1]
    assert view.pane.view.caret_place() == (50, 1)


def test_a_view_that_is_stopped_in_the_middle_leaves_no_work_behind(ui, qtbot):
    data = b"[" + b",".join(b'{"id": %d}' % n for n in range(200_000)) + b"]"
    view = PrettyView(ui)
    qtbot.addWidget(view)
    view.show_body(Opened.of_text(data, "json"))
    view.stop()
    qtbot.waitUntil(lambda: not view._tasks.running)


def test_the_state_brings_place_folds_and_wrap_back(show):
    view = show(PrettyView, Opened.of_text(RAW, "json"))
    view.pane.view.toggle_wrap()
    view.pane.view.folding.toggle(2)
    view.pane.view.select(3, 5)
    state = json.loads(json.dumps(view.state()))
    other = show(PrettyView, Opened.of_text(RAW, "json"))
    other.restore_state(state)
    assert other.state() == state
    assert other.pane.view.folded.hidden == 3
    assert not other.pane.view.wrap
    for bad in ({}, {"pane": 3}, {"pane": {"top": "x", "px": "y", "caret": 10**9, "anchor": "z", "x": 10**12}}):
        other.restore_state(bad)


@pytest.mark.parametrize(
    ("line", "place"), [(b"{\n", ()), (b'"list": [', ("list",)), (b"1,", ("list", 0)), (b"},", ("inner",)), (b'"z": 3', ("z",))]
)
def test_behind_the_end_of_a_line_stands_the_value_of_that_line(show, qtbot, line, place):
    view = show(PrettyView, Opened.of_text(b'{"list":[1,2],"inner":{"a":1},"z":3}', "json"))
    text = bytes(view.pane.view.source.data)
    at = text.index(b"\n", text.index(line))
    with qtbot.waitSignal(view.place_changed) as told:
        view.pane.view.select(at, at)
    assert told.args == [place]


def test_behind_the_last_bracket_stands_the_whole(show, qtbot):
    view = show(RawView, Opened.of_text(b'{"a":[1,{"b":2}]}', "json"))
    entry_at = len(view.pane.view.source.data)
    view.pane.view.select(entry_at, entry_at)
    entry(view, ("Copy as JSON",)).trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().replace("\n", "").replace(" ", "") == '{"a":[1,{"b":2}]}')


def test_a_text_laid_out_already_is_shown_as_it_is_while_that_is_proven(show):
    rows = ",\n".join(f'  {{\n    "id": {n}\n  }}' for n in range(20_000))
    text = f"[\n{rows}\n]".encode()
    view = show(PrettyView, Opened.of_text(text, "json"))
    assert view.pane.view.source.data is text
    assert view.pane.view.source.rows.lines == text.count(b"\n") + 1


def test_a_text_laid_out_at_its_beginning_only_is_laid_out_to_its_end(show):
    rows = ",\n".join(f'  {{\n    "id": {n}\n  }}' for n in range(20_000))
    view = show(PrettyView, Opened.of_text(f'[\n{rows},{{"last":1.10}}]'.encode(), "json"))
    shown = view.pane.view.source.data
    assert shown[-30:].endswith(b'  {\n    "last": 1.10\n  }\n]')
    assert view.pane.view.source.rows.complete
