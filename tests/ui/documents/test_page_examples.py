"""Examples in the whole window: kept from a response, shown in its place, compared with, gone back to, and in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from curlew.engine.redact import MASK
from curlew.model.auth import Auth
from curlew.model.request import Example, Request
from curlew.model.rows import Row
from curlew.storage.opencollection import codec
from curlew.storage.opencollection.example_edits import with_status
from curlew.storage.opencollection.examples import answer_in, asked_in, note_of
from curlew.ui.documents.compare_page import ComparePage
from curlew.ui.documents.save_example import SaveExampleDialog
from helpers.echo import running_echo
from helpers.looping import run
from helpers.whole_window import whole_window
from helpers.workbench import loaded

KEPT = Example("kept", {"request": {"url": "http://x/old", "method": "PUT"}, "response": {"status": 404, "statusText": "Gone"}})


@pytest.fixture(scope="module")
def echo():
    with running_echo() as echo:
        yield echo


@pytest.fixture
def bench(theme, tmp_path, qtbot):
    with whole_window(theme, tmp_path / "home") as bench:
        yield bench


def opened(bench, qtbot, request: Request):
    owner = run(bench.session.add_collection("Birds"))
    item = run(bench.session.add_request(owner, request))
    bench.documents.open_item(item)
    return loaded(bench, qtbot)


def sent(page, qtbot):
    task = page.send()
    qtbot.waitUntil(task.done, timeout=10_000)
    qtbot.waitUntil(lambda: page.exchange is not None)
    return page


def file_of(bench, page) -> str:
    return Path(bench.session.tree[page.item_id].path).read_text(encoding="utf-8")


def saved_as(bench, qtbot, name: str = "", note: str = "") -> SaveExampleDialog:
    """Run the command, answer its dialog, and return that."""
    assert bench.actions.trigger("response.save_example")
    found: list[SaveExampleDialog] = []
    qtbot.waitUntil(lambda: bool(found.extend(bench.window.findChildren(SaveExampleDialog)) or found), timeout=5000)
    if name:
        found[0]._name.setText(name)
    found[0]._note.setPlainText(note)
    found[0].accept()
    return found[0]


def test_a_response_is_kept_in_the_file_at_once(bench, qtbot, echo):
    page = sent(opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json")), qtbot)
    dialog = saved_as(bench, qtbot, note="the **usual**")
    qtbot.waitUntil(lambda: "examples:" in file_of(bench, page), timeout=5000)
    qtbot.waitUntil(lambda: not page.is_dirty, timeout=5000)
    assert "No secret" in dialog.words
    (example,) = codec.parse_item(file_of(bench, page), "x").examples
    assert example.name == "200 OK"
    assert note_of(example).content == "the **usual**"
    assert asked_in(example).url == f"{echo.base}/json"
    assert answer_in(example).body == page.exchange.response.body.read()
    assert page.editor.strip._badges["examples"] == 1
    saved_as(bench, qtbot)
    qtbot.waitUntil(lambda: len(page.request.examples) == 2)
    assert page.request.examples[1].name == "200 OK (2)"
    page.undo()
    assert len(page.request.examples) == 1


def test_other_edits_wait_for_the_person(bench, qtbot, echo):
    page = sent(opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json")), qtbot)
    page.editor.apply({"url": f"{echo.base}/other"}, "")
    saved_as(bench, qtbot, "mine")
    qtbot.waitUntil(lambda: len(page.request.examples) == 1)
    assert page.is_dirty
    assert "examples:" not in file_of(bench, page)
    assert asked_in(page.request.examples[0]).url == f"{echo.base}/json", "what was sent, not what was typed since"
    page.keep_draft()
    draft = bench.session.drafts.for_path(bench.session.tree[page.item_id].path)
    assert draft is not None
    assert draft.value.examples == page.request.examples
    assert run(page.save())
    assert "name: mine" in file_of(bench, page)


def test_no_secret_reaches_the_file(bench, qtbot, echo):
    secret = "correct-horse-battery"
    request = Request(
        name="Echo", url=f"{echo.base}/anything", headers=(Row("X-Api-Key", secret),), auth=Auth("bearer", {"token": "abcdefgh-12345678"})
    )
    page = sent(opened(bench, qtbot, request), qtbot)
    assert secret.encode() in page.exchange.response.body.read()
    dialog = saved_as(bench, qtbot)
    qtbot.waitUntil(lambda: "examples:" in file_of(bench, page), timeout=5000)
    kept = file_of(bench, page).partition("examples:")[2]
    assert secret not in kept
    assert "abcdefgh-12345678" not in kept
    assert MASK in kept
    assert "replaced by dots" in dialog.words


def test_a_scratch_request_and_one_of_the_history_keep_theirs_with_the_draft(bench, qtbot, echo):
    page = bench.documents.open_scratch(Request(url=f"{echo.base}/json"))
    sent(page, qtbot)
    saved_as(bench, qtbot, "scratch")
    qtbot.waitUntil(lambda: len(page.request.examples) == 1)
    assert page.is_dirty
    bench.documents.open_history(bench.session.history.entries[0])
    qtbot.waitUntil(lambda: bench.documents.current is not page and bench.documents.current.exchange is not None, timeout=5000)
    old = bench.documents.current
    saved_as(bench, qtbot, "old")
    qtbot.waitUntil(lambda: len(old.request.examples) == 1)
    assert answer_in(old.request.examples[0]).status == 200


def test_there_is_nothing_to_keep_before_a_response(bench, qtbot, echo):
    page = opened(bench, qtbot, Request(name="List", url="http://127.0.0.1:9/"))
    assert not bench.actions.trigger("response.save_example")
    sent(page, qtbot)
    assert page.exchange.response is None
    assert not bench.actions.trigger("response.save_example")


def test_an_example_is_shown_in_the_place_of_the_response_and_back(bench, qtbot, echo):
    page = opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json", examples=(KEPT,)))
    page.examples.act("show", KEPT)
    assert page.viewer.exchange.response.status == 404
    assert page.viewer.example.text == "Example “kept”, not a live response"
    assert bench.actions.is_enabled("response.copy")
    assert not bench.actions.is_enabled("response.save_example")
    page.viewer.example.back_wanted.emit()
    assert page.viewer.exchange is None
    sent(page, qtbot)
    live = page.exchange
    page.examples.act("show", KEPT)
    assert bench.actions.is_enabled("response.save_example")
    assert page.exchange is live
    assert bench.actions.trigger("response.clear")
    assert page.viewer.exchange is live
    assert page.viewer.example.text == ""
    page.examples.act("show", KEPT)
    sent(page, qtbot)
    qtbot.waitUntil(lambda: page.viewer.example.text == "", timeout=5000)
    assert page.viewer.exchange is page.exchange


def test_an_example_that_is_shown_follows_its_edits(bench, qtbot, echo):
    page = opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json", examples=(KEPT, Example("other", {"response": {}}))))
    shown = page.request.examples[0]
    page.examples.act("show", shown)
    page.editor.apply({"examples": (with_status(shown, 500, "Oh"), page.request.examples[1])}, "")
    qtbot.waitUntil(lambda: page.viewer.exchange.response.status == 500, timeout=3000)
    assert page.viewer.example.text
    before = page.viewer.exchange
    page.editor.apply({"examples": page.request.examples[1:]}, "")
    qtbot.waitUntil(page.examples._later.isActive)
    qtbot.waitUntil(lambda: not page.examples._later.isActive())
    assert page.viewer.exchange is before, "what was deleted stays as it was shown"


def test_too_large_a_response_is_refused_with_a_way_out(bench, qtbot, echo, monkeypatch):
    monkeypatch.setattr("curlew.engine.examples.LARGEST_BODY", 100)
    page = sent(opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json")), qtbot)
    told = []
    monkeypatch.setattr(page.ui, "notify", lambda *words, **_more: told.append(words))
    assert bench.actions.trigger("response.save_example")
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    level, title, reason, hint = told[0]
    assert level == "error"
    assert all((title, reason, hint))
    assert page.request.examples == ()


def test_an_example_is_compared_with_the_response_and_with_another(bench, qtbot, echo):
    other = Example("other", {"response": {"status": 200, "body": {"type": "json", "data": "{}"}}})
    page = sent(opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json", examples=(KEPT, other))), qtbot)
    page.examples.act("compare", KEPT)
    compared = bench.documents.current
    assert isinstance(compared, ComparePage)
    assert compared.sides[0].label == "kept"
    assert compared.sides[1].exchange is page.exchange
    qtbot.waitUntil(lambda: compared.outcome is not None, timeout=10_000)
    bench.documents.open_item(page.item_id)
    page.examples.act("compare_other", page.request.examples[0])
    menu = page.findChild(QMenu, "compare_menu")
    titles = [action.text() for action in menu.actions()]
    assert "Example: other" in titles
    assert "Example: kept" not in titles
    next(action for action in menu.actions() if action.text() == "Example: other").trigger()
    menu.close()
    assert {side.label for side in bench.documents.current.sides} == {"kept", "other"}
    qtbot.waitUntil(lambda: bench.documents.current.outcome is not None, timeout=10_000)


def test_the_request_is_sent_and_compared(bench, qtbot, echo):
    page = opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json", examples=(KEPT,)))
    page.examples.act("send_compare", KEPT)
    qtbot.waitUntil(lambda: isinstance(bench.documents.current, ComparePage), timeout=10_000)
    compared = bench.documents.current
    assert compared.sides[1].exchange is page.exchange
    qtbot.waitUntil(lambda: compared.outcome is not None, timeout=10_000)


def test_the_request_goes_back_to_an_example_and_back_again(bench, qtbot, echo):
    request = Request(name="List", url=f"{echo.base}/json", headers=(Row("A", "b"),), examples=(KEPT,))
    page = opened(bench, qtbot, request)
    before = page.request
    page.examples.act("reset", KEPT)
    assert (page.request.method, page.request.url, page.request.headers) == ("PUT", "http://x/old", ())
    page.undo()
    assert page.request == before


def test_a_response_takes_the_place_of_an_example(bench, qtbot, echo):
    page = sent(opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json", examples=(KEPT,))), qtbot)
    before = page.request
    page.examples.act("replace", page.request.examples[0])
    qtbot.waitUntil(lambda: page.request != before, timeout=5000)
    assert page.request.examples[0].name == "kept"
    assert answer_in(page.request.examples[0]).status == 200
    page.undo()
    assert page.request == before


def test_a_graphql_example_stands_in_the_extensions_of_the_file(bench, qtbot, echo):
    from curlew.model.body import GraphQLBody

    request = Request(name="Birds", kind="graphql", method="POST", url=f"{echo.base}/graphql", body=GraphQLBody("{ hello }"))
    page = sent(opened(bench, qtbot, request), qtbot)
    saved_as(bench, qtbot)
    qtbot.waitUntil(lambda: "examples:" in file_of(bench, page), timeout=5000)
    assert "\nexamples:" not in file_of(bench, page)
    page.editor.apply({"body": GraphQLBody("{ other }")}, "")
    page.examples.act("reset", page.request.examples[0])
    assert page.request.body == GraphQLBody("{ hello }")


def test_the_command_leads_to_the_tab(bench, qtbot, echo):
    page = opened(bench, qtbot, Request(name="List", url=f"{echo.base}/json", examples=(KEPT,)))
    assert bench.actions.trigger("request.examples")
    assert page.editor.strip.current_id == "examples"
