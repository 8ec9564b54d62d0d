"""The Examples tab: the list, the editor of one, and that every change is one step of the request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from curlew.model.body import RawBody
from curlew.model.request import Example, Request
from curlew.model.rows import Row
from curlew.storage.opencollection.example_edits import body_text, header_rows
from curlew.storage.opencollection.examples import answer_in, asked_in, note_of
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.pages.examples_page import ExamplesPage


def an_example(name: str, status: int = 200, body: str = '{"id": 1}', **fields: object) -> Example:
    response = {"status": status, "statusText": "OK", "headers": [{"name": "X-A", "value": "1"}], "body": {"type": "json", "data": body}}
    asked = {"url": "{{base}}/pets/1", "method": "GET", "body": {"type": "json", "data": "{}"}}
    return Example(name, {**fields, "request": asked, "response": response})


PETS = Request(
    name="Pets",
    url="{{base}}/pets",
    body=RawBody("json", "{}"),
    examples=(an_example("found", description="# Found\nthe usual"), an_example("gone", 404), Example("odd", {"response": "x", "mine": 1})),
)


@pytest.fixture
def editor(ui, qtbot) -> Iterator[RequestEditor]:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.load(PETS, None)
    made.resize(1000, 500)
    made.show()
    made.strip.select("examples")
    QApplication.processEvents()
    yield made
    made.hide()


@pytest.fixture
def page(editor: RequestEditor) -> ExamplesPage:
    return editor.examples


def names(editor: RequestEditor) -> list[str]:
    return [example.name for example in editor.request.examples]


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def clear_and_type(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_the_tab_counts_them_and_the_list_tells_them_apart(editor: RequestEditor, page: ExamplesPage) -> None:
    model = page.list.model()
    assert [model.index(n, 0).data() for n in range(model.rowCount())] == ["found", "gone", "odd"]
    told = [str(model.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(3)]
    assert told == ["found, 200, Found the usual", "gone, 404", "odd, no status"]
    editor.apply({"examples": ()}, "")
    assert page.list.model().rowCount() == 0


def test_an_example_is_shown_with_all_that_it_holds(page: ExamplesPage) -> None:
    form = page.form
    assert (form.name.text(), form.status.text(), form.reason.text()) == ("found", "200", "OK")
    assert form.body.code.text() == '{"id": 1}'
    assert form.headers.rows() == (Row("X-A", "1"),)
    assert (form.asked.method.text(), form.asked.url.field.text()) == ("GET", "{{base}}/pets/1")
    assert form.asked.code.text() == "{}"
    assert form.note.text() == "# Found\nthe usual"
    press(page.list, Qt.Key.Key_Down)
    assert (form.name.text(), form.status.text()) == ("gone", "404")


def test_each_part_is_edited_as_a_step_that_can_be_undone(editor: RequestEditor, page: ExamplesPage) -> None:
    form = page.form
    clear_and_type(form.status, "201")
    clear_and_type(form.reason, "Created")
    clear_and_type(form.name, "made")
    form.body.code.pane.editor.insertPlainText(" ")
    answer = answer_in(editor.request.examples[0])
    assert answer is not None
    assert (answer.status, answer.reason, editor.request.examples[0].name) == (201, "Created", "made")
    assert body_text(editor.request.examples[0]) == ("json", ' {"id": 1}')
    for _step in range(10):
        editor.undo()
    assert editor.request == PETS
    assert (form.name.text(), form.status.text(), form.body.code.text()) == ("found", "200", '{"id": 1}')
    editor.redo()
    assert editor.request != PETS


def test_a_status_that_is_being_typed_is_left_alone(editor: RequestEditor, page: ExamplesPage) -> None:
    field = page.form.status
    field.setFocus()
    field.selectAll()
    press(field, Qt.Key.Key_Backspace)
    assert field.text() == ""
    QTest.keyClicks(field, "99x9")
    assert field.text() == "999"
    assert answer_in(editor.request.examples[0]).status == 999  # type: ignore[union-attr]


def test_what_was_asked_is_edited_too(editor: RequestEditor, page: ExamplesPage) -> None:
    asked = page.form.asked
    clear_and_type(asked.method, "PUT")
    asked.url.field.set_text("http://x/")
    asked.url.field.text_edited.emit()
    asked.code.pane.editor.insertPlainText("  ")
    found = asked_in(editor.request.examples[0])
    assert (found.method, found.url, found.body) == ("PUT", "http://x/", RawBody("json", "  {}"))
    asked.take.click()
    assert asked_in(editor.request.examples[0]).url == "{{base}}/pets"


def test_headers_are_edited_in_their_table(editor: RequestEditor, page: ExamplesPage) -> None:
    headers = page.form.headers
    headers.set_rows((Row("X-A", "2"), Row("X-B", "3")))
    headers.table.edited.emit("")
    assert header_rows(editor.request.examples[0]) == (Row("X-A", "2"), Row("X-B", "3"))


def test_broken_json_is_told_and_kept(editor: RequestEditor, page: ExamplesPage, qtbot) -> None:
    page.form.body.code.pane.editor.insertPlainText("{")
    assert body_text(editor.request.examples[0])[1] == '{{"id": 1}'
    qtbot.waitUntil(lambda: page.form.body.code.pane.fault_note.isVisible(), timeout=2000)
    assert "Sent" not in page.form.body.code.pane.fault_note.text()


def test_the_kind_changes_how_the_body_is_kept(editor: RequestEditor, page: ExamplesPage) -> None:
    kind = page.form.body.kind
    kind.setCurrentIndex(kind.findData("binary"))
    kind.activated.emit(kind.currentIndex())
    assert body_text(editor.request.examples[0]) == ("binary", "eyJpZCI6IDF9")
    assert page.form.body.code.text() == "eyJpZCI6IDF9"
    editor.undo()
    assert page.form.body.kind.currentData() == "json"


def test_order_changes_by_keys(editor: RequestEditor, page: ExamplesPage) -> None:
    page.list.setFocus()
    press(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(editor) == ["gone", "found", "odd"]
    assert page.form.name.text() == "found", "the one that was moved stays chosen"
    press(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(page.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(editor) == ["found", "gone", "odd"]


def test_names_are_changed_in_the_list(editor: RequestEditor, page: ExamplesPage) -> None:
    page.list.setFocus()
    press(page.list, Qt.Key.Key_F2)
    field = page.list.findChild(QLineEdit)
    assert field is not None
    field.setText("other")
    press(field, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert names(editor) == ["other", "gone", "odd"]
    assert note_of(editor.request.examples[0]).content.startswith("# Found")
    assert page.form.name.text() == "other"


def test_an_example_is_doubled_and_deleted_and_comes_back(editor: RequestEditor, page: ExamplesPage, notices) -> None:
    page.list.setFocus()
    press(page.list, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert names(editor) == ["found", "found (2)", "gone", "odd"]
    assert page.form.name.text() == "found (2)"
    press(page.list, Qt.Key.Key_Delete)
    assert names(editor) == ["found", "gone", "odd"]
    act = notices.acts[-1]
    assert act is not None
    act()
    act()
    assert names(editor) == ["found", "found (2)", "gone", "odd"]
    editor.undo()
    editor.undo()
    editor.undo()
    assert editor.request == PETS


def test_the_last_one_deleted_leaves_the_way_to_a_first_one(editor: RequestEditor, page: ExamplesPage) -> None:
    for _each in range(3):
        page.act("delete")
    assert page.new_button.isVisible()
    assert not page.save_button.isEnabled()
    editor.set_has_response(True)
    assert page.save_button.isEnabled()
    page.new_button.click()
    (made,) = editor.request.examples
    assert answer_in(made).body == b"{}"  # type: ignore[union-attr]
    assert QApplication.focusWidget() is page.form.name
    QTest.keyClicks(page.form.name, "first")
    assert names(editor) == ["first"]


def test_what_needs_a_response_waits_for_one(editor: RequestEditor, page: ExamplesPage) -> None:
    assert (page.form.can("compare"), page.form.can("show"), page.form.can("reset")) == (False, True, True)
    editor.set_has_response(True)
    assert page.form.can("compare")
    assert page.form.compare_button.isEnabled()
    editor.apply({"examples": (Example("bare", {"request": {"url": "x"}}),)}, "")
    assert not page.form.can("show")
    assert not page.form.show_button.isEnabled()


def test_unknown_parts_of_an_example_stay(editor: RequestEditor, page: ExamplesPage) -> None:
    page.choose(2)
    clear_and_type(page.form.status, "500")
    odd = editor.request.examples[2]
    assert odd.fields["mine"] == 1
    assert answer_in(odd).status == 500  # type: ignore[union-attr]


def test_undo_leads_to_the_example_and_the_part_that_changed(editor: RequestEditor, page: ExamplesPage) -> None:
    page.choose(1)
    page.form.asked.method.setFocus()
    clear_and_type(page.form.asked.method, "PUT")
    page.choose(0)
    editor.strip.select("params")
    editor.undo()
    assert editor.strip.current_id == "examples"
    assert page.form.name.text() == "gone"
    assert page.form.parts.current == "asked"


def test_typing_a_large_body_is_told_after_a_pause_and_never_lost(editor: RequestEditor, page: ExamplesPage, qtbot) -> None:
    large = an_example("large", 200, '"' + "x\\n" * 150_000 + '"')
    editor.apply({"examples": (large, an_example("other"))}, "")
    qtbot.waitUntil(lambda: page.form.body.code.pane.is_settled, timeout=5000)
    page.form.body.code.pane.editor.insertPlainText(" ")
    assert editor.request.examples[0] is large
    page.choose(1)
    assert body_text(editor.request.examples[0])[1].endswith(" ")
    assert body_text(editor.request.examples[1])[1] == '{"id": 1}'


def test_a_narrow_pane_puts_the_list_above(editor: RequestEditor, page: ExamplesPage) -> None:
    editor.resize(420, 500)
    QApplication.processEvents()
    assert page.form.mapTo(page, QPoint()).y() >= page.list.mapTo(page, QPoint(0, page.list.height())).y() - 1
    assert not page.form.compare_button.isVisible()
    assert {entry.objectName() for entry in page.form.make_menu().actions()} >= {"show", "compare", "reset", "replace"}


def test_all_of_it_has_names_for_those_who_cannot_see_it(page: ExamplesPage) -> None:
    seen = [widget for widget in page.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()]
    assert [widget for widget in seen if not widget.accessibleName() and "qt_" not in widget.objectName()] == []
