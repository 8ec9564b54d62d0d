"""The Authorization tab: forms from declared fields, what is inherited, the token's card."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox

from curlew.model.auth import INHERIT, Auth
from curlew.model.inherit import Above, Surroundings
from curlew.model.request import Defaults, Request
from curlew.net.auth import AUTH_KINDS
from curlew.ui.browsing import PageOpener
from curlew.ui.request.auth_editors import ListEditor
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.pages.auth_page import AuthPage
from curlew.ui.request.token_card import TokenCard, time_text
from helpers.echo import Echo, echo
from helpers.looping import run

__all__ = ["echo"]

GIVEN = Auth(
    "oauth2", {"flow": "client_credentials", "accessTokenUrl": "http://h/token", "scope": "read", "credentials": {"clientId": "c"}}
)
ABOVE = Surroundings((Above("collection", "API <b>", 1, Defaults(auth=GIVEN)),))


@pytest.fixture
def editor(ui, qtbot) -> Iterator[RequestEditor]:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.set_surroundings(ABOVE)
    made.resize(1000, 700)
    made.show()
    yield made
    made.hide()


def auth_page(editor: RequestEditor, auth: Auth | None, **more: Any) -> AuthPage:
    editor.load(Request(name="r", auth=auth, **more), None)
    editor.strip.select("auth")
    QApplication.processEvents()
    page = editor.page("auth")
    assert isinstance(page, AuthPage)
    return page


def ids(page: AuthPage) -> list[str]:
    return [one.id for one in page.kinds._model.rows if one.id]


def shown(page: AuthPage) -> list[str]:
    """Return the labels of the fields that can be seen."""
    assert page._form is not None
    return [line.title.text() for line in page._form._lines.values() if line.title.isVisibleTo(page._form)]


def test_a_form_is_drawn_from_declared_fields(editor, qtbot) -> None:
    page = auth_page(editor, INHERIT)
    page.kinds.chosen.emit("basic")
    qtbot.keyClicks(page._form.editor("username").text, "ada")
    assert editor.value().auth == Auth("basic", {"username": "ada", "password": ""})
    page.kinds.chosen.emit("none")
    assert editor.value().auth is None
    page.kinds.chosen.emit("basic")
    assert editor.value().auth.text("username") == "ada"
    page.kinds.chosen.emit("inherit")
    assert editor.value().auth == INHERIT


def test_an_api_key_can_go_into_query_or_cookie(editor) -> None:
    page = auth_page(editor, Auth("apikey", {"key": "k", "value": "v", "placement": "header"}))
    box = page._form.editor("placement").editor
    assert isinstance(box, QComboBox)
    for place in ("query", "cookie"):
        box.setCurrentIndex(box.findData(place))
        box.activated.emit(box.currentIndex())
        assert editor.value().auth.text("placement") == place


def test_secrets_are_dots_until_they_are_asked_for(editor) -> None:
    page = auth_page(editor, Auth("basic", {"username": "ada", "password": "hush"}))
    secret = page._form.editor("password").secret
    assert secret.field.is_masked
    secret._framed._eye.click()
    assert not secret.field.is_masked


@pytest.mark.parametrize("kind", AUTH_KINDS.ids())
def test_every_kind_has_a_form_that_shows_and_keeps_any_file(editor, kind: str) -> None:
    strange = Auth(kind, {field.name.partition(".")[0]: {"x": ["y"]} for field in AUTH_KINDS[kind].fields})
    page = auth_page(editor, strange)
    if page._form is not None:
        page._form.advanced.setChecked(True)
    assert editor.value().auth == strange


def test_headings_cannot_be_chosen(editor) -> None:
    page = auth_page(editor, None)
    rows = page.kinds._model.rows
    headings = [at for at, one in enumerate(rows) if one.heading]
    assert [rows[at].label for at in headings] == ["Common", "More"]
    for at in headings:
        assert not page.kinds._model.flags(page.kinds._model.index(at, 0)) & Qt.ItemFlag.ItemIsEnabled
    before = headings[0] - 1
    page.kinds.setCurrentIndex(page.kinds._model.index(before, 0))
    from PySide6.QtTest import QTest

    QTest.keyClick(page.kinds, Qt.Key.Key_Down)
    assert page.kinds.currentIndex().row() == before + 2
    assert page.kinds._model.rowCount(QModelIndex()) == len(rows)


def test_kinds_that_do_not_work_yet_say_so_and_are_kept(editor) -> None:
    auth = Auth("oauth1", {"consumerKey": "k", "nested": {"a": 1}})
    page = auth_page(editor, auth)
    assert "cannot be used yet" in page.strip.text.text()
    assert ids(page)[-1] == "oauth1"
    assert editor.value().auth is auth
    editor.set_surroundings(Surroundings((Above("collection", "API", 1, Defaults(auth=Auth("ntlm"))),)))
    inherited = auth_page(editor, INHERIT)
    assert "API" in inherited.strip.text.text()
    assert "cannot be used yet" in inherited.strip.text.text()


def test_the_grant_decides_which_fields_there_are(editor) -> None:
    page = auth_page(editor, Auth("oauth2", {"flow": "resource_owner_password", "pkce": {"enabled": True}}))
    assert "User name" in shown(page)
    assert "Authorization URL" not in shown(page)
    box = page._form.editor("flow").editor
    box.setCurrentIndex(box.findData("authorization_code"))
    box.activated.emit(box.currentIndex())
    assert editor.value().auth.text("flow") == "authorization_code"
    assert "User name" not in shown(page)
    assert "Redirect address" in shown(page)
    assert "PKCE" not in shown(page)
    page._form.advanced.click()
    assert "PKCE" in shown(page)
    check = page._form.editor("pkce.disabled").editor
    assert isinstance(check, QCheckBox)
    check.click()
    assert editor.value().auth.at("pkce") == {"enabled": False}
    assert "Parameter" not in shown(page)
    place = page._form.editor("tokenConfig.placement").editor
    place.setCurrentIndex(1)
    place.activated.emit(1)
    assert editor.value().auth.at("tokenConfig.placement") == {"query": "access_token"}
    assert "Parameter" in shown(page)


def test_more_parameters_are_rows_that_keep_what_they_do_not_show(editor) -> None:
    held = [{"name": "audience", "value": "a", "placement": "body", "disabled": True}]
    page = auth_page(editor, Auth("oauth2", {"flow": "client_credentials", "additionalParameters": {"accessTokenRequest": held}}))
    parameters = page._form.editor("additionalParameters.accessTokenRequest")
    assert isinstance(parameters, ListEditor)
    cells = parameters.table.cells
    cells.setData(cells.index(0, 1), "b", Qt.ItemDataRole.EditRole)
    cells.setData(cells.index(1, 0), "resource", Qt.ItemDataRole.EditRole)
    assert editor.value().auth.at("additionalParameters.accessTokenRequest") == [
        {"name": "audience", "value": "b", "placement": "body", "disabled": True},
        {"name": "resource", "value": "", "placement": "body"},
    ]


def test_what_differs_from_the_inherited_settings_is_said(editor, qtbot) -> None:
    page = auth_page(editor, INHERIT)
    assert page.strip.text.text() == "OAuth 2 is inherited from API <b>."
    page.kinds.chosen.emit("oauth2")
    assert editor.value().auth == GIVEN
    assert "could be inherited" in page.strip.text.text()
    assert page._form._lines["scope"].origin_text.text() == "the same as in API <b>"
    assert page._form._lines["scope"].origin.isVisibleTo(page._form)
    qtbot.keyClicks(page._form.editor("scope").text, "x")
    assert page.strip.text.text() == "Changes the OAuth 2 settings inherited from API <b>: Scopes."
    assert not page._form._lines["scope"].origin.isVisibleTo(page._form)
    page.strip._inherit.click()
    assert editor.value().auth == INHERIT


def test_the_redirect_address_can_be_copied(editor) -> None:
    page = auth_page(editor, Auth("oauth2", {"flow": "authorization_code"}))
    page._form.editor("callbackUrl")._copy()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1/callback"
    QGuiApplication.clipboard().clear()


# --- the token's card ---


def with_token(echo: Echo, **more: Any) -> Auth:
    held = {"accessTokenUrl": f"{echo.base}/oauth2/token", "credentials": {"clientId": "c", "clientSecret": "{{secret}}"}, "scope": "a b"}
    return Auth("oauth2", {"flow": "password", "resourceOwner": {"username": "bob", "password": "{{password}}"}, **held, **more})


@pytest.fixture
def opened(ui, editor):
    run(ui.session.open_workspace(), 10)
    ui.session.set_runtime_value("secret", "secret")
    ui.session.set_runtime_value("password", "password")
    return editor


def card_of(page: AuthPage) -> TokenCard:
    assert page._card is not None
    return page._card


def test_a_token_is_fetched_renewed_copied_and_forgotten(opened, echo, qtbot) -> None:
    card = card_of(auth_page(opened, with_token(echo)))
    assert card._first.accessibleName() == "Fetch token"
    card._first.click()
    qtbot.waitUntil(lambda: card.state.status == "valid" and card._busy is None, timeout=5000)
    assert card._facts["account"][1].text() == "bob" or card._facts["account"][1].text().startswith("bob")
    assert card._left.text() in ("59 min left", "60 min left")
    assert card._pill.text() == "Valid"
    first = card.state.preview
    card._copy.click()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("eyJ") and card._busy is None)
    QGuiApplication.clipboard().clear()
    assert card._first.accessibleName() == "Refresh"
    card._first.click()
    qtbot.waitUntil(lambda: card.state.preview != first and card._busy is None, timeout=5000)
    card._forget.click()
    qtbot.waitUntil(lambda: card.state.status == "none" and card._busy is None)
    assert not card._copy.isVisibleTo(card)
    opened.hide()
    assert not card._clock.isActive()


def test_why_no_token_came_stands_in_the_card(opened, echo, qtbot) -> None:
    card = card_of(auth_page(opened, with_token(echo, resourceOwner={"username": "bob", "password": "no"})))
    card._first.click()
    qtbot.waitUntil(lambda: "invalid_grant" in card._error.text() and card._busy is None, timeout=5000)
    assert card.state.status == "none"


def test_signing_in_can_be_cancelled_and_done_again(opened, ui, echo, qtbot) -> None:
    seen: list[str] = []

    async def look(url: str) -> None:
        seen.append(url)
        if len(seen) == 2:
            threading.Thread(target=lambda: urllib.request.urlopen(url, timeout=10).close(), daemon=True).start()

    ui.session.set_browser(look)
    auth = with_token(echo, flow="authorization_code", authorizationUrl=f"{echo.base}/oauth2/authorize?auto=allow")
    card = card_of(auth_page(opened, auth))
    card._first.setFocus()
    card._first.click()
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert "browser" in card._about.text()
    assert card._cancel.hasFocus(), "the keyboard went elsewhere"
    card._cancel.click()
    qtbot.waitUntil(lambda: card._busy is None)
    assert card._first.hasFocus(), "the keyboard went elsewhere"
    assert card._first.accessibleName() == "Sign in"
    card._first.click()
    qtbot.waitUntil(lambda: card.state.status == "valid" and card._busy is None, timeout=5000)
    card._act(card._forget_token)
    qtbot.waitUntil(lambda: card._busy is None)


def test_times_are_told_as_people_do() -> None:
    assert [time_text(seconds) for seconds in (-3, 8.9, 89, 90, 42 * 60, 3 * 3600, 72 * 3600)] == [
        "0 s",
        "8 s",
        "89 s",
        "1 min",
        "42 min",
        "3 h",
        "3 days",
    ]


def test_only_pages_of_the_web_are_opened(monkeypatch) -> None:
    asked: list[str] = []
    told: list[tuple[Any, ...]] = []
    monkeypatch.setattr("curlew.ui.browsing.QDesktopServices.openUrl", lambda url: asked.append(url.toString()) or True)
    opener = PageOpener(lambda *words: told.append(words))
    run(opener("https://id.example/authorize?x=1"), 5)
    assert asked == ["https://id.example/authorize?x=1"]
    assert "id.example" in told[0][2]
    for url in ("file:///etc/passwd", "javascript:1", "ms-x://y", ""):
        with pytest.raises(Exception, match="No browser could be opened"):
            run(opener(url), 5)
    assert len(asked) == 1
