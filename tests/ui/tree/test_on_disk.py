"""The panel over the real session: what is done in the tree is on the disk, and comes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from curlew.model.request import Folder, Request
from curlew.model.tree import ROOT
from curlew.ui.tree.panel import CollectionsPanel
from helpers.looping import run


@pytest.fixture
def panel(ui, qtbot):
    panel = CollectionsPanel(ui)
    qtbot.addWidget(panel)
    panel.resize(270, 600)
    panel.show()
    return panel


def settle(qtbot, panel):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not panel.commands._tasks.running)


def type_name(qtbot, panel, name):
    settle(qtbot, panel)
    field = panel.view.findChild(QLineEdit, "RenameField")
    field.setText(name)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, panel)


def files(session):
    return sorted(str(path.relative_to(session.folder)) for path in session.folder.rglob("*.yml"))


def names(session, parent):
    return [session.tree[child].name for child in session.tree.child_ids(parent)]


def test_a_day_in_the_tree_by_keyboard(panel, session, qtbot):
    panel.new_collection()
    type_name(qtbot, panel, "Shop / <b>")
    panel.new_folder()
    type_name(qtbot, panel, "Pets")
    panel.new_request()
    type_name(qtbot, panel, "CON")
    (shop,) = session.tree.child_ids(ROOT)
    (pets,) = session.tree.child_ids(shop)
    assert names(session, shop) == ["Pets"]
    assert names(session, pets) == ["CON"]
    assert panel.model.data(panel.model.index_of(shop)) == "Shop / <b>"
    before = files(session)

    qtbot.keyClick(panel.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, panel)
    assert len(names(session, pets)) == 2
    assert len(files(session)) == len(before) + 1

    panel.view.select([pets])
    qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
    settle(qtbot, panel)
    assert names(session, shop) == []

    for _step in range(2):
        qtbot.keyClick(panel.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, panel)
    assert names(session, pets) == ["CON"]
    assert files(session) == before


def test_a_drop_moves_files_between_collections_and_back(panel, session, qtbot):
    one, two = run(session.add_collection("One")), run(session.add_collection("Two"))
    inside = run(session.add_folder(two, Folder("Inside")))
    ids = [run(session.add_request(one, Request(name=name))) for name in ("a", "b", "c")]
    start = files(session)
    data = panel.model.mimeData([panel.model.index_of(n) for n in (ids[0], ids[2])])
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, 0, panel.model.index_of(inside))
    settle(qtbot, panel)
    assert (names(session, one), names(session, inside)) == (["b"], ["a", "c"])
    assert panel.selected_ids() == [ids[0], ids[2]]
    panel.undo()
    settle(qtbot, panel)
    assert (names(session, one), files(session)) == (["a", "b", "c"], start)
    assert panel.selected_ids() == [ids[0], ids[2]], "what came back, not the folders that it came from"


def test_a_copy_by_drag_goes_between_collections(panel, session, qtbot):
    one, two = run(session.add_collection("One")), run(session.add_collection("Two"))
    made = run(session.add_request(one, Request(name="a", url="http://x")))
    panel.commands.copy_to([made], two, 0)
    settle(qtbot, panel)
    assert names(session, one) == ["a"]
    (copy,) = session.tree.child_ids(two)
    assert run(session.load(copy)).value.url == "http://x"


def test_a_broken_file_from_outside_shows_its_line(panel, session, qtbot):
    one = run(session.add_collection("One"))
    made = run(session.add_request(one, Request(name="a")))
    session.tree[made].path.write_text("info:\n  name: a\n\ttype: http\n")
    run(session.reread(one))
    item = session.tree[made]
    assert item.problem
    assert "a" in panel.model.data(panel.model.index_of(made), Qt.ItemDataRole.AccessibleTextRole)
    assert not panel.grab().isNull()


def test_what_stands_open_comes_back_after_opening_the_workspace_again(panel, session, qtbot):
    one = run(session.add_collection("One"))
    folder = run(session.add_folder(one, Folder("F")))
    run(session.add_request(folder, Request(name="a")))
    panel.view.expandAll()
    state = panel.state()
    run(session.open_workspace())
    (one,) = session.tree.child_ids(ROOT)
    (folder,) = session.tree.child_ids(one)
    panel.restore_state(state)
    assert panel.view.isExpanded(panel.model.index_of(folder))
