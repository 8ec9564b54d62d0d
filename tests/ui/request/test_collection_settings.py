"""A collection's proxy and client certificates in its Settings tab: in the words of the standard, unknown keys kept."""

from __future__ import annotations

import pytest

from curlew.model.request import Collection, Folder
from curlew.ui.request.defaults_editor import DefaultsEditor
from curlew.ui.request.pages.collection_settings_page import CollectionSettingsPage

CONFIG = {
    "protobuf": {"protoFiles": []},
    "proxy": {"inherit": True, "note": "kept", "config": {"hostname": "px", "port": 1, "auth": {"username": "u", "password": "lit"}}},
    "clientCertificates": [{"domain": "*.a", "type": "pkcs12", "pkcs12FilePath": "a.p12", "later": 1}, {"type": "new", "domain": "b"}],
}


@pytest.fixture
def editor(ui, qtbot):
    made = DefaultsEditor(ui)
    qtbot.addWidget(made)
    made.load(Collection("C", config=CONFIG), None)
    made.strip.select("settings")
    made.show()
    return made


def the_page(editor) -> CollectionSettingsPage:
    page = editor.page("settings")
    assert isinstance(page, CollectionSettingsPage)
    return page


def test_nothing_changes_by_looking(editor):
    page = the_page(editor)
    assert page.proxy.mode.currentData() == "inherit"
    assert len(page.certificates._cards) == 2
    assert editor.value().config == CONFIG
    assert page.rows["proxy"].isHidden()


def test_a_proxy_is_chosen_and_changed(editor, qtbot):
    proxy = the_page(editor).proxy
    proxy.mode.activated.emit(proxy.mode.findData("own"))
    qtbot.keyClicks(proxy.fields["port"].field, "2")
    said = editor.value().config["proxy"]
    assert (said["inherit"], said["note"], said["config"]["hostname"], str(said["config"]["port"])) == (False, "kept", "px", "21")
    assert proxy.password.where == "file"
    assert "Readable by all" in proxy.password._place.text()
    proxy.mode.activated.emit(proxy.mode.findData("none"))
    assert editor.value().config["proxy"]["disabled"] is True
    proxy.mode.activated.emit(proxy.mode.findData("inherit"))
    assert "disabled" not in editor.value().config["proxy"]
    editor.undo()
    assert editor.value().config["proxy"]["disabled"] is True


def test_certificates_are_added_changed_and_removed(editor, qtbot):
    page = the_page(editor)
    page.certificates._add()
    line = page.certificates._cards[2]._lines["domain"]
    qtbot.keyClicks(line, "c.test")
    assert editor.value().config["clientCertificates"][2]["domain"] == "c.test"
    page.certificates._cards[0]._on.click()
    first = editor.value().config["clientCertificates"][0]
    assert (first["disabled"], first["later"]) == (True, 1)
    page.certificates._cards[1].removed.emit()
    assert [entry["domain"] for entry in editor.value().config["clientCertificates"]] == ["*.a", "c.test"]


def test_a_passphrase_goes_to_the_keyring_and_follows_the_file(editor, qtbot, ui):
    page = the_page(editor)
    editor.scratch_place = "/c"
    secret = page.certificates._cards[0].secret
    qtbot.keyClicks(secret.field, "open")
    assert "passphrase" not in editor.value().config["clientCertificates"][0]
    assert ui.session.secrets.get("/c", "certificate:a.p12") == "open"
    qtbot.keyClicks(page.certificates._cards[0]._lines["pkcs12FilePath"], "x")
    assert ui.session.secrets.get("/c", "certificate:a.p12x") == "open"


def test_a_folder_has_neither(ui, qtbot):
    made = DefaultsEditor(ui)
    qtbot.addWidget(made)
    made.load(Folder("F"), None)
    made.strip.select("settings")
    made.show()
    assert not hasattr(the_page(made), "proxy")
    qtbot.waitUntil(the_page(made).rows["proxy"].isVisible)


def test_groups_are_made_one_by_one(editor, qtbot):
    page = the_page(editor)
    assert not page.is_made("connection")
    qtbot.waitUntil(lambda: page.is_made("cookies"))
    assert page.proxy.mode.currentData() == "inherit"
    assert page.elsewhere.isHidden()
    page._search.setText("passphrase")
    assert not page._listed.isHidden()
    assert page.proxy.isHidden()
