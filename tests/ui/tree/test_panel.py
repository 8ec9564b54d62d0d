from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu

from curlew.engine.session import Change
from curlew.model.tree import ROOT
from curlew.ui.tree.delegate import tip
from curlew.ui.tree.panel import CollectionsPanel
from curlew.ui.tree.trouble import TroubleCard
from helpers.fake_session import FakeSession, pet_shop
from helpers.ui_over import ui_over


@pytest.fixture
def shop():
    return pet_shop()


@pytest.fixture
def panel(theme, notices, shop, qtbot):
    with ui_over(theme, shop[0], notices) as ui:
        panel = CollectionsPanel(ui)
        qtbot.addWidget(panel)
        panel.resize(270, 700)
        panel.show()
        panel.view.expandAll()
        yield panel


def settle(qtbot, panel):
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not panel.commands._tasks.running)


def names(panel):
    """The names of the rows that can be seen, in order."""
    out, index = [], panel.model.index(0, 0)
    while index.isValid():
        out.append(index.data())
        index = panel.view.indexBelow(index)
    return out


def point_on(panel, item_id) -> QPoint:
    rect = panel.view.visualRect(panel.model.index_of(item_id))
    return QPoint(rect.x() + 100, rect.center().y())


def editor(panel) -> QLineEdit:
    return panel.view.findChild(QLineEdit, "RenameField")


