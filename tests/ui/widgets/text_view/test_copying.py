"""Copying texts of any size."""

import time

import pytest
from PySide6.QtGui import QGuiApplication

from curlew.ui.widgets.text_view import TextPane, copying


@pytest.fixture
def pane(theme, qtbot):
    pane = TextPane(theme, "Body")
    qtbot.addWidget(pane)
    return pane


@pytest.fixture
def view(pane):
    return pane.view


def test_a_long_copy_goes_on_in_slices_and_characters_are_kept_whole(view, qtbot):
    text = "aé好😀" * 300_000
    view.set_source(text.encode(), "")
    view.select_all()
    with qtbot.waitSignal(view.copying.copied) as told:
        view.copy()
    assert QGuiApplication.clipboard().text() == text
    assert told.args == [len(text.encode())]


def test_the_end_of_a_very_long_copy_does_not_hold_the_window(view, qtbot):
    copies = copying.Copying(view)
    copies.start(iter(["aé" * 500_000] * 40), 60_000_000)
    for _piece in range(40):
        copies._advance()
    began = time.thread_time()
    with qtbot.waitSignal(copies.copied):
        copies._advance()
    assert time.thread_time() - began < 0.03
    assert QGuiApplication.clipboard().mimeData().data("text/plain").size() == 60_000_000


@pytest.mark.parametrize("count", [1, 1_000_000])
def test_a_text_in_utf_8_is_copied_whole_whatever_its_length(view, qtbot, count):
    text = "x好" * count + "\n"
    copies = copying.Copying(view)
    with qtbot.waitSignal(copies.copied):
        copies.start_text(text.encode() + b"\xff")
    assert QGuiApplication.clipboard().text() == text + "\ufffd"


def test_too_much_is_refused_with_words(view, qtbot, monkeypatch):
    monkeypatch.setattr(copying, "LARGEST", 10)
    QGuiApplication.clipboard().setText("before")
    view.set_source(b"x" * 11, "")
    with qtbot.waitSignal(view.copying.refused) as told:
        view.copy_shown()
    assert told.args == [11]
    assert QGuiApplication.clipboard().text() == "before"
    assert all(copying.refusal(1_500_000_000))


def test_a_copy_that_is_stopped_leaves_the_clipboard(view):
    QGuiApplication.clipboard().setText("before")
    view.set_source(b"x" * 3_000_000, "")
    view.copy_all()
    view.stop()
    assert QGuiApplication.clipboard().text() == "before"
