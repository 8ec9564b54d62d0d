from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from curlew.model.auth import Auth
from curlew.model.body import FormBody, RawBody
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Defaults, Request, Script
from curlew.model.rows import Note, Param, Row
from curlew.model.variables import Environment, Variable
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.pages.body_page import BodyPage
from curlew.ui.request.pages.headers_page import HeadersPage
from curlew.ui.request.pages.params_page import ParamsPage

A_REQUEST = Request(
    name="List",
    url="{{base}}/pets?a=1&b=2",
    params=(Param("a", "1", description=Note("first")), Param("off", "x", enabled=False), Param("b", "2")),
    headers=(Row("Accept", "application/json"),),
    body=RawBody("json", '{"n": 1}'),
)
AROUND = Surroundings(
    (
        Above("folder", "Pets", 2, Defaults(headers=(Row("X-Version", "2"),))),
        Above("collection", "API", 1, Defaults(auth=Auth("bearer", {"token": "t"}))),
    ),
    Environment("Local", variables=(Variable("base", "http://127.0.0.1"),)),
)


@pytest.fixture
def editor(ui, qtbot) -> Iterator[RequestEditor]:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.set_surroundings(AROUND)
    made.load(A_REQUEST, None)
    made.resize(900, 500)
    made.show()
    QApplication.processEvents()
    yield made
    made.hide()


def params_of(editor: RequestEditor) -> ParamsPage:
    editor.strip.select("params")
    page = editor.page("params")
    assert isinstance(page, ParamsPage)
    return page


def shown(page: ParamsPage) -> list[tuple[str, str, bool]]:
    return [(row.name, row.value, row.enabled) for row in page.query.rows()]


def type_into(qtbot, editor: RequestEditor, text: str) -> None:
    editor.bar.url.setFocus()
    editor.bar.url.move_caret_to_end()
    qtbot.keyClicks(editor.bar.url, text)


def test_what_is_loaded_comes_back_unchanged(editor) -> None:
    for tab in ("params", "auth", "headers", "body", "scripts", "vars", "docs", "settings"):
        editor.strip.select(tab)
    assert editor.value() is A_REQUEST
    assert not editor.can_undo()


def test_typing_in_the_url_changes_rows_and_keeps_disabled_ones(editor, qtbot) -> None:
    page = params_of(editor)
    type_into(qtbot, editor, "&c=3")
    assert editor.value().url == "{{base}}/pets?a=1&b=2&c=3"
    qtbot.waitUntil(lambda: len(shown(page)) == 4)
    assert shown(page) == [("a", "1", True), ("off", "x", False), ("b", "2", True), ("c", "3", True)]
    assert editor.value().params[0].description == Note("first")


