from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from curlew.ui.widgets.code_editor import CodeEditor, CodePane
from curlew.ui.widgets.code_editor.beautify import Beautified
from curlew.ui.widgets.code_editor.brackets import matching_bracket
from curlew.ui.widgets.code_editor.colours import JsonColours, LexedColours
from curlew.ui.widgets.code_editor.soft_breaks import LONGEST, SoftBreaks
from curlew.ui.widgets.variables import VariableSource

LONG = json.dumps({f"key{n}": 'value with "quotes" and \\ slashes' * (n % 5) for n in range(400)}, separators=(",", ":"))


@pytest.fixture
def editor(theme, qtbot) -> Iterator[CodeEditor]:
    made = CodeEditor(theme, VariableSource(), "json")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.setFocus()
    QApplication.processEvents()
    yield made
    made.hide()


def put_caret(editor: CodeEditor, position: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(position)
    editor.setTextCursor(cursor)


def select(editor: CodeEditor, start: int, end: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


@pytest.mark.parametrize(
    "text",
    ["", "a\r\nb\r\n", "a\rb\n", "a\u2028b\u2029c", "nbsp\u00a0", "tab\t \n\n", "😀\x00\ufffc", "a\u2060b\u200b", LONG, LONG + "\n" + LONG],
)
def test_every_body_comes_back_as_it_was(editor, text) -> None:
    editor.set_text(text)
    assert editor.text() == text


LARGE_TEXTS = {
    "lines": json.dumps([{"id": n, "name": f"pet 😀 {n}"} for n in range(9000)], indent=1, ensure_ascii=False),
    "one line": json.dumps([{"id": n, "name": f"pet {n}"} for n in range(9000)]),
    "both, CR LF": "\r\n".join(["short"] * 9000 + ["x" * 90_000] + ["short"] * 9000),
}


@pytest.mark.parametrize("text", LARGE_TEXTS.values(), ids=LARGE_TEXTS)
def test_a_large_text_comes_in_slices_and_is_read_whole_at_any_time(editor, qtbot, text) -> None:
    editor.set_text(text)
    assert not editor.is_whole
    assert editor.text() == text
    assert editor.blockCount() > 1
    qtbot.waitUntil(lambda: editor.is_whole)
    assert editor.text() == text
    assert editor.document().toRawText() != ""
    assert editor.textCursor().position() == 0
    editor.finish()
    assert editor.text() == text


@pytest.mark.parametrize("text", LARGE_TEXTS.values(), ids=LARGE_TEXTS)
@pytest.mark.parametrize("other", ["", "{}", '[{"id": 0, "name": "😀 not a pet"}]' * 4000], ids=["empty", "small", "large"])
def test_a_large_text_gives_way_to_another_before_and_after_it_is_there(editor, qtbot, text, other) -> None:
    editor.set_text(text)
    editor.set_text(other)
    editor.finish()
    assert (editor.is_whole, editor.text()) == (True, other)
    editor.set_text(text)
    qtbot.waitUntil(lambda: editor.is_whole)
    assert editor.text() == text
    editor.set_text(other)
    assert editor.text() == other
    qtbot.waitUntil(lambda: editor.is_whole)
    assert editor.text() == other


def test_a_key_that_comes_while_a_large_text_is_put_in_is_not_lost(editor, qtbot) -> None:
    edits = []
    editor.text_edited.connect(lambda: edits.append(len(editor.text())))
    text = LARGE_TEXTS["one line"]
    editor.set_text(text)
    assert not editor.is_whole
    assert not edits
    qtbot.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, "!")
    assert editor.text() == text + "!"
    assert edits == [len(text) + 1]
    editor.set_text("")
    editor.set_text(text)
    assert not editor.is_whole
    qtbot.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton)
    assert editor.is_whole


