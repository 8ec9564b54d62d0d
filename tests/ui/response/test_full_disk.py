"""A disk that is full or a file that goes while a body is shown: said, and the bytes are shown as far as they can be."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QLabel

from curlew.model.content import Content
from curlew.preview.buffer import Gathering
from curlew.ui.response.body_tab import BodyTab

BODY = json.dumps([{"id": n, "name": "é" * 5} for n in range(40_000)], ensure_ascii=False)


@pytest.fixture
def tab(ui, qtbot):
    tab = BodyTab(ui)
    qtbot.addWidget(tab)
    tab.notes = ()
    tab.notes_found.connect(lambda notes: setattr(tab, "notes", notes))
    tab.resize(900, 400)
    tab.show()
    return tab


@pytest.fixture
def spooled(tmp_path):
    def spooled(body: bytes) -> Content:
        path = tmp_path / "body"
        path.write_bytes(body)
        return Content(None, path, len(body))

    return spooled


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(self, piece):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Gathering, "_put", refuse)


def said(tab: BodyTab) -> list[str]:
    return [label.text() for label in tab.blank.findChildren(QLabel) if label.text()]


def test_a_layout_that_the_disk_does_not_take_leaves_the_raw_text(tab, qtbot, full_disk, spooled):
    with qtbot.waitSignal(tab.shown, timeout=10_000):
        tab.show_body(spooled(BODY.encode()), "application/json")
    assert tab.views.front_id == "raw"
    assert tab.notes == ("Pretty: the formatted text could not be kept: No space left on device.",)


def test_a_text_that_the_disk_does_not_take_is_not_shown_in_part(tab, qtbot, full_disk, spooled):
    with qtbot.waitSignal(tab.shown, timeout=10_000):
        tab.show_body(spooled(BODY.encode("utf-16")), "application/json")
    assert said(tab) == ["The body cannot be read", "No space left on device"]
    tab.choose_view("tree")  # by a key, as the bar is not there
    assert tab.front is None


def test_a_file_that_is_gone_is_said(tab, qtbot, spooled):
    body = spooled(BODY.encode())
    body.path.unlink()
    with qtbot.waitSignal(tab.shown, timeout=10_000):
        tab.show_body(body, "application/json")
    assert said(tab) == ["The body cannot be read", "No such file or directory"]


def test_a_file_that_goes_while_it_is_shown_does_no_harm(tab, qtbot, spooled):
    body = spooled(BODY.encode())
    with qtbot.waitSignal(tab.shown, timeout=10_000):
        tab.show_body(body, "application/json")
    body.path.unlink()
    for view_id in ("tree", "table", "raw", "hex", "base64"):
        with qtbot.waitSignal(tab.shown, timeout=10_000):
            tab.choose_view(view_id)
        assert tab.views.front_id == view_id


def test_a_file_that_was_shortened_is_shown_as_far_as_it_goes(tab, qtbot, spooled):
    body = spooled(b"words\n" * 100_000)
    with body.path.open("r+b") as file:
        file.truncate(5000)
    with qtbot.waitSignal(tab.shown, timeout=10_000):
        tab.show_body(body, "text/plain")
    assert len(tab.front.pane.view.source.data) == 5000