def test_editing_a_row_changes_its_span_of_the_url_alone(editor) -> None:
    page = params_of(editor)
    model = page.query.table.cells
    model.setData(model.index(2, 2), "9")
    assert editor.bar.url.text() == "{{base}}/pets?a=1&b=9"
    model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert editor.value().url == "{{base}}/pets?b=9"
    model.setData(model.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert editor.value().url == "{{base}}/pets?a=1&b=9"


def test_path_parameters_come_and_go_with_the_url(editor, qtbot) -> None:
    page = params_of(editor)
    editor.apply({"url": "{{base}}/:id"}, "")
    assert [row.name for row in page.path.rows()] == ["id"]
    model = page.path.cells
    model.setData(model.index(0, 2), "7")
    assert [(row.name, row.value) for row in editor.value().params if row.kind == "path"] == [("id", "7")]
    model.setData(model.index(0, 1), "petId")
    assert editor.value().url == "{{base}}/:petId"


def test_braces_are_left_as_typed_until_the_offer_is_taken(editor) -> None:
    page = params_of(editor)
    editor.apply({"url": "{{base}}/{id}"}, "")
    assert not page.offer.isHidden()
    assert editor.value().url == "{{base}}/{id}"
    page._offer_button.click()
    assert editor.value().url == "{{base}}/:id"
    assert page.offer.isHidden()
    assert page.path.open_field() is not None, "the value is typed next; the button that had the keyboard is gone"


def test_one_burst_of_typing_is_one_step(editor, qtbot) -> None:
    type_into(qtbot, editor, "&c=3")
    editor.undo()
    assert editor.value() == A_REQUEST
    assert not editor.can_undo()
    editor.redo()
    assert editor.value().url.endswith("&c=3")


def test_undo_covers_text_and_cells_and_goes_to_the_tab(editor, qtbot) -> None:
    editor.strip.select("headers")
    page = editor.page("headers")
    assert isinstance(page, HeadersPage)
    page.own.table.cells.setData(page.own.table.cells.index(0, 2), "text/plain")
    editor.strip.select("body")
    body = editor.page("body")
    assert isinstance(body, BodyPage)
    body.editor.pane.editor.setFocus()
    qtbot.keyClicks(body.editor.pane.editor, "x")
    assert editor.value().body.text == 'x{"n": 1}'
    editor.undo()
    assert editor.value().body.text == '{"n": 1}'
    assert body.editor.pane.text() == '{"n": 1}'
    editor.undo()
    assert editor.value() == A_REQUEST
    assert editor.strip.current_id == "headers"
    editor.redo()
    editor.redo()
    assert editor.strip.current_id == "body"
    assert editor.value().body.text == 'x{"n": 1}'


def test_undo_keys_reach_the_request_from_inside_a_field(editor, qtbot) -> None:
    type_into(qtbot, editor, "z")
    qtbot.keyClick(editor.bar.url, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.value() == A_REQUEST


def test_loading_an_equal_value_keeps_caret_and_undo(editor, qtbot) -> None:
    type_into(qtbot, editor, "z")
    caret = editor.bar.url.textCursor().position()
    editor.load(replace(editor.value()), None)
    assert editor.bar.url.textCursor().position() == caret
    assert editor.can_undo()


def test_other_kinds_of_body_keep_what_was_typed(editor) -> None:
    editor.strip.select("body")
    page = editor.page("body")
    assert isinstance(page, BodyPage)
    page._choose("form-urlencoded")
    assert editor.value().body == FormBody()
    page._choose("none")
    assert editor.value().body is None
    page._choose("json")
    assert editor.value().body == A_REQUEST.body


def test_switching_the_body_off_leaves_no_trace_of_another_request(editor) -> None:
    editor.strip.select("body")
    page = editor.page("body")
    assert isinstance(page, BodyPage)
    editor.load(Request(url="x"), 5)
    page._choose("json")
    assert editor.value().body == RawBody("json")


def test_broken_json_is_named_and_a_missing_comma_put_in(editor, qtbot) -> None:
    editor.strip.select("body")
    editor.apply({"body": RawBody("json", '{\n  "a": {{n}}\n  "b": 12345678901234567890\n}')}, "")
    page = editor.page("body")
    assert isinstance(page, BodyPage)
    assert page.is_faulty
    assert "2" in page.editor.pane._problem.text()
    assert editor.strip._badges["body"] == "err"
    page._choose("multipart-form")
    assert editor.strip._badges["body"] == 0
    page._choose("json")
    assert editor.strip._badges["body"] == "err"
    page.editor.pane._put_comma_in()
    assert editor.value().body.text == '{\n  "a": {{n}},\n  "b": 12345678901234567890\n}'
    assert not page.is_faulty


def test_beautify_changes_no_number(editor) -> None:
    editor.apply({"body": RawBody("json", '{"a":1.10,"b":1e400,"c":{{v}}}')}, "")
    editor.beautify()
    assert editor.value().body.text == '{\n  "a": 1.10,\n  "b": 1e400,\n  "c": {{v}}\n}'
    editor.undo()
    assert editor.value().body.text == '{"a":1.10,"b":1e400,"c":{{v}}}'


def test_a_pasted_curl_command_becomes_the_request(editor, qtbot) -> None:
    data = QMimeData()
    data.setText("curl -X POST https://example.com/a -H 'X-A: 1' -d 'q=1'")
    with qtbot.waitSignal(editor.curl_pasted):
        editor.bar.url.insertFromMimeData(data)
    assert (editor.value().method, editor.value().url, editor.value().name) == ("POST", "https://example.com/a", "List")
    editor.undo()
    assert editor.value() == A_REQUEST


def test_a_pasted_url_of_several_lines_becomes_one(editor) -> None:
    editor.bar.url.selectAll()
    data = QMimeData()
    data.setText("  https://example.com/a\n")
    editor.bar.url.insertFromMimeData(data)
    assert editor.value().url == "https://example.com/a"


def test_enter_and_the_button_send_and_then_cancel(editor, qtbot) -> None:
    with qtbot.waitSignal(editor.send_requested):
        qtbot.keyClick(editor.bar.url, Qt.Key.Key_Return)
    editor.set_sending(True)
    editor.set_elapsed(1500)
    assert "1.5" in editor.bar.send.text()
    with qtbot.waitSignal(editor.cancel_requested):
        editor.bar.send.click()


def test_any_method_can_be_typed(editor, qtbot) -> None:
    editor.bar.method.line.selectAll()
    qtbot.keyClicks(editor.bar.method.line, "Purge")
    assert editor.value().method == "Purge"
    editor.undo()
    assert editor.value().method == "GET"
    assert editor.bar.method.currentText() == "GET"


def test_inherited_headers_and_auth_say_where_they_come_from(editor) -> None:
    editor.strip.select("headers")
    page = editor.page("headers")
    assert isinstance(page, HeadersPage)
    assert [(row.name, row.header.source) for row in page.automatic.rows()] == [("X-Version", "Pets")]
    editor.strip.select("auth")
    assert "API" in editor.page("auth").strip.text.text()


def test_code_says_that_it_does_not_run_yet(editor) -> None:
    assert editor._code_note.isHidden()
    editor.apply({"scripts": (Script("tests", "x"),)}, "")
    assert not editor._code_note.isHidden()
    assert "List" in editor._code_text.text()


def test_badges_count_what_is_there(editor) -> None:
    assert editor.strip._badges == {
        "params": 2,
        "auth": False,
        "headers": 1,
        "body": True,
        "scripts": False,
        "vars": 0,
        "docs": False,
        "examples": 0,
        "settings": False,
    }


def test_the_tab_comes_back_after_a_restart(editor, ui, qtbot) -> None:
    editor.strip.select("docs")
    other = RequestEditor(ui)
    qtbot.addWidget(other)
    other.restore_state(editor.state())
    assert other.strip.current_id == "docs"


def test_a_theme_change_reaches_every_tab(editor, theme) -> None:
    for tab in ("params", "auth", "headers", "body", "scripts", "vars", "docs", "settings"):
        editor.strip.select(tab)
    theme.set_mode("dark")
    QApplication.processEvents()
    assert theme.hex("GET") in editor.bar.method.styleSheet()


def test_every_control_has_a_name(editor) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTabBar

    for tab in ("params", "auth", "headers", "body", "scripts", "vars", "docs", "settings"):
        editor.strip.select(tab)
    editor.apply({"auth": Auth("basic", {})}, "")
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QTabBar)
        for widget in editor.findChildren(kind)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.parent().inherits("QComboBoxPrivateContainer")
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not nameless, ", ".join(nameless)


def test_no_variable_is_said_to_be_missing_before_it_is_known_what_is_around(ui, qtbot) -> None:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.load(A_REQUEST, None)
    assert made.source.is_known("base")
    made.set_surroundings(Surroundings())
    assert not made.source.is_known("base")
    made.set_surroundings(AROUND)
    assert made.source.is_known("base")
