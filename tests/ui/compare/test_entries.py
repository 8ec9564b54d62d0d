"""The ways to a comparison in the whole window: from a response, the history, the tree, under two environments, after a restart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from curlew.model.request import Request
from curlew.model.variables import Environment, Variable
from curlew.ui.documents.compare_page import ComparePage
from helpers.echo import running_echo
from helpers.looping import run
from helpers.whole_window import whole_window
from helpers.workbench import loaded


@pytest.fixture(scope="module")
def echo():
    with running_echo() as echo:
        yield echo


def a_request(bench, echo, names=("List",), environments=()):
    owner = run(bench.session.add_collection("Birds"))
    for name in environments:
        run(bench.session.add_environment(owner, Environment(name, variables=(Variable("who", name),))))
    if environments:
        bench.session.set_active_environment(owner, environments[0])
    url = f"{echo.base}/anything?who={{{{who}}}}" if environments else f"{echo.base}/anything"
    return [run(bench.session.add_request(owner, Request(name=name, url=f"{url}#{name}"))) for name in names]


def comparison(bench, qtbot) -> ComparePage:
    qtbot.waitUntil(lambda: isinstance(bench.documents.current, ComparePage), timeout=8000)
    page = bench.documents.current
    qtbot.waitUntil(lambda: page.outcome is not None, timeout=10_000)
    return page


def sent(bench, qtbot, item: int):
    bench.documents.open_item(item)
    page = loaded(bench, qtbot)
    task = page.send()
    qtbot.waitUntil(task.done, timeout=10_000)
    qtbot.waitUntil(lambda: page.viewer.exchange is not None)
    return page


def test_a_response_is_compared_with_the_one_before(theme, tmp_path, qtbot, echo):
    home = tmp_path / "home"
    with whole_window(theme, home) as bench:
        (item,) = a_request(bench, echo)
        sent(bench, qtbot, item)
        sent(bench, qtbot, item)
        assert bench.actions.trigger("response.compare")
        page = comparison(bench, qtbot)
        assert page.look().title == "List"
        assert [side.history for side in page.sides] == [entry.id for entry in reversed(bench.session.history.entries)]
        assert page.view.cards[0].accessibleName().startswith("Side A")
    with whole_window(theme, home) as bench:  # it comes back from the history
        page = comparison(bench, qtbot)
        assert [bool(side.history) for side in page.sides] == [True, True]


def test_the_environment_of_what_is_compared_stays_in_the_bar(theme, tmp_path, qtbot, echo):
    with whole_window(theme, tmp_path / "home") as bench:
        (item,) = a_request(bench, echo, environments=("Staging",))
        run(bench.session.add_collection("Another one"))
        sent(bench, qtbot, item)
        sent(bench, qtbot, item)
        assert bench.actions.trigger("response.compare")
        comparison(bench, qtbot)
        assert bench.panels.environment_selector.text() == "Staging"


def test_what_the_history_did_not_keep_of_a_body_is_said(theme, tmp_path, qtbot, echo):
    with whole_window(theme, tmp_path / "home") as bench:
        owner = run(bench.session.add_collection("Birds"))
        item = run(bench.session.add_request(owner, Request(name="Large", url=f"{echo.base}/bytes/1300000")))
        sent(bench, qtbot, item)
        sent(bench, qtbot, item)
        assert bench.actions.trigger("response.compare")
        page = comparison(bench, qtbot)
        told = [note for note in page.view.notes.notes if "1048576" in note]
        assert len(told) == 1
        assert told[0].startswith("A: ")


def test_one_click_sends_under_two_environments(theme, tmp_path, qtbot, echo):
    with whole_window(theme, tmp_path / "home") as bench:
        (item,) = a_request(bench, echo, environments=("Dev", "Live"))
        bench.documents.open_item(item)
        loaded(bench, qtbot)
        assert bench.actions.trigger("response.compare_environments")
        page = comparison(bench, qtbot)
        assert [side.label for side in page.sides] == ["Dev", "Live"]
        assert ("args", "who") in [found.place_a for found in page.outcome.comparison.differences]
        owner = bench.session.tree.collection_of(item).id
        assert bench.session.active_environment(owner) == "Dev"
        assert sorted(entry.environment for entry in bench.session.history.entries) == ["Dev", "Live"]
        page._offer_side(1)
        menu = page.findChild(QMenu, "side_menu")
        live = next(action for action in menu.actions() if action.text() == "Dev")
        live.trigger()
        menu.close()
        qtbot.waitUntil(lambda: page.sides[1].label == "Dev" and page.outcome is not None, timeout=8000)


def test_two_entries_of_the_history_and_two_requests_of_the_tree(theme, tmp_path, qtbot, echo):
    with whole_window(theme, tmp_path / "home") as bench:
        one, other = a_request(bench, echo, ("One", "Two"))
        sent(bench, qtbot, one)
        sent(bench, qtbot, other)
        panel = bench.panels.show_panel("history")
        panel.refresh()
        panel.view.selectAll()
        newest = bench.session.history.entries[0]
        assert len(panel.chosen()) == 2
        assert panel.compare_both.isVisibleTo(panel)
        panel._menu(newest, QPoint(5, 5))
        menu = next(menu for menu in panel.findChildren(QMenu) if menu.actions() and menu.actions()[0].text() == "Compare both")
        menu.actions()[0].trigger()
        menu.close()
        page = comparison(bench, qtbot)
        assert [side.history for side in page.sides] == [entry.id for entry in reversed(bench.session.history.entries)]
        bench.documents.close_current()
        bench.panels.collections.view.select([one, other])
        bench.panels.collections.acts()["item.compare"]()
        page = comparison(bench, qtbot)
        assert page.look().title == "One and Two"
        bench.documents.close_current()
        bench.panels.collections.acts()["item.send_compare"]()
        page = comparison(bench, qtbot)
        assert [side.label for side in page.sides] == ["One", "Two"]
        assert len(bench.session.history.entries) == 4


def test_a_response_without_an_earlier_one_asks_for_the_other_side(theme, tmp_path, qtbot, echo):
    with whole_window(theme, tmp_path / "home") as bench:
        (item,) = a_request(bench, echo)
        sent(bench, qtbot, item)
        bench.actions.trigger("response.compare")
        page = bench.documents.current
        assert isinstance(page, ComparePage)
        assert page.sides[1] is None
        assert "pick a response" in page.view.cards[1].accessibleName()
