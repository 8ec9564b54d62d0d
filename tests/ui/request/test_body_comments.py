"""The tick “Send without comments” of a JSON body."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from curlew.model.body import RawBody
from curlew.model.request import Request
from curlew.ui.request.bodies.code_body import CodeBody
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.pages.body_page import BodyPage

COMMENTED = '{"a": 1, // one\n "b": 2}'


@pytest.fixture
def editor(ui, qtbot) -> Iterator[RequestEditor]:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    yield made
    made.hide()


def page_of(editor: RequestEditor, request: Request) -> BodyPage:
    editor.load(request, None)
    editor.strip.select("body")
    QApplication.processEvents()
    page = editor.page("body")
    assert isinstance(page, BodyPage)
    return page


def pane_of(page: BodyPage):
    assert isinstance(page.editor, CodeBody)
    return page.editor.pane


def test_a_comment_is_a_fault_that_one_click_mends(editor) -> None:
    page = page_of(editor, Request(body=RawBody("json", COMMENTED)))
    pane = pane_of(page)
    assert page.is_faulty
    assert pane._allow.isVisible()
    pane._allow.click()
    assert page.plain.isChecked()
    assert not page.is_faulty
    assert not pane._bar.isVisible()
    assert editor.request.extensions == {"withoutComments": True}
    assert pane.text() == COMMENTED


def test_the_tick_goes_into_the_request_and_leaves_its_neighbours(editor) -> None:
    page = page_of(editor, Request(body=RawBody("json", COMMENTED), extensions={"other": 1, "withoutComments": True}))
    assert page.plain.isVisible()
    assert page.plain.isChecked()
    assert not page.is_faulty
    page.plain.click()
    assert editor.request.extensions == {"other": 1}
    assert page.is_faulty
    editor.undo()
    assert editor.request.extensions == {"other": 1, "withoutComments": True}
    assert page.plain.isChecked()


def test_what_is_wrong_beside_comments_is_still_told(editor) -> None:
    page = page_of(editor, Request(body=RawBody("json", '{"a": 1 // one\n "b": 2}'), extensions={"withoutComments": True}))
    assert page.is_faulty
    assert not pane_of(page)._allow.isVisible()


def test_other_kinds_have_no_tick(editor) -> None:
    page = page_of(editor, Request(body=RawBody("text", COMMENTED)))
    assert not page.plain.isVisible()
