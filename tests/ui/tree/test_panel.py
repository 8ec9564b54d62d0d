import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from curlew.ui.tree.panel import CollectionsPanel
from helpers.fake_session import FakeSession
from helpers.panels import editor, names, point_on, settle
from helpers.ui_over import ui_over


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
