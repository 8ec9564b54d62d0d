"""The mark at an error in the text."""

from curlew.ui.widgets.code_editor.editor import CodeEditor, Fault
from curlew.ui.widgets.variables import VariableSource


def test_an_error_is_marked_at_its_place_with_its_message_until_it_is_gone(theme, qtbot) -> None:
    editor = CodeEditor(theme, VariableSource(), "json")
    qtbot.addWidget(editor)
    editor.resize(400, 120)
    editor.set_text('{\n  "a": x\n}')
    editor.show()
    plain = editor.viewport().grab().toImage()
    editor.set_fault(Fault(9, "A value is missing.", 9))
    marked = editor.viewport().grab().toImage()
    wave = editor.cursorRect(_cursor_at(editor, 9)).bottom()
    assert any(plain.pixel(x, y) != marked.pixel(x, y) for x in range(plain.width()) for y in range(wave - 2, wave + 1))
    assert any(plain.pixel(x, y) != marked.pixel(x, y) for x in range(200, 380) for y in range(wave - 10, wave))
    editor.set_fault(None)
    assert editor.viewport().grab().toImage() == plain


def _cursor_at(editor, position):
    cursor = editor.textCursor()
    cursor.setPosition(position)
    return cursor
