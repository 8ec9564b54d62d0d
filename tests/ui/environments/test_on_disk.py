"""Panel and editor over the real session: environments are files."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from curlew.model.tree import ROOT
from curlew.model.variables import Environment, Variable
from curlew.storage.drafts import Drafts
from curlew.ui.documents.conflict import MINE, ConflictDialog
from curlew.ui.environments.editor import EnvironmentEditor
from curlew.ui.environments.panel import EnvironmentsPanel
from curlew.ui.environments.selector import EnvironmentSelector
from helpers.looping import run


@pytest.fixture
def owner(session):
    return run(session.add_collection("Shop"))


def editor_for(ui, qtbot, owner, file):
    editor = EnvironmentEditor(ui, owner, file)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def settle(qtbot, panel):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not panel._tasks.running)


def test_made_named_used_and_deleted_and_back(ui, session, owner, qtbot, notices):
    panel = EnvironmentsPanel(ui)
    qtbot.addWidget(panel)
    panel.show()
    panel.add(owner)
    settle(qtbot, panel)
    field = panel.view.findChild(QLineEdit, "RenameField")
    field.setText("Staging: 1/2")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, panel)
    (file,) = session.environments(owner)
    assert file.name == "Staging: 1/2"
    panel.use(panel.view.current_row())
    assert session.active_environment(owner) == "Staging: 1/2"
    before = file.path.read_bytes()
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    settle(qtbot, panel)
    assert not session.environments(owner)
    notices.acts[-1]()
    settle(qtbot, panel)
    (file,) = session.environments(owner)
    assert file.path.read_bytes() == before
    assert session.active_environment(owner) == "Staging: 1/2"


def test_secret_values_never_reach_the_file(ui, session, owner, qtbot):
    value = Environment("Test", variables=(Variable("token", "plain"),))
    editor = editor_for(ui, qtbot, owner, run(session.add_environment(owner, value)))
    columns = [column.id for column in editor.table.cells.shape.columns]
    editor.table.cells.setData(editor.table.cells.index(0, columns.index("secret")), "1")
    editor.table.cells.setData(editor.table.cells.index(0, columns.index("value")), "s3cret")
    run(editor.save())
    text = editor.file.path.read_text()
    assert "s3cret" not in text
    assert "plain" not in text
    assert session.secret_value(owner, "Test", "token") == "s3cret"
    assert not [path for path in session.profile.state.parent.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]


def test_a_file_changed_by_others_is_not_overwritten_unasked(ui, session, owner, qtbot):
    value = Environment("Test", variables=(Variable("a", "1"),))
    editor = editor_for(ui, qtbot, owner, run(session.add_environment(owner, value)))
    theirs = "name: Test\nvariables:\n  - name: a\n    value: theirs\n  - name: b\n    value: new\n"
    editor.file.path.write_text(theirs)
    editor.table.cells.setData(editor.table.cells.index(0, 2), "mine")
    editor._save_clicked()
    qtbot.waitUntil(lambda: editor.findChild(ConflictDialog) is not None)
    assert editor.file.path.read_text() == theirs
    editor.findChild(ConflictDialog).done(MINE)
    qtbot.waitUntil(lambda: not editor.is_dirty)
    assert "mine" in editor.file.path.read_text()


def test_an_environment_of_the_workspace(ui, session, qtbot):
    editor = editor_for(ui, qtbot, ROOT, run(session.add_environment(ROOT, Environment("Globals"))))
    editor.table.cells.setData(editor.table.cells.index(0, 1), "region")
    run(editor.save())
    assert session.environments(ROOT)[0].value.variables[0].name == "region"


def test_an_open_editor_outlives_its_collection(ui, session, owner, qtbot):
    editor = editor_for(ui, qtbot, owner, run(session.add_environment(owner, Environment("Test"))))
    selector = EnvironmentSelector(ui)
    qtbot.addWidget(selector)
    selector.set_collection(owner)
    run(session.remove([owner]))
    editor.table.cells.setData(editor.table.cells.index(0, 1), "typed")
    session.set_active_environment(ROOT, "none")
    assert editor.is_dirty
    assert selector.text() == "No environment"
    run(session.undo())
    run(editor.save())
    assert session.environments(owner)[0].value.variables[0].name == "typed"


def test_an_environment_deleted_while_it_is_edited_is_made_again(ui, session, owner, qtbot):
    file = run(session.add_environment(owner, Environment("Test")))
    editor = editor_for(ui, qtbot, owner, file)
    editor.table.cells.setData(editor.table.cells.index(0, 1), "typed")
    run(session.remove_environment(owner, file))
    run(editor.save())
    assert session.environments(owner)[0].value.variables[0].name == "typed"


def test_A06_drafts_of_environments_survive_a_crash_without_secrets(ui, session, owner, qtbot):
    value = Environment("Test", variables=(Variable("token", secret=True),))
    file = run(session.add_environment(owner, value))
    editor = editor_for(ui, qtbot, owner, file)
    editor.table.cells.setData(editor.table.cells.index(0, 2), "s3cret")
    editor.table.cells.setData(editor.table.cells.index(1, 1), "typed")
    assert run(asyncio.to_thread(session.drafts.flush))
    (kept,) = session.profile.drafts.glob("*.json")
    assert "typed" in kept.read_text()
    assert "s3cret" not in kept.read_text()
    assert Drafts(session.profile.drafts).load()[0].value == editor.value()


def test_a_broken_file_says_why_and_is_shown_when_it_is_mended(ui, session, owner, qtbot):
    file = run(session.add_environment(owner, Environment("Test")))
    file.path.write_text("name: Test\nvariables:\n\t- name: a\n")
    run(session.reread(owner))
    (file,) = session.environments(owner)
    editor = editor_for(ui, qtbot, owner, file)
    assert editor._trouble.isVisible()
    assert "line 3" in editor._reason.text()
    assert not editor.table.isEnabled(), "saving would replace what cannot be read"
    file.path.write_text("name: Test\nvariables:\n  - name: a\n    value: b\n")
    editor._read_again()
    qtbot.waitUntil(lambda: editor.table.isEnabled())
    assert not editor._trouble.isVisible()
    assert editor.value().variables[0].name == "a"


def test_a_file_broken_by_others_while_edited_is_not_replaced(ui, session, owner, qtbot, notices):
    editor = editor_for(ui, qtbot, owner, run(session.add_environment(owner, Environment("Test"))))
    editor.table.cells.setData(editor.table.cells.index(0, 1), "typed")
    broken = "name: Test\nvariables:\n\t- name: a\n"
    editor.file.path.write_text(broken)
    editor._save_clicked()
    qtbot.waitUntil(lambda: editor.findChild(ConflictDialog) is not None)
    editor.findChild(ConflictDialog).done(0)
    qtbot.waitUntil(lambda: not editor._tasks.running)
    assert editor.file.path.read_text() == broken
    assert editor.is_dirty