def test_pasting_and_marking_wait_for_the_rest_of_a_large_text(theme, qtbot) -> None:
    pane = CodePane(theme, VariableSource(), "json", "Body")
    qtbot.addWidget(pane)
    text = LARGE_TEXTS["lines"] + "nonsense"
    pane.set_text(text)
    assert not pane.editor.is_whole
    with qtbot.waitSignal(pane.faulted, timeout=10_000):
        pass
    qtbot.waitUntil(lambda: pane.is_settled)
    assert pane.editor.error_block() == pane.editor.blockCount() - 1
    pane.set_text(LARGE_TEXTS["one line"])
    pane.editor.insert_text("{{a}}")
    assert "{{a}}" in pane.text()
    assert pane.text().replace("{{a}}", "") == LARGE_TEXTS["one line"]
    pane._checker.stop()


def test_a_large_text_is_beautified_in_slices_unless_another_is_typed_meanwhile(theme, qtbot) -> None:
    pane = CodePane(theme, VariableSource(), "json", "Body")
    qtbot.addWidget(pane)
    pane.set_text(LARGE_TEXTS["one line"])
    pane.beautify()
    assert not pane.is_settled
    with qtbot.waitSignal(pane.text_edited):
        pass
    assert json.loads(pane.text()) == json.loads(LARGE_TEXTS["one line"])
    assert pane.text().startswith('[\n  {\n    "id": 0,')
    pane.set_text(LARGE_TEXTS["one line"])
    pane.beautify()
    pane.editor.insert_text(" ")
    typed = pane.text()
    qtbot.waitUntil(lambda: pane.is_settled)
    assert pane.text() == typed
    pane._checker.stop()


def test_long_lines_are_broken_for_display_only(editor) -> None:
    editor.set_text("{\n" + LONG + "\n}")
    assert editor.blockCount() > 10
    assert max(editor.document().findBlockByNumber(n).length() for n in range(editor.blockCount())) < LONGEST
    assert [editor.line_number(0), editor.line_number(1), editor.line_number(editor.blockCount() - 1)] == [1, 2, 3]
    editor.selectAll()
    assert editor.selected_text() == editor.text()


def test_typing_around_a_soft_break_changes_what_it_says(editor, qtbot) -> None:
    editor.set_text(LONG)
    second = editor.document().findBlockByNumber(1).position()
    first_length = second - 2
    put_caret(editor, second)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text() == LONG[: first_length - 1] + LONG[first_length:]
    qtbot.keyClick(editor, Qt.Key.Key_End)
    qtbot.keyClicks(editor, LONG[first_length - 1])
    assert editor.text() == LONG
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.text() == LONG[:first_length] + LONG[first_length + 1 :]


def test_a_line_break_inside_a_broken_line_is_one(editor, qtbot) -> None:
    editor.set_language("text")
    editor.set_text("x" * 3000)
    put_caret(editor, 100)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "x" * 100 + "\n" + "x" * 2900


def test_deleting_over_a_soft_break_keeps_the_rest(editor, qtbot) -> None:
    editor.set_text(LONG)
    second = editor.document().findBlockByNumber(1).position()
    select(editor, second - 12, second + 10)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.text() == LONG[: second - 12] + LONG[second + 8 :]


TEXTS = st.lists(st.sampled_from(['"', "\\", ",", "{", "}", "a" * 90, " " * 70, "é", '"k":', "😀" * 60]), max_size=60).map("".join)


@given(TEXTS, st.integers(0, 3))
def test_breaking_and_joining_is_lossless(text, lines) -> None:
    text = "\n".join([text] * (lines + 1))
    breaks = SoftBreaks.for_text(text)
    assert breaks.joined(breaks.broken(text), "\n") == text


def test_breaks_stand_between_tokens_where_they_can() -> None:
    text = "[" + ",".join(f'"{n:05},{{"' for n in range(500)) + "]"
    breaks = SoftBreaks.for_text(text)
    broken = breaks.broken(text)
    assert breaks.outside in broken
    assert breaks.inside not in broken
    assert breaks.inside in breaks.broken('"' + "x" * 5000 + '"')


def test_enter_keeps_the_indentation_and_opens_a_pair(editor, qtbot) -> None:
    editor.set_text('  {"a": {}}')
    put_caret(editor, 9)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == '  {"a": {\n    \n  }}'
    qtbot.keyClicks(editor, "1")
    assert editor.text() == '  {"a": {\n    1\n  }}'


