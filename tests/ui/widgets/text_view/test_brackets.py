"""The bracket at the caret and its partner."""

import pytest
from PySide6.QtTest import QTest

from curlew.ui.widgets.text_view import TextPane

PRETTY = b'{\n  "a": [\n    "}",\n    { "b": [1] }\n  ],\n  "c": {}\n}'


@pytest.fixture
def pane(theme, qtbot):
    pane = TextPane(theme, "Body")
    qtbot.addWidget(pane)
    pane.resize(600, 400)
    pane.show()
    QTest.qWaitForWindowActive(pane)
    pane.view.setFocus()
    pane.set_text(PRETTY, "json")
    return pane


@pytest.fixture
def view(pane):
    return pane.view


@pytest.mark.parametrize(
    ("caret", "pair"),
    [
        (0, (0, len(PRETTY) - 1)),
        (len(PRETTY), (len(PRETTY) - 1, 0)),
        (PRETTY.index(b"["), (PRETTY.index(b"["), PRETTY.index(b"],"))),
        (PRETTY.index(b"],"), (PRETTY.index(b"],"), PRETTY.index(b"["))),
        (PRETTY.index(b'{ "b"'), (PRETTY.index(b'{ "b"'), PRETTY.index(b"] }") + 2)),
        (PRETTY.index(b"] }") + 3, (PRETTY.index(b"] }") + 2, PRETTY.index(b'{ "b"'))),
        (PRETTY.index(b'}"'), ()),
        (4, ()),
    ],
)
def test_the_pair_at_the_caret_is_found(view, caret, pair):
    view.select(caret, caret)
    assert view.brackets.pair == pair


def test_a_partner_is_found_in_one_long_line_step_by_step(view, qtbot):
    text = b'{"a":[' + b'{"x":"]"},' * 30_000 + b'{"x":[]}]}'
    view.set_source(text, "json")
    view.select(5, 5)
    qtbot.waitUntil(lambda: view.brackets.pair == (5, len(text) - 2))
    view.select(len(text) - 2, len(text) - 2)
    qtbot.waitUntil(lambda: view.brackets.pair == (len(text) - 2, 5))


def test_brackets_that_do_not_fit_have_no_partner(view):
    view.set_source(b'{"a": [1}', "json")
    view.select(0, 0)
    assert view.brackets.pair == ()
