"""What the collections panel shows: filtered, empty, loading, in trouble, its menus, its texts."""

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from curlew.engine.session import Change
from curlew.model.tree import ROOT
from curlew.ui.tree.delegate import tip
from curlew.ui.tree.panel import CollectionsPanel
from curlew.ui.tree.trouble import TroubleCard
from helpers.fake_session import FakeSession, pet_shop
from helpers.panels import names, point_on, settle
from helpers.ui_over import ui_over


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