def test_tab_and_shift_tab_indent_lines(editor, qtbot) -> None:
    editor.set_text("a\nb\nc")
    select(editor, 0, 3)
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.text() == "  a\n  b\nc"
    qtbot.keyClick(editor, Qt.Key.Key_Backtab)
    assert editor.text() == "a\nb\nc"


@pytest.mark.parametrize(
    ("language", "commented"), [("javascript", "// a\n  // b"), ("graphql", "# a\n  # b"), ("xml", "<!-- a -->\n  <!-- b -->")]
)
def test_lines_are_commented_out_and_in_again(editor, qtbot, language, commented) -> None:
    editor.set_language(language)
    editor.set_text("a\n  b")
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == commented
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "a\n  b"


def test_brackets_find_their_partners(editor) -> None:
    editor.set_text("{ [ (😀) ] }")
    assert matching_bracket(editor.document(), 0) == (0, 11)
    assert matching_bracket(editor.document(), 8) == (7, 4)
    assert matching_bracket(editor.document(), 2) == (2, 9)
    editor.set_text("{ x")
    assert matching_bracket(editor.document(), 0) == ()


def test_pasting_makes_lines_of_every_kind_of_break(editor) -> None:
    data = QMimeData()
    data.setText("a\r\nb\rc")
    editor.insertFromMimeData(data)
    assert editor.text() == "a\nb\nc"


def test_json_is_coloured_line_by_line() -> None:
    spans = JsonColours().spans(0, '"k": [1.5e3, true, "s"]', False)
    assert [token for _start, _end, token in spans] == ["key", "number", "keyword", "string"]
    assert JsonColours().spans(0, 'rest", 1]', True)[0] == (0, 5, "string")


def test_other_languages_are_lexed_whole(qtbot, qapp) -> None:
    ready = []
    colours = LexedColours("javascript", lambda: "/* a\nb */ const x = 1", lambda: ready.append(1), qapp)
    colours.lex(at_once=True)
    qtbot.waitUntil(lambda: bool(ready))
    assert colours.spans(1, "b */ const x = 1", False)[0] == (0, 4, "comment")
    colours.stop()
    colours.deleteLater()


def test_showing_a_text_is_no_edit(editor, theme) -> None:
    edits = []
    editor.text_edited.connect(lambda: edits.append(1))
    editor.set_text(LONG)
    theme.set_mode("dark")
    QApplication.processEvents()
    editor.grab()
    assert edits == []


@pytest.fixture
def pane(theme, qtbot) -> Iterator[CodePane]:
    made = CodePane(theme, VariableSource(), "json", "Body")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    QApplication.processEvents()
    yield made
    made.hide()


def test_the_error_is_marked_after_a_pause(pane, qtbot) -> None:
    pane.set_text('{"a": 1}')
    assert pane._bar.isHidden()
    pane.editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(pane.editor, "x")
    qtbot.waitUntil(lambda: not pane._bar.isHidden())
    assert pane.editor.error_block() == 0
    pane.set_language("text")
    assert pane._bar.isHidden()


def test_find_and_replace(pane, qtbot) -> None:
    pane.set_text("one two One")
    pane.open_find()
    bar = pane._find
    bar.wanted.setText("one")
    assert bar._count.text() == "1 of 2"
    qtbot.keyClick(bar.wanted, Qt.Key.Key_Return)
    assert bar._count.text() == "2 of 2"
    bar.replacement.setText("1")
    edits = []
    pane.text_edited.connect(lambda: edits.append(pane.text()))
    bar._replace_all()
    assert pane.text() == "1 two 1"
    assert edits[-1] == "1 two 1"
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_beautifying_changes_blanks_only() -> None:
    work = Beautified("json", '{"a":{{v}},"b":[1.0,"\\u00e9"]}')
    assert all(step is None for step in work.steps())
    assert work.result == '{\n  "a": {{v}},\n  "b": [\n    1.0,\n    "\\u00e9"\n  ]\n}'
