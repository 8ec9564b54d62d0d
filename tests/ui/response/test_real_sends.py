"""The panes over a real session and a real server: what is sent is shown, kept, and shown again."""

import asyncio
import json

import pytest
from PySide6.QtWidgets import QAbstractButton

from curlew.model.request import Request
from curlew.ui.history.panel import HistoryPanel
from curlew.ui.response.heads import shown_bytes
from curlew.ui.response.viewer import ResponseViewer
from helpers.echo import echo  # noqa: F401  (a fixture)
from helpers.looping import run


@pytest.fixture
def viewer(ui, qtbot):
    viewer = ResponseViewer(ui)
    qtbot.addWidget(viewer)
    viewer.resize(900, 500)
    viewer.show()
    return viewer


def send(viewer: ResponseViewer, qtbot, url: str, method: str = "GET"):
    """Send with every event going to the viewer, and show the end."""
    viewer.start_sending()
    exchange = run(viewer._ui.session.send(Request(name="It", method=method, url=url), None, viewer.on_event))
    if exchange.response is not None:
        with qtbot.waitSignal(viewer.body.shown):
            viewer.show_exchange(exchange)
    else:
        viewer.show_exchange(exchange)
    return exchange


def status(viewer: ResponseViewer) -> str:
    return viewer.findChild(QAbstractButton, "response_status").text()


def test_a_real_response_is_shown_with_all_its_parts(viewer, qtbot, echo):  # noqa: F811
    exchange = send(viewer, qtbot, f"{echo.base}/cookies/set?a=1")
    assert status(viewer) == "200 OK"
    assert json.loads(viewer.body.front.pane.view.source.data) == json.loads(exchange.response.body.read())
    assert viewer.cookies.model.row(0)[0].text == "a"
    viewer.tabs.select("timeline")
    assert viewer.timeline.heads.request.view.source.data == shown_bytes(exchange.hops[-1].request.head)
    viewer.grab()


@pytest.mark.parametrize(
    "path", ["image/png", "image/svg", "html", "xml", "encoding/utf8", "gzip", "deflate", "bytes/2000", "stream/3", "status/204"]
)
def test_every_kind_of_body_finds_its_view(viewer, qtbot, echo, path):  # noqa: F811
    send(viewer, qtbot, f"{echo.base}/{path}")
    wanted = "preview" if path.startswith("image") else "hex" if path.startswith("bytes") else "pretty"
    assert (viewer.body.front is None) == (path == "status/204")
    assert viewer.body.front is None or viewer.body.views.front_id == wanted
    viewer.grab()


def test_a_refused_connection_is_told(viewer, qtbot, unused_tcp_port_factory):
    send(viewer, qtbot, f"http://127.0.0.1:{unused_tcp_port_factory()}/")
    assert status(viewer) == "Failed"
    assert viewer._stack.currentWidget() is viewer.error
    assert "refused" in viewer.error._title.text()


def test_a_send_appears_in_the_history_and_comes_back_as_it_was(ui, viewer, qtbot, echo):  # noqa: F811
    panel = HistoryPanel(ui)
    qtbot.addWidget(panel)
    exchange = send(viewer, qtbot, f"{echo.base}/redirect/1")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 2)
    entry = panel.model.at(1)
    assert entry.url.endswith("/redirect/1")

    async def fetch():
        return await asyncio.wrap_future(ui.session.history.fetch(entry.id))

    record = run(fetch())
    with qtbot.waitSignal(viewer.body.shown):
        viewer.show_exchange(record.exchange)
    assert record.exchange.response.body.read() == exchange.response.body.read()
    assert status(viewer) == "200 OK"
    assert "2 requests" in viewer.timeline._facts.text()
