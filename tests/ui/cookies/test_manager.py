"""The cookie manager over a real session."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QToolButton, QWidget

from curlew.model.cookies_rules import Cookie
from curlew.model.tree import ROOT
from curlew.model.variables import Environment
from curlew.ui.cookies.dialog import CookiesDialog, Going
from helpers.looping import run

LASTING = Cookie("sid", "1", "shop.example", "/", secure=True, http_only=True, same_site="Lax", expires=time.time() + 86400 * 6)
OVER = replace(LASTING, name="over", expires=time.time() - 86400)
SESSION = replace(LASTING, name="session", domain="other.example", expires=None)


@pytest.fixture
def jar(session):
    run(session.cookies.restore("", [LASTING, OVER, SESSION]))
    return session.cookies


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(1400, 880)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def dialog(ui, jar, window, qtbot):
    dialog = CookiesDialog(ui, window, "", Going("https://shop.example/x", "GET Shop"))
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    yield dialog
    dialog.close()


def cookies(ui, environment: str = "") -> dict[str, Cookie]:
    return {cookie.name: cookie for cookie in run(ui.session.cookies.all(environment))}


def choose(dialog, domain: str) -> None:
    dialog.domain_list.setCurrentIndex(dialog.domains.find(domain))


def typed(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_it_shows_domains_cookies_and_one_of_them(dialog):
    assert [dialog.domains.domain(dialog.domains.index(n)) for n in range(3)] == ["", "other.example", "shop.example"]
    choose(dialog, "shop.example")
    assert [dialog.model.row(n)[0].text for n in range(2)] == ["sid", "over"]
    assert dialog.form.fields["value"].text() == "1"
    assert dialog.form.secure.isChecked()
    assert dialog.form.same_site.currentText() == "Lax"
    assert not dialog.form.below.isChecked()
    assert dialog.isVisible()


def test_a_field_counts_when_it_is_left_and_enter_does_not_close(dialog, ui, qtbot):
    choose(dialog, "shop.example")
    for name, text in (("value", "2"), ("path", "/p"), ("name", "renamed"), ("ends", "")):
        field = dialog.form.fields[name]
        field.setText(text) if not text else None
        typed(field, text)
    qtbot.waitUntil(lambda: "renamed" in cookies(ui) and cookies(ui)["renamed"].expires is None)
    assert (cookies(ui)["renamed"].value, cookies(ui)["renamed"].path) == ("2", "/p")
    assert dialog.isVisible()
    dialog.form.below.click()
    qtbot.waitUntil(lambda: not cookies(ui)["renamed"].host_only)
    dialog.form.same_site.setCurrentIndex(dialog.form.same_site.findData("Strict"))
    dialog.form.same_site.activated.emit(2)
    qtbot.waitUntil(lambda: cookies(ui)["renamed"].same_site == "Strict")


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("path", "x", "begins with /"),
        ("value", "a;b", "semicolon"),
        ("domain", "two words", "space"),
        ("ends", "soon", "is no time"),
        ("name", "__Host-x=", "semicolon"),
    ],
)
def test_why_a_typed_cookie_is_refused_stands_below_it(dialog, ui, qtbot, field, text, why):
    choose(dialog, "shop.example")
    before = cookies(ui)
    typed(dialog.form.fields[field], text)
    qtbot.waitUntil(lambda: why in dialog.form._told.text())
    assert cookies(ui) == before
    assert dialog.form.fields[field].text() == text, "what was typed is still there to be mended"


def test_a_new_cookie_is_added_for_the_domain_that_is_shown(dialog, ui, qtbot):
    choose(dialog, "other.example")
    dialog.begin_new()
    assert dialog.form.fields["domain"].text() == "other.example"
    dialog.form.fields["name"].setText("new")
    dialog.form.fields["ends"].setText("3600")
    run(ui.session.cookies.put("", replace(LASTING, name="meanwhile")))
    qtbot.waitUntil(lambda: len(dialog._desk.cookies) == 4)
    assert dialog.form.is_new, "a response that sets a cookie meanwhile takes nothing away"
    dialog.form.add.click()
    qtbot.waitUntil(lambda: "new" in cookies(ui))
    qtbot.waitUntil(lambda: not dialog.form.is_new)
    assert dialog.form.fields["name"].text() == "new"


def test_deleting_can_be_taken_back(dialog, ui, qtbot):
    before = cookies(ui)["sid"]
    choose(dialog, "shop.example")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "sid" not in cookies(ui))
    undo = dialog.findChild(QWidget, "undo_cookies")
    qtbot.waitUntil(undo.isVisible)
    QTest.keyClick(dialog, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: cookies(ui).get("sid") == before)
    qtbot.waitUntil(lambda: not undo.isVisible())


def test_clearing_a_domain_session_cookies_and_all(dialog, ui, qtbot):
    menu = dialog.findChild(QToolButton, "more_cookies").menu()
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: set(cookies(ui)) == {"sid", "over"})
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: set(cookies(ui)) == {"sid"})
    choose(dialog, "shop.example")
    dialog.findChild(QWidget, "clear_domain").click()
    qtbot.waitUntil(lambda: not cookies(ui))
    qtbot.waitUntil(lambda: not dialog.findChild(QWidget, "clear_all").isEnabled())
    assert not dialog.form.fields["name"].isEnabled()


def test_search_narrows_domains_and_rows(dialog):
    dialog.findChild(QLineEdit, "cookie_search").setText("other")
    assert dialog.domains.rowCount() == 2
    assert dialog.model.rowCount() == 1


def test_which_go_with_the_request(dialog):
    assert "1 of 3 goes with GET Shop" in dialog._info.text()
    dialog._which.click()
    assert [dialog.model.row(0)[0].text, dialog.model.rowCount()] == ["sid", 1]


def test_E19_the_jar_is_named_and_can_be_changed_and_switched_off(dialog, ui, qtbot):
    run(ui.session.add_environment(ROOT, Environment("Dev")))
    box = dialog.findChild(QComboBox, "cookie_jar")
    qtbot.waitUntil(lambda: box.count() == 2)
    assert [box.itemText(0), box.currentText()] == ["No environment", "No environment"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0)
    dialog.findChild(QWidget, "use_jar").click()
    qtbot.waitUntil(lambda: run(ui.session.cookies.is_off("Dev")))
    assert not run(ui.session.cookies.is_off(""))


def test_files_of_curl_come_in_and_go_out(dialog, ui, qtbot, tmp_path):
    out, back = tmp_path / "out.txt", tmp_path / "in.txt"
    dialog._desk.write_file(out)
    qtbot.waitUntil(lambda: "Written" in dialog._told.text())
    assert b"\tsid\t1" in out.read_bytes()
    back.write_bytes(b"in.example\tFALSE\t/\tFALSE\t0\timported\t1\nbroken\n.com\tTRUE\t/\tFALSE\t0\tevil\t1\n")
    dialog._desk.read_file(back)
    qtbot.waitUntil(lambda: "imported" in cookies(ui))
    assert "evil" not in cookies(ui)
    qtbot.waitUntil(lambda: "line 2" in dialog._told.text() and "evil" in dialog._told.text())


def test_bytes_that_are_no_text_survive_an_edit_of_another_field(dialog, ui, qtbot):
    raw = replace(LASTING, name="raw", value=b"\xff".decode("utf-8", "surrogateescape"))
    run(ui.session.cookies.restore("", [raw]))
    choose(dialog, "shop.example")
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    dialog.table.selectRow(2)
    assert dialog.form.fields["value"].text() == "ÿ"
    dialog.form.http_only.click()
    qtbot.waitUntil(lambda: not cookies(ui)["raw"].http_only)
    assert cookies(ui)["raw"].value == raw.value


def test_every_control_has_a_name(dialog):
    for kind in (QLineEdit, QComboBox, QToolButton):
        for control in dialog.findChildren(kind):
            assert control.accessibleName() or not control.isVisibleTo(dialog) or not control.focusPolicy(), control.objectName()


def test_models_keep_to_the_rules(dialog, qtmodeltester):
    qtmodeltester.check(dialog.domains)
    qtmodeltester.check(dialog.model)


@pytest.mark.parametrize("width", [1024, 1400])
def test_values_have_room_and_nothing_is_cut_off(ui, jar, window, qtbot, width):
    window.resize(width, 700)
    dialog = CookiesDialog(ui, window, "")
    dialog.open()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 3)
    for domain in ("", "shop.example"):
        choose(dialog, domain)
        qtbot.waitUntil(lambda: dialog.table.columnWidth(1) >= 90)
        assert not dialog.table.horizontalScrollBar().isVisible()
    dialog.close()


def test_no_row_has_a_reason(dialog, qtbot):
    dialog.search.setText("zzz")
    assert dialog._blank.isVisible()
    assert not dialog.table.isVisible()
    assert dialog._blank.text == "No cookie has these words"
    dialog.search.clear()
    assert dialog.table.isVisible()
    dialog._desk.remove(dialog._desk.cookies)
    qtbot.waitUntil(dialog._blank.isVisible)
    assert "This jar is empty" in dialog._blank.text
    assert not dialog._which.isVisible()
