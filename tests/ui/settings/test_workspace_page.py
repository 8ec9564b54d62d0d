"""The workspace's settings in the Settings dialog: read when seen, kept at once, also when the dialog is closed at once."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from curlew.model.exchange import Certificate
from curlew.model.request import Settings
from curlew.model.send_settings import TABLE
from curlew.ui.actions import ACTIONS
from curlew.ui.settings.dialog import SettingsDialog
from curlew.ui.settings.trusted import TrustedCertificates
from helpers.looping import run


@pytest.fixture
def dialog(ui, qtbot):
    window = QWidget()
    window.resize(1200, 800)
    qtbot.addWidget(window)
    window.show()
    for spec in ACTIONS:
        ui.actions.bind(spec.id, lambda: None)
    dialog = SettingsDialog(ui, window, "workspace")
    dialog.open()
    yield dialog
    dialog.close()


def test_a_change_is_kept_even_if_the_dialog_is_closed_at_once(dialog, ui, qtbot):
    qtbot.waitUntil(lambda: hasattr(dialog._workspace, "page"), timeout=5000)
    page = dialog._workspace.page
    assert set(page.rows) == set(TABLE.ids())
    page.rows["sendCookies"].control.editor.activated.emit(2)
    assert page.rows["sendCookies"].origin.text() == "set here"
    dialog.accept()
    wanted = Settings(own={"sendCookies": False})
    qtbot.waitUntil(lambda: run(ui.session.workspace_settings()) == wanted, timeout=5000)


def test_trusted_certificates_are_listed_and_can_be_removed(dialog, ui):
    ui.session.trusted.trust("Dev.Test.", 8443, Certificate("CN=dev", "CN=ca", fingerprint="ab" * 32))
    dialog.show_page("network")
    listed = dialog.findChild(TrustedCertificates)
    assert ui.session.trusted.pins() == (f"dev.test:8443={'ab' * 32}",)
    assert listed._list.count() == 1
    ui.session.trusted.forget(ui.session.trusted.entries()[0])
    assert ui.session.trusted.pins() == ()
