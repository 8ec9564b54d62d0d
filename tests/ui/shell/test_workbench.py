"""The window as a whole: its ways in, tabs, undo, drafts, and what comes back at the next start."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from curlew.model.tree import ItemKind
from curlew.ui.shell.echo_server import EchoServer
from curlew.ui.shell.palette import Palette
from helpers.looping import run
from helpers.whole_window import key, press, type_text, whole_window
from helpers.workbench import collection_with, loaded, page, titles


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_first_start_offers_the_ways_in_and_the_title_ends_in_curlew(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        assert bench.welcome.isVisible()
        assert bench.window.windowTitle().endswith("Curlew")
        assert QApplication.focusWidget().objectName() == "welcome_sample.open"


def test_ctrl_n_with_nothing_open_gives_a_scratch_request_with_the_keyboard_in_its_url(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        press("Ctrl+N")
        assert page(bench).is_scratch
        type_text("http://127.0.0.1/x")
        assert page(bench).request.url == "http://127.0.0.1/x"
        qtbot.waitUntil(lambda: titles(bench) == ["127.0.0.1/x"])


def test_a_single_click_previews_and_the_next_preview_takes_its_tab(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        one, two, three = collection_with(bench, "one", "two", "three")
        bench.documents.open_item(one, permanent=False)
        bench.documents.open_item(two, permanent=False)
        assert titles(bench) == ["two"]
        bench.documents.bar.kept.emit(0)
        bench.documents.open_item(three, permanent=False)
        assert titles(bench) == ["two", "three"]
        bench.documents.open_item(two, permanent=False)
        assert titles(bench) == ["two", "three"]
        assert page(bench).item_id == two


def test_editing_keeps_a_preview_tab_and_marks_it_unsaved(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one, permanent=False)
        loaded(bench, qtbot).focus_first()
        type_text("2")
        qtbot.waitUntil(lambda: page(bench).is_dirty)
        look = bench.documents.bar.look(0)
        assert look.dirty
        assert not look.preview
        assert "1" in bench.window.frame.status_bar._place.text()


def test_save_writes_the_file_and_takes_the_dot_away(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        loaded(bench, qtbot).focus_first()
        press("End")
        type_text("?n=1")
        press("Ctrl+S")
        qtbot.waitUntil(lambda: not page(bench).is_dirty and "n=1" in bench.session.tree[one].path.read_text())
        assert not bench.documents.bar.look(0).dirty
        assert bench.session.drafts.all() == ()


def test_closing_an_edited_tab_asks_nothing_and_reopening_brings_the_edit_back(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        loaded(bench, qtbot).focus_first()
        press("End")
        type_text("!!")
        press("Ctrl+W")
        assert titles(bench) == []
        press("Ctrl+Shift+T", bench.window)
        qtbot.waitUntil(lambda: page(bench).is_dirty)
        assert page(bench).request.url.endswith("!!")


def test_K15_quitting_with_unsaved_edits_asks_nothing_and_the_next_start_has_them(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        one, _two = collection_with(bench, "one", "two")
        bench.documents.open_item(one)
        loaded(bench, qtbot).focus_first()
        press("End")
        type_text("/edited")
        press("Ctrl+T")
        type_text("http://scratch.test/")
        qtbot.waitUntil(lambda: page(bench).is_dirty)
    with whole_window(theme, home) as bench:
        assert titles(bench) == ["one", "scratch.test/"]
        assert page(bench).request.url == "http://scratch.test/"
        press("Ctrl+1", bench.window)
        qtbot.waitUntil(lambda: page(bench).is_dirty)
        assert page(bench).request.url.endswith("/edited")


def test_tabs_their_order_and_the_sidebar_come_back(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        for item in collection_with(bench, "one", "two", "three"):
            bench.documents.open_item(item)
        bench.documents.bar.moveTab(2, 0)
        bench.documents.go_to(1)
        bench.window.frame.splitter.setSizes([333, 800])
        bench.documents.set_beside(True)
        wide = bench.window.frame.splitter.sizes()
    with whole_window(theme, home) as bench:
        assert titles(bench) == ["three", "one", "two"]
        assert page(bench).name == "one"
        assert bench.window.frame.splitter.sizes() == wide
        assert page(bench).panes.is_beside
        assert len(bench.documents.pages) == 1  # the others are made when they are shown


def test_undoing_a_delete_brings_the_open_tab_back_with_its_edits(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        one, _two = collection_with(bench, "one", "two")
        bench.documents.open_item(one)
        before = loaded(bench, qtbot)
        before.focus_first()
        press("End")
        type_text("9")
        qtbot.waitUntil(lambda: before.is_dirty)
        data = bench.session.tree[one].path.read_bytes()
        run(bench.session.remove([one]))
        assert titles(bench) == []
        run(bench.session.undo())
        assert titles(bench) == ["one"]
        assert page(bench) is before
        assert before.request.url.endswith("9")
        assert bench.session.tree[one].path.read_bytes() == data


def test_ctrl_z_serves_the_focused_side(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        editor = loaded(bench, qtbot)
        editor.focus_first()
        press("End")
        type_text("7")
        press("Ctrl+Z")
        qtbot.waitUntil(lambda: not editor.request.url.endswith("7"))
        assert one in bench.session.tree
        bench.panels.collections.view.setFocus()
        press("Ctrl+Z")
        qtbot.waitUntil(lambda: one not in bench.session.tree)


def test_saving_a_scratch_request_asks_where_and_becomes_that_item(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        press("Ctrl+N")
        type_text("http://127.0.0.1/scratch")
        press("Ctrl+S")
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        assert dialog.objectName() == "save_as_dialog"
        dialog.findChild(object, "save_as_name").setText("Kept")
        dialog.findChild(object, "save_as_collection").setText("Mine")
        dialog.findChild(object, "save_as_folder").setText("Inside")
        dialog.accept()
        qtbot.waitUntil(lambda: page(bench).item_id is not None and not page(bench).is_dirty)
        item = bench.session.tree[page(bench).item_id]
        assert item.name == "Kept"
        assert [above.name for above in bench.session.tree.ancestors(item.id)][:2] == ["Inside", "Mine"]
        assert "http://127.0.0.1/scratch" in item.path.read_text()
        assert bench.session.drafts.all() == ()


def test_the_palette_finds_a_request_and_opens_it(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        collection_with(bench, "List pets", "Create a pet")
        press("Ctrl+P", bench.window)
        type_text("crea")
        key(Qt.Key.Key_Return)
        assert titles(bench) == ["Create a pet"]
        assert bench.window.findChild(Palette) is None or not bench.window.findChild(Palette).isVisible()


def test_the_palette_runs_commands_and_escape_leaves_it(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        press("Ctrl+K", bench.window)
        type_text("light or dark")
        key(Qt.Key.Key_Return)
        assert bench.theme.is_dark
        press("Ctrl+K", bench.window)
        before = QApplication.focusWidget()
        assert before.objectName() == "palette_field"
        key(Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is not before


def test_a_pasted_curl_command_becomes_a_request(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        QApplication.clipboard().setText("curl -X PUT http://127.0.0.1/put -H 'X-A: 1' -d '{}'")
        assert bench.actions.trigger("request.paste_curl")
        assert page(bench).request.method == "PUT"
        assert page(bench).request.headers[0].name == "X-A"


def test_the_sample_has_its_server_at_the_next_start_too(theme, home, qtbot, monkeypatch):
    asked = []

    async def ensure(self) -> str:
        asked.append(self)
        return ""

    monkeypatch.setattr(EchoServer, "ensure", ensure)
    with whole_window(theme, home) as bench:
        run(bench.openers.show_sample())
        assert len(asked) == 1
    with whole_window(theme, home) as bench:
        qtbot.waitUntil(lambda: asked[-1] is bench.echo)


def test_opening_the_same_workspace_anew_brings_its_tabs_back_without_a_word(theme, home, qtbot, monkeypatch):
    monkeypatch.setattr(EchoServer, "ensure", nothing_to_start)
    with whole_window(theme, home) as bench:
        run(bench.openers.show_sample())
        requests = [item.id for item in bench.session.tree.walk() if item.kind is ItemKind.REQUEST][:3]
        for item_id in requests:
            bench.documents.open_item(item_id)
        before = titles(bench)
    with whole_window(theme, home) as bench:
        run(bench.openers.show_sample())
        assert titles(bench) == before
        assert [message.title for message in bench.notices.shown] == []


async def nothing_to_start(_self: EchoServer) -> str:
    return ""


def test_only_the_tab_in_front_is_in_the_window_so_that_a_theme_switch_stays_quick(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        for item in collection_with(bench, "one", "two", "three"):
            bench.documents.open_item(item)
        loaded(bench, qtbot)
        assert [page.window() is bench.window for page in bench.documents.pages] == [False, False, True]
        bench.actions.trigger("view.theme")
        bench.documents.go_to(0)
        assert page(bench).isVisible()
        assert page(bench).name == "one"
        assert bench.theme.is_dark
