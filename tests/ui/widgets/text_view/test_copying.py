"""Copying texts of any size."""

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
