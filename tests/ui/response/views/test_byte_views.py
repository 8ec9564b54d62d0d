"""A body as bytes: in hex, and in Base64."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from curlew.preview.opened import Opened
from curlew.ui.context import Ui
from curlew.ui.loop import Loop
from curlew.ui.response.views.base64_view import Base64View
from curlew.ui.response.views.hex_view import HexView
from curlew.ui.response.views.view import BodyView

Show = Callable[[type[BodyView], bytes], BodyView]


@pytest.fixture
def show(ui: Ui, qtbot: QtBot) -> Show:
    def shown(make: type[BodyView], raw: bytes) -> BodyView:
        view = make(ui)
        qtbot.addWidget(view)
        for tool in view.tools():
            tool.setParent(view)
        view.resize(900, 400)
        view.show()
        with qtbot.waitSignal(view.shown):
            view.show_body(Opened(raw=raw, kind="binary", declared="application/zip"))
        return view

    return shown


def test_all_bytes_are_there_and_described(show: Show) -> None:
    view = show(HexView, bytes(300))
    assert isinstance(view, HexView)
    assert "application/zip" in view._facts.text()
    assert len(view.pane.grid.data) == 300


def test_the_button_of_the_values_is_there_where_they_have_room(show: Show) -> None:
    view = show(HexView, bytes(300))
    assert isinstance(view, HexView)
    view.resize(1100, 400)
    assert view._inspect.isVisible()
    assert view.pane.inspector.isVisible()
    view.resize(500, 400)
    assert not view._inspect.isVisible()
    assert not view.pane.inspector.isVisible()


def test_the_place_among_the_bytes_is_remembered(show: Show) -> None:
    view = show(HexView, bytes(300))
    assert isinstance(view, HexView)
    view.pane.grid.select(200, 200)
    state = view.state()
    again = show(HexView, bytes(10))
    assert isinstance(again, HexView)
    again.restore_state(state)
    again.show_body(Opened(raw=bytes(300)))
    assert again.pane.grid.caret == 200


@pytest.mark.parametrize("size", [10, 200_000])
def test_base64_in_lines_in_one_and_for_urls(show: Show, qtbot: QtBot, size: int) -> None:
    raw = bytes(range(251, 256)) * (size // 5)
    view = show(Base64View, raw)
    assert isinstance(view, Base64View)
    assert bytes(view.pane.view.source.data[:]) == base64.b64encode(raw) or b"\n" in view.pane.view.source.data[:]
    assert base64.b64decode(view.pane.view.source.data[:]) == raw
    with qtbot.waitSignal(view.shown):
        view.lines.setChecked(False)
    assert view.pane.view.source.data[:] == base64.b64encode(raw)
    with qtbot.waitSignal(view.shown):
        view.url_safe.setChecked(True)
    assert view.pane.view.source.data[:] == base64.urlsafe_b64encode(raw).rstrip(b"=")
    assert view.state()["url_safe"] is True


def test_a_data_url_is_copied(show: Show) -> None:
    view = show(Base64View, b"PK")
    assert isinstance(view, Base64View)
    view._data_url.click()
    assert QGuiApplication.clipboard().text() == "data:application/zip;base64,UEs="


def test_another_body_ends_the_encoding_of_the_one_before(show: Show, qtbot: QtBot, loop: Loop) -> None:
    view = show(Base64View, b"x")
    assert isinstance(view, Base64View)
    view.show_body(Opened(raw=bytes(3_000_000)))
    view.show_body(Opened(raw=b"abc"))
    assert view.pane.view.source.data[:] == b"YWJj"
    qtbot.waitUntil(lambda: not asyncio.all_tasks(loop))
    assert view.pane.view.source.data[:] == b"YWJj"
