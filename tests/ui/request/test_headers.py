"""The Headers tab: added headers with their reasons, marks on rows, and what a person can do about both; the line below the URL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from curlew.model.auth import Auth
from curlew.model.body import RawBody
from curlew.model.inherit import Above, Surroundings
from curlew.model.prepared import Header
from curlew.model.request import Defaults, Request, Settings
from curlew.model.rows import Row
from curlew.ui.request.automatic_rows import AutomaticRow, reason_of, shown_value
from curlew.ui.request.editor import RequestEditor
from curlew.ui.request.pages.headers_page import HeadersPage

A_REQUEST = Request(
    method="POST",
    url="http://127.0.0.1:9/a",
    headers=(Row("Accept", "application/json"),),
    body=RawBody("json", '{"n": 1}'),
    auth=Auth("bearer", {"token": "s3cret"}),
)
ABOVE = Above("folder", "Pets", 2, Defaults(headers=(Row("X-Version", "2"), Row("accept", "text/html"))))


@pytest.fixture
def editor(ui, qtbot) -> Iterator[RequestEditor]:
    made = RequestEditor(ui)
    qtbot.addWidget(made)
    made.set_surroundings(Surroundings((ABOVE,)))
    made.load(A_REQUEST, None)
    made.resize(1000, 700)
    made.show()
    made.strip.select("headers")
    seen(made, qtbot)
    yield made
    made.hide()


def seen(editor: RequestEditor, qtbot) -> HeadersPage:
    """Wait until the lookout has seen the request as it is now; return the page."""
    lookout = editor._lookout
    qtbot.waitUntil(lambda: lookout.look is not None and lookout.is_done)
    QApplication.processEvents()
    page = editor.page("headers")
    assert isinstance(page, HeadersPage)
    return page


def states(page: HeadersPage) -> dict[str, str]:
    return {row.name: row.state for row in page.automatic.rows()}


def row_of(page: HeadersPage, name: str) -> AutomaticRow:
    return next(row for row in page.automatic.rows() if row.name == name and row.state != "replaced")


def text_of(page: HeadersPage, name: str, column: int) -> str:
    at = next(n for n, row in enumerate(page.automatic.rows()) if row.name == name and row.state != "replaced")
    return str(page.automatic.cells.index(at, column).data())


def test_headers_that_nobody_typed_are_rows_with_their_reasons(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    assert list(states(page)) == [
        "X-Version",
        "accept",
        "Host",
        "User-Agent",
        "Accept-Encoding",
        "Authorization",
        "Content-Type",
        "Content-Length",
    ]
    assert text_of(page, "Host", 3) == "from the URL"
    assert text_of(page, "X-Version", 3) == "inherited from Pets"
    assert text_of(page, "Content-Length", 2) == "8"
    assert states(page)["accept"] == "replaced"


def test_a_secret_is_masked_until_it_is_uncovered(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    assert text_of(page, "Authorization", 2) == "Bearer ••••••••••"
    page._act(row_of(page, "Authorization"), "eye")
    assert text_of(page, "Authorization", 2) == "Bearer s3cret"
    editor.strip.select("docs")
    editor.strip.select("headers")
    assert "s3cret" not in text_of(seen(editor, qtbot), "Authorization", 2)


def test_overriding_copies_the_header_and_puts_the_caret_into_its_value(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    page._act(row_of(page, "User-Agent"), "edit")
    assert [row.name for row in editor.value().headers] == ["Accept", "User-Agent"]
    assert editor.value().headers[1].value.startswith("Curlew/")
    field = page.own.table.open_field()
    assert field is not None
    assert field.text() == editor.value().headers[1].value
    assert "User-Agent" not in states(seen(editor, qtbot))
    editor.undo()
    assert editor.value().headers == A_REQUEST.headers


def test_overriding_a_secret_copies_its_name_alone(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    page._act(row_of(page, "Authorization"), "edit")
    assert editor.value().headers[1] == Row("Authorization", "")


def test_overriding_an_inherited_header_keeps_its_variables(editor, qtbot) -> None:
    above = replace(ABOVE, defaults=Defaults(headers=(Row("X-Api-Key", "{{key}}"),)))
    editor.set_surroundings(Surroundings((above,)))
    page = seen(editor, qtbot)
    page._act(row_of(page, "X-Api-Key"), "edit")
    assert editor.value().headers[1] == Row("X-Api-Key", "{{key}}")


def test_a_header_can_be_left_out_and_sent_again(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    page._act(row_of(page, "User-Agent"), "ban")
    assert editor.value().settings.own == {"omitHeaders": ("User-Agent",)}
    page = seen(editor, qtbot)
    assert states(page)["User-Agent"] == "omitted"
    editor.undo()
    assert editor.strip.current_id == "headers"
    editor.redo()
    page = seen(editor, qtbot)
    page._act(row_of(page, "User-Agent"), "undo")
    assert editor.value().settings == Settings()


def test_what_a_folder_leaves_out_can_be_sent_here(editor, qtbot) -> None:
    leaving = replace(ABOVE, defaults=Defaults(settings=Settings(own={"omitHeaders": ("User-Agent", "Accept-Encoding")})))
    editor.set_surroundings(Surroundings((leaving,)))
    page = seen(editor, qtbot)
    page._act(row_of(page, "User-Agent"), "undo")
    assert editor.value().settings.own == {"omitHeaders": ("Accept-Encoding",)}


def test_the_badge_counts_what_will_be_sent(editor, qtbot) -> None:
    seen(editor, qtbot)
    assert editor.strip._badges["headers"] == 1 + 7  # Accept, and all that is added but the replaced one


def test_D01_a_faulty_name_is_marked_and_sent_as_is_on_request(editor, qtbot) -> None:
    editor.apply({"headers": (Row("Bad Name", "1"),)}, "")
    page = seen(editor, qtbot)
    index = page.own.table.cells.index(0, 1)
    mark = page.own.table.cells.mark(index)
    assert mark is not None
    assert (mark.level, mark.short) == ("err", "cannot be sent")
    assert "a space" in str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert page.notes.isVisibleTo(page)
    page.notes.insist.click()
    assert editor.value().settings.own == {"asIs": True}
    page = seen(editor, qtbot)
    mark = page.own.table.cells.mark(index)
    assert mark is not None
    assert mark.level == "warn"
    page.notes.insist.click()
    assert editor.value().settings == Settings()


def test_nothing_is_said_where_nothing_is_wrong(editor, qtbot) -> None:
    assert not seen(editor, qtbot).notes.isVisibleTo(editor)


def test_a_missing_host_is_explained(editor, qtbot) -> None:
    editor.apply({"settings": Settings(own={"omitHeaders": ("Host",)})}, "")
    page = seen(editor, qtbot)
    assert page.notes.isVisibleTo(page)
    assert page.notes.insist.isVisibleTo(page)


def test_the_authorization_row_leads_to_its_tab(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    page._act(row_of(page, "Authorization"), "key")
    assert editor.strip.current_id == "auth"


def test_enter_opens_the_menu_of_a_row(editor, qtbot) -> None:
    page = seen(editor, qtbot)
    table = page.automatic
    table.setFocus()
    table.setCurrentIndex(table.cells.index(list(states(page)).index("Authorization"), 1))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    menu = table.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        "Show the value",
        "Open the Authorization tab",
        "Write Authorization yourself",
        "Do not send Authorization",
    ]
    menu.close()
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("field", "tab"), [("header:Accept", "headers"), ("body", "body"), ("auth", "auth"), ("url", "docs"), ("method", "docs")]
)
def test_a_fault_leads_to_where_it_stands(editor, field: str, tab: str) -> None:
    editor.strip.select("docs")
    assert editor.reveal_field(field)
    assert editor.strip.current_id == tab


def test_an_unknown_place_leads_nowhere(editor) -> None:
    assert not editor.reveal_field("")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://h/", ""),
        ("h:80/x y", "Goes out as http://h/x%20y"),
        ("http://{{nope}}/", "Variable nope is not set"),
        ("http://bücher.example/", "Goes out as http://xn--bcher-kva.example/"),
    ],
)
def test_D07_D08_D11_the_line_below_the_url_says_what_becomes_of_it(editor, qtbot, url: str, told: str) -> None:
    editor.apply({"url": url}, "")
    seen(editor, qtbot)
    note = editor.bar.note
    assert note.isVisibleTo(editor) is bool(told)
    assert note.text.startswith(told)
    assert editor.bar.url.accessibleDescription() == note.text


def test_masked_cookies_keep_their_names_and_say_which_jar_they_are_from() -> None:
    row = AutomaticRow(Header("Cookie", "a=1; b=2", "cookie", secret=True, reason="from the cookie jar: 2 cookies"), jar="Local")
    assert shown_value(row) == "a=••••; b=••••"
    assert reason_of(row) == "from the cookie jar: 2 cookies, of Local"
