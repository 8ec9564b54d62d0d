"""A text of more than 2 GB: opened, indexed, searched, selected at its end, where offsets fit no 32-bit number any more."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from curlew.model.content import Content
from curlew.preview.opened import Opened
from curlew.preview.opening import open_body
from curlew.preview.text.rows import Rows
from curlew.ui.theme import Theme
from curlew.ui.widgets.text_view import TextPane

SIZE = 2**31 + 5_000_000
END = b"\nthe needle at the end\n"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    path: Path = tmp_path_factory.mktemp("huge") / "body"
    with path.open("wb") as file:
        file.write(b'{"list": [\n' * 10_000)
        file.truncate(SIZE - len(END))  # a hole: one line of zeros
        file.seek(0, 2)
        file.write(END)
    return asyncio.run(open_body(Content(None, path, SIZE), "application/json"))


def test_G23_it_is_opened_without_a_copy(opened: Opened) -> None:
    assert (len(opened.text), opened.text is opened.raw, opened.invalid, opened.kind) == (SIZE, True, 0, "json")


def test_G23_all_its_rows_are_known(opened: Opened) -> None:
    rows = Rows(opened.text)
    for _step in rows.steps():
        pass
    last = rows.row_of(SIZE - 2)
    assert rows.lines == 10_002
    assert rows.line_of(last) == 10_002
    assert rows.bounds(last) == (SIZE - len(END) + 1, SIZE - 1)


def test_G23_a_match_at_its_end_is_found_and_selected(tmp_path: Path, qtbot: Any, opened: Opened) -> None:
    pane = TextPane(Theme(tmp_path / "theme"), "Body")
    qtbot.addWidget(pane)
    pane.resize(700, 400)
    pane.show()
    pane.set_text(opened.text, "json")
    qtbot.waitUntil(lambda: pane.view.source.rows.complete, timeout=120_000)
    pane.open_find()
    pane.bar.field.setText("needle")
    pane.finder.search()
    qtbot.waitUntil(lambda: pane.bar._count.text() == "1 of 1", timeout=60_000)
    assert pane.view.selection == (SIZE - len(END) + 5, SIZE - len(END) + 11)
    assert pane.view.selected_text() == "needle"
    qtbot.waitUntil(lambda: pane.view.y_of(pane.view.place_of(pane.view.caret)[:2]) is not None, timeout=120_000)
