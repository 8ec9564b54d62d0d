"""The window and what lies on the disk: files changed outside or broken, sends of the history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from curlew.model.auth import Auth
from curlew.model.request import Request
from curlew.model.rows import Row
from curlew.model.tree import ROOT
from curlew.model.variables import Variable
from curlew.ui.tree.trouble import TroubleCard
from helpers.looping import run
from helpers.whole_window import press, type_text, whole_window
from helpers.workbench import collection_with, loaded, page


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_a_file_changed_on_disk_is_not_overwritten_but_asked_about(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        loaded(bench, qtbot).focus_first()
        press("End")
        type_text("/mine")
        path = bench.session.tree[one].path
        path.write_text(path.read_text().replace("127.0.0.1", "theirs.test"))
        press("Ctrl+S")
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        assert dialog.objectName() == "conflict_dialog"
        assert "theirs.test" in path.read_text()
        dialog.done(1)
        qtbot.waitUntil(lambda: "/mine" in path.read_text())


def test_a_broken_file_opens_as_text_and_can_be_mended(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        path = bench.session.tree[one].path
        good = path.read_text()
        path.write_text("info:\n  name: one\n\tbad: [\n")
        run(bench.session.reread(ROOT))
        run(bench.session.settled())
        item = bench.session.tree.by_path(path)
        assert item is not None
        bench.panels.collections.show_trouble(item.id)
        bench.panels.collections.findChild(TroubleCard)._first.click()
        text_page = bench.documents.current
        qtbot.waitUntil(lambda: text_page.editor.text() != "")
        assert text_page.isAncestorOf(bench.window.focusWidget())
        assert "ine 3" in text_page.strip.text
        text_page.editor.selectAll()
        text_page.editor.insert_text(good)
        assert bench.actions.trigger("file.save")
        qtbot.waitUntil(lambda: path.read_text() == good)


def test_the_text_of_a_broken_file_is_not_changed_by_looking_at_it(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        path = bench.session.tree[one].path
        odd = "info:\r\n  name: a\u00a0b\u2028c\r\n\tbad: [\n".encode()
        path.write_bytes(odd)
        run(bench.session.reread(ROOT))
        run(bench.session.settled())
        bench.documents.open_item(bench.session.tree.by_path(path).id)
        text_page = bench.documents.current
        qtbot.waitUntil(lambda: text_page.editor.text() != "")
        assert not text_page.is_dirty
        text_page.focus_first()
        press("Ctrl+End")
        type_text("#")
        assert text_page.is_dirty
        text_page.undo()
        assert not text_page.is_dirty
        type_text("#")
        press("Ctrl+S")
        qtbot.waitUntil(lambda: path.read_bytes() == odd + b"#")


def test_history_opens_a_send_again(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        press("Ctrl+N")
        type_text("http://127.0.0.1:9/refused")
        press("Ctrl+Return")
        qtbot.waitUntil(lambda: len(bench.session.history.entries) == 1 and not page(bench).is_sending, timeout=8000)
        entry = bench.session.history.entries[0]
        bench.documents.open_history(entry)
        qtbot.waitUntil(lambda: page(bench).exchange is not None, timeout=5000)
        assert page(bench).request.url == "http://127.0.0.1:9/refused"
        assert page(bench).exchange.error is not None


def test_a_send_of_the_history_says_which_secrets_it_has_not(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        auth = Auth("basic", {"username": "ada", "password": ""})
        headers = (Row("X-Api-Key", "typed-secret-1815"),)
        shown = bench.documents.open_scratch(Request(url="http://127.0.0.1:9/refused", auth=auth, headers=headers))
        bench.session.secrets.set(shown.editor.secret_place(), "auth.password", "lovelace-1815")
        shown.send()
        qtbot.waitUntil(lambda: len(bench.session.history.entries) == 1 and not shown.is_sending, timeout=8000)
        bench.documents.open_history(bench.session.history.entries[0])
        again = page(bench)
        qtbot.waitUntil(lambda: again is not shown and bool(again.strip.text), timeout=5000)
        assert again.request.auth.text("username") == "ada"
        assert again.request.auth.text("password") == "", "and not the mask, which would be sent"
        assert again.request.headers[0].value == ""
        assert "The history keeps no secrets" in again.strip.text
        assert "Password" in again.strip.text
        assert "X-Api-Key" in again.strip.text
        assert not again.is_dirty


def test_coming_back_to_the_window_shows_what_others_changed_on_disk(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        (one,) = collection_with(bench, "one")
        bench.documents.open_item(one)
        shown = loaded(bench, qtbot)
        path = bench.session.tree[one].path
        path.write_text(path.read_text().replace("127.0.0.1/one", "changed.test/"))
        bench._look_at_disk(Qt.ApplicationState.ApplicationActive)
        qtbot.waitUntil(lambda: shown.request.url == "http://changed.test/")
        assert not shown.is_dirty


def test_a_send_of_the_history_inherits_where_it_was_sent_from(theme, home, qtbot):
    with whole_window(theme, home) as bench:
        above = run(bench.session.add_collection("Birds"))
        variables = (Variable("base", "http://127.0.0.1:9"),)
        loaded_collection = run(bench.session.load(above))
        run(
            bench.session.save(
                above,
                replace(loaded_collection.value, defaults=replace(loaded_collection.value.defaults, variables=variables)),
                loaded_collection.hash,
            )
        )
        one = run(bench.session.add_request(above, Request(name="one", url="{{base}}/refused")))
        bench.documents.open_item(one)
        loaded(bench, qtbot).send()
        qtbot.waitUntil(lambda: len(bench.session.history.entries) == 1 and not page(bench).is_sending, timeout=8000)
        bench.documents.open_history(bench.session.history.entries[0])
        qtbot.waitUntil(lambda: page(bench).exchange is not None, timeout=5000)
        assert page(bench).is_scratch
        qtbot.waitUntil(lambda: page(bench).editor.source.is_known("base"))
        page(bench).send()
        qtbot.waitUntil(lambda: len(bench.session.history.entries) == 2, timeout=8000)
        assert bench.session.history.entries[0].url == "http://127.0.0.1:9/refused"