class TestOpening:
    def test_a_click_previews_and_a_double_click_opens(self, panel, shop, qtbot):
        _session, ids = shop
        heard = []
        panel.open_requested.connect(lambda *told: heard.append(told))
        at = point_on(panel, ids["List pets"])
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        qtbot.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert heard == [(ids["List pets"], False), (ids["List pets"], True)]

    def test_enter_opens_and_space_previews(self, panel, shop, qtbot):
        _session, ids = shop
        heard = []
        panel.open_requested.connect(lambda *told: heard.append(told))
        panel.view.select([ids["Create charge"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
        qtbot.keyClick(panel.view, Qt.Key.Key_Space)
        assert heard == [(ids["Create charge"], True), (ids["Create charge"], False)]

    def test_a_click_on_a_folder_opens_and_closes_it(self, panel, shop, qtbot):
        _session, ids = shop
        index = panel.model.index_of(ids["Pets"])
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=point_on(panel, ids["Pets"]))
        assert not panel.view.isExpanded(index)

    def test_arrows_walk_and_fold(self, panel, shop, qtbot):
        _session, ids = shop
        panel.view.select([ids["List pets"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_Left)
        assert panel.view.current_item().name == "Pets"
        qtbot.keyClick(panel.view, Qt.Key.Key_Left)
        assert not panel.view.isExpanded(panel.model.index_of(ids["Pets"]))
        qtbot.keyClick(panel.view, Qt.Key.Key_Right)
        assert panel.view.isExpanded(panel.model.index_of(ids["Pets"]))

    def test_typing_ahead_goes_to_the_name(self, panel, shop, qtbot):
        panel.view.setFocus()
        qtbot.keyClicks(panel.view, "inv")
        assert panel.view.current_item().name == "Inventory by status"


class TestNames:
    def test_f2_renames_in_place(self, panel, shop, qtbot):
        session, ids = shop
        panel.view.select([ids["List pets"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_F2)
        assert editor(panel).text() == "List pets"
        assert editor(panel).selectedText() == "List pets"
        editor(panel).setText("  All pets ")
        qtbot.keyClick(editor(panel), Qt.Key.Key_Return)
        settle(qtbot, panel)
        assert ("rename", ids["List pets"], "All pets") in session.calls
        assert "All pets" in names(panel)

    @pytest.mark.parametrize("name", ["", "   ", "List pets"])
    def test_no_name_or_the_same_asks_for_nothing(self, panel, shop, qtbot, name):
        session, ids = shop
        panel.view.rename(ids["List pets"])
        editor(panel).setText(name)
        qtbot.keyClick(editor(panel), Qt.Key.Key_Return)
        assert not session.calls

    def test_escape_leaves_the_name(self, panel, shop, qtbot):
        session, ids = shop
        panel.view.rename(ids["List pets"])
        editor(panel).setText("Other")
        qtbot.keyClick(editor(panel), Qt.Key.Key_Escape)
        assert not session.calls

    @pytest.mark.parametrize(
        "name",
        ["CON", "a/b\\c", "../../etc", "Ümläut 🐦", "<b>x</b>", "x" * 5000, "a\nb\tc", ".", "עברית", "a\u202eb", "a\ud800b", "{{x}}"],
    )
    def test_B01_any_name_is_handed_over_and_painted(self, panel, shop, qtbot, name):
        session, ids = shop
        panel.model.setData(panel.model.index_of(ids["List pets"]), name)
        settle(qtbot, panel)
        kind, item_id, told = session.calls[-1]
        assert (kind, item_id) == ("rename", ids["List pets"])
        assert told == name.replace("\n", " ").replace("\t", " ")
        assert not panel.grab().isNull()

    def test_a_broken_file_has_no_name_to_change(self, panel, shop):
        _session, ids = shop
        panel.view.rename(ids["pet-photo.yml"])
        assert editor(panel) is None


class TestNew:
    def test_a_request_appears_behind_the_current_one_with_its_name_in_edit(self, panel, shop, qtbot):
        session, ids = shop
        opened = []
        panel.open_requested.connect(lambda *told: opened.append(told))
        panel.view.select([ids["List pets"]])
        panel.new_request()
        settle(qtbot, panel)
        assert session.calls[-1] == ("add_request", ids["Pets"], "New request", 1)
        assert not opened, "the tab would take the focus from the name"
        editor(panel).setText("Feed a pet")
        qtbot.keyClick(editor(panel), Qt.Key.Key_Return)
        settle(qtbot, panel)
        made = session.tree.child_ids(ids["Pets"])[1]
        assert session.tree[made].name == "Feed a pet"
        assert opened == [(made, True)]

    def test_a_folder_goes_into_the_current_folder_under_a_free_name(self, panel, shop, qtbot):
        session, ids = shop
        session.grow(ids["Store"], "folder New folder")
        panel.view.select([ids["Store"]])
        panel.new_folder()
        settle(qtbot, panel)
        assert session.calls[-1] == ("add_folder", ids["Store"], "New folder 2", None)
        assert panel.view.current_item().name == "New folder 2"

    def test_without_a_collection_a_request_brings_one(self, theme, notices, qtbot):
        session = FakeSession()
        with ui_over(theme, session, notices) as ui:
            panel = CollectionsPanel(ui)
            qtbot.addWidget(panel)
            panel.new_request()
            settle(qtbot, panel)
            assert [call[0] for call in session.calls] == ["add_collection", "add_request"]

    def test_a_new_row_is_seen_though_a_filter_would_hide_it(self, panel, shop, qtbot):
        panel.filter_box.setText("inventory")
        panel.new_request()
        settle(qtbot, panel)
        assert "New request" in names(panel)


class TestDelete:
    def test_goes_without_a_question_and_comes_back(self, panel, shop, qtbot, notices):
        session, ids = shop
        panel.view.select([ids["List pets"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_Delete)
        settle(qtbot, panel)
        assert session.calls == [("remove", (ids["List pets"],))]
        assert panel.view.current_item().name == "Create a pet"
        assert notices.shown[0][1] == "List pets was deleted"
        notices.acts[0]()
        settle(qtbot, panel)
        assert panel.view.current_item().id == ids["List pets"]

    def test_the_notice_takes_nothing_else_back(self, panel, shop, qtbot, notices):
        session, ids = shop
        panel.view.select([ids["List pets"]])
        panel.delete()
        settle(qtbot, panel)
        panel.model.setData(panel.model.index_of(ids["Store"]), "Shop")
        settle(qtbot, panel)
        notices.acts[0]()
        settle(qtbot, panel)
        assert session.tree[ids["Store"]].name == "Shop"
        assert notices.shown[-1][1] == "Other changes came after it"

    def test_several_are_one_step(self, panel, shop, qtbot, notices):
        session, ids = shop
        panel.view.select([ids["Pets"], ids["List pets"], ids["Inventory by status"]])
        panel.delete()
        settle(qtbot, panel)
        assert session.calls == [("remove", (ids["Pets"], ids["Inventory by status"]))]
        assert notices.shown[0][1] == "2 items were deleted"

    def test_a_collection_from_elsewhere_only_leaves(self, panel, shop, qtbot, notices, tmp_path):
        session, ids = shop
        session.tree.change(ids["Payments"], path=tmp_path)
        panel.view.select([ids["Payments"]])
        panel.delete()
        settle(qtbot, panel)
        assert notices.shown[0][1:3] == ("Payments left the workspace", "Its files stay where they are.")


class TestCopies:
    def test_ctrl_d_duplicates_and_selects_the_copy(self, panel, shop, qtbot):
        _session, ids = shop
        panel.view.select([ids["List pets"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, panel)
        assert panel.view.current_item().name == "List pets copy"

    def test_copy_and_paste_into_another_collection(self, panel, shop, qtbot):
        session, ids = shop
        panel.view.select([ids["List pets"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "List pets"
        panel.view.select([ids["Create charge"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, panel)
        got = [session.tree[n].name for n in session.tree.child_ids(ids["Payments"])]
        assert got == ["Create charge", "List pets copy"]

    def test_cut_and_paste_moves(self, panel, shop, qtbot):
        session, ids = shop
        panel.view.select([ids["List pets"]])
        panel.commands.cut()
        assert panel.view.rows.dimmed == {ids["List pets"]}
        panel.view.select([ids["Store"]])
        panel.commands.paste()
        settle(qtbot, panel)
        assert session.tree.parents[ids["List pets"]] == ids["Store"]
        assert not panel.view.rows.dimmed

    def test_a_folder_is_not_pasted_into_itself(self, panel, shop, qtbot, notices):
        session, ids = shop
        panel.view.select([ids["Pets"]])
        panel.commands.cut()
        panel.commands.paste()
        settle(qtbot, panel)
        assert not session.calls
        assert notices.shown[0][0] == "warning"

    def test_a_copy_by_drag_lands_before_the_row_it_was_dropped_on(self, panel, shop, qtbot):
        session, ids = shop
        panel.commands.copy_to([ids["List pets"]], ids["Pets"], 2)
        settle(qtbot, panel)
        got = [session.tree[n].name for n in session.tree.child_ids(ids["Pets"])]
        assert got == ["List pets", "Create a pet", "List pets copy", "Update pet", "pet-photo.yml"]


class TestMoves:
    def test_a_drop_moves_and_keeps_the_selection(self, panel, shop, qtbot):
        session, ids = shop
        chosen = [ids["List pets"], ids["Update pet"]]
        data = panel.model.mimeData([panel.model.index_of(n) for n in chosen])
        panel.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, panel.model.index_of(ids["Payments"]))
        settle(qtbot, panel)
        assert session.tree.child_ids(ids["Payments"])[:2] == tuple(chosen)
        assert panel.selected_ids() == chosen

    def test_a_drop_where_it_stands_does_nothing(self, panel, shop, qtbot):
        session, ids = shop
        panel.commands.move([ids["Create a pet"]], ids["Pets"], 2)
        settle(qtbot, panel)
        assert not session.calls

    def test_undo_and_redo_move_the_selection_along(self, panel, shop, qtbot):
        session, ids = shop
        panel.commands.move([ids["List pets"]], ids["Store"], 0)
        settle(qtbot, panel)
        panel.view.select([ids["Payments"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, panel)
        assert session.tree.parents[ids["List pets"]] == ids["Pets"]
        assert panel.view.current_item().name == "List pets"


class TestFilter:
    def test_narrows_marks_and_comes_back_as_it_was(self, panel, shop, qtbot):
        _session, ids = shop
        panel.view.collapse(panel.model.index_of(ids["Store"]))
        before = names(panel)
        panel.filter_box.setText("order")
        qtbot.waitUntil(lambda: names(panel) == ["Petstore API", "Store", "Place an order"])
        panel.filter_box.clear()
        assert names(panel) == before

    def test_keeps_the_selection_where_it_can(self, panel, shop, qtbot):
        _session, ids = shop
        panel.view.select([ids["Place an order"]])
        panel.filter_box.setText("order")
        assert panel.selected_ids() == [ids["Place an order"]]
        panel.filter_box.clear()
        assert panel.selected_ids() == [ids["Place an order"]]

    def test_says_that_nothing_is_found(self, panel, shop, qtbot):
        panel.filter_box.setText("zebra")
        assert panel._nothing.isVisible()
        panel.filter_box.setText("pets")
        assert panel.view.isVisible()

    def test_follows_changes_of_the_tree(self, panel, shop, qtbot):
        session, ids = shop
        panel.filter_box.setText("giraffe")
        session.grow(ids["Pets"], "request GET Giraffe")
        session.changed.announce(Change("tree", (ids["Pets"],)))
        qtbot.waitUntil(lambda: "Giraffe" in names(panel))

    def test_enter_opens_the_first_hit_and_escape_leaves(self, panel, shop, qtbot):
        _session, ids = shop
        panel.focus_filter()
        qtbot.keyClicks(panel.filter_box, "charge")
        with qtbot.waitSignal(panel.open_requested) as caught:
            qtbot.keyClick(panel.filter_box, Qt.Key.Key_Return)
        assert caught.args == [ids["Create charge"], True]
        panel.filter_box.setFocus()
        qtbot.keyClick(panel.filter_box, Qt.Key.Key_Escape)
        assert panel.filter_box.text() == ""


class TestStates:
    def test_an_empty_workspace_says_what_to_do(self, theme, notices, qtbot):
        session = FakeSession()
        with ui_over(theme, session, notices) as ui:
            panel = CollectionsPanel(ui)
            qtbot.addWidget(panel)
            panel.show()
            assert panel._empty.isVisible()
            session.grow(ROOT, "collection One")
            session.changed.announce(Change("tree"))
            assert panel.view.isVisible()

    def test_loading_shows_rows_as_they_come(self, theme, notices, qtbot):
        session = FakeSession()
        with ui_over(theme, session, notices) as ui:
            panel = CollectionsPanel(ui)
            qtbot.addWidget(panel)
            panel.show()
            panel.set_loading(True)
            assert panel.view.isVisible()
            session.grow(ROOT, "collection One")
            session.changed.announce(Change("tree"))
            assert names(panel) == ["One"]
            panel.set_loading(False)
            assert not panel._progress.isVisible()

    def test_what_stands_open_comes_back_in_another_run_as_rows_arrive(self, panel, shop, theme, notices, qtbot):
        _session, ids = shop
        panel.view.collapse(panel.model.index_of(ids["Store"]))
        state = panel.state()
        before = names(panel)
        again, _ids = pet_shop()
        full = again.tree
        again.tree = FakeSession().tree
        with ui_over(theme, again, notices) as ui:
            other = CollectionsPanel(ui)
            qtbot.addWidget(other)
            other.restore_state(state)
            again.tree = full
            again.changed.announce(Change("tree"))
            assert names(other) == before

    def test_a_restored_state_may_be_anything(self, panel):
        panel.restore_state({"expanded": [3, None, "/x"], "scroll": "far"})
        panel.restore_state({})

    def test_a_deleted_folder_comes_back_open(self, panel, shop, qtbot):
        _session, ids = shop
        before = names(panel)
        panel.view.select([ids["Pets"]])
        panel.delete()
        settle(qtbot, panel)
        panel.undo()
        settle(qtbot, panel)
        assert names(panel) == before

    def test_reveal_opens_what_lies_above(self, panel, shop):
        _session, ids = shop
        panel.view.collapseAll()
        panel.reveal(ids["Place an order"])
        assert panel.selected_ids() == [ids["Place an order"]]
        assert panel.view.isExpanded(panel.model.index_of(ids["Store"]))


class TestTrouble:
    def test_a_click_on_a_broken_file_says_what_is_wrong(self, panel, shop, qtbot):
        _session, ids = shop
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=point_on(panel, ids["pet-photo.yml"]))
        card = panel.findChild(TroubleCard)
        assert card.isVisible()
        assert card.accessibleName() == "This file cannot be read"
        with qtbot.waitSignal(panel.text_requested) as caught:
            qtbot.keyClick(card, Qt.Key.Key_Return)
        assert caught.args == [ids["pet-photo.yml"]]

    def test_a_missing_collection_can_leave(self, panel, shop, qtbot):
        session, ids = shop
        panel.view.select([ids["old-api"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
        card = panel.findChild(TroubleCard)
        qtbot.keyClick(card, Qt.Key.Key_Return)
        settle(qtbot, panel)
        assert session.calls == [("remove", (ids["old-api"],))]


class TestMenus:
    def titles(self, panel):
        menu = panel.findChild(QMenu)
        got = [entry.objectName() for entry in menu.actions() if not entry.isSeparator()]
        menu.close()
        return got

    def test_a_request_offers_its_commands(self, panel, shop):
        _session, ids = shop
        panel.view.select([ids["List pets"]])
        panel._show_menu(ids["List pets"], QPoint(10, 10))
        assert panel.view.rows.outlined == ids["List pets"]
        got = self.titles(panel)
        assert {"item.open", "item.copy_curl", "item.rename", "item.delete", "item.show_file", "item.copy_path"} <= set(got)
        assert panel.view.rows.outlined is None

    def test_a_missing_collection_offers_only_what_works(self, panel, shop):
        _session, ids = shop
        panel.view.select([ids["old-api"]])
        panel._show_menu(ids["old-api"], QPoint(10, 10))
        assert self.titles(panel) == ["item.copy_path", "item.delete"]

    def test_the_menu_key_opens_it(self, panel, shop, qtbot):
        _session, ids = shop
        panel.view.select([ids["Pets"]])
        qtbot.keyClick(panel.view, Qt.Key.Key_Menu)
        assert "folder.new" in self.titles(panel)


def test_H12_names_are_plain_text_in_rows_tips_and_cards(panel, shop, qtbot):
    session, ids = shop
    name = "<img src=x onerror=y> & <b>bold</b>"
    for item_id in (ids["List pets"], ids["pet-photo.yml"], ids["old-api"]):
        session.tree.change(item_id, name=name, url="http://<i>x</i>", problem="" if item_id == ids["List pets"] else "<u>why</u>")
        told = tip(session.tree[item_id])
        assert not any(tag in told for tag in ("<img", "<b>bold", "<i>", "<u>"))
        assert "&lt;img" in told
    panel.show_trouble(ids["old-api"])
    card = panel.findChild(TroubleCard)
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in card.findChildren(QLabel) if each.text())
    card.close()


def test_G23_ids_past_32_bits_travel_whole(panel, shop, qtbot):
    session, ids = shop
    made = 2**40
    session.tree.insert(ids["Pets"], 0, replace(session.tree[ids["List pets"]], id=made, name="Far"))
    session.changed.announce(Change("tree", (made,)))
    panel.view.select([made])
    with qtbot.waitSignal(panel.open_requested) as caught:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert caught.args == [2**40, True]
    data = panel.model.mimeData([panel.model.index_of(made)])
    panel.model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, panel.model.index_of(ids["Store"]))
    settle(qtbot, panel)
    assert session.calls[-1] == ("move", (2**40,), ids["Store"], 0)


def test_everything_has_a_name_and_a_place_in_the_tab_order(panel):
    parts = [panel._open_button, panel._add_button, panel.filter_box, panel.view]
    assert all(part.accessibleName() for part in parts)
    order, at = [], panel._open_button
    for _step in range(40):
        if at in parts:
            order.append(at)
        at = at.nextInFocusChain()
    assert order[:4] == parts


def test_dirty_dots_are_painted(panel, shop):
    _session, ids = shop
    QApplication.processEvents()
    before = panel.view.viewport().grab().toImage()
    panel.set_dirty([ids["List pets"]])
    assert panel.view.viewport().grab().toImage() != before


def test_rows_follow_theme_and_zoom(panel, theme):
    view = panel.view
    before = view.visualRect(view.model().index(0, 0)).height()
    light = view.viewport().grab().toImage()
    theme.set_mode("dark")
    QApplication.processEvents()
    assert view.viewport().grab().toImage() != light
    assert view.visualRect(view.model().index(0, 0)).height() == before
    theme.set_zoom(1.5)
    QApplication.processEvents()
    assert view.visualRect(view.model().index(0, 0)).height() == round(before * 1.5)


def test_long_texts_do_not_widen_the_sidebar(panel, shop, qtbot):
    session, ids = shop
    before = panel.minimumSizeHint().width()
    session.tree.change(ids["old-api"], name="n" * 3000, problem="p" * 3000)
    panel.filter_box.setText("x" * 500)
    assert panel._nothing.isVisible()
    assert panel.minimumSizeHint().width() <= max(before, 270)
