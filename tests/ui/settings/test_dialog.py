"""The settings: drawn from the table, counting at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from curlew.ui.actions import ACTIONS
from curlew.ui.settings.dialog import SettingsDialog
from curlew.ui.settings.rows import SettingRow
from curlew.ui.settings.shortcuts import KeyRecorder


@pytest.fixture
def dialog(ui, qtbot):
    window = QWidget()
    window.resize(1200, 800)
    qtbot.addWidget(window)
    window.show()
    for spec in ACTIONS:
        ui.actions.bind(spec.id, lambda: None)
    dialog = SettingsDialog(ui, window)
    dialog.open()
    yield dialog
    dialog.close()


def test_pages_are_made_when_they_are_shown(dialog, ui):
    assert {row.setting.page for row in dialog.findChildren(SettingRow)} == {"look"}
    dialog._search.setText("redirects")
    dialog.show_page("network")
    assert not [row for row in dialog.findChildren(SettingRow) if row.setting.page == "network" and not row.isHidden()]
    dialog._search.clear()
    assert all(not row.isHidden() for row in dialog.findChildren(SettingRow))


def test_every_setting_with_a_page_has_a_row(dialog, ui):
    for page in dialog._buttons:
        dialog.show_page(page)
    rows = {row.setting.id for row in dialog.findChildren(SettingRow)}
    assert rows == {setting.id for setting in ui.session.settings.table if setting.kind != "none"}


def test_a_switch_counts_at_once_and_reset_brings_the_default_back(dialog, ui):
    dialog.show_page("requests")
    dialog.show_page("network")
    row = dialog.findChild(SettingRow, "setting_send.verify_tls")
    row.control.click()
    assert ui.session.settings.flag("send.verify_tls") is False
    assert row._dot.isVisibleTo(row)
    row._reset.click()
    assert ui.session.settings.flag("send.verify_tls") is True


def test_search_shows_what_fits_wherever_it_is(dialog):
    dialog._search.setText("redirects")
    shown = {row.setting.id for row in dialog.findChildren(SettingRow) if not row.isHidden()}
    assert shown >= {"send.follow_redirects", "send.max_redirects"}
    assert dialog._buttons["requests"].isChecked()


def test_recording_new_keys_changes_the_shortcut_and_keeps_it(dialog, ui):
    dialog.show_page("shortcuts")
    row = dialog.findChild(QWidget, "shortcut_find")
    row._record()
    QTest.keyClick(row.findChild(KeyRecorder), Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert ui.actions.shortcut("find") == "Ctrl+Shift+G"
    assert "Ctrl+Shift+G" in ui.session.settings.word("shortcuts.changed")


def test_keys_in_use_are_marked_on_both_rows(dialog, ui):
    ui.actions.set_shortcut("find", "Ctrl+S")
    dialog.show_page("shortcuts")
    row = dialog.findChild(QWidget, "shortcut_file.save")
    texts = [label.text() for label in row.findChildren(QWidget) if hasattr(label, "text")]
    assert any("also" in text for text in texts)
