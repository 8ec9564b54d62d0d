"""The sidebar's history over a real session and over made-up entries."""

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from curlew.engine.session import Change
from curlew.model.events import Announcer
from curlew.storage.history import History, HistoryEntry
from curlew.ui.history.model import Heading, HistoryModel, day_title, matches, path_of
from curlew.ui.history.panel import HistoryPanel
from helpers.exchanges import an_exchange
from helpers.ui_over import ui_over

NOON = datetime(2026, 11, 20, 12, 0).timestamp()
DAY = 86_400.0


def an_entry(number: int = 1, **fields) -> HistoryEntry:
    known = {"started": NOON, "method": "GET", "url": "https://api.example.dev/v2/pets?x=1", "status": 200, "total_ms": 184.0}
    return HistoryEntry(id=f"{number:010d}", **{**known, **fields})


SENDS = (
    an_entry(5),
    an_entry(4, method="POST", status=None, error="dns", url="http://payments.dev/charge"),
    an_entry(3, status=404, started=NOON - DAY),
    an_entry(2, status=503, started=NOON - 4 * DAY),
    an_entry(1, url="", name="Scratch", started=NOON - 400 * DAY),
)


@pytest.fixture
def model():
    model = HistoryModel(today=lambda: date(2026, 11, 20))
    model.set_entries(SENDS)
    return model


@pytest.fixture
def history(tmp_path):
    history = History(tmp_path)
    for number in range(3):
        entry = an_entry(url=f"https://api.example.dev/{number}", method=("GET", "POST", "DELETE")[number], status=(200, 404, None)[number])
        history.add(entry, lambda: (an_exchange(), ""))
    yield history
    history.close()


@pytest.fixture
def panel(theme, notices, qtbot, history):
    session = SimpleNamespace(history=history, changed=Announcer())
    with ui_over(theme, session, notices) as ui:
        panel = HistoryPanel(ui)
        panel.session = session
        qtbot.addWidget(panel)
        panel.resize(300, 500)
        panel.show()
        yield panel


def shown(model: HistoryModel) -> list[str]:
    rows = [model.at(number) for number in range(model.rowCount())]
    return [row.title if isinstance(row, Heading) else row.id.lstrip("0") for row in rows]


def test_sends_stand_below_their_days(model, qtmodeltester):
    qtmodeltester.check(model)
    assert shown(model) == ["Today", "5", "4", "Yesterday", "3", "Mon 16 Nov", "2", "Thu 16 Oct 2025", "1"]
    assert model.at(0).count == 2


def test_a_day_can_be_folded(model, qtmodeltester):
    model.toggle(model.at(0))
    assert shown(model)[:2] == ["Today", "Yesterday"]
    qtmodeltester.check(model)
    model.toggle(model.at(0))
    assert shown(model)[1] == "5"


def test_the_filter_takes_words_and_groups(model):
    model.set_filter("post charge")
    assert shown(model) == ["Today", "4"]
    model.set_filter("", "5xx")
    assert shown(model) == ["Mon 16 Nov", "2"]
    model.set_filter("", "failed")
    assert "4" in shown(model)
    assert "5" not in shown(model)
    model.set_filter("nothing like it")
    assert model.rowCount() == 0


@pytest.mark.parametrize("started", [float("nan"), 1e300, -1e300, 1e11])
def test_a_time_that_is_none_is_shown_as_earlier(model, started):
    model.set_entries((an_entry(started=started),))
    assert len(shown(model)) == 2


def test_what_a_row_says(model):
    assert model.data(model.index(1), Qt.ItemDataRole.AccessibleTextRole) == "GET /v2/pets?x=1, 200, api.example.dev, 12:00, 184 ms"
    assert path_of(an_entry(url="http://h?x")) == "?x"
    assert path_of(an_entry(url="h")) == "/"
    assert path_of(SENDS[4]) == "Scratch"
    assert day_title(date(2026, 11, 20), date(2026, 11, 20)) == "Today"
    assert matches(replace(SENDS[0], reason="Teapot"), ("teapot",), "2xx")


def test_a_click_or_enter_opens_a_send(panel, qtbot):
    with qtbot.waitSignal(panel.open_requested) as opened:
        QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=panel.view.visualRect(panel.model.index(1)).center())
    assert opened.args[0].method == "DELETE"
    panel.view.setFocus()
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.open_requested) as opened:
        QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert opened.args[0].method == "POST"


def test_a_new_send_appears_and_the_selection_stays(panel, history, qtbot):
    panel.view.setCurrentIndex(panel.model.index(2))
    chosen = panel.selected()
    history.add(an_entry(url="https://new.dev/"), lambda: (an_exchange(), ""))
    panel.session.changed.announce(Change("history"))
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5)
    assert panel.model.at(1).url == "https://new.dev/"
    assert panel.selected() == chosen


def test_delete_forgets_one_send(panel, history):
    panel.view.setCurrentIndex(panel.model.index(2))
    gone = panel.selected()
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    assert gone not in history.entries
    assert len(history.entries) == 2
    assert panel.selected() is not None


@pytest.mark.parametrize(("button", "left"), [("confirm_clear", 0), (None, 3)])
def test_clear_asks_first(panel, history, qtbot, button, left):
    panel.findChild(QAbstractButton, "history_clear").click()
    dialog = []
    qtbot.waitUntil(lambda: bool(dialog := panel.window().findChildren(object, "clear_history_dialog")) and dialog[0].isVisible())
    dialog = panel.window().findChildren(object, "clear_history_dialog")[0]
    if button:
        dialog.findChild(QAbstractButton, button).click()
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel._tasks.running)
    assert len(history.entries) == left
    assert panel._stack.currentWidget() is (panel.view if left else panel._empty)


def test_the_filter_field_leads_into_the_list(panel):
    field = panel.findChild(QLineEdit, "history_filter")
    field.setFocus()
    QTest.keyClicks(field, "delete")
    assert panel.model.rowCount() == 2
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert panel.selected().method == "DELETE"
    QTest.keyClicks(field, "zzz")
    assert panel._stack.currentWidget() is panel._nothing


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_paints_in_both_themes(panel, theme, mode):
    theme.set_mode(mode)
    panel.model.set_entries(SENDS)
    assert not panel.grab().isNull()
